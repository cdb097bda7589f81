from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipnotes.domain.codes import EndingType, Meeting, Recipient
from pipnotes.letters.content import STANDARD, GoalWords, LetterFacts, first_draft, greeting
from pipnotes.letters.hints import HintKind, Named, read_as_parent
from pipnotes.letters.reading import reading_age


def draft_of(facts: LetterFacts) -> dict[str, str]:
    return {section.key: section.text for section in first_draft(facts)}


def theirs(facts: LetterFacts) -> str:
    return "\n\n".join(section.text for section in first_draft(facts) if Recipient.PARENT not in section.left_out_for)


VARIANTS = {
    "two parents": {},
    "a single parent": {"parents": ("Leanne",)},
    "twins": {"babies": ("Ada", "Max")},
    "antenatal": {"expecting": True, "age_words": ""},
    "antenatal, no name yet": {"expecting": True, "age_words": "", "babies": ()},
    "foster carers": {"carers": True, "parents": ("Maureen", "Phil"), "age_words": "4 months"},
    "referred by a health visitor": {"referred_by": "your health visitor", "came_about": ""},
    "a sudden ending": {"how_ended": EndingType.STOPPED_COMING, "goodbye_offered": True},
    "a baby who was taken into care": {"how_ended": EndingType.CHILD_REMOVED},
    "a death": {"how_ended": EndingType.DEATH},
    "a service that closed": {"how_ended": EndingType.SERVICE_ENDED},
    "one meeting": {"meetings": 1, "last_day": date(2026, 2, 9), "with_others": ()},
    "never met": {
        "meetings": 0,
        "first_day": None,
        "last_day": None,
        "mostly": None,
        "with_others": (),
        "seen": (),
        "goals": (),
        "how_ended": EndingType.NEVER_STARTED,
    },
}


@pytest.mark.parametrize("changed", VARIANTS.values(), ids=VARIANTS.keys())
def test_every_kind_of_family_gets_a_draft_that_reads_at_about_eleven_without_a_remark(
    facts: LetterFacts, changed: dict[str, object]
) -> None:
    told = replace(facts, **changed)  # type: ignore[arg-type]
    age = reading_age(theirs(told))
    assert age is not None
    assert age <= 11
    parents = tuple(Named(name=name) for name in told.parents)
    assert read_as_parent(first_draft(told), parents=parents, greeting=greeting(told.parents)) == ()
    for gap in ("  ", "..", " .", " ,", "None", "{", "()", ",,", "“”"):
        assert gap not in theirs(told)


@pytest.mark.parametrize("changed", VARIANTS.values(), ids=VARIANTS.keys())
def test_every_parent_is_named_and_nobody_is_told_off(facts: LetterFacts, changed: dict[str, object]) -> None:
    told = replace(facts, **changed)  # type: ignore[arg-type]
    for name in told.parents:
        assert name in theirs(told)
    hints = read_as_parent(first_draft(told), parents=(), greeting="")
    assert not [hint for hint in hints if hint.kind is HintKind.BLAME]


@pytest.mark.parametrize("how", list(EndingType))
def test_each_way_of_ending_has_words_of_its_own(facts: LetterFacts, how: EndingType) -> None:
    words = {other: draft_of(replace(facts, how_ended=other))["ending"] for other in EndingType}
    assert words[how]
    assert [other for other, text in words.items() if text == words[how]] == [how]


def test_the_letter_says_what_the_records_say(facts: LetterFacts) -> None:
    text = draft_of(facts)
    assert text["why_we_met"] == (
        "You asked for help when Sami was eleven weeks old. You told us: “The days feel long.”"
    )
    assert "Zahra and Idris, we met 26 times between February and October 2026, mostly at home." in text["what_we_did"]
    assert "Sami’s grandmother was there four times." in text["what_we_did"]
    assert "By the end you were most of the way there." in text["what_changed"]
    assert "Some sleep" in text["still_hard"]
    assert "Some sleep" not in text["what_changed"]
    assert text["ending"] == "We chose the ending together. Our last visit was on 30 October."
    assert text["next"].startswith("We will ring in April 2027 and again in October 2027, just to see how you all are.")
    assert "ring Dr Lowther or your health visitor, Anita Kaur. In an emergency ring 999." in text["keeping_safe"]
    assert "0121 496 0123" in text["contact"]


