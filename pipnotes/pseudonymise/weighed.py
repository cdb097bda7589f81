"""Claim what the weights take for names, and say by the words beside it what it is: a street, a doctor, a friend."""

from __future__ import annotations

from pipnotes.pseudonymise import heads, keeping, organisations, people, stranger_places, weighing
from pipnotes.pseudonymise.claims import ASK_WORD, Claims, Found
from pipnotes.pseudonymise.tokens import Note
from pipnotes.pseudonymise.weighing import side_by_side

# What goes with a surname and stands in the stretch; "uncle" and "nurse" tell the role and stay.
_FORMAL = frozenset("mr mrs ms miss mx".split()) | (people.TITLED.keys() - {"nurse", "father", "major", "justice"})
_KIN = frozenset("uncle auntie aunty aunt".split())
_WORKING = frozenset("work works working worked job jobs shift shifts nights employed cleaner porter chef".split())
# What a friend or a relative is called by, and what before it makes a description of it: "a wee lad".
_FOND = frozenset(
    "wee big old young little mad ginger nan nana nanny granny gran hooyo ayeeyo babcia bunica avo".split()
)
_OF_A_THING = frozenset("a an the her his my our their this that very so too".split())
_BEFORE_ITS_NAME = frozenset("cafe caffi hotel hostel".split())


def claim(claims: Claims) -> None:
    """Claim each run of words that look like a name, joined to a name beside it, as "barracks" is to "maindy"."""
    note = claims.note
    strangers = [place for found in claims.found for place in (found.first, found.until - 1)]
    strangers += [place for place, low in enumerate(note.lows) if low in _KIN]
    sure = weighing.find(note, claims.taken, claims.kept, strangers)
    if not sure:
        return
    stays = keeping.mark(note, list(range(note.size)), frozenset())
    for first, until in _runs(note, [place for place in sure if not stays[place]]):
        _claim(claims, first, until, "" if all(sure[place] for place in range(first, until)) else ASK_WORD)


def _runs(note: Note, places: list[int]) -> list[tuple[int, int]]:
    """Return the stretches of words side by side."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place and side_by_side(note, place):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _claim(claims: Claims, first: int, until: int, ask: str) -> None:
    note = claims.note
    before = _found_beside(claims, first) if side_by_side(note, first) else None
    after = _found_beside(claims, until, begins=True) if side_by_side(note, until) else None
    if before or after:
        for found in (before, after):
            if found:
                claims.reach(found, min(first, found.first), max(until, found.until))
                first, until = found.first, found.until
        return
    if first and note.gap(first) in ("'", "’") and note.lows[first - 1] in ("o", "d"):
        first -= 1
    if note.joined(first) and note.lows[first - 1] in _FOND and note.low(first - 2) not in _OF_A_THING:
        first -= 1
    before_it = note.lows[first - 1] if note.joined(first) or (first and note.gap(first) == ". ") else ""
    saint = before_it in organisations.SAINTS and not note.low(first - 2).isdigit()
    head = until < note.size and note.joined(until) and note.lows[until] in heads.HEADS and not claims.kept[until]
    until += head
    if head or saint or (until > first + 1 and note.lows[until - 1] in heads.HEADS):
        label = heads.HEADS.get(note.lows[until - 1], "place")
        claims.add(first - saint, until, "address" if label == "street" else "organisation", label, ask)
    elif before_it in _BEFORE_ITS_NAME:
        claims.add(first - 1, until, "organisation", before_it, ask)
    elif before_it in _FORMAL:
        role = people.role_before(note, first - 1) or people.TITLED.get(before_it, "person")
        claims.add(first - 1, until, "person", role, ask)
    elif before_it in ("at", "for", "@") and not _WORKING.isdisjoint(note.lows[max(0, first - 5) : first]):
        claims.add(first, until, "organisation", "workplace", ask)
    elif stranger_places.like_a_place(claims, first) or before_it == "the":
        claims.add(first, until, "place", "place", ask)
    else:
        role = people.role_before(note, first) or people.role_after(note, until) or "person"
        claims.add(first, until, "person", role, ask)


def _found_beside(claims: Claims, place: int, *, begins: bool = False) -> Found | None:
    for found in claims.found:
        if (found.first if begins else found.until) == place:
            return found
    return None
