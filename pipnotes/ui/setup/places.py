"""A folder or a file, typed or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import LineEdit


class PlaceField(QWidget):
    """A path that can be typed, pasted or chosen; `kind` is "folder", "file" or "new file"."""

    changed = Signal()
    left = Signal()

    def __init__(
        self, name: str, *, kind: str = "folder", placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._kind = kind
        self.edit = LineEdit(name, placeholder=placeholder)
        self._choose = Button("Choose")
        self._choose.setAccessibleName(f"Choose: {name}")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.edit, 1)
        box.addWidget(self._choose)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.edit.left.connect(self.left)
        self._choose.clicked.connect(self._ask)

    def path(self) -> Path | None:
        """Return the place, or None while nothing is given."""
        typed = self.edit.text().strip()
        return Path(typed).expanduser() if typed else None

    def set_path(self, path: Path | None) -> None:
        """Show a place."""
        self.edit.setText(str(path) if path else "")

    def set_wrong(self, wrong: bool) -> None:
        """Draw the attention border, or take it away."""
        self.edit.set_wrong(wrong)

    @Slot()
    def _ask(self) -> None:
        start = str(self.path() or Path.home())
        if self._kind == "folder":
            chosen = QFileDialog.getExistingDirectory(self.window(), self._name, start)
        elif self._kind == "file":
            chosen, _ = QFileDialog.getOpenFileName(self.window(), self._name, start)
        else:
            chosen, _ = QFileDialog.getSaveFileName(self.window(), self._name, start)
        if chosen:
            self.set_path(Path(chosen))
            self.left.emit()
