"""Today: the visits, the drafts, what is due, and how this laptop stands."""

from pipnotes.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
