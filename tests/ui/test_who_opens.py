"""Who else can open the vault: said in the settings, offered on the unlock page, told when it was done."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from pipnotes.casebook import escrow, vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.policy import Policy
from pipnotes.ui.desk import Desk
from pipnotes.ui.known import KnownVaults
from pipnotes.ui.pages.unlock import UnlockPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.setup.others import OthersSheet, follow_rules, tell_of_opening
from pipnotes.ui.theme import apply
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.dialog import Dialog
from tests.support.keystore import MemoryKeystore, memory_keystore

ALLOWED = Policy(keystore=True, given=True)


@pytest.fixture
def desktop() -> Iterator[MemoryKeystore]:
    with memory_keystore() as made:
        yield made


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    apply(qapp, "light")


def sheet_for(bot: QtBot, casebook: Casebook, rules: Policy) -> OthersSheet:
    sheet = OthersSheet(Desk(casebook, preferences=Preferences(), policy=rules))
    bot.addWidget(sheet)
    sheet.show()
    return sheet


def unlock_page(bot: QtBot, folder: Path, home: Path, rules: Policy) -> UnlockPage:
    page = UnlockPage(Preferences(), KnownVaults(home / "vaults.json", home), folder, rules=rules)
    bot.addWidget(page)
    page.show()
    return page


def by_sign_in(page: UnlockPage) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if "sign-in" in button.text())


def test_the_settings_say_whether_the_service_can_open_the_vault(casebook: Casebook, qtbot: QtBot) -> None:
    made = escrow.make(casebook.clock)
    sheet = sheet_for(qtbot, casebook, Policy())
    assert "if your passphrase is lost: no." in sheet._service.text()
    casebook.ways_in.follow(Policy(escrow_public_key=base64.b64decode(made.public), given=True))
    sheet.fill()
    assert "if your passphrase is lost: yes." in sheet._service.text()
    assert made.name in sheet._service.text()
    assert not sheet._used.isVisible()


def test_the_keeper_is_told_after_unlocking_that_the_service_opened_the_vault_and_once(
    casebook: Casebook, qtbot: QtBot
) -> None:
    made = escrow.make(casebook.clock)
    casebook.ways_in.follow(Policy(escrow_public_key=base64.b64decode(made.public), given=True))
    casebook.close()
    escrow.open_vault(casebook.folder, *made.shares, PASSPHRASE, reason="on sick leave", clock=casebook.clock)
    again = vaults.open_with(casebook.folder, vaults.derive(casebook.folder, PASSPHRASE), clock=casebook.clock)
    sheet, told = sheet_for(qtbot, again, Policy()), []

    def read(*, accept: bool) -> None:
        for dialog in open_dialogs():
            assert isinstance(dialog, Dialog)
            told.append((dialog.accessibleName(), "on sick leave" in " ".join(_texts(dialog))))
            dialog.accept() if accept else dialog.reject()

    # Closed by a lock it was not read, so it comes again.
    for accept in (False, True, True):
        QTimer.singleShot(50, lambda accept=accept: read(accept=accept))
        tell_of_opening(sheet, again)
        qtbot.wait(80)
    assert told == [("Your service opened this vault", True)] * 2
    assert "16 March 2026" in sheet._used.text()
    again.close()


def _texts(dialog: Dialog) -> list[str]:
    from pipnotes.ui.widgets.text import Text

    return [text.text() for text in dialog.findChildren(Text)]


def test_a_rule_that_cannot_be_followed_is_told_and_the_vault_is_open_all_the_same(
    casebook: Casebook, qtbot: QtBot
) -> None:
    sheet, told = sheet_for(qtbot, casebook, Policy()), []

    def read() -> None:
        for dialog in open_dialogs():
            told.append(dialog.accessibleName())
            dialog.reject()

    QTimer.singleShot(50, read)
    follow_rules(sheet, casebook, Policy(escrow_public_key=b"\xff" * 1216, given=True))
    assert told == ["A rule of your service could not be followed"]
    assert casebook.families.rows()


def test_the_sign_in_is_ticked_in_the_settings_and_then_opens_the_vault(
    casebook: Casebook, qtbot: QtBot, desktop: MemoryKeystore, tmp_path: Path
) -> None:
    sheet = sheet_for(qtbot, casebook, ALLOWED)
    tick = sheet.findChild(QCheckBox)
    assert tick.isVisible()
    assert not tick.isChecked()
    tick.click()
    assert tick.isChecked()
    assert casebook.ways_in.by_sign_in
    casebook.close()
    page = unlock_page(qtbot, casebook.folder, tmp_path, ALLOWED)
    with qtbot.waitSignal(page.unlocked, timeout=20_000) as opened:
        by_sign_in(page).click()
    again = opened.args[0]
    sheet_again = sheet_for(qtbot, again, ALLOWED)
    sheet_again.findChild(QCheckBox).click()
    assert not again.ways_in.by_sign_in
    again.close()


def test_a_lost_entry_is_told_and_the_passphrase_asked(
    casebook: Casebook, qtbot: QtBot, desktop: MemoryKeystore, tmp_path: Path
) -> None:
    casebook.ways_in.start_sign_in()
    casebook.close()
    desktop.kept.clear()
    page = unlock_page(qtbot, casebook.folder, tmp_path, ALLOWED)
    by_sign_in(page).click()
    qtbot.waitUntil(page._trouble.isVisible, timeout=20_000)
    assert "sign-in did not open this vault" in page._trouble.accessibleName()
    assert "Type your passphrase" in page._trouble.accessibleName()
    assert by_sign_in(page).isEnabled()


@pytest.mark.parametrize("rules", [Policy(), Policy(given=True)])
def test_where_the_rules_do_not_allow_it_the_choice_is_not_shown(
    casebook: Casebook, qtbot: QtBot, desktop: MemoryKeystore, tmp_path: Path, rules: Policy
) -> None:
    casebook.ways_in.start_sign_in()
    sheet = sheet_for(qtbot, casebook, rules)
    assert not sheet.findChild(QCheckBox).isVisible()
    assert not by_sign_in(unlock_page(qtbot, casebook.folder, tmp_path, rules)).isVisible()


def test_a_keystore_that_refuses_is_told_under_the_box_which_stays_empty(
    casebook: Casebook, qtbot: QtBot, desktop: MemoryKeystore
) -> None:
    sheet = sheet_for(qtbot, casebook, ALLOWED)
    desktop.locked = True
    sheet.findChild(QCheckBox).click()
    assert "did not keep the secret" in sheet._said.text()
    assert sheet._said.isVisible()
    assert not sheet.findChild(QCheckBox).isChecked()
