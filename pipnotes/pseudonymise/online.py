"""Mail addresses, web addresses and account names, which lead straight to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipnotes.pseudonymise import words
from pipnotes.pseudonymise.spans import Span

# What stands after "@" in "4/6/25@10.30" is a time.
_NO_TIME = r"(?!\d{1,2}(?:[.:]\d\d)?(?:[ap]m)?(?![\w.-]))"
_EMAIL = re.compile(r"[\w.+'-]{1,64}\s?@\s?" + _NO_TIME + r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_EMAIL_SPOKEN = re.compile(
    r"\b[\w.+-]{1,64} ?(?:\bat\b|\(at\)|\[at\]) ?[\w-]{1,40}(?: ?(?:\bdot\b|\(dot\)|\[dot\]|\.) ?(?:com|co|uk|net"
    r"|org|nhs)){1,3}\b",
    re.I,
)
_HANDLE = re.compile(rf"(?<![\w@.])@{_NO_TIME}" r"\w[\w.]{0,29}\w|(?<![\w@.])@[^\W\d]")
_HANDLE_CUE = re.compile(
    r"\b(?:insta|instagram|snapchat|snap|tiktok|tik tok|facebook|fb|twitter|discord|xbox|messenger|onlyfans"
    r"|username|user ?name|handle|gamertag)"
    r"(?: (?:handle|account|name|user|username|profile|page|id))?(?: is| was| as|:|,| -| =)? +"
    r"([\"'“‘]?[A-Za-z][\w.]{1,29})",
    re.I,
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”)]{1,300}[^\s<>\"”).,;:!?']", re.I)
_DOMAIN = re.compile(
    r"(?<![\w@.-])[A-Za-z0-9][A-Za-z0-9-]{1,62}(?:\.[A-Za-z0-9-]{1,62}){0,3}"
    r"\.(?:co\.uk|org\.uk|nhs\.uk|gov\.uk|ac\.uk|sch\.uk|com|org|net|info|uk|wales|scot|me|tv|ly|app"
    r"|io)\b(?:/[^\s<>\"”)]{0,200}[^\s<>\"”).,;:!?'])?",
    re.I,
)


def find(text: str) -> Iterator[Span]:
    """Yield every address and account name that has the shape of one; stretches may overlap."""
    lower = text.lower()
    if "@" in text or "(at)" in lower or " dot " in lower or (" at " in lower and ".co" in lower):
        yield from _addresses_online(text)
    if "." in text and ("www." in lower or "://" in lower or _may_hold_domain(lower)):
        for expression in (_URL, _DOMAIN):
            for match in expression.finditer(text):
                yield Span(*match.span(), "url", "[web address]", "The shape of a web address")
    if any(
        cue in lower
        for cue in (
            "insta",
            "snap",
            "tik",
            "facebook",
            "fb",
            "twitter",
            "handle",
            "user",
            "discord",
            "xbox",
            "gamertag",
        )
    ):
        for match in _HANDLE_CUE.finditer(text):
            word = match[1].strip("\"'“‘")
            if any(not letter.isalpha() for letter in word.rstrip(".")) or (
                word.lower() not in words.ordinary() and len(word) > 4
            ):
                start = match.end(1) - len(word)
                yield Span(start, start + len(word.rstrip(".")), "url", "[account]", "The name of an account")


def _may_hold_domain(lower: str) -> bool:
    return any(
        end in lower
        for end in (".co", ".uk", ".org", ".net", ".info", ".wales", ".scot", ".me", ".tv", ".ly", ".app", ".io")
    )


def _addresses_online(text: str) -> Iterator[Span]:
    for expression in (_EMAIL, _EMAIL_SPOKEN):
        for match in expression.finditer(text):
            yield Span(*match.span(), "email", "[email]", "The shape of an e-mail address")
    for match in _HANDLE.finditer(text):
        yield Span(*match.span(), "url", "[account]", "The name of an account")
