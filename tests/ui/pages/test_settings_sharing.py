"""Settings say who is trusted and who no more, ask about other keys, and keep a mailbox's password in the vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.exchange import make_card, new_identity, read_card
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.mailbox_entry import MailboxEntry
from pipnotes.ui.pages.settings_tabs import SharingTab
from pipnotes.ui.setup.cards import AcceptCard, NewKeys
from pipnotes.ui.widgets.text import Text
from tests.casebook.conftest import Pair


@pytest.fixture
def tab(pair: Pair, desk: Desk, qtbot: QtBot) -> SharingTab:
    made = SharingTab(desk)
    qtbot.addWidget(made)
    made.resize(1194, 740)
    made.fill()
    made.show()
    return made


def _words(page: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def _when_asked(kind: type[QDialog], do: Callable[[Any], None]) -> None:
    """Answer the next dialog of a kind, as soon as it is shown."""

    def look() -> None:
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        if shown:
            do(shown[0])
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def test_who_left_and_who_has_new_keys_stands_in_the_list_with_the_reason(
    pair: Pair, tab: SharingTab, tmp_path: Path
) -> None:
    casebook, contact = pair.therapist, pair.contact
    assert "Six words compared on" in _words(tab)
    gone = replace(contact, id="ab" * 32, name="Owen Blake", revoked=casebook.clock(), why="left the service")
    casebook._ledger.write("roster followed", gone)
    tab.fill()
    assert "Owen Blake" in _words(tab)
    assert "Left the service on" in _words(tab)


@pytest.mark.parametrize("new", [True, False])
def test_other_keys_of_a_known_name_are_asked_about(pair: Pair, tab: SharingTab, tmp_path: Path, new: bool) -> None:
    card = read_card(make_card(new_identity(), pair.contact.name, pair.contact.role))
    file = tmp_path / "new.pipcard"
    file.write_bytes(card.raw)
    accepting = tab.findChild(AcceptCard)
    assert accepting is not None
    accepting._place.set_path(file)
    accepting._words.setText(card.words)
    _when_asked(NewKeys, NewKeys.accept if new else NewKeys.reject)
    accepting._accept.click()
    assert pair.therapist.contacts.find(pair.contact.name).id == (card.fingerprint if new else pair.contact.id)
    tab.fill()
    assert ("Has new keys on" in _words(tab)) == new


def test_the_mailboxes_password_goes_into_the_vault_and_stands_nowhere_on_the_page(pair: Pair, tab: SharingTab) -> None:
    assert not tab._entry.isVisibleTo(tab)
    tab._mailbox.setText("https://dav.example/box")
    assert tab._entry.isVisibleTo(tab)

    def fill(dialog: MailboxEntry) -> None:
        dialog._user.setText("ines")
        dialog._secret.set_text("marigold-secret")
        dialog.accept()

    _when_asked(MailboxEntry, fill)
    tab._entry.click()
    post = pair.therapist.post
    assert (post.mailbox, post.credentials.user) == ("https://dav.example/box", "ines")
    assert post.credentials.secret == "marigold-secret"
    assert "marigold" not in _words(tab)
    _when_asked(MailboxEntry, lambda dialog: dialog.accept())
    tab._entry.click()
    assert post.credentials.secret == "marigold-secret"
