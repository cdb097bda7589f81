"""What every question about a family shares: it writes its answer down itself, and no word typed into it is lost.

    class HopeDialog(Asking):
        def __init__(self, parent, desk, family, goal=""):
            super().__init__(parent, desk, "Hope", family=family, kept_as=f"hope/{family}/{goal}", title=...)
            self._words = self.form.add("words", LineEdit(...)); self.grid.add("Hope", self._words)
            self.answer_with("Set this hope")
            self.begin(self._words)
        def complaint(self): ...        what is still missing
        def write(self): return self.desk.casebook.hopes.set(...)

A Problem from `write` is said over the footer and the dialog stays as it is. A form that was closed with words in it,
or by the lock, is kept inside the vault and stands there when the dialog opens again.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from pipnotes.domain.circle import Circle
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.form import Form
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import Field, LineEdit
from pipnotes.ui.widgets.hints import Banner

# Autosave comes at most a second after the first unsaved keystroke.
KEEP_AFTER = 800  # milliseconds
_LAYERS = 3  # the form, the words round it, and the scrolling part


class Asking(Dialog):
    """A question over the desk, about one family if it names one."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        bar: str,
        *,
        family: str = "",
        kept_as: str,
        title: str,
        second: str = "",
        width: int = 680,
        margin: int = 116,
    ) -> None:
        super().__init__(parent, bar, title=title, second=second, width=width, margin=margin)
        self.desk = desk
        self.circle: Circle | None = desk.casebook.families.circle(family) if family else None
        self.form = Form(self)
        self.written: Any = None
        self._kept_as = kept_as
        self._first: dict[str, Any] = {}
        self._fields: list[Field] = []
        self._heads: dict[QWidget, QWidget] = {}
        self._resting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER)
        self._timer.timeout.connect(self._keep)
        self._back = self._make_back()

    def family(self) -> Circle:
        """Return the family that the question is about."""
        assert self.circle is not None
        return self.circle

    def write(self) -> Any:
        """Write the answer down and return it; a Problem leaves the dialog open with every word in it."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return what was written."""
        return self.written

    def field(self, editor: QWidget, *, label: str = "", hint: str = "", check: Any = None) -> Field:
        """Return an editor with its line underneath; what it complains about is asked again before writing."""
        made = Field(label, editor, hint=hint, check=check)
        self._fields.append(made)
        return made

    def row(self, label: str, content: QWidget, *, second: str = "") -> QWidget:
        """Put a row in the margin form that `show_row` can hide; return its content."""
        head = self.grid.add(label, content, second=second, buddy=getattr(content, "editor", None))
        if head is not None:
            self._heads[content] = head
        return content

    def show_row(self, content: QWidget, shown: bool) -> None:
        """Show a row of the margin form or hide it, its label with it."""
        for part in (content, self._heads[content]):
            part.parentWidget().setVisible(shown)

    def add_above_footer(self, part: QWidget) -> None:
        """Put a part between the form and the footer, where scrolling never takes it out of sight."""
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        held = QVBoxLayout()
        held.setContentsMargins(24, 4, 24, 0)
        held.addWidget(part)
        outer.insertLayout(2, held)

    def begin(self, first: QWidget | None = None) -> None:
        """Put back what was typed before, and put the keyboard into the first field; called last when building."""
        self._first = self.form.values()
        kept = self.desk.casebook.families.kept_form(self._kept_as)
        if kept and kept != self._first:
            self.form.fill(kept)
            self._back.setVisible(True)
        self.form.changed.connect(self._touched)
        self.desk.locked.connect(self._locked)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring(self, part: QWidget) -> None:
        """Put the keyboard into a part of the form, and the part into sight."""
        part.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(part, 0, 48)

    def tell(self, words: str) -> None:
        """Say something over the footer; empty words say nothing."""
        self._complain(words)
        self.fit_again()

    def showEvent(self, event: QShowEvent) -> None:
        # Fields get their height from the style sheet only when they are polished, and the fit counts on it.
        for child in self.findChildren(QWidget):
            child.ensurePolished()
        super().showEvent(event)
        QTimer.singleShot(0, self._deselect)

    def done(self, result: int) -> None:
        """Close; a written answer needs no kept form any more, and words that were not written down stay kept."""
        self._timer.stop()
        if result == QDialog.DialogCode.Accepted:
            self._keep_values({})
        elif self._typed_something():
            self._keep()
        else:
            self._keep_values({})
        super().done(result)

    @Slot()
    def answer(self) -> None:
        """Write the answer down and close, unless something is missing or goes wrong."""
        if self.primary is not None and not self.primary.isEnabled():
            return
        wrong = [field for field in self._fields if field.isVisibleTo(self) and not self._sound(field)]
        words = "One answer above wants another look." if wrong else self.complaint()
        if not words:
            words = self._write()
        if words:
            self.tell(words)
            if wrong:
                self.bring(wrong[0].editor)
            return
        self.accept()

    @Slot()
    def start_afresh(self) -> None:
        """Take away what was brought back from before."""
        self.form.fill(self._first)
        self._keep_values({})
        self._back.hide()
        self.fit_again()

    def _fit(self) -> None:
        # A row shown or hidden tells the parts round it by these, one layer at a time, and the height counts them all.
        for _ in range(_LAYERS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        super()._fit()

    def _write(self) -> str:
        try:
            self.written = self.write()
        except Problem as problem:
            return " ".join(problem.lines())
        return ""

    def _sound(self, field: Field) -> bool:
        editor: Any = field.editor
        if hasattr(editor, "complained"):
            editor.editingFinished.emit()
            return not editor.property("wrong")
        return field.look_again()

    def _typed_something(self) -> bool:
        return any(value != self._first.get(name) for name, value in self.form.typed().items())

    @Slot()
    def _deselect(self) -> None:
        # A dialog hands its first line the keyboard as if by Tab, and the next key would take its words away.
        focus = self.focusWidget()
        if isinstance(focus, LineEdit) and not isinstance(focus, DateField):
            focus.deselect()

    @Slot()
    def _touched(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _keep(self) -> None:
        values = self.form.values()
        self._keep_values(values if values != self._first else {})

    @Slot()
    def _locked(self) -> None:
        self._timer.stop()
        if self.isVisible():
            self._keep()
        # The vault closes now: whatever this dialog still does, it writes nothing more.
        self._resting = True

    def _keep_values(self, values: dict[str, Any]) -> None:
        if self._resting:
            return
        try:
            self.desk.casebook.families.keep_form(self._kept_as, values)
        except Problem as problem:
            self.tell(" ".join(problem.lines()))

    def _make_back(self) -> Banner:
        banner = Banner("What you typed last time is here. It has not been written down yet.")
        afresh = Button("Start afresh", kind="link")
        afresh.clicked.connect(self.start_afresh)
        banner.add(afresh)
        banner.hide()
        self.body.addWidget(banner)
        return banner
