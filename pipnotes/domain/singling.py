"""Whether what leaves singles one family out among those its reader holds: counted over the coded fields alone.

This is k-anonymity's question (L. Sweeney, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems
10(5), 2002): among how many families could this one be any? What somebody who lives near might know of a family is
asked about alone; how often it was met, for how long and with which measures counts only together with that. An open
concern is never asked about, since a supervisor must not be kept from one. The words of the text are the
pseudonymiser's and the author's business, not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipnotes.domain.summary import Presence, Summary
from pipnotes.domain.words import listed, number_word

BABIES, ROLE, AGE, FLAG, MEASURE, MEETINGS, WEEKS = "babies", "role", "age", "flag", "measure", "meetings", "weeks"
NOT_TOLD = "not told"
FAMILY_MEMBER = "family member"
CONCERN_FLAG = "Concern open"

# Most families have these, so that alone they are worth a question only beside other families.
_COMMON = frozenset(
    ("mum", "dad", "parent", "partner", "brother or sister", "grandmother", "grandfather", "family member")
)
# Different families' words for one place, which somebody outside could not tell apart.
_SAME = {
    "mum": "mam mother mum mummy",
    "dad": "dad daddy father",
    "brother or sister": "brother sister sibling",
    "grandmother": "gran grandma grandmother nan nana",
    "grandfather": "grandad grandfather grandpa",
}
_PLACES = {word: place for place, words in _SAME.items() for word in words.split()}
_MEETING_BANDS = ((5, "fewer than 6 meetings"), (20, "6 to 20 meetings"))
_WEEK_BANDS = ((13, "seen for up to 3 months"), (26, "seen for 3 to 6 months"), (52, "seen for 6 to 12 months"))
_GUESS = "Somebody who knows the area could guess who it is."
_NUMBER_AT_END = re.compile(r" \d+$")
# More than three at once nobody would know of a family, and nobody could take in.
_MOST_TOGETHER = 3


@dataclass(frozen=True, order=True, slots=True)
class Trait:
    """One thing that a summary's coded fields tell of a family, without the figures that change from week to week."""

    field: str
    value: str

    @property
    def recognisable(self) -> bool:
        """Return whether somebody outside the work could know this of a family."""
        return self.field in (BABIES, ROLE, AGE, FLAG)

    @property
    def rare(self) -> bool:
        """Return whether this stands out also where there is no other family to compare with."""
        return self.field == BABIES or (self.field == ROLE and self.value not in _COMMON)

    @property
    def can_go(self) -> bool:
        """Return whether the summary still makes sense when this is told more coarsely."""
        return self.field not in (MEETINGS, WEEKS)

    @property
    def key(self) -> str:
        """Return the name under which an answer about this is kept."""
        return f"{self.field}={self.value}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Singled:
    """What only this family has among those its reader holds: one trait, or several that meet in no other."""

    traits: tuple[Trait, ...]
    families: int

    @property
    def key(self) -> str:
        """Return the name under which an answer about this is kept."""
        return " + ".join(trait.key for trait in self.traits)

    @property
    def can_go(self) -> tuple[Trait, ...]:
        """Return what of it could be told more coarsely."""
        return tuple(trait for trait in self.traits if trait.can_go)


def traits(summary: Summary) -> frozenset[Trait]:
    """Return what a summary's coded fields tell of a family."""
    there = [one.role for one in summary.presence] + [trend.role for trend in summary.measures]
    babies = {role for role in there if _place(role) == "baby"}
    found = {Trait(ROLE, _place(role)) for role in there if _place(role) not in ("baby", FAMILY_MEMBER)}
    if len(babies) > 1:
        found.add(Trait(BABIES, str(len(babies))))
    if summary.age_band != NOT_TOLD:
        found.add(Trait(AGE, summary.age_band))
    found |= {Trait(FLAG, _flag(flag)) for flag in summary.flags if flag != CONCERN_FLAG}
    found |= {Trait(MEASURE, f"{trend.measure}, {_place(trend.role)}") for trend in summary.measures}
    found.add(Trait(MEETINGS, _band(summary.meetings, _MEETING_BANDS, "more than 20 meetings")))
    found.add(Trait(WEEKS, _band(summary.week, _WEEK_BANDS, "seen for over a year")))
    return frozenset(found)


def alike(wanted: Iterable[Trait], families: Iterable[frozenset[Trait]]) -> int:
    """Return how many of these families have all the traits that are wanted."""
    return sum(set(wanted) <= family for family in families)


