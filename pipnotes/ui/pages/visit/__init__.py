"""Visit mode's page: what the family in the room may see, one field to jot in, and a screen that rests."""

from __future__ import annotations

from pipnotes.ui.pages.visit.page import VisitPage

__all__ = ["VisitPage"]
