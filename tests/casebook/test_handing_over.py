"""A caseload goes to another therapist whole, to nobody else, and both vaults remember it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.records import Session
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Integrity, Refused, WrongUse
from tests.casebook.conftest import Pair


@pytest.fixture
def next_therapist(casebook: Casebook, tmp_path: Path) -> Iterator[Casebook]:
    """Return an empty therapist's vault whose keeper has exchanged cards with the first."""
    made = store.create(
        tmp_path / "owen.pipvault",
        "harbour maple seven lantern",
        role="therapist",
        owner="Owen Blake",
        clock=casebook.clock,
        cost=store.FLOOR,
    )
    opened = Casebook(made, casebook.clock)
    mine, theirs = casebook.contacts.my_card(), opened.contacts.my_card()
    casebook.contacts.trust(theirs.raw, theirs.words)
    opened.contacts.trust(mine.raw, mine.words)
    yield opened
    opened.close()


def _to(casebook: Casebook) -> Contact:
    return casebook.contacts.find("Owen Blake")


def test_a_caseload_arrives_whole_and_is_written_down_on_both_sides(
    casebook: Casebook, next_therapist: Casebook
) -> None:
    file, moved = casebook.handing_over.seal(_to(casebook))
    casebook.handing_over.note_handed_over(_to(casebook), moved, file)
    taken = next_therapist.handing_over.take_over(file)
    assert (taken.sender, taken.moved.families) == (casebook.me.name, moved.families)
    assert len(next_therapist.families.rows()) == len(casebook.families.rows())
    for row in casebook.families.rows():
        theirs = next_therapist.families.circle(row.family.id)
        assert [person.full_name for person in theirs.people] == [person.full_name for person in row.circle.people]
    assert _notes(next_therapist) == _notes(casebook)
    given = casebook.audit()[-1]
    got = next_therapist.audit()[-1]
    assert (given.action, got.action) == ("caseload handed over", "caseload taken over")
    assert given.reason == got.reason
    assert "Owen Blake" in given.subject


def _notes(casebook: Casebook) -> list[str]:
    return sorted(note.between for note in casebook._ledger.vault.all(Session))


def test_no_word_of_it_can_be_read_in_the_file_and_one_family_can_go_alone(
    casebook: Casebook, next_therapist: Casebook
) -> None:
    row = casebook.families.rows()[0]
    file, moved = casebook.handing_over.seal(_to(casebook), row.family.id)
    assert moved.families == 1
    assert len(file) % 65536 == len(b"PNCASES\x01") + 1168 + 16
    for person in row.circle.people:
        assert person.full_name.encode() not in file
    next_therapist.handing_over.take_over(file)
    assert [one.family.id for one in next_therapist.families.rows()] == [row.family.id]


def test_a_changed_file_or_one_for_somebody_else_changes_nothing(casebook: Casebook, next_therapist: Casebook) -> None:
    file, _ = casebook.handing_over.seal(_to(casebook), casebook.families.rows()[0].family.id)
    before = next_therapist.head
    for place in (8, 700, 1200, len(file) - 1):
        changed = bytearray(file)
        changed[place] ^= 1
        with pytest.raises(Integrity):
            next_therapist.handing_over.take_over(bytes(changed))
    for wrong in (file[:-1], file[:900], b"PNCASES\x01"):
        with pytest.raises(Integrity):
            next_therapist.handing_over.take_over(wrong)
    with pytest.raises(WrongUse):
        next_therapist.handing_over.take_over(b"something else")
    with pytest.raises(Integrity):
        casebook.handing_over.take_over(file)
    next_therapist.contacts.revoke(next_therapist.contacts.all()[0])
    with pytest.raises(Integrity):
        next_therapist.handing_over.take_over(file)
    assert next_therapist.families.rows() == []
    assert next_therapist.head.seq == before.seq + 1


def test_a_supervisor_is_handed_no_caseload(pair: Pair) -> None:
    with pytest.raises(Refused, match="therapist"):
        pair.therapist.handing_over.seal(pair.contact)
    with pytest.raises(Refused, match="no names"):
        pair.supervisor.handing_over.take_over(b"PNCASES\x01")


def test_nothing_is_handed_to_a_card_that_is_no_longer_trusted(casebook: Casebook, next_therapist: Casebook) -> None:
    contact = _to(casebook)
    casebook.contacts.revoke(contact)
    with pytest.raises(Refused, match="no longer trusted"):
        casebook.handing_over.seal(contact)
