"""A paper of the family: added from a file, described, looked at, and put right when it should not be there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pipnotes.casebook.attachments import Paper
from pipnotes.casebook.destroying import WORD
from pipnotes.domain.attachment import Attachment, PaperForm, PaperKind
from pipnotes.domain.words import counted, full_day
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.parts import options
from pipnotes.ui.naming import coded
from pipnotes.ui.setup.places import PlaceField
from pipnotes.ui.widgets.buttons import Button, IconButton
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.paperview import PaperView
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.text import Text

_FILES = "A PDF, a PNG or a JPEG picture of at most 50 MB. The file stays where it is: put it away afterwards."
_LEAST = 160  # pixels of the paper itself


class PaperDialog(Asking):
    """Add a paper, or change what is said of one."""

    def __init__(self, parent: QWidget | None, desk: Desk, family: str, paper: Attachment | None = None) -> None:
        super().__init__(
            parent,
            desk,
            "A paper",
            family=family,
            kept_as=f"paper/{family}/{paper.id if paper else ''}",
            title="What this paper is" if paper else "Add a paper",
            second="A copy is kept inside the vault, encrypted with everything else.",
        )
        self._paper = paper
        self._file = PlaceField("File", kind="file")
        self._file_field = Field("", self._file, hint=_FILES)
        kinds = [Option("", "Choose what it is"), *options(PaperKind)]
        self._kind = self.form.add("kind", ComboBox("Kind", kinds, value=paper.kind.value if paper else ""))
        self._what = self.form.add("what", LineEdit("What it is", placeholder="Signed by both parents"))
        self._what.setText(paper.what if paper else "")
        today = desk.clock().date()
        self._on = self.form.add("on", DateField("Dated", today=today, value=paper.on if paper else today))
        if paper is None:
            self.row("File", self._file_field)
        self.row("Kind", self._kind)
        self.row("Note", self._what)
        self.row("Dated", self.field(self._on))
        self.answer_with("Save" if paper else "Add this paper")
        self._file.left.connect(self._look)
        self.begin(self._kind if paper else self._file)

    def complaint(self) -> str:
        """Say what is still missing."""
        if self._paper is None and self._file.path() is None:
            return "Choose the file first."
        if not self._kind.value():
            return "Choose what kind of paper it is."
        return "" if self._on.value() else "Say of which day it is."

    def write(self) -> Attachment:
        """Take the paper in, or change what is said of it."""
        kind, what, on = PaperKind.of(self._kind.value() or ""), self._what.text(), self._on.value()
        book, path = self.desk.casebook.attachments, self._file.path()
        assert on is not None
        if self._paper is not None:
            return book.describe(self._paper, kind=kind, what=what, on=on)
        assert path is not None
        return book.add(self.family().family.id, path, kind=kind, what=what, on=on)

    @Slot()
    def _look(self) -> None:
        path = self._file.path()
        try:
            if path is not None:
                self.desk.casebook.attachments.look_at(path)
        except Problem as problem:
            self._file_field.set_error(f"{problem.happened} {problem.todo}")
        else:
            self._file_field.set_error("")
        self.fit_again()


class RemovePaperDialog(Dialog):
    """A paper that should not be here: marked as entered in error, or destroyed for good."""

    def __init__(self, parent: QWidget | None, desk: Desk, paper: Paper) -> None:
        super().__init__(parent, "A paper", title="Take this paper out of the list", width=620)
        self._desk, self._paper = desk, paper
        choices = [Option("error", "Entered in error"), Option("destroy", "Destroy for good")]
        self._how = Segments("How", choices, value="destroy" if paper.in_error else "error")
        self._why = ProseEdit("Why", boxed=True, lines=2)
        self._word = LineEdit("Type the word destroy")
        self._word_field = Field("", self._word, hint=f"Type the word {WORD}")
        self._means = Text("", token="ink2")
        goes = desk.casebook.destroying.older_copies()
        self._copies = "Older copies of the vault on this laptop go too." if goes else ""
        self.grid.add("How", self._how)
        self.grid.add("Why", self._why)
        self._confirm = self.grid.add("To confirm", self._word_field)
        self.grid.add("What happens", self._means)
        self.answer_with("Take out", cancel="Keep it")
        self._how.changed.connect(self._turn)
        self._turn()
        self._why.setFocus()

    def complaint(self) -> str:
        """Do it, or say why it cannot be done."""
        destroy = self._how.value() == "destroy"
        if destroy and self._word.text().strip().casefold() != WORD:
            return f"Type the word {WORD} to confirm."
        book = self._desk.casebook.attachments
        try:
            (book.destroy if destroy else book.entered_in_error)(self._paper.record, self._why.words())
        except Problem as problem:
            return " ".join(problem.lines())
        return ""

    @Slot()
    def _turn(self) -> None:
        destroy = self._how.value() == "destroy"
        for part in (self._word_field, self._confirm):
            if part is not None:
                part.parentWidget().setVisible(destroy)
        self._means.set_words(
            "Its content is gone for good. A line says that it was here, and why it is not. "
            f"Backups made before still hold it. {self._copies}".strip()
            if destroy
            else "It is marked as entered in error and stays legible."
        )
        if self.isVisible():
            self.fit_again()


class PaperViewer(Dialog):
    """One paper, as large as the window allows; nothing of it is written to the disk."""

    def __init__(self, parent: QWidget | None, desk: Desk, paper: Attachment) -> None:
        what = coded(desk, desk.casebook.families.circle(paper.family), paper.what)
        second = ", ".join(part for part in (what, full_day(paper.on), _weight(paper.size)) if part)
        super().__init__(parent, "A paper", title=paper.kind.label, second=second, width=1100)
        self._view = PaperView("The paper")
        self._said = Text("", role="small", token="ink2", wrap=False)
        self._trouble = EmptyState(
            "file-text",
            "This paper cannot be shown",
            "It is damaged, locked with a password, or takes too long to draw. It is kept as it was added.",
        )
        self._trouble.hide()
        self._before, self._next = IconButton("chevron-left", "Previous page"), IconButton("chevron-right", "Next page")
        smaller, larger = IconButton("minus", "Smaller"), IconButton("plus", "Larger")
        fit = Button("Fit width", small=True)
        self._tools = QWidget()
        bar = QHBoxLayout(self._tools)
        bar.setContentsMargins(0, 0, 0, 0)
        for at_left in (self._before, self._next, self._said):
            bar.addWidget(at_left)
        bar.addStretch(1)
        for at_right in (smaller, larger, fit):
            bar.addWidget(at_right)
        self.body.addWidget(self._tools)
        self.body.addWidget(self._view, 1)
        self.body.addWidget(self._trouble)
        close = Button("Close", kind="primary", hint="Esc")
        close.clicked.connect(self.reject)
        self.add_to_footer(close)
        self._before.clicked.connect(self._back)
        self._next.clicked.connect(self._on)
        smaller.clicked.connect(self._view.smaller)
        larger.clicked.connect(self._view.larger)
        fit.clicked.connect(self._view.fit)
        QShortcut(QKeySequence("Ctrl+PgDown"), self, self._on)
        QShortcut(QKeySequence("Ctrl+PgUp"), self, self._back)
        self._view.page_changed.connect(self._tell)
        self._view.failed.connect(self._fail)
        desk.locked.connect(self._view.clear)
        self._show(desk.casebook.attachments.open(paper), paper.form)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Close, and let the bytes go."""
        self._view.clear()
        super().done(result)

    def _show(self, data: bytes, form: PaperForm) -> None:
        for button in (self._before, self._next):
            button.hide()
        if form is PaperForm.PDF:
            self._view.show_pdf(data)
        else:
            self._view.show_picture(data)

    def _fit(self) -> None:
        # The paper takes what room is left beside the words round it.
        self._view.setMinimumHeight(_LEAST)
        super()._fit()
        owner = self.parentWidget().window() if self.parentWidget() is not None else None
        room = owner.frameGeometry() if owner is not None and owner.isVisible() else self.screen().availableGeometry()
        words = self._content.heightForWidth(self.width() - 2) - _LEAST
        rest = words + self._bar.sizeHint().height() + self._foot.sizeHint().height() + 16
        self._view.setMinimumHeight(max(_LEAST, room.height() - 40 - rest))
        self.resize(QSize(self.width(), room.height() - 40))
        self.move(self.x(), room.center().y() - self.height() // 2)

    @Slot()
    def _on(self) -> None:
        self._view.turn(1)

    @Slot()
    def _back(self) -> None:
        self._view.turn(-1)

    @Slot(int, int)
    def _tell(self, at: int, pages: int) -> None:
        self._said.set_words(self._view.page_words())
        for button, may in ((self._before, at > 1), (self._next, at < pages)):
            button.setVisible(pages > 1)
            button.setEnabled(may)

    @Slot()
    def _fail(self) -> None:
        self._view.hide()
        self._tools.hide()
        self._trouble.show()


def _weight(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else counted(max(1, size // 1000), "kB", "kB")
