"""Find the case's own people, places and organisations at a word of a note."""

from __future__ import annotations

import re
from dataclasses import replace

from pipnotes.pseudonymise import (
    ambiguous,
    initials,
    institutions,
    keeping,
    months,
    organisations,
    people,
    roles,
    towns,
    verbs,
    weighing,
    words,
)
from pipnotes.pseudonymise.ambiguous import Verdict
from pipnotes.pseudonymise.bearers import Hit, named, short_for
from pipnotes.pseudonymise.fold import within_one_edit
from pipnotes.pseudonymise.known_places import HEAD_LABELS, ORGANISATION_HEADS, STREET_TYPES, Phrase
from pipnotes.pseudonymise.names import Known
from pipnotes.pseudonymise.tokens import Note

_STREETS = frozenset("st rd ave street road lane avenue terrace crescent".split())
# Before a listed town, these tell that it is the town and no misspelling: "in Byker" is nobody called Baker.
_BEFORE_ADDRESS = frozenset("at to visit visited from flat number no near outside address lives @".split())
_AFTER_ADDRESS = frozenset("on today tomorrow mon tues tue wed thurs thu fri next".split())
_IN = frozenset("in near around".split())
# Words; no name has more, and to follow a page of initials would cost the square of its length.
_LONGEST = 12
_MOST_LETTERS = 30
# Little words that stand side by side all day: "to be" is not Tobe in two pieces.
_NEVER_HALF = words.set_of("a am an as at be by do go he i if in is it me my no of on or so to up us we was has had")
_APART = frozenset((" ", "-", ".", ". ", " - ", ", ", "  "))
_JOINS = re.compile(r"[ \t\u00a0]?[-'’‘.‐‑–_]?[ \t\u00a0]?|[ \t]?\r?\n[ \t]?|,[ \t]|\. ")
# What may part the halves of one name, the end of a line among them: "Mc-" and "Allister" on the next.
_BROKEN = re.compile(r"[-‐‑]?[ \t]?\r?\n[ \t]?")
_HALVES = re.compile(rf"[ \-'’‑]|{_BROKEN.pattern}")
_NAMED_AFTER_TOWNS = {
    "infirmary": "hospital", "hospital": "hospital", "surgery": "surgery", "school": "school", "academy": "school",
    "primary": "school", "nursery": "nursery", "prison": "prison", "college": "college", "church": "church",
}  # fmt: skip


