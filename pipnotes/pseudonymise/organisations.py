"""Find schools, hospitals, prisons, streets and the like by the word that says what they are."""

from __future__ import annotations

from pipnotes.pseudonymise import words
from pipnotes.pseudonymise.tokens import Note

# The word that tells what a named thing is, and what stands for it.
HEADS = {
    "team": "team", "service": "service", "project": "project", "charity": "charity", "foundation": "charity",
    "school": "school", "primary": "school", "academy": "school", "infants": "school", "juniors": "school",
    "grammar": "school", "nursery": "nursery", "preschool": "nursery", "playgroup": "playgroup", "creche": "nursery",
    "montessori": "nursery", "toddlers": "playgroup", "hospital": "hospital", "infirmary": "hospital",
    "hospice": "hospice", "surgery": "surgery", "practice": "surgery", "clinic": "clinic", "centre": "centre",
    "center": "centre", "church": "church", "chapel": "church", "cathedral": "church", "mosque": "mosque",
    "masjid": "mosque", "temple": "temple", "gurdwara": "temple", "synagogue": "synagogue", "prison": "prison",
    "college": "college", "university": "university", "uni": "university", "refuge": "refuge", "hostel": "hostel",
    "hotel": "hotel", "pub": "pub", "arms": "pub", "inn": "pub", "tavern": "pub", "club": "club",
    "library": "library", "hub": "centre", "farm": "farm", "estate": "estate", "caravan": "address",
    "lodge": "address", "hall": "address", "solicitors": "solicitors", "llp": "firm", "ltd": "firm",
    "limited": "firm", "plc": "firm", "pharmacy": "pharmacy", "chemist": "pharmacy", "chemists": "pharmacy",
    "cafe": "cafe", "café": "cafe", "ward": "ward", "court": "court", "station": "station", "airport": "airport",
    "beach": "beach", "baths": "pool", "pool": "pool", "castle": "place", "museum": "museum", "zoo": "zoo",
    "market": "market", "council": "council", "barracks": "barracks", "fc": "club", "united": "club",
    "rovers": "club", "trust": "trust", "nurseries": "nursery", "house": "address", "medical": "surgery",
    "dental": "surgery", "dentist": "surgery", "dentists": "surgery", "salon": "shop", "shop": "shop",
    "bakery": "shop", "garage": "shop", "foodbank": "food bank", "steelworks": "workplace", "factory": "workplace",
    "shipyard": "workplace", "colliery": "workplace", "foundry": "workplace", "depot": "workplace",
    "warehouse": "workplace", "supermarket": "shop", "stadium": "stadium", "youth": "centre", "yoi": "prison",
    "gym": "gym", "rangers": "club", "wanderers": "club", "athletic": "club", "albion": "club", "harriers": "club",
}  # fmt: skip
STREETS = frozenset(
    """street road lane avenue drive crescent terrace gardens grove way square mews parade wynd close rd ave ln terr
        cres gdns dr walk row rise villas cottages buildings croft dene broadway quay garth place court park
        hill green gate bank view heights mount st tce tower""".split()
)
_SURE_STREETS = frozenset(
    """street road lane avenue crescent terrace gardens grove mews wynd rd ave ln terr cres gdns villas cottages garth
        broadway parade close drive""".split()
)
# What makes such a name general: "the local primary school" points at nobody.
_GENERAL = frozenset(
    """the a an my her his our their its your this that each every local new old special baby mother mothers father
        fathers infant infants family families child children childrens childs s health primary secondary high
        junior juniors first middle lower upper nursery school schools community general maternity day care unit
        birth birthing neonatal intensive medical walk in urgent treatment sexual well woman womens antenatal
        postnatal perinatal parent parents parental weaning feeding breastfeeding bottle early years crown
        county magistrates youth supreme open women men mens young people accident emergency psychiatric mental
        drop dental eye outpatient hearing food bank leisure sports swimming soft play job town city village car
        public main out of hours gp gps big little private state national foundation nhs royal secure
        independent and for at to from with after before near hospital clinic centre surgery church college
        university prison group toddler toddlers stay sure start hub hubs library support service services team
        district council social breast pregnancy scan fetal foetal stroke surgical paediatric childrens' adult
        labour delivery ante post private safe house court park bus train railway metro police fire petrol
        service red black white cross one two three another which no any some both last next same other small
        large temporary supported shared council mum dad monday tuesday wednesday thursday friday saturday
        sunday test safety study case reflective evidence best good common clinical current usual parenting
        practice infant's welfare assessment contact visiting visitor visitors staff access dads mums prep
        open-plan kids adult's half full time morning afternoon evening tea coffee quiet waiting local authority
        private high-street fracture diabetes diabetic smoking cessation asthma baby's sleep film club book
        story music rhyme messy""".split()
)
_JOINING = frozenset("of the and upon on le in under by with our st van der den de von di da la bin".split())
# A heading in capitals may be long; no name is, and looking further would cost the square of its length.
_LONGEST = 9
_BEFORE = 4  # plain words with a capital that a name may begin with: "All Saints"
# Heads that need a word beside them that is no ordinary one: "Crisis Team" points at nobody.
LOOSE = frozenset("team service project charity foundation".split())
_DESCRIBING = frozenset(
    """bigger better nearer nearest nice busy usual current previous different free after be get got go goes going him
    them me us you back being having is was were are had has have starting started start leaving left about into if
    when then     home work bed bath breakfast lunch day night feed feeds""".split()
)
SAINTS = frozenset(("st", "saint", "ss"))


