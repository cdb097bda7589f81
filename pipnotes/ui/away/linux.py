"""Sleep, the locked screen and the change of user as Linux tells them on D-Bus.

logind: https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html
inhibitors: https://systemd.io/INHIBITOR_LOCKS/
The desktops' screen savers tell of a locked screen where logind does not hear of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from pipnotes.ui.causes import SCREEN, SLEPT, SWITCHED

LOGIN = "org.freedesktop.login1"
_MANAGER = "/org/freedesktop/login1"
# The session of this process or, for one that the desktop started outside any, the one on this person's screen.
_OWN_SESSION = "/org/freedesktop/login1/session/auto"
_PROPERTIES = "org.freedesktop.DBus.Properties"
SCREEN_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)
_PATIENCE = 5000  # milliseconds


class Bus(QObject):
    """Listens on the bus of the system and on that of the desktop; where there is none it hears nothing."""

    def __init__(
        self,
        leave: Callable[[str], None],
        parent: QObject,
        *,
        system: QDBusConnection | None = None,
        desktop: QDBusConnection | None = None,
    ) -> None:
        super().__init__(parent)
        self._leave = leave
        self._delay: int | None = None
        self._wanted = False
        self._system = system or QDBusConnection.systemBus()
        self._desktop = desktop or QDBusConnection.sessionBus()
        if self._system.isConnected():
            self._hear(self._system, LOGIN, _MANAGER, f"{LOGIN}.Manager", "PrepareForSleep", "sleeps(bool)")
            self._ask(_OWN_SESSION, _PROPERTIES, "Get", [f"{LOGIN}.Session", "Id"], "knows_id(QDBusMessage)")
        if self._desktop.isConnected():
            for service, path in SCREEN_SAVERS:
                self._hear(self._desktop, service, path, service, "ActiveChanged", "screen_covered(bool)")

    def delay_sleep(self) -> None:
        """Ask that a sleep waits until the key is dropped; the system waits five seconds at most."""
        self._wanted = True
        if self._system.isConnected() and self._delay is None:
            words = ["sleep", "PipNotes", "Keep what is typed, and lock", "delay"]
            self._ask(_MANAGER, f"{LOGIN}.Manager", "Inhibit", words, "delays(QDBusMessage)")

    def let_sleep(self) -> None:
        """Let a sleep that waits go on."""
        self._wanted = False
        if self._delay is not None:
            os.close(self._delay)
            self._delay = None

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """Hear that the laptop goes to sleep, or has woken."""
        if begins:
            self._leave(SLEPT)

    @Slot(bool)
    def screen_covered(self, covered: bool) -> None:
        """Hear that the desktop covers the screen, or shows it again."""
        if covered:
            self._leave(SCREEN)

    @Slot()
    def locks(self) -> None:
        """Hear that this session is to be locked."""
        self._leave(SCREEN)

    @Slot(str, "QVariantMap", "QStringList")
    def session_changed(self, _: str, changed: dict[str, Any], __: list[str]) -> None:
        """Hear what has changed of this session."""
        if changed.get("LockedHint") is True:
            self._leave(SCREEN)
        elif changed.get("Active") is False:
            self._leave(SWITCHED)

    @Slot("QDBusMessage")
    def knows_id(self, reply: QDBusMessage) -> None:
        """Ask where this session tells of itself, now that its id is known."""
        session = reply.arguments()[0].variant()
        self._ask(_MANAGER, f"{LOGIN}.Manager", "GetSession", [session], "knows_session(QDBusMessage)")

    @Slot("QDBusMessage")
    def knows_session(self, reply: QDBusMessage) -> None:
        """Listen to this session, and to no other person's."""
        session = reply.arguments()[0].path()
        self._hear(self._system, LOGIN, session, f"{LOGIN}.Session", "Lock", "locks()")
        heard = "session_changed(QString,QVariantMap,QStringList)"
        self._hear(self._system, LOGIN, session, _PROPERTIES, "PropertiesChanged", heard)

    @Slot("QDBusMessage")
    def delays(self, reply: QDBusMessage) -> None:
        """Hold the delay for as long as something is open."""
        self._delay = reply.arguments()[0].takeFileDescriptor()
        if not self._wanted:
            self.let_sleep()

    @Slot("QDBusError")
    def unheard(self, _: object) -> None:
        """Do without: the clocks of `ui/idle.py` stand behind whatever the system does not tell."""

    def _hear(self, bus: QDBusConnection, service: str, path: str, interface: str, signal: str, slot: str) -> None:
        bus.connect(service, path, interface, signal, self, SLOT(slot))  # type: ignore[call-overload]

    def _ask(self, path: str, interface: str, method: str, words: list[str], then: str) -> None:
        message = QDBusMessage.createMethodCall(LOGIN, path, interface, method)
        message.setArguments(words)
        slots = SLOT(then), SLOT("unheard(QDBusError)")
        self._system.callWithCallback(message, self, *slots, _PATIENCE)  # type: ignore[call-overload]
