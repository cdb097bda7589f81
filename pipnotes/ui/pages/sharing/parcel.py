"""What is in a parcel and what never is, who can open it, and the one step that seals it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pipnotes.casebook.sealed_files import has_no_card
from pipnotes.casebook.summaries import Preview
from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.sharing import Contact
from pipnotes.domain.singling import NOT_TOLD
from pipnotes.domain.words import counted, listed, number_word
from pipnotes.ui.desk import Desk
from pipnotes.ui.when import mid_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import ComboBox
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.hints import reason_line
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.sheet import Sheet, row
from pipnotes.ui.widgets.text import IconView, Text

NEVER = ("Names, birth dates, address", "My reflection", "Letters")


def measure_names(desk: Desk) -> dict[str, str]:
    """Return what the measures are called."""
    return {measure.id: measure.name for measure in desk.casebook.scores.offered()}


class InTheParcel(Sheet):
    """The parcel in short, with a way to every field of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("In the parcel")
        self._desk = desk
        self._preview: Preview | None = None
        self._goes = QVBoxLayout()
        held, never = QWidget(), QWidget()
        held.setLayout(self._goes)
        stays = QVBoxLayout(never)
        for box in (self._goes, stays):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(3)
        for words in NEVER:
            stays.addWidget(_line("x", "ink2", words))
        self._every = Button("See every field", kind="link", small=True)
        self.add(held, bottom=4)
        self.add(row(self._every), bottom=6)
        self.add_line()
        self.add(Text("Never in it", role="label"), top=8, bottom=4)
        self.add(never)
        self._every.clicked.connect(self._show_everything)

    def show_preview(self, preview: Preview) -> None:
        """Say what would leave now."""
        self._preview = preview
        while self._goes.count():
            old = self._goes.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for words in _in_short(preview, measure_names(self._desk)):
            self._goes.addWidget(_line("check", "primary", words))

    @Slot()
    def _show_everything(self) -> None:
        if self._preview is not None:
            EveryField.ask(self.window(), self._preview, measure_names(self._desk))


class EveryField(Dialog):
    """Every field of a parcel, as it would travel; the text itself is read beside it."""

    def __init__(self, parent: QWidget | None, preview: Preview, names: dict[str, str]) -> None:
        super().__init__(
            parent,
            "What leaves this laptop",
            title="Every field of the parcel",
            second="This and the text on the right of the page are all that leaves.",
            width=640,
            margin=130,
        )
        summary = preview.summary
        weeks = "week\u00a0{}:\u00a0{}".format
        self.grid.add("Code", Text(summary.code))
        self.grid.add("Week", Text(f"{summary.week}, counted from the first visit"))
        self.grid.add("Baby’s age", Text(summary.age_band))
        self.grid.add("Meetings", Text(str(summary.meetings)))
        there = [f"{one.role} {one.meetings}" for one in summary.presence]
        self.grid.add("Who was there", Text(", ".join(there) or "Nobody yet"))
        for goal in summary.goals:
            self.grid.add(f"Goal {goal.number}", Text(", ".join(weeks(*score) for score in goal.scores)))
        for trend in summary.measures:
            cut = f". Cut-off {trend.cut_off}" if trend.cut_off is not None else ""
            scores = ", ".join(weeks(*score) for score in trend.scores)
            self.grid.add(f"{names.get(trend.measure, trend.measure)}, {trend.role}", Text(scores + cut))
        self.grid.add("Flags", Text(", ".join(summary.flags) or "None"))
        ending = f"Week {summary.ending_week}" if summary.ending_week is not None else "Not planned yet"
        self.grid.add("Ending", Text(ending))
        self.grid.add("Number", Text(f"Summary {summary.number} for this reader"))
        close = Button("Close", kind="primary", hint="Esc")
        close.clicked.connect(self.reject)
        self.add_to_footer(close)


