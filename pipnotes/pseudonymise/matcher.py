"""Find the case's own people, places and organisations at a word of a note."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipnotes.pseudonymise import ambiguous, roles, words
from pipnotes.pseudonymise.ambiguous import Verdict
from pipnotes.pseudonymise.fold import within_one_edit
from pipnotes.pseudonymise.names import STREET_TYPES, Known, Phrase
from pipnotes.pseudonymise.tokens import Note

_JOINS = re.compile(r"[ \t\u00a0]?[-'’‘.‐‑–_]?[ \t\u00a0]?|[ \t]?\r?\n[ \t]?|,[ \t]|\. ")
_GLUED = frozenset(
    "bear boo bee pop pops kins lou jo jay may mae rose ann anne lee lynn bean pie roo bug pants chops face poo".split()
)
_LETTER_BEFORE = frozenset(
    """vitamin vit hepatitis hep plan type grade group class category cat level option part section appendix item theme
        stage protein factor strep question column table figure room block unit ward blood phase model file bay
        band size cup scale schedule step version form letter the a an option note""".split()
)
_LETTER_AFTER = frozenset(
    "hand hands side sided arm arms breast leg legs eye ear foot hip cheek shoulder nipple section "
    "sections cup cups level levels shirt shirts ray rays grade strep team positive negative".split()
)
_YOUNG = frozenset(("infant", "baby", "unborn", "newborn", "twin"))
_NAMED_AFTER_TOWNS = {
    "infirmary": "hospital", "hospital": "hospital", "surgery": "surgery", "school": "school", "academy": "school",
    "primary": "school", "nursery": "nursery", "prison": "prison", "college": "college", "church": "church",
}  # fmt: skip
_PAIRS = frozenset(
    ("ae", "dc", "ms", "bq", "hm", "rr", "rb", "qa", "sl", "bb", "ee", "po", "pq", "ue", "mc", "gt", "cg")
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of words, `first` to before `until`, with what shall stand there and how sure that is."""

    first: int
    until: int
    kind: str
    label: str
    certain: bool
    reason: str
    ask: str = ""
    tail: str = ""


