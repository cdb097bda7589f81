"""Words that cannot be saved: sealed elsewhere, locked over without waiting for a disk, and taken in again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.ui.desk import ELSEWHERE
from pipnotes.ui.held import HeldWords
from pipnotes.ui.help import KeptWordsDialog
from pipnotes.ui.keeping import NotSaved
from pipnotes.ui.pages.settings import SettingsPage
from pipnotes.ui.pages.today.page import TodayPage
from pipnotes.ui.problems import ProblemDialog
from pipnotes.ui.typed import open_dialogs
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.text import Text
from tests.casebook.test_sealed_copies import LATER, SAID, copy_of, keep, out_of_reach, with_words, words_of
from tests.casebook.test_sealed_copies import begin as begin_note
from tests.conftest import Caseload
from tests.ui.pages.conftest import answering, desk, dressed  # noqa: F401 - a hand that answers dialogs
from tests.ui.test_locking import Begin, Work, begin  # noqa: F401 - the program with its real pages

Answering = Callable[..., list[Dialog]]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a stick that is chosen wherever a folder is asked for."""
    made = tmp_path / "Blue stick"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(made)))
    return made


def said(where: QWidget) -> str:
    return " ".join(text.text() for text in where.findChildren(Text) if text.isVisibleTo(where))


def press(where: QWidget, words: str) -> None:
    """Press a button by the keyboard."""
    button = next(
        b for b in where.findChildren(QAbstractButton) if b.text().replace("&", "") == words and b.isVisibleTo(where)
    )
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


