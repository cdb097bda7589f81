"""Know a person by initials, "J.P.", "A-L" or "Mrs P", and not a vitamin, a grade or a section by its letter."""

from __future__ import annotations

from dataclasses import replace

from pipnotes.pseudonymise import ambiguous, people, roles, words
from pipnotes.pseudonymise.bearers import Hit, named
from pipnotes.pseudonymise.names import Known
from pipnotes.pseudonymise.tokens import Note

_LETTER_BEFORE = frozenset(
    """vitamin vit hepatitis hep plan type grade group class category cat level option part section appendix item theme
        stage protein factor strep question column table figure room block unit ward blood phase model file bay
        band size cup scale schedule step version form letter the a an option note""".split()
)
_LETTER_AFTER = frozenset(
    "hand hands side sided arm arms breast leg legs eye ear foot hip cheek shoulder nipple section "
    "sections cup cups level levels shirt shirts ray rays grade strep team positive negative".split()
)
# Single letters that are words in hurried notes, and no initials: "w" is "with".
WORDS_OF_A_LETTER = frozenset("iawsurxcokn")
_DOTTED_WORDS = frozenset("eg ie am pm od bd na no".split())
_PAIRS = frozenset(
    ("ae", "dc", "ms", "bq", "hm", "rr", "rb", "qa", "sl", "bb", "ee", "po", "pq", "ue", "mc", "gt", "cg", "cf")
)


def find(known: Known, note: Note, index: int) -> Hit | None:
    """Return the people whose initials begin at a word in capitals, or nothing where the letters mean a thing."""
    word = note.words[index]
    if note.hurried and not word.isupper():
        until = index + _small_initials(known, note, index)
        if until == index:
            return None
        who = known.initials["".join(note.lows[index:until])]
        hit = named(known, note, index, until, who, "", "Are these a person's initials?")
        return replace(hit, reason="Initials of this case")
    if not word.isupper() or len(word) > 4:
        return None
    group, until = word.lower(), index + 1
    if len(word) == 1:
        while until < note.size and len(group) < 4 and len(note.words[until]) == 1 and note.words[until].isupper():
            if note.gap(until) not in (".", ". ", " ", "", "-", ".-"):
                break
            group, until = group + note.words[until].lower(), until + 1
        while until > index + 1 and group not in known.initials:
            group, until = group[:-1], until - 1
    who = known.initials.get(group, 0)
    titled = len(group) == 1 and note.low(until) in ("family", "household")
    titled = titled or (
        len(group) == 1 and index > 0 and note.lows[index - 1] in roles.TITLES and len(note.gap(index)) < 3
    )
    if titled:
        return _titled_letter(known, note, index, group)
    if len(word) > 1 and group in people.TITLES and index + 1 < note.size and note.words[index + 1].istitle():
        return None
    if not who or not _initials_fit(note, index, until, group):
        return None
    acts = note.following(until - 1) in ambiguous.DOES and group not in people.RELATIONS
    if len(group) > 1 and len(word) > 1 and group in words.acronyms() and not acts:
        return None
    hit = named(known, note, index, until, who, "", "")
    end_dot = note.text[note.ends[until - 1] : note.ends[until - 1] + 1] == "."
    ask = hit.ask or ("Are these a person's initials?" if len(group) == 1 and not end_dot else "")
    return Hit(hit.first, hit.until, hit.kind, hit.label, not ask, "Initials of this case", ask)


def _small_initials(known: Known, note: Note, index: int) -> int:
    """Return how many words of small letters are somebody's initials: "z waits", "ob informed", "s.p. said"."""
    word = note.words[index]
    pair = word + note.low(index + 1)
    if len(word) == 1 and len(pair) == 2 and note.after(index) == "." and note.after(index + 1)[:1] == ".":
        return 2 * (pair in known.initials and pair not in _DOTTED_WORDS)
    if word not in known.initials:
        return 0
    if len(word) == 1:
        return int(_small_letter(note, index))
    if len(word) > 3 or word in words.ordinary() or word in people.RELATIONS or word in people.TITLES:
        return 0
    return int(word not in words.acronyms() or note.following(index) in ambiguous.DOES)


def _small_letter(note: Note, index: int) -> bool:
    """Say whether a small letter is somebody: "the moment z waits", "r's english", "took hope + z"."""
    letter, following, after = note.lows[index], note.following(index), note.after(index)
    if following == "s" and after in ("'", "’"):
        return letter not in "st" and note.low(index + 2) not in ("", "and")
    if following in ("and", "&") and note.low(index + 2) in people.RELATIONS and letter not in "ai":
        return note.gap(index) == " "
    if letter in WORDS_OF_A_LETTER:
        return False
    if note.starts_sentence(index) and index and note.joined(index + 1) and following.isalpha():
        return True
    if note.low(index - 1) in ("see", "saw", "seeing", "met", "told", "asked", "rang"):
        return True
    if note.gap(index).strip() in ("+", "&") or note.low(index - 1) in ("and", "with"):
        return after[:1] in (".", ",", ";", ":", ")", "")
    return following in ambiguous.DOES or (len(following) > 3 and following.endswith("s"))


def _titled_letter(known: Known, note: Note, index: int, letter: str) -> Hit | None:
    """Read "Mrs P." as whoever of the case bears such a family name."""
    who = 0
    for surname, mask in known.surnames.items():
        if surname[0] == letter:
            who |= mask
    if not who:
        return None
    return replace(named(known, note, index, index + 1, who, "", ""), reason="Initials of this case")


def _initials_fit(note: Note, index: int, until: int, group: str) -> bool:
    before, after = note.low(index - 1), note.low(until)
    gap_before, gap_after = note.gap(index), note.after(until - 1)
    if len(group) > 1:
        return True
    if gap_before == ", " and len(before) == 1 and ord(group) - ord(before) == 1:
        return False
    if (gap_before == " " and before in _LETTER_BEFORE) or after in _LETTER_AFTER:
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
