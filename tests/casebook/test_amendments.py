"""What a signed note tells of itself: its amendments word by word, its seal, and where it has been used."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from pipnotes.casebook.amendments import AmendmentDraft, State, folded
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.domain.codes import SafeContact

texts = some.text(alphabet="ab ,\n", max_size=40)


def _reading(pieces: object, *states: State) -> str:
    return "".join(piece.text for piece in pieces if piece.state in states)  # type: ignore[attr-defined]


@given(texts, texts)
def test_no_word_is_lost_between_what_was_first_written_and_what_it_reads_now(first: str, now: str) -> None:
    pieces = folded([first, now])
    assert _reading(pieces, State.KEPT, State.ADDED) == now
    assert _reading(pieces, State.KEPT, State.STRUCK) == first


@given(texts, texts, texts)
def test_every_word_that_ever_stood_there_can_still_be_read(first: str, second: str, now: str) -> None:
    pieces = folded([first, second, now])
    assert _reading(pieces, State.KEPT, State.ADDED) == now
    seen = [word for piece in pieces for word in piece.text.split()]
    assert all(word in seen for word in [*first.split(), *second.split()])


def test_the_seal_of_a_note_breaks_when_a_word_was_changed_behind_our_back(casebook: Casebook) -> None:
    family = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")
    note = casebook.notes.of(family)[-1]
    sealed = casebook.amendments.seal(note.id)
    assert sealed.unchanged
    raw = casebook._ledger.vault._ledger.connection.raw
    raw.set_authorizer(None)
    raw.execute("DROP TRIGGER version_stays")
    (before,) = raw.execute("SELECT body FROM version WHERE record = ?", (note.id,)).fetchone()
    raw.execute("UPDATE version SET body = ? WHERE record = ?", (before.replace(b"Mabel", b"Mavis"), note.id))
    after = casebook.amendments.seal(note.id)
    assert not after.unchanged
    assert after.digest == sealed.digest


def test_a_draft_amendment_is_kept_with_its_place_and_goes_when_it_is_signed(casebook: Casebook) -> None:
    family = next(row.family.id for row in casebook.families.rows() if row.circle.title == "Mabel")
    note = casebook.notes.of(family)[0].body
    draft = AmendmentDraft(words={"baby": note.baby + " She waved."}, title="Something left out", why="I forgot")
    casebook.amendments.keep(note, draft, Place(field="baby", caret=4))
    assert casebook.amendments.draft(note.id) == (draft, Place(field="baby", caret=4))
    casebook.amendments.set_aside(note)
    assert casebook.amendments.draft(note.id) is None
    casebook.amendments.bring_back(note)
    casebook.amendments.sign(note, draft)
    assert casebook.amendments.draft(note.id) is None
    told = casebook.amendments.told(casebook.notes.again(note.id))[0]
    assert (told.title, told.why, told.parts) == ("Something left out", "I forgot", ("Baby: 2 words added.",))


def test_a_letter_opens_with_the_familys_words_and_never_with_a_referrers(casebook: Casebook) -> None:
    circle = next(row.circle for row in casebook.families.rows() if row.circle.title == "Mabel")
    begun = casebook.letters.start(circle.family.id)
    assert circle.family.came_about.strip(".") in begun.sections[0].text
    casebook.letters.discard(begun)
    casebook.families.keep_family(replace(circle.family, came_about_by="The health visitor, in her referral"))
    again = casebook.letters.start(circle.family.id)
    assert circle.family.came_about.strip(".") not in again.sections[0].text


def test_a_letter_is_checked_against_what_the_records_say(casebook: Casebook) -> None:
    letter = casebook.letters.drafts()[0][0]
    parents = casebook.families.circle(letter.family).caregivers
    for person in parents:
        casebook.families.keep_person(replace(person, safe_contact=SafeContact.PHONE_ONLY))
    reader = letter.copies[0].recipient
    assert "safe-contact" in [check.key for check in casebook.letters.checks(letter, reader)]
    posted = casebook.letters.checks(letter, reader, by_post=True)
    assert (posted[0].key, posted[0].level.value) == ("safe-contact", "block")
    private = next(
        opened.reflection.text
        for note in casebook.notes.of(letter.family)
        if (opened := casebook.notes.again(note.id)).reflection
    )
    leaking = replace(letter, sections=(replace(letter.sections[0], text=private), *letter.sections[1:]))
    assert "private-note" in [check.key for check in casebook.letters.checks(leaking, reader)]
