"""Two columns that find their own place: side by side while there is room for both, one under the other when not.

pair = Beside(paper, column(seen, private), side=430, wide=620)      `wide` from 1600 px of window
Beside(..., head=cards)      something over both columns
pair.follow(scroll)          a Scroll inside the main column, which grows to its words while the columns are stacked
pair.scrolled(); pair.scroll_to(n)   how far down both are scrolled, which stays true when the columns are stacked
pair.stacked_changed(bool); pair.wide_changed(bool)

The whole scrolls when it is taller than its place, so that nothing is ever out of reach.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from pipnotes.ui.theme import STACK_COLUMNS_FROM, look
from pipnotes.ui.widgets.sheet import Scroll

# The page beside the rail, of a window 1600 wide.
WIDE_FROM = 1400


class Beside(Scroll):
    """A main column and one at its side."""

    stacked_changed = Signal(bool)
    wide_changed = Signal(bool)

    def __init__(
        self,
        main: QWidget,
        side: QWidget,
        *,
        side_width: int = 430,
        wide: int = 620,
        least: int = 500,
        head: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        held = QWidget()
        super().__init__(held, parent=parent)
        self._side = side
        self._usual, self._wide, self._least = side_width, wide, least
        self._stacked = self._is_wide = False
        self._inner: QScrollArea | None = None
        whole = QVBoxLayout(held)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        if head is not None:
            whole.addWidget(head)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(14)
        whole.addLayout(self._box, 1)
        self._box.addWidget(main, 1)
        self._box.addWidget(side, 0)
        self._side.setFixedWidth(side_width)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit_again)

    @property
    def stacked(self) -> bool:
        """Return whether the side column stands under the main one."""
        return self._stacked

    def follow(self, inner: QScrollArea) -> None:
        """Let an inner scroll area grow to its words while the columns are stacked."""
        self._inner = inner
        inner.widget().installEventFilter(self)
        self._grow()

    def scrolled(self) -> int:
        """Return how far down the words are scrolled in pixels, by the whole and by the area that is followed."""
        inner = self._inner.verticalScrollBar().value() if self._inner is not None else 0
        return inner + self.verticalScrollBar().value()

    def scroll_to(self, scroll: int) -> None:
        """Scroll down so far: the area that is followed first, and the whole by what is left."""
        if self._inner is not None:
            bar = self._inner.verticalScrollBar()
            bar.setValue(min(scroll, bar.maximum()))
            scroll -= bar.value()
        self.verticalScrollBar().setValue(scroll)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        grown = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if grown and self._inner is not None and watched is self._inner.widget():
            self._grow()
        elif event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._later.start()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._settle()

    def keep_in_sight(self, edit: QTextEdit) -> None:
        """Keep the caret of a text area in sight of the whole, which scrolls while the columns are stacked."""
        held = self.widget()
        if held is not None and edit.hasFocus():
            at = edit.viewport().mapTo(held, edit.cursorRect().center())
            self.ensureVisible(at.x(), at.y(), 0, edit.cursorRect().height() + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def _settle(self) -> None:
        scale = look().scale
        across = self.viewport().width()
        side = round(self._usual * min(1.2, max(1.0, scale)))
        is_wide = across >= WIDE_FROM and scale < 1.3
        stacked = scale >= STACK_COLUMNS_FROM or across - side - 14 < self._least * scale
        if is_wide:
            side = self._wide
        if stacked:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(side)
        self._turn(stacked, is_wide)

    def _turn(self, stacked: bool, is_wide: bool) -> None:
        if stacked != self._stacked:
            self._stacked = stacked
            down = QBoxLayout.Direction.TopToBottom
            self._box.setDirection(down if stacked else QBoxLayout.Direction.LeftToRight)
            self._grow()
            self.stacked_changed.emit(stacked)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self.wide_changed.emit(is_wide)

    @Slot()
    def _fit_again(self) -> None:
        # What grows while the area is being laid out is not asked for its height again, so it is asked afterwards.
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _grow(self) -> None:
        if self._inner is None:
            return
        held = self._inner.widget()
        across = self._inner.viewport().width()
        tall = held.heightForWidth(across) if held.hasHeightForWidth() else held.sizeHint().height()
        least = max(tall, held.minimumSizeHint().height()) if self._stacked else 0
        if least != self._inner.minimumHeight():
            self._inner.setMinimumHeight(least)
            self._later.start()
        shown = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._stacked else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._inner.setVerticalScrollBarPolicy(shown)