class Matcher:
    """Look up a note's words among the known forms of one case."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def at(self, note: Note, index: int, taken: bytearray) -> Hit | None:
        """Return what the case knows to begin at this word, the longest reading first; `taken` marks claimed words."""
        hit = self._at(note, index, taken)
        if hit and hit.certain and hit.until == index + 1 and keeping.beside_the_field(note, index):
            ask = "Is this the person in the case, or a name of the field?"
            hit = replace(hit, certain=False, ask=ask)
        saint = hit and hit.kind == "person" and note.low(hit.first - 1) in organisations.SAINTS
        if not hit or not saint or note.gap(hit.first) not in (" ", ". ", ".") or "st" in self._known.within:
            return hit
        end, label = institutions.of_a_saint(note, hit.first, hit.until, taken)
        ask = "Is this a place called after a saint, or a person?"
        return Hit(
            hit.first - 1, end, "organisation", f"[{label}]", False, "A saint's name that is also in this case", ask
        )

    def _at(self, note: Note, index: int, taken: bytearray) -> Hit | None:
        return (
            self._letter_by_letter(note, index)
            or self._phrase(note, index, taken)
            or self._person(note, index)
            or self._split(note, index)
            or initials.find(self._known, note, index)
            or self._misspelt(note, index)
        )

    def _letter_by_letter(self, note: Note, index: int) -> Hit | None:
        """Catch a name whose letters stand apart, as when it is spelled out: "L-E-A-N-N-E", "L e a n n e"."""
        if len(note.words[index]) > 1 or len(note.low(index + 1)) != 1:
            return None
        until = index + 1
        while (
            until < min(note.size, index + _MOST_LETTERS) and len(note.lows[until]) == 1 and note.gap(until) in _APART
        ):
            until += 1
        letters = "".join(note.lows[index:until])
        for length in range(len(letters), 2, -1):
            who = self._known.parts.get(letters[:length], 0)
            if who:
                return named(self._known, note, index, index + length, who, "", "")
        return None

    def _phrase(self, note: Note, index: int, taken: bytearray) -> Hit | None:
        low = note.lows[index]
        entries = self._known.phrases.get(low) or self._known.phrases.get(STREET_TYPES.get(low, low))
        for phrase in entries or ():
            until = index + len(phrase.pieces)
            if until > note.size or not self._reads(note, index, phrase):
                continue
            if phrase.plain and not _as_an_address(note, index, until):
                continue
            if len(phrase.pieces) == 1 and not phrase.plain and not self._alone(note, index, phrase):
                continue
            certain = not phrase.plain and (len(phrase.pieces) > 1 or low not in words.ordinary())
            if phrase.kind == "person" and set(phrase.pieces) <= words.ordinary() and note.words[index].islower():
                certain = False
            first = index - (phrase.kind == "place" and note.low(index - 1) == "royal" and note.joined(index))
            if phrase.kind in ("place", "organisation") and note.hurried:
                first = min(first, towns.stretched(note, taken, index, until)[0])
            until, label = self._with_head(note, until, phrase, taken)
            ask = "" if certain else "Is this the place or organisation in the case, or an ordinary word?"
            kind = "organisation" if phrase.kind == "acronym" else phrase.kind
            return Hit(
                first,
                until,
                "organisation" if label != phrase.label else kind,
                label,
                certain,
                "It is written in this case",
                ask,
            )
        return None

    @staticmethod
    def _with_head(note: Note, until: int, phrase: Phrase, taken: bytearray) -> tuple[int, str]:
        """Read "Alnwick Infirmary" as one name where only Alnwick is in the case."""
        if phrase.kind == "organisation":
            end = until
            while end < note.size and note.joined(end) and note.lows[end] in ORGANISATION_HEADS and not taken[end]:
                end += 1
            while end > until and note.lows[end - 1] not in HEAD_LABELS:
                end -= 1
            until = end
        if phrase.kind in ("place", "organisation") and note.hurried:
            _, end, label = towns.stretched(note, taken, until - 1, until)
            return (end, f"[{label}]") if end > until else (until, phrase.label)
        short = phrase.kind in ("place", "organisation") and len(phrase.pieces) == 1
        if short and note.low(until) in _STREETS and note.gap(until) == " ":
            return until + 1, "[street]"
        if phrase.kind == "place" and note.joined(until):
            if note.lows[until] in _NAMED_AFTER_TOWNS:
                return until + 1, f"[{_NAMED_AFTER_TOWNS[note.lows[until]]}]"
            end, label = institutions.after_town(note, until, taken)
            if label:
                return end, f"[{label}]"
        return until, phrase.label

    @staticmethod
    def _reads(note: Note, index: int, phrase: Phrase) -> bool:
        for offset, piece in enumerate(phrase.pieces):
            low = note.lows[index + offset]
            if low != piece and STREET_TYPES.get(low) != piece:
                return False
            if offset and len(note.gap(index + offset)) > 3:
                return False
        return True

    @staticmethod
    def _alone(note: Note, index: int, phrase: Phrase) -> bool:
        if phrase.kind == "acronym":
            return note.words[index].isupper()
        if phrase.kind == "postcode" or note.lows[index] not in words.ordinary():
            return True
        bracketed = note.gap(index).endswith("(") and note.after(index).startswith(")")
        if note.capital(index):
            return (
                bracketed
                or not note.starts_sentence(index)
                or note.following(index) in verbs.DOES
                or note.following(index) in ("has", "is", "was")
            )
        return note.hurried and (
            note.previous(index) in ("in", "at", "from", "near", "to", "around")
            or not weighing.is_everyday(note.lows[index])
        )

    def _mask(self, low: str) -> tuple[int, str]:
        """Return who a word may mean and the ending that it carries, such as a plural s."""
        parts = self._known.parts
        if low in parts:
            return parts[low], ""
        if low[-1:] == "s" and low[:-1] in parts:
            return parts[low[:-1]], "s"
        if low[-2:] == "es" and low[:-2] in parts:
            return parts[low[:-2]], "s"
        if low[-3:] == "ies" and low[:-3] + "y" in parts:
            return parts[low[:-3] + "y"], "s"
        bare = low.rstrip("0123456789")
        return (parts.get(bare, 0), "") if bare != low else (0, "")

    def _person(self, note: Note, index: int) -> Hit | None:
        known = self._known
        low = note.lows[index]
        if low == "mo" and months.counted(note, index):
            return None
        mask, ending = self._mask(low)
        initial = 0
        if (not mask and len(low) == 1 and note.words[index].isupper() and low in known.within) or (
            not mask and low in known.within and index + 1 < note.size and _JOINS.fullmatch(note.gap(index + 1))
        ):
            initial = known.within[low]
        if not (mask or initial):
            return None
        until, who, strong = self._extend(note, index, mask or initial)
        if not mask and not strong:
            return None
        if ending and until > index + 1:
            ending = ""
        ask = ""
        single = until == index + 1
        if not single and self._only_words(note, index, until):
            until, who, single = index + 1, mask or initial, True
        if (single and not ending) or (single and low in words.ordinary()):
            verdict = self._verdict(note, index, low)
            if verdict is Verdict.WORD and low in self._known.surnames and short_for(self._known, note, index, mask):
                verdict = Verdict.NAME
            sure = ambiguous.beside_its_noun(note, index)
            if verdict is Verdict.WORD and not sure and weighing.may_be_of_the_case(note, index):
                verdict = Verdict.UNSURE
            if verdict is Verdict.WORD and ending and self._is_household(note, index):
                verdict = Verdict.UNSURE
            if verdict is Verdict.WORD:
                return None
            if verdict is Verdict.UNSURE:
                ask = "Is this the person in the case, or an ordinary word?"
        return named(self._known, note, index, until, who, ending, ask)

    def _is_household(self, note: Note, index: int) -> bool:
        """Say whether a family name's plural in small letters does what families do: "the smiths came"."""
        following = note.following(index)
        lives = following in verbs.DOES or (following in ("are", "were", "have") and len(note.low(index + 2)) > 3)
        return (
            note.hurried and note.lows[index][:-1] in self._known.surnames and note.previous(index) == "the" and lives
        )

    @staticmethod
    def _only_words(note: Note, index: int, until: int) -> bool:
        """Say whether several parts of a name stand side by side as plain words: "he will mark the date"."""
        if any(note.words[place][0].isupper() for place in range(index, until)):
            return False
        if not all(note.lows[place] in words.ordinary() for place in range(index, until)):
            return False
        return ambiguous.judge(note, index, known=True) is Verdict.WORD

    def _verdict(self, note: Note, index: int, low: str) -> Verdict:
        if index and note.lows[index - 1] in roles.TITLES and len(note.gap(index)) < 3:
            return Verdict.NAME
        if ambiguous.beside_its_noun(note, index):
            return Verdict.WORD
        if low not in words.ordinary() and low not in words.names_that_are_words():
            return Verdict.NAME
        if ambiguous.compounded(note, index):
            return Verdict.WORD
        return ambiguous.judge(note, index, known=True)

    def _extend(self, note: Note, index: int, who: int) -> tuple[int, int, bool]:
        """Follow a name to its last word; tell also whether a whole name, not only an initial, was met."""
        known, until, strong, inverted = self._known, index + 1, False, False
        while until < min(note.size, index + _LONGEST) and _JOINS.fullmatch(note.gap(until)):
            low = note.lows[until]
            mask = 0 if low == note.lows[until - 1] else self._mask(low)[0] & who
            whole = bool(mask)
            if not mask and low in known.within and (note.words[until].isupper() or len(low) > 1):
                mask = known.within[low] & who
                if len(low) == 1 and (low in ("i", "a") or low == "s") and not note.after(until).startswith("."):
                    mask = 0 if low == "s" else mask if self._mask(note.low(until + 1))[0] & who else 0
                if len(low) > 1 and not self._mask(note.low(self._past_particles(note, until)))[0] & who:
                    mask = 0
            if not mask and len(low) > 4 and low not in words.ordinary():
                mask = known.parts.get(self._near(low), 0) & who
                whole = bool(mask)
            if not mask and len(low) == 1 and low in known.within:
                follows = self._mask(note.low(until + 1))[0] & who
                spelled = follows or low not in initials.WORDS_OF_A_LETTER or _ends_a_name(note, until)
                mask = known.within[low] & who if spelled else 0
            if not mask and self._like_the_surname(note, until, who):
                mask = who
            if not mask and until + 1 < note.size and _BROKEN.fullmatch(note.gap(until + 1)):
                mask = known.parts.get(low + note.lows[until + 1], 0) & who  # "Mc-" at the end of a line
                if mask:
                    who, until, strong = mask, until + 2, True
                    continue
            if not mask:
                break
            gap = note.gap(until)
            if gap in (". ", ", ") and not (
                len(note.lows[until - 1]) == 1 or (gap == ", " and note.lows[until - 1] in known.surnames)
            ):
                break
            inverted = inverted or gap == ", "
            who, until, strong = mask, until + 1, strong or whole
        while inverted and note.joined(until) and note.lows[until] in known.particles:
            until += 1  # "Meer, Saskia van der"
        return until, who, strong

    def _past_particles(self, note: Note, place: int) -> int:
        """Return the place of the word behind the small words of a family name: "van der Meer", "van 't Hoff"."""
        while place < note.size and note.lows[place] in self._known.particles:
            place += 1
        return place

    def _like_the_surname(self, note: Note, place: int, who: int) -> bool:
        """Say whether a strange word behind a first name begins as the family name does: "Rose Bullimoor"."""
        low = note.lows[place]
        if len(low) < 5 or note.gap(place) != " " or low in words.ordinary() or low in words.rarer():
            return False
        return any(family[:4] == low[:4] and mask & who for family, mask in self._known.surnames.items())

    def _split(self, note: Note, index: int) -> Hit | None:
        """Catch a name written as two words, "Anna Lise" for Annalise."""
        if index + 1 >= note.size or not _HALVES.fullmatch(note.gap(index + 1)):
            return None
        both = note.lows[index] + note.lows[index + 1]
        who = self._known.parts.get(both, 0)
        if not who or (len(note.lows[index]) < 2 and note.gap(index + 1) == " "):
            return None
        halves = note.lows[index : index + 2]
        if note.words[index].islower() and _NEVER_HALF.issuperset(halves):
            return None
        return named(self._known, note, index, index + 2, who, "", "")

    def _misspelt(self, note: Note, index: int) -> Hit | None:
        low = note.lows[index]
        if low in people.RELATIONS or (low[-1:] == "s" and low[:-1] in people.RELATIONS):
            return None
        if len(low) < 4 or (len(low) == 4 and low in words.given_names()) or not low.isalpha():
            return None
        if low in self._known.parts or (
            low in words.ordinary()
            and (low in words.clinical() or not (note.capital(index) and self._person_here(note, index)))
        ):
            return None
        if note.previous(index) in _IN and (low,) in words.places().get(low, ()):
            return None
        meant = self._near(low) or (self._near(low[:-1]) if low[-1] == "s" and len(low) > 5 else "")
        if not meant:
            return None
        ask = "Is this a misspelling of a name in the case?"
        if meant in self._known.parts:
            until, who, _ = self._extend(note, index, self._known.parts[meant])
            hit = named(self._known, note, index, until, who, "", ask)
            return Hit(hit.first, hit.until, "person", hit.label, False, "Nearly a name of this case", ask)
        phrase = self._known.phrases[meant][-1]
        if phrase.kind == "acronym":
            return None
        return Hit(index, index + 1, phrase.kind, phrase.label, False, "Nearly a place of this case", ask)

    @staticmethod
    def _person_here(note: Note, index: int) -> bool:
        return not note.starts_sentence(index) or ambiguous.acts(note, index)

    def _near(self, low: str) -> str:
        for length in (len(low), len(low) - 1, len(low) + 1):
            for word in self._known.spellings.get(length, ()):
                if within_one_edit(low, word) and (len(low) > 4 or length > 4 or sorted(word) == sorted(low)):
                    return word
        return ""


def _as_an_address(note: Note, index: int, until: int) -> bool:
    """Say whether plain words stand as an address does: in capitals, or after "at" and before a stop or a day."""
    if any(note.gap(place) != " " for place in range(index + 1, until)):
        return False
    named = [place for place in range(index, until) if note.words[place][0].isalpha()]
    if named and not note.hurried and all(note.capital(place) for place in named):
        return not note.starts_sentence(index) or named[0] > index
    led = note.previous(index) in _BEFORE_ADDRESS
    stopped = note.after(until - 1).strip()[:1] in (",", ".", ";", ")") or until == note.size
    if not named and led:
        return True
    return (stopped or note.low(until) in _AFTER_ADDRESS) and (led or note.gap(index).strip()[-1:] in (",", "("))


def _ends_a_name(note: Note, place: int) -> bool:
    """Say whether a single letter that is also a word ends a name here: "faith w rang", "fiona s-l"."""
    following = note.following(place)
    stops = note.after(place)[:1] in ("-", ".", ",", ";", ")", ":")
    return (
        stops
        or following in verbs.DOES
        or following in people.RELATIONS
        or following in ("to", "is", "was", "has", "will")
    )
