"""Being out of reach of the mailbox is an ordinary state, so the window knows it by name and tells it plainly."""

from __future__ import annotations

from pipnotes.exchange.problems import OutOfReach

__all__ = ["OutOfReach"]
