"""The backup that nobody has to think of: made when the stick is in, told in plain words, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.errors import Problem
from pipnotes.policy import Policy
from pipnotes.ui.backups import Backups, Standing, standing
from pipnotes.ui.desk import Desk
from pipnotes.ui.status import StatusFacts
from pipnotes.ui.widgets.facts import StatusBar, StatusItem
from tests.conftest import Clock


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "Blue stick"


@pytest.fixture
def later(casebook: Casebook) -> Clock:
    assert isinstance(casebook.clock, Clock)
    return casebook.clock


def look(desk: Desk, bot: QtBot) -> Standing:
    with bot.waitSignal(desk.backups.changed, timeout=20_000):
        desk.backups.look()
    return standing(desk)


def test_the_next_day_a_backup_is_made_by_itself_and_said(desk: Desk, stick: Path, later: Clock, qtbot: QtBot) -> None:
    desk.casebook.back_up(stick)
    later.advance(hours=23)
    look(desk, qtbot)
    assert len(list(stick.iterdir())) == 1
    later.advance(hours=2)
    assert standing(desk).title == "Backed up yesterday"
    assert look(desk, qtbot).title == "Backed up today"
    assert len(list(stick.iterdir())) == 2


def test_a_stick_that_is_not_in_is_named_and_after_a_week_worth_attention(
    desk: Desk, stick: Path, later: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.casebook.back_up(stick)
    stick.rename(tmp_path / "in the drawer")
    bar = StatusBar()
    qtbot.addWidget(bar)
    facts = StatusFacts(desk, bar)
    later.advance(days=6)
    told = look(desk, qtbot)
    assert told.line == "No backup for 6 days: “Blue stick” is not in"
    assert not told.attention
    assert told.line in [item.text() for item in bar.findChildren(StatusItem)]
    later.advance(days=1)
    assert look(desk, qtbot).attention
    # The place of a stick that is out may be an empty folder of the laptop's own.
    stick.mkdir()
    assert look(desk, qtbot).attention
    assert list(stick.iterdir()) == []
    stick.rmdir()
    (tmp_path / "in the drawer").rename(stick)
    assert look(desk, qtbot).line == "Backed up today"
    facts.rest()


def test_the_folder_that_the_organisation_named_is_used_until_another_is_chosen(
    casebook: Casebook, stick: Path, tmp_path: Path, qtbot: QtBot, later: Clock
) -> None:
    stick.mkdir()
    desk = Desk(casebook, policy=Policy(backup_folder=str(stick)))
    assert look(desk, qtbot).title == "Backed up today"
    assert len(list(stick.iterdir())) == 1
    casebook.back_up(tmp_path / "my own")
    later.advance(days=2)
    look(desk, qtbot)
    assert len(list(stick.iterdir())) == 1
    assert len(list((tmp_path / "my own").iterdir())) == 2
    desk.locked.emit()


def test_a_backup_that_fails_asks_nothing_and_is_not_said_to_be_made(
    desk: Desk, stick: Path, later: Clock, qtbot: QtBot
) -> None:
    desk.casebook.back_up(stick)
    later.advance(days=2)
    database = desk.casebook._ledger.vault._ledger.connection
    database.execute("UPDATE record SET lifecycle = 'draft' WHERE id = (SELECT min(id) FROM record)")
    told = look(desk, qtbot)
    assert told.line == "No backup for 2 days: it did not work"
    assert told.attention
    assert isinstance(desk.backups.problem, Problem)
    assert desk.backups.problem.happened in told.second
    assert QApplication.activeModalWidget() is None
    assert len(list(stick.iterdir())) == 1


def test_closing_the_vault_while_a_backup_is_made_stops_it(desk: Desk, stick: Path, later: Clock) -> None:
    desk.casebook.back_up(stick)
    later.advance(days=2)
    desk.backups.look()
    assert desk.backups.making
    desk.locked.emit()
    desk.casebook.close()
    assert not desk.backups.making
    assert all(path.suffix == ".pipbackup" for path in stick.iterdir() if not path.name.startswith("."))


def test_nothing_is_looked_for_once_the_vault_is_locked(desk: Desk) -> None:
    backups: Backups = desk.backups
    backups.begin()
    desk.locked.emit()
    assert not backups._soon.isActive()
    assert not backups._tick.isActive()
