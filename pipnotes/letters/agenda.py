"""What stands on the agenda of a supervision, as plain values: code names, roles and figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaFamily:
    """One family to talk over: its code name, how the work stands, its figures, what to think about, what was said."""

    code: str
    stands: str
    figures: tuple[str, ...] = ()
    think: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaMeeting:
    """One supervision: with whom, when in words if it is known, and the families to talk over."""

    therapist: str
    when: str
    families: tuple[AgendaFamily, ...]
