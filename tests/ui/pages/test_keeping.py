"""Papers, reviews, destroying and the history, as the person at the laptop meets them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.casebook.audit import Doing
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.attachment import PaperKind
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.destroy import DestroyDialog, HoldDialog
from pipnotes.ui.dialogs.paper import PaperDialog, PaperViewer, RemovePaperDialog
from pipnotes.ui.pages.family.page import FamilyPage
from pipnotes.ui.pages.settings import SettingsPage
from pipnotes.ui.pages.settings_audit import AuditTab
from pipnotes.ui.widgets.paperview import Drawer, PaperView
from pipnotes.ui.widgets.table import Table
from tests.gallery_pages_keeping import drawing_png, form_pdf


def family_of(casebook: Casebook, name: str) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title.startswith(name))


def press(page: QWidget, name: str) -> None:
    buttons = [b for b in page.findChildren(QPushButton) if name in (b.text(), b.accessibleName()) and b.isVisible()]
    buttons[0].click()


def view_of(qtbot: QtBot, data: bytes, form: str, *, patience: int = 10_000) -> PaperView:
    view = PaperView()
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    if form == "pdf":
        view.show_pdf(data, patience=patience)
    else:
        view.show_picture(data)
    return view


def nested_pdf() -> bytes:
    """Return a small PDF in which ten forms draw ten forms each, thirty times over: it is never drawn to its end."""
    out, places = io.BytesIO(b""), []
    forms = [(n, b"/F Do " * 10, b"/XObject<</F %d 0 R>>" % (n + 1)) for n in range(4, 34)]
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>")
    for _, words, resources in [*forms, (34, b"0 0 m 9 9 l S", b"")]:
        head = (
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<" + resources + b">>/Length %d>>" % len(words)
        )
        parts.append(head + b"stream\n" + words + b"\nendstream")
    out.write(b"%PDF-1.7\n")
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + part + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, table))
    return out.getvalue()


def huge_png() -> bytes:
    """Return a picture of two hundred bytes that says it is sixty thousand pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(9999))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "form", "patience"),
    [
        (b"%PDF-1.7\nno pages at all", "pdf", 10_000),
        (form_pdf()[:700], "pdf", 10_000),
        (nested_pdf(), "pdf", 700),
        (huge_png(), "png", 0),
        (b"\x89PNG\r\n\x1a\n and nothing", "png", 0),
        (b"GIF89a" + bytes(90), "png", 0),
    ],
    ids=["no pages", "cut off", "never drawn to its end", "a huge picture", "no picture", "another kind"],
)
def test_a_paper_that_cannot_be_shown_says_so_and_stops_nothing(
    qtbot: QtBot, content: bytes, form: str, patience: int
) -> None:
    view = PaperView()
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    with qtbot.waitSignal(view.failed, timeout=20_000):
        view.show_pdf(content, patience=patience) if form == "pdf" else view.show_picture(content)
    assert view.page_words() == "As wide as the window"
    assert view.findChildren(Drawer) == [] or view._drawer is None


def test_a_pdf_is_drawn_turned_and_made_larger(qtbot: QtBot) -> None:
    view = view_of(qtbot, form_pdf(3), "pdf")
    qtbot.waitUntil(lambda: view._sheet.image is not None, timeout=20_000)
    wide = view._sheet.width()
    assert view.page_words() == "Page 1 of 3, as wide as the window"
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    view.turn(1)
    qtbot.waitUntil(lambda: view._sheet.width() > wide, timeout=20_000)
    assert view.page_words() == "Page 2 of 3, 150 percent of that"
    view.clear()
    assert view._drawer is None


def test_a_picture_is_shown_as_wide_as_the_view(qtbot: QtBot) -> None:
    view = view_of(qtbot, drawing_png(), "png")
    assert view._sheet.image is not None
    qtbot.waitUntil(lambda: view._sheet.width() == view.viewport().width() - 32)


def test_a_paper_is_added_opened_and_taken_out_and_leaves_no_file_behind(
    desk: Desk, qtbot: QtBot, tmp_path: Path, answering: Callable[..., list[QWidget]]
) -> None:
    mabel = family_of(desk.casebook, "Mabel")
    page = FamilyPage(desk)
    qtbot.addWidget(page)
    desk.changed.connect(page.refresh)
    page.resize(1194, 740)
    page.show()
    page.show_for(f"{mabel}/letters")
    (tmp_path / "Leanne Hartley.pdf").write_bytes(form_pdf())

    def add(dialog: PaperDialog) -> None:
        dialog._file.set_path(tmp_path / "Leanne Hartley.pdf")
        dialog.form.fill({"kind": "consent", "what": "Signed by both"})
        dialog.answer()

    shown: list[str] = []

    def look(dialog: PaperViewer) -> None:
        shown.append(dialog.accessibleName())
        qtbot.waitUntil(lambda: dialog._view._sheet.image is not None, timeout=20_000)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    before = {path for path in tmp_path.parent.rglob("*") if path.is_file()}
    answering(add)
    press(page, "Add a paper…")
    (paper,) = desk.casebook.attachments.of(mabel)
    assert (paper.record.kind, paper.record.what) == (PaperKind.CONSENT, "Signed by both")
    name = "Consent form of Mon 16 Mar 2026"
    answering(look)
    press(page, f"Open: {name}")
    assert shown == ["Consent form"]
    assert {path for path in tmp_path.parent.rglob("*") if path.is_file()} <= before | {
        desk.casebook.folder / "vault.db-wal"
    }

    def destroy(dialog: RemovePaperDialog) -> None:
        dialog._how.set_value("destroy")
        dialog._why.set_words("the family asked for it back")
        dialog.answer()
        assert dialog.isVisible()
        dialog._word.setText("destroy")
        dialog.answer()

    answering(destroy)
    press(page, f"Take out: {name}")
    assert desk.casebook.attachments.of(mabel) == []


