"""The settings: each thing a person changes there is so afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pipnotes import vault as store
from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.policy import Policy
from pipnotes.settings import Settings, load
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.settings import SettingsPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.setup.backup import BackupForm
from pipnotes.ui.setup.recovery import WordGrid
from pipnotes.ui.theme import apply, look
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.segments import Segments
from pipnotes.ui.widgets.table import Table
from pipnotes.vault import copying


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot, casebook: Casebook, tmp_path: Path) -> Iterator[SettingsPage]:
    apply(qapp, "light")
    desk = Desk(
        casebook,
        preferences=Preferences(Settings(theme="light"), tmp_path / "settings.toml"),
        policy=Policy(idle_minutes=10),
    )
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1190, 720)
    made.show()
    yield made
    apply(qapp, "light")


@pytest.fixture
def supervisor(casebook: Casebook, tmp_path: Path) -> Iterator[Casebook]:
    made = store.create(
        tmp_path / "farah.pipvault",
        "harbour maple seven lantern",
        role="supervisor",
        owner="Dr Farah Siddiqui",
        clock=casebook.clock,
        cost=store.FLOOR,
    )
    opened = Casebook(made, casebook.clock)
    yield opened
    opened.close()


def field(page: QWidget, name: str) -> QLineEdit:
    return next(e for e in page.findChildren(QLineEdit) if e.accessibleName() == name and e.isVisible())


def press(page: QWidget, words: str) -> None:
    next(b for b in page.findChildren(QPushButton) if b.text().replace("&", "") == words and b.isVisible()).click()


def test_what_is_typed_about_oneself_is_kept_when_the_page_is_left(page: SettingsPage) -> None:
    page.show_for("about")
    field(page, "Phone").setText("0191 498 0102")
    page.keep_now()
    assert page.desk.casebook.me.phone == "0191 498 0102"


def test_what_is_typed_on_a_tab_is_still_there_after_a_look_at_another(page: SettingsPage) -> None:
    page.show_for("about")
    field(page, "Phone").setText("0191 498 0103")
    page.next_tab()
    page.show_for("sharing")
    QTest.keyClicks(field(page, "Mailbox"), "https://example.org/half")
    page.show_for("about")
    assert field(page, "Phone").text() == "0191 498 0103"
    page.show_for("sharing")
    assert field(page, "Mailbox").text() == "https://example.org/half"


def test_a_changed_passphrase_opens_the_vault_and_the_old_one_does_not(page: SettingsPage) -> None:
    page.show_for("keys")
    field(page, "Passphrase now").setText(PASSPHRASE)
    field(page, "New passphrase").setText("lantern harbour maple seven")
    field(page, "The same passphrase again").setText("lantern harbour maple seven")
    press(page, "Change the passphrase")
    assert vaults.derive(page.desk.casebook.folder, "lantern harbour maple seven")
    with pytest.raises(Exception, match="does not open"):
        vaults.derive(page.desk.casebook.folder, PASSPHRASE)


def test_the_recovery_words_are_shown_only_to_who_knows_the_passphrase(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_for("keys")
    grid = page.findChild(WordGrid)
    field(page, "Passphrase, to show the words").setText("guess")
    press(page, "Show the words")
    qtbot.wait(50)
    qtbot.waitUntil(lambda: next(b for b in page.findChildren(QPushButton) if "Show the" in b.text()).isEnabled())
    assert not grid.isVisible()
    field(page, "Passphrase, to show the words").setText(PASSPHRASE)
    press(page, "Show the words")
    qtbot.waitUntil(grid.isVisible, timeout=20_000)
    assert len(grid._words) == 24
    assert page.window().focusWidget().text() == "Print the words"
    assert page.desk.casebook.audit()[-1].action == "recovery words shown"


def test_a_backup_is_made_beside_the_work_and_said_once_it_is_proved(
    page: SettingsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_for("backup")
    form = page.findChild(BackupForm)
    field(page, "Folder for backups").setText(str(tmp_path / "stick"))
    far: list[int] = []
    page.desk.backups.maker.progressed.connect(far.append)
    press(page, "Back up now")
    assert form._progress.isVisible()
    assert "You can go on working." in form._said.text()
    # What is written meanwhile is kept as ever.
    page.desk.casebook.families.keep_form("hope/one", {"words": "She laughed"})
    with qtbot.waitSignal(form.made, timeout=20_000):
        pass
    (made,) = (tmp_path / "stick").iterdir()
    assert form._said.text().startswith(f"Backed up and checked by opening it: {made.name}")
    assert not form._progress.isVisible()
    assert far == sorted(far)
    assert far[-1] == 100
    assert page.desk.casebook.last_backup is not None


def test_a_backup_that_is_stopped_leaves_nothing_and_the_keyboard_where_it_was(
    page: SettingsPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 1)
    monkeypatch.setattr(copying, "_PAUSE", 0.01)
    page.show_for("backup")
    form = page.findChild(BackupForm)
    page.activateWindow()
    field(page, "Folder for backups").setText(str(tmp_path / "stick"))
    form._now.setFocus()
    QTest.keyClick(form._now, Qt.Key.Key_Space)
    assert page.desk.backups.making
    assert form._progress.stop.hasFocus()
    QTest.keyClick(form._progress.stop, Qt.Key.Key_Space)
    assert form._now.hasFocus()
    assert form._said.text() == "Stopped. The earlier backups are as they were."
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert list((tmp_path / "stick").iterdir()) == []
    assert page.desk.casebook.last_backup is None
    assert not list(page.desk.casebook.folder.glob("aside-*"))


def test_a_backup_that_cannot_be_made_is_told_in_three_lines(page: SettingsPage, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("not a folder")
    told: list[str] = []

    def read() -> None:
        for dialog in open_dialogs():
            told.append(dialog.accessibleName())
            dialog.reject()

    page.show_for("backup")
    field(page, "Folder for backups").setText(str(tmp_path / "file"))
    timer = QTimer()
    timer.timeout.connect(read)
    timer.start(50)
    press(page, "Back up now")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    timer.stop()
    assert told == ["The backup didn’t finish"]
    assert page.desk.casebook.last_backup is None


def test_the_whole_vault_is_checked_beside_the_work_and_found_sound(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_for("backup")
    next(b for b in page.findChildren(QPushButton) if b.text() == "&Check the vault").setFocus()
    press(page, "Check the vault")
    said = page._parts["backup"]._said  # type: ignore[attr-defined]
    assert said.text() == "You can go on working while it looks."
    assert page.window().focusWidget().text() == "Stop looking"
    page.desk.casebook.keep_me(page.desk.casebook.me)
    qtbot.waitUntil(lambda: said.text().startswith("All is as it should be: "), timeout=20_000)
    assert page.window().focusWidget().text() == "&Check the vault"


def test_a_check_that_is_stopped_says_that_it_says_nothing(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_for("backup")
    press(page, "Check the vault")
    press(page, "Stop looking")
    said = page._parts["backup"]._said  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: said.text().startswith(("Stopped before", "All is as it should")), timeout=20_000)
    assert page._parts["backup"]._check.isEnabled()  # type: ignore[attr-defined]


def test_look_and_lock_are_in_force_at_once_and_kept(page: SettingsPage, tmp_path: Path) -> None:
    page.show_for("look")
    tab = page._parts["look"]
    tab.findChild(Segments).set_value("dark")
    tab.findChild(Segments).changed.emit("dark")
    minutes = tab.findChildren(ComboBox)[1]
    assert [minutes.itemData(at) for at in range(minutes.count())] == [str(n) for n in range(1, 11)]
    minutes.set_value("3")
    minutes.changed.emit("3")
    assert look().theme.name == "dark"
    assert load(tmp_path / "settings.toml") == Settings(theme="dark", idle_minutes=3)


def test_a_card_is_accepted_when_its_six_words_are_read_aloud(
    page: SettingsPage, supervisor: Casebook, tmp_path: Path
) -> None:
    card = supervisor.contacts.my_card()
    (tmp_path / "farah.pipcard").write_bytes(card.raw)
    page.show_for("sharing")
    cards = [e for e in page.findChildren(QLineEdit) if e.accessibleName() == "Card file" and e.isVisible()]
    cards[0].setText(str(tmp_path / "farah.pipcard"))
    field(page, "Six words").setText(card.words)
    press(page, "Accept this card")
    assert "Dr Farah Siddiqui" in [contact.name for contact in page.desk.casebook.contacts.all()]


def test_what_was_done_is_listed_the_latest_first_and_without_names_when_they_are_hidden(page: SettingsPage) -> None:
    page.show_for("audit")
    table = page._parts["audit"].findChild(Table)
    model = table.model()
    numbers = [int(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert numbers == sorted(numbers, reverse=True)
    families = {model.index(row, 3).data() for row in range(model.rowCount())}
    page.desk.hide_names(True)
    hidden = {model.index(row, 3).data() for row in range(model.rowCount())}
    assert not (families - {""}) & hidden
