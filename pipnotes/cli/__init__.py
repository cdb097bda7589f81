"""The same use-cases without a window, for IT staff and for scripts; its names and exit codes are a contract."""

from __future__ import annotations

from pipnotes.cli.main import main

__all__ = ["main"]
