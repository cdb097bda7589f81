"""The sheet with the 24 recovery words, made in memory from plain values: the same values give the same bytes.

It says what it opens, how to type it in on a strange keyboard, and honestly what it does not do.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

from pipnotes.letters.paper import MARK, UNSIGNED, draw_mark, no_day, unbranded
from pipnotes.letters.typeface import INK, QUIET, REGULAR, STRONG, USUAL, Styles, load_fonts, styles_of

# Read down the columns, as on the screen.
_COLUMNS, _ROWS = 4, 6
_SIDE, _TOP, _FOOT = 22 * mm, 20 * mm, 16 * mm
_WIDTH = A4[0] - 2 * _SIDE
_GAP = 3 * mm
_TALL = 12.5 * mm
_EDGE = "#8A8375"

_NOTES = (
    (
        "What it opens",
        "These 24 words open the vault without its passphrase, and every backup and copy of it made under the same "
        "words. On the unlock page choose “Use recovery words”, type them in their order, and set a new passphrase.",
    ),
    (
        "When you type them",
        "The words have only the letters a to z. On a computer set to another keyboard some letters sit elsewhere, "
        "often y and z, or q and a: look at each word on the screen. It is ticked when it is on the list, and all "
        "together when none is missing, wrong or out of place. The first four letters of a word are enough.",
    ),
    (
        "Whoever holds this sheet",
        "Whoever holds this sheet and a copy of your vault can read it. Keep it apart from the laptop, in a locked "
        "drawer at work. Never photograph it, and never type it anywhere but into PipNotes.",
    ),
    (
        "What it does not do",
        "A new passphrase does not shut out this sheet. Only new recovery words do: choose Settings, Passphrase and "
        "recovery, “My sheet is lost”. Old copies and backups keep the passphrase and the words of their day.",
    ),
)


def render(words: Sequence[str], *, vault: str, keeper: str, made: str) -> bytes:
    """Return the sheet as a PDF of one page on A4.

    `vault` is the vault's short id, which stands on the unlock page too; `made` is a date in words.
    """
    load_fonts()
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=A4, leftMargin=_SIDE, rightMargin=_SIDE, title="Sheet", allowSplitting=0, **UNSIGNED
    )
    frame = Frame(
        _SIDE, _FOOT, _WIDTH, A4[1] - _TOP - _FOOT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=_furnish)])
    document.build(_story(words, vault, keeper, made))
    return unbranded(target.getvalue())


def _story(words: Sequence[str], vault: str, keeper: str, made: str) -> list[Any]:
    styles = styles_of(USUAL)
    beside = ParagraphStyle("beside", parent=styles.service, fontSize=20, leading=26, leftIndent=MARK + 8)
    story: list[Any] = [
        Paragraph("Recovery sheet", beside),
        Spacer(0, 3 * mm),
        Paragraph(f"For the PipNotes vault of {escape(keeper)}", styles.strong),
        Paragraph(f"Vault {escape(vault)}, sheet made on {escape(made)}", styles.last),
        Spacer(0, 6 * mm),
        _Words(words, styles),
        Spacer(0, 5 * mm),
    ]
    for heading, text in _NOTES:
        story += [Paragraph(heading, styles.heading), Paragraph(text, styles.last)]
    return story


def _furnish(canvas: Any, document: Any) -> None:
    # Fixed, or the day would be read from SOURCE_DATE_EPOCH where a build sets it.
    canvas.setDateFormatter(no_day)
    draw_mark(canvas, _SIDE, A4[1] - _TOP)


class _Words(Flowable):  # type: ignore[misc]  # ReportLab carries no types
    """The words in numbered boxes, in a type in which no two letters look alike."""

    def __init__(self, words: Sequence[str], styles: Styles) -> None:
        super().__init__()
        self._words = words
        self._styles = styles
        self.width, self.height = _WIDTH, _ROWS * _TALL + (_ROWS - 1) * _GAP

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        wide = (_WIDTH - (_COLUMNS - 1) * _GAP) / _COLUMNS
        for at, word in enumerate(self._words):
            left = (at // _ROWS) * (wide + _GAP)
            bottom = self.height - _TALL - (at % _ROWS) * (_TALL + _GAP)
            self._box(left, bottom, wide, at + 1, word)

    def _box(self, left: float, bottom: float, wide: float, number: int, word: str) -> None:
        canvas = self.canv
        canvas.setStrokeColor(HexColor(_EDGE))
        canvas.setLineWidth(0.7)
        canvas.roundRect(left, bottom, wide, _TALL, 2 * mm)
        base = bottom + _TALL / 2 - 5
        canvas.setFont(REGULAR, self._styles.sizes.small[0])
        canvas.setFillColor(HexColor(QUIET))
        canvas.drawRightString(left + 7.5 * mm, base + 0.8, str(number))
        canvas.setFont(STRONG, 15)
        canvas.setFillColor(HexColor(INK))
        canvas.drawString(left + 10.5 * mm, base, word)
