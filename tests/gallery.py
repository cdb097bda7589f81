"""Draw every page in light, dark and at 200 percent, to be looked at: `python tests/gallery.py --out build/gallery`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from pipnotes.errors import Problem
from pipnotes.ui.problems import ProblemDialog
from pipnotes.ui.theme import apply, look
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chips import Chip, ChipRow, Tag
from pipnotes.ui.widgets.dates import DateField
from pipnotes.ui.widgets.days import DaysBar, DaysMarks, Span, Tick
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.facts import StatusBar
from pipnotes.ui.widgets.fields import ComboBox, Field, LineEdit, SearchField
from pipnotes.ui.widgets.flow import Flow
from pipnotes.ui.widgets.frame import HeaderBar, Rail
from pipnotes.ui.widgets.hints import Banner, EmptyState, HintLine, PrivatePanel, reason_line
from pipnotes.ui.widgets.margin import MarginGrid
from pipnotes.ui.widgets.marks import Mark
from pipnotes.ui.widgets.passphrase import PassphraseField, StrengthBar
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.rows import ListRow, RowList
from pipnotes.ui.widgets.segments import Option, Rating, Segments
from pipnotes.ui.widgets.sheet import Columns, Scroll, Sheet, column, row
from pipnotes.ui.widgets.spark import SparkLine
from pipnotes.ui.widgets.steps import StepList
from pipnotes.ui.widgets.table import Cell, Column, Table
from pipnotes.ui.widgets.tabs import Tabs
from pipnotes.ui.widgets.text import Text, quiet, small, strong
from pipnotes.ui.widgets.twopane import TwoPane
from tests import (
    gallery_pages_dialogs,
    gallery_pages_family,
    gallery_pages_keeping,
    gallery_pages_sharing,
    gallery_pages_visit,
    gallery_pages_writing,
    gallery_shell,
)

SIZE = (1366, 768)
TODAY = date(2026, 11, 12)
LOOKS: list[tuple[str, str, float]] = [("light", "light", 1.0), ("dark", "dark", 1.0), ("200", "light", 2.0)]
HOW = [Option("home", "Home", "house"), Option("video", "Video", "video"), Option("phone", "Phone", "phone")]


def parts() -> QWidget:
    """Every small part at rest, chosen, and not ready."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(20, 16, 20, 16)
    grid.setSpacing(14)
    for at, sheet in enumerate((_buttons(), _fields(), _tags(), _banners(), _rows(), _table())):
        grid.addWidget(sheet, at // 3 if look().scale < 1.6 else at, at % 3 if look().scale < 1.6 else 0)
    return Scroll(page)


def _buttons() -> Sheet:
    sheet = Sheet("Buttons")
    for kind, words in (("primary", "Sign"), ("secondary", "Open"), ("link", "Read all")):
        waiting = Button(words, kind=kind)
        waiting.set_ready(False, "First answer the 1 check on the left.")
        sheet.add(Flow([Button(words, kind=kind), Button(words, kind=kind, icon="pencil"), waiting]))
    sheet.add(Flow([Button("Sign and lock", kind="primary", icon="signature", hint="Ctrl+Enter")]))
    sheet.add(Flow([Button("Back up now", small=True), Button("Print", icon="printer", hint="Ctrl+P")]))
    off = Chip("Carol, gran")
    off.setEnabled(False)
    sheet.add(Flow([Chip("Carol, gran"), Chip("Jordan, dad", on=True), off]))
    sheet.add(reason_line(waiting))
    sheet.add_space()
    return sheet


def _fields() -> Sheet:
    sheet = Sheet("Fields")
    born = Field("Date of &birth", DateField("Date of birth", today=TODAY))
    born.editor.setText("31 Feb 2026")
    born.editor.editingFinished.emit()
    sheet.add(Field("Baby\u2019s &name", LineEdit("Baby\u2019s name", placeholder="Or a due date")))
    sheet.add(born)
    sheet.add(Field("Code", LineEdit("Code", icon="lock", read_only=True), hint="Chosen by PipNotes"))
    phrase, strength = PassphraseField("Passphrase", placeholder="The same words"), StrengthBar()
    strength.show_strength(4, "Strong.", "4 words, 23 letters", enough=True)
    sheet.add(phrase, bottom=2)
    sheet.add(strength)
    sheet.add(ComboBox("Therapist", [Option("a", "All therapists"), Option("r", "Ruth")]))
    agreed = QCheckBox("Agreed")
    agreed.setChecked(True)
    home = QRadioButton("Home")
    home.setChecked(True)
    sheet.add(Flow([agreed, QCheckBox("Not asked"), home, QRadioButton("Video")], gap=16))
    sheet.add_space()
    return sheet


def _tags() -> Sheet:
    sheet = Sheet("Tags, rating, segments")
    sheet.add(
        Flow(
            [
                Tag("Draft"),
                Tag("Letter to GP", tone="soft"),
                Tag("3 days old", tone="attention", icon="clock"),
                Tag("No video", icon="x"),
            ]
        )
    )
    sheet.add(Flow([Rating("Shared pleasure", value=3), Rating("Comfort"), HintLine("not rated")]))
    sheet.add(Segments("How", HOW, value="home"))
    sheet.add(Flow([SparkLine("Bath time", [2, 3, 3, 5, 6, 7]), SparkLine("PHQ-9", [17, 14, 15, 11, 8], cut=10)]))
    sheet.add(
        Text([strong("Mabel"), quiet("9 months. Lines wrap where the sheet ends and keep height"), small("10 point")])
    )
    sheet.add_space()
    return sheet


def _banners() -> Sheet:
    sheet = Sheet("Banners and private")
    sheet.add(Banner("Two scores make a chart."))
    sheet.add(Banner([strong("Backup didn\u2019t finish."), "Notes are safe."], tone="attention"))
    panel = PrivatePanel("My reflection", aside="Kept apart")
    panel.add(ProseEdit("My reflection", placeholder="What stayed with you", boxed=True, lines=2))
    sheet.add(panel)
    sheet.add_row(EmptyState("inbox", "Nothing waits here", "Approved summaries wait here.", Button("Write one")))
    sheet.add_space()
    return sheet


def _rows() -> Sheet:
    sheet = Sheet("What is due", aside="Next 6 weeks")
    plain = ListRow("Letter unsigned", second="Sami, discharge letter, 6 days", lead="signature", opens=True)
    due = ListRow(
        "Finn turns two in 6 weeks",
        second="24 December. No ending planned with the family yet.",
        lead="cake",
        tone="attention",
        actions=[Button("Plan ending", kind="link")],
    )
    visit = ListRow(
        [strong("Mabel"), quiet("9 months, Hartley and Mensah")],
        second="Home visit 14 with Leanne and Jordan",
        icon="house",
        when="09:30",
        under="55 min",
        tags=[Tag("PHQ-9 to offer", icon="clipboard-check")],
        actions=[Button("Open")],
    )
    story = ListRow(
        [strong("Home visit 13"), quiet("Signed")], second="Hello again.", when="5 Nov", node="house", tone="selected"
    )
    sheet.add_row(RowList([due, plain, visit, story], name="Due"))
    sheet.add_space()
    return sheet


def _table() -> Sheet:
    sheet = Sheet("Drafts to finish", aside="2")
    table = Table("Drafts", [Column("Code", stretch=True), Column("Weeks", figures=True), Column("Goals"), Column("")])
    table.set_rows(
        [
            [
                Cell("Wren 14", strong=True, dot=True),
                Cell("29"),
                Cell(spark=(2, 2, 3, 6)),
                Cell("Dad shut out", tag="neutral"),
            ],
            [Cell("Heron 22"), Cell("74"), Cell(spark=(3, 3, 5)), Cell("Turns two", tag="attention")],
            [Cell("Siskin 27"), Cell("7"), Cell(spark=(3, 2)), Cell("Continue", link=True)],
        ]
    )
    table.set_row(0)
    sheet.add_row(table, line=False, stretch=1)
    return sheet


def _framed(body: QWidget, header: HeaderBar, tabs: QWidget | None = None) -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    rail, status = Rail(), StatusBar()
    for key, words, icon in (
        ("today", "Today", "sun"),
        ("families", "Families", "users"),
        ("sharing", "Sharing", "send"),
    ):
        rail.add(key, words, icon)
    rail.add("lock", "Lock now", "lock", foot=True)
    rail.set_current("families")
    rail.set_badge("sharing", 3)
    rail.set_person("Ruth Ellison", "Therapist")
    status.put("offline", "Offline - 3 summaries waiting", icon="cloud-off")
    status.put("backup", "Backup didn\u2019t finish", attention=True, leads=True)
    status.put("lock", "Locks after 5 minutes without typing", icon="clock", right=True)
    inner = QVBoxLayout()
    inner.setSpacing(0)
    inner.addWidget(header)
    if tabs is not None:
        inner.addWidget(tabs)
    held = QVBoxLayout()
    held.setContentsMargins(20, 12, 20, 12)
    held.addWidget(body)
    inner.addLayout(held, 1)
    across = QHBoxLayout()
    across.setSpacing(0)
    across.addWidget(rail)
    across.addLayout(inner, 1)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(across, 1)
    whole.addWidget(status)
    return page


def note() -> QWidget:
    """A note in the margin form, beside ratings and the private panel."""
    header = HeaderBar()
    header.set_trail([("mabel", "Mabel")])
    header.set_title("Home visit 14", "Thu 12 Nov, 09:30, 55 minutes")
    header.set_tag("Draft")
    header.set_saved("Saved 2 s ago")
    header.add_action(Button("Sign and lock", kind="primary", icon="signature", hint="Ctrl+Enter"))
    who = ChipRow("Who was there")
    for name in ("Mabel", "Leanne, mum", "Jordan, dad"):
        who.add_chip(name, name, on=True)
    who.add_chip("carol", "Carol, gran")
    who.add_button("Add", who.clear)
    top, writing = MarginGrid(), MarginGrid(lines=True, writing=True)
    top.add("Who", who)
    top.add("How", Segments("How", HOW, value="home"))
    for label, words in (
        ("Baby", "Mabel was wakeful and watchful. She reached for the spoon, then looked round before she smiled."),
        ("Between them", "When Mabel grizzled Leanne said it for her: \u201cYou\u2019ve had enough of all this.\u201d"),
        ("Next time", ""),
    ):
        edit = ProseEdit(label, placeholder="One thing to hold in mind", lines=3 if not words else 1)
        edit.set_words(words)
        writing.add(label, edit)
    writing.add_space()
    paper, seen, private = Sheet(), Sheet("Seen between them"), PrivatePanel()
    paper.add_row(top)
    paper.add_row(Scroll(writing, grows=True), stretch=1)
    for words in ("Mabel looks to a parent for comfort", "Shared pleasure"):
        seen.add_row(ListRow(words, second="\u201claughed about the spoon\u201d", actions=[Rating(words, value=3)]))
    private.add(ProseEdit("My reflection", boxed=True, lines=5))
    private.add(HintLine("Kept apart from the record. It can still be asked for by law."))
    body = Columns(paper, column(seen, private))
    return _framed(Scroll(body) if look().scale >= 1.6 else body, header)


def story() -> QWidget:
    """The 1001 days over a story with its rule."""
    header = HeaderBar("Mabel", "9 months. Leanne Hartley and Jordan Mensah")
    header.add_action(SearchField("Find a family", hint="Ctrl+K"))
    days = DaysBar(
        DaysMarks(
            spans=(
                Span(0, 268, "pregnancy", "Pregnancy"),
                Span(339, 542, "together", "29 weeks together"),
                Span(542, 684, "planned", "20 weeks to plan"),
            ),
            ticks=(
                Tick(320, "Referred 2 Apr"),
                Tick(339, "First visit 21 Apr"),
                Tick(542, "Today, day 542", "now"),
                Tick(684, "Planned ending 30 Mar 2027", "ending"),
                Tick(868, "6-month follow-up", "future"),
                Tick(0, "Conception, May 2025", "start"),
                Tick(268, "Born 9 Feb 2026", "below"),
                Tick(633, "First birthday", "below"),
                Tick(1001, "Second birthday, 9 Feb 2028", "end"),
            ),
            words="Mabel is 542 days on. The planned ending is 30 March 2027.",
        )
    )
    bar, sheet = Sheet("1001 days", aside="From conception to second birthday."), Sheet("Story so far")
    bar.add(days)
    rows = RowList(
        lines=False,
        rows=[
            ListRow(
                [strong("Home visit 14"), quiet("planned")],
                second="Leanne, Jordan and Mabel.",
                when="Today",
                under="09:30",
                node="house",
                tone="selected",
                margin=84,
                actions=[Button("Start note", small=True)],
                opens=True,
            ),
            ListRow(
                [strong("PHQ-9, Leanne: 8"), quiet("was 17 in April")],
                second="Below the cut-off of 10.",
                when="29 Oct",
                node="chart-column",
                margin=84,
                opens=True,
            ),
        ],
    )
    sheet.add_row(Scroll(rows), stretch=1)
    tabs = Tabs([Option("story", "Story"), Option("notes", "Notes 13"), Option("measures", "Measures")])
    body = QWidget()
    box = QVBoxLayout(body)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(12)
    box.addWidget(bar)
    box.addWidget(sheet, 1)
    return _framed(body, header, tabs)


def leaving() -> QWidget:
    """Two texts with their marks."""
    panes = TwoPane(("Stays here", "Your words, with names"), ("Goes out", "What Dr Siddiqui will read"))
    panes.set_left(
        "Mabel lives with Leanne. She calls it \u201cthe long night\u201d.",
        [Mark(0, 5, "struck"), Mark(17, 23, "struck"), Mark(38, 54, "check")],
    )
    panes.set_right(
        "Baby lives with Mum. She calls it \u201cthe long night\u201d. removed",
        [
            Mark(0, 4, "replaced", "a"),
            Mark(16, 19, "replaced", "b"),
            Mark(34, 50, "check", "c"),
            Mark(52, 59, "removed"),
        ],
    )
    sheet = Sheet()
    sheet.add_row(panes, stretch=1)
    return _framed(sheet, HeaderBar("What leaves this laptop", "Summary for supervision, Wren 14"))


def first_run() -> QWidget:
    """A first run at its third step."""
    steps = StepList("Setting up", ["Welcome", "About you", "Passphrase", "Backup"], foot="About 10 minutes.")
    steps.set_current(2)
    phrase, strength = PassphraseField("Passphrase"), StrengthBar()
    strength.show_strength(2, "Not strong yet.", "Add another word")
    right = column(
        Text("Choose a passphrase", role="first_run"),
        Text("Five unrelated words are strong and easy to type.", token="ink2"),
        Field("&Passphrase", phrase),
        strength,
        row(Button("Suggest five words", icon="refresh-cw")),
        Banner("Nobody can look this up for you or reset it from afar."),
    )
    held = QWidget()
    box = QHBoxLayout(held)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(steps)
    inner = QVBoxLayout()
    inner.setContentsMargins(32, 24, 32, 24)
    inner.addWidget(right)
    box.addLayout(inner, 1)
    sheet = Sheet()
    sheet.add_row(held, stretch=1)
    return sheet


def problem() -> Dialog:
    """The three lines."""
    told = Problem(
        "\u201cBlue stick\u201d was taken out, or came loose, after 61 of 214 notes were copied.",
        safe="Everything on this laptop. Your last full backup, from Monday 9 November, is whole and checked.",
        todo="Put the stick back in and try again. It takes about 2 minutes. If it fails twice, use another stick.",
    )
    return ProblemDialog(
        None, told.lines(), title="The backup didn\u2019t finish", bar="Backup", details="x", retry="Try again"
    )


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("parts", parts),
    ("part-note", note),
    ("part-story", story),
    ("part-leaving", leaving),
    ("part-first-run", first_run),
    ("part-problem", problem),
    *gallery_shell.PAGES,
    *gallery_pages_sharing.PAGES,
    *gallery_pages_dialogs.PAGES,
    *gallery_pages_family.PAGES,
    *gallery_pages_keeping.PAGES,
    *gallery_pages_writing.PAGES,
    *gallery_pages_visit.PAGES,
]


def draw(app: QApplication, factory: Callable[[], QWidget], file: Path) -> None:
    """Build a page, let it settle, and write its picture."""
    page = factory()
    if not page.objectName():
        page.setObjectName("page")
    if not isinstance(page, Dialog):
        page.resize(*SIZE)
    page.show()
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone()
        app.processEvents()
    page.grab().save(str(file))
    page.close()
    page.deleteLater()


def main() -> None:
    """Write `NAME-LOOK.png` for every page and look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/gallery"))
    parser.add_argument("--only", default="", help="a part of the names of the pages wanted")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    for label, theme, scale in LOOKS:
        apply(app, theme, scale)
        for name, factory in PAGES:
            if wanted.only in name:
                draw(app, factory, wanted.out / f"{name}-{label}.png")


if __name__ == "__main__":
    main()
