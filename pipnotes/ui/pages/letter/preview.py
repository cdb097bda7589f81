"""The letter as its reader will see it: the bytes of the PDF themselves, drawn beside the words they are made of."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pipnotes.errors import Problem
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.pdfview import PdfView
from pipnotes.ui.widgets.segments import Option, Segments
from pipnotes.ui.widgets.text import Text

WIDTH, PAGE = "width", "page"
# While the columns are stacked, the pages have a place of this height of their own.
STACKED_HEIGHT = 560


class Preview(QWidget):
    """The page, its number, and how it is fitted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PdfView()
        self._title = Text("", role="label")
        self._page = Text("", role="small", token="ink2", wrap=False)
        self.fit = Segments("Fit", [Option(WIDTH, "Fit width"), Option(PAGE, "Whole page")], value=WIDTH)
        self._trouble = Text("", token="attn")
        frame = QFrame()
        frame.setObjectName("well")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self._trouble)
        inner.addWidget(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Flow([self._title, self._page, self.fit], gap=14))
        box.addWidget(frame, 1)
        self._trouble.hide()
        self.fit.changed.connect(self.view.set_fit)
        self.view.page_changed.connect(self._say_page)

    def show_pdf(self, data: bytes, reader: str) -> None:
        """Show one copy; `reader` says whose eyes these are."""
        self._title.set_words(f"As {reader} will see it")
        self._trouble.hide()
        self.view.show_pdf(data)
        # Where the pages lie is known only when they have been laid out.
        QTimer.singleShot(0, self, self._say_page)

    def show_trouble(self, problem: Problem) -> None:
        """Say why there is nothing to see."""
        self.view.clear()
        self._trouble.set_words(f"{problem.happened} {problem.todo}")
        self._trouble.show()

    @Slot(bool)
    def set_stacked(self, stacked: bool) -> None:
        """Take a height of its own while it stands under the words."""
        self.view.setMinimumHeight(STACKED_HEIGHT if stacked else 160)

    @Slot()
    def _say_page(self) -> None:
        self._page.set_words(self.view.page_words())
