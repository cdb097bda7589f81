"""Claim what the weights take for names, and say by the words beside it what it is: a street, a doctor, a friend."""

from __future__ import annotations

from pipnotes.pseudonymise import heads, keeping, organisations, people, stranger_places, weighing, words
from pipnotes.pseudonymise.claims import ASK_WORD, Claims
from pipnotes.pseudonymise.tokens import Note
from pipnotes.pseudonymise.weighing import side_by_side

# What goes with a surname and stands in the stretch; "uncle" and "nurse" tell the role and stay.
_FORMAL = frozenset("mr mrs ms miss mx".split()) | (people.TITLED.keys() - {"nurse", "father", "major", "justice"})
_KIN = frozenset("uncle auntie aunty aunt".split())
# What a friend or a relative is called by, and what before it makes a description of it: "a wee lad".
_FOND = frozenset(
    "wee big old young little mad ginger nan nana nanny granny gran hooyo ayeeyo babcia bunica avo".split()
)
_OF_A_THING = frozenset("a an the her his my our their this that very so too".split())
_LONGEST_TITLE = 8  # words; no name that stays has more
_BEFORE_ITS_NAME = frozenset("cafe caffi hotel hostel".split())
# Small letters that begin a surname behind a first name, and are no short form: "chantelle b".
_INITIALS = frozenset("bdfghjlmpqtvyz")


def claim(claims: Claims) -> None:
    """Claim each run of words that look like a name, joined to a name beside it, as "barracks" is to "maindy"."""
    note = claims.note
    strangers = [place for found in claims.found for place in (found.first, found.until - 1)]
    strangers += [place for place, low in enumerate(note.lows) if low in _KIN]
    sure = weighing.find(note, claims.taken, claims.kept, strangers)
    if not sure:
        return
    # The engine marked what begins with a word worth a look there; a title may begin with any other.
    openings = sorted({near for place in sure for near in range(max(0, place - _LONGEST_TITLE), place + 1)})
    stays = keeping.mark(note, openings, frozenset())
    for first, until in _runs(note, [place for place in sure if not stays[place]]):
        ask = "" if all(sure[place] for place in range(first, until)) else ASK_WORD
        if not _joined(claims, first, until, ask):
            _claim(claims, first, until, ask)


def _runs(note: Note, places: list[int]) -> list[tuple[int, int]]:
    """Return the stretches of words side by side."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place and side_by_side(note, place):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _joined(claims: Claims, first: int, until: int, ask: str) -> bool:
    """Join a run to what was found right before or behind it, and these two to one another; say whether there was."""
    note = claims.note
    before = next((found for found in claims.found if found.until == first and side_by_side(note, first)), None)
    after = next((found for found in claims.found if found.first == until and side_by_side(note, until)), None)
    if before and after:
        claims.found.remove(after)
        claims.reach(before, before.first, after.until, ask or after.ask)
    elif before:
        claims.reach(before, before.first, until, ask)
    elif after:
        claims.reach(after, first, after.until, ask)
    return bool(before or after)


def _claim(claims: Claims, first: int, until: int, ask: str) -> None:
    """Claim a run with what belongs to it on both sides."""
    note = claims.note
    first = _beginning(note, first)
    before = note.lows[first - 1] if note.joined(first) or (first and note.gap(first) == ". ") else ""
    saint = before in organisations.SAINTS and not note.low(first - 2).isdigit()
    if until < note.size and note.joined(until) and not (claims.taken[until] or claims.kept[until]):
        until += note.lows[until] in heads.HEADS or (note.words[until] in _INITIALS and note.hurried)
    label = heads.HEADS.get(note.lows[until - 1], "") if until > first + 1 or saint else ""
    if label or saint:
        claims.add(first - saint, until, "address" if label == "street" else "organisation", label or "place", ask)
    elif before in _BEFORE_ITS_NAME:
        claims.add(first - 1, until, "organisation", before, ask)
    elif before in _FORMAL:
        role = people.role_before(note, first - 1) or people.TITLED.get(before, "person")
        claims.add(first - 1, until, "person", role, ask)
    elif before in ("at", "for", "@", "with") and not words.WORKING.isdisjoint(note.lows[max(0, first - 5) : first]):
        claims.add(first, until, "organisation", "workplace", ask)
    elif stranger_places.like_a_place(claims, first) or before == "the":
        claims.add(first, until, "place", "place", ask)
    else:
        role = people.role_before(note, first) or people.role_after(note, until) or "person"
        claims.add(first, until, "person", role, ask)


def _beginning(note: Note, first: int) -> int:
    """Return where a name begins whose first strange word is known: at "o'" in "o'kane", at "wee" in "wee sadie"."""
    if first and note.gap(first) in ("'", "’") and note.lows[first - 1] in ("o", "d"):
        first -= 1
    fond = note.joined(first) and note.lows[first - 1] in _FOND and note.low(first - 2) not in _OF_A_THING
    return first - fond