def capital_run(note: Note, index: int, taken: bytearray) -> int:
    """Return where the run of capitalised words that begins at an index ends, possessives and "of the" included."""
    until = index + 1
    while until < note.size and until < index + _LONGEST and not taken[until]:
        gap = note.gap(until)
        if gap in ("'", "’") and note.lows[until] == "s":
            if until + 1 < note.size and note.gap(until + 1) == " " and note.words[until + 1][0].isupper():
                until += 1
                continue
            break
        if gap not in (" ", "-", "'", "’", " & ", "‑", ". ", "."):
            break
        if (
            gap in (". ", ".")
            and not (note.lows[until - 1] in SAINTS and until - 1 == index)
            and len(note.lows[until - 1]) > 1
        ):
            break
        if note.words[until][0].isupper():
            until += 1
            continue
        step = until
        while step < note.size and note.lows[step] in _JOINING and note.gap(step) == " " and step < until + 2:
            step += 1
        if (
            step > until
            and step < note.size
            and note.gap(step) in (" ", "-")
            and note.words[step][0].isupper()
            and not taken[step]
        ):
            until = step + 1
            continue
        break
    return until


def trimmed(note: Note, index: int, until: int) -> int:
    """Return where a run really begins: a capital that only opens the sentence is no part of a name."""
    while index < until - 1 and note.starts_sentence(index):
        low = note.lows[index]
        opener = (
            note.words[index] in words.plain()
            or low in words.clinical()
            or low in ("at", "in", "from", "to", "the", "near")
        )
        verb = low in words.ordinary() and low.endswith(("ed", "ing")) and len(low) > 5
        if not (opener or verb):
            break
        index += 1
        while index < until - 1 and note.words[index] in _JOINING:
            index += 1
        break
    return index


