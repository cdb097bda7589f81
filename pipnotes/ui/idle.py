"""Locks when nobody is there: counts by the clock on the wall, so that a closed lid counts as well.

watch = IdleWatch(app, seconds=300)
watch.warning(seconds left)    once, 30 s before;   watch.eased() when someone is there after all
watch.expired()                once; `start()` begins again after unlocking
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

WARNING_SECONDS = 30
SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Watches every window of the application, dialogs among them."""

    warning = Signal(int)
    eased = Signal()
    expired = Signal()

    def __init__(
        self,
        app: QCoreApplication,
        seconds: int,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._limit = seconds
        self._wall = wall
        self._steady = steady
        self._seen = (wall(), steady())
        self._warned = False
        self._pointer: QPointF | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Begin to count from now."""
        self._touch()
        self._app.removeEventFilter(self)
        self._app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Stop counting, such as while locked."""
        self._timer.stop()
        self._app.removeEventFilter(self)

    def set_seconds(self, seconds: int) -> None:
        """Change the limit; what has passed still counts."""
        self._limit = seconds

    def seconds_left(self) -> float:
        """Return how long until it expires; below zero once it has."""
        # The wall clock counts sleep; the steady one still counts when the wall clock is set back.
        passed = max(self._wall() - self._seen[0], self._steady() - self._seen[1])
        return self._limit - passed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS_OF_LIFE and self._timer.isActive():
            if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
                # Windows send moves when nothing moved, after a repaint or a wake.
                if event.globalPosition() == self._pointer:
                    return False
                self._pointer = event.globalPosition()
            # The first touch after a long sleep comes before the timer does: it must not open what should be locked.
            if self.seconds_left() <= 0:
                self.check()
            else:
                self._touch()
        return False

    @Slot()
    def check(self) -> None:
        """Look at the clocks, and tell what is due."""
        left = self.seconds_left()
        if left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= WARNING_SECONDS and not self._warned:
            self._warned = True
            self.warning.emit(round(left))

    def _touch(self) -> None:
        self._seen = (self._wall(), self._steady())
        if self._warned:
            self._warned = False
            self.eased.emit()
