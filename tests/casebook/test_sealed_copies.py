"""Words that the vault could not take lie sealed in another place, and come back as drafts where they belong."""

from __future__ import annotations

import json
import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.casebook.notes import NoteDraft
from pipnotes.casebook.sealed_copies import ENDING, put_down
from pipnotes.domain.codes import PracticeRole
from pipnotes.errors import Integrity, Problem, Refused, WrongUse
from pipnotes.vault import Landing
from tests.casebook.test_destroying import family_of
from tests.conftest import Clock

SAID = "Quokkafern laughed aloud"
LATER = "and then she slept"


@contextmanager
def out_of_reach(casebook: Casebook) -> Iterator[None]:
    """Take the vault's folder away, as when a disk comes loose, and bring it back."""
    folder, away = casebook.folder, casebook.folder.with_name("away")
    folder.rename(away)
    try:
        yield
    finally:
        away.rename(folder)


def begin(casebook: Casebook, family: str = "") -> NoteDraft:
    return casebook.notes.start(family or casebook.families.rows()[0].family.id)


def with_words(note: NoteDraft, words: str) -> NoteDraft:
    return replace(note, session=replace(note.session, baby=words))


def keep(casebook: Casebook, note: NoteDraft) -> None:
    casebook.notes.keep(note, Place(field="baby", caret=3))


def words_of(casebook: Casebook, note: NoteDraft) -> str:
    kept = casebook.notes.draft(note.session.id)
    assert kept is not None
    return kept.note.session.baby


def copy_of(casebook: Casebook, note: NoteDraft, words: str, folder: Path) -> Path:
    """Return a sealed copy of words that the vault could not take; in the vault stands what stood there before."""
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            keep(casebook, with_words(note, words))
        return casebook.sealed_copies.save(folder)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_with_the_vault_gone_the_words_are_sealed_elsewhere_and_come_back_as_the_draft_they_were(
    casebook: Casebook, stick: Path, open_caseload: Callable[[Path, Clock], Casebook]
) -> None:
    note = begin(casebook)
    keep(casebook, with_words(note, "Before"))
    assert not casebook.sealed_copies.waiting
    path = copy_of(casebook, note, SAID, stick)
    assert casebook.sealed_copies.all_copied
    folder, clock = casebook.folder, casebook.clock
    casebook.close()

    again = open_caseload(folder, clock)
    assert words_of(again, note) == "Before"
    taken = again.sealed_copies.take_in(path)
    kept = again.notes.draft(note.session.id)
    assert kept is not None
    assert (kept.note.session.baby, kept.place) == (SAID, Place(field="baby", caret=3))
    assert [(draft.family, draft.id, draft.landing) for draft in taken.drafts] == [
        (note.session.family, note.session.id, Landing.BACK)
    ]
    # It is the same writing going on, so nothing was put aside.
    assert again.notes.discarded() == []
    assert again.check().problems == ()


def test_a_sealed_copy_names_nobody_and_holds_no_word_that_can_be_read(casebook: Casebook, stick: Path) -> None:
    note = begin(casebook, family_of(casebook, "Mabel"))
    path = copy_of(casebook, note, SAID, stick)
    assert [one.name for one in stick.iterdir()] == [path.name]
    assert path.name.startswith("pipnotes-20260316-")
    assert path.suffix == ENDING
    code = next(row.family.code for row in casebook.families.rows() if row.family.id == note.session.family)
    for word in (SAID, "Quokka", "Mabel", code, note.session.id, note.session.family, "baby"):
        assert word.encode() not in path.read_bytes()
        assert word not in path.name


def test_once_the_words_are_saved_nothing_waits_to_be_sealed_any_more(casebook: Casebook, stick: Path) -> None:
    note = begin(casebook)
    copy_of(casebook, note, SAID, stick)
    assert casebook.sealed_copies.waiting
    keep(casebook, with_words(note, SAID))
    assert not casebook.sealed_copies.waiting
    with pytest.raises(KeyError):
        casebook.sealed_copies.save(stick)


def test_a_draft_that_was_kept_later_stays_and_the_words_of_the_copy_lie_beside_it(
    casebook: Casebook, stick: Path
) -> None:
    clock = casebook.clock
    assert isinstance(clock, Clock)
    note = begin(casebook)
    path = copy_of(casebook, note, SAID, stick)
    clock.advance(minutes=5)
    keep(casebook, with_words(note, LATER))
    taken = casebook.sealed_copies.take_in(path)
    assert taken.beside
    assert words_of(casebook, note) == LATER
    assert [kept.note.session.baby for kept in casebook.notes.discarded()] == [SAID]
    casebook.notes.bring_back(note.session.id)
    assert words_of(casebook, note) == SAID
    assert [kept.note.session.baby for kept in casebook.notes.discarded()] == [LATER]
    assert casebook.check().problems == ()


