"""The bar over the steps of sharing: where one is, the way back, and what waits."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.ui.widgets.chips import Tag
from pipnotes.ui.widgets.frame import HeaderBar

LIST, BEGIN, TEXT, NOBODY, LEAVING = "list", "begin", "text", "nobody", "leaving"
ONWARDS = {
    LIST: "Send now",
    BEGIN: "Start the summary",
    TEXT: "Read as it will leave",
    NOBODY: "Exchange cards",
    LEAVING: "Approve and seal",
}


class Top(HeaderBar):
    """Title, way back, and two tags: comments to read, parcels that wait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Sharing", parent=parent)
        self._to_read, self._waiting = Tag(""), Tag("", icon="lock")
        self.add_action(self._to_read)
        self.add_action(self._waiting)

    def show_view(self, view: str, *, name: str = "", code: str = "") -> None:
        """Say where one is; the title of what leaves shows the code alone."""
        if view == LIST:
            self.set_trail([])
            self.set_title("Sharing", "Summaries for supervision, under a code name")
        elif view in (BEGIN, TEXT):
            self.set_trail([(LIST, "Sharing")])
            self.set_title("Summary for supervision", name if name == code else f"{name}, {code}")
        else:
            self.set_trail([(LIST, "Sharing"), (TEXT, "Summary")])
            self.set_title("What leaves this laptop", code)

    def tell_counts(self, unread: int, waiting: int) -> None:
        """Say what waits."""
        self._to_read.set_tag(f"{unread} to read")
        self._to_read.setVisible(bool(unread))
        self._waiting.set_tag(f"{waiting} sealed and waiting", icon="lock")
        self._waiting.setVisible(bool(waiting))
