"""What is in a summary's text when the author's word and the pseudonymiser's meet on the same letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipnotes.casebook.wording import Mark, can_stay, compose
from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Ruling
from pipnotes.pseudonymise import Check, Pseudonymised, Replacement

# Every letter differs from every other, so that a letter that goes out tells where it stood.
LETTERS = "".join(chr(0x4E00 + place) for place in range(40))
Place = tuple[int, int]
places = st.tuples(st.integers(0, 39), st.integers(1, 12)).map(lambda at: (at[0], min(at[0] + at[1], 40)))


def _replacement(place: Place, source: str = "case", certain: bool = True) -> Replacement:
    return Replacement(
        start=place[0],
        end=place[1],
        kind="person",
        replacement="[mother]",
        source=source,  # type: ignore[arg-type]
        certain=certain,
        reason="",
    )


def _ruling(place: Place, word: Word, text: str = LETTERS) -> Ruling:
    return Ruling(start=place[0], end=place[1], quote=text[place[0] : place[1]], word=word)


replacements = st.builds(_replacement, places, st.sampled_from(["case", "pattern", "unknown"]), st.booleans())
rulings = st.builds(_ruling, places, st.sampled_from(list(Word)))
checks = places.map(lambda place: Check(start=place[0], end=place[1], why="Is this a name?"))


@given(st.lists(replacements, max_size=6), st.lists(checks, max_size=4), st.lists(rulings, max_size=6))
def test_nothing_taken_out_and_no_sure_name_is_ever_in_what_goes(
    found: list[Replacement], asked: list[Check], said: list[Ruling]
) -> None:
    wording = compose(LETTERS, Pseudonymised(text="", replacements=tuple(found), checks=tuple(asked)), said)
    assert "".join(piece.stays for piece in wording.pieces) == LETTERS
    edges = [0, *(piece.end for piece in wording.pieces)]
    assert [piece.start for piece in wording.pieces] == edges[:-1]
    hidden = [(r.start, r.end) for r in said if r.word is Word.TAKEN_OUT]
    hidden += [(r.start, r.end) for r in found if not can_stay(r)]
    assert [letter for start, end in hidden for letter in LETTERS[start:end] if letter in wording.text] == []
    for piece in wording.pieces:
        if piece.mark in (Mark.PLAIN, Mark.CHECK):
            assert piece.goes == piece.stays


def test_two_takings_out_that_cut_one_name_take_out_all_three() -> None:
    text = "a secret Leanne Hartley another secret b"
    found = Pseudonymised(text="", replacements=(_replacement((9, 23)),))
    said = [_ruling((2, 12), Word.TAKEN_OUT, text), _ruling((20, 38), Word.TAKEN_OUT, text)]
    assert compose(text, found, said).text == "a [taken out] b"


def test_a_question_beside_a_name_that_is_cut_does_not_bring_the_words_back() -> None:
    text = "it was in the news that Leanne wept"
    found = Pseudonymised(
        text="", replacements=(_replacement((24, 30)),), checks=(Check(start=7, end=26, why="Was it in the news?"),)
    )
    assert "wept" not in compose(text, found, [_ruling((28, 35), Word.TAKEN_OUT, text)]).text
