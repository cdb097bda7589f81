"""Onto paper and into a file, straight from memory: a letter that is printed leaves no copy on the disk.

printer = ask_printer(parent)            None when the person thought better of it
print_pdf(printer, pdf)                  the PDF's own pages, drawn at the printer's resolution
folder_file = ask_place(parent, "Letter.pdf")
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QRectF, QSizeF, QStandardPaths
from PySide6.QtGui import QImage, QPageSize, QPainter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from pipnotes.errors import Problem
from pipnotes.ui.problems import tell

# Print queues show the name of a job to everybody who uses the printer, so it names nobody.
JOB = "Letter"
# Finer than this, a page takes 140 MB of memory and looks the same.
FINEST_DPI = 600


def ask_printer(parent: QWidget | None, job: str = JOB) -> QPrinter | None:
    """Ask which printer; None when the person thought better of it, or when there is none, which is told.

    Qt's dialog offers no file: what is printed to one would lie open on the disk, recovery words among it. A printer
    of the system that writes files is still in its list.
    """
    if not QPrinterInfo.availablePrinterNames():
        tell(parent, _no_printer(), title="There is no printer here")
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(job)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    try:
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


def ask_place(parent: QWidget | None, name: str) -> Path | None:
    """Ask where to save a file; None when the person thought better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save", str(Path(folder) / name), "PDF (*.pdf)")
    return Path(chosen) if chosen else None


def print_pdf(printer: QPrinter, pdf: bytes) -> None:
    """Draw the pages of a PDF onto paper; raises Problem when the printer does not take them."""
    document = pypdfium2.PdfDocument(pdf)
    painter = QPainter()
    try:
        if not painter.begin(printer):
            raise _not_printed()
        for number in range(len(document)):
            if number and not printer.newPage():
                raise _not_printed()
            _draw(painter, printer, document[number])
    finally:
        if painter.isActive():
            painter.end()
        document.close()


def print_text(printer: QPrinter, text: QTextDocument) -> None:
    """Set a text onto paper, page by page."""
    text.setPageSize(QSizeF(printer.pageRect(QPrinter.Unit.Point).size()))
    text.print_(printer)


def save(file: Path, data: bytes) -> None:
    """Write a file that its owner asked for and only they may read; raises Problem when it cannot be written."""
    try:
        with open(file, "wb", opener=_private) as written:
            written.write(data)
    except OSError as error:
        raise Problem(
            "The file could not be written there.",
            safe="The letter is kept in your vault.",
            todo="Choose another folder, or put the stick back in, and save it again.",
        ) from error


def _private(file: str, flags: int) -> int:
    return os.open(file, flags, 0o600)


def _draw(painter: QPainter, printer: QPrinter, page: pypdfium2.PdfPage) -> None:
    width, height = page.get_size()
    dots = min(printer.resolution(), FINEST_DPI)
    bitmap = page.render(scale=dots / 72, rev_byteorder=True, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    inside = printer.pageRect(QPrinter.Unit.DevicePixel)
    unit = printer.resolution() / 72
    # The painter begins at the printable area; the page is laid on the paper itself, so that margins stay true.
    place = QRectF(paper.x() - inside.x(), paper.y() - inside.y(), width * unit, height * unit)
    painter.drawImage(place, image)
    bitmap.close()
    page.close()


def _no_printer() -> Problem:
    return Problem(
        "This laptop has no printer that it can reach.",
        safe="Nothing was printed, and nothing was written to the disk.",
        todo="Connect one, or add it in the settings of this computer, and print again.",
    )


def _not_printed() -> Problem:
    return Problem(
        "The printer did not take the pages.",
        safe="It is kept as it was.",
        todo="See that the printer is switched on and has paper, and print again.",
    )
