"""Names that are ordinary words, told by the signs around them, and the same words where they are words."""

from __future__ import annotations

import pytest

from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymiser, weighing, words
from pipnotes.pseudonymise.tokens import Note

FAMILY = CaseIdentities(
    people=(
        Identity(role="infant", name="Iris Porter"),
        Identity(role="mother", name="Lise Porter"),
        Identity(role="aunt", name="Comfort Porter"),
    )
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("iris fine. lise works sats at warrens, then walked round w the pram", ["warrens"]),
        ("lise off to play at the purple playhouse, met a mum there", ["purple playhouse"]),
        ("fights w neighbour at the griffin again. lise back to the flat by 10", ["griffin"]),
    ],
)
def test_an_ordinary_word_that_stands_like_a_name_goes_and_is_asked_about(text: str, names: list[str]) -> None:
    result = Pseudonymiser(FAMILY).run(text)
    asked = [text[check.start : check.end] for check in result.checks]
    assert all(name in asked for name in names)
    assert not any(name in result.text for name in names)
    # Who looked and found an ordinary word has it back.
    assert all(name in Pseudonymiser(FAMILY).run(text, keep=frozenset(names)).text for name in names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("her friend bob came. mum ok", "her friend [friend] came. mum ok"),
        ("met mrs white at the door. dr stone said ok", "met [person] at the door. [doctor] said ok"),
        ("Seen with Capt. Lockyer-Tame and Lt. Quaye.", "Seen with [officer] and [person]."),
        ("her pal petraitis came", "her pal [friend] came"),
        ("seen at st john's church. ok then", "seen at [church]. ok then"),
        ("friend wei-ting came over. mum fine", "friend [friend] came over. mum fine"),
        ("chantelle b came too, mum fine", "[person] came too, mum fine"),
        ("We met with Tom, April and Winnie.", "We met with [person 1], [person 2] and [person 3]."),
        ("She has a permanent job with Stagecoach.", "She has a permanent job with [workplace]."),
        ("the \uff9e was ok", "the \uff9e was ok"),
    ],
)
def test_titles_kin_words_saints_and_rows_make_names_of_any_word(text: str, expected: str) -> None:
    assert Pseudonymiser(FAMILY).run(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "she was at the end of the bed, looked at the wall and cried. ok at the moment",
        "baby slept when the light went. the level of noise in the flat is high",
        "baby laughed, then looked up at the wall and the window",
        "we spoke of warrens and rabbits, and of how one digs in",
        "Her Health Visitor and the Core Group met. The penny dropped.",
        "query urosepsis, rang back at 10. cefotaxime started, drinking a bit",
    ],
)
def test_words_that_are_only_words_stay(text: str) -> None:
    assert Pseudonymiser(FAMILY).run(text).text == text


def test_a_name_of_the_case_that_is_a_word_goes_where_it_may_be_the_name() -> None:
    assert (
        Pseudonymiser(FAMILY).run("iris asleep on comfort the whole time").text
        == "[infant] asleep on [aunt] the whole time"
    )
    kept = "lise took some comfort in the singing"
    assert Pseudonymiser(FAMILY).run(kept).text == kept.replace("lise", "[mother]")


def test_every_weight_is_one_that_some_word_of_a_note_can_have() -> None:
    arity = dict(zip(weighing.SIGNS, map(len, weighing.keys(Note("One word."), 0)), strict=True))
    signs = set()
    for line in words.lines("weights.tsv"):
        sign, key, weight = line.split("\t")
        if sign not in ("never", "every"):
            signs.add(sign)
            assert len(key.split(" / ")) == arity[sign], line
        assert abs(float(weight)) < 20
    assert signs == set(weighing.SIGNS)
