"""Know a person by initials, "J.P.", "A-L" or "Mrs P", and not a vitamin, a grade or a section by its letter."""

from __future__ import annotations

import re
from dataclasses import replace

from pipnotes.pseudonymise import ambiguous, people, roles, verbs, words
from pipnotes.pseudonymise.bearers import Hit, named
from pipnotes.pseudonymise.names import Known
from pipnotes.pseudonymise.tokens import Note

_LETTER_BEFORE = frozenset(
    """vitamin vit hepatitis hep plan type grade group class category cat level option part section appendix item theme
        stage protein factor strep question column table figure room block unit ward blood phase model file bay
        band size cup scale schedule step version form letter the a an option note""".split()
)
_VOWELS = frozenset("aeiouy")
_ARTICLES = frozenset(("the", "a", "an"))
_LETTER_AFTER = frozenset(
    "hand hands side sided arm arms breast leg legs eye ear foot hip cheek shoulder nipple section "
    "sections cup cups level levels shirt shirts ray rays grade strep team positive negative".split()
)
# Single letters that are words in hurried notes, and no initials: "w" is "with".
WORDS_OF_A_LETTER = frozenset("iawsurxcokn")
_DOTTED_WORDS = frozenset("eg ie am pm od bd na no".split())
# Short forms in capitals that are plain words when a whole note is in capitals; nobody is met behind them.
_PLAIN_WORDS = words.set_of("it us no so oh who new old ok not now yes too top sad all is am as or my st")
# What only people do or are; a pressure also drops, and an office also refuses.
_ONLY_PEOPLE = words.set_of(
    """said says agreed agrees asked asks told tells rang rings phoned texted cried cries smiled smiles laughed laughs
        slept sleeps woke wakes wept sobbed nodded shrugged feels felt thinks thought knows knew sat held kissed cuddled
        hugged sang spoke talked walked wants wanted loves worried misses visited asleep awake away tired tearful upset
        anxious cross angry poorly"""
)
# Said of people, and of a pulse or a mood no less.
_STATES = _ONLY_PEOPLE | words.set_of(
    """informed aware updated reports denies describes present crying feeding sleeping minding smiling holding will
        fine low well ok unwell settled flat calm quiet happy"""
)
# Who is met, and whom something is for; a condition or an office too may be what one sees somebody for.
_MET = words.set_of("met saw told asked visited phoned texted thanked hugged held")
_TOWARDS = words.set_of("to with for re saw from by call ring phone text tell ask weigh weighed fed") | _MET
_OFFICES = words.set_of("la nhs cp dwp cin gp")
_THINGS = words.set_of("dv pnd cp la nhs tv pm cin dwp cbt iv gp hr bp ng pip dna asd ptsd ocd gad rr bm bmi crp iq mh")
_TO_A_LETTER = words.set_of("see saw seeing met told asked rang for from weigh weighed held fed")
# What is called by letters before it: "LD team", "MH nurse".
_HAS_LETTERS = words.set_of("team nurse service services clinic worker unit ward assessment plan meeting scan score")
_PRESENT = words.set_of("present attended attendees apologies seen")
_WHERE = words.set_of("bed bath tears room work home school nursery college hospital")
_JOINTS = frozenset(("and", "&", "+", "/", ",", "-"))
# "S O'B", "SO'B" and "O'B"; the apostrophe is part of the initials.
_APOSTROPHED = re.compile(r"(?:([A-Z])\.? ?)?([A-Z])['’‘]([A-Z])(?![^\W_])", re.IGNORECASE)
_REASON = "Initials of this case"
_PAIRS = frozenset(
    ("ae", "dc", "ms", "bq", "hm", "rr", "rb", "qa", "sl", "bb", "ee", "po", "pq", "ue", "mc", "gt", "cg", "cf")
)


def find(known: Known, note: Note, index: int) -> Hit | None:
    """Return the people whose initials begin at a word in capitals, or nothing where the letters mean a thing."""
    word = note.words[index]
    apostrophed = _apostrophed(known, note, index)
    if apostrophed:
        return apostrophed
    if note.hurried and not word.isupper():
        until = index + _small_initials(known, note, index)
        if until == index:
            return None
        who = known.initials["".join(note.lows[index:until])]
        hit = named(known, note, index, until, who, "", "Are these a person's initials?")
        return replace(hit, reason=_REASON)
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
    short_form = len(word) > 1 and (group in words.acronyms() or group in people.RELATIONS)
    if short_form and not _means_people(known, note, index):
        return None
    hit = named(known, note, index, until, who, "", "")
    end_dot = note.text[note.ends[until - 1] : note.ends[until - 1] + 1] == "."
    doubted = short_form or (len(group) == 1 and not end_dot)
    ask = hit.ask or ("Are these a person's initials?" if doubted else "")
    return Hit(hit.first, hit.until, hit.kind, hit.label, not ask, _REASON, ask)


