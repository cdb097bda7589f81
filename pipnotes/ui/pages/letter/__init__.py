"""The letter a family keeps: written, read as a parent would, signed, and handed over."""

from __future__ import annotations

from pipnotes.ui.pages.letter.page import LetterPage

__all__ = ["LetterPage"]
