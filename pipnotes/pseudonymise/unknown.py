"""Find people and places that nobody put in the case, by capitals, titles, kin words, lists of names, and shape.

What is found is replaced. What is doubtful is replaced too, and asked about, for leaving a name in is the worse fault.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipnotes.pseudonymise import ambiguous, organisations, people, spelling, words
from pipnotes.pseudonymise.ambiguous import Verdict
from pipnotes.pseudonymise.tokens import Note

_IN = frozenset("in from near at around outside towards via to visited visiting left leaving by past through".split())
_STRICT_IN = frozenset("in from near at around outside towards via to".split())
_PLACE_ENDS = (
    "ton", "ham", "ley", "wick", "burn", "mouth", "shire", "worth", "bury", "thorpe", "stead", "gate", "pool", "bridge",
    "field", "chester", "minster", "borough", "burgh", "dale", "moor", "church", "wood", "hurst", "combe", "side", "by",
)  # fmt: skip
_MONTH_NAMES = frozenset("jan jun may june april august julie".split())
_ASK_PERSON = "Is this a person's name? Nobody of that name is in the case."
_ASK_PLACE = "Is this the name of a place? It is not in the case."
_ASK_WORD = "Is this a name here, or an ordinary word?"


@dataclass(slots=True)
class Found:
    """A stretch of words taken for a person, place or organisation outside the case."""

    first: int
    until: int
    kind: str
    role: str
    ask: str


class Finder:
    """Look through the words of one note that nothing else has claimed; `taken` marks the claimed ones."""

    def __init__(self, note: Note, taken: bytearray, kept: bytearray) -> None:
        self._note = note
        self._taken = taken
        self._kept = kept
        self._found: list[Found] = []

    def find(self, candidates: list[int]) -> list[Found]:
        """Return what was found, in the order of the text; `candidates` are the words worth a look."""
        for index in candidates:
            if not self._taken[index]:
                self._look(index)
        if not self._note.plain_capitals:
            self._lower_organisations()
        self._again(candidates)
        self._found.sort(key=_first)
        return self._found

    def _claim(self, first: int, until: int, kind: str, role: str, ask: str = "") -> bool:
        while until > first and self._taken[until - 1]:
            until -= 1
        while first < until and self._taken[first]:
            first += 1
        if first == until:
            return False
        self._taken[first:until] = b"\1" * (until - first)
        self._found.append(Found(first, until, kind, role, ask))
        return True

    def _look(self, index: int) -> None:
        note = self._note
        low, word = note.lows[index], note.words[index]
        if low in ("hmp", "hmyoi", "yoi", "hmpyoi"):
            self._prison(index)
        elif (
            not low.isalpha()
            or low in people.TITLES
            or (len(low) < 2 and not self._titled(index))
            or (word.isupper() and len(word) > 1 and self._short_form(index))
        ):
            return
        elif word[0].isupper():
            self._capitalised(index)
        else:
            self._lower(index)

    def _prison(self, index: int) -> None:
        note, until = self._note, index + 1
        until = max(until, self._place_end(until) if until < note.size else 0)
        while until < note.size and until < index + 4 and note.joined(until) and not self._taken[until]:
            low = note.lows[until]
            capital = note.words[until][0].isupper()
            if not (
                capital
                or (low not in words.plain())
                or (until == index + 1 and low not in ("on", "and", "for", "in", "visit"))
            ):
                break
            until += 1
        self._claim(index, until, "organisation", "prison")

    def _titled(self, index: int) -> bool:
        note = self._note
        if index == 0 or note.gap(index) not in (" ", ". ", "."):
            return False
        before = note.lows[index - 1]
        return before in people.TITLES and (
            note.words[index - 1][0].isupper() or len(before) < 5 or not note.plain_capitals
        )

    def _short_form(self, index: int) -> bool:
        """Settle a word all in capitals; false leaves it to the rules for names."""
        note = self._note
        low, word = note.lows[index], note.words[index]
        if self._titled(index):
            return False
        if low in words.acronyms() or low in words.clinical():
            return True
        if len(low) > 5 or not note.plain_capitals:
            return not (low in words.given_names() or low in words.places() or low not in words.ordinary())
        if low in words.given_names() and len(low) > 2:
            return False
        before, second = note.low(index - 1), note.low(index - 2)
        at = before in ("at", "from", "near") or (
            before == "the" and second in ("at", "in", "to", "from", "near", "into")
        )
        role = people.role_before(note, index)
        if at and low not in words.ordinary() and word.isalpha():
            self._claim(index, index + 1, "organisation", "place", _ASK_PLACE)
        elif role and low not in words.ordinary() and len(low) < 4 and role not in ("worker", "visitor"):
            self._claim(index, index + 1, "person", role, _ASK_PERSON)
        return True

    def _capitalised(self, index: int) -> None:
        note = self._note
        low = note.lows[index]
        until = organisations.capital_run(note, index, self._taken)
        if low in organisations.SAINTS and until > index + 1:
            self._saint(index, until)
            return
        named = organisations.named(note, index, until, self._taken)
        if named:
            first, end, kind, label = named
            self._claim(first, end, kind, label.strip("[]"))
            return
        place = self._place_end(index)
        if place and not self._person_sign(index) and self._is_place(index, place):
            doubt = note.lows[index] in words.ordinary() and place == index + 1
            role = "country" if self._is_country(index, place) else "town"
            self._claim(index, place, "place", role, _ASK_PLACE if doubt else "")
            return
        self._person(index, until)

    def _saint(self, index: int, until: int) -> None:
        note = self._note
        named = organisations.named(note, index, until, self._taken)
        until = min(until, index + 5)
        if until < note.size and note.gap(until) in ("'", "’") and note.lows[until] == "s":
            until += 1
            if until < note.size and note.gap(until) == " " and note.lows[until] in organisations.HEADS:
                self._claim(index, until + 1, "organisation", organisations.HEADS[note.lows[until]])
                return
        if named:
            self._claim(index, named[1], named[2], named[3].strip("[]"))
            return
        self._claim(index, until, "organisation", "place")

    def _person_sign(self, index: int) -> bool:
        """Say whether a neighbour shows that a name is a person's."""
        if self._titled(index) or people.role_before(self._note, index):
            return True
        return self._note.following(index) in ambiguous.DOES and self._note.previous(index) not in _STRICT_IN

    def _place_end(self, index: int) -> int:
        note = self._note
        for table in (words.places(), words.countries()):
            for entry in table.get(note.lows[index], ()):
                until = index + len(entry)
                if until > note.size or tuple(note.lows[index:until]) != entry or any(self._taken[index:until]):
                    continue
                if all(len(note.gap(p)) == 1 for p in range(index + 1, until)):
                    return until
        return 0

    def _is_country(self, index: int, until: int) -> bool:
        return tuple(self._note.lows[index:until]) in words.countries().get(self._note.lows[index], ())

    def _is_place(self, index: int, until: int) -> bool:
        note = self._note
        low, before = note.lows[index], note.low(index - 1)
        if until > index + 1:
            return note.words[until - 1][0].isupper() or before in _STRICT_IN
        near = before in _IN and note.joined(index)
        if low in words.ordinary():
            return (
                near
                and before in _STRICT_IN
                and not note.starts_sentence(index)
                and low not in words.clinical()
                and (low not in words.names_sought_alone() or before == "in")
            )
        if low in words.given_names():
            return near and before in _STRICT_IN and (before in ("in", "near") or low not in words.given_names())
        return True

    def _person(self, index: int, until: int) -> None:
        note = self._note
        titled, role = self._titled(index), people.role_before(note, index)
        verdict = self._name_verdict(index, titled, role)
        if verdict is Verdict.WORD:
            return
        end = self._name_end(index, until)
        before = note.low(index - 1)
        doubtful = verdict is Verdict.UNSURE and not role and not titled
        if doubtful and self._like_a_place(index):
            self._claim(index, end, "place", "place", _ASK_PLACE)
            return
        first = index - 1 if titled and before not in ("sister", "auntie", "aunty", "uncle", "nurse") else index
        if index and note.gap(index) in ("'", "’") and len(before) == 1:
            first = index - 1
        if titled and first > 1 and note.lows[first - 1] == "and" and note.lows[first - 2] in people.TITLES:
            first -= 2
        role = role or people.role_after(note, end) or (people.TITLED.get(before, "person") if titled else "person")
        if before in people.RELATIONS and titled and first == index:
            role = people.RELATIONS[before]
        self._claim(first, end, "person", role, _ASK_PERSON if verdict is Verdict.UNSURE else "")

    def _like_a_place(self, index: int) -> bool:
        note = self._note
        low, before = note.lows[index], note.low(index - 1)
        if before in ("in", "near", "from", "around") and note.joined(index):
            return True
        return low.endswith(_PLACE_ENDS) and len(low) > 5 and before in _IN

    def _name_verdict(self, index: int, titled: bool, role: str) -> Verdict:
        note = self._note
        low = note.lows[index]
        opens = note.starts_sentence(index)
        if titled:
            return Verdict.NAME
        if low in _MONTH_NAMES and role and not opens:
            return Verdict.UNSURE
        if low in words.clinical() or low in words.acronyms():
            return Verdict.WORD
        if low in words.given_names():
            return Verdict.NAME
        if low in words.ordinary():
            if role and low in words.names_sought_alone() and note.gap(index) != ", ":
                return Verdict.UNSURE
            if note.words[index - 1] == "Baby" and note.gap(index) == " " and self._does_something(index):
                return Verdict.UNSURE
            if role and not opens and note.gap(index) == " " and note.plain_capitals and self._stands_alone(index):
                return Verdict.UNSURE
            if low in words.names_sought_alone():
                found = ambiguous.judge(note, index, known=False)
                return found if found is Verdict.WORD else Verdict.UNSURE
            return Verdict.WORD
        if low in words.any_names():
            return Verdict.NAME if role or not opens else Verdict.UNSURE
        if not role and spelling.derived(low):
            return Verdict.WORD
        if opens and not role and note.following(index) not in ambiguous.DOES and spelling.is_slip(low):
            return Verdict.WORD
        if (low.endswith("s") and low[:-1] in words.ordinary()) or len(low) < 3:
            return Verdict.WORD
        return Verdict.UNSURE

    def _does_something(self, index: int) -> bool:
        following = self._note.following(index)
        return following in ambiguous.DOES or following in ("is", "was", "asleep", "awake", "has")

    def _stands_alone(self, index: int) -> bool:
        """Say whether a capitalised word after a kin word is a name, not the next word of a title or heading."""
        note = self._note
        if not note.words[index - 1].islower():
            return False
        after = index + 1 < note.size and note.gap(index + 1) == " " and note.words[index + 1][0].isupper()
        return not after or note.lows[index + 1] in words.any_names()

    def _name_end(self, index: int, until: int) -> int:
        """Follow a name over its surname: words with a capital that are no heading of their own."""
        note, end = self._note, index + 1
        while end < until:
            low, gap = note.lows[end], note.gap(end)
            if low in words.clinical() or low in words.acronyms() or note.lows[end] == "s" or gap == " & ":
                break
            if low in ambiguous.DOES or self._kept[end] or low in ("and", "with", "in", "on", "of", "the", "by"):
                break
            end += 1
        return end

    def _lower(self, index: int) -> None:
        note = self._note
        low = note.lows[index]
        saint = low in organisations.SAINTS and index + 1 < note.size and note.joined(index + 1)
        if self._kept[index] or ((low in words.acronyms() or low in words.clinical()) and not saint):
            return
        role, titled = people.role_before(note, index), self._titled(index)
        if low in words.ordinary():
            if low in words.names_sought_alone() and ambiguous.judge(note, index, known=False) is Verdict.NAME:
                self._claim(index, self._lower_end(index), "person", role or "person", _ASK_WORD)
            elif not note.plain_capitals and self._moved_to(index):
                self._claim(index, index + 1, "place", "town", _ASK_PLACE)
            elif titled and not note.plain_capitals and note.lows[index - 1] in ("mr", "mrs", "ms", "miss", "dr"):
                self._claim(
                    index - 1, index + 1, "person", people.TITLED.get(note.lows[index - 1], "person"), _ASK_PERSON
                )
            return
        place = self._place_end(index)
        if place and not role and low not in words.given_names() and note.low(index - 1) in _IN:
            end, label = place, "country" if self._is_country(index, place) else "town"
            if end < note.size and note.gap(end) == " " and note.lows[end] in organisations.HEADS:
                end, label = end + 1, organisations.HEADS[note.lows[end]]
            self._claim(index, end, "place" if label in ("town", "country") else "organisation", label)
            return
        if low in organisations.SAINTS and index + 1 < note.size and note.joined(index + 1):
            if note.lows[index + 1] in words.any_names() or note.lows[index + 1][:-1] in words.any_names():
                self._saint(index, index + 2)
            return
        self._lower_person(index, role, titled)

    def _moved_to(self, index: int) -> bool:
        """Say whether a word all in lower case is a town spelled like it: "moved back to hull"."""
        note = self._note
        if (note.lows[index],) not in words.places().get(note.lows[index], ()) or note.low(index - 1) not in (
            "to",
            "in",
            "from",
        ):
            return False
        return bool(_LIVING.intersection(note.lows[max(0, index - 3) : index - 1]))

    def _lower_organisations(self) -> None:
        """Find "at little acorns nursery" in a note without capitals, by the words between "at" and "nursery"."""
        note = self._note
        for place, low in enumerate(note.lows):
            if low not in organisations.SURE_HEADS or self._taken[place]:
                continue
            first = place
            while (
                first > max(0, place - 3) and note.joined(first) and not organisations.is_general(note.lows[first - 1])
            ):
                first -= 1
            while 0 < first < place and note.low(first - 1) in _OPENING_NAMES and note.joined(first):
                first -= 1
            placed = first < place and note.low(first - 1) in _BEFORE_PLACE and note.joined(first)
            if placed and not any(self._taken[first:place]):
                self._claim(first, place + 1, "organisation", organisations.HEADS[low], _ASK_PLACE)

    def _lower_person(self, index: int, role: str, titled: bool) -> None:
        note = self._note
        low = note.lows[index]
        acts = note.following(index) in ambiguous.DOES or note.following(index) == "s"
        listed = low in words.given_names()
        if listed and len(low) < 4 and not (role or titled or acts or not note.plain_capitals):
            return
        if not listed and not ((role or titled) and note.gap(index) in (" ", ". ")):
            return
        if (
            not listed
            and (spelling.is_slip(low) or len(low) < 3 or (low[:-1] in words.ordinary() and low.endswith("s")))
            and not titled
        ):
            return
        first = (
            index - 1
            if titled and note.lows[index - 1] not in ("auntie", "aunty", "uncle", "sister", "nurse")
            else index
        )
        end = self._lower_end(index)
        if index > 1 and note.gap(index) in ("'", "’") and len(note.lows[index - 1]) == 1:
            first, titled, role = index - 1, self._titled(index - 1), people.role_before(note, index - 1)
            first -= titled
        role = (
            role
            or people.role_after(note, end)
            or (people.TITLED.get(note.lows[index - 1], "person") if titled else "person")
        )
        self._claim(first, end, "person", role, "" if listed and (acts or role or titled) else _ASK_PERSON)

    def _lower_end(self, index: int) -> int:
        note, end = self._note, index + 1
        if end < note.size and note.gap(end) in (" ", "-") and not self._taken[end]:
            low = note.lows[end]
            if low not in words.ordinary() and low in words.any_names() and low not in words.acronyms():
                return end + 1
            if note.gap(end) == "-" and low in words.given_names():
                return end + 1
        return end

    def _again(self, candidates: list[int]) -> None:
        """Take the same names elsewhere in the note, where alone they looked like nothing or like a word."""
        note = self._note
        names: dict[str, str] = {}
        for found in self._found:
            if found.kind == "person":
                for place in range(found.first, found.until):
                    if len(note.lows[place]) > 2 and note.lows[place] not in people.TITLES:
                        names.setdefault(note.lows[place], found.role)
        for index in candidates:
            low = note.lows[index]
            if low not in names or self._taken[index]:
                continue
            if low in words.ordinary() and not (
                note.words[index][0].isupper() and ambiguous.judge(note, index, known=True) is not Verdict.WORD
            ):
                continue
            self._claim(index, index + 1, "person", names[low], _ASK_WORD if low in words.ordinary() else "")


_OPENING_NAMES = frozenset("little royal great st north south east west old queen king".split())
_BEFORE_PLACE = frozenset("at from to attends attending visited near joined".split())
_LIVING = frozenset("move moved moving moves live lives lived living back born up house flat home family".split())


def _first(found: Found) -> int:
    return found.first
