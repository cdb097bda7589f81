"""One recipient's copy as plain values, so that the pages and their accessible twin can never say different things."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter, LetterCopy
from pipnotes.domain.words import clock_time, listed, long_day
from pipnotes.errors import Problem, WrongUse

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One headed part as this recipient reads it: paragraphs, each of one or more lines."""

    heading: str
    paragraphs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyView:
    """Everything that stands on one copy, in reading order; empty lines are left away by whoever sets them."""

    service: str
    service_lines: tuple[str, ...]
    dated: str
    to: tuple[str, ...]
    about: str
    greeting: str
    copy_of: str
    parts: tuple[Part, ...]
    closing: str
    author: tuple[str, ...]
    signed: str
    left_out: str
    copies: tuple[str, ...]
    crisis: str
    draft: bool


def view(letter: Letter, recipient: Recipient, *, draft: bool = False, copy: LetterCopy | None = None) -> CopyView:
    """Return one recipient's copy; an unsigned letter is always a draft.

    With several copies for one kind of recipient (parents who live apart) `copy` says which. Raises `Problem` when
    the letter has no copy for this recipient, and `WrongUse` when `copy` is not one of the letter's copies to them.
    """
    mine = _copy(letter, recipient, copy)
    head = letter.letterhead
    parts = tuple(
        Part(heading=_line(section.heading), paragraphs=_paragraphs(section.text))
        for section in letter.sections
        if recipient not in section.left_out_for and section.text.strip()
    )
    body = " ".join(line for part in parts for paragraph in part.paragraphs for line in paragraph)
    crisis = _line(head.crisis)
    return CopyView(
        service=_line(head.service),
        service_lines=(*_address(head.address), *((_line(head.phone),) if head.phone.strip() else ())),
        dated=long_day(letter.dated),
        to=(_line(mine.name), *_address(mine.address)),
        about=_line(letter.about),
        greeting=_line(mine.greeting),
        copy_of=_copy_of(letter, recipient),
        parts=parts,
        closing="With warm wishes,",
        author=tuple(line for line in map(_line, (head.author, head.profession, head.registration)) if line),
        signed=_signed(letter),
        left_out=_left_out(letter, recipient),
        copies=tuple(f"{_line(one.name)} ({_role(one.recipient)})" for one in letter.copies),
        crisis="" if crisis and crisis in body else crisis,
        draft=draft or letter.signed is None,
    )


def left_out(letter: Letter, recipient: Recipient) -> tuple[str, ...]:
    """Return the headings that this recipient's copy goes without; a part without words is not missed."""
    return tuple(
        _line(section.heading)
        for section in letter.sections
        if recipient in section.left_out_for and section.text.strip()
    )


def clean(text: str) -> str:
    """Return the text composed, with one kind of line break and without invisible controls, as it can be printed."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    # Controls, direction overrides and byte order marks print as boxes or turn words round.
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))


def _copy(letter: Letter, recipient: Recipient, copy: LetterCopy | None) -> LetterCopy:
    theirs = [one for one in letter.copies if one.recipient is recipient]
    if not theirs:
        raise Problem(
            "This letter has no copy for that recipient.",
            safe="The letter is as it was.",
            todo="Add them to the copies of the letter first.",
        )
    if copy is not None and copy not in theirs:
        raise WrongUse(
            "That copy does not belong to this letter and recipient.",
            safe="The letter is as it was.",
            todo="Choose one of the letter’s own copies.",
        )
    return copy or theirs[0]


def _copy_of(letter: Letter, recipient: Recipient) -> str:
    if recipient is Recipient.PARENT:
        return ""
    parents = [_line(one.name) for one in letter.copies if one.recipient is Recipient.PARENT]
    if not parents:
        return "This is a copy of our letter to the family, and is written to them."
    return f"This is a copy of our letter to {listed(parents)}, and is written to them."


def _left_out(letter: Letter, recipient: Recipient) -> str:
    headings = left_out(letter, recipient)
    if not headings:
        return ""
    told = f"Left out of this copy: {'; '.join(headings)}."
    return f"{told} You can ask us about it." if recipient is Recipient.PARENT else told


def _signed(letter: Letter) -> str:
    if letter.signed is None:
        return "Not signed yet"
    by = f" by {_line(letter.signed_by)}" if letter.signed_by.strip() else ""
    return f"Signed{by} on {long_day(letter.signed.date())} at {clock_time(letter.signed)}"


def _role(recipient: Recipient) -> str:
    return recipient.label if recipient is Recipient.GP else recipient.label.lower()


def _address(text: str) -> tuple[str, ...]:
    pieces = re.split(r"\n|,\s", clean(text))
    return tuple(piece.strip(" ,") for piece in pieces if piece.strip(" ,"))


def _line(text: str) -> str:
    return " ".join(clean(text).split(" \n")).replace("\n", " ").strip()


def _paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    blocks = re.split(r"\n\s*\n", clean(text).strip("\n "))
    return tuple(tuple(line.rstrip() for line in block.split("\n")) for block in blocks if block.strip())
