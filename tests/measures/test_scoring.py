from __future__ import annotations

import pytest

from pipnotes.errors import WrongUse
from pipnotes.measures import Direction, Fact, Item, Measure, change, in_words, load, names, score


def answers(*places: int) -> dict[int, int]:
    return dict(enumerate(places, start=1))


def form(**changed: object) -> Measure:
    """A made-up measure with what the PHQ-9 has not: turned questions, subscales and one answer to spare."""
    facts: dict[str, object] = {
        "id": "made-up",
        "name": "Made-up",
        "about": "",
        "items": tuple(Item(number=number, label=f"Question {number}") for number in range(1, 5)),
        "low": 1,
        "options": 5,
        "reverse": frozenset({2}),
        "subscales": (("closeness", (1, 2)), ("calm", (3, 4))),
        "higher_is_better": True,
        "bands": (),
        "bands_source": "",
        "bands_year": None,
        "cut_off": None,
        "reliable_change": None,
        "risk_items": (),
        "prorate_missing": 0,
        "source": "",
        "year": 2026,
    }
    return Measure(**(facts | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "none"),
        (4, "none"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately severe"),
        (19, "moderately severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_each_published_band_of_the_phq9_starts_and_ends_where_the_paper_says(total: int, band: str) -> None:
    full, rest = divmod(total, 3)
    places = [3] * full + ([rest] if rest else [])
    result = score(load("phq9"), answers(*(places + [0] * (9 - len(places)))))
    assert (result.total, result.band, result.complete) == (total, band, True)


def test_every_total_of_every_measure_that_ships_has_one_band_and_every_figure_a_source() -> None:
    for name in names():
        measure = load(name)
        for total in range(measure.lowest, measure.highest + 1):
            assert sum(band.low <= total <= band.high for band in measure.bands) == 1
        for fact in (measure.cut_off, measure.reliable_change):
            assert fact is None or (fact.source and fact.year > 1900)
        assert measure.bands_source
        assert measure.source
    assert names() == ("phq9",)


def test_an_answer_above_none_on_self_harm_is_told_whatever_the_total() -> None:
    assert score(load("phq9"), answers(0, 0, 0, 0, 0, 0, 0, 0, 1)).risk_items == (9,)
    assert score(load("phq9"), answers(3, 3, 3, 3, 3, 3, 3, 3, 0)).risk_items == ()


def test_a_half_filled_form_has_no_total_and_still_tells_of_self_harm() -> None:
    result = score(load("phq9"), {1: 2, 9: 2})
    assert result.total is None
    assert result.band is None
    assert not result.complete
    assert result.risk_items == (9,)


def test_the_question_about_everyday_difficulty_is_taken_and_not_counted() -> None:
    result = score(load("phq9"), answers(1, 1, 1, 1, 1, 1, 1, 1, 0, 3))
    assert (result.total, result.complete) == (8, True)
    assert score(load("phq9"), answers(1, 1, 1, 1, 1, 1, 1, 1, 0)).complete


@pytest.mark.parametrize("wrong", [{1: 4}, {1: -1}, {11: 0}, {0: 1}, {1: True}, {1: 1.5}, {1: "2"}])
def test_an_answer_that_the_form_does_not_offer_is_refused(wrong: dict[int, int]) -> None:
    with pytest.raises(WrongUse, match="PHQ-9"):
        score(load("phq9"), answers(0, 0, 0, 0, 0, 0, 0, 0, 0) | wrong)


@pytest.mark.parametrize("wrong", ["phq", "../phq9", "", "PHQ9"])
def test_an_unknown_measure_is_refused_with_the_names_of_those_there_are(wrong: str) -> None:
    with pytest.raises(WrongUse) as caught:
        load(wrong)
    assert "phq9" in caught.value.todo


def test_the_program_turns_the_turned_questions() -> None:
    result = score(form(), answers(4, 0, 0, 0))
    assert result.total == 5 + 5 + 1 + 1
    assert result.subscales == {"closeness": 10, "calm": 2}


def test_a_subscale_stands_when_only_the_other_one_has_a_gap() -> None:
    result = score(form(), {1: 4, 2: 4, 3: 0})
    assert result.total is None
    assert result.subscales == {"closeness": 6, "calm": None}


def test_a_measure_that_allows_one_gap_fills_it_with_the_mean_and_no_more() -> None:
    measure = form(prorate_missing=1, reverse=frozenset(), subscales=())
    assert score(measure, {1: 1, 2: 1, 3: 2}).total == 9  # 7 of 3 questions are 9.33 of 4
    assert not score(measure, {1: 1, 2: 1, 3: 2}).complete
    assert score(measure, {1: 1, 2: 1}).total is None
    assert score(measure, {}).total is None


@pytest.mark.parametrize(
    ("first", "last", "points", "reliable", "direction"),
    [
        (16, 10, -6, True, Direction.BETTER),
        (16, 11, -5, False, Direction.BETTER),
        (10, 16, 6, True, Direction.WORSE),
        (10, 10, 0, False, Direction.SAME),
    ],
)
def test_six_points_on_the_phq9_are_a_change_and_five_are_not(
    first: int, last: int, points: int, reliable: bool, direction: Direction
) -> None:
    moved = change(load("phq9"), first, last)
    assert (moved.points, moved.reliable, moved.direction) == (points, reliable, direction)


def test_where_more_is_better_going_up_is_better_and_an_unpublished_change_stays_unknown() -> None:
    moved = change(form(), 8, 12)
    assert (moved.direction, moved.reliable) == (Direction.BETTER, None)
    needed = form(reliable_change=Fact(value=4, source="Made up", year=2026))
    assert change(needed, 12, 8).reliable is True


def test_the_sentences_for_the_screen_say_total_band_way_and_weight() -> None:
    measure = load("phq9")
    assert in_words(measure, 16) == "16 of 27, in the band “moderately severe”."
    assert in_words(measure, 16, 7) == (
        "7 of 27, in the band “mild”. Down 9 points from 16 the first time. "
        "That is better, and 6 points or more is unlikely to be chance."
    )
    assert in_words(measure, 8, 9).endswith("Up 1 point from 8 the first time. Less than 6 points can be chance.")
    assert in_words(measure, 8, 8).endswith("The same as the first time.")
    assert in_words(form(), 8, 12).endswith("No reliable change is published for this measure.")
