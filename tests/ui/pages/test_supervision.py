"""What a therapist notices of what comes back: read first what is new, answered without a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.casebook.arrivals import Fetched
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.supervision import TalkedOverDialog
from pipnotes.ui.pages.carrying import fetched_lines
from pipnotes.ui.pages.supervision import SupervisionPage
from pipnotes.ui.problems import ProblemDialog
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.rows import ListRow
from pipnotes.ui.widgets.text import Text
from tests.casebook.conftest import Pair
from tests.ui import facts

CTRL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., SupervisionPage]


@pytest.fixture
def open_page(qtbot: QtBot, desk: Desk) -> Open:
    def opening(subject: str = "", width: int = 1194, height: int = 740) -> SupervisionPage:
        page = SupervisionPage(desk)
        desk.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(width, height)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.show_for(subject)
        QApplication.processEvents()
        return page

    return opening


def shared(pair: Pair, code: str) -> str:
    """Share a family and send it; return its id."""
    family = pair.therapist.families.find(code)
    preview = pair.therapist.summaries.preview(pair.therapist.summaries.start(family.id), pair.contact)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
    pair.carry()
    return family.id


def said(pair: Pair, code: str, text: str) -> None:
    """Let the supervisor say something, and send it."""
    pair.supervisor.supervision.comment(pair.supervisor.supervision.find(code), text)
    pair.supervisor.post.send(pair.mailbox)


@pytest.fixture
def talked(pair: Pair) -> Pair:
    """Return the two vaults with a comment on its way."""
    pair.therapist.post.use_mailbox(pair.mailbox)
    shared(pair, "Wren 14")
    said(pair, "Wren 14", "What happens in you when he goes quiet?")
    return pair


def words(page: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(text.text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def button(page: QWidget, text: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text() == text and one.isVisibleTo(page))


def test_before_anything_came_the_page_says_what_will(open_page: Open) -> None:
    page = open_page()
    assert "No comments yet" in words(page)
    assert "Answer" not in words(page)


def test_fetching_brings_the_comment_under_the_familys_name_and_code(
    talked: Pair, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page()
    qtbot.keyClick(page, Qt.Key.Key_F5)
    shown = words(page)
    assert "1 new parcel opened." in shown
    assert "1 comment to read" in shown
    assert "What happens in you when he goes quiet?" in shown
    assert "Wren 14" in shown
    assert "Mabel" in shown


def test_a_comment_is_read_when_its_family_is_chosen_and_not_before(
    talked: Pair, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page()
    page.carrier.fetch()
    assert len(talked.therapist.supervision.unread()) == 1
    row = page.rows.rows()[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert talked.therapist.supervision.unread() == []
    assert "Nothing new to read" in words(page)


def test_what_is_new_stands_first(talked: Pair, open_page: Open) -> None:
    shared(talked, "Heron 46")
    page = open_page("Wren 14")
    said(talked, "Heron 46", "Who holds the second baby in mind?")
    page.carrier.fetch()
    titles = [row.accessibleName() for row in page.rows.rows() if isinstance(row, ListRow)]
    assert "Heron 46" in titles[0]
    assert page.place()["code"] == "Wren 14"


def test_an_answer_is_sealed_and_waits_and_goes_home(talked: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    page.carrier.fetch()
    qtbot.keyClicks(page.talk.edit, "I fill the gap.")
    qtbot.keyClick(page.talk.edit, Qt.Key.Key_Return, CTRL)
    assert page.talk.edit.words() == ""
    assert "I fill the gap." in words(page)
    assert "Sealed and waiting, goes when you send" in words(page)
    talked.carry()
    held = talked.supervisor.supervision.find("Wren 14")
    assert [comment.text for comment in held.comments][-1] == "I fill the gap."


def test_an_answer_with_a_name_stays_in_the_box_with_the_reason_under_it(
    talked: Pair, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page()
    page.carrier.fetch()
    qtbot.keyClicks(page.talk.edit, "Leanne Hartley went quiet too.")
    qtbot.keyClick(page.talk.edit, Qt.Key.Key_Return, CTRL)
    assert page.talk.edit.words() == "Leanne Hartley went quiet too."
    assert "“Leanne Hartley” looks like a name or a place." in words(page)
    assert talked.therapist.post.waiting() == []


def test_a_half_written_answer_is_there_again_after_another_family_and_a_lock(
    talked: Pair, open_page: Open, qtbot: QtBot
) -> None:
    heron = shared(talked, "Heron 46")
    said(talked, "Heron 46", "Who holds the second baby in mind?")
    page = open_page()
    page.carrier.fetch()
    page.show_for("Wren 14")
    qtbot.keyClicks(page.talk.edit, "I fill")
    page.show_for(heron)
    assert page.talk.edit.words() == ""
    page.show_for("Wren 14")
    assert page.talk.edit.words() == "I fill"
    page.keep_now()
    again = open_page()
    again.go_to(page.place())
    assert again.talk.edit.words() == "I fill"
    assert again.talk.edit.caret() == 6


def test_a_parcel_that_is_handed_over_is_opened_from_its_file(
    talked: Pair, open_page: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(talked, "Wren 14", "And what helps you stay?")
    raw = next(
        file.read_bytes()
        for file in sorted(Path(talked.mailbox).rglob("*"), key=lambda file: file.stat().st_mtime, reverse=True)
        if file.is_file()
    )
    file = tmp_path / "by-hand.pipparcel"
    file.write_bytes(raw)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page = open_page()
    qtbot.keyClick(page, Qt.Key.Key_O, CTRL)
    assert "1 new parcel opened." in words(page)
    assert "And what helps you stay?" in words(page)


def test_a_file_that_is_no_parcel_is_told_in_three_lines_and_changes_nothing(
    talked: Pair, open_page: Open, tmp_path: Path, answering: Callable[..., list[QWidget]]
) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0" * 64)
    page = open_page()
    head = talked.therapist.head
    seen = answering(lambda dialog: dialog.reject())
    page.carrier.open_file(file)
    assert [type(dialog) for dialog in seen] == [ProblemDialog]
    assert talked.therapist.head == head


def test_a_parcel_damaged_in_the_mailbox_is_told_and_the_good_one_beside_it_is_read(
    talked: Pair, open_page: Open
) -> None:
    before = {file for file in Path(talked.mailbox).rglob("*") if file.is_file()}
    said(talked, "Wren 14", "And what helps you stay?")
    (new,) = {file for file in Path(talked.mailbox).rglob("*") if file.is_file()} - before
    raw = bytearray(new.read_bytes())
    raw[len(raw) // 2] ^= 1
    new.write_bytes(bytes(raw))
    page = open_page()
    page.carrier.fetch()
    shown = words(page)
    assert "1 new parcel opened." in shown
    assert "1 parcel is damaged, or not from who it says, and was not opened." in shown
    assert "What happens in you when he goes quiet?" in shown


def test_every_kind_of_trouble_has_a_sentence_of_its_own() -> None:
    fine = {line.words for line in fetched_lines(Fetched())}
    for kind in ("gaps", "repeats", "forged", "newer", "rolled_back", "retracted"):
        one = [line.words for line in fetched_lines(replace(Fetched(), **{kind: 1})) if line.words not in fine]
        two = [line.words for line in fetched_lines(replace(Fetched(), **{kind: 2})) if line.words not in fine]
        assert len(one) == len(two) == 1
        fine |= {*one, *two}


def test_with_names_hidden_only_codes_are_left(talked: Pair, open_page: Open, desk: Desk) -> None:
    page = open_page()
    page.carrier.fetch()
    desk.hide_names(True)
    assert "Mabel" not in words(page)
    assert "Wren 14" in words(page)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off_and_everything_is_in_reach(
    talked: Pair, open_page: Open, qapp: QApplication, scale: float
) -> None:
    apply(qapp, "light", scale)
    page = open_page(width=1278 if scale > 1 else 1194, height=690)
    page.carrier.fetch()
    for _ in range(3):
        QApplication.processEvents()
    assert facts.cut_off(page) == []
    assert facts.on_top_of_another(page) == []
    assert facts.too_small(page) == []
    assert facts.unnamed(page) == []


def test_the_family_is_one_step_away(talked: Pair, open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    page.carrier.fetch()
    with qtbot.waitSignal(page.wanted) as gone:
        button(page, "Open the family").click()
    assert gone.args == ["family", talked.therapist.families.find("Wren 14").id]


def test_a_supervision_is_written_down_and_stands_in_the_log_and_in_the_conversation(
    talked: Pair, open_page: Open, qtbot: QtBot, answering: Callable[..., list[QWidget]]
) -> None:
    page = open_page()
    page.carrier.fetch()

    def tell(dialog: TalkedOverDialog) -> None:
        qtbot.keyClicks(dialog._words, "Why he leaves the room.")
        dialog.answer()

    answering(tell)
    qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
    (entry,) = talked.therapist.supervision.log.of()
    assert (entry.words, entry.name, entry.contact) == (
        "Why he leaves the room.",
        talked.contact.name,
        talked.contact.id,
    )
    assert words(page.log).count("Why he leaves the room.") == 1
    assert words(page.read_back).count("Why he leaves the room.") == 1
    with qtbot.waitSignal(page.wanted) as asked:
        page.log.opened.emit(entry.family)
    assert asked.args == ["family", entry.family]
