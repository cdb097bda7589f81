from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipnotes.domain.codes import Answer, ConsentDecision, Recipient, SafeContact
from pipnotes.domain.ending import Letter, LetterCopy
from pipnotes.letters.checks import Check, Leaving, Level, Sending, before_leaving, working_days


def copy_for(letter: Letter, recipient: Recipient) -> LetterCopy:
    return next(copy for copy in letter.copies if copy.recipient is recipient)


def leaving(letter: Letter, recipient: Recipient = Recipient.PARENT, **more: object) -> Leaving:
    usual: dict[str, object] = {
        "letter": letter,
        "copy": copy_for(letter, recipient),
        "sending": Sending.POST,
        "safe_contact": (SafeContact.ANY,),
        "consent": ConsentDecision.GIVEN,
        "last_met": date(2026, 10, 30),
    }
    return Leaving(**(usual | more))  # type: ignore[arg-type]


def told(found: tuple[Check, ...]) -> list[tuple[str, Level]]:
    return [(check.key, check.level) for check in found]


@pytest.mark.parametrize("recipient", [Recipient.PARENT, Recipient.GP])
def test_nothing_stands_against_a_signed_letter_in_good_order(letter: Letter, recipient: Recipient) -> None:
    assert before_leaving(leaving(letter, recipient)) == ()


def test_a_copy_without_an_address_cannot_be_posted(letter: Letter) -> None:
    nowhere = replace(copy_for(letter, Recipient.PARENT), address=" ")
    assert told(before_leaving(leaving(letter, copy=nowhere))) == [("address", Level.BLOCK)]
    assert told(before_leaving(leaving(letter, copy=nowhere, sending=Sending.BY_HAND))) == []
    gp = replace(copy_for(letter, Recipient.GP), address="")
    assert told(before_leaving(leaving(letter, copy=gp, sending=Sending.BY_HAND))) == [("address", Level.CONFIRM)]
    assert told(before_leaving(leaving(letter, copy=gp, sending=Sending.SEALED_PDF))) == []


@pytest.mark.parametrize(
    ("answer", "sending", "expected"),
    [
        (SafeContact.PHONE_ONLY, Sending.POST, Level.BLOCK),
        (SafeContact.TEXT_ONLY, Sending.POST, Level.BLOCK),
        (SafeContact.VISIT_ONLY, Sending.POST, Level.BLOCK),
        (SafeContact.NONE, Sending.POST, Level.BLOCK),
        (SafeContact.NONE, Sending.BY_HAND, Level.BLOCK),
        (SafeContact.ASK, Sending.POST, Level.CONFIRM),
        (SafeContact.PHONE_ONLY, Sending.BY_HAND, Level.CONFIRM),
    ],
)
def test_a_letter_never_goes_where_letters_are_not_safe(
    letter: Letter, answer: SafeContact, sending: Sending, expected: Level
) -> None:
    found = before_leaving(leaving(letter, safe_contact=(SafeContact.ANY, answer), sending=sending))
    assert told(found) == [("safe-contact", expected)]


def test_a_visit_is_a_safe_way_to_hand_a_letter_over(letter: Letter) -> None:
    found = before_leaving(leaving(letter, safe_contact=(SafeContact.VISIT_ONLY,), sending=Sending.BY_HAND))
    assert found == ()


def test_a_parents_safe_contact_does_not_stop_the_gps_copy(letter: Letter) -> None:
    assert before_leaving(leaving(letter, Recipient.GP, safe_contact=(SafeContact.NONE,))) == ()


@pytest.mark.parametrize("consent", [None, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN, ConsentDecision.TO_ASK])
def test_without_the_familys_yes_the_gp_gets_nothing(letter: Letter, consent: ConsentDecision | None) -> None:
    assert told(before_leaving(leaving(letter, Recipient.GP, consent=consent))) == [("consent", Level.BLOCK)]
    assert before_leaving(leaving(letter, consent=consent)) == ()


def test_an_unsigned_letter_asks_first(draft: Letter) -> None:
    assert told(before_leaving(leaving(draft))) == [("unsigned", Level.CONFIRM)]


def test_ten_working_days_are_in_time_and_eleven_are_late(letter: Letter) -> None:
    assert working_days(date(2026, 10, 30), date(2026, 11, 13)) == 10
    assert before_leaving(leaving(replace(letter, dated=date(2026, 11, 13)))) == ()
    late = replace(letter, dated=date(2026, 11, 16))
    assert told(before_leaving(leaving(late))) == [("late", Level.CONFIRM)]
    assert before_leaving(leaving(late, holidays=frozenset({date(2026, 11, 9)}))) == ()
    assert before_leaving(leaving(late, last_met=None)) == ()


def test_another_familys_surname_is_found_as_a_whole_word_where_this_reader_would_read_it(letter: Letter) -> None:
    wrong = replace(letter, sections=(replace(letter.sections[2], text="The Okafors and Ms Lund waited."),))
    assert told(before_leaving(leaving(wrong, other_surnames=("Lund", "")))) == [("other-family", Level.CONFIRM)]
    assert before_leaving(leaving(wrong, other_surnames=("Okafor",))) == ()
    assert before_leaving(leaving(wrong, Recipient.GP, other_surnames=("Lund",))) == ()


def test_words_of_a_private_note_stop_the_letter(letter: Letter) -> None:
    private = "I felt quite lost in that room today, and I wondered whose loss it was."
    leaked = replace(letter, sections=(replace(letter.sections[0], text=f"You asked for help. {private.upper()}"),))
    assert told(before_leaving(leaving(leaked, private_notes=(private,)))) == [("private-note", Level.BLOCK)]
    assert before_leaving(leaving(letter, private_notes=(private, "We met 26 times."))) == ()


def test_what_stops_comes_before_what_asks_and_no_check_repeats_the_record(letter: Letter) -> None:
    found = before_leaving(
        leaving(
            replace(letter, signed=None),
            copy=replace(copy_for(letter, Recipient.PARENT), address=""),
            responsibility=(Answer.YES, Answer.UNKNOWN),
            shared_home=True,
            large_print_needed=True,
            unprintable=("ز",),
            other_surnames=("Zahra",),
        )
    )
    assert [check.level for check in found] == sorted((check.level for check in found), key=lambda one: one.value)
    assert [check.key for check in found] == [
        "address",
        "shared-home",
        "responsibility",
        "other-family",
        "unsigned",
        "large-print",
        "letters",
    ]
    for check in found:
        assert "Zahra" not in check.message + check.todo
        assert check.todo