class Matcher:
    """Look up a note's words among the known forms of one case."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def at(self, note: Note, index: int) -> Hit | None:
        """Return what the case knows to begin at this word, the longest reading first."""
        return (
            self._phrase(note, index)
            or self._person(note, index)
            or self._split(note, index)
            or self._initials(note, index)
            or self._misspelt(note, index)
        )

    def _phrase(self, note: Note, index: int) -> Hit | None:
        low = note.lows[index]
        entries = self._known.phrases.get(low) or self._known.phrases.get(STREET_TYPES.get(low, low))
        for phrase in entries or ():
            until = index + len(phrase.pieces)
            if until > note.size or not self._reads(note, index, phrase):
                continue
            if len(phrase.pieces) == 1 and not self._alone(note, index, phrase):
                continue
            certain = len(phrase.pieces) > 1 or low not in words.ordinary()
            if phrase.kind == "person" and set(phrase.pieces) <= words.ordinary() and note.words[index].islower():
                certain = False
            until, label = self._with_head(note, until, phrase)
            ask = "" if certain else "Is this the place or organisation in the case, or an ordinary word?"
            kind = "organisation" if phrase.kind == "acronym" else phrase.kind
            return Hit(
                index,
                until,
                "organisation" if label != phrase.label else kind,
                label,
                certain,
                "It is written in this case",
                ask,
            )
        return None

    @staticmethod
    def _with_head(note: Note, until: int, phrase: Phrase) -> tuple[int, str]:
        """Read "Alnwick Infirmary" as one name where only Alnwick is in the case."""
        if phrase.kind == "place" and note.joined(until) and note.lows[until] in _NAMED_AFTER_TOWNS:
            return until + 1, f"[{_NAMED_AFTER_TOWNS[note.lows[until]]}]"
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
        if note.capital(index):
            return (
                not note.starts_sentence(index)
                or note.following(index) in ambiguous.DOES
                or note.following(index) in ("has", "is", "was")
            )
        return not note.plain_capitals and note.previous(index) in ("in", "at", "from", "near", "to", "around")

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
            if verdict is Verdict.WORD:
                return None
            if verdict is Verdict.UNSURE:
                ask = "Is this the person in the case, or an ordinary word?"
        return self._named(note, index, until, who, ending, ask)

    @staticmethod
    def _only_words(note: Note, index: int, until: int) -> bool:
        """Say whether several parts of a name stand side by side as plain words: "he will mark the date"."""
        if any(note.words[place][0].isupper() for place in range(index, until)):
            return False
        if not all(note.lows[place] in words.ordinary() for place in range(index, until)):
            return False
        return ambiguous.judge(note, index, known=True) is Verdict.WORD

    def _verdict(self, note: Note, index: int, low: str) -> Verdict:
        if low not in words.ordinary() and low not in words.names_that_are_words():
            return Verdict.NAME
        if index and note.lows[index - 1] in roles.TITLES and len(note.gap(index)) < 3:
            return Verdict.NAME
        return ambiguous.judge(note, index, known=True)

    def _extend(self, note: Note, index: int, who: int) -> tuple[int, int, bool]:
        """Follow a name to its last word; tell also whether a whole name, not only an initial, was met."""
        known, until, strong = self._known, index + 1, False
        while until < note.size and _JOINS.fullmatch(note.gap(until)):
            low = note.lows[until]
            mask = 0 if low == note.lows[until - 1] else self._mask(low)[0] & who
            whole = bool(mask)
            if not mask and low in known.within and (note.words[until].isupper() or len(low) > 1):
                mask = known.within[low] & who
                if len(low) == 1 and (low in ("i", "a") or low == "s") and not note.after(until).startswith("."):
                    mask = 0 if low == "s" else mask if self._mask(note.low(until + 1))[0] & who else 0
                if len(low) > 1 and not self._mask(note.low(until + 1))[0] & who:
                    mask = 0
            if not mask and len(low) > 4 and low not in words.ordinary():
                mask = known.parts.get(self._near(low), 0) & who
                whole = bool(mask)
            if not mask and len(low) == 1 and low in known.within:
                mask = known.within[low] & who if self._mask(note.low(until + 1))[0] & who else 0
            if not mask:
                break
            gap = note.gap(until)
            if gap in (". ", ", ") and not (
                len(note.lows[until - 1]) == 1 or (gap == ", " and note.lows[until - 1] in known.surnames)
            ):
                break
            who, until, strong = mask, until + 1, strong or whole
        return until, who, strong

    def _named(self, note: Note, index: int, until: int, who: int, ending: str, ask: str) -> Hit:
        known = self._known
        first, title = self._title(note, index)
        if index and note.words[index - 1] == "Baby" and note.joined(index) and self._all_young(who):
            first = index - 1
        until = self._glued(note, until)
        last = note.lows[until - 1]
        surname_only = until == index + 1 and not (
            known.surnames.get(last, 0) == 0 and known.surnames.get(last[:-1], 0) == 0
        )
        household = surname_only and (ending == "s" and not note.after(index).startswith(("'", "’")))
        family = note.low(until) in ("family", "household")
        if surname_only and (family or (household and note.low(index - 1) in ("the", "both", "all", "young"))):
            until += family and note.joined(until)
            return Hit(index, until, "person", "[family]", not ask, "A family name of this case", ask)
        bearers = [bit for bit in range(len(known.labels)) if who >> bit & 1]
        if title and len(bearers) > 1:
            bearers = [bit for bit in bearers if roles.fits_title(known.roles[bit], title)] or bearers
        if surname_only and len(bearers) > 1 and note.low(index - 1) in ("baby", "infant"):
            bearers = [bit for bit in bearers if _YOUNG & set(known.roles[bit].lower().split())] or bearers
        if len(bearers) == 1:
            label = known.labels[bearers[0]]
        else:
            label = roles.shared((known.labels[bit] for bit in bearers), surname=surname_only)
            ask = ask or (
                "Whom does this name mean? Several people of the case bear it." if title or not surname_only else ""
            )
        tail = "’s" if ending == "s" and until == index + 1 and not note.after(index).startswith(("'", "’")) else ""
        return Hit(first, until, "person", label, not ask, "A name of this case", ask, tail)

    def _all_young(self, who: int) -> bool:
        roles_meant = (role for bit, role in enumerate(self._known.roles) if who >> bit & 1)
        return all(_YOUNG & set(role.lower().split()) for role in roles_meant)

    @staticmethod
    def _title(note: Note, index: int) -> tuple[int, str]:
        if not index or note.lows[index - 1] not in roles.TITLES or len(note.gap(index)) > 2:
            return index, ""
        if index > 2 and note.lows[index - 2] == "and" and note.lows[index - 3] in roles.TITLES:
            return index - 3, ""
        return index - 1, note.lows[index - 1]

    @staticmethod
    def _glued(note: Note, until: int) -> int:
        while until < note.size and note.gap(until) in ("-", "‐", "‑"):
            if note.lows[until] not in _GLUED and not note.words[until][0].isupper():
                break
            until += 1
        return until

    def _split(self, note: Note, index: int) -> Hit | None:
        """Catch a name written as two words, "Anna Lise" for Annalise."""
        if index + 1 >= note.size or note.gap(index + 1) not in (" ", "-", "'", "’", "‑"):
            return None
        both = note.lows[index] + note.lows[index + 1]
        who = self._known.parts.get(both, 0)
        if not who or (len(note.lows[index]) < 2 and note.gap(index + 1) == " "):
            return None
        return self._named(note, index, index + 2, who, "", "")

    def _initials(self, note: Note, index: int) -> Hit | None:
        word = note.words[index]
        if not word.isupper() or len(word) > 4:
            return None
        group, until = word.lower(), index + 1
        if len(word) == 1:
            while until < note.size and len(group) < 4 and len(note.words[until]) == 1 and note.words[until].isupper():
                if note.gap(until) not in (".", ". ", " ", "", "-"):
                    break
                group, until = group + note.words[until].lower(), until + 1
            while until > index + 1 and group not in self._known.initials:
                group, until = group[:-1], until - 1
        who = self._known.initials.get(group, 0)
        titled = len(group) == 1 and index > 0 and note.lows[index - 1] in roles.TITLES and len(note.gap(index)) < 3
        if titled:
            return self._titled_letter(note, index, group)
        if not who or not self._initials_fit(note, index, until, group):
            return None
        if len(group) > 1 and len(word) > 1 and group in words.acronyms():
            return None
        hit = self._named(note, index, until, who, "", "")
        end_dot = note.text[note.ends[until - 1] : note.ends[until - 1] + 1] == "."
        ask = hit.ask or ("Are these a person's initials?" if len(group) == 1 and not end_dot else "")
        return Hit(hit.first, hit.until, hit.kind, hit.label, not ask, "Initials of this case", ask)

    def _titled_letter(self, note: Note, index: int, letter: str) -> Hit | None:
        """Read "Mrs P." as whoever of the case bears such a family name."""
        who = 0
        for surname, mask in self._known.surnames.items():
            if surname[0] == letter:
                who |= mask
        if not who:
            return None
        return replace(self._named(note, index, index + 1, who, "", ""), reason="Initials of this case")

    @staticmethod
    def _initials_fit(note: Note, index: int, until: int, group: str) -> bool:
        before, after = note.low(index - 1), note.low(until)
        gap_before, gap_after = note.gap(index), note.after(until - 1)
        if len(group) > 1:
            return True
        if (gap_before.endswith(" ") and before in _LETTER_BEFORE) or after in _LETTER_AFTER:
            return False
        if gap_after[:1] == "&" or gap_before[-1:] == "&" or gap_after.strip() == "&" or gap_before.strip() == "&":
            return not (group + after in _PAIRS or before + group in _PAIRS)
        if (gap_after[:1] in "-/+" and gap_after[:1]) or (gap_before[-1:] in "-/+" and gap_before[-1:]):
            return False
        if group == "i":
            return gap_after.startswith(".") and after != "" and after in ambiguous.DOES
        if group == "a":
            return gap_after.startswith((".", "'", "’")) or after in ambiguous.DOES
        return True

    def _misspelt(self, note: Note, index: int) -> Hit | None:
        low = note.lows[index]
        if len(low) < 4 or (len(low) == 4 and low in words.given_names()) or not low.isalpha():
            return None
        if low in words.ordinary() and (
            low in words.clinical() or not (note.capital(index) and self._person_here(note, index))
        ):
            return None
        meant = self._near(low) or (self._near(low[:-1]) if low[-1] == "s" and len(low) > 5 else "")
        if not meant:
            return None
        ask = "Is this a misspelling of a name in the case?"
        if meant in self._known.parts:
            until, who, _ = self._extend(note, index, self._known.parts[meant])
            hit = self._named(note, index, until, who, "", ask)
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
