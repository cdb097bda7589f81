"""Tell the month from whoever is called after it: "in June" from "June slept", "8 mo" from Mo."""

from __future__ import annotations

from pipnotes.pseudonymise import verbs
from pipnotes.pseudonymise.tokens import Note
from pipnotes.pseudonymise.words import set_of

_MONTH_BEFORE = set_of(
    """in of by since until till last next this early late mid from during to through and st nd rd th before after
        every each end start beginning middle on around between for or is was due"""
)
STATES = set_of("tired asleep awake tearful upset unwell poorly anxious cross crying smiling sleeping feeding low")
_MESSAGES = set_of("tel tc call calls text texts txt msg message email letter word note phoned rang")
TAKEN = set_of("took takes held holds weighed fed met kissed bathed changed cuddled hugged saw brought")
_OF_A_MONTH = set_of("visit visits review meeting appointment holidays half")
_SPAN = set_of("in between during since of from by")
SHORT = set_of("dec sep sept oct nov feb mar")
_UNTIL = set_of("in by until till since early late mid last next this every during through before")
_PART_OF_YEAR = set_of("end start beginning middle rest most half week month day")
# In whom one may see or take something: "saw herself in June".
_IN_SOMEBODY = set_of("herself himself themselves interest delight pleasure confidence interested mum dad")
_UNITS = set_of("day days week weeks wk wks w month months mth mths mo mos m year years yr yrs y yo hours days")
_MONTHS = set_of("january february march april may june july august september october november december")


def is_may(note: Note, index: int) -> bool:
    """Say whether a small "may" is the May of the case, and neither the month nor what somebody may do."""
    previous, following = note.previous(index), note.following(index)
    if note.capital(index) or following in verbs.BASE:
        return False
    said = previous == "from" and note.low(index - 2) in _MESSAGES
    left = previous in ("left", "leaving", "leave") and following in ("w", "with", "at", "to", "there", "alone")
    return said or left or previous in TAKEN or previous in verbs.SPOKEN_TO or following in STATES


def tells_time(note: Note, index: int) -> bool:
    """Say whether the month that somebody of the case is called after is meant: "in June", "since June he has".

    Only where a year, a day or a word of time stands beside it; "June, 14 weeks" and "little of June" are the child.
    """
    previous, following, after = note.previous(index), note.low(index + 1), note.after(index)
    if after in (" ", ", ", " '", " ’") and following[:1].isdigit() and not _is_age(note, index + 1):
        return not following.isdigit() or int(following) < 32 or len(following) == 4
    if previous[:1].isdigit() and note.gap(index) == " ":
        return True
    for place, joint in ((index - 2, previous), (index + 2, following)):
        two = note.low(place) in _MONTHS - {note.lows[index]}
        # May and June may be sisters, so that they are months only behind a word of time.
        if two and (joint in ("to", "or", "till", "until") or note.low(min(place, index) - 1) in _SPAN):
            return joint in ("to", "or", "till", "until", "and")
    if following in verbs.IS | verbs.DOES and note.following(index):
        return False
    before = note.low(index - 2)
    if previous == "of":
        return before in _PART_OF_YEAR or before[-2:] in ("st", "nd", "rd", "th")
    if previous == "due" or following in _OF_A_MONTH:
        return True
    if previous == "by":
        return not before.endswith(("ed", "en", "eld", "ept"))
    if previous in ("in", "from"):
        return before not in _IN_SOMEBODY
    return previous in _UNTIL


def _is_age(note: Note, place: int) -> bool:
    """Say whether a number counts somebody's weeks or months: "14 weeks", "3/12", "4m"."""
    if note.after(place) == "/" and note.low(place + 1) in ("12", "52", "7", "365"):
        return True
    low = note.lows[place].lstrip("0123456789") or note.low(place + 1)
    return low in _UNITS


def is_month(note: Note, index: int) -> bool:
    """Say whether a month's name is the month, going by a number or a word of time beside it."""
    previous, following = note.previous(index), note.low(index + 1)
    if (following[:1].isdigit() and note.joined(index + 1)) or (previous[:1].isdigit() and note.joined(index)):
        return True  # not across a comma: "epds 14, jan hv to ring"
    if previous in _MONTH_BEFORE and following not in verbs.DOES:
        return (
            previous not in ("to", "and", "for", "from", "is", "was")
            or not note.capital(index)
            or (previous == "and" and note.low(index - 2) in _MONTHS)
            or (following in ("to", "and") and note.low(index + 2) in _MONTHS)
        )
    return following in ("to", "and") and note.low(index + 2) in _MONTHS


def counted(note: Note, index: int) -> bool:
    """Say whether a small "mo" counts months: "8 mo old", and not "EPDS 3. Mo sang" nor "at 3 mo said"."""
    counted = note.low(index - 1).isdigit() and note.gap(index) in (" ", "")
    return counted and note.words[index] == "mo" and note.following(index) not in verbs.DOES | verbs.HELPS