class WhoCanOpen(Sheet):
    """The one reader, and the words that were compared."""

    chosen = Signal(str)
    doubted = Signal()
    without_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Who can open it")
        self._desk = desk
        self._choice = ComboBox("Who can open it")
        self._name = Text("", role="label")
        self._checked = Text("", role="small", token="ink2")
        self._words = Text("")
        self._doubt = Button("They don’t match", kind="link", small=True)
        self._without = Button("They have no PipNotes", kind="link", small=True)
        self._compare = QWidget()
        well = QFrame()
        well.setObjectName("well")
        inside = QHBoxLayout(well)
        inside.setContentsMargins(10, 4, 10, 4)
        inside.addWidget(self._words)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._name)
        who.addWidget(self._checked)
        held = QWidget()
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(IconView("key-round", token="primary", size=17), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(who, 1)
        both = QVBoxLayout(held)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(8)
        both.addWidget(self._choice)
        both.addLayout(line)
        self.add(held, bottom=6)
        compare = QVBoxLayout(self._compare)
        compare.setContentsMargins(0, 0, 0, 0)
        compare.setSpacing(4)
        compare.addWidget(well)
        compare.addWidget(Text("Those six words should match theirs.", role="small", token="ink2"))
        self.add(self._compare, bottom=0)
        self.add(Flow([self._doubt, self._without], gap=16), bottom=8)
        self._choice.changed.connect(self.chosen)
        self._doubt.clicked.connect(self.doubted)
        self._without.clicked.connect(self.without_wanted)

    def show_contact(self, contact: Contact, contacts: Sequence[Contact]) -> None:
        """Show the reader, and the choice of another when there is one."""
        self._choice.set_options([Option(one.id, one.name) for one in contacts], contact.id)
        self._choice.setVisible(len(contacts) > 1)
        self._name.set_words(contact.name)
        no_card = has_no_card(contact)
        self._compare.setVisible(not no_card)
        self._doubt.setVisible(not no_card)
        self._without.setVisible(not no_card)
        if no_card:
            self._checked.set_words("No card. It leaves as a file, which opens with a password.")
            return
        day = mid_day(contact.checked.date(), self._desk.clock().date())
        self._checked.set_words(f"{PracticeRole.of(contact.role).label}. Card checked {day}.")
        self._words.set_words(contact.words)


class SealIt(Sheet):
    """The promise to have read it, and the step that seals it."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox("I have read every line that goes out")
        self.approve = Button("Approve and seal", kind="primary", icon="lock", hint="Ctrl+Enter")
        self.approve.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._after = Text("", role="small", token="ink2")
        self.add(self.box, top=10, bottom=6)
        self.add(self.approve, bottom=8)
        self.add(reason_line(self.approve), bottom=6)
        self.add_space()
        self.add(self._after)
        self.approve.clicked.connect(self.wanted)

    def say_what_follows(self, waiting: int, *, as_file: bool = False) -> None:
        """Say that sealing is not sending, or that a file is."""
        self.approve.setText("Approve and save a file" if as_file else "Approve and seal")
        self.approve.set_icon("file-lock" if as_file else "lock")
        if as_file:
            self._after.set_words("It is saved where you say, and counts as shared. It cannot be asked back from here.")
            return
        others = f", with {number_word(waiting)} other{'s' if waiting > 1 else ''}," if waiting else ""
        self._after.set_words(f"Once sealed it waits here{others} until you choose Send.")

    def say_what_is_left(self, checks: int) -> None:
        """Make the step ready, or say what comes first."""
        if checks:
            left = "the 1 check" if checks == 1 else f"the {checks} checks"
            self.approve.set_ready(False, f"First answer {left} on the left.")
        elif not self.box.isChecked():
            self.approve.set_ready(False, "First read every line, then tick the box.")
        else:
            self.approve.set_ready(True)


class DoubtCard(Dialog):
    """What to do when the six words do not match."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, "Cards", title="The words don’t match?", width=600, margin=104)
        self.grid.add("What it means", Text("The card may not be theirs. Somebody else could open what you seal."))
        self.grid.add("What is safe", Text("Nothing leaves until you choose Send. Your words stay here."))
        self.grid.add("What to do", Text(f"Stop trusting this card, then take {name}’s card afresh, face to face."))
        self.answer_with("Stop trusting this card", cancel="Keep it")


def _in_short(preview: Preview, names: dict[str, str]) -> list[str]:
    summary = preview.summary
    band = f"age {NOT_TOLD}" if summary.age_band == NOT_TOLD else summary.age_band
    lines = [
        f"This summary, {counted(len(summary.text.split()), 'word')}",
        f"{summary.code}, week {summary.week}, {band if band == 'antenatal' else f'baby {band}'}",
        f"{counted(summary.meetings, 'meeting')}, and who was there by role",
    ]
    trends = ["goal ratings"] if summary.goals else []
    trends += sorted({f"{names.get(trend.measure, trend.measure)} scores" for trend in summary.measures})
    if trends:
        words = listed(trends)
        lines.append(words[:1].upper() + words[1:])
    if summary.ending_week is not None:
        lines.append(f"Ending in week {summary.ending_week}")
    return lines + [f"“{flag}”" for flag in summary.flags]


def _line(icon: str, token: str, words: str) -> QWidget:
    held = QWidget()
    box = QHBoxLayout(held)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(11)
    box.addWidget(IconView(icon, token=token, size=16))
    box.addWidget(Text(words, token="ink" if token == "primary" else "ink2"), 1)
    return held
