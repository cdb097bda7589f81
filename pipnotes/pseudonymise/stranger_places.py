"""Towns, schools, prisons and churches that the case does not hold, told by their capitals."""

from __future__ import annotations

from pipnotes.pseudonymise import organisations, words
from pipnotes.pseudonymise.claims import Claims

IN = frozenset("in from near at around outside towards via to visited visiting left leaving by past through".split())
TOWARDS_PLACES = frozenset("in from near at around outside towards via to".split())
_LED = frozenset("at to from the and with or for of".split())
PLACE_ENDS = (
    "ton", "ham", "ley", "wick", "burn", "mouth", "shire", "worth", "bury", "thorpe", "stead", "gate", "pool", "bridge",
    "field", "chester", "minster", "borough", "burgh", "dale", "moor", "church", "wood", "hurst", "combe", "side", "by",
)  # fmt: skip


def place_end(claims: Claims, index: int) -> int:
    """Return where a listed town or country that begins at a word ends, or 0."""
    note = claims.note
    for table in (words.places(), words.countries()):
        for entry in table.get(note.lows[index], ()):
            until = index + len(entry)
            if until > note.size or tuple(note.lows[index:until]) != entry or any(claims.taken[index:until]):
                continue
            if all(len(note.gap(p)) == 1 for p in range(index + 1, until)):
                return until
    return 0


def is_country(claims: Claims, index: int, until: int) -> bool:
    """Say whether a stretch is a country, whose label differs from a town's."""
    return tuple(claims.note.lows[index:until]) in words.countries().get(claims.note.lows[index], ())


def is_place(claims: Claims, index: int, until: int) -> bool:
    """Say whether a listed name with a capital means the place, not a person or a word spelled like it."""
    note = claims.note
    low, before = note.lows[index], note.low(index - 1)
    if until > index + 1:
        return note.words[until - 1][0].isupper() or before in TOWARDS_PLACES
    near = before in IN and note.joined(index)
    if low in words.ordinary():
        if note.starts_sentence(index) or low in words.clinical():
            return False
        if before == "the" and note.plain_capitals and low not in words.names_that_are_words():
            return index + 1 < note.size and note.words[index + 1].islower() and note.words[index - 1].islower()
        after = note.after(index)[:1]
        if note.plain_capitals and note.gap(index) == ", " and note.low(index + 1)[:2] in ("19", "20"):
            return low not in words.names_that_are_words()
        if (
            note.plain_capitals
            and note.gap(index) == ", "
            and after in (")", ",", ".", ";")
            and note.words[index].istitle()
        ):
            return low not in words.names_that_are_words()
        return near and before in TOWARDS_PLACES and (low not in words.names_sought_alone() or before == "in")
    if low in words.given_names():
        return near and before in TOWARDS_PLACES and (before in ("in", "near") or low not in words.given_names())
    return True


def saint(claims: Claims, index: int, until: int) -> None:
    """Claim what is called after a saint, with the school or church that follows."""
    note = claims.note
    named = organisations.named(note, index, until, claims.taken)
    until = min(until, index + 5)
    if until < note.size and note.gap(until) in ("'", "’") and note.lows[until] == "s":
        until += 1
        if until < note.size and note.gap(until) == " " and note.lows[until] in organisations.HEADS:
            claims.add(index, until + 1, "organisation", organisations.HEADS[note.lows[until]])
            return
    if until < note.size and note.gap(until) in ("' ", "’ ") and note.lows[until] in organisations.HEADS:
        claims.add(index, until + 1, "organisation", organisations.HEADS[note.lows[until]])
        return
    if named:
        claims.add(index, named[1], named[2], named[3].strip("[]"))
        return
    claims.add(index, until, "organisation", "place")


def small_saint(claims: Claims, index: int) -> None:
    """Claim what is called after a saint in small letters, "st john's church"; "union st garage" is a street."""
    note, after = claims.note, index + 1
    if after >= note.size or note.gap(after) not in (" ", ". ") or claims.taken[after] or note.low(index - 1).isdigit():
        return
    low = note.lows[after]
    named = any(form in words.any_names() or form in words.names_sought_alone() for form in (low, low[:-1]))
    led = index == 0 or not note.joined(index) or note.lows[index - 1] in IN | _LED
    if named or (led and low.isalpha() and low not in words.ordinary()):
        saint(claims, index, after + 1)


def prison(claims: Claims, index: int) -> None:
    """Claim the name that follows HMP, however it is written."""
    note, until = claims.note, index + 1
    until = max(until, place_end(claims, until) if until < note.size else 0)
    while until < note.size and until < index + 4 and note.joined(until) and not claims.taken[until]:
        low = note.lows[until]
        capital = note.words[until][0].isupper()
        if not (
            capital
            or (low not in words.plain())
            or (until == index + 1 and low not in ("on", "and", "for", "in", "visit"))
        ):
            break
        until += 1
    claims.add(index, until, "organisation", "prison")


def like_a_place(claims: Claims, index: int) -> bool:
    """Say whether a strange name stands or ends as the names of places do."""
    note = claims.note
    low, before = note.lows[index], note.low(index - 1)
    if before == "the":
        before = note.low(index - 2)
    if before in ("in", "near", "from", "around", "at", "outside", "into") and note.joined(index):
        return True
    return low.endswith(PLACE_ENDS) and len(low) > 5 and before in IN
