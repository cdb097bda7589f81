"""Know an ordinary word that is mistyped, or built from another, so that it is not taken for a stranger's name."""

from __future__ import annotations

from pipnotes.pseudonymise import words
from pipnotes.pseudonymise.fold import deletions

_FRONTS = tuple(
    """re un pre post non over under co mis dis de out inter intra sub super self multi psycho neuro anti bio micro semi
    trans hyper hypo""".split()
)
# What words of medicine end in; of the names in the lists those that end so are Baltic, and end as in _BALTIC.
_MEDICAL = (
    "osis", "epsis", "itis", "aemia", "ectomy", "otomy", "oscopy", "opathy", "oplasty", "algia", "plegia", "paresis",
    "plasia", "trophy", "orrhoea", "rrhage", "cillin", "mycin", "azole", "xime", "axone", "ioxacin", "profen", "olol",
    "sartan", "statin", "azepam", "azolam", "triptan", "setron", "gliptin", "plexus",
)  # fmt: skip
_BALTIC = ("aitis", "ytis", "utis")
_LONGEST = 24  # letters; no word that is mistyped is longer, and a look at all its slips costs the square of its length
_BACKS = ("s", "ed", "d", "ing", "ly", "ness", "er", "ers", "ish", "able", "less", "ful", "wise", "al", "ist", "ists")


def derived(low: str) -> bool:
    """Say whether a word is a rare one, or built from an ordinary one: rebooked, unsettledness, psychoeducation."""
    if low in words.rarer() or medical(low):
        return True
    ordinary = words.ordinary()
    for front in _FRONTS:
        if low.startswith(front) and len(low) > len(front) + 3 and low[len(front) :] in ordinary:
            return True
    for back in _BACKS:
        if low.endswith(back) and len(low) > len(back) + 3:
            stem = low[: -len(back)]
            if stem in ordinary or (back in ("ed", "er", "ing", "able") and stem + "e" in ordinary):
                return True
    return False


def medical(low: str) -> bool:
    """Say whether a word ends as those of medicine do: urosepsis, cefotaxime, pyelonephritis."""
    return len(low) > 6 and low.endswith(_MEDICAL) and not low.endswith(_BALTIC)


def is_slip(low: str) -> bool:
    """Say whether a word is an ordinary one with a slip: a letter dropped, doubled, changed, or two swapped."""
    ordinary = words.ordinary()
    if not 4 <= len(low) <= _LONGEST:
        return False
    if any(form in ordinary for form in deletions(low)):
        return True
    for place in range(len(low) - 1):
        if low[:place] + low[place + 1] + low[place] + low[place + 2 :] in ordinary:
            return True
    for place in range(len(low) + 1):
        head, tail, rest = low[:place], low[place:], low[place + 1 :]
        for letter in "etaoinshrdlucmfwypvbgk":
            if head + letter + tail in ordinary or (rest and head + letter + rest in ordinary):
                return True
    return False
