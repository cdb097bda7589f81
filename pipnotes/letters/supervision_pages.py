"""Pages for supervision: the agenda that a supervisor prints, and a summary for a reader who has no PipNotes.

They hold code names and roles alone, are made in memory, and the same values give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from pipnotes.letters.agenda import AgendaMeeting
from pipnotes.letters.paper import MARK, UNSIGNED, draw_mark, no_day, unbranded
from pipnotes.letters.typeface import QUIET, REGULAR, TEAL, USUAL, load_fonts, styles_of
from pipnotes.letters.view import clean

_SIDE, _TOP, _FOOT = 22 * mm, 20 * mm, 20 * mm
_WIDTH = A4[0] - 2 * _SIDE
_LINES = 3  # to write on, under each family
_LINE_GAP = 9 * mm
AGENDA_FOOT = "Code names and roles only. Write no name on it, and shred it when it is no longer needed."
SUMMARY_FOOT = "About a family, under a code name. For its reader alone: do not pass it on, and delete it when asked."


def agenda(meetings: Sequence[AgendaMeeting]) -> bytes:
    """Return the agendas as a PDF on A4, each supervision beginning on a page of its own."""
    load_fonts()
    styles = styles_of(USUAL)
    story: list[Any] = []
    for meeting in meetings:
        story += [PageBreak()] if story else []
        story += _title(f"Supervision with {meeting.therapist}", meeting.when)
        for family in meeting.families:
            lines = [f"{family.stands}.", *family.figures]
            lines += [f"To think about: {family.think}"] if family.think else []
            parts: list[Any] = [Paragraph(escape(clean(family.code)), styles.heading)]
            parts += [Paragraph(escape(clean(line)), styles.last) for line in lines]
            parts += [Paragraph(escape(clean(line)), styles.small) for line in family.said]
            story.append(KeepTogether([*parts, _Ruled(), Spacer(0, 5 * mm)]))
    return _set(story, AGENDA_FOOT)


def summary(*, code: str, reader: str, sender: str, facts: Sequence[str], text: str) -> bytes:
    """Return one approved summary as a PDF on A4: every field as a line, then the text, word by word."""
    load_fonts()
    styles = styles_of(USUAL)
    story = _title(f"Summary of {code}", f"For {reader}, from {sender}")
    story += [Paragraph(escape(clean(fact)), styles.last) for fact in facts]
    story += [Spacer(0, 4 * mm), HRFlowable(width="100%", color=HexColor(TEAL), thickness=0.7), Spacer(0, 4 * mm)]
    story += [Paragraph(escape(line), styles.body) for line in clean(text).split("\n") if line.strip()]
    return _set(story, SUMMARY_FOOT)


def _title(title: str, second: str) -> list[Any]:
    styles = styles_of(USUAL)
    beside = ParagraphStyle("beside", parent=styles.service, fontSize=18, leading=24, leftIndent=MARK + 8)
    under = [Paragraph(escape(clean(second)), styles.last)] if second else []
    return [_Mark(), Paragraph(escape(clean(title)), beside), Spacer(0, 3 * mm), *under, Spacer(0, 4 * mm)]


def _set(story: list[Any], foot: str) -> bytes:
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=A4, leftMargin=_SIDE, rightMargin=_SIDE, title="Supervision", allowSplitting=1, **UNSIGNED
    )
    frame = Frame(
        _SIDE, _FOOT, _WIDTH, A4[1] - _TOP - _FOOT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=partial(_furnish, foot=foot))])
    document.build(story)
    return unbranded(target.getvalue())


def _furnish(canvas: Any, document: Any, *, foot: str) -> None:
    # Fixed, or the day would be read from SOURCE_DATE_EPOCH where a build sets it.
    canvas.setDateFormatter(no_day)
    canvas.setFont(REGULAR, USUAL.small[0])
    canvas.setFillColor(HexColor(QUIET))
    canvas.drawString(_SIDE, _FOOT - 8 * mm, foot)
    canvas.drawRightString(A4[0] - _SIDE, _FOOT - 12 * mm, f"Page {document.page}")


class _Mark(Flowable):  # type: ignore[misc]  # ReportLab carries no types
    """The program's seed beside the title that follows, taking no room of its own."""

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        draw_mark(self.canv, 0, 0)


class _Ruled(Flowable):  # type: ignore[misc]  # ReportLab carries no types
    """A few ruled lines to write on."""

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width = width
        return width, _LINES * _LINE_GAP

    def draw(self) -> None:
        self.canv.setStrokeColor(HexColor("#B9B2A3"))
        self.canv.setLineWidth(0.5)
        for line in range(_LINES):
            self.canv.line(0, line * _LINE_GAP, self.width, line * _LINE_GAP)