def _small_initials(known: Known, note: Note, index: int) -> int:
    """Return how many words of small letters are somebody's initials: "z waits", "ob informed", "s.p. said"."""
    word = note.words[index]
    pair = word + note.low(index + 1)
    if len(word) == 1 and len(pair) == 2 and note.after(index) == "." and note.after(index + 1)[:1] == ".":
        return 2 * (pair in known.initials and pair not in _DOTTED_WORDS)
    if word not in known.initials:
        return 0
    if len(word) == 1:
        return int(_small_letter(known, note, index))
    if len(word) > 3 or word in people.TITLES:
        return 0
    if word in words.ordinary() or word in people.RELATIONS:
        short_form = word in words.acronyms() and _VOWELS.isdisjoint(word)  # "hr", which nobody reads as a word
        return int(short_form and _means_people(known, note, index))
    return int(word not in words.acronyms() or _means_people(known, note, index))


def _means_people(known: Known, note: Note, index: int) -> bool:
    """Say whether initials that are also a short form stand for people: "met DH", "DH asleep", and not "the DV"."""
    low, previous, following = note.lows[index], note.previous(index), note.following(index)
    if low in _PLAIN_WORDS or following in _HAS_LETTERS or previous[:1].isdigit() or note.low(index + 1)[:1].isdigit():
        return False
    says = following in (_ONLY_PEOPLE if low in _THINGS else _STATES)
    if low not in _THINGS and low not in people.RELATIONS:
        says = says or _is_like_a_person(note, index)
        if _is_in_company(note, index):
            return True
    named = note.after(index) == " (" and note.low(index + 1) in people.RELATIONS
    if named or _beside_others(known, note, index):
        return True
    if low in people.RELATIONS:
        return False
    if _starts_clause(note, index) or previous in ("and", "but", "when", "that", "as", "so", "because", "if", "while"):
        return says
    if note.gap(index) != " ":
        return False
    return previous in (_MET if low in _THINGS else _TOWARDS) or (previous == "rang" and low not in _OFFICES)


def _is_like_a_person(note: Note, index: int) -> bool:
    """Say whether letters are busy or own something: "DH's mum", "DH was sad", "DH is feeding", "DH to ring"."""
    following, second = note.following(index), note.low(index + 2)
    if following in ("is", "was", "has", "seems", "looks", "looked", "seemed"):
        return second in _STATES or second in ("very", "so", "not", "been", "sad") or second.endswith("ing")
    return (following == "s" and note.after(index) in ("'", "’")) or _is_to_do(note, index)


def _is_in_company(note: Note, index: int) -> bool:
    """Say whether letters stand in a list of people or beside kin: "mum/DH", "Present: DH", "mother (DH)"."""
    gap, before = note.gap(index).strip(), note.low(index - 1)
    if before == "and" and note.gap(index) == " ":
        gap, before = "&", note.low(index - 2)
    if (before in ambiguous.PERSON_WORDS and gap in ("&", "/", "+", "(")) or (before in _PRESENT and gap == ":"):
        return True
    with_and = note.following(index) == "and"
    joined_on = with_and or note.after(index).strip() in ("&", "/", "+")
    return joined_on and note.low(index + 1 + with_and) in ambiguous.PERSON_WORDS


def _is_to_do(note: Note, index: int) -> bool:
    """Say whether something is for somebody to do, or somebody is out: "DH to ring", "z at work"."""
    following, second = note.following(index), note.low(index + 2)
    return (following == "to" and ambiguous.is_base_verb(second)) or (following in ("at", "in") and second in _WHERE)


def _starts_clause(note: Note, index: int) -> bool:
    return note.starts_sentence(index) or note.gap(index).strip() in (",", "(", "-", "–", "/")


def _beside_others(known: Known, note: Note, index: int) -> bool:
    """Say whether other initials of the case stand beside these, so that both are people: "DH and HR"."""
    for step in (-1, 1):
        place, joint = index + step, note.gap(max(index, index + step)) if 0 <= index + step < note.size else ""
        joint = joint.strip()
        if note.low(place) in ("and", "with"):
            place, joint = place + step, "and"
        elif joint == "," and note.low(index + 1) in _STATES:
            place = index - 2 if step < 0 else index + 1  # "GW low, MW away"
        if joint not in _JOINTS or not 0 <= place < note.size or note.lows[place] == note.lows[index]:
            continue
        other = note.lows[place]
        pair = 1 < len(other) < 4 and note.words[place].isupper() == note.words[index].isupper()
        if pair and other in known.initials and other not in people.RELATIONS and other not in _PLAIN_WORDS:
            return other not in _THINGS or note.lows[index] not in _THINGS
    return False


