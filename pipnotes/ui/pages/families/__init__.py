"""Families: the caseload, search within it, and drafts that were set aside."""

from pipnotes.ui.pages.families.page import FamiliesPage

__all__ = ["FamiliesPage"]