def test_locking_lets_go_of_the_paper_that_is_shown(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(form_pdf())
    mabel = family_of(desk.casebook, "Mabel")
    paper = desk.casebook.attachments.add(mabel, tmp_path / "form.pdf", kind=PaperKind.CONSENT)
    viewer = PaperViewer(None, desk, paper)
    qtbot.addWidget(viewer)
    viewer.show()
    qtbot.waitUntil(lambda: viewer._view._sheet.image is not None, timeout=20_000)
    drawing = viewer._view._drawer
    assert drawing is not None
    desk.locked.emit()
    assert drawing._process.state() == QProcess.ProcessState.NotRunning
    assert viewer._view._sheet.image is None


def test_a_record_is_destroyed_only_when_both_words_are_typed_and_the_page_is_left(desk: Desk, qtbot: QtBot) -> None:
    mabel = family_of(desk.casebook, "Mabel")
    page = FamilyPage(desk)
    qtbot.addWidget(page)
    desk.changed.connect(page.refresh)
    page.show()
    page.show_for(mabel)
    gone_to: list[str] = []
    page.wanted.connect(lambda key, subject: gone_to.append(key))

    def answer() -> None:
        dialog = page.findChild(DestroyDialog)
        dialog._why.set_words("kept long enough")
        dialog._code_typed.setText("Wren 14")
        dialog.answer()
        assert dialog.isVisible()
        dialog._word.setText("destroy")
        dialog.answer()

    QTimer.singleShot(50, page, answer)
    page.destroy_record()
    assert gone_to == ["families"]
    assert "Mabel" not in {row.circle.title for row in desk.casebook.families.rows()}


def test_a_held_record_offers_no_destroying(desk: Desk, qtbot: QtBot) -> None:
    rosie = family_of(desk.casebook, "Rosie")
    hold = HoldDialog(None, desk, rosie)
    qtbot.addWidget(hold)
    hold._why.set_words("a court has asked for it")
    hold.answer()
    dialog = DestroyDialog(None, desk, rosie)
    qtbot.addWidget(dialog)
    assert dialog.primary is not None
    assert not dialog.primary.isEnabled()
    dialog.answer()
    assert family_of(desk.casebook, "Rosie") == rosie


def test_reviews_are_listed_with_what_holds_them_and_years_are_set(desk: Desk, qtbot: QtBot) -> None:
    rosie = family_of(desk.casebook, "Rosie")
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    desk.changed.connect(page.refresh)
    page.resize(1194, 740)
    page.show()
    page.show_for("keeping")
    desk.casebook.retention.hold(rosie, "an inquiry")
    QApplication.processEvents()
    tab = page._parts["keeping"]
    tab._years["adult_years"].setText("many")
    press(page, "&Save the years")
    assert desk.casebook.retention.rules.adult_years == 20
    tab._years["adult_years"].setText("30")
    press(page, "&Save the years")
    assert desk.casebook.retention.rules.adult_years == 30
    assert any(b.accessibleName() == "Let go: Rosie" for b in page.findChildren(QPushButton))


def test_the_history_is_narrowed_to_a_family_and_a_kind_and_saved(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    mabel = family_of(desk.casebook, "Mabel")
    desk.casebook.retention.hold(mabel, "an inquiry")
    tab = AuditTab(desk)
    qtbot.addWidget(tab)
    tab.show()
    tab.fill()
    table = tab.findChild(Table)
    every = table.model().rowCount()
    tab._family.set_value(mabel)
    tab._family.changed.emit(mabel)
    tab._kind.set_value(Doing.KEPT.value)
    tab._kind.changed.emit(Doing.KEPT.value)
    assert every > 200
    assert [table.model().index(0, at).data() for at in (2, 3, 4)] == ["Held the record", "Mabel", "an inquiry"]
    assert table.model().rowCount() == 1
    tab.write_to(tmp_path / "done.csv")
    saved = (tmp_path / "done.csv").read_text("utf-8-sig").splitlines()
    assert len(saved) == 2
    assert "Wren 14" in saved[1]
    assert "Mabel" not in saved[1]