def test_twins_are_two_and_an_unborn_baby_is_waited_for(facts: LetterFacts) -> None:
    twins = draft_of(replace(facts, babies=("Ada", "Max")))
    assert "when Ada and Max were eleven weeks old" in twins["why_we_met"]
    assert "Ada and Max look to you for comfort." in twins["what_we_noticed"]
    unborn = draft_of(replace(facts, babies=(), expecting=True, age_words=""))
    assert unborn["why_we_met"].startswith("You asked for help while you were waiting for your baby.")


def test_foster_carers_are_met_with_the_child_who_came_to_them(facts: LetterFacts) -> None:
    text = draft_of(replace(facts, carers=True, age_words="4 months"))["why_we_met"]
    assert "when Sami was four months old and had come to live with you." in text


def test_a_sudden_goodbye_is_named_and_another_is_offered_only_when_it_was(facts: LetterFacts) -> None:
    sudden = replace(facts, how_ended=EndingType.STOPPED_COMING)
    assert "before we could say goodbye" in draft_of(sudden)["ending"]
    assert "visit to say goodbye" not in draft_of(sudden)["ending"]
    assert "visit to say goodbye" in draft_of(replace(sudden, goodbye_offered=True))["ending"]


@pytest.mark.parametrize("how", [EndingType.DEATH, EndingType.CHILD_REMOVED])
def test_a_grieving_family_gets_no_cheerful_words_that_nobody_wrote(facts: LetterFacts, how: EndingType) -> None:
    text = draft_of(replace(facts, how_ended=how))
    assert text["what_we_noticed"] == text["what_changed"] == text["still_hard"] == ""
    assert "Sami" not in text["keeping_safe"]


def test_where_the_records_are_silent_so_is_the_letter() -> None:
    text = draft_of(LetterFacts(parents=("Leanne",)))
    assert [key for key in ("what_we_noticed", "what_changed", "still_hard", "ending", "next") if text[key]] == []
    one = draft_of(LetterFacts(parents=("Leanne",), goals=(GoalWords(words="Rest"),), meetings=2, mostly=Meeting.VIDEO))
    assert one["what_changed"] == "You hoped for this: “Rest.”"
    assert one["what_we_did"].startswith("Leanne, we met twice, mostly by video.")


def test_scores_go_to_the_gp_alone_and_what_we_noticed_does_not(facts: LetterFacts) -> None:
    sections = {section.key: section for section in first_draft(facts)}
    assert set(sections["scores"].left_out_for) == {Recipient.PARENT, Recipient.HEALTH_VISITOR}
    assert "PHQ-9, Zahra: 16 of 27 on 9 February 2026, 7 of 27 on 30 October 2026." in sections["scores"].text
    assert sections["what_we_noticed"].left_out_for == (Recipient.GP,)
    assert "PHQ-9" not in theirs(facts)


def test_the_sections_stand_in_print_order_under_the_families_own_headings(facts: LetterFacts) -> None:
    assert [section.heading for section in first_draft(facts)] == [standard.heading for standard in STANDARD]
    assert [standard.key for standard in STANDARD][:9] == [
        "why_we_met",
        "what_we_did",
        "what_we_noticed",
        "what_changed",
        "still_hard",
        "ending",
        "next",
        "keeping_safe",
        "contact",
    ]


def test_both_parents_are_greeted() -> None:
    assert greeting(("Zahra", "Idris")) == "Dear Zahra and Idris,"
    assert greeting(("Leanne",)) == "Dear Leanne,"
