"""Towns, schools, prisons and churches that the case does not hold."""

from __future__ import annotations

from pipnotes.pseudonymise import organisations, spelling, words
from pipnotes.pseudonymise.claims import ASK_PLACE, Claims

IN = frozenset("in from near at around outside towards via to visited visiting left leaving by past through".split())
TOWARDS_PLACES = frozenset("in from near at around outside towards via to".split())
_PLACE_ENDS = (
    "ton", "ham", "ley", "wick", "burn", "mouth", "shire", "worth", "bury", "thorpe", "stead", "gate", "pool", "bridge",
    "field", "chester", "minster", "borough", "burgh", "dale", "moor", "church", "wood", "hurst", "combe", "side", "by",
)  # fmt: skip
_LOWER_HEADS = organisations.HEADS | {"hosp": "hospital", "hos": "hospital", "nick": "prison", "sch": "school"}
_VOWELS = frozenset("aeiouy")
_AT = frozenset("at in from near to via outside into".split())
_TAUGHT = frozenset("nursery playgroup preschool school college creche childminder".split())
_NO_NAME = frozenset(
    """the a an his her their my our home least all last first once night lunch lunchtime tea risk present the moment
        times weekends and but from on with for to in by when as is was has who until if she he they we it i mum dad
        baby drop pick start end half""".split()
)
_OPENING_NAMES = frozenset("little royal great st north south east west old queen king".split())
_BEFORE_PLACE = frozenset("at from to attends attending visited near joined".split())
_LIVING = frozenset("move moved moving moves live lives lived living back born up house flat home family".split())


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
    if named:
        claims.add(index, named[1], named[2], named[3].strip("[]"))
        return
    claims.add(index, until, "organisation", "place")


def lower_place(claims: Claims, index: int) -> bool:
    """Claim a town without a capital, with the "school" or "hosp" behind it; say whether there was one.

    In a note that has no capitals at all, a strange word after "at" is taken for a place too, for nothing else in such
    a note would tell "seen at gartnavel" from an ordinary word.
    """
    note = claims.note
    low, before = note.lows[index], note.low(index - 1)
    place = place_end(claims, index)
    plain, listed = note.plain_capitals, low in words.given_names()
    if place and (not listed or (before in ("at", "in", "near") and not plain)):
        headed = place < note.size and note.gap(place) == " " and note.lows[place] in _LOWER_HEADS
        if before in IN or headed or (not plain and len(low) > 4 and not spelling.is_slip(low)):
            end, label = place, "country" if is_country(claims, index, place) else "town"
            if headed:
                end, label = end + 1, _LOWER_HEADS[note.lows[end]]
            return claims.add(index, end, "place" if label in ("town", "country") else "organisation", label)
    strange = not listed and not spelling.derived(low) and not (low.endswith("s") and low[:-1] in words.ordinary())
    shaped = (len(low) > 3 and not spelling.is_slip(low)) or (len(low) > 2 and not _VOWELS.intersection(low))
    headed = index + 1 < note.size and note.gap(index + 1) == " " and note.lows[index + 1] in _LOWER_HEADS
    placed = headed or (before in _AT and note.joined(index))
    if plain or not placed or not strange or not (shaped or (headed and len(low) == 3)):
        return False
    end, label = (index + 2, _LOWER_HEADS[note.lows[index + 1]]) if headed else (index + 1, "place")
    return claims.add(index, end, "organisation" if headed else "place", label, ASK_PLACE)


def moved_to(claims: Claims, index: int) -> bool:
    """Say whether a word all in lower case is a town spelled like it: "moved back to hull"."""
    note = claims.note
    if (note.lows[index],) not in words.places().get(note.lows[index], ()) or note.low(index - 1) not in (
        "to",
        "in",
        "from",
    ):
        return False
    return bool(_LIVING.intersection(note.lows[max(0, index - 3) : index - 1]))


def lower_organisations(claims: Claims) -> None:
    """Find "at little acorns nursery" in a note without capitals, by the words between "at" and "nursery"."""
    note = claims.note
    for place, low in enumerate(note.lows):
        if low not in organisations.SURE_HEADS or claims.taken[place]:
            continue
        first = place
        while first > max(0, place - 3) and note.joined(first) and not organisations.is_general(note.lows[first - 1]):
            first -= 1
        while 0 < first < place and note.low(first - 1) in _OPENING_NAMES and note.joined(first):
            first -= 1
        placed = first < place and note.low(first - 1) in _BEFORE_PLACE and note.joined(first)
        if placed and not any(claims.taken[first:place]):
            claims.add(first, place + 1, "organisation", organisations.HEADS[low], ASK_PLACE)


def lower_called(claims: Claims) -> None:
    """Find "a nursery place at little dragons" in a note without capitals, by the words behind "at"."""
    note = claims.note
    for place, low in enumerate(note.lows):
        if low not in ("at", "called") or not _TAUGHT.intersection(note.lows[max(0, place - 3) : place]):
            continue
        until = place + 1
        while until < note.size and until < place + 4 and note.joined(until) and not claims.taken[until]:
            if note.lows[until] in _NO_NAME or not note.lows[until].isalpha():
                break
            until += 1
        run = note.lows[place + 1 : until]
        if len(run) > 1 and not all(organisations.is_general(word) for word in run):
            claims.add(place + 1, until, "organisation", "place", ASK_PLACE)


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
    return low.endswith(_PLACE_ENDS) and len(low) > 5 and before in IN
