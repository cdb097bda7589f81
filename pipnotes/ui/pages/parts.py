"""What pages do to their sheets when they read again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_now(*sheets: QWidget) -> None:
    """Show what was just put into sheets: Qt would leave it hidden for a moment, out of the keyboard's reach."""
    for sheet in sheets:
        for child in sheet.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not child.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                child.show()


def focused(page: QWidget) -> str:
    """Return the name of the place where the keyboard is, or nothing."""
    focus = page.focusWidget()
    return str(focus.property("place") or "") if focus is not None else ""


def focus(page: QWidget, place: str) -> None:
    """Put the keyboard back into a place, if it is still there."""
    for widget in page.findChildren(QWidget):
        if place and widget.property("place") == place and widget.isVisibleTo(page):
            widget.setFocus()
            return