def singled_out(
    mine: frozenset[Trait], others: Sequence[frozenset[Trait]], known: frozenset[Trait] = frozenset()
) -> tuple[Singled, ...]:
    """Return what singles a family out among its reader's others, the plainest first; empty when nothing does.

    `known` is what the reader holds of this family already: it has left, and is not asked about again. Without any
    other family only what is rare in itself is asked about. Of mixes only the smallest one is told.
    """
    families = len(others) + 1
    fresh = sorted((trait for trait in mine - known if trait.recognisable), key=_plainest)
    if not others:
        return tuple(Singled(traits=(trait,), families=1) for trait in fresh if trait.rare)
    alone = [trait for trait in fresh if not alike((trait,), others)]
    if alone:
        return tuple(Singled(traits=(trait,), families=families) for trait in alone)
    # A mix is news only while something in it is, or each summary would ask the same question again.
    rest = sorted(mine, key=_plainest)
    for size in range(2, _MOST_TOGETHER + 1):
        for mix in combinations(rest, size):
            if any(trait in fresh for trait in mix) and not alike(mix, others):
                return (Singled(traits=mix, families=families),)
    return ()


def coarser(summary: Summary, taken_out: Iterable[Trait]) -> Summary:
    """Return a summary that tells these traits more coarsely, or not at all."""
    # Scores go first, while their role is still called what it was.
    for trait in sorted(taken_out, key=_scores_first):
        summary = _COARSER.get(trait.field, _as_it_is)(summary, trait)
    return summary


def question(found: Singled, reader: str) -> str:
    """Return the finding as a plain sentence for the author of a summary."""
    has = _has(found.traits)
    if found.families == 1:
        start = f"{reader} has no other family from you, and this one has {has}."
        return f"{start} {_GUESS}"
    return f"Among the {number_word(found.families)} families {reader} has from you, only this one has {has}. {_GUESS}"


def in_words(trait: Trait) -> str:
    """Return a trait as it is spoken of after "has"."""
    if trait.field == BABIES:
        return {"2": "twins", "3": "triplets"}.get(trait.value, f"{trait.value} babies")
    if trait.field == ROLE:
        return f"{'an' if trait.value[:1] in 'aeiou' else 'a'} {trait.value}"
    if trait.field == AGE:
        return "a baby not born yet" if trait.value == "antenatal" else f"a baby of {trait.value}"
    if trait.field == FLAG:
        return f"the flag “{trait.value}”"
    if trait.field == MEASURE:
        measure, _, role = trait.value.rpartition(", ")
        return f"{measure.upper()} scores of {role}"
    return trait.value if trait.field == MEETINGS else f"been {trait.value}"


def _has(found: Sequence[Trait]) -> str:
    words = [in_words(trait) for trait in found]
    return listed(words) if len(words) == 1 else f"{listed(words)} together"


def _plainest(trait: Trait) -> tuple[int, str]:
    return ((BABIES, ROLE, AGE, FLAG, MEASURE, MEETINGS, WEEKS).index(trait.field), trait.value)


def _scores_first(trait: Trait) -> tuple[bool, str]:
    return (trait.field != MEASURE, trait.key)


def _place(role: str) -> str:
    """Return the place in the family that a role names, without its number and the family's own word for it."""
    plain = _NUMBER_AT_END.sub("", role)
    if "foster" in plain:
        return "foster carer"
    return "step-parent" if plain.startswith("step") else _PLACES.get(plain, plain)


def _flag(flag: str) -> str:
    return re.sub(r" in \d+ weeks?$", "", flag)


def _band(number: int, bands: Sequence[tuple[int, str]], last: str) -> str:
    return next((words for most, words in bands if number <= most), last)


def _as_it_is(summary: Summary, _: Trait) -> Summary:
    return summary


def _one_baby(summary: Summary, _: Trait) -> Summary:
    """Tell of one baby: met as often as the one met most, and with the scores of the first alone."""
    times = [one.meetings for one in summary.presence if _place(one.role) == "baby"]
    others = tuple(one for one in summary.presence if _place(one.role) != "baby")
    seen: set[str] = set()
    trends = []
    for trend in summary.measures:
        if _place(trend.role) != "baby":
            trends.append(trend)
        elif trend.measure not in seen:
            seen.add(trend.measure)
            trends.append(replace(trend, role="baby"))
    baby = (Presence(role="baby", meetings=max(times)),) if times else ()
    return replace(summary, presence=(*baby, *others), measures=tuple(trends))


def _no_role(summary: Summary, trait: Trait) -> Summary:
    def told(role: str) -> str:
        return FAMILY_MEMBER if _place(role) == trait.value else role

    presence = tuple(replace(one, role=told(one.role)) for one in summary.presence)
    return replace(
        summary, presence=presence, measures=tuple(replace(one, role=told(one.role)) for one in summary.measures)
    )


def _no_age(summary: Summary, _: Trait) -> Summary:
    return replace(summary, age_band=NOT_TOLD)


def _no_flag(summary: Summary, trait: Trait) -> Summary:
    return replace(summary, flags=tuple(flag for flag in summary.flags if _flag(flag) != trait.value))


def _no_measure(summary: Summary, trait: Trait) -> Summary:
    kept = tuple(one for one in summary.measures if f"{one.measure}, {_place(one.role)}" != trait.value)
    return replace(summary, measures=kept)


_COARSER: dict[str, Callable[[Summary, Trait], Summary]] = {
    BABIES: _one_baby,
    ROLE: _no_role,
    AGE: _no_age,
    FLAG: _no_flag,
    MEASURE: _no_measure,
}
