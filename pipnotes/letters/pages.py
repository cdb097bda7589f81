"""The pages of a letter on A4, set by ReportLab; the bytes depend on the letter alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from pipnotes.letters.paper import MARK, UNSIGNED, draw_mark, no_day, unbranded
from pipnotes.letters.typeface import INK, LARGE, QUIET, REGULAR, STRONG, TEAL, USUAL, Styles, load_fonts, styles_of
from pipnotes.letters.view import CopyView, Part

_DRAFT = "#96430F"
_WATERMARK = "#F0EBE1"

_SIDE = 25 * mm
_TOP = 18 * mm
_FOOT = 24 * mm
_WIDTH = A4[0] - 2 * _SIDE
# Where the window of a DL envelope begins, when the sheet is folded in three.
_WINDOW = 50 * mm
# A part of one paragraph: the place for its heading, the heading and the paragraph.
_LONE_PART = 3


@dataclass(slots=True)
class _Count:
    """How many pages the last setting took."""

    pages: int = 0


def pdf(copy: CopyView, *, large: bool) -> bytes:
    """Return the PDF of one copy; it is set twice, since a page can say "1 of 2" only when the pages are counted."""
    load_fonts()
    styles = styles_of(LARGE if large else USUAL)
    count = _Count()
    _set(copy, styles, count, total=0)
    return _set(copy, styles, _Count(), total=count.pages)


def _set(copy: CopyView, styles: Styles, count: _Count, *, total: int) -> bytes:
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_SIDE,
        rightMargin=_SIDE,
        title="Letter",
        allowSplitting=1,
        **UNSIGNED,
    )
    foot = _FOOT + styles.sizes.small[1] * (styles.sizes is LARGE)
    frame = Frame(
        _SIDE, foot, _WIDTH, A4[1] - _TOP - foot, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    furnish = partial(_furnish, copy=copy, styles=styles, count=count, total=total)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=furnish)])
    document.build(_story(copy, styles))
    return unbranded(target.getvalue())


def _story(copy: CopyView, styles: Styles) -> list[Any]:
    story = [*_head(copy, styles), *_opening(copy, styles)]
    parts = [_part(part, styles) for part in copy.parts]
    for flowables in parts[:-1]:
        story += flowables
    last = parts[-1] if parts else []
    # The signature never stands alone on a page: it takes the last paragraph with it, and a lone one its heading.
    kept = len(last) if len(last) <= _LONE_PART else 1
    return (
        [*story, *last[:-kept], KeepTogether([*last[-kept:], *_close(copy, styles)])]
        if last
        else [
            *story,
            KeepTogether(_close(copy, styles)),
        ]
    )


def _head(copy: CopyView, styles: Styles) -> list[Any]:
    large = styles.sizes is LARGE
    service = Paragraph(escape(copy.service), styles.service)
    side = [Paragraph(escape(line), styles.last if large else styles.side) for line in copy.service_lines]
    indent = MARK + 8
    if large:
        table = Table([["", [service, *side]]], colWidths=[indent, _WIDTH - indent])
    else:
        table = Table([["", service, side]], colWidths=[indent, (_WIDTH - indent) * 0.6, (_WIDTH - indent) * 0.4])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ("LINEBELOW", (0, 0), (-1, -1), 0.9, HexColor(TEAL)),
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ]
    )
    _, height = table.wrap(_WIDTH, A4[1])
    window = _WINDOW - _TOP - height - styles.sizes.small[1] if len(copy.to) > 1 else 0
    return [table, Spacer(0, max(window, styles.sizes.body[1]))]


def _opening(copy: CopyView, styles: Styles) -> list[Any]:
    day = ParagraphStyle("day", parent=styles.last, alignment=TA_RIGHT)
    to = [Paragraph(escape(line), styles.last) for line in copy.to if line]
    block = Table(
        [[[Paragraph("Private and confidential", styles.small), *to], Paragraph(escape(copy.dated), day)]],
        colWidths=[_WIDTH * 0.62, _WIDTH * 0.38],
    )
    block.setStyle(
        [
            ("VALIGN", (0, 0), (0, 0), "TOP"),
            ("VALIGN", (1, 0), (1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ]
    )
    gap = styles.sizes.body[1]
    story = [block, Spacer(0, gap * 1.4)]
    if copy.about:
        story += [Paragraph(escape(copy.about), styles.strong), Spacer(0, gap * 0.5)]
    if copy.copy_of:
        story += [Paragraph(escape(copy.copy_of), styles.small), Spacer(0, gap * 0.4)]
    if copy.greeting:
        story.append(Paragraph(escape(copy.greeting), styles.body))
    return story


def _part(part: Part, styles: Styles) -> list[Any]:
    leading = styles.sizes.body[1]
    story: list[Any] = []
    if part.heading:
        # A heading stays with three lines of its text; keeping it with the whole paragraph would tear the page open.
        story = [CondPageBreak(leading * 4.6), Paragraph(escape(part.heading), styles.heading)]
    return story + [_paragraph(lines, styles.body) for lines in part.paragraphs]


def _close(copy: CopyView, styles: Styles) -> list[Any]:
    leading = styles.sizes.body[1]
    name, *rest = copy.author or ("",)
    block = [
        Spacer(0, leading * 0.6),
        Paragraph(escape(copy.closing), styles.body),
        Spacer(0, leading * 1.7),
        Paragraph(escape(name), styles.strong),
        *(Paragraph(escape(line), styles.last) for line in rest),
        Spacer(0, leading * 0.35),
        Paragraph(escape(copy.signed), styles.small),
    ]
    after = [Spacer(0, leading * 0.7)]
    if copy.copies:
        after.append(_paragraph((f"This letter goes to: {'; '.join(copy.copies)}.",), styles.small))
    if copy.left_out:
        after.append(_paragraph((copy.left_out,), styles.small))
    return block + after


def _paragraph(lines: Sequence[str], style: Any) -> Any:
    return Paragraph("<br/>".join(escape(line) for line in lines), style)


def _furnish(canvas: Any, document: Any, *, copy: CopyView, styles: Styles, count: _Count, total: int) -> None:
    count.pages = document.page
    # Fixed, or the day would be read from SOURCE_DATE_EPOCH where a build sets it.
    canvas.setDateFormatter(no_day)
    canvas.saveState()
    if copy.draft:
        _draft(canvas, styles)
    if document.page == 1:
        draw_mark(canvas, _SIDE, A4[1] - _TOP - 1)
    size, leading = styles.sizes.small
    canvas.setFont(REGULAR, size)
    canvas.setFillColor(HexColor(QUIET))
    if total > 1:
        canvas.drawRightString(A4[0] - _SIDE, 13 * mm, f"Page {document.page} of {total}")
    if copy.crisis:
        width = _WIDTH - (canvas.stringWidth(f"Page {total} of {total}", REGULAR, size) + 16 if total > 1 else 0)
        line = Paragraph(escape(copy.crisis), ParagraphStyle("crisis", parent=styles.small, textColor=HexColor(INK)))
        line.wrap(width, _FOOT)
        line.drawOn(canvas, _SIDE, 13 * mm - (leading - size))
    canvas.restoreState()


def _draft(canvas: Canvas, styles: Styles) -> None:
    canvas.saveState()
    canvas.translate(A4[0] / 2, A4[1] * 0.42)
    canvas.rotate(52)
    canvas.setFont(STRONG, 150)
    canvas.setFillColor(HexColor(_WATERMARK))
    canvas.drawCentredString(0, -50, "DRAFT")
    canvas.restoreState()
    canvas.setFont(STRONG, styles.sizes.small[0])
    canvas.setFillColor(HexColor(_DRAFT))
    canvas.drawCentredString(A4[0] / 2, A4[1] - 11 * mm, "DRAFT, not signed yet")
