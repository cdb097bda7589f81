"""One window for each person and vault: a second start raises the window that is open, and ends."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 2000  # milliseconds in which a window that is open has to answer


class OneWindow(QObject):
    """Listens for second starts on one vault; `called` asks the window to come forward."""

    called = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def claim(self, folder: Path) -> bool:
        """Claim a vault for this process; False when another window has it, which has then been called forward."""
        name = _name(folder)
        if self._server is not None and self._server.serverName() == name:
            return True
        if _call(name):
            return False
        self.release()
        # Only a process that was killed leaves its socket behind, and nobody answered there.
        QLocalServer.removeServer(name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        # Without the socket a second start is merely told by the vault's own lock.
        if server.listen(name):
            self._server = server
        return True

    def release(self) -> None:
        """Stop listening, so that a fresh process can claim the vault."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    @Slot()
    def _answer(self) -> None:
        assert self._server is not None
        while (guest := self._server.nextPendingConnection()) is not None:
            guest.deleteLater()
            self.called.emit()


def _call(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    answered = socket.waitForConnected(_PATIENCE)
    socket.abort()
    return answered


def _name(folder: Path) -> str:
    whose = f"{getpass.getuser()}\n{folder.resolve()}"
    return "pipnotes-" + hashlib.sha256(whose.encode("utf-8", "surrogateescape")).hexdigest()[:24]
