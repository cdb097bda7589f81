"""The vault key as 24 words on paper, with a checksum that tells a slip of the pen from the wrong sheet.

The words and the checksum are those of BIP-39 (English list), so that other tools can read a sheet in an emergency.
"""

from __future__ import annotations

import re

from mnemonic import Mnemonic

from pipnotes.vault import problems

COUNT = 24


def of_key(master: bytes) -> str:
    """Return the 24 words of a 32-byte vault key, separated by single spaces."""
    return str(Mnemonic("english").to_mnemonic(master))


def to_key(typed: str) -> bytes:
    """Return the 32-byte vault key of words as somebody typed them: numbered, in columns, in capitals.

    Raises WrongUse that names the places of unknown words, never the words themselves.
    """
    listed = Mnemonic("english")
    words = re.findall(r"[a-z]+", typed.lower())
    if len(words) != COUNT:
        raise problems.words_counted(len(words))
    unknown = tuple(place for place, word in enumerate(words, 1) if word not in listed.wordlist)
    if unknown:
        raise problems.words_mistyped(unknown)
    try:
        return bytes(listed.to_entropy(words))
    except (ValueError, LookupError):
        raise problems.words_mixed() from None
