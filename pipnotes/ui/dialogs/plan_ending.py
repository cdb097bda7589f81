"""A goodbye planned with the family: a day, a meeting, a letter, and two calls; never only a date gone by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QRadioButton, QWidget

from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import Answer, ConsentPurpose, FallbackGoodbye, VisitState
from pipnotes.domain.ending import EndingPlan
from pipnotes.domain.words import add_months, counted, day_month, full_day, long_day
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.end_work import EndWorkDialog
from pipnotes.ui.dialogs.parts import SideBySide, Under, options, people_chips
from pipnotes.ui.dialogs.person import PersonDialog
from pipnotes.ui.naming import chip, family_of
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.fields import ComboBox, Field
from pipnotes.ui.widgets.hints import Banner, HintLine
from pipnotes.ui.widgets.segments import Rating
from pipnotes.ui.widgets.sheet import row
from pipnotes.ui.widgets.text import Text, strong

# The draft of the letter is ready a week before the last visit, so that it can be read together.
LETTER_BEFORE = timedelta(days=7)


class PlanEndingDialog(Asking):
    """The day, the people, what happens if it can't, the letter and the calls afterwards."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, family: str, longer: Callable[[], object] | None = None
    ) -> None:
        circle = desk.casebook.families.circle(family)
        super().__init__(
            parent,
            desk,
            "Plan an ending",
            family=family,
            kept_as=f"plan-ending/{family}",
            title=f"Plan the ending with {family_of(desk, circle)}",
            second=_birthday(desk, circle),
            width=720,
            margin=112,
        )
        self.goes_on = ""
        self._plan = desk.casebook.endings.plan(family) or desk.casebook.endings.blank(family)
        self._today = desk.clock().date()
        self._build()
        self._lay_out_rows()
        self._add_footer(longer)
        self._wire()
        self._tell_dates()
        self.begin(self._last)

    @classmethod
    def ask(
        cls, parent: QWidget | None, desk: Desk, family: str, longer: Callable[[], object] | None = None
    ) -> EndingPlan | None:
        """Ask; go on to ending the work, or to `longer`, if that was chosen."""
        dialog = cls(parent, desk, family, longer)
        try:
            plan: EndingPlan | None = dialog.value() if dialog.exec() == QDialog.DialogCode.Accepted else None
            goes_on = dialog.goes_on
        finally:
            dialog.deleteLater()
        if goes_on == "end":
            EndWorkDialog.ask(parent, desk, family)
        elif goes_on == "longer" and longer is not None:
            longer()
        return plan

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._yes.isChecked() and self._talked.value() is None:
            return "Say on which day you talked about it."
        return ""

    def write(self) -> EndingPlan:
        """Write the plan down."""
        plan = replace(
            self._plan,
            talked_on=self._talked.value() if self._yes.isChecked() else None,
            last_visit=self._last.value(),
            goodbye_with=tuple(self._with.chosen()),
            if_not=FallbackGoodbye.of(self._if_not.value() or ""),
            letter_together=Answer.YES if self._letter.isChecked() else Answer.NO,
            ring_at_6=_said(self._at_6, self._plan.ring_at_6),
            ring_at_12=_said(self._at_12, self._plan.ring_at_12),
            readiness=self._ready.value(),
        )
        self.desk.casebook.endings.keep(plan)
        return plan

    @Slot()
    def end_work(self) -> None:
        """Keep the plan and go on to ending the work."""
        self.goes_on = "end"
        self.answer()
        if self.isVisible():
            self.goes_on = ""

    def _build(self) -> None:
        plan, add = self._plan, self.form.add
        self._not_yet = add("not yet", QRadioButton("Not yet"))
        self._yes = add("talked", QRadioButton("Yes, on"))
        (self._yes if plan.talked_on else self._not_yet).setChecked(True)
        self._talked = add("talked on", DateField("Talked about on", today=self._today, value=plan.talked_on))
        self._last = add("last visit", DateField("Last visit", today=self._today, value=plan.last_visit))
        self._until = HintLine("")
        self._with = add(
            "goodbye with", people_chips(self.desk, "Goodbye with", self.family().living_kin, plan.goodbye_with)
        )
        self._with.add_button("Add", self._add_person)
        self._if_not = add("if not", ComboBox("If it can’t happen", options(FallbackGoodbye), value=plan.if_not.value))
        self._letter = add("letter", QCheckBox("Write it together"))
        self._letter.setChecked(plan.letter_together is not Answer.NO)
        self._at_6, self._at_12 = add("at 6", QCheckBox("")), add("at 12", QCheckBox(""))
        self._at_6.setChecked(plan.ring_at_6 is Answer.YES)
        self._at_12.setChecked(plan.ring_at_12 is Answer.YES)
        self._ready = add("ready", Rating("How ready the family feels, 0 to 10", top=10, value=plan.readiness))

    def _lay_out_rows(self) -> None:
        talked = SideBySide(row(self._not_yet, self._yes, gap=16), self.field(self._talked), stretch=(0, 0))
        self.grid.add("Talked about", talked, buddy=self._not_yet)
        self.grid.add("Last visit", SideBySide(self.field(self._last), self._until, stretch=(0, 1)), buddy=self._last)
        self.grid.add("Goodbye with", self._with)
        hint = "A phone call is not set as the goodbye unless the family asks for it."
        self.row("If it can’t happen", Field("", self._if_not, hint=hint))
        self.row("Letter", self._letter)
        given = self.desk.casebook.consents.given(self.family().family.id, ConsentPurpose.FOLLOW_UP)
        words = (
            "The family has said yes to both. You can change this at any time."
            if given
            else "Tick what the family says yes to. Nobody rings without it."
        )
        self.grid.add("Afterwards", Under(self._at_6, self._at_12, HintLine(words), gap=0), buddy=self._at_6)
        self.row("How ready", Field("", self._ready, hint="As the family says it, from 0 to 10. It can wait."))

    def _add_footer(self, longer: Callable[[], object] | None) -> None:
        if self._plan.last_visit is not None and self._plan.last_visit <= self._today:
            over = Banner([strong("The day has come."), f"The last visit was on {full_day(self._plan.last_visit)}."])
            end = Button("End the work", small=True)
            end.clicked.connect(self.end_work)
            over.add(end)
            self.body.addWidget(over)
        else:
            ended = Button("It has ended already", kind="link", small=True)
            ended.clicked.connect(self.end_work)
            self.layout_under_grid(row(ended))
        self.answer_with("Save plan")
        if longer is not None:
            link = Button("Ask for longer in supervision", kind="link", small=True)
            link.clicked.connect(self._ask_longer)
            self.add_to_footer(link, first=True)
            self.add_to_footer(Text("Not ready to end?", role="small", token="ink2", wrap=False), first=True)

    def _wire(self) -> None:
        self._talked.changed.connect(self._talked_on)
        self._last.changed.connect(self._tell_dates)

    @Slot(object)
    def _talked_on(self, day: date | None) -> None:
        if day is not None:
            self._yes.setChecked(True)

    @Slot()
    def _tell_dates(self) -> None:
        last, letter = self._last.value(), "Write it together"
        self._until.set_words(self._before_birthday(last) if last else "")
        if last is not None:
            letter += f". Draft ready by {day_month(last - LETTER_BEFORE)}"
        self._letter.setText(letter)
        for box, months in ((self._at_6, 6), (self._at_12, 12)):
            box.setText(f"Ring at {months} months" + (f", {long_day(add_months(last, months))}" if last else ""))

    def _before_birthday(self, last: date) -> str:
        birthday, words = self.family().second_birthday, ""
        if birthday is not None:
            days = (birthday - last).days
            if days == 0:
                words = "On the second birthday. "
            else:
                apart = counted(abs(days), "day") if abs(days) < 21 else counted(abs(days) // 7, "week")
                words = f"{apart} {'before' if days > 0 else 'after'} the second birthday. "
        visits = [
            visit
            for visit in self.desk.casebook.visits.of(self.family().family.id)
            if visit.state is VisitState.PLANNED and self._today <= visit.starts.date() <= last
        ]
        if visits:
            return words + f"{counted(len(visits), 'visit')} planned until then."
        return words + f"{counted(max(0, (last - self._today).days // 7), 'week')} from now."

    @Slot()
    def _add_person(self) -> None:
        family = self.family().family.id
        person = PersonDialog.ask(self, self.desk, family)
        if person is not None and person.is_family:
            self.circle = self.desk.casebook.families.circle(family)
            on = [*self._with.chosen(), person.id]
            self._with.clear()
            for each in self.circle.living_kin:
                self._with.add_chip(each.id, chip(self.desk, each), on=each.id in on)
            self._with.add_button("Add", self._add_person)

    @Slot()
    def _ask_longer(self) -> None:
        self.goes_on = "longer"
        self.reject()


def _birthday(desk: Desk, circle: Circle) -> str:
    birthday = circle.second_birthday
    if birthday is None:
        return "A planned goodbye gives everyone time."
    named = circle.family.code if desk.names_hidden else circle.title if circle.born else "The baby"
    turns = "turned" if birthday < desk.clock().date() else "turn" if len(circle.infants) > 1 else "turns"
    turns = "turned" if birthday < desk.clock().date() else turns
    return f"{named} {turns} two on {day_month(birthday)} {birthday.year}. A planned goodbye gives everyone time."


def _said(box: QCheckBox, before: Answer) -> Answer:
    if box.isChecked():
        return Answer.YES
    return Answer.NO if before is Answer.YES else before
