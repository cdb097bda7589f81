"""F6: from pane to pane, each time to the control that was used there last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


def step_pane(panes: Sequence[QWidget], by: int) -> None:
    """Put the keyboard into the next pane (`by` 1) or the one before (-1) that can take it."""
    shown = [pane for pane in panes if pane.isVisible()]
    focus = QApplication.focusWidget()
    at = next(
        (i for i, pane in enumerate(shown) if focus is not None and (pane is focus or pane.isAncestorOf(focus))), -1
    )
    if at >= 0:
        shown[at].setProperty("last_focus", focus)
    for step in range(1, len(shown) + 1):
        if _enter(shown[(at + by * step) % len(shown)]):
            return


def _enter(pane: QWidget) -> bool:
    last = pane.property("last_focus")
    if isinstance(last, QWidget) and isValid(last) and last.isVisible() and last.isEnabled():
        last.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    for child in pane.findChildren(QWidget):
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
