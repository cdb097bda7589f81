"""The note and the letter, for the gallery."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.drafts import Place
from pipnotes.casebook.notes import NoteDraft
from pipnotes.casebook.sealed_copies import TakenDraft, TakenIn
from pipnotes.domain.codes import Dimension, Recipient
from pipnotes.domain.work import Rating
from pipnotes.errors import Problem
from pipnotes.ui.causes import UNKEPT
from pipnotes.ui.desk import ELSEWHERE, Desk, _with_way_out
from pipnotes.ui.dialogs.sealed_copy import TakenInDialog
from pipnotes.ui.dialogs.sealed_place import CopySavedDialog
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.letter.questions import LeavingDialog, SignLetterDialog
from pipnotes.ui.pages.note.questions import DiscardDialog, SignDialog, WrongFamilyDialog
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import ProblemDialog
from pipnotes.vault import Landing
from pipnotes.vault.problems import out_of_reach
from tests.gallery_shell import NOW, demo, owner


def family(title: str) -> str:
    """Return the id of a family of the made-up caseload."""
    return next(row.family.id for row in demo().families.rows() if row.circle.title == title)


@lru_cache(maxsize=1)
def begun() -> NoteDraft:
    """Begin the note of this morning's visit, with words in it."""
    from dataclasses import replace

    book = demo()
    mabel = family("Mabel")
    visit = next(v for v in book.visits.of(mabel) if v.starts.date() == NOW.date())
    draft = book.notes.start(mabel, visit)
    ratings = (
        Rating(dimension=Dimension.COMFORT, score=3, evidence="turned into his jumper and settled"),
        Rating(dimension=Dimension.WORDS, score=4, evidence="You’ve had enough of all this"),
        Rating(dimension=Dimension.PLEASURE, score=3, evidence="laughed together about the spoon"),
        Rating(dimension=Dimension.REPAIR),
    )
    draft = replace(
        draft,
        session=replace(
            draft.session,
            baby="Mabel was wakeful and watchful on Jordan’s knee. She reached for the wooden spoon, mouthed it, then"
            " looked round for Leanne before she smiled. Tired by ten: rubbed her ears and arched a littel.",
            parent="Leanne said the week had been “less heavy”. She slept two full nights while Jordan did the late"
            " feed. Jordan spoke, for the first time with me, about being asked to leave the room when Mabel was born.",
            between="When Mabel grizzled Leanne said it for her: “You’ve had enough of all this.” Jordan said it again,"
            " more quietly. Mabel turned into his jumper and settled.",
            strengths="Jordan stayed close and waited. Leanne saw it and told him so. They laughed together about the"
            " spoon.",
            next_time="Ask Jordan about the late feed: what does he see on her face?",
        ),
        reflection=replace(
            draft.reflection,
            text="I felt pulled to rescue Jordan when he went quiet. I stayed with the silence and he found his own way"
            " on. Something here about being shut out: take to supervision.",
        ),
        observation=replace(draft.observation, ratings=ratings),
        jots=("on dad’s knee, watchful", "wooden spoon, looked round"),
    )
    book.notes.keep(draft, Place(field="next_time", caret=62))
    return draft


def window(route: str, subject: str) -> MainWindow:
    """The real window with one page in front."""
    made = MainWindow(Desk(demo(), preferences=Preferences()))
    made.resize(1366, 768)
    made.show()
    made.go(route, subject)
    return made


def note_draft() -> QWidget:
    """A note that is being written."""
    return window("note", begun().session.id)


def note_not_saved() -> QWidget:
    """A note that could not be kept, with the date and the rest open."""
    made = window("note", begun().session.id)
    page = made._page()
    page.draft.meeting.turn_details()
    page.draft.keeper.failed.emit(
        Problem(
            "The disk is full.",
            safe="What was saved before is safe, and what you typed is still on the screen.",
            todo="Make room on the disk, then try again.",
        )
    )
    return made


def unkept(which: str) -> QWidget:
    """What is asked and told about words that could not be saved."""
    book = demo()
    if which == "asked":
        told = _with_way_out(out_of_reach())
        return ProblemDialog(owner(), told.lines(), title=UNKEPT, retry="Try again", other=ELSEWHERE, note="")
    if which == "saved":
        return CopySavedDialog(owner(), Path("/media/Blue stick/pipnotes-20261112-084012-3f9a.pipsealed"))
    draft = next(kept for kept in book.notes.drafts())
    one = TakenDraft(
        what="a note",
        kind="session",
        family=draft.note.session.family,
        id=draft.note.session.id,
        landing=Landing.BESIDE if which == "beside" else Landing.BACK,
    )
    desk = Desk(book, preferences=Preferences())
    return TakenInDialog(owner(), desk, TakenIn(drafts=(one,)), Path("copy.pipsealed"))


def note_signed() -> QWidget:
    """A signed note with two amendments."""
    newest = next(one for one in demo().notes.of(family("Mabel")) if one.number > 1)
    return window("note", newest.id)


def note_amending() -> QWidget:
    """An amendment being typed."""
    newest = next(one for one in demo().notes.of(family("Mabel")) if one.number > 1)
    made = window("note", newest.id)
    page = made._page()
    page.amend()
    return made


def questions(which: str) -> QWidget:
    """The questions of a note."""
    if which == "sign":
        return SignDialog(None, ("Strengths noticed: nothing written yet", "Shared pleasure: not rated yet"))
    if which == "discard":
        return DiscardDialog(None)
    circles = [row.circle for row in demo().families.rows()]
    return WrongFamilyDialog(None, Desk(demo(), preferences=Preferences()), circles)


def letter(reader: str = "parent") -> QWidget:
    """The letter that waits for a signature."""
    made = window("letter", family("Sami"))
    made._page().go_to({"reader": reader, "field": "what_we_did", "caret": 4})
    return made


def no_letter() -> QWidget:
    """A family without a letter."""
    return window("letter", family("Mabel"))


def leaving(which: str) -> QWidget:
    """The questions of a letter."""
    checks = demo().letters.checks(demo().letters.current(family("Sami")), Recipient.PARENT)
    if which == "sign":
        return SignLetterDialog(None, [("Zahra and Idris Ahmadi", checks), ("Dr Lowther", ())])
    return LeavingDialog(None, "Zahra and Idris Ahmadi", checks, "print")


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("note-draft", note_draft),
    ("note-not-saved", note_not_saved),
    *[(f"unkept-{which}", partial(unkept, which)) for which in ("asked", "saved", "back", "beside")],
    ("note-signed", note_signed),
    ("note-amending", note_amending),
    ("note-sign", partial(questions, "sign")),
    ("note-discard", partial(questions, "discard")),
    ("note-wrong-family", partial(questions, "wrong")),
    ("letter", letter),
    ("letter-gp", partial(letter, "gp")),
    ("letter-none", no_letter),
    ("letter-sign", partial(leaving, "sign")),
    ("letter-leaving", partial(leaving, "leave")),
]
