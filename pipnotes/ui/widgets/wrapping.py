"""A button that is made of other widgets, and as tall as their words need at its width.

class Card(WrappingButton): lays its parts out on itself, `see_through(*parts)`, and draws its own ground
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLayout, QSizePolicy, QWidget


class WrappingButton(QAbstractButton):
    """A button whose words wrap, where a usual one would cut them off."""

    def __init__(
        self, across: QSizePolicy.Policy = QSizePolicy.Policy.Preferred, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def see_through(self, *parts: QWidget) -> None:
        """Let a press on a part be a press on the button."""
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._held().totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._held().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._held().minimumSize()

    def _held(self) -> QLayout:
        held = self.layout()
        assert held is not None, "a wrapping button is laid out before it is shown"
        return held
