"""One family as a supervisor knows it: a code, what the therapist wrote, the trends, and the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.casebook.supervision import Held
from pipnotes.domain.singling import NOT_TOLD
from pipnotes.domain.words import counted
from pipnotes.ui.desk import Desk
from pipnotes.ui.pages.talk import Talk, Thread
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.paragraphs import Paragraphs
from pipnotes.ui.widgets.sheet import Hairline, Scroll, Sheet, row
from pipnotes.ui.widgets.spark import SparkLine
from pipnotes.ui.widgets.text import Text, quiet, strong

PLACEHOLDER = "Write a comment. Use codes and roles, never names."


class SummarySheet(Sheet):
    """The right side of the inbox."""

    discussed = Signal()
    agenda = Signal()

    def __init__(self, desk: Desk, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._title = Text("")
        self._done = Button("Discussed", icon="check", hint="Ctrl+T", small=True)
        self._later = Button("Add to agenda", icon="calendar-days", hint="Ctrl+G", small=True)
        self._tags, self._trends = Flow(), Flow(gap=20)
        self._text = Paragraphs(role="note")
        self.read_back, self.talk = Thread(desk), Talk(desk, PLACEHOLDER, "Add comment")
        self._held = QWidget()
        self._lay_out()
        self._done.clicked.connect(self.discussed)
        self._later.clicked.connect(self.agenda)

    @property
    def scroll_area(self) -> Scroll:
        """Return the part that scrolls."""
        return self._scroll

    def show_held(self, item: Held) -> None:
        """Show one family."""
        summary, record = item.summary, item.record
        self._title.set_words([strong(summary.code), quiet(f"week {summary.week}, {item.sender}")])
        self._done.set_icon("circle-check" if record.discussed else "check")
        self._done.setAccessibleDescription("Talked over before" if record.discussed else "")
        self._later.setText("Take off agenda" if record.on_agenda else "Add to agenda")
        self._later.updateGeometry()
        self._fill_tags(item)
        self._text.set_text(summary.text)
        self._fill_trends(item)
        self.read_back.show_comments(item.comments)
        self.talk.show_talk(record.id)

    def _fill_tags(self, item: Held) -> None:
        summary = item.summary
        ages = {"antenatal": "Not born yet", NOT_TOLD: "Baby, age not told"}
        words = [ages.get(summary.age_band, f"Baby {summary.age_band}")]
        there = [f"{one.role} at {one.meetings}" for one in summary.presence if not one.role.startswith("baby")]
        words.append(", ".join([counted(summary.meetings, "meeting"), *there[:3]]))
        if summary.ending_week is not None:
            words.append(f"Ending planned, week {summary.ending_week}")
        self._tags.clear()
        for flag in summary.flags:
            self._tags.add(Tag(flag, tone="attention"))
        for word in words:
            self._tags.add(Tag(word))
        if item.record.on_agenda:
            self._tags.add(Tag("On the agenda", tone="soft", icon="calendar-days"))

    def _fill_trends(self, item: Held) -> None:
        self._trends.clear()
        for trend in item.summary.measures:
            scores = [float(score) for _, score in trend.scores]
            name = f"{self._names.get(trend.measure, trend.measure)}, {trend.role}"
            self._trends.add(_trend(name, scores, cut=trend.cut_off))
        line = list(item.hopes_line)
        if line:
            self._trends.add(_trend("Goals", line, high=10.0))
        self._trends_held.setVisible(bool(line or item.summary.measures))

    def _lay_out(self) -> None:
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(6)
        top.addWidget(self._title)
        top.addWidget(self._tags)
        top.addWidget(Flow([self._done, self._later]))
        self._trends_held = QWidget()
        trends = QVBoxLayout(self._trends_held)
        trends.setContentsMargins(0, 0, 0, 0)
        trends.setSpacing(8)
        for part in (Hairline(), _padded(self._trends, 0), Hairline()):
            trends.addWidget(part)
        body = QVBoxLayout(self._held)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(_padded(self._text, 10))
        body.addWidget(self._trends_held)
        body.addWidget(self.read_back)
        body.addStretch(1)
        self._scroll = Scroll(self._held)
        self.add_row(self._top, line=False)
        self.add_row(self._scroll, stretch=1)
        self.add_row(self.talk, line=False)


def _padded(widget: QWidget, above: int) -> QWidget:
    held = QWidget()
    box = QVBoxLayout(held)
    box.setContentsMargins(16, above, 16, above)
    box.addWidget(widget)
    return held


def _trend(name: str, scores: list[float], *, cut: int | None = None, high: float | None = None) -> QWidget:
    words = f"{scores[0]:.3g} to" if len(scores) > 1 else ""
    spark = SparkLine(name, scores, low=0 if high else None, high=high, cut=cut)
    said = Text([strong(name)], wrap=False)
    ends = Text([quiet(words), strong(f"{scores[-1]:.3g}")] if words else [strong(f"{scores[-1]:.3g}")], wrap=False)
    return row(said, spark, ends, stretch_last=True)
