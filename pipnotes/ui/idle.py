"""Locks when nobody is there: counts by the clock on the wall, so that a closed lid counts as well.

watch = IdleWatch(app, seconds=300)
watch.warning(seconds left)    each second from 30 s before;   watch.eased() when someone is there after all
watch.expired()                once; `start()` begins again after unlocking
watch.slept()                  once, in its place, when the laptop slept meanwhile: then at whatever is drawn first
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

WARNING_SECONDS = 30
# A clock that is set right moves by less; a lid that was closed, by more.
SLEPT_SECONDS = 20
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
# What comes before a window is painted, so that nothing is shown again after a sleep.
SIGNS_OF_WAKING = frozenset({QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.ApplicationStateChange})
_SIGNS = SIGNS_OF_LIFE | SIGNS_OF_WAKING


class IdleWatch(QObject):
    """Watches every window of the application, dialogs among them."""

    warning = Signal(int)
    eased = Signal()
    expired = Signal()
    slept = Signal()

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
        self._apart = wall() - steady()
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
        kind = event.type()
        if not self._timer.isActive() or kind not in _SIGNS:
            return False
        # The first touch after a long sleep comes before the timer does: it must not open what should be locked.
        if self._gone():
            self.check()
        elif kind in SIGNS_OF_LIFE and not self._is_still(event):
            self._touch()
        return False

    @Slot()
    def check(self) -> None:
        """Look at the clocks, and tell what is due."""
        left = self.seconds_left()
        if self._has_slept():
            self.stop()
            self.slept.emit()
        elif left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= WARNING_SECONDS:
            self._warned = True
            self.warning.emit(round(left))
        self._apart = self._wall() - self._steady()

    def _gone(self) -> bool:
        return self.seconds_left() <= 0 or self._has_slept()

    def _has_slept(self) -> bool:
        # Asleep, only the wall clock goes on. (Not so on Windows, which says by itself that it goes to sleep.)
        return self._wall() - self._steady() - self._apart > SLEPT_SECONDS

    def _is_still(self, event: QEvent) -> bool:
        """Say whether it is a mouse that has not moved: windows send moves after a repaint or a wake."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseMove:
            return False
        still = event.globalPosition() == self._pointer
        self._pointer = event.globalPosition()
        return still

    def _touch(self) -> None:
        self._seen = (self._wall(), self._steady())
        self._apart = self._seen[0] - self._seen[1]
        if self._warned:
            self._warned = False
            self.eased.emit()
