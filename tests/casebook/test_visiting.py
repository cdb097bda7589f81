"""Visit mode: what a family may see, and jots that wait under their note, once, however the programs end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.casebook.drafts import Place
from pipnotes.casebook.visiting import Handover, Jotting, Taken
from pipnotes.vault import jots
from tests.conftest import Caseload, Clock


class Desk:
    """A vault that is opened and closed as the program does it."""

    def __init__(self, folder: Path, caseload: Caseload, clock: Clock) -> None:
        self.folder, self.caseload, self.clock = folder, caseload, clock
        self.book = self._open()
        self.mabel = next(row.family.id for row in self.book.families.rows() if row.circle.title == "Mabel")

    def _open(self) -> Casebook:
        return vaults.open_with(self.folder, self.caseload.key, clock=self.clock)

    def visit(self, *words: str, visit: str | None = None, typing: str = "") -> Handover:
        """Go into visit mode, jot, and be there with the vault open again; nothing is taken in yet."""
        visiting = self.book.visiting
        chosen = visiting.today_visit(self.mabel) if visit is None else visit
        handover = Handover.read(visiting.begin(self.mabel, chosen, visiting.offer(self.mabel)).line())
        self.book.close()
        jotting = Jotting(handover)
        for text in words:
            jotting.keep(text, self.clock())
        if typing:
            jotting.keep_typing(typing, self.clock())
        jotting.close()
        self.book = self._open()
        return handover

    def again(self) -> None:
        """Close the vault and open it again."""
        self.book.close()
        self.book = self._open()


@pytest.fixture
def desk(caseload: Caseload, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = Desk(Path(shutil.copytree(caseload.folder, tmp_path / "work.pipvault")), caseload, clock)
    yield made
    made.book.close()


def test_jots_wait_under_the_note_of_the_visit_and_only_once(desk: Desk) -> None:
    planned = desk.book.visiting.today_visit(desk.mabel)
    assert planned
    desk.visit("on dad’s knee, watchful", "wooden  spoon,\nlooked round", typing="and then he wai")
    taken = desk.book.visiting.take_in()
    kept = desk.book.notes.draft(taken.note)
    assert kept is not None
    assert kept.note.jots == ("on dad’s knee, watchful", "wooden spoon, looked round", "and then he wai …")
    assert (kept.note.session.visit, taken.jots) == (planned, 3)
    assert not (desk.folder / jots.NAME).exists()
    assert desk.book.visiting.take_in() == Taken()
    assert desk.book.audit(desk.mabel)[-1].action == "shown to the family"
    assert desk.book.check().ok


def test_a_crash_before_the_file_is_gone_takes_no_jot_in_twice(desk: Desk) -> None:
    desk.visit("on dad’s knee", typing="and th")
    file = (desk.folder / jots.NAME).read_bytes()
    note = desk.book.visiting.take_in().note
    for clears in (False, True):
        kept = desk.book.notes.draft(note)
        assert kept is not None
        if clears:
            desk.book.notes.keep(replace(kept.note, jots=()), kept.place)
        (desk.folder / jots.NAME).write_bytes(file)
        desk.again()
        assert desk.book.visiting.take_in() == Taken()
        after = desk.book.notes.draft(note)
        assert after is not None
        assert after.note.jots == (() if clears else ("on dad’s knee", "and th …"))
        assert not (desk.folder / jots.NAME).exists()


def test_jots_join_what_was_written_before_and_leave_every_word_of_it(desk: Desk) -> None:
    begun = desk.book.notes.start(desk.mabel, desk.book.visits.to_write(desk.mabel))
    written = replace(begun, session=replace(begun.session, baby="She was awake."), jots=("before",))
    desk.book.notes.keep(written, Place(field="baby", caret=14))
    desk.visit("after")
    assert desk.book.visiting.take_in().note == begun.session.id
    kept = desk.book.notes.draft(begun.session.id)
    assert kept is not None
    assert kept.note == replace(written, jots=("before", "after"))
    assert kept.place == Place(field="baby", caret=14)


def test_without_a_planned_visit_jots_begin_a_note_of_that_day(desk: Desk, clock: Clock) -> None:
    day = clock()
    desk.visit("at the clinic door", visit="")
    clock.advance(days=2)
    note = desk.book.visiting.take_in().note
    kept = desk.book.notes.draft(note)
    assert kept is not None
    assert (kept.note.session.starts, kept.note.session.visit) == (day, "")
    clock.advance(days=-2)
    desk.visit("and at the gate", visit="")
    assert desk.book.visiting.take_in().note == note


def test_a_strange_jot_is_shown_apart_and_a_damaged_file_is_set_aside(desk: Desk) -> None:
    handover = desk.visit()
    handed = replace(handover.handed, mac=os.urandom(32), about="no-such-family/")
    (desk.folder / jots.NAME).unlink()
    desk.book.close()
    forger = Jotting(replace(handover, handed=handed))
    forger.keep("he shouted", desk.clock())
    forger.keep("again", desk.clock())
    forger.close()
    whole = (desk.folder / jots.NAME).read_bytes()
    (desk.folder / jots.NAME).write_bytes(whole[:100] + bytes([whole[100] ^ 4]) + whole[101:])
    desk.again()
    taken = desk.book.visiting.take_in()
    assert (taken.jots, taken.strange, taken.damaged) == (0, 1, 1)
    kept = desk.book.notes.draft(taken.note)
    assert kept is not None
    assert (kept.note.jots, kept.note.strange_jots) == ((), ("again",))
    assert kept.note.session.family == desk.mabel
    assert [path.name for path in desk.folder.glob("*jots*")] == ["aside-jots-1"]
    desk.visit("and on")
    assert desk.book.visiting.take_in().jots == 1


def test_a_vault_that_forgot_the_visit_shows_its_jots_as_not_checked_and_loses_none(desk: Desk) -> None:
    desk.visit("on dad\u2019s knee")
    # As in an older copy of the vault, from before the visit.
    desk.book._ledger.vault.remember("visit-mode", "")
    taken = desk.book.visiting.take_in()
    assert (taken.jots, taken.strange, taken.damaged) == (0, 1, 0)
    kept = desk.book.notes.draft(taken.note)
    assert kept is not None
    assert (kept.note.session.family, kept.note.strange_jots) == (desk.mabel, ("on dad\u2019s knee",))


def test_a_new_vault_key_leaves_no_jot_behind(desk: Desk) -> None:
    desk.visit("on dad\u2019s knee")
    desk.book.rekey(PASSPHRASE)
    assert desk.book.notes.drafts()[-1].note.jots == ("on dad\u2019s knee",)
    assert not (desk.folder / jots.NAME).exists()


def test_a_family_is_offered_its_own_words_and_nothing_that_is_rated_or_private(desk: Desk) -> None:
    offer = desk.book.visiting.offer(desk.mabel)
    newest = desk.book.notes.of(desk.mabel)[0].body
    assert offer.name == "Mabel"
    assert offer.hopes == tuple(
        hope.goal.words for hope in desk.book.hopes.of(desk.mabel) if hope.goal.closed_on is None
    )
    assert offer.last_time == " ".join(newest.strengths.split())


def test_what_is_handed_on_names_no_other_family_and_opens_no_vault(desk: Desk) -> None:
    others = {
        word
        for row in desk.book.families.rows()
        if row.family.id != desk.mabel
        for person in row.circle.people
        for word in (person.given, person.surname)
        if len(word) > 3
    } - {w for p in desk.book.families.circle(desk.mabel).people for w in (p.given, p.surname)}
    key = desk.caseload.key
    line = desk.book.visiting.begin(desk.mabel, "", desk.book.visiting.offer(desk.mabel)).line()
    text = line.decode()
    assert "Mabel" in text
    assert [name for name in others if name in text] == []
    for purpose in ("database", "head", "keys", "jots"):
        assert key.subkey(purpose).hex() not in text
