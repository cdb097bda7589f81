from __future__ import annotations

import pytest

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import LetterSection
from pipnotes.letters.hints import Hint, HintKind, Named, read_as_parent
from pipnotes.letters.reading import reading_age, sentences, syllables

ZAHRA, IDRIS = Named(name="Zahra", pronoun="she"), Named(name="Idris", pronoun="he")
PICTURE = (
    LetterSection(
        key="what_we_did",
        heading="What we did",
        text="We met 26 times. Zahra, at first you failed to see how often he was looking for you.",
    ),
    LetterSection(
        key="what_we_noticed",
        heading="What we noticed",
        text="Zahra, you wait for him. Idris, you found your own way of settling him.",
    ),
)


def read(text: str, **more: object) -> list[Hint]:
    return list(read_as_parent([LetterSection(key="k", heading="K", text=text, **more)], parents=()))  # type: ignore[arg-type]


def test_the_letter_of_the_picture_gets_the_two_remarks_of_the_picture() -> None:
    blame, names = read_as_parent(PICTURE, parents=(ZAHRA, IDRIS), greeting="Dear Zahra and Idris,")
    assert blame.message == "“failed to” can sound like blame. Try “found it hard to”."
    assert PICTURE[0].text[blame.start : blame.end] == "failed to"
    assert blame.section == "what_we_did"
    assert names.message == "Zahra is named 3 times, Idris twice. Does he see himself here?"


def test_taking_up_a_hint_leaves_a_sentence_that_reads() -> None:
    text = PICTURE[0].text
    (hint,) = read(text)
    assert hint.suggestion
    assert "at first you found it hard to see" in text[: hint.start] + hint.suggestion + text[hint.end :]
    assert read(text[: hint.start] + hint.suggestion + text[hint.end :]) == []


def test_a_hint_that_was_left_is_not_shown_again_and_others_are() -> None:
    first = read_as_parent(PICTURE, parents=(ZAHRA, IDRIS), greeting="Dear Zahra and Idris,")
    left = read_as_parent(PICTURE, parents=(ZAHRA, IDRIS), greeting="Dear Zahra and Idris,", left=(first[0].key,))
    assert left == first[1:]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("You failed to attend twice.", "could not come"),
        ("There was one DNA.", "could not come"),
        ("Then you disengaged.", "stopped coming"),
        ("You refused to talk.", "chose not to"),
        ("Idris refused the visit.", "said no to"),
        ("You were non-compliant.", "did not find it helpful"),
        ("He was attention-seeking.", "looking for closeness"),
        ("You denied low mood.", "told us that there was no"),
        ("Failed to settle.", "Found it hard to"),
        ("You didn't engage.", "did not find that this was right for you"),
    ],
)
def test_words_that_blame_get_kinder_ones(text: str, suggestion: str) -> None:
    (hint,) = read(text)
    assert (hint.kind, hint.suggestion) == (HintKind.BLAME, suggestion)


@pytest.mark.parametrize(
    "text", ["The parent-infant team met you.", "dna", "You were sad and anxious.", "You claim it."]
)
def test_plain_words_are_left_in_peace(text: str) -> None:
    assert read(text) == []


def test_a_person_has_an_illness_and_is_not_one() -> None:
    (hint,) = read("Zahra was depressed after the birth.")
    assert (hint.kind, hint.suggestion) == (HintKind.HAS, "had depression")
    text = "You’re an addict."
    (short,) = read(text)
    assert text[: short.start] + (short.suggestion or "") + text[short.end :] == "You have an addiction."


def test_a_short_form_is_remarked_on_once_and_not_when_it_is_explained() -> None:
    assert [hint.quote for hint in read("The CPN came. The CPN rang. Your GP knows.")] == ["CPN"]
    assert read("Your community nurse (CPN) came. The CPN rang.") == []
    assert read("The CPN (community nurse) came.") == []


def test_a_sentence_of_26_words_is_long_and_one_of_25_is_not() -> None:
    assert read(" ".join(["go"] * 25) + ".") == []
    (hint,) = read("Short one. " + " ".join(["go"] * 26) + ".")
    assert (hint.kind, hint.start) == (HintKind.LONG, 11)
    assert "26 words" in hint.message


def test_what_the_parents_will_not_read_is_not_read_as_a_parent() -> None:
    assert read("PHQ-9: failed to return it.", left_out_for=(Recipient.PARENT,)) == []


@pytest.mark.parametrize(
    ("text", "parents", "message"),
    [
        ("Zahra came.", (ZAHRA, IDRIS), "Zahra is named once, Idris is not named. Does he see himself here?"),
        ("Idris came.", (ZAHRA, IDRIS), "Zahra is not named, Idris is named once. Does she see herself here?"),
        ("You came.", (ZAHRA,), "Zahra is not named. Does she see herself here?"),
        (
            "Jo came with Al. Jo sat.",
            (Named(name="Jo"), Named(name="Al")),
            "Jo is named twice, Al once. Is there enough of Al here?",
        ),
    ],
)
def test_a_parent_who_is_named_less_is_asked_after(text: str, parents: tuple[Named, ...], message: str) -> None:
    (hint,) = read_as_parent([LetterSection(key="k", heading="K", text=text)], parents=parents)
    assert (hint.kind, hint.message) == (HintKind.NAMES, message)


def test_parents_named_alike_and_names_inside_other_words_raise_no_question() -> None:
    section = LetterSection(key="k", heading="K", text="Al’s son and Jo. Also Josie.")
    assert read_as_parent([section], parents=(Named(name="Jo"), Named(name="Al"))) == ()


def test_syllables_come_within_a_thirtieth_of_a_count_by_ear() -> None:
    by_ear = {
        "baby": 2, "mother": 2, "family": 3, "noticed": 2, "together": 3, "november": 3, "grandmother": 3, "asked": 1,
        "wanted": 2, "little": 2, "hoped": 1, "april": 2, "also": 2, "away": 2, "idea": 3, "happy": 2, "voice": 1,
        "holding": 2, "visitor": 3, "emergency": 4, "over": 2, "very": 2, "worried": 2, "crying": 2, "hours": 1,
        "people": 2, "evening": 2, "because": 2, "you": 1, "we": 1, "were": 1, "settle": 2, "playing": 2, "always": 2,
        "felt": 1, "goodbye": 2, "looked": 1, "quiet": 2, "table": 2, "needed": 2, "breastfeeding": 3,
        "understanding": 4, "psychotherapist": 5, "relationship": 4, "important": 3, "father": 2, "nights": 1,
    }  # fmt: skip
    total = sum(by_ear.values())
    assert abs(sum(map(syllables, by_ear)) - total) / total <= 1 / 30


def test_reading_age_grows_with_the_length_of_words_and_sentences() -> None:
    easy = "We met at your home. Sami was small. You were tired. He looked for you, and you were there. " * 3
    hard = (
        "The psychotherapeutic intervention prioritised intergenerational attachment representations, considering "
        "contemporaneous environmental vulnerabilities and multidisciplinary recommendations throughout. "
    ) * 3
    assert reading_age(easy) in range(5, 8)
    assert (reading_age(hard) or 0) > 20
    assert reading_age("Too short to say.") is None


def test_titles_do_not_end_sentences() -> None:
    text = "Ring Dr. Lowther. Then wait."
    assert [text[start:end] for start, end in sentences(text)] == ["Ring Dr. Lowther.", "Then wait."]
