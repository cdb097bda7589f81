"""What this person likes on this computer, put in force as soon as it changes: theme, text size, time to the lock."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from pipnotes import settings as store
from pipnotes.settings import Settings
from pipnotes.ui.theme import SCALES, look

_log = logging.getLogger(__name__)


class Preferences(QObject):
    """The settings in force, and the file in which they are kept if there is one."""

    changed = Signal(object)

    def __init__(self, settings: Settings | None = None, file: Path | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self._file = file

    def keep(self, settings: Settings) -> None:
        """Put settings in force, and keep them for the next start if they can be written."""
        self.settings = settings
        if self._file is not None:
            try:
                store.save(settings, self._file)
            except OSError:
                _log.info("settings not written")
        self.dress()
        self.changed.emit(settings)

    def dress(self) -> None:
        """Put the theme and the text size in force, if they are not already."""
        theme = None if self.settings.theme == "system" else self.settings.theme
        scale = min(SCALES, key=self._distance)
        if (look().override, look().scale) != (theme, scale):
            look().set(theme, scale)

    @Slot()
    def turn_theme(self) -> None:
        """Go from light to dark, or back."""
        self.keep(replace(self.settings, theme="light" if look().theme.name == "dark" else "dark"))

    @Slot()
    def larger(self) -> None:
        """Take the next larger text."""
        self._step(1)

    @Slot()
    def smaller(self) -> None:
        """Take the next smaller text."""
        self._step(-1)

    @Slot()
    def usual_size(self) -> None:
        """Take the usual text size."""
        self.keep(replace(self.settings, text_scale=100))

    def _step(self, by: int) -> None:
        at = min(range(len(SCALES)), key=self._distance_of)
        at = min(max(at + by, 0), len(SCALES) - 1)
        self.keep(replace(self.settings, text_scale=round(SCALES[at] * 100)))

    def _distance(self, scale: float) -> float:
        return abs(scale * 100 - self.settings.text_scale)

    def _distance_of(self, at: int) -> float:
        return self._distance(SCALES[at])
