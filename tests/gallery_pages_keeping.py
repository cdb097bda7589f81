"""Papers, the years of keeping, and what cannot be taken back, for the gallery."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date
from functools import cache, partial

from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.pdfgen.canvas import Canvas

from pipnotes.casebook.attachments import Paper
from pipnotes.casebook.destroying import Destroyed
from pipnotes.domain.attachment import PaperKind
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.destroy import DestroyDialog, HoldDialog
from pipnotes.ui.dialogs.paper import PaperDialog, PaperViewer, RemovePaperDialog
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.problems import ProblemDialog
from pipnotes.ui.widgets.paperview import PaperView
from tests.gallery_pages_family import family
from tests.gallery_shell import demo, home, owner, settings


def form_pdf(pages: int = 2) -> bytes:
    """Return a consent form as a scanner might make it."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 20)
        canvas.drawString(72, 740, f"Working together, page {number}")
        canvas.setFont("Helvetica", 12)
        for line in range(20):
            canvas.drawString(72, 700 - 22 * line, "We have talked about what is written down, and who may read it.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def drawing_png() -> bytes:
    """Return a child's drawing: a sun over a house."""
    image = QImage(900, 640, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QPen(QColor("#b33"), 9))
    painter.drawRect(300, 300, 280, 240)
    painter.drawPolyline([QPointF(280, 310), QPointF(440, 180), QPointF(600, 310)])
    painter.drawEllipse(680, 60, 120, 120)
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")
    return bytes(held.data().data())


@cache
def _papers() -> list[Paper]:
    book = demo()
    mabel = _family("Mabel")
    for name, content, kind, what, on in (
        ("form.pdf", form_pdf(), PaperKind.CONSENT, "Signed by Leanne and Jordan", date(2026, 4, 21)),
        ("drawing.png", drawing_png(), PaperKind.DRAWING, "Made by her brother at the kitchen table", date(2026, 9, 3)),
        ("torn.png", drawing_png()[:900], PaperKind.PHOTO, "", date(2026, 5, 2)),
    ):
        (home() / name).write_bytes(content)
        book.attachments.add(mabel, home() / name, kind=kind, what=what, on=on)
    wrong = next(one for one in book.attachments.of(mabel) if one.record.kind is PaperKind.PHOTO)
    book.attachments.entered_in_error(wrong.record, "it belongs to another family")
    return book.attachments.of(mabel)


def _family(baby: str) -> str:
    return next(row.family.id for row in demo().families.rows() if row.circle.title.startswith(baby))


def _desk() -> Desk:
    return Desk(demo(), preferences=Preferences(), parent=owner())


def papers() -> QWidget:
    """The family's letters and papers."""
    _papers()
    return family("Mabel", "letters")


def viewer(form: str) -> QWidget:
    """One paper in its viewer, drawn."""
    paper = next(one for one in _papers() if one.record.form.value == form and one.in_error is (form == "torn"))
    dialog = PaperViewer(owner(), _desk(), paper.record)
    _wait_for(dialog)
    return dialog


def torn() -> QWidget:
    """A picture that was cut off."""
    dialog = PaperViewer(owner(), _desk(), _papers()[-1].record)
    _wait_for(dialog)
    return dialog


def _wait_for(dialog: QWidget) -> None:
    view = dialog.findChild(PaperView)
    dialog.show()
    until = time.monotonic() + 20
    while time.monotonic() < until and (view._sheet.image is None or view._later.isActive()) and not view.isHidden():
        QApplication.processEvents()


def _add() -> QWidget:
    dialog = PaperDialog(owner(), _desk(), _family("Mabel"))
    (home() / "list.docx").write_bytes(b"PK")
    dialog._file.set_path(home() / "list.docx")
    dialog._look()
    return dialog


def _take_out() -> QWidget:
    dialog = RemovePaperDialog(owner(), _desk(), _papers()[0])
    dialog._how.set_value("destroy")
    dialog._how.changed.emit("destroy")
    return dialog


def _destroy() -> QWidget:
    dialog = DestroyDialog(owner(), _desk(), _family("Rosie"))
    dialog._code_typed.setText("Heron")
    dialog.answer()
    return dialog


def _destroy_copies() -> QWidget:
    vault = demo().folder
    aside, strange = (vault.with_name(f"{vault.name}{name}") for name in (".damaged", ".damaged 2"))
    for copy in (aside, strange):
        copy.mkdir(exist_ok=True)
    (aside / "keys.json").write_bytes((vault / "keys.json").read_bytes())
    return DestroyDialog(owner(), _desk(), _family("Rosie"))


def _copy_left() -> QWidget:
    told = Destroyed(
        code="Heron 3",
        records=41,
        retractions=0,
        hash="",
        backups_until=None,
        copies_left=(demo().folder.with_name(f"{demo().folder.name}.damaged"),),
    ).remains()
    assert told is not None
    return ProblemDialog(owner(), told.lines(), title="A copy is still there")


def _hold() -> QWidget:
    return HoldDialog(owner(), _desk(), _family("Rosie"))


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("family-papers", papers),
    ("ask-paper", _add),
    ("ask-paper-out", _take_out),
    ("paper-pdf", partial(viewer, "pdf")),
    ("paper-picture", partial(viewer, "png")),
    ("paper-torn", torn),
    ("ask-destroy", _destroy),
    ("ask-destroy-copies", _destroy_copies),
    ("destroy-copy-left", _copy_left),
    ("ask-hold", _hold),
    ("settings-keeping", partial(settings, "keeping")),
]
