"""How hard a passphrase is to guess, and the list of plain words from which a new one or a recovery sheet is made.

A guess is counted as zxcvbn counts it. Each costs a thief about half a second and a quarter of a gigabyte, so the
fifty bits that a vault asks for (four bars of five) keep ten thousand such computers busy for over a thousand years.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from mnemonic import Mnemonic
from zxcvbn import zxcvbn

from pipnotes.domain.words import counted

# The least that a vault takes, in bits, and the powers of ten of guesses at which each further bar is filled.
LEAST_BITS = 50
_BARS = (6.0, 10.0, LEAST_BITS * log10(2), 22.0)
ENOUGH = 4
# zxcvbn takes time with the square of the length, and nothing longer is ever weak.
_LONGEST = 72
_VERDICTS = ("", "Easy to guess.", "Easy to guess.", "Not strong yet.", "Strong.", "Very strong.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Strength:
    """How strong a passphrase is: bars from 0 to 5, what that means, and whether a vault takes it."""

    filled: int
    verdict: str
    detail: str
    enough: bool


def judge(passphrase: str, known: Sequence[str] = ()) -> Strength:
    """Return how strong a passphrase is; words `known` to others, such as the keeper's own name, count for little.

    There are no rules of composition (NIST SP 800-63B, 3.1.1.2): length and surprise are what counts.
    """
    if not passphrase.strip():
        return Strength(filled=0, verdict="", detail="", enough=False)
    parts = [part for words in known for part in (words, *words.split()) if part]
    guesses = float(zxcvbn(passphrase[:_LONGEST], user_inputs=parts)["guesses_log10"])
    filled = 1 + sum(guesses >= bar for bar in _BARS)
    enough = filled >= ENOUGH
    letters = sum(not letter.isspace() for letter in passphrase)
    size = f"{counted(len(passphrase.split()), 'word')}, {counted(letters, 'letter')}"
    detail = size if enough else "Add another word that has nothing to do with the rest."
    return Strength(filled=filled, verdict=_VERDICTS[filled], detail=detail, enough=enough)


def suggest(words: int = 5) -> str:
    """Return a passphrase of random plain words, eleven bits each."""
    return " ".join(secrets.choice(recovery_wordlist()) for _ in range(words))


@lru_cache(maxsize=1)
def recovery_wordlist() -> tuple[str, ...]:
    """Return the 2,048 English words of BIP-39, in their order; no two begin with the same four letters."""
    return tuple(Mnemonic("english").wordlist)


def words_fit(words: Sequence[str]) -> bool:
    """Return whether 24 recovery words fit together, by the checksum in the last of them."""
    return len(words) == 24 and bool(Mnemonic("english").check(" ".join(words)))
