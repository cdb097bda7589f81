"""A supervisor's vault beside the therapist's, with a mailbox between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipnotes import vault as store
from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.codes import ConsentPurpose
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import Contact
from tests.conftest import Caseload, Clock


@dataclass(frozen=True)
class Pair:
    """Two vaults whose keepers have compared cards, and the folder they both see."""

    therapist: Casebook
    supervisor: Casebook
    contact: Contact
    mailbox: str
    family: Family

    def carry(self) -> tuple[object, object]:
        """Send what waits on both sides and fetch on both."""
        self.therapist.post.send(self.mailbox)
        up = self.supervisor.post.receive(self.mailbox)
        self.supervisor.post.send(self.mailbox)
        return up, self.therapist.post.receive(self.mailbox)


@dataclass(frozen=True)
class Supervision:
    """A supervisor's fresh vault, made once and copied for each test."""

    folder: Path
    key: store.VaultKey


@pytest.fixture(scope="session")
def supervision(caseload: Caseload, tmp_path_factory: pytest.TempPathFactory) -> Supervision:
    """Make a fresh supervisor's vault, once; use `supervisor` for a copy that may be changed."""
    folder = tmp_path_factory.mktemp("supervision") / "farah.pipvault"
    made = store.create(
        folder,
        "harbour maple seven lantern",
        role="supervisor",
        owner="Dr Farah Siddiqui",
        clock=Clock(caseload.at),
        cost=store.FLOOR,
    )
    kept = Supervision(folder, made.key)
    opened = Casebook(made, Clock(caseload.at))
    opened.contacts.my_card()
    opened.close()
    return kept


@pytest.fixture
def supervisor(casebook: Casebook, supervision: Supervision, tmp_path: Path) -> Iterator[Casebook]:
    """Return a fresh supervisor's vault, open."""
    folder = Path(shutil.copytree(supervision.folder, tmp_path / "farah.pipvault"))
    opened = vaults.open_with(folder, supervision.key, clock=casebook.clock)
    yield opened
    opened.close()


@pytest.fixture
def pair(casebook: Casebook, supervisor: Casebook, tmp_path: Path) -> Pair:
    """Return both vaults with each other's card accepted, and a family that agreed to sharing."""
    hers, mine = supervisor.contacts.my_card(), casebook.contacts.my_card()
    contact = casebook.contacts.trust(hers.raw, hers.words)
    supervisor.contacts.trust(mine.raw, mine.words)
    mailbox = tmp_path / "mailbox"
    mailbox.mkdir()
    agreed = [
        row.family
        for row in casebook.families.rows()
        if row.sessions and casebook.consents.given(row.family.id, ConsentPurpose.SUPERVISION)
    ]
    return Pair(casebook, supervisor, contact, str(mailbox), agreed[0])
