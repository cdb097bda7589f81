"""The papers of a family: consent forms, drawings, letters from elsewhere, each with its date and what it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot

from pipnotes.casebook.attachments import Paper
from pipnotes.domain.circle import Circle
from pipnotes.domain.words import full_day
from pipnotes.errors import Problem
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.paper import PaperDialog, PaperViewer, RemovePaperDialog
from pipnotes.ui.naming import coded
from pipnotes.ui.pages.family.tab import margin_day
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.hints import EmptyState
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.sheet import Sheet
from pipnotes.ui.widgets.text import Run, quiet, strong


class PapersSheet(Sheet):
    """A list of papers, and the way to add one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Papers")
        self._desk = desk
        self._circle: Circle | None = None
        self._add = Button("Add a paper…", kind="link", small=True)
        self.heading.add(self._add)
        self._rows = RowList(name="Papers")
        self._none = EmptyState(
            "file-text",
            "No papers yet",
            "A signed consent form, a drawing, a letter from elsewhere: scanned, and kept in the vault.",
        )
        self.add_row(self._rows)
        self.add_row(self._none, line=False)
        self._add.clicked.connect(self.add_paper)

    def show_family(self, circle: Circle) -> None:
        """Show the papers of a family, read afresh."""
        self._circle = circle
        papers = self._desk.casebook.attachments.of(circle.family.id)
        self._rows.clear()
        for paper in papers:
            self._rows.add(self._row(paper))
        self._rows.setVisible(bool(papers))
        self._none.setVisible(not papers)

    @Slot()
    def add_paper(self) -> None:
        """Take a paper in from a file."""
        assert self._circle is not None
        PaperDialog.ask(self.window(), self._desk, self._circle.family.id)

    def _row(self, paper: Paper) -> ListRow:
        assert self._circle is not None
        record = paper.record
        when, under = margin_day(record.on, self._desk.clock().date())
        what = coded(self._desk, self._circle, record.what)
        added = f"added by {paper.by}, {full_day(paper.added.date())}"
        name = f"{record.kind.label} of {full_day(record.on)}"
        if paper.in_error:
            title = [Run(record.kind.label, strike=True, token="ink2"), quiet("entered in error")]
        else:
            title = [strong(record.kind.label), quiet(added)]
        links = []
        for words, do in (("Open", self._open), ("Change", self._change), ("Take out", self._take_out)):
            if words == "Change" and paper.in_error:
                continue
            link = Button(words, kind="link", small=True)
            link.setAccessibleName(f"{words}: {name}")
            link.clicked.connect(partial(do, paper))
            links.append(link)
        why = f"Why: {coded(self._desk, self._circle, paper.why)}" if paper.in_error and paper.why else ""
        return ListRow(
            title, second=what, third=why, when=when, under=under, margin=104, node="file-text", actions=links
        )

    def _open(self, paper: Paper) -> None:
        try:
            PaperViewer.ask(self.window(), self._desk, paper.record)
        except Problem as problem:
            self._desk.ask_problem(problem, title="This paper cannot be shown")

    def _change(self, paper: Paper) -> None:
        PaperDialog.ask(self.window(), self._desk, paper.record.family, paper.record)

    def _take_out(self, paper: Paper) -> None:
        RemovePaperDialog.ask(self.window(), self._desk, paper)
