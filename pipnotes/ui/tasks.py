"""The one way off the window's own thread, so that no page invents another and nothing freezes while it waits.

run(work, then, otherwise)      work() runs elsewhere; then(result) or otherwise(error) runs back in the window
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot

T = TypeVar("T")


class _Reply(QObject):
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, then: Callable[[Any], object], otherwise: Callable[[BaseException], object]) -> None:
        super().__init__(QCoreApplication.instance())
        self._then = then
        self._otherwise = otherwise
        self.done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        self.failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _on_done(self, result: Any) -> None:
        self._answer(self._then, result)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._answer(self._otherwise, error)

    def _answer(self, who: Callable[[Any], object], what: Any) -> None:
        self.deleteLater()
        owner = getattr(who, "__self__", None)
        if isinstance(owner, QObject) and not _alive(owner):
            return
        who(what)


class _Work(QRunnable):
    def __init__(self, work: Callable[[], Any], reply: _Reply) -> None:
        super().__init__()
        self._work = work
        self._reply = reply

    def run(self) -> None:
        try:
            result = self._work()
        except BaseException as error:  # noqa: BLE001 - whatever went wrong is told in the window, never here
            self._send(self._reply.failed, error)
        else:
            self._send(self._reply.done, result)

    def _send(self, signal: Any, what: Any) -> None:
        try:
            signal.emit(what)
        except RuntimeError:
            # The window closed while the work ran: there is nobody left to tell.
            return


def run(work: Callable[[], T], then: Callable[[T], object], otherwise: Callable[[BaseException], object]) -> None:
    """Do `work` on another thread and tell `then` or `otherwise` on this one.

    `work` must touch no widget. A listener whose widget has gone meanwhile is not told. Call from the UI thread.
    """
    reply = _Reply(then, otherwise)
    QThreadPool.globalInstance().start(_Work(work, reply))


def _alive(thing: QObject) -> bool:
    from shiboken6 import isValid

    return bool(isValid(thing))
