"""Facts about a page's layout that a test can hold it to: nothing cut off, nothing on top of another, all in reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFocusFrame,
    QLabel,
    QLineEdit,
    QWidget,
)

from pipnotes.ui.lock_notice import Notice
from pipnotes.ui.theme import Theme
from pipnotes.ui.widgets.text import Text

SMALLEST_TARGET = 24
TEXT_ON_GROUND = {
    "ink": ("desk", "sheet", "sunk", "field", "rail", "soft", "attn_soft"),
    "ink2": ("desk", "sheet", "sunk", "rail", "soft", "attn_soft"),
    "ink3": ("field", "sheet", "sunk"),
    "primary": ("desk", "sheet", "rail", "soft"),
    "attn": ("desk", "sheet", "attn_soft"),
    "on_primary": ("primary", "primary_h"),
}


def shown(page: QWidget) -> Iterator[QWidget]:
    """Every widget of a page that is meant to be seen."""
    return (child for child in page.findChildren(QWidget) if child.isVisible() and child.visibleRegion() is not None)


def cut_off(page: QWidget) -> list[str]:
    """Return what has less room than its words need."""
    found = []
    for child in shown(page):
        if isinstance(child, Text) and not child.elides:
            needs = child.heightForWidth(child.width()) if child.wraps else child.sizeHint().height()
            wide = child.sizeHint().width() if not child.wraps else child.minimumSizeHint().width()
            if child.height() < needs or child.width() < wide:
                found.append(f"{child.text()!r} has {child.width()}x{child.height()}, needs {wide}x{needs}")
        elif isinstance(child, QAbstractButton) and child.width() < child.minimumSizeHint().width():
            found.append(f"{child.text()!r} is {child.width()} wide, needs {child.minimumSizeHint().width()}")
        elif isinstance(child, QAbstractButton | QLineEdit) and child.height() < child.minimumSizeHint().height():
            found.append(f"{child.objectName()} is {child.height()} high")
    return found


def on_top_of_another(page: QWidget) -> list[str]:
    """Return pairs of siblings whose places overlap, but for what is meant to lie over the page."""
    found = []
    for parent in [page, *shown(page)]:
        children = [
            c for c in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) if _solid(c)
        ]
        for at, first in enumerate(children):
            found += [
                f"{_name(first)} and {_name(second)} in {_name(parent)}"
                for second in children[at + 1 :]
                if first.geometry().intersects(second.geometry())
            ]
    return found


def too_small(page: QWidget) -> list[str]:
    """Return what can be pressed but is smaller than 24 by 24."""
    return [
        f"{_name(child)} is {child.width()}x{child.height()}"
        for child in focusable(page)
        if min(child.width(), child.height()) < SMALLEST_TARGET
    ]


def unnamed(page: QWidget) -> list[str]:
    """Return what takes the keyboard and has nothing to be read aloud."""
    buddies = {label.buddy() for label in page.findChildren(QLabel)}
    return [
        _name(child)
        for child in focusable(page)
        if not (child.accessibleName() or (isinstance(child, QAbstractButton) and child.text()) or child in buddies)
    ]


def focusable(page: QWidget) -> list[QWidget]:
    """Return everything that Tab should reach."""
    return [
        child
        for child in shown(page)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.focusProxy() is None
    ]


def tab_order(page: QWidget) -> list[QWidget]:
    """Press Tab until it comes round, and return what had the keyboard on the way."""
    page.activateWindow()
    start = focusable(page)[0]
    start.setFocus(Qt.FocusReason.TabFocusReason)
    order = [start]
    for _ in range(500):
        now = QApplication.focusWidget()
        assert now is not None
        now.focusNextPrevChild(True)
        after = QApplication.focusWidget()
        if after is start or after is None:
            break
        if after is not order[-1]:
            order.append(after)
    return order


def out_of_order(widgets: list[QWidget], pane: QWidget) -> list[str]:
    """Return steps of the Tab order, within one pane, that go back up the page."""
    found = []
    inside = [widget for widget in widgets if pane.isAncestorOf(widget)]
    for before, after in pairwise(inside):
        first, second = _place(before, pane), _place(after, pane)
        above = second.bottom() < first.top() and second.left() <= first.right()
        if above:
            found.append(f"{_name(after)} comes after {_name(before)}")
    return found


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 counts it (success criterion 1.4.3), from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(theme: Theme) -> list[str]:
    """Return the pairs of text and ground that fall under 4.5 to 1."""
    return [
        f"{text} on {ground}: {contrast(theme.tokens[text], theme.tokens[ground]):.1f}"
        for text, grounds in TEXT_ON_GROUND.items()
        for ground in grounds
        if contrast(theme.tokens[text], theme.tokens[ground]) < 4.5
    ]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _solid(child: QWidget) -> bool:
    passes = child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return child.isVisible() and not passes and not isinstance(child, QFocusFrame | Notice) and not child.isWindow()


def _place(widget: QWidget, pane: QWidget) -> QRect:
    return QRect(widget.mapTo(pane, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r}" if words else f"{type(widget).__name__} {widget.objectName()!r}"
