"""A text of several paragraphs to be read, each on its own as its writer left it.

text = Paragraphs(role="note"); text.set_text(summary.text)
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipnotes.ui.widgets.text import Text


class Paragraphs(QWidget):
    """`Text` runs on over line ends; this keeps them."""

    def __init__(self, text: str = "", *, role: str = "base", gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text; empty lines only part its paragraphs."""
        while (item := self._box.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for line in text.splitlines():
            if line.strip():
                self._box.addWidget(Text(line.strip(), role=self._role))
