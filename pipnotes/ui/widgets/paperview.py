"""A paper from outside, shown page by page: a PDF drawn by a process of its own, a picture within bounds of memory.

view = PaperView(); view.show_pdf(data) or view.show_picture(data); view.clear()
view.failed()                  it cannot be shown: damaged, locked with a password, or made to break what reads it
view.page_changed(at, pages)   counted from 1
view.larger(); view.smaller(); view.fit(); view.turn(1)
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QProcess, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from pipnotes.drawing import ARGUMENT
from pipnotes.ui.theme import look

EDGE = 16
ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
PATIENCE = 10_000  # milliseconds in which a page is drawn, or never
MOST_PIXELS = 64_000_000  # of a picture; a telephone takes 12 to 50 million
_SHOWN_PIXELS = 12_000_000
_LONGEST_LINE = 200


class Drawer(QObject):
    """The process that draws one PDF; it ends with this object, and when it takes too long."""

    opened = Signal(int)
    drawn = Signal(QImage)
    failed = Signal()

    def __init__(self, data: bytes, parent: QObject | None = None, *, patience: int = PATIENCE) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._head: dict[str, int] | None = None
        self._pages = 0
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(patience)
        self._late.timeout.connect(self._fail)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.errorOccurred.connect(self._fail)
        self._process.finished.connect(self._fail)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        program, *arguments = _ourselves()
        self._process.start(program, arguments)
        self._process.write(json.dumps({"bytes": len(data)}).encode() + b"\n")
        self._process.write(data)
        self._late.start()

    def draw(self, page: int, width: int) -> None:
        """Ask for a page, counted from 0, so many pixels wide; `drawn` brings it."""
        self._process.write(json.dumps({"page": page, "width": width}).encode() + b"\n")
        self._late.start()

    def stop(self) -> None:
        """End the process, and say nothing more."""
        self._late.stop()
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(1000)

    @Slot()
    def _read(self) -> None:
        while self._process.bytesAvailable():
            if self._head is None and not self._read_head():
                return
            if self._head is not None and not self._read_pixels(self._head):
                return

    def _read_head(self) -> bool:
        if not self._process.canReadLine():
            if self._process.bytesAvailable() > _LONGEST_LINE:
                self._fail()
            return False
        try:
            said = json.loads(bytes(self._process.readLine(_LONGEST_LINE).data()))
            if "pages" in said:
                self._late.stop()
                self._pages = int(said["pages"])
                self.opened.emit(self._pages)
                return True
            wide, high = int(said["width"]), int(said["height"])
        except (ValueError, KeyError, TypeError):
            self._fail()
            return False
        if not 0 < wide * high <= _SHOWN_PIXELS + 12_000:
            self._fail()
            return False
        self._head = {"width": wide, "height": high}
        return True

    def _read_pixels(self, head: dict[str, int]) -> bool:
        wide, high = head["width"], head["height"]
        if self._process.bytesAvailable() < wide * high * 4:
            return False
        pixels = bytes(self._process.read(wide * high * 4).data())
        self._head = None
        self._late.stop()
        self.drawn.emit(QImage(pixels, wide, high, wide * 4, QImage.Format.Format_RGBX8888).copy())
        return True

    @Slot()
    def _fail(self) -> None:
        self.stop()
        self.failed.emit()


def _ourselves() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-m", "pipnotes.drawing"]


def picture(data: bytes) -> QImage | None:
    """Return a picture from memory, upright and no larger than can be shown; None when it cannot be read."""
    held = QBuffer()
    held.setData(QByteArray(data))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(held)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in (b"png", b"jpeg") or not size.isValid():
        return None
    if size.width() * size.height() > MOST_PIXELS:
        return None
    image = reader.read()
    if image.isNull():
        return None
    too_much = image.width() * image.height() / _SHOWN_PIXELS
    if too_much > 1:
        return image.scaled(image.size() / too_much**0.5, Qt.AspectRatioMode.KeepAspectRatio)
    return image


class _Sheet(QWidget):
    """The page itself, in its own size."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setAccessibleName("The page")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.image is not None:
            painter.drawImage(self.rect(), self.image)
        painter.setPen(look().colour("edge"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PaperView(QScrollArea):
    """One page at a time on a well, fitted to the width until it is made larger or smaller."""

    failed = Signal()
    page_changed = Signal(int, int)

    def __init__(self, name: str = "The paper", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawer: Drawer | None = None
        self._whole: QImage | None = None
        self._at, self._pages, self._zoom = 0, 0, 1.0
        self._sheet = _Sheet()
        self._sheet.hide()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "inside")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumSize(200, 160)
        # How high the page is says nothing about how high the view should be.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setWidget(self._sheet)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(self._draw)

    def show_pdf(self, data: bytes, *, patience: int = PATIENCE) -> None:
        """Show a PDF from memory; `failed` says when it cannot be shown."""
        self.clear()
        self._drawer = Drawer(data, self, patience=patience)
        self._drawer.opened.connect(self._open)
        self._drawer.drawn.connect(self._put)
        self._drawer.failed.connect(self._fail)

    def show_picture(self, data: bytes) -> None:
        """Show a picture from memory; `failed` says when it cannot be shown."""
        self.clear()
        self._whole = picture(data)
        if self._whole is None:
            self._later.singleShot(0, self, self._fail)
            return
        self._open(1)

    def clear(self) -> None:
        """Show nothing, and let the bytes go."""
        self._later.stop()
        if self._drawer is not None:
            self._drawer.stop()
            self._drawer.deleteLater()
        self._drawer, self._whole, self._sheet.image = None, None, None
        self._sheet.hide()
        self._at = self._pages = 0

    def page_words(self) -> str:
        """Return which page is shown and how large, as it is written over the view."""
        size = "as wide as the window" if self._zoom == 1 else f"{round(self._zoom * 100)} percent of that"
        return f"Page {self._at + 1} of {self._pages}, {size}" if self._pages > 1 else size[:1].upper() + size[1:]

    @Slot()
    def larger(self) -> None:
        """Show the page larger."""
        self._set_zoom(min((each for each in ZOOMS if each > self._zoom), default=self._zoom))

    @Slot()
    def smaller(self) -> None:
        """Show the page smaller."""
        self._set_zoom(max((each for each in ZOOMS if each < self._zoom), default=self._zoom))

    @Slot()
    def fit(self) -> None:
        """Fit the page to the width."""
        self._set_zoom(1.0)

    def turn(self, by: int) -> None:
        """Go on by so many pages, or back."""
        to = min(max(0, self._at + by), self._pages - 1)
        if to != self._at:
            self._at = to
            self.verticalScrollBar().setValue(0)
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.larger()
        elif event.key() == Qt.Key.Key_Minus:
            self.smaller()
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() == Qt.Key.Key_PageDown and bar.value() == bar.maximum():
            self.turn(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
            self.turn(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look().colour("rail"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._draw()

    @Slot(int)
    def _open(self, pages: int) -> None:
        self._pages, self._at, self._zoom = pages, 0, 1.0
        self._draw()

    @Slot()
    def _draw(self) -> None:
        width = round((self.viewport().width() - 2 * EDGE) * self._zoom)
        if not self._pages or width < 40:
            return
        if self._drawer is not None:
            self._drawer.draw(self._at, round(width * self.devicePixelRatioF()))
        elif self._whole is not None:
            self._put(self._whole)
        self.page_changed.emit(self._at + 1, self._pages)

    @Slot(QImage)
    def _put(self, image: QImage) -> None:
        width = round((self.viewport().width() - 2 * EDGE) * self._zoom)
        self._sheet.image = image
        self._sheet.resize(QSize(width, max(1, round(width * image.height() / image.width()))))
        self._sheet.show()
        self._sheet.update()

    @Slot()
    def _fail(self) -> None:
        self.clear()
        self.failed.emit()