class Reader:
    """Answers dialogs, and keeps what each of them said."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.kinds: list[type] = []

    def __call__(self, *does: Callable[[Dialog], object]) -> list[Callable[[Dialog], None]]:
        return [partial(self._answer, do) for do in does]

    def _answer(self, do: Callable[[Dialog], object], dialog: Dialog) -> None:
        self.told.append(said(dialog))
        self.kinds.append(type(dialog))
        do(dialog)


def begun(work: Work) -> str:
    """Begin a note and show it; return its id."""
    casebook = work.program._casebook
    assert casebook is not None
    note = begin_note(casebook)
    assert work.main.go("note", note.session.id)
    return note.session.id


def write(work: Work, words: str) -> None:
    QTest.keyClicks(work.field("Baby"), words)


def page(work: Work) -> QWidget:
    return work.main._page()


def kept_words(casebook: Casebook, session: str) -> str:
    kept = casebook.notes.draft(session)
    assert kept is not None
    return kept.note.session.baby


def test_the_banner_over_the_note_offers_a_sealed_copy_and_says_where_it_is(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    stick: Path,
    answering: Answering,  # noqa: F811
) -> None:
    work, reader = begin(casebook), Reader()
    session = begun(work)
    with out_of_reach(casebook):
        write(work, SAID)
        page(work).draft.keeper.settle()  # type: ignore[attr-defined]
        banner = page(work).draft.findChild(NotSaved)  # type: ignore[attr-defined]
        assert isinstance(banner, NotSaved)
        assert banner.isVisible()
        QTest.keyClicks(work.field("Baby"), " and slept")
        answering(*reader(Dialog.accept))
        press(banner, ELSEWHERE)
        assert "Only this vault can read it" in reader.told[0]
        assert "A sealed copy is in “Blue stick”." in said(banner)
        (path,) = stick.iterdir()
        assert path.name in reader.told[0]
        assert SAID.encode() not in path.read_bytes()
    page(work).draft.keeper.keep_now()  # type: ignore[attr-defined]
    assert not banner.isVisible()
    assert kept_words(casebook, session) == f"{SAID} and slept"


def test_a_window_closes_over_words_that_lie_in_a_sealed_copy_and_over_none_else(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    caseload: Caseload,
    stick: Path,
    answering: Answering,  # noqa: F811
) -> None:
    work, reader = begin(casebook), Reader()
    session = begun(work)
    with out_of_reach(casebook):
        write(work, SAID)
        answering(Dialog.reject)
        work.program.window.close()
        assert work.program.window.isVisible()
        answering(*reader(elsewhere, Dialog.accept))
        work.program.window.close()
        assert not work.program.window.isVisible()
        assert reader.kinds[0] is ProblemDialog
    (path,) = stick.iterdir()
    again = vaults.open_with(casebook.folder, caseload.key, clock=casebook.clock)
    assert kept_words(again, session) == ""
    again.sealed_copies.take_in(path)
    assert kept_words(again, session) == SAID
    again.close()


def elsewhere(dialog: Dialog) -> None:
    press(dialog, ELSEWHERE)


def test_a_stick_that_takes_nothing_is_told_and_another_can_be_chosen(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    stick: Path,
    tmp_path: Path,
    answering: Answering,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work, reader = begin(casebook), Reader()
    places = [str(stick), str(tmp_path / "not there")]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: places.pop()))
    begun(work)
    with out_of_reach(casebook):
        write(work, SAID)
        page(work).draft.keeper.settle()  # type: ignore[attr-defined]
        banner = page(work).draft.findChild(NotSaved)  # type: ignore[attr-defined]
        assert isinstance(banner, NotSaved)
        answering(*reader(Dialog.accept, Dialog.accept))
        press(banner, ELSEWHERE)
    assert "The sealed copy could not be written there." in reader.told[0]
    assert len(list(stick.iterdir())) == 1


@pytest.mark.parametrize("why", ["minutes", "a closed lid", "the screen", "the key"])
def test_a_lock_asks_nothing_when_saving_fails_and_the_words_are_back_after_it(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    tmp_path: Path,
    why: str,
) -> None:
    work = begin(casebook)
    session = begun(work)
    with out_of_reach(casebook):
        write(work, SAID)
        work.lock(why, work.field("Baby"))
        work.locked()
        assert open_dialogs() == []
        assert "They are sealed" in said(work.program.window)
        (path,) = (tmp_path / "home" / "sealed").iterdir()
        assert SAID.encode() not in path.read_bytes()
    assert SAID in work.back()
    assert kept_words(work.program._casebook, session) == SAID  # type: ignore[arg-type]
    assert not path.exists()
    assert not work.program._held.waiting


def test_words_stay_sealed_while_another_vault_is_opened(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    tmp_path: Path,
) -> None:
    work = begin(casebook)
    begun(work)
    with out_of_reach(casebook):
        write(work, SAID)
        work.program.lock()
        work.locked()
    other = vaults.create(
        tmp_path / "other.pipvault", "p", role=casebook.role, name="Ines", clock=casebook.clock
    ).casebook
    assert work.program._held.take_in(other) == []
    other.close()
    assert work.program._held.waiting
    assert SAID in work.back()


def test_what_is_held_goes_from_one_process_to_the_next_whole(casebook: Casebook, tmp_path: Path) -> None:
    note = begin_note(casebook)
    with out_of_reach(casebook):
        path = copy_of_held(casebook, note, tmp_path)
    first = HeldWords(tmp_path / "a file in the way" / "sealed")
    (tmp_path / "a file in the way").write_text("")
    first.hold(path.read_bytes(), casebook.clock())
    assert first.only_here
    second = HeldWords(tmp_path / "nowhere")
    second.read(first.line())
    assert second.only_here
    path.unlink()
    second.take_in(casebook)
    assert words_of(casebook, note) == SAID
    assert not second.waiting


def test_a_damaged_copy_is_put_by_and_goes_when_something_is_destroyed(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    tmp_path: Path,
) -> None:
    path = copy_of(casebook, begin_note(casebook), SAID, tmp_path)
    held = tmp_path / "home" / "sealed"
    work = begin(casebook)
    # What waited in memory for a save is in that copy alone.
    casebook.notes.discard(casebook.notes.drafts()[-1].note.session.id)
    work.program.lock()
    work.locked()
    held.mkdir(parents=True, exist_ok=True)
    (held / path.name).write_bytes(path.read_bytes()[:-1])
    work.back()
    assert [one.name for one in held.iterdir()] == [f"{path.name}.damaged"]
    now = work.program._casebook
    assert now is not None
    gone = now.families.rows()[0].family
    now.destroying.family(gone.id, reason="kept long enough", code=gone.code, word="destroy")
    assert list(held.iterdir()) == []


def copy_of_held(casebook: Casebook, note: object, folder: Path) -> Path:
    from pipnotes.errors import Problem

    with pytest.raises(Problem):
        keep(casebook, with_words(note, SAID))  # type: ignore[arg-type]
    return casebook.sealed_copies.save(folder)


def test_what_was_typed_into_the_settings_is_handed_back_after_a_lock_that_could_not_save_it(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
) -> None:
    work = begin(casebook)
    assert work.main.go("settings", "about")
    field = next(f for f in page(work).findChildren(LineEdit) if f.accessibleName() == "Your name")
    field.setFocus()
    field.selectAll()
    with out_of_reach(casebook):
        QTest.keyClicks(field, "Ruth Quokkafern")
        work.program.lock()
        work.locked()
    assert "Ruth Quokkafern" in work.back()


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    def choose(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))

    return choose


def test_a_copy_is_taken_in_from_the_settings_and_its_file_deleted_if_that_is_ticked(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    tmp_path: Path,
    choosing: Callable[[Path], None],
    answering: Answering,  # noqa: F811
) -> None:
    note = begin_note(casebook)
    path = copy_of(casebook, note, SAID, tmp_path)
    choosing(path)
    work, reader = begin(casebook), Reader()
    assert work.main.go("settings", "backup")
    assert isinstance(page(work), SettingsPage)

    def tick(dialog: Dialog) -> None:
        press(dialog, "Delete the file: it is not needed any more")
        dialog.answer()

    answering(*reader(tick))
    press(page(work), "Take in a sealed copy")
    assert "came back from the sealed copy" in reader.told[0]
    assert words_of(casebook, note) == SAID
    assert not path.exists()


def test_a_later_draft_stays_and_a_second_time_and_a_damaged_file_are_told(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    tmp_path: Path,
    choosing: Callable[[Path], None],
    answering: Answering,  # noqa: F811
) -> None:
    note = begin_note(casebook)
    path = copy_of(casebook, note, SAID, tmp_path)
    casebook.clock.advance(minutes=1)  # type: ignore[attr-defined]
    keep(casebook, with_words(note, LATER))
    choosing(path)
    work, reader = begin(casebook), Reader()
    assert work.main.go("today")
    today = page(work)
    assert isinstance(today, TodayPage)
    command = next(action for action in today.actions() if action.text() == "Take in a sealed copy")
    answering(*reader(Dialog.accept, Dialog.accept, Dialog.accept))
    command.trigger()
    command.trigger()
    path.write_bytes(path.read_bytes()[:-1])
    command.trigger()
    assert "Families, Drafts set aside" in reader.told[0]
    assert "was taken in already" in reader.told[1]
    assert "is damaged" in reader.told[2]
    assert words_of(casebook, note) == LATER
    assert path.exists()


def test_words_from_a_dialog_in_a_copy_are_handed_over(
    begin: Begin,  # noqa: F811
    casebook: Casebook,
    tmp_path: Path,
    choosing: Callable[[Path], None],
    answering: Answering,  # noqa: F811
) -> None:
    from pipnotes.errors import Problem

    with out_of_reach(casebook):
        with pytest.raises(Problem):
            casebook.remember_place('{"page": "today", "dialog": "Hope", "typed": [["Hope", "Quokkafern"]]}')
        path = casebook.sealed_copies.save(tmp_path)
    choosing(path)
    work, reader = begin(casebook), Reader()
    assert work.main.go("today")
    answering(*reader(Dialog.accept, Dialog.accept))
    page(work).take_in_copy()  # type: ignore[attr-defined]
    assert reader.kinds[1] is KeptWordsDialog
    assert QApplication.activeModalWidget() is None
