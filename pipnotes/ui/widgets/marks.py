"""Marks in the text that every screen draws alike: what was replaced, taken out, added, or wants a look.

Mark(start, end, "replaced", key="r1")     kinds: replaced, struck, check, added, removed
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from pipnotes.ui.theme import look

KINDS = ("replaced", "struck", "check", "added", "removed")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, from `start` up to `end`, and what is so about it."""

    start: int
    end: int
    kind: str
    key: str = ""
    reason: str = ""


def mark_format(kind: str) -> QTextCharFormat:
    """Return how a kind of mark is drawn; colour never stands alone, each has a line or a weight of its own."""
    current = look()
    style = QTextCharFormat()
    if kind == "replaced":
        style.setBackground(current.colour("soft"))
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        style.setUnderlineColor(current.colour("primary"))
        style.setFontWeight(QFont.Weight.DemiBold)
    elif kind == "added":
        style.setBackground(current.colour("soft"))
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        style.setUnderlineColor(current.colour("primary"))
    elif kind == "struck":
        style.setBackground(current.colour("rail"))
        style.setForeground(current.colour("ink2"))
        style.setFontStrikeOut(True)
    elif kind == "check":
        style.setBackground(current.colour("attn_soft"))
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        style.setUnderlineColor(current.colour("attn"))
    elif kind == "removed":
        style.setBackground(current.colour("ink"))
        style.setForeground(current.colour("sheet"))
    else:
        raise KeyError(kind)
    return style


def mark_selections(document: QTextDocument, marks: Iterable[Mark]) -> list[QTextEdit.ExtraSelection]:
    """Return the marks as selections that a text area draws over its words without changing them."""
    found = []
    last = document.characterCount() - 1
    for mark in marks:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(document)
        cursor.setPosition(min(max(mark.start, 0), last))
        cursor.setPosition(min(max(mark.end, 0), last), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = mark_format(mark.kind)
        found.append(selection)
    return found