def named(note: Note, index: int, until: int, taken: bytearray) -> tuple[int, int, str, str] | None:
    """Return first, until, kind and label when a run of words names an organisation or a street; else nothing."""
    first = trimmed(note, index, until)
    for _ in range(_BEFORE):
        if not first or first != index or not _also_capital(note, first, taken):
            break
        first = index = first - 1
    for place in range(until - 1, first, -1):
        low = note.lows[place]
        if low in HEADS or low in STREETS:
            found = _judged(note, first, place, until)
            if found:
                return found
    following = until
    plain = (
        until == first + 1
        and note.starts_sentence(first)
        and all(low in words.ordinary() for low in note.lows[first:until])
    )
    if following < note.size and not taken[following] and note.gap(following) == " " and not plain:
        low = note.lows[following]
        if low in HEADS and not _general(note, first, until):
            end = _more_heads(note, following + 1, taken)
            return first, end, _kind(HEADS[low]), f"[{HEADS[low]}]"
        if low in _SURE_STREETS and low not in ("close", "drive") and not _general(note, first, until):
            return first, following + 1, "address", "[street]"
    return None


def _also_capital(note: Note, first: int, taken: bytearray) -> bool:
    """Say whether the word before, too plain to be looked at alone, belongs to the name: "All Saints"."""
    before = note.words[first - 1]
    if taken[first - 1] or note.gap(first) != " " or not before[0].isupper() or note.starts_sentence(first - 1):
        return False
    return note.lows[first - 1] not in words.clinical() and note.lows[first - 1] not in ("i", "mum", "dad", "baby")


def _judged(note: Note, first: int, place: int, until: int) -> tuple[int, int, str, str] | None:
    low = note.lows[place]
    if _general(note, first, place):
        street = low in _SURE_STREETS and note.words[place][0].isupper() and note.lows[first:place] != ["high"]
        if street and note.low(first - 1) in ("on", "off", "along", "down") and note.words[first][0].isupper():
            return first, place + 1, "address", "[street]"
        return None
    if low == "dr" and place + 1 < note.size and note.gap(place + 1) == " " and note.words[place + 1][0].isupper():
        return None
    if low in STREETS:
        first = max((p + 1 for p in range(first, place) if note.words[p] in ("on", "in", "at")), default=first)
    if low in STREETS and (
        low in _SURE_STREETS
        or (low in ("st", "tce", "dr") and place == until - 1)
        or note.low(first - 1) in ("in", "on", "at", "off", "from", "to", "near", "of", "down")
        or note.low(first - 1)[:1].isdigit()
    ):
        if note.low(first - 1)[:1].isdigit() and note.gap(first) in (" ", ", "):
            return first - 1, place + 1, "address", "[address]"
        return first, place + 1, "address", "[street]"
    if low not in HEADS:
        return None
    if low in LOOSE and all(word in words.ordinary() for word in note.lows[first:place]):
        return None
    if (
        low
        in (
            "house",
            "court",
            "hall",
            "lodge",
            "united",
            "trust",
            "medical",
            "youth",
            "practice",
            "market",
            "shop",
            "park",
            "ward",
            "primary",
        )
        and place + 1 < until
    ):
        return None
    return (
        first,
        max(
            place + 1,
            until
            if all(note.lows[p] in HEADS or note.lows[p] in _GENERAL for p in range(place + 1, until))
            else place + 1,
        ),
        _kind(HEADS[low]),
        f"[{HEADS[low]}]",
    )


def is_general(low: str) -> bool:
    """Say whether a word before "nursery" or "hospital" names none in particular."""
    return low in _GENERAL or low in _JOINING or low in words.clinical() or low in _DESCRIBING


def _more_heads(note: Note, index: int, taken: bytearray) -> int:
    while (
        index < note.size
        and not taken[index]
        and note.gap(index) == " "
        and note.lows[index] in ("school", "nursery", "centre", "surgery", "practice", "academy", "church", "hub")
    ):
        index += 1
    return index


def _general(note: Note, first: int, until: int) -> bool:
    return all(
        note.lows[p] in _GENERAL or note.lows[p] in words.clinical() or note.lows[p] in words.acronyms()
        for p in range(first, until)
    )


def _kind(label: str) -> str:
    return {"address": "address", "place": "place", "beach": "place", "estate": "place"}.get(label, "organisation")
