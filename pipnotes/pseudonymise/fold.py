"""Bring spellings of one name together: case, accents, letters such as ł and ø, and characters that do not show."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ə": "e", "ŋ": "n"}
)
_SPELLED_OUT = str.maketrans({"ö": "oe", "ø": "oe", "ä": "ae", "å": "aa", "ü": "ue"})


def fold(word: str) -> str:
    """Return the word as a reader compares it: lower case, no accents, nothing invisible."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isalnum() or letter in " '-").translate(_LETTERS)


def spelled_out(word: str) -> str:
    """Return the folded word with ö as oe and the like, the other way in which people without the key write it."""
    if word.isascii():
        return word.lower()
    return fold(unicodedata.normalize("NFC", word).casefold().translate(_SPELLED_OUT))


def deletions(word: str) -> list[str]:
    """Return the word with each letter left out once; two words within one edit share a member of these lists."""
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def within_one_edit(left: str, right: str) -> bool:
    """Say whether one letter added, dropped, changed, or swapped with its neighbour turns one word into the other."""
    if abs(len(left) - len(right)) > 1:
        return False
    if len(left) > len(right):
        left, right = right, left
    same = 0
    while same < len(left) and left[same] == right[same]:
        same += 1
    if len(left) < len(right):
        return left[same:] == right[same + 1 :]
    if left[same + 1 :] == right[same + 1 :]:
        return True
    swapped = left[same : same + 2] == right[same : same + 2][::-1]
    return swapped and left[same + 2 :] == right[same + 2 :]
