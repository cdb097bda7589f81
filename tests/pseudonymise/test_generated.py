"""Families made up by chance, so that no list and no rule can have been tuned to them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymiser

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_syllable = st.tuples(st.sampled_from(_CONSONANTS), st.sampled_from(_VOWELS)).map("".join)
# Invented words with an x in the middle, so that no ordinary word is within one slip of them.
_name = st.tuples(st.lists(_syllable, min_size=1, max_size=2), st.lists(_syllable, min_size=1, max_size=2)).map(
    lambda halves: ("".join(halves[0]) + "x" + "".join(halves[1])).capitalize()
)
_sentence = st.sampled_from(
    [
        "{} smiled at the baby.",
        "We talked with {} about sleep.",
        "Today {} was tired",
        "{}'s mood is low.",
        "plan: ring {}",
        "baby settled with {}, then fed.",
        "Seen: {}, baby",
        "“{}” was all she said.",
        "- {} away this week",
        "({})",
        "{}/baby feed",
    ]
)


def _accented(name: str) -> str:
    return name.replace("a", "á").replace("o", "ø").replace("e", "ê")


_FORMS = (
    str,
    str.lower,
    str.upper,
    _accented,
    lambda n: n + "’s",
    lambda n: n[0] + n[2] + n[1] + n[3:] if len(n) > 4 else n,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_name, min_size=2, max_size=5, unique=True), st.data())
def test_no_form_of_a_known_name_is_left_in_a_note(names: list[str], data: st.DataObject) -> None:
    people = tuple(
        Identity(role=f"role {place}", name=f"{first} {names[0]}") for place, first in enumerate(names[1:], start=1)
    )
    said = []
    written = []
    for first in data.draw(st.lists(st.sampled_from(names[1:]), min_size=1, max_size=4)):
        form = data.draw(st.sampled_from(_FORMS))(first)
        written.append(form.removesuffix("’s"))
        said.append(data.draw(_sentence).format(form))
    result = Pseudonymiser(CaseIdentities(people=people)).run(" ".join(said))
    left = result.text.lower()
    assert not any(form.lower() in left for form in written)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_at_all_gives_spans_that_fit_it(text: str, names: list[str]) -> None:
    case = CaseIdentities(people=tuple(Identity(role="mother", name=name) for name in names), addresses=tuple(names))
    result = Pseudonymiser(case).run(text)
    last = 0
    for item in result.replacements:
        assert last <= item.start < item.end <= len(text)
        last = item.end
    assert len(result.text) == len(text) + sum(len(i.replacement) - (i.end - i.start) for i in result.replacements)
