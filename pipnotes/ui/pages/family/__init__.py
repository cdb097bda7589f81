"""One family: its story, notes, measures, letters, people, and what it has agreed to; one module a tab."""

from __future__ import annotations

from pipnotes.ui.pages.family.page import FamilyPage

__all__ = ["FamilyPage"]
