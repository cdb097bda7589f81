"""The letter as it will be read: the PDF's own bytes, drawn page by page, never written to disk.

view = PdfView(); view.show_pdf(data); view.set_fit("width" or "page")
view.page_changed(page, pages); view.page_words() -> "Page 1 of 2"
"""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pipnotes.ui.theme import look

EDGE = 16


class _Page(QWidget):
    """One sheet of the PDF, drawn when it is first seen at a size."""

    def __init__(self, document: pypdfium2.PdfDocument, number: int) -> None:
        super().__init__()
        self._document = document
        self._number = number
        self._image: QImage | None = None
        self.points = document.get_page_size(number)
        self.setAccessibleName(f"Page {number + 1}")

    def set_width(self, width: int) -> None:
        self.setFixedSize(QSize(width, round(width * self.points[1] / self.points[0])))
        self._image = None

    def let_go(self) -> None:
        self._image = None
        self._document = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._document is not None:
            if self._image is None:
                self._image = self._drawn()
            painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(look().colour("edge"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _drawn(self) -> QImage:
        ratio = self.devicePixelRatioF()
        page = self._document[self._number]
        bitmap = page.render(scale=self.width() * ratio / self.points[0], rev_byteorder=True, prefer_bgrx=True)
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888).copy()
        bitmap.close()
        page.close()
        return image


class PdfView(QScrollArea):
    """Pages one under the other on a well, at the width of the view or one whole page at a time."""

    page_changed = Signal(int, int)

    def __init__(self, name: str = "The letter as it will be read", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: pypdfium2.PdfDocument | None = None
        self._pages: list[_Page] = []
        self._fit = "width"
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "inside")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would change the width, and with it the height, for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumSize(200, 160)
        self.verticalScrollBar().valueChanged.connect(self._tell)
        self._well = QWidget()
        self._box = QVBoxLayout(self._well)
        self._box.setContentsMargins(EDGE, 12, EDGE, 12)
        self._box.setSpacing(12)
        self.setWidget(self._well)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit_pages)

    def show_pdf(self, data: bytes, password: str | None = None) -> None:
        """Show a PDF from memory; an unreadable one raises pypdfium2.PdfiumError and leaves the last in place."""
        document = pypdfium2.PdfDocument(data, password=password)
        place = self.verticalScrollBar().value()
        self.clear()
        self._document = document
        self._pages = [_Page(document, number) for number in range(len(document))]
        for page in self._pages:
            self._box.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._box.addStretch(1)
        self._fit_pages()
        self.verticalScrollBar().setValue(place)
        self._tell()

    def clear(self) -> None:
        """Show nothing, and let the bytes go."""
        while self._box.count():
            widget = self._box.takeAt(0).widget()
            if isinstance(widget, _Page):
                widget.let_go()
                widget.hide()
                widget.deleteLater()
        self._pages = []
        if self._document is not None:
            self._document.close()
            self._document = None

    def set_fit(self, fit: str) -> None:
        """Fit the "width" of the view, or a whole "page"."""
        self._fit = fit
        self._fit_pages()

    def page(self) -> int:
        """Return the page in the middle of the view, counted from 1."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        passed = [at for at, page in enumerate(self._pages, 1) if page.y() <= middle]
        return max(passed, default=1)

    def page_words(self) -> str:
        """Return which page is shown, as it is written over the view."""
        return f"Page {self.page()} of {len(self._pages)}" if self._pages else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look().colour("rail"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_pages()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._later.start()
        return super().event(event)

    @Slot()
    def _fit_pages(self) -> None:
        room = self.viewport().size()
        for page in self._pages:
            wide = room.width() - 2 * EDGE
            if self._fit == "page":
                wide = min(wide, round((room.height() - 24) * page.points[0] / page.points[1]))
            if wide > 40 and wide != page.width():
                page.set_width(wide)

    @Slot()
    def _tell(self) -> None:
        if self._pages:
            self.page_changed.emit(self.page(), len(self._pages))
