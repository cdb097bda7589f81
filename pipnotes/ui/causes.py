"""Why a vault locked itself, and the sentence with which the unlock page says so; a lock without a reason unsettles."""

from __future__ import annotations

from pipnotes.domain.words import counted

ASKED, IDLE, SLEPT, SCREEN, SWITCHED = "asked", "idle", "slept", "screen", "switched"
# Into visit mode, and out of it again.
VISIT, VISITED = "visit", "visited"
UNKEPT = "Your words are not kept yet"
_KEPT = "Your words are kept."
# Said in its place when the disk took no more: what was typed last is sealed, on this laptop or in this window alone.
SEALED = "Your last words could not be saved. They are sealed, and go into the vault when you unlock it."
SEALED_HERE = f"{SEALED} Only this window holds them: leave the laptop on, and this window open, until then."
_SAID = {
    ASKED: "Locked.",
    SLEPT: "Locked because this laptop went to sleep.",
    SCREEN: "Locked together with the screen.",
    VISITED: "Visit mode is over once you unlock. Your jots wait under the note.",
    SWITCHED: "Locked because somebody else was given the screen.",
}


def said(why: str, minutes: int, *, by_service: bool = False, kept: str = _KEPT) -> str:
    """Return what the unlock page says of a lock; nothing for an ordinary start.

    `minutes` is the wait that was in force, `by_service` whether the service's policy and not the person set it, and
    `kept` what became of what was typed.
    """
    if why == IDLE:
        longest = ", the longest that your service allows" if by_service else ""
        return f"Locked after {counted(minutes, 'minute')} without typing{longest}. {kept}"
    if why == VISITED:
        return _SAID[why]
    if why in _SAID:
        return f"{_SAID[why]} {kept}"
    return "" if kept == _KEPT else kept
