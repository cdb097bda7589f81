"""What every printed page of ours shares: the program's seed, and bytes that depend on the words alone.

No clock, no author, no name of this program, nothing compressed (a compressor may differ from one system to the next),
and only our own fonts inside.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from pipnotes.letters.typeface import REGULAR, TEAL

MARK = 24.0
# For the document that ReportLab makes; the title is each document's own.
UNSIGNED: dict[str, Any] = {
    "invariant": 1,
    "pageCompression": 0,
    "initialFontName": REGULAR,
    "author": "",
    "subject": "",
    "creator": "",
    "producer": "",
    "keywords": "",
    "lang": "en-GB",
}
_BRAND = b"ReportLab Generated PDF document (opensource)"
_HEAD = 64
_ID = re.compile(rb"/ID\s*\[[^\]]*\]\s*%[^\n]*")


def unbranded(data: bytes) -> bytes:
    """Take out what ReportLab says of itself in comments, and make the file's id from its content alone.

    Left as it is, the id would follow SOURCE_DATE_EPOCH. The comment in the head keeps its length, since the table of
    places counts from there; the trailer stands after that table.
    """
    head = data[:_HEAD].replace(_BRAND, b" " * len(_BRAND))
    body, trailer = data[_HEAD:].rsplit(b"trailer", 1)
    mark = sha256(head + body).hexdigest()[:32].encode()
    return head + body + b"trailer" + _ID.sub(b"/ID [<" + mark + b"><" + mark + b">]", trailer, count=1)


def draw_mark(canvas: Canvas, left: float, top: float) -> None:
    """Draw the seed of the program's icon, 24 units square, from the curves of its drawing."""
    canvas.saveState()
    canvas.translate(left - 2, top)
    canvas.scale(MARK / 24, -MARK / 24)
    canvas.setStrokeColor(HexColor(TEAL))
    canvas.setFillColor(HexColor(TEAL))
    canvas.setLineWidth(1.8)
    canvas.setLineJoin(1)
    outer = canvas.beginPath()
    outer.moveTo(12, 2.2)
    outer.curveTo(17.8, 6, 20.4, 10.4, 19.4, 15.2)
    outer.curveTo(18.6, 19.2, 15.6, 21.8, 12, 21.8)
    outer.curveTo(8.4, 21.8, 5.4, 19.2, 4.6, 15.2)
    outer.curveTo(3.6, 10.4, 6.2, 6, 12, 2.2)
    outer.close()
    canvas.drawPath(outer, stroke=1, fill=0)
    inner = canvas.beginPath()
    inner.moveTo(12.2, 11.2)
    inner.curveTo(14.6, 12.7, 15.7, 14.4, 15.3, 16.3)
    inner.curveTo(15.0, 17.9, 13.8, 18.9, 12.2, 18.9)
    inner.curveTo(10.6, 18.9, 9.4, 17.9, 9.1, 16.3)
    inner.curveTo(8.7, 14.4, 9.8, 12.7, 12.2, 11.2)
    inner.close()
    canvas.drawPath(inner, stroke=0, fill=1)
    canvas.restoreState()


def no_day(*_: int) -> str:
    """Return the one day that stands in every PDF, whatever the clock or the environment says."""
    return "D:20000101000000Z"
