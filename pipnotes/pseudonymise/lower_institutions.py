"""Streets, institutions, workplaces and inns in notes written without capitals, told by the words around them.

"fight on union street", "works nights at walkers": a note all in small letters gives nothing else to tell such a name
by than the word that says what it is, the preposition before it, or what somebody does there.
"""

from __future__ import annotations

from pipnotes.pseudonymise import ambiguous, lower_heads, organisations, people, spelling, stranger_places, words
from pipnotes.pseudonymise.claims import ASK_PLACE, Claims
from pipnotes.pseudonymise.lower_places import AT, stretched
from pipnotes.pseudonymise.words import set_of

_LED = AT | set_of("on off by past through round behind opposite down up along for called w with and @ re")
_TAUGHT = set_of("nursery playgroup preschool school college creche childminder")
_NO_NAME = set_of(
    """the a an his her their my our home least all last first once night lunch lunchtime tea risk present the moment
        times weekends and but from on with for to in by when as is was has who until if she he they we it i mum dad
        baby drop pick start end half"""
)
# A word that ends the walk back from "street" or "library", since it is no part of a name.
_STOPS = set_of(
    """the a an this that these those my your his her their our its no some any every each another which what whose and
        or but if so as at in on to from by with w for of off into onto over under near outside inside behind
        opposite past through round around along down up via about after before since until til till is was are
        were be been am has have had do does did will would can could may might must should not never also just
        now then there here when where who why how because she he it they we i you him them me us re than too very
        really got get gets getting went go goes going gone come came back out again still only even ring rang said
        says told asked abt thru cos coz bc til today tomorrow yesterday tonight am pm mum mums dad dads mam mams
        nan nans gran grans baby babys s next"""
)
_LEAVE = set_of("a an his her their my our your this that these those another every each any no some same which")
_TWO_WORD_HEADS = {("food", "bank"), ("soft", "play"), ("care", "home"), ("charity", "shop"), ("toddler", "group")}
_NURSERY_WORDS = set_of("little busy tiny wee happy bright")
NURSERY_NAMES = set_of(
    """acorns bees tots tykes learners explorers dragons stars treasures rascals gems ducklings owls oaks sunflowers
        scallywags monkeys fishes hedgehogs rainbows buttons pickles sparks"""
)
_INNS = set_of("arms inn hotel tavern pub home")
_INN_SIGNS = set_of("lion hart horse swan bull oak fox cow dragon cross crown head stag boar")
_INN_COLOURS = set_of("red white black golden royal green blue flying rising old kings queens")
_HOMES = set_of("care nursing residential childrens")
_WORK = set_of("works work working worked job shift shifts nights employed cleaner cleaning porter chef cook barber")
_WORK_FILLER = set_of(
    "part full time ft pt nights days lates earlies there now again still six five four three two 6 5 4"
)
_DRINKS = set_of(
    "barred banned fight fighting scrap drinking drank drunk pint pints pub darts landlord boozer quiz nicked"
)
_PUB_PLACES = set_of("at outside from in of down")
_COMMON_PLACES = set_of(
    """pub bar club house flat kitchen car street park home morning night day evening garden face hospital station end
        weekend door floor town bed time same other cells shop road beginning start moment"""
)


def find(claims: Claims) -> None:
    """Find what no single word gives away: institutions, streets, nurseries, workplaces and pubs."""
    lows, size = claims.note.lows, claims.note.size
    for place in range(size):
        if claims.taken[place]:
            continue
        low = lows[place]
        if low in words.places() and place + 1 < size and _long_name(claims, place):
            continue
        if low in organisations.SAINTS and _saint(claims, place):
            continue
        if (lows[place - 1], low) in _TWO_WORD_HEADS and place:
            _headed(claims, place, 2)
        elif low in lower_heads.HEADS or (low == "home" and lows[place - 1] in _HOMES):
            _headed(claims, place)
        elif low in _INN_SIGNS and lows[place - 1] in _INN_COLOURS and lows[place - 2] == "the":
            claims.add(place - 1, place + 1, "organisation", "pub", ASK_PLACE)
        elif low == "royal" and place + 1 < size and claims.note.joined(place + 1):
            _royal(claims, place)
        elif low == "cafe":
            _cafe(claims, place)
        elif low in ("at", "called"):
            _called(claims, place)
        if low in _WORK:
            _worked_at(claims, place)
        elif low == "the" and lows[place - 1] in _PUB_PLACES and _DRINKS.intersection(lows[max(0, place - 5) : place]):
            _drinking_place(claims, place + 1)


def nurseries(claims: Claims) -> None:
    """Find what nurseries like to be called, "Little Acorns", however it is written."""
    lows = claims.note.lows
    for place in range(1, claims.note.size):
        if lows[place] in NURSERY_NAMES and lows[place - 1] in _NURSERY_WORDS and claims.note.joined(place):
            claims.add(place - 1, place + 1, "organisation", "nursery", ASK_PLACE)


def _long_name(claims: Claims, index: int) -> bool:
    """Claim a listed place of several words, though its first be an ordinary one: "west ham", "custom house"."""
    note = claims.note
    place = stranger_places.place_end(claims, index)
    if place < index + 2 or note.low(index - 1) in _LEAVE:
        return False
    telling = any(low not in words.ordinary() for low in note.lows[index:place])
    if not telling and note.lows[index] in lower_heads.PLAIN_BEFORE and note.low(index - 1) not in _LED:
        return False
    first, end, label = stretched(note, claims.taken, index, place)
    return claims.add(first, end, "organisation" if label else "place", label or "town", "" if telling else ASK_PLACE)


