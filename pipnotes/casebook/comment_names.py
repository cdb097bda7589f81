"""A comment carries no name: what surely is one is refused, and what could be one is shown to its writer first."""

from __future__ import annotations

from collections.abc import Sequence

from pipnotes.casebook import gate
from pipnotes.casebook.contacts import Contacts
from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.family import Family
from pipnotes.domain.sharing import HeldSummary
from pipnotes.domain.words import counted, listed
from pipnotes.errors import Refused, WrongUse
from pipnotes.pseudonymise import CaseIdentities, Pseudonymiser
from pipnotes.pseudonymise.strangers import doubtful

Place = tuple[int, int]


class HoldsNames(Refused):
    """Some words surely name somebody; `places` says which, as characters of the text, so that they can be shown."""

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        super().__init__(
            f"This looks like a name or a place, in {counted(len(places), 'place')} of the text"
            f" (word {_which(text, places)}).",
            safe="Your words are still here, and nothing was sealed.",
            todo="Use code names and roles instead, for instance Wren 14 or [mother].",
        )


class LookAgain(Refused):
    """Some words could name somebody; `places` says which, as characters of the text, so that they can be shown.

    The same words go through once their writer has looked at them and said so (`confirmed`).
    """

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        super().__init__(
            f"{counted(len(places), 'place')} in it may tell who somebody is (word {_which(text, places)}).",
            safe="Your words are still here, and nothing was sealed.",
            todo="Look again. Use code names and roles instead, or confirm that nobody can be known by them.",
        )


def check(ledger: Ledger, contacts: Contacts, text: str, family: str, *, confirmed: bool) -> None:
    """Refuse a comment that holds a name, or that was not looked at where it could hold one.

    With a family, everybody its records know is looked for. Of people, only the two who are talking may be named,
    and they too only while nobody of the family is called so.
    """
    if not text.strip():
        raise WrongUse("There is nothing to say yet.", safe="Nothing was changed.", todo="Write a few words.")
    found = Pseudonymiser(gate.of_family(ledger, family) if family else CaseIdentities()).run(text)
    case = [(r.start, r.end) for r in found.replacements if r.source == "case"]
    free = [place for place in _free(ledger, contacts, text) if not _touches(place, case)]
    sure = [(r.start, r.end) for r in found.replacements if r.certain and not _within((r.start, r.end), free)]
    if sure:
        raise HoldsNames(text, sure)
    unsure = [(r.start, r.end) for r in found.replacements if not r.certain]
    unsure += [(c.start, c.end) for c in found.checks]
    asked: list[Place] = []
    for place in sorted({*unsure, *doubtful(text)}):
        if not _within(place, free) and not _touches(place, asked):
            asked.append(place)
    if asked and not confirmed:
        raise LookAgain(text, asked)


def _which(text: str, places: Sequence[Place]) -> str:
    """Return the numbers of the words in these places, for where the words themselves are not shown."""
    numbers = [len(text[:start].split()) + (not text[:start] or text[start - 1].isspace()) for start, _ in places]
    return listed([str(number) for number in dict.fromkeys(numbers)])


def _free(ledger: Ledger, contacts: Contacts, text: str) -> list[Place]:
    """Return where the two who are talking are named, and where code names stand."""
    talking = [ledger.me.name, *(contact.name for contact in contacts.all())]
    names = {part for name in talking for part in (name, *name.split())}
    codes = {held.code for held in ledger.vault.all(HeldSummary)} | {f.code for f in ledger.vault.all(Family)}
    return [place for word in names | codes for place in _places(text.casefold(), word.casefold())]


def _places(text: str, word: str) -> list[Place]:
    found = []
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if not text[:at][-1:].isalnum() and not text[end : end + 1].isalnum():
            tail = 2 if text[end : end + 2] in ("'s", "’s") else 0
            found.append((at, end + tail))
        at = text.find(word, at + 1)
    return found


def _within(place: Place, others: Sequence[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in others)


def _touches(place: Place, others: Sequence[Place]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)