def _apostrophed(known: Known, note: Note, index: int) -> Hit | None:
    """Read initials with an apostrophe, "S O'B", as one."""
    match = _APOSTROPHED.match(note.text, note.starts[index])
    # In small letters, which only a hurried note may mean so, "d's" is what D has.
    if not match or not (match[0].isupper() or (note.hurried and match[3] != "s")):
        return None
    who = known.initials.get(f"{match[1] or ''}{match[2]}'{match[3]}".lower(), 0)
    if not who:
        return None
    until = next((place for place in range(index, note.size) if note.starts[place] >= match.end()), note.size)
    return replace(named(known, note, index, until, who, "", ""), reason=_REASON)


def _small_letter(known: Known, note: Note, index: int) -> bool:
    """Say whether a small letter is somebody: "the moment z waits", "r's english", "took hope + z"."""
    letter, following, after = note.lows[index], note.following(index), note.after(index)
    if following == "s" and after in ("'", "’"):
        return letter not in "st" and note.low(index + 2) not in ("", "and")
    if _lettered(note, index) or (letter + note.low(index + 1) in _PAIRS and after.strip() == "&"):
        return False
    joined_on = following == "and" or after.strip() in ("&", "+")
    other = note.low(index + 2 if following == "and" else index + 1)
    if joined_on and other in people.RELATIONS and letter not in "ai":
        return note.gap(index) == " "
    if _starts_clause(note, index) and (following in _STATES or _is_to_do(note, index)):
        return letter not in "iaxwuon"
    if letter in WORDS_OF_A_LETTER:
        return False
    if joined_on and len(other) == 1 and other in known.initials and other not in WORDS_OF_A_LETTER:
        return note.gap(index) == " " or _starts_clause(note, index)
    if note.starts_sentence(index) and index and note.joined(index + 1) and following.isalpha():
        return True
    if note.low(index - 1) in _TO_A_LETTER and note.gap(index) == " ":
        return True
    if note.gap(index).strip() in ("+", "&") or note.low(index - 1) in ("and", "with"):
        return after[:1] in (".", ",", ";", ":", ")", "")
    return following in verbs.DOES or (len(following) > 3 and following.endswith("s"))


def _lettered(note: Note, index: int) -> bool:
    """Say whether a letter tells one thing from another: "plan b", "plan a and b", "vit k + d", "a&e"."""
    before, gap = note.low(index - 1), note.gap(index)
    if gap == " " and before in _LETTER_BEFORE:
        return True
    if gap.strip() == "&" and before + note.lows[index] in _PAIRS:
        return True
    first = index - 2 if before == "and" else index - 1 if gap.strip() in ("+", "&", "/") else 0
    return first > 0 and len(note.lows[first]) == 1 and note.low(first - 1) in _LETTER_BEFORE - _ARTICLES


def _titled_letter(known: Known, note: Note, index: int, letter: str) -> Hit | None:
    """Read "Mrs P." as whoever of the case bears such a family name."""
    who = 0
    for surname, mask in known.surnames.items():
        if surname[0] == letter:
            who |= mask
    if not who:
        return None
    return replace(named(known, note, index, index + 1, who, "", ""), reason=_REASON)


def _initials_fit(note: Note, index: int, until: int, group: str) -> bool:
    before, after = note.low(index - 1), note.low(until)
    gap_before, gap_after = note.gap(index), note.after(until - 1)
    if len(group) > 1:
        return True
    if gap_before == ", " and len(before) == 1 and ord(group) - ord(before) == 1:
        return False
    if _lettered(note, index) or after in _LETTER_AFTER:
        return False
    if gap_after[:1] == "&" or gap_before[-1:] == "&" or gap_after.strip() == "&" or gap_before.strip() == "&":
        return not (group + after in _PAIRS or before + group in _PAIRS)
    if (gap_after[:1] in "-/+" and gap_after[:1]) or (gap_before[-1:] in "-/+" and gap_before[-1:]):
        return False
    if group == "i":
        return gap_after.startswith(".") and after != "" and after in verbs.DOES
    if group == "a":
        return gap_after.startswith((".", "'", "’")) or after in verbs.DOES
    return True