def test_what_was_signed_meanwhile_stays_and_the_words_begin_a_draft_of_their_own(
    casebook: Casebook, stick: Path
) -> None:
    note = begin(casebook)
    path = copy_of(casebook, note, SAID, stick)
    casebook.notes.sign(with_words(note, LATER))
    taken = casebook.sealed_copies.take_in(path)
    draft = casebook.notes.draft(taken.drafts[0].id)
    assert draft is not None
    assert (draft.note.session.baby, draft.note.session.family) == (SAID, note.session.family)
    assert draft.note.reflection.session == draft.note.observation.session == draft.note.session.id
    assert casebook.notes.again(note.session.id).session.baby == LATER
    # It can be finished like any other.
    assert casebook.notes.sign(draft.note).id != note.session.id


def test_the_second_time_a_copy_is_refused_for_as_long_as_its_words_can_be_had(casebook: Casebook, stick: Path) -> None:
    clock = casebook.clock
    assert isinstance(clock, Clock)
    path = copy_of(casebook, begin(casebook), SAID, stick)
    casebook.sealed_copies.take_in(path)
    with pytest.raises(WrongUse, match="taken in already, on 16 March 2026 at 08:40"):
        casebook.sealed_copies.take_in(path)
    clock.advance(days=40)
    assert casebook.sealed_copies.take_in(path).drafts[0].landing is Landing.SAME


def test_a_damaged_copy_a_copy_of_another_vault_and_any_other_file_each_get_their_sentence(
    casebook: Casebook, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    note = begin(casebook)
    path = copy_of(casebook, note, SAID, stick)
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]):
        path.write_bytes(damaged)
        with pytest.raises(Integrity, match="is damaged"):
            casebook.sealed_copies.take_in(path)
    for other in (b"", whole[:12], b"%PDF-1.7"):
        path.write_bytes(other)
        with pytest.raises(WrongUse, match="not a sealed copy"):
            casebook.sealed_copies.take_in(path)
    path.write_bytes(whole[:10] + bytes([9]) + whole[11:])
    with pytest.raises(Problem, match="newer PipNotes"):
        casebook.sealed_copies.take_in(path)
    path.unlink()
    with pytest.raises(Problem, match="could not be read"):
        casebook.sealed_copies.take_in(path)

    path.write_bytes(whole)
    made = vaults.create(tmp_path / "other.pipvault", "p", role=PracticeRole.THERAPIST, name="Ines", clock=clock)
    with pytest.raises(WrongUse, match="another vault"):
        made.casebook.sealed_copies.take_in(path)
    assert made.casebook.sealed_copies.found_in(stick) == []
    made.casebook.close()
    assert casebook.sealed_copies.found_in(stick) == [path]
    assert words_of(casebook, note) == ""


def test_a_copy_about_a_destroyed_family_is_refused(casebook: Casebook, stick: Path) -> None:
    family = family_of(casebook, "Rosie")
    path = copy_of(casebook, begin(casebook, family), SAID, stick)
    code = next(row.family.code for row in casebook.families.rows() if row.family.id == family)
    casebook.destroying.family(family, reason="kept long enough", code=code, word="destroy")
    assert not casebook.sealed_copies.waiting
    with pytest.raises(Refused, match="was destroyed"):
        casebook.sealed_copies.take_in(path)
    assert family not in {kept.note.session.family for kept in casebook.notes.drafts()}


def test_a_form_about_a_destroyed_family_does_not_come_back(casebook: Casebook, stick: Path) -> None:
    family = family_of(casebook, "Rosie")
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            casebook.families.keep_form(f"hope/{family}/", {"words": SAID})
        with pytest.raises(Problem):
            casebook.remember_place(
                json.dumps({"page": "family", "subject": f"{family}/hopes", "typed": [["a", SAID]]})
            )
        path = casebook.sealed_copies.save(stick)
    code = next(row.family.code for row in casebook.families.rows() if row.family.id == family)
    casebook.destroying.family(family, reason="kept long enough", code=code, word="destroy")
    assert not casebook.sealed_copies.waiting
    assert casebook.sealed_copies.take_in(path).typed == ()
    assert casebook.families.kept_form(f"hope/{family}/") == {}
    assert SAID not in casebook.place