def _royal(claims: Claims, index: int) -> None:
    """Claim a hospital called Royal with its town, though the town be spelled like a word: "royal stoke"."""
    town = stranger_places.place_end(claims, index + 1)
    if town:
        end = stretched(claims.note, claims.taken, index + 1, town)[1]
        claims.add(index, end, "organisation", "hospital")


def _cafe(claims: Claims, place: int) -> None:
    """Claim the strange words behind "cafe": "cafe madeira"."""
    until = _run(claims, place + 1) if claims.note.joined(place + 1) else place + 1
    strange = [low for low in claims.note.lows[place + 1 : until] if low not in words.ordinary()]
    if strange and not claims.taken[place]:
        claims.add(place, until, "organisation", "cafe", ASK_PLACE)


def _saint(claims: Claims, index: int) -> bool:
    """Claim what is called after a saint whom no list of names holds: "st boswells co-op"."""
    note, after = claims.note, index + 1
    strange = after < note.size and note.joined(after) and note.lows[after] not in words.ordinary()
    if not strange or note.low(index - 1)[:1].isdigit() or claims.taken[after] or not note.lows[after].isalpha():
        return False
    if index and note.joined(index) and note.lows[index - 1] not in _STOPS and note.lows[index - 1] not in _LED:
        return False  # "union st garage" is a street
    end = after + 1
    if end < note.size and note.gap(end) in ("'", "’") and note.lows[end] == "s":
        end += 1
    _, end, label = stretched(note, claims.taken, index, end)
    return claims.add(index, end, "organisation", label or "place", ASK_PLACE)


def _headed(claims: Claims, place: int, size: int = 1) -> None:
    """Claim the words before "road", "library" or "leisure centre" that name it; `size` words say what it is."""
    note, first = claims.note, place - size + 1
    place = first
    if note.lows[place] in organisations.LOOSE or claims.kept[place] or note.low(place + size) == "s":
        return
    while first and first > place - 4 and not claims.taken[first - 1] and not _stops(claims, first):
        first -= 1
    while first < place and note.lows[first] in lower_heads.PLAIN_BEFORE:
        first += 1
    telling = [
        low
        for low in note.lows[first:place]
        if low not in lower_heads.PLAIN_BEFORE and not organisations.is_general(low)
    ]
    if not telling:
        return
    before = note.low(first - 1) if first and note.joined(first) else ""
    strange = any(_is_strange(low) for low in telling)
    sure, led = size > 1 or note.lows[place] in lower_heads.SURE, before in _LED
    if before in _LEAVE or (before == "the" and not strange and size < 2 and note.lows[place] not in _INNS):
        return
    if not (strange or sure or (led and before in AT) or (before == "for" and note.lows[place] == "house")):
        return
    end = place + size
    while end < note.size and note.joined(end) and note.lows[end] in lower_heads.HEADS:
        end += 1
    label = lower_heads.HEADS.get(note.lows[end - 1], "place")
    if not any(claims.taken[place:end]):
        claims.add(first, end, "address" if label == "street" else "organisation", label, ASK_PLACE)


def _is_strange(low: str) -> bool:
    return low not in words.ordinary() and (not spelling.is_slip(low) or low in words.any_names())


def _stops(claims: Claims, first: int) -> bool:
    """Say whether the word before ends a name that is read backwards."""
    note = claims.note
    low = note.lows[first - 1]
    if note.gap(first) in ("'", "’") and note.lows[first] == "s":
        return False
    if low == "s" and note.gap(first - 1) in ("'", "’"):
        return False
    if not note.joined(first) or low in _STOPS or low in ambiguous.DOES or low in people.RELATIONS or low[0].isdigit():
        return True
    return low in words.clinical() and low not in words.any_names()


def _called(claims: Claims, place: int) -> None:
    """Find "a nursery place at little dragons", by the words behind "at"."""
    note = claims.note
    if not _TAUGHT.intersection(note.lows[max(0, place - 3) : place]):
        return
    until = _run(claims, place + 1)
    run = note.lows[place + 1 : until]
    if len(run) > 1 and not all(organisations.is_general(word) for word in run):
        claims.add(place + 1, until, "organisation", "place", ASK_PLACE)


def _run(claims: Claims, first: int) -> int:
    """Return where up to three words that may be a name end."""
    note, until = claims.note, first
    while until < note.size and until < first + 3 and note.joined(until) and not claims.taken[until]:
        if note.lows[until] in _NO_NAME or note.lows[until] in _STOPS or not note.lows[until].isalpha():
            break
        until += 1
    return until


def _worked_at(claims: Claims, place: int) -> None:
    """Claim where somebody works: "works nights at walkers", "job at duthies"."""
    note, at = claims.note, place + 1
    while at < min(note.size, place + 4) and note.joined(at) and note.lows[at] in _WORK_FILLER:
        at += 1
    led = note.low(at) in ("at", "for", "@", "in") and note.joined(at)
    first = at + led
    until = _run(claims, first) if first < note.size and note.joined(first) else first
    run = note.lows[first:until]
    if run and stranger_places.place_end(claims, first):
        return
    strange = [low for low in run if low not in words.ordinary() and not spelling.is_slip(low)]
    if not run or all(organisations.is_general(low) or low in lower_heads.PLAIN_BEFORE for low in run):
        return
    if strange or (led and note.lows[at] in ("at", "for") and run[0] not in ambiguous.DOES):
        claims.add(first, until if strange else first + 1, "organisation", "workplace", ASK_PLACE)


def _drinking_place(claims: Claims, index: int) -> None:
    """Claim what is called like a thing where people drink: "barred from the railway"."""
    note = claims.note
    if index < note.size and note.joined(index) and not claims.taken[index]:
        low = note.lows[index]
        if low.isalpha() and low not in _COMMON_PLACES:
            claims.add(index, index + 1, "organisation", "pub", ASK_PLACE)
