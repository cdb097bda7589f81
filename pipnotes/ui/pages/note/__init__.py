"""The note of a meeting: written, signed, read and amended on one page."""

from __future__ import annotations

from pipnotes.ui.pages.note.page import NotePage

__all__ = ["NotePage"]
