"""A vault that will not open: whatever was damaged, the newest good backup is named and comes back in one go."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.unlock_rescue import BackDialog
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.passphrase import PassphraseField
from tests.ui.test_shell import Make, Shell, folder, shells, words_on  # noqa: F401 - the program under test


def flip(work: Path) -> None:
    content = bytearray((work / "vault.db").read_bytes())
    content[100] ^= 4
    (work / "vault.db").write_bytes(content)


def cut(work: Path) -> None:
    with (work / "vault.db").open("r+b") as file:
        file.truncate(20_000)


def lose_database(work: Path) -> None:
    (work / "vault.db").unlink()


def lose_keys(work: Path) -> None:
    (work / "keys.json").unlink()
    (work / "keys.json.1").unlink()


def lose_both(work: Path) -> None:
    lose_database(work)
    lose_keys(work)


def spoil_both(work: Path) -> None:
    flip(work)
    (work / "keys.json").write_bytes(b"{}")
    (work / "keys.json.1").write_bytes(b"{}")


def backed_up(shell: Shell, stick: Path) -> str:
    """Open the vault, back it up, write one more note, close; return the words that open it."""
    shell.open()
    casebook = shell.program._casebook
    assert casebook is not None
    casebook.back_up(stick)
    shell.clock.advance(hours=2)
    casebook.keep_me(casebook.me)
    words = casebook._ledger.vault.words()
    shell.program.window.close()
    return words


def answering(told: list[str]) -> QTimer:
    """Read the dialog that says what came back, and go on."""
    timer = QTimer()

    def read() -> None:
        for dialog in open_dialogs():
            if isinstance(dialog, BackDialog):
                told.append(words_on(dialog))
                dialog.accept()

    timer.timeout.connect(read)
    timer.start(50)
    return timer


def opened(shell: Shell) -> int:
    shell.bot.waitUntil(lambda: isinstance(shell.program.window.centralWidget(), MainWindow), timeout=20_000)
    casebook = shell.program._casebook
    assert casebook is not None
    return len(casebook.families.rows())


@pytest.mark.pain(5)
@pytest.mark.parametrize("harm", [flip, cut, lose_database, lose_both, spoil_both])
def test_the_newest_backup_is_named_and_comes_back_with_one_press(
    shells: Make,  # noqa: F811
    tmp_path: Path,
    harm: Callable[[Path], None],
) -> None:
    first = shells()
    backed_up(first, tmp_path / "Blue stick")
    harm(first.folder)
    as_found = {path.name: path.read_bytes() for path in first.folder.iterdir() if path.name.startswith("vault.db")}
    shell = shells()
    shell.program.start(shell.folder)
    shell.unlock()
    shell.bot.waitUntil(shell.front._rescue.offers, timeout=20_000)
    said = words_on(shell.front)
    assert "The newest backup is from 16 March 2026, 08:40, in “Blue stick”." in said
    assert not shell.front._rescue.as_it_is.isVisible()
    assert ("after that (1 entry). Your last save was at 10:40" in said) == (harm in (flip, cut, lose_database))
    told: list[str] = []
    timer = answering(told)
    shell.front._rescue._back.click()
    assert opened(shell) == 12
    timer.stop()
    assert "It is as it was on 16 March 2026, 08:40" in told[0]
    aside = shell.folder.with_name("work.pipvault.damaged")
    assert f"“{aside.name}”" in told[0]
    assert shell.program._folder == shell.folder
    casebook = shell.program._casebook
    assert casebook is not None
    assert casebook.last_backup is not None
    assert casebook.last_backup.folder == str(tmp_path / "Blue stick")
    assert casebook.audit()[-1].action == "backup brought back"
    for name, content in as_found.items():
        assert (aside / name).read_bytes() == content
    gone = casebook.families.rows()[0].family
    casebook.destroying.family(gone.id, reason="kept long enough", code=gone.code, word="destroy")
    assert not aside.exists()


def test_a_lost_key_file_is_put_back_from_the_backup_and_no_note_is_missing(
    shells: Make,  # noqa: F811
    tmp_path: Path,
) -> None:
    first = shells()
    backed_up(first, tmp_path / "Blue stick")
    lose_keys(first.folder)
    shell = shells()
    shell.program.start(shell.folder)
    shell.unlock()
    shell.bot.waitUntil(shell.front._rescue.offers, timeout=20_000)
    assert "if your notes are whole, nothing is missing" in words_on(shell.front)
    told: list[str] = []
    timer = answering(told)
    shell.front._rescue._back.click()
    assert opened(shell) == 12
    timer.stop()
    assert "no note was touched" in told[0]
    casebook = shell.program._casebook
    assert casebook is not None
    assert casebook.head.seq > int(next((tmp_path / "Blue stick").iterdir()).stem.rsplit("-", 1)[1])
    assert not shell.folder.with_name("work.pipvault.damaged").exists()


def test_the_recovery_words_bring_a_backup_back_too(
    shells: Make,  # noqa: F811
    tmp_path: Path,
) -> None:
    first = shells()
    words = backed_up(first, tmp_path / "Blue stick")
    lose_both(first.folder)
    shell = shells()
    shell.program.start(shell.folder)
    shell.unlock()
    shell.bot.waitUntil(shell.front._rescue.offers, timeout=20_000)
    shell.front._by_words.click()
    card = shell.front._words_card
    card._enter._spread(0, words.split())
    for field in card.findChildren(PassphraseField):
        QTest.keyClicks(field.edit, "harbour kettle moss violin 9")
    told: list[str] = []
    timer = answering(told)
    shell.front._rescue._back.click()
    assert opened(shell) == 12
    timer.stop()
    shell.program.window.close()
    again = shells()
    again.program.start(again.folder)
    again.unlock("harbour kettle moss violin 9")
    assert opened(again) == 12


@pytest.mark.pain(5)
def test_a_damaged_newest_backup_gives_way_to_the_one_before(
    shells: Make,  # noqa: F811
    tmp_path: Path,
) -> None:
    first = shells()
    stick = tmp_path / "Blue stick"
    backed_up(first, stick)
    (good,) = stick.iterdir()
    newer = Path(shutil.copytree(good, stick / good.name.replace("T084000Z", "T094000Z")))
    cut(newer)
    cut(first.folder)
    shell = shells()
    shell.program.start(shell.folder)
    shell.unlock()
    shell.bot.waitUntil(shell.front._rescue.offers, timeout=20_000)
    assert "09:40" in words_on(shell.front)
    told: list[str] = []
    timer = answering(told)
    shell.front._rescue._back.click()
    assert opened(shell) == 12
    timer.stop()
    assert "08:40" in told[0]


def test_a_wrong_passphrase_brings_nothing_back_and_changes_nothing(
    shells: Make,  # noqa: F811
    tmp_path: Path,
) -> None:
    first = shells()
    backed_up(first, tmp_path / "Blue stick")
    lose_both(first.folder)
    shell = shells()
    shell.program.start(shell.folder)
    shell.unlock("something else")
    shell.bot.waitUntil(shell.front._rescue.offers, timeout=20_000)
    shell.front._rescue._back.click()
    shell.bot.waitUntil(lambda: "passphrase of its day" in words_on(shell.front), timeout=20_000)
    assert sorted(path.name for path in tmp_path.glob("work*")) == ["work.pipvault"]
    shell.front.findChild(PassphraseField).set_text(PASSPHRASE)
    told: list[str] = []
    timer = answering(told)
    shell.front._rescue._back.click()
    assert opened(shell) == 12
    timer.stop()
