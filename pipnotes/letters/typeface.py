"""The type of a letter: its fonts, sizes and styles, and nothing that the page itself decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pipnotes.letters.view import clean
from pipnotes.paths import resource

REGULAR = "PipNotesLetter"
STRONG = "PipNotesLetter-Strong"
_FILES = {REGULAR: "AtkinsonHyperlegibleNext_400Regular.ttf", STRONG: "AtkinsonHyperlegibleNext_600SemiBold.ttf"}

INK = "#000000"
QUIET = "#4A4A4A"
TEAL = "#1D5A63"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """The type of a letter: size and line height in points."""

    body: tuple[float, float] = (11.5, 16.5)
    small: tuple[float, float] = (9.5, 13.5)
    head: tuple[float, float] = (14.0, 18.0)


USUAL = Sizes()
LARGE = Sizes(body=(18, 26), small=(18, 24), head=(21, 27))


@dataclass(frozen=True, kw_only=True, slots=True)
class Styles:
    """The ways in which a paragraph of a letter is set; `last` is the body without the space after it."""

    sizes: Sizes
    body: Any
    last: Any
    heading: Any
    strong: Any
    service: Any
    small: Any
    side: Any


def styles_of(sizes: Sizes) -> Styles:
    """Return the styles for these sizes, all in black or a grey that prints well (8.9 to 1 on white)."""
    size, leading = sizes.body
    body = _style("body", REGULAR, sizes.body, spaceAfter=leading * 0.5)
    return Styles(
        sizes=sizes,
        body=body,
        last=ParagraphStyle("last", parent=body, spaceAfter=0),
        heading=_style("heading", STRONG, sizes.body, spaceBefore=leading * 0.45, spaceAfter=size * 0.15),
        strong=_style("strong", STRONG, sizes.body),
        service=_style("service", STRONG, sizes.head),
        small=_style("small", REGULAR, sizes.small, textColor=HexColor(QUIET), spaceAfter=3),
        side=_style("side", REGULAR, sizes.small, alignment=TA_RIGHT),
    )


def load_fonts() -> None:
    """Make the two fonts of a letter known, so that no page falls back to a font of the reader's machine."""
    # ReportLab finds fonts by name in a register of its own; ours go in once, under names that nobody else uses.
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(resource(f"fonts/{file}"))))
            pdfmetrics.registerFontFamily(name, normal=name, bold=STRONG, italic=name, boldItalic=STRONG)


def unprintable(text: str) -> tuple[str, ...]:
    """Return the letters that our font has no drawing for, each once."""
    load_fonts()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return tuple(dict.fromkeys(char for char in clean(text) if char != "\n" and ord(char) not in known))


def _style(name: str, font: str, size: tuple[float, float], **more: Any) -> Any:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size[0],
        leading=size[1],
        bulletFontName=font,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
        **({"textColor": HexColor(INK)} | more),
    )
