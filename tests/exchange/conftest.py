from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.people import Person, Run, person


@pytest.fixture(scope="session")
def therapist() -> Person:
    return person(1, "Ines Hallam", "therapist")


@pytest.fixture(scope="session")
def supervisor() -> Person:
    return person(2, "Rowan Achebe", "supervisor")


@pytest.fixture(scope="session")
def outsider() -> Person:
    return person(3, "Piet Zander", "supervisor")


@pytest.fixture
def run(therapist: Person, supervisor: Person, tmp_path: Path) -> Run:
    folder = tmp_path / "mailbox"
    folder.mkdir()
    return Run(sender=therapist, recipient=supervisor, folder=folder)
