"""Random schedules of faults and attacks; the long row of them runs as ``dev.py bench exchange_faults``."""

from __future__ import annotations

import random

import pytest

from tests.exchange import weather
from tests.exchange.people import Person


@pytest.fixture(scope="module")
def people(therapist: Person, supervisor: Person, outsider: Person) -> tuple[Person, Person, Person]:
    return therapist, supervisor, outsider


@pytest.fixture(scope="module")
def outcomes(people: tuple[Person, Person, Person]) -> list[weather.Outcome]:
    return [weather.run(seed, people) for seed in range(40)]


def test_every_parcel_arrives_once_or_is_reported_missing(outcomes: list[weather.Outcome]) -> None:
    assert [(seed, outcome) for seed, outcome in enumerate(outcomes) if not outcome.sound] == []
    assert all(outcome.written == outcome.arrived + outcome.reported for outcome in outcomes)


def test_the_weather_is_bad_enough_to_mean_something(outcomes: list[weather.Outcome]) -> None:
    assert sum(outcome.reported for outcome in outcomes) > 10
    assert sum(outcome.arrived for outcome in outcomes) > 100


@pytest.mark.parametrize("check", weather.CHECKS)
def test_a_receiver_without_one_of_its_checks_is_caught(
    check: str, people: tuple[Person, Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    weather.leave_out(check, monkeypatch.setattr)
    assert any(not weather.run(seed, people).sound for seed in range(40))


@pytest.mark.pain(13)
def test_a_mailbox_from_last_week_shows_as_gaps_and_sending_again_mends_it(
    people: tuple[Person, Person, Person],
) -> None:
    world = weather.World(random.Random(1), *people)
    for _ in range(3):
        world.sender.write()
    world.sender.send()
    last_week = dict(world.box.objects)
    for _ in range(2):
        world.sender.write()
    world.sender.send()
    world.box.objects = last_week
    world.sender.write()
    world.sender.send()
    world.receiver.look()
    assert world.receiver.last is not None
    assert world.receiver.last.gaps == (4, 5)
    world.sender.again()
    world.receiver.look()
    assert world.receiver.last.gaps == ()
    assert sorted(world.receiver.got.values()) == [1] * 6
