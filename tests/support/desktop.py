"""A desktop of the test's own: a private D-Bus on which the test plays logind and the screen saver.

with Desktop(folder) as desktop:
    Running(..., **desktop.world)
    desktop.wait_for("Inhibit")
    desktop.sleep(); desktop.lock_hint(); desktop.switch_user(); desktop.cover_screen()
    desktop.let_go(seconds)     whether the sleep may go on
"""

from __future__ import annotations

import os
import select
import subprocess
import time
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
    QDBusVirtualObject,
)

LOGIN, MANAGER, SESSION = "org.freedesktop.login1", "/org/freedesktop/login1", "/org/freedesktop/login1/session/c7"
PATIENCE = 20.0  # seconds; nothing here is about speed
SAVER, SCREEN = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"


class _Login(QDBusVirtualObject):
    """Answers what a program asks of logind."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []
        self.delay = -1

    def introspect(self, path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        words, reply = message.arguments(), message.createReply()
        if (message.path(), message.member()) == (f"{MANAGER}/session/auto", "Get"):
            reply.setArguments([QDBusVariant("c7")])
        elif message.member() == "GetSession" and words == ["c7"]:
            reply.setArguments([QDBusObjectPath(SESSION)])
        elif message.member() == "Inhibit":
            self.delay, theirs = os.pipe()
            reply.setArguments([QDBusUnixFileDescriptor(theirs)])
            os.close(theirs)
        else:
            return False
        self.asked.append((message.member(), *(str(word) for word in words)))
        return connection.send(reply)


class Desktop:
    """One private bus and the two services on it."""

    def __init__(self, folder: Path) -> None:
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:dir={folder}"]
        self._daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._daemon.stdout is not None
        self.address = address = self._daemon.stdout.readline().strip()
        self.world = {"DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
        self._name = f"desktop {folder}"
        self._bus = QDBusConnection.connectToBus(address, self._name)
        self.login = _Login()
        assert self._bus.registerVirtualObject(MANAGER, self.login, QDBusConnection.VirtualObjectRegisterOption.SubPath)
        assert self._bus.registerService(LOGIN)
        assert self._bus.registerService(SAVER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        QDBusConnection.disconnectFromBus(self._name)
        self._daemon.kill()
        self._daemon.communicate()

    def wait_for(self, method: str) -> tuple[str, ...]:
        """Answer what is asked until somebody has asked for this, and return its words."""
        until = time.monotonic() + PATIENCE
        while not (asked := [words for name, *words in self.login.asked if name == method]):
            assert time.monotonic() < until, f"nobody asked for {method}"
            QCoreApplication.processEvents()
            time.sleep(0.01)
        return tuple(asked[-1])

    def connect(self, name: str) -> QDBusConnection:
        """Return a connection to this bus, as a program has one."""
        return QDBusConnection.connectToBus(self.address, name)

    def sleep(self) -> None:
        """Tell that the laptop is about to sleep."""
        self._tell(MANAGER, f"{LOGIN}.Manager", "PrepareForSleep", True)

    def lock_session(self, session: str = SESSION) -> None:
        """Tell a session to lock, as `loginctl lock-session` does."""
        self._tell(session, f"{LOGIN}.Session", "Lock")

    def lock_hint(self) -> None:
        """Tell that the session's screen is locked."""
        self._change("LockedHint", True)

    def switch_user(self) -> None:
        """Tell that another person's session has the screen now."""
        self._change("Active", False)

    def cover_screen(self) -> None:
        """Tell, as a screen saver, that the screen is covered."""
        self._tell(SCREEN, SAVER, "ActiveChanged", True)

    def wake(self) -> None:
        """Tell whatever says that somebody is back; nothing of it may lock."""
        self._tell(MANAGER, f"{LOGIN}.Manager", "PrepareForSleep", False)
        self._tell(SCREEN, SAVER, "ActiveChanged", False)
        self._change("LockedHint", False)
        self._change("Active", True)

    def let_go(self, seconds: float) -> bool:
        """Return whether nobody delays the sleep any more, at the latest after so many seconds."""
        return bool(select.select([self.login.delay], [], [], seconds)[0])

    def _change(self, name: str, value: bool) -> None:
        self._tell(
            SESSION, "org.freedesktop.DBus.Properties", "PropertiesChanged", f"{LOGIN}.Session", {name: value}, ["x"]
        )

    def _tell(self, path: str, interface: str, name: str, *words: Any) -> None:
        signal = QDBusMessage.createSignal(path, interface, name)
        signal.setArguments(list(words))
        assert self._bus.send(signal)