def test_a_copy_made_before_the_key_was_renewed_can_still_be_taken_in(casebook: Casebook, stick: Path) -> None:
    note = begin(casebook)
    path = copy_of(casebook, note, SAID, stick)
    # What waited in memory is saved before a key is renewed, as the page is left for the settings.
    casebook.notes.discard(note.session.id)
    for _ in range(2):
        casebook.rekey("correct horse battery staple")
    casebook.sealed_copies.take_in(path)
    assert words_of(casebook, note) == SAID


def test_half_filled_forms_and_what_stood_in_dialogs_come_back_too(casebook: Casebook, stick: Path) -> None:
    casebook.families.keep_form("hope/one", {"words": "Kept before"})
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            casebook.families.keep_form("hope/two", {"words": SAID})
        with pytest.raises(Problem):
            casebook.remember_place(json.dumps({"page": "today", "dialog": "Hope", "typed": [["Hope", LATER]]}))
        path = casebook.sealed_copies.save(stick)
        assert not casebook.sealed_copies.drafts_waiting
    taken = casebook.sealed_copies.take_in(path)
    assert casebook.families.kept_form("hope/two") == {"words": SAID}
    assert casebook.families.kept_form("hope/one") == {"words": "Kept before"}
    assert (taken.dialog, taken.typed) == ("Hope", (("Hope", LATER),))


def test_a_form_that_was_filled_in_otherwise_since_stays_and_the_words_of_the_copy_are_shown(
    casebook: Casebook, stick: Path
) -> None:
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            casebook.families.keep_form("hope/two", {"words": SAID})
        path = casebook.sealed_copies.save(stick)
    casebook.families.keep_form("hope/two", {"words": LATER})
    assert casebook.sealed_copies.take_in(path).typed == (("words", SAID),)
    assert casebook.families.kept_form("hope/two") == {"words": LATER}


def test_comments_that_were_begun_since_stand_together(casebook: Casebook, stick: Path) -> None:
    clock = casebook.clock
    assert isinstance(clock, Clock)
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            casebook.supervision.keep("somebody", SAID)
        path = casebook.sealed_copies.save(stick)
    clock.advance(minutes=1)
    casebook.supervision.keep("somebody", LATER)
    casebook.sealed_copies.take_in(path)
    assert casebook.supervision.kept("somebody") == f"{LATER}\n\n{SAID}"


def test_a_place_that_takes_nothing_says_so_and_leaves_nothing_behind(
    casebook: Casebook, stick: Path, tmp_path: Path
) -> None:
    note = begin(casebook)
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            keep(casebook, with_words(note, SAID))
        for place in (tmp_path / "not there", Path("/proc")):
            with pytest.raises(Problem, match="could not be written there"):
                casebook.sealed_copies.save(place)
        assert not casebook.sealed_copies.all_copied
    data = casebook.sealed_copies.sealed()
    assert data is not None
    assert put_down(stick / "made" / "now", data, casebook.clock()).read_bytes() == data


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_stick_that_is_full_says_so_keeps_no_half_copy_and_takes_the_words_once_there_is_room(
    casebook: Casebook, stick: Path
) -> None:
    note = begin(casebook)
    with out_of_reach(casebook):
        with pytest.raises(Problem):
            keep(casebook, with_words(note, SAID * 1000))
        with room_for(8192), pytest.raises(Problem, match="could not be written there"):
            casebook.sealed_copies.save(stick)
        assert not casebook.sealed_copies.all_copied
        assert list(stick.iterdir()) == []
        path = casebook.sealed_copies.save(stick)
    assert list(stick.iterdir()) == [path]
    casebook.sealed_copies.take_in(path)
    assert words_of(casebook, note) == SAID * 1000


def test_a_stick_that_keeps_less_than_it_was_given_has_taken_no_copy(
    casebook: Casebook, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_the_end(file: int) -> None:
        if stat.S_ISREG(os.fstat(file).st_mode):
            os.ftruncate(file, 100)

    monkeypatch.setattr(os, "fsync", lose_the_end)
    with pytest.raises(Problem, match="could not be written there"):
        put_down(stick, bytes(101), casebook.clock())
    assert put_down(stick, bytes(100), casebook.clock()).read_bytes() == bytes(100)
