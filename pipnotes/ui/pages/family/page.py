"""A family's page: the header with the one next step, and its six tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QStackedWidget, QVBoxLayout, QWidget

from pipnotes.casebook.ledger import Changed
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import ReferralStatus
from pipnotes.domain.ending import FollowUp
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.decide_referral import DecideReferralDialog
from pipnotes.ui.dialogs.destroy import DestroyDialog, HoldDialog
from pipnotes.ui.dialogs.follow_up import FollowUpDialog
from pipnotes.ui.dialogs.hope import HopeDialog
from pipnotes.ui.dialogs.person import PersonDialog
from pipnotes.ui.dialogs.plan_ending import PlanEndingDialog
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.dialogs.score import ScoreDialog
from pipnotes.ui.dialogs.show_family import show_family
from pipnotes.ui.naming import names
from pipnotes.ui.pages.family.consent import ConsentTab
from pipnotes.ui.pages.family.letters import LettersTab
from pipnotes.ui.pages.family.measures import MeasuresTab
from pipnotes.ui.pages.family.notes import NotesTab
from pipnotes.ui.pages.family.people import PeopleTab
from pipnotes.ui.pages.family.story import StoryTab
from pipnotes.ui.pages.family.tab import Tab
from pipnotes.ui.pages.page import Page
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.frame import HeaderBar
from pipnotes.ui.widgets.segments import Option
from pipnotes.ui.widgets.tabs import Tabs

TABS = (
    Option("story", "Story"),
    Option("notes", "Notes"),
    Option("measures", "Measures"),
    Option("letters", "Letters and papers"),
    Option("people", "People"),
    Option("consent", "Consent and sharing"),
)


class FamilyPage(Page):
    """One family, in front of everything that is known of it."""

    title = "Family"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._family = ""
        self._scroll: Sequence[object] = ()
        # The rows must have found their heights before a scroll can be put back.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._header = HeaderBar()
        self._visit = Button("Visit mode")
        self._visit.setAccessibleDescription("Show to the family, F9")
        self._more = Button("More", icon="menu")
        self._tabs = Tabs(TABS)
        self._stack = QStackedWidget()
        self._shown: dict[str, Tab] = {
            "story": StoryTab(desk, self.new_note),
            "notes": NotesTab(desk, self.new_note),
            "measures": MeasuresTab(desk, self.add_score),
            "letters": LettersTab(desk),
            "people": PeopleTab(desk, self.add_person),
            "consent": ConsentTab(desk),
        }
        self._lay_out()
        self._wire()
        self._bind()

    def show_for(self, subject: str) -> None:
        """Show a family, or one tab of it: "<family>/measures", or one score in it: "<family>/measures/<score>"."""
        family, _, rest = subject.partition("/")
        circle = self.desk.casebook.families.circle(family)
        self._family = family
        tab, _, detail = rest.partition("/")
        self._show(tab if tab in self._shown else "story", circle, detail)

    def refresh(self, changed: Changed) -> None:
        """Read the family again when something of it changed, and leave the reader where they were."""
        if "destroyed" in changed.kinds and not self.desk.casebook.families.known(self._family):
            self.wanted.emit("families", "")
        elif changed.family in (None, self._family):
            self._again()

    def place(self) -> dict[str, object]:
        """Return the family, the tab and how far it is scrolled."""
        return {"family": self._family, "tab": self._tabs.value(), "scroll": self._tab().scrolled()}

    def go_to(self, place: Mapping[str, object]) -> None:
        """Return to where the reader was."""
        family, tab = str(place.get("family") or self._family), str(place.get("tab") or "story")
        self.show_for(f"{family}/{tab}")
        scroll = place.get("scroll")
        self._return_to(scroll if isinstance(scroll, list) else [])

    def panes(self) -> list[QWidget]:
        """Return the header, the tabs and what is under them."""
        return [self._header, self._tabs, self._stack]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            (self._tab().first() or self._tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def new_note(self) -> None:
        """Begin a note: of today's visit if it has none yet, or of a meeting nobody planned."""
        book = self.desk.casebook
        self.wanted.emit("note", book.notes.start(self._family, book.visits.to_write(self._family)).session.id)

    @Slot()
    def add_score(self) -> None:
        """Take down a form that somebody filled in."""
        ScoreDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def add_person(self) -> None:
        """Write down somebody new."""
        PersonDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def plan_visit(self) -> None:
        """Plan a visit."""
        PlanVisitDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def show_to_family(self) -> None:
        """Go into visit mode: the vault closes, and the family sees what is marked for them."""
        show_family(self.window(), self.desk, self._family)

    @Slot()
    def plan_ending(self) -> None:
        """Plan the ending, or end the work."""
        PlanEndingDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def raise_concern(self) -> None:
        """Write down what must not be forgotten."""
        ConcernDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def set_hope(self) -> None:
        """Set a hope."""
        HopeDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def decide_referral(self) -> None:
        """Accept, decline or withdraw the referral that waits."""
        DecideReferralDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def follow_up(self) -> None:
        """Plan the next promised call, or write down what came of it."""
        call = self._calls()[0]
        FollowUpDialog.ask(self.window(), self.desk, self._family, call.id)

    @Slot()
    def hold(self) -> None:
        """Hold the record, or let the hold go."""
        HoldDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def destroy_record(self) -> None:
        """Destroy the whole record, when it is confirmed twice."""
        DestroyDialog.ask(self.window(), self.desk, self._family)

    @Slot()
    def show_more(self) -> None:
        """Show what else can be done here."""
        menu = QMenu(self)
        for action in self._menu:
            menu.addAction(action)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    @Slot(str)
    def turn_to(self, where: str) -> None:
        """Show another tab, and in it what is named after a slash."""
        tab, _, detail = where.partition("/")
        self._show(tab, self.desk.casebook.families.circle(self._family), detail)

    @Slot(bool)
    def _names_turned(self, hidden: bool) -> None:
        if self._family and self.isVisible():
            self._again()

    def _again(self) -> None:
        # What had the keyboard may be made anew; a dialog in front must not make the page forget it.
        before, scroll = _said(self.focusWidget()), self._tab().scrolled()
        self._show(self._tabs.value(), self.desk.casebook.families.circle(self._family), "")
        found = next((child for child in self._stack.findChildren(QWidget) if before and _said(child) == before), None)
        if found is not None and not found.isHidden():
            found.setFocus()
        self._return_to(scroll)

    def _return_to(self, scroll: Sequence[object]) -> None:
        self._scroll = scroll
        self._later.start()

    @Slot()
    def _scroll_back(self) -> None:
        self._tab().scroll_to(self._scroll)

    def _show(self, tab: str, circle: Circle, detail: str) -> None:
        self._tabs.set_value(tab)
        self._tell(circle)
        self._shown[tab].show_family(circle)
        if detail:
            self._shown[tab].show_detail(detail)
        self._stack.setCurrentWidget(self._shown[tab])
        for key, each in self._shown.items():
            button = each.primary()
            if button is not None:
                button.setVisible(key == tab)
        for action in self._chart_actions:
            action.setEnabled(tab == "measures")

    def _tell(self, circle: Circle) -> None:
        today = self.desk.clock().date()
        referrals = self.desk.casebook.families.referrals(circle.family.id)
        self._decide.setVisible(any(each.status is ReferralStatus.OPEN for each in referrals))
        self._ring.setVisible(bool(self._calls()))
        count = len(self.desk.casebook.notes.of(circle.family.id))
        self._tabs.set_label("notes", f"Notes {count}" if count else "Notes")
        who = names(self.desk, circle.caregivers) if self.desk.names_hidden else circle.caregiver_names
        age = circle.age(today)
        if circle.born is None and age.endswith("weeks"):
            age += " of pregnancy"
        if circle.lost:
            age = ""
        age = age[:1].upper() + age[1:]
        self._header.set_title(self.desk.family_name(circle), f"{age}. {who}" if age and who else age or who)

    def _calls(self) -> list[FollowUp]:
        return [call for call in self.desk.casebook.endings.follow_ups(self._family) if call.outcome is None]

    def _tab(self) -> Tab:
        return self._shown[self._tabs.value()]

    def _lay_out(self) -> None:
        self._header.set_trail([("families", "Families")])
        self._header.add_action(self._visit)
        self._header.add_action(self._more)
        for tab in self._shown.values():
            button = tab.primary()
            if button is not None:
                # Hidden before it is laid out, or the bar would be as wide as all of them together.
                button.hide()
                self._header.add_action(button)
            self._stack.addWidget(tab)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._header)
        box.addWidget(self._tabs)
        box.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self._later.timeout.connect(self._scroll_back)
        self._header.went_back.connect(self._go_back)
        self._visit.clicked.connect(self.show_to_family)
        self._more.clicked.connect(self.show_more)
        self._tabs.changed.connect(self.turn_to)
        self.desk.names_hidden_changed.connect(self._names_turned)
        for tab in self._shown.values():
            tab.wanted.connect(self.wanted)
            tab.turned.connect(self.turn_to)

    def _bind(self) -> None:
        note = self.command("New note", "Ctrl+N", self.new_note)
        visit = self.command("Plan a visit", "Ctrl+Shift+D", self.plan_visit)
        score = self.command("Add a score", "Ctrl+Shift+M", self.add_score)
        show = self.command("Show to the family", "F9", self.show_to_family)
        rest = [
            self.command("Set a hope", "", self.set_hope),
            self.command("Raise a concern", "", self.raise_concern),
            self.command("Plan the ending", "", self.plan_ending),
            self.command("Add a person", "", self.add_person),
        ]
        self._decide = self.command("Decide the referral", "", self.decide_referral)
        self._ring = self.command("Follow-up call", "", self.follow_up)
        kept = [
            self.command("Hold this record", "", self.hold),
            self.command("Destroy this record", "", self.destroy_record),
        ]
        self._menu: list[QAction] = [note, visit, score, show, *rest, self._decide, self._ring, *kept]
        self.command("Next tab", "Ctrl+Tab", partial(self._tabs.step, 1))
        self.command("Previous tab", "Ctrl+Shift+Tab", partial(self._tabs.step, -1))
        measures = self._shown["measures"]
        assert isinstance(measures, MeasuresTab)
        self._chart_actions = [
            self.command("Scores as a chart", "C", partial(measures.show_as, "chart")),
            self.command("Scores as a table", "T", partial(measures.show_as, "table")),
            self.command("Chart and table", "B", partial(measures.show_as, "both")),
        ]

    @Slot(str)
    def _go_back(self, key: str) -> None:
        self.wanted.emit(key, "")


def _said(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return f"{type(widget).__name__} {words}" if words else ""
