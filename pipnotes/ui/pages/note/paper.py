"""A signed note on paper: the record with its amendments, and never the private reflection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtGui import QTextDocument

from pipnotes.casebook.amendments import Piece, Seal, State
from pipnotes.casebook.notes import SignedNote
from pipnotes.domain.circle import Circle, chip_label
from pipnotes.domain.words import clock_time, full_day, listed
from pipnotes.domain.work import SECTIONS
from pipnotes.ui.theme import FAMILY

# The name of the job says nothing of anybody: it stands in a queue that everybody can read.
JOB = "Note"


def on_paper(note: SignedNote, circle: Circle, reads: Mapping[str, Sequence[Piece]], seal: Seal) -> QTextDocument:
    """Return a note as it is printed, black on white, with what was struck and added still to be seen."""
    session, first = note.session, note.versions[0]
    when = f"{full_day(session.starts.date())}, {clock_time(session.starts)}, {session.minutes} minutes"
    there = listed([chip_label(person) for person in circle.named(session.present)])
    parts = [
        f"<h2>{escape(session.title)}</h2>",
        f"<p>{escape(circle.title)} {escape(circle.surnames)}<br>{escape(when)}<br>{escape(there)}</p>",
    ]
    for part, heading in SECTIONS:
        if any(piece.text.strip() for piece in reads[part]):
            parts.append(f"<h4>{escape(heading)}</h4><p>{_marked(reads[part])}</p>")
    if note.observation is not None:
        rated = [r for r in note.observation.ratings if r.score is not None]
        lines = "<br>".join(f"{r.score} of 4: {escape(r.dimension.label)}" for r in rated)
        parts.append(f"<h4>Seen between them</h4><p>{lines}</p>" if lines else "")
    signed = f"Signed by {first.by}, {full_day(first.at.date())}, {clock_time(first.at)}. Seal {seal.short}."
    parts.append(f"<p>{escape(signed)}</p>")
    document = QTextDocument()
    font = document.defaultFont()
    font.setFamily(FAMILY)
    font.setPointSizeF(11)
    document.setDefaultFont(font)
    document.setHtml("".join(parts))
    return document


def _marked(pieces: Sequence[Piece]) -> str:
    tag = {State.STRUCK: "s", State.ADDED: "u"}
    shown = []
    for piece in pieces:
        words = escape(piece.text).replace("\n", "<br>")
        shown.append(f"<{tag[piece.state]}>{words}</{tag[piece.state]}>" if piece.state in tag else words)
    return "".join(shown)
