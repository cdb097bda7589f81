"""The values of a form, whatever its parts are: read for keeping half-filled, put back when it opens again.

form.add("name", LineEdit(...))     also prose, dates, combo boxes, segments, ratings, chips and tick boxes;
                                    or anything with `values()`, `fill(values)` and a `changed` signal
form.values() -> dict for JSON;  form.fill(dict);  form.typed()  the words alone
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QWidget

from pipnotes.ui.widgets.chips import ChipRow
from pipnotes.ui.widgets.fields import ComboBox, LineEdit
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Rating, Segments


class Form(QObject):
    """The parts of a form by name."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: dict[str, QWidget] = {}

    def add(self, name: str, part: Any) -> Any:
        """Take a part in under a name; return it."""
        self._parts[name] = part
        if isinstance(part, LineEdit):
            part.textChanged.connect(self._tell)
        elif isinstance(part, ProseEdit):
            part.edited.connect(self._tell)
        elif isinstance(part, QAbstractButton):
            part.toggled.connect(self._tell)
        else:
            part.changed.connect(self._tell)
        return part

    def values(self) -> dict[str, Any]:
        """Return every value, as JSON can hold it."""
        return {name: _read(part) for name, part in self._parts.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put values back; what no longer has a place is passed over."""
        for name, part in self._parts.items():
            if name in values:
                _put(part, values[name])

    def typed(self) -> dict[str, Any]:
        """Return the values that were typed in words."""
        wordy = (LineEdit, ProseEdit)
        return {n: _read(p) for n, p in self._parts.items() if isinstance(p, wordy) or hasattr(p, "values")}

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _read(part: Any) -> Any:
    if isinstance(part, LineEdit):
        return part.text()
    if isinstance(part, ProseEdit):
        return part.words()
    if isinstance(part, QAbstractButton):
        return part.isChecked()
    if isinstance(part, ChipRow):
        return part.chosen()
    if isinstance(part, ComboBox | Segments | Rating):
        return part.value()
    return part.values()


def _put(part: Any, value: Any) -> None:
    if isinstance(part, LineEdit):
        part.setText(str(value))
        part.editingFinished.emit()
    elif isinstance(part, ProseEdit):
        part.set_words(str(value))
    elif isinstance(part, QAbstractButton):
        part.setChecked(bool(value))
    elif isinstance(part, ChipRow):
        part.set_chosen(value)
    elif isinstance(part, ComboBox):
        if part.findData(value) >= 0:
            part.set_value(value)
            part.changed.emit(value)
    elif isinstance(part, Segments | Rating):
        part.set_value(value)
        part.changed.emit(value)
    else:
        part.fill(value)
