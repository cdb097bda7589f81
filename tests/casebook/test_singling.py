"""Whether a summary's coded fields single a family out: counted, asked in plain words, and told more coarsely."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipnotes.domain import singling
from pipnotes.domain.singling import NOT_TOLD, Trait, alike, coarser, question, singled_out, traits
from pipnotes.domain.summary import MeasureTrend, Presence, Summary

_ROLES = ("baby", "baby 1", "baby 2", "mum", "dad", "gran", "foster mum", "brother 1", "aunt", "family member")
_BANDS = ("antenatal", "3 to 5 months", "6 to 11 months", NOT_TOLD)
_FLAGS = ("Concern open", "Turns two in 3 weeks", "Turns two in 9 weeks")


def family(*roles: str, age: str = "6 to 11 months", flags: tuple[str, ...] = (), week: int = 10) -> Summary:
    there = tuple(Presence(role=role, meetings=3) for role in roles)
    return Summary(code="Wren 14", week=week, age_band=age, meetings=8, presence=there, flags=flags)


_family = st.builds(
    lambda roles, age, flags, week, measured: replace(
        family(*roles, age=age, flags=tuple(flags), week=week),
        measures=tuple(MeasureTrend(measure="phq9", role=role, scores=((1, 9),)) for role in measured),
    ),
    st.lists(st.sampled_from(_ROLES), unique=True, max_size=4),
    st.sampled_from(_BANDS),
    st.lists(st.sampled_from(_FLAGS), unique=True, max_size=2),
    st.integers(1, 80),
    st.lists(st.sampled_from(("mum", "dad", "baby 1")), unique=True, max_size=2),
)


def found(mine: Summary, *others: Summary, known: Summary | None = None) -> list[str]:
    before = traits(known) if known else frozenset()
    singled = singled_out(traits(mine), [traits(other) for other in others], before)
    return [question(one, "Marion") for one in singled]


def test_the_only_family_with_twins_is_asked_about_in_plain_words() -> None:
    twins = family("baby 1", "baby 2", "mum")
    others = (family("baby", "mum"),) * 3
    assert found(twins, *others) == [
        "Among the four families Marion has from you, only this one has twins."
        " Somebody who knows the area could guess who it is."
    ]
    assert found(family("baby", "mum"), *others) == []


def test_what_no_family_has_alone_but_only_this_one_together_is_asked_about_once() -> None:
    mine = family("baby", "mum", "gran", age="3 to 5 months")
    others = (family("baby", "mum", "gran"), family("baby", "mum", age="3 to 5 months"))
    (asked,) = found(mine, *others)
    assert "only this one has a grandmother and a baby of 3 to 5 months together" in asked


def test_without_any_other_family_only_what_is_rare_in_itself_is_asked_about() -> None:
    assert found(family("baby", "mum", "dad", "brother", "nan")) == []
    (asked,) = found(family("baby", "foster mum", "foster dad"))
    assert asked.startswith("Marion has no other family from you, and this one has a foster carer.")


def test_two_words_for_one_place_in_a_family_are_alike() -> None:
    assert found(family("baby", "mam", "nan", "sister"), family("baby", "mum", "gran", "brother 1")) == []


def test_what_the_reader_holds_of_the_family_already_is_not_asked_about_again() -> None:
    twins = family("baby 1", "baby 2", "mum")
    assert found(twins, family("baby", "mum"), known=twins) == []
    with_gran = family("baby 1", "baby 2", "mum", "gran")
    (asked,) = found(with_gran, family("baby", "mum"), known=twins)
    assert "a grandmother" in asked


def test_an_open_concern_is_never_asked_about() -> None:
    assert found(family("baby", "mum", flags=("Concern open",)), family("baby", "mum")) == []
    (asked,) = found(family("baby", "mum", flags=("Turns two in 3 weeks",)), family("baby", "mum"))
    assert "the flag “Turns two”" in asked


@given(_family, st.lists(_family, max_size=5), _family)
def test_another_family_never_makes_one_more_singular(mine: Summary, others: list[Summary], more: Summary) -> None:
    before, after = [traits(one) for one in others], [traits(one) for one in (*others, more)]
    for one in singled_out(traits(mine), after):
        assert alike(one.traits, after) == 0
        assert alike(one.traits, before) == 0
    assert singled_out(traits(mine), [*after, traits(mine)]) == ()


@given(_family, st.lists(_family, max_size=5))
def test_what_is_taken_out_is_told_no_more_and_nothing_else_is_lost(mine: Summary, others: list[Summary]) -> None:
    held = [traits(other) for other in others]
    for one in singled_out(traits(mine), held):
        if one.can_go:
            left = coarser(mine, one.can_go)
            assert not traits(left) & set(one.can_go)
            assert (left.text, left.week, left.meetings, left.code) == (mine.text, mine.week, mine.meetings, mine.code)
            assert [flag for flag in mine.flags if flag == "Concern open"] == [
                flag for flag in left.flags if flag == "Concern open"
            ]


def test_one_baby_is_told_where_there_are_twins() -> None:
    twins = replace(
        family("baby 1", "baby 2", "mum"),
        presence=(Presence(role="baby 1", meetings=2), Presence(role="baby 2", meetings=5)),
        measures=tuple(MeasureTrend(measure="asq", role=f"baby {n}", scores=((4, n),)) for n in (1, 2)),
    )
    one = coarser(twins, [Trait(singling.BABIES, "2")])
    assert one.presence == (Presence(role="baby", meetings=5),)
    assert [(trend.role, trend.scores) for trend in one.measures] == [("baby", ((4, 1),))]
