"""Why a vault locked itself, and the sentence with which the unlock page says so; a lock without a reason unsettles."""

from __future__ import annotations

from pipnotes.domain.words import counted

ASKED, IDLE, SLEPT, SCREEN, SWITCHED = "asked", "idle", "slept", "screen", "switched"
# Into visit mode, and out of it again.
VISIT, VISITED = "visit", "visited"
_KEPT = "Your words are kept."
_SAID = {
    ASKED: "Locked.",
    SLEPT: "Locked because this laptop went to sleep.",
    SCREEN: "Locked together with the screen.",
    VISITED: "Visit mode is over once you unlock. Your jots wait under the note.",
    SWITCHED: "Locked because somebody else was given the screen.",
}


def said(why: str, minutes: int, *, by_service: bool = False) -> str:
    """Return what the unlock page says of a lock; nothing for an ordinary start.

    `minutes` is the wait that was in force, `by_service` whether the service's policy and not the person set it.
    """
    if why == IDLE:
        longest = ", the longest that your service allows" if by_service else ""
        return f"Locked after {counted(minutes, 'minute')} without typing{longest}. {_KEPT}"
    if why == VISITED:
        return _SAID[why]
    return f"{_SAID[why]} {_KEPT}" if why in _SAID else ""
