"""Families made up by chance, so that no list and no rule can have been tuned to them."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymiser, words
from pipnotes.pseudonymise.fold import fold

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


# Names from many languages, so that no writer's own habits decide what is tried; none is an ordinary English word.
_GIVEN = """Anneliese Oluwaseun Małgorzata Siobhán Nguyet Xiaoyan Zeynep Mehwish Tsegereda Thandeka Ioana Bronagh
        Llywela Gurpreet Akosua Yevgenia Fatoumata Rhiannon Eilidh Bartosz Declan Abdulrahman Kwabena Jaskirat
        Zoltan Dimitra Ingeborg Caoimhe Shabnam Joaquim Nkechinyere Tomáš Ayşegül Håkon Wojciech Mairead Parvati
        Sinazo Lakshmi Ondřej""".split()
_FAMILY = """Porteous O'Shaughnessy Okonkwo Wiśniewska Begum-Chowdhury MacGillivray Al-Hamdani Szabó Papadopoulos
        Featherstonehaugh Nguyen Adeyemi Rasmussen Pritchard Gebremedhin Sandhu Kowalczyk Ferreira Hrubý
        Llewellyn Abdullahi Vasquez Novotná""".split()
_around = st.sampled_from(
    [
        ("We talked with ", " about sleep and the long nights. "),
        ("", " held the baby and smiled. "),
        ("The baby turned to ", " at once. "),
        ("Plan: ring ", " next week. "),
        ("today ", " was tired, baby settled. "),
        ("It was (", ") who said so. "),
        ("“", "” was all she said. "),
        ("- ", " away this week\n"),
        ("seen w ", ", then fed. "),
    ]
)


def _slip(draw: st.DrawFn, word: str) -> str:
    """Return the word with one letter dropped, doubled, changed, or swapped with its neighbour."""
    place = draw(st.integers(1, len(word) - 2))
    kind = draw(st.sampled_from(["drop", "double", "change", "swap"]))
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    if kind == "change":
        return word[:place] + draw(st.sampled_from("aeiourstn")) + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


@st.composite
def _forms(draw: st.DrawFn, given_name: str, family: str) -> str:
    """Return one of the ways in which a note may name somebody called so."""
    plain = (
        given_name
        if len(fold(given_name)) != len(given_name)
        else draw(st.sampled_from([given_name, fold(given_name)]))
    )
    kinds = [
        "first",
        "lower",
        "upper",
        "both",
        "titled",
        "plural",
        "initials",
        "possessive",
        "curly",
        "slip",
        "bare",
        "family",
    ]
    kind = draw(st.sampled_from(kinds))
    title = draw(st.sampled_from(["Ms", "Mrs", "Mr", "Miss", "Dr", "Mr."]))
    return {
        "first": plain,
        "lower": plain.lower(),
        "upper": plain.upper(),
        "both": f"{plain} {family}",
        "titled": f"{title} {family}",
        "plural": f"the {family}s",
        "initials": f"{fold(given_name)[0].upper()}.{fold(family)[0].upper()}.",
        "possessive": f"{plain}'s",
        "curly": f"{plain}’s",
        "slip": _slip(draw, plain),
        "bare": f"{plain}s",
        "family": draw(
            st.sampled_from([family, family.replace("'", "’"), family.replace("-", " "), family.replace("-", "")])
        ),
    }[kind]


@st.composite
def _family_notes(draw: st.DrawFn) -> tuple[CaseIdentities, str, list[tuple[int, int]]]:
    given_names = draw(st.lists(st.sampled_from(_GIVEN), min_size=2, max_size=4, unique=True))
    family = draw(st.sampled_from(_FAMILY))
    nickname = draw(st.sampled_from(["Bubba", "Kiki", "Anna-Lise", "Mary-Jo", "Zuzu"]))
    people = tuple(
        Identity(role=role, name=f"{name} {family}", aliases=(nickname,) if not place else ())
        for place, (role, name) in enumerate(zip(["infant", "mother", "father", "aunt"], given_names, strict=False))
    )
    text, spans = "", []
    for _ in range(draw(st.integers(1, 4))):
        before, after = draw(_around)
        joined = [nickname, nickname.replace("-", " "), nickname.replace("-", ""), nickname.lower(), nickname + "’s"]
        name = draw(st.one_of(_forms(draw(st.sampled_from(given_names)), family), st.sampled_from(joined)))
        start = len(text) + len(before)
        spans.append((start, start + len(name)))
        text += before + name + after
    return CaseIdentities(people=people), text, spans


@settings(max_examples=250, deadline=None)
@given(_family_notes())
def test_families_of_many_languages_lose_their_names_in_every_form(
    made: tuple[CaseIdentities, str, list[tuple[int, int]]],
) -> None:
    case, text, spans = made
    covered = bytearray(len(text))
    for item in Pseudonymiser(case).run(text).replacements:
        covered[item.start : item.end] = b"\1" * (item.end - item.start)
    for start, end in spans:
        for word in re.finditer(r"[^\W_]+", text[start:end]):
            if word[0].lower() in ("s", "the", "mr", "mrs", "ms", "miss", "dr") or word[0].lower() in words.ordinary():
                continue
            assert all(covered[start + word.start() : start + word.end()]), (word[0], text)


_awkward = st.sampled_from(
    (
        "St | St.|st |O'|Mr |mrs |Iris |Porter |Mill |Leeds |Leeds General |at the |in |on |Road |and |Tom, |Xanvo "
        "|xanvo |J. |P |I.|1/|12.|3rd |of |May |(|“|’|' |sang \"|a@|@b.|nursery |school |called |HMP |ref |the |The "
        "|Our |for the |abu |van |\u0301|ß|İ"
    ).split("|")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_awkward, max_size=30).map("".join))
def test_awkward_pieces_in_any_order_are_read_to_the_end(text: str) -> None:
    case = CaseIdentities(
        people=(Identity(role="infant", name="Iris Porter"),),
        addresses=("3 Mill Lane, Leeds",),
        organisations=("Mill School",),
    )
    result = Pseudonymiser(case).run(text)
    assert "iris" not in result.text.lower().replace("\u0301", "")
    assert all(before.end <= after.start for before, after in pairwise(result.replacements))
