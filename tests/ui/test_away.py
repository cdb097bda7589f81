"""What the operating system tells of somebody leaving, heard on a real bus and read from real messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.ui.away.linux import Bus
from pipnotes.ui.away.windows import meaning
from pipnotes.ui.causes import SCREEN, SLEPT, SWITCHED
from tests.support.desktop import SESSION, Desktop

OTHERS = f"{SESSION}9"


class Listener:
    """A program's ear on a private bus, and what it has heard."""

    def __init__(self, desktop: Desktop, bot: QtBot) -> None:
        self.desktop, self.bot = desktop, bot
        self.heard: list[str] = []
        connection = desktop.connect("listener")
        self.owner = QObject()
        self.bus = Bus(self.heard.append, self.owner, system=connection, desktop=connection)
        desktop.wait_for("GetSession")

    def hears(self, happens: Callable[[], None], why: str) -> None:
        """Let something happen until it is heard: the ear may still be on its way to the door."""

        def told() -> bool:
            if not self.heard:
                happens()
                self.bot.wait(20)
            return bool(self.heard)

        self.bot.waitUntil(told, timeout=20_000)
        self.bot.wait(40)
        assert set(self.heard) == {why}
        self.heard.clear()


@pytest.fixture
def listener(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Listener]:
    with Desktop(tmp_path) as desktop:
        made = Listener(desktop, qtbot)
        yield made
        made.bus.let_sleep()
        made.owner.deleteLater()
        QDBusConnection.disconnectFromBus("listener")


def test_sleep_a_locked_screen_and_another_user_are_each_heard_as_what_they_are(listener: Listener) -> None:
    desktop = listener.desktop
    listener.hears(desktop.lock_session, SCREEN)
    listener.hears(desktop.lock_hint, SCREEN)
    listener.hears(desktop.cover_screen, SCREEN)
    listener.hears(desktop.switch_user, SWITCHED)
    listener.hears(desktop.sleep, SLEPT)


def test_coming_back_and_what_happens_to_others_lock_nothing(listener: Listener) -> None:
    listener.hears(listener.desktop.lock_session, SCREEN)
    listener.desktop.wake()
    listener.desktop.lock_session(OTHERS)
    # What is told later is heard later: once the sleep is heard, all of that has been.
    listener.hears(listener.desktop.sleep, SLEPT)


def test_a_sleep_waits_until_the_key_is_dropped(listener: Listener) -> None:
    listener.bus.delay_sleep()
    kind, who, _, mode = listener.desktop.wait_for("Inhibit")
    assert (kind, who, mode) == ("sleep", "PipNotes", "delay")
    listener.bot.waitUntil(lambda: listener.bus._delay is not None)
    assert not listener.desktop.let_go(0)
    listener.bus.let_sleep()
    assert listener.desktop.let_go(20)


def test_where_there_is_no_bus_the_program_does_without(qapp: QApplication, qtbot: QtBot) -> None:
    heard: list[str] = []
    owner = QObject()
    nowhere = QDBusConnection("no such connection")
    bus = Bus(heard.append, owner, system=nowhere, desktop=nowhere)
    bus.delay_sleep()
    bus.let_sleep()
    assert heard == []
    owner.deleteLater()


def test_the_messages_of_windows_are_told_apart() -> None:
    lock, unlock, disconnect, suspend, resume = 0x7, 0x8, 0x2, 0x4, 0x12
    session, power = 0x02B1, 0x0218
    assert meaning(session, lock) == SCREEN
    assert meaning(session, disconnect) == SWITCHED
    assert meaning(power, suspend) == SLEPT
    assert {meaning(session, unlock), meaning(power, resume), meaning(0x0100, lock)} == {""}
