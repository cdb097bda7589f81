"""Several lines in one row of the margin form, the first level with its label: `Lines(Text(...), Text(...))`."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Lines(QWidget):
    """Parts one under the other."""

    def __init__(self, *lines: QWidget, gap: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(gap)
        for line in lines:
            box.addWidget(line)

    def first_line(self) -> int:
        """Return how far down the first line begins, for the margin."""
        return 0
