"""What a therapist does on a family's page, through the keyboard, over the made-up caseload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import (
    ConcernDecision,
    ConsentDecision,
    ConsentPurpose,
    Recipient,
    ReferralStatus,
    VisitState,
)
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.consent import ConsentDialog
from pipnotes.ui.pages.family import FamilyPage
from pipnotes.ui.pages.family.days import marks
from pipnotes.ui.pages.family.history import HistoryDialog
from pipnotes.ui.pages.family.timeline import Timeline
from pipnotes.ui.pages.family.withdraw import WithdrawReferralDialog
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.chart import ScoreChart
from pipnotes.ui.widgets.chips import Chip, Tag
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.table import Table
from pipnotes.ui.widgets.tabs import Tabs
from pipnotes.ui.widgets.text import Text
from tests.ui import facts

TABS = ("story", "notes", "measures", "letters", "people", "consent")
Answering = Callable[..., list[Dialog]]


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> FamilyPage:
    made = FamilyPage(desk)
    qtbot.addWidget(made)
    desk.changed.connect(made.refresh)
    made.resize(1194, 700)
    return made


def circle_of(casebook: Casebook, baby: str) -> Circle:
    return next(row.circle for row in casebook.families.rows() if row.circle.title.startswith(baby))


def open_at(page: FamilyPage, casebook: Casebook, baby: str, tab: str = "story") -> Circle:
    circle = circle_of(casebook, baby)
    page.show_for(f"{circle.family.id}/{tab}")
    page.show()
    settle(page)
    return circle


def settle(page: FamilyPage) -> None:
    for _ in range(5):
        QApplication.processEvents()
    page.activateWindow()


def said(page: QWidget) -> list[str]:
    """Return every word that is seen on the page."""
    shown = [child for child in page.findChildren(QWidget) if child.isVisible()]
    return [child.text() for child in shown if isinstance(child, Text | Button | Tag | Chip) and child.text()]


def button(page: QWidget, words: str) -> Button:
    found = [b for b in page.findChildren(Button) if b.isVisible() and words in (b.text(), b.accessibleName())]
    assert found, words
    return found[0]


def test_the_story_says_who_they_are_in_their_own_words(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Mabel")
    words = said(page)
    assert "Mabel Mensah-Hartley" in words
    assert any("At home with mum Leanne, dad Jordan and brother Alfie, 6." in each for each in words)
    assert any("“I want to stop feeling like a visitor in her life.” Leanne, on our first visit" in e for e in words)
    assert "Wren 14 in supervision" in words
    assert [tag.text() for tag in page.findChildren(Tag) if tag.isVisible()].count("No video recording") == 1
    assert "Leanne 13" in words
    assert "of 13 meetings" in words
    assert "2 to 7" in words


def test_enter_on_the_next_visit_begins_its_note(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    circle = open_at(page, casebook, "Mabel")
    start = button(page, "Start note")
    assert page.focusWidget() is start
    with qtbot.waitSignal(page.wanted) as gone:
        qtbot.keyClick(start, Qt.Key.Key_Space)
    assert gone.args[0] == "note"
    draft = casebook.notes.draft(gone.args[1])
    assert draft is not None
    assert draft.note.session.number == 14
    planned = [v for v in casebook.visits.of(circle.family.id) if v.state is VisitState.PLANNED]
    assert draft.note.session.visit == planned[0].id
    settle(page)
    assert "Continue note" in said(page)


def test_a_new_note_is_about_todays_visit_and_comes_back_instead_of_beginning_twice(
    page: FamilyPage, casebook: Casebook, qtbot: QtBot
) -> None:
    circle = open_at(page, casebook, "Mabel")
    ids = []
    for _ in range(2):
        with qtbot.waitSignal(page.wanted) as gone:
            qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        ids.append(gone.args[1])
    assert ids[0] == ids[1]
    mine = [kept for kept in casebook.notes.drafts() if kept.note.session.family == circle.family.id]
    assert len(mine) == 1
    assert mine[0].note.session.visit


def test_only_the_next_visit_stands_on_top_and_later_ones_are_coming_up(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Mabel")
    lines = page.findChildren(Timeline)[0].shown()
    assert [line.planned for line in lines].count(True) == 1
    assert lines[0].title == "Home visit 14"
    assert "Home visit, 17:00" in said(page)


def test_a_chip_leaves_a_chapter_out_of_the_story(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    open_at(page, casebook, "Mabel")
    assert any(words.startswith("PHQ-9, Leanne: 8") for words in said(page))
    chip = next(chip for chip in page.findChildren(Chip) if chip.text() == "Measures")
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    settle(page)
    assert not any(words.startswith("PHQ-9") for words in said(page))
    assert any(words.startswith("Home visit 13") for words in said(page))


def test_a_note_entered_in_error_stays_in_the_story_struck_through_and_labelled(
    page: FamilyPage, casebook: Casebook
) -> None:
    circle, other = open_at(page, casebook, "Mabel"), circle_of(casebook, "Otis")
    note = casebook.notes.of(circle.family.id)[0].body
    casebook.notes.write_in_other_family(note, other.family.id, "It was Otis we met")
    settle(page)
    assert "Entered in error" in said(page)
    titles = [t for t in page.findChildren(Text) if t.isVisible() and t.text().startswith("Home visit 13")]
    assert any(run.strike for title in titles for run in title._runs)


def test_a_story_with_only_its_referral_is_still_told(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Baby due 6 May")
    words = said(page)
    assert any(each.startswith("Referred") for each in words)
    assert any("No hopes are written down yet" in each for each in words)
    assert "We have not met yet." in words


def test_the_thousand_and_one_days_can_be_read(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    circle = open_at(page, casebook, "Mabel")
    days = casebook.story.days(circle.family.id)
    assert days is not None
    assert days.in_words() not in said(page)
    qtbot.keyClick(button(page, "Read as text"), Qt.Key.Key_Space)
    assert days.in_words() in said(page)


def test_somebody_who_died_is_not_offered_among_who_has_been_there(page: FamilyPage, casebook: Casebook) -> None:
    circle = open_at(page, casebook, "Mabel")
    assert "Carol 3" in said(page)
    carol = next(person for person in circle.people if person.given == "Carol")
    casebook.families.keep_person(replace(carol, died=casebook.clock().date()))
    settle(page)
    assert "Carol 3" not in said(page)
    assert not any("Gran Carol" in words for words in said(page))


def test_no_birthday_is_spoken_of_when_the_baby_has_died(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    circle = open_at(page, casebook, "Mabel")
    casebook.families.keep_person(replace(circle.infants[0], died=casebook.clock().date()))
    settle(page)
    qtbot.mouseClick(button(page, "Read as text"), Qt.MouseButton.LeftButton)
    everything = "\n".join(said(page))
    assert "birthday" not in everything.casefold()
    assert "Died 16 March 2026." in everything
    assert "9 months" not in everything
    assert not any("irthday" in tick.label for tick in marks(casebook.story.days(circle.family.id)).ticks)


@pytest.mark.parametrize("tab", TABS)
def test_hidden_names_are_nowhere_on_the_page(page: FamilyPage, casebook: Casebook, desk: Desk, tab: str) -> None:
    circle = open_at(page, casebook, "Mabel", tab)
    desk.hide_names(True)
    settle(page)
    everything = "\n".join(said(page))
    names = {p.given for p in circle.people} | {p.surname for p in circle.people} | {p.known_as for p in circle.people}
    assert [name for name in names if name and name in everything] == []
    assert "Wren 14" in everything
    desk.hide_names(False)
    settle(page)
    assert "Mabel" in said(page)


def test_what_changes_is_read_again_and_the_keyboard_stays_where_it_was(page: FamilyPage, casebook: Casebook) -> None:
    circle = open_at(page, casebook, "Mabel")
    change = button(page, "Change what the family has agreed to")
    change.setFocus()
    casebook.consents.say(circle.family.id, ConsentPurpose.VIDEO, ConsentDecision.GIVEN)
    settle(page)
    assert "Video recording" in said(page)
    assert page.focusWidget() is button(page, "Change what the family has agreed to")


def test_a_change_in_another_family_leaves_the_page_alone(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Mabel")
    start = button(page, "Start note")
    casebook.hopes.set(circle_of(casebook, "Ayaan").family.id, "Know why he cries", ())
    settle(page)
    assert button(page, "Start note") is start


def test_control_tab_goes_through_the_tabs_and_each_has_its_own_next_step(
    page: FamilyPage, casebook: Casebook, qtbot: QtBot
) -> None:
    open_at(page, casebook, "Mabel")
    seen = []
    for _ in TABS:
        primaries = [b.text() for b in page.findChildren(Button) if b.isVisible() and b.kind == "primary"]
        assert len(primaries) == 1
        seen.append((page.findChildren(Tabs)[0].value(), primaries[0]))
        qtbot.keyClick(page, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        settle(page)
    assert [tab for tab, _ in seen] == list(TABS)
    assert dict(seen)["measures"] == "Add a score"
    assert page.findChildren(Tabs)[0].value() == "story"


def test_the_page_comes_back_to_its_tab_after_a_lock(
    page: FamilyPage, casebook: Casebook, desk: Desk, qtbot: QtBot
) -> None:
    circle = open_at(page, casebook, "Mabel", "people")
    place = page.place()
    again = FamilyPage(desk)
    qtbot.addWidget(again)
    again.show_for(circle.family.id)
    again.go_to(place)
    assert again.findChildren(Tabs)[0].value() == "people"
    assert place["family"] == circle.family.id


def test_a_family_that_is_gone_is_a_key_error_for_the_window_to_pass_over(page: FamilyPage) -> None:
    with pytest.raises(KeyError):
        page.show_for("nobody/story")


def test_notes_show_how_they_stand_and_open_with_enter(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    circle = open_at(page, casebook, "Mabel", "notes")
    table = next(table for table in page.findChildren(Table) if table.isVisible())
    assert table.model().index(0, 3).data() == "Signed, amended"
    table.set_row(2)
    with qtbot.waitSignal(page.wanted) as gone:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert gone.args == ["note", casebook.notes.of(circle.family.id)[2].id]


def test_a_draft_waits_on_top_of_the_notes(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    circle = circle_of(casebook, "Mabel")
    draft = casebook.notes.start(circle.family.id)
    open_at(page, casebook, "Mabel", "notes")
    with qtbot.waitSignal(page.wanted) as gone:
        qtbot.keyClick(button(page, "Continue"), Qt.Key.Key_Space)
    assert gone.args == ["note", draft.session.id]


def test_scores_are_told_in_words_with_what_is_more_than_chance(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Mabel", "measures")
    chart = page.findChildren(ScoreChart)[0]
    assert chart.accessibleName() == "PHQ-9, Leanne"
    assert "went from 17 in August 2025 to 8 in March 2026" in chart.accessibleDescription()
    assert "below the cut-off of 10" in chart.accessibleDescription()
    assert [point.sure for point in chart.trend().points] == [False, False, False, True, True]
    assert chart.trend().top == 20
    banner = next(banner for banner in page.findChildren(Banner) if banner.isVisible())
    assert chart.accessibleDescription() in banner.accessibleName()


def test_t_c_and_b_choose_how_scores_are_shown(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    open_at(page, casebook, "Mabel", "measures")
    chart = page.findChildren(ScoreChart)[0]
    table = next(table for table in page.findChildren(Table) if table.accessibleName() == "Scores")
    chart.setFocus()
    for key, shown in (("T", (False, True)), ("C", (True, False)), ("B", (True, True))):
        qtbot.keyClick(page.focusWidget() or page, key)
        settle(page)
        assert (chart.isVisible(), table.isVisible()) == shown, key


def test_the_chart_and_the_table_point_at_the_same_score(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    open_at(page, casebook, "Mabel", "measures")
    chart = page.findChildren(ScoreChart)[0]
    table = next(table for table in page.findChildren(Table) if table.accessibleName() == "Scores")
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert table.row() == 1
    table.set_row(4)
    assert chart.row() == 0


def test_a_score_in_the_story_opens_where_it_stands(page: FamilyPage, casebook: Casebook) -> None:
    circle = open_at(page, casebook, "Mabel")
    first = casebook.scores.trends(circle.family.id)
    jordan = next(person for person in circle.people if person.given == "Jordan")
    page.turn_to(f"measures/{first[(jordan.id, 'phq9')][0].id}")
    chart = page.findChildren(ScoreChart)[0]
    assert chart.accessibleName() == "PHQ-9, Jordan"
    assert chart.row() == 0


def test_a_risk_answer_stands_over_the_scores_until_its_concern_has_an_outcome(
    page: FamilyPage, casebook: Casebook
) -> None:
    circle = open_at(page, casebook, "Taiwo", "measures")
    assert any(words.startswith("Look today. Olumide gave an answer above 0") for words in said(page))
    concern = casebook.concerns.open(circle.family.id)[0]
    casebook.concerns.close(
        replace(concern, decision=ConcernDecision.GP_TODAY, discussed_with="Dr Okafor", outcome="Seen the same day.")
    )
    settle(page)
    assert not any(words.startswith("Look today") for words in said(page))


def test_one_score_is_no_chart_and_none_says_what_will_be_here(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Nia", "measures")
    assert "One score so far" in said(page)
    assert not page.findChildren(ScoreChart)[0].isVisible()
    open_at(page, casebook, "Otis", "measures")
    assert "No scores yet" in said(page)


def test_starting_the_letter_begins_a_draft_and_goes_to_it(page: FamilyPage, casebook: Casebook, qtbot: QtBot) -> None:
    circle = open_at(page, casebook, "Mabel", "letters")
    assert "No letter yet" in said(page)
    with qtbot.waitSignal(page.wanted) as gone:
        qtbot.mouseClick(button(page, "Start the letter"), Qt.MouseButton.LeftButton)
    assert gone.args == ["letter", circle.family.id]
    assert casebook.letters.current(circle.family.id) is not None


def test_a_copy_that_was_printed_is_told_with_its_digest(page: FamilyPage, casebook: Casebook) -> None:
    circle = open_at(page, casebook, "Rosie", "letters")
    printed = casebook.letters.hand_over(circle.family.id, Recipient.GP, "printed")
    settle(page)
    words = said(page)
    assert any(each.startswith("Copy for the GP printed") for each in words)
    assert any(f"Digest {printed.sha256[:4]} {printed.sha256[4:8]}".upper() in each.upper() for each in words)


def test_safe_contact_is_asked_for_before_a_phone_number_is_used(page: FamilyPage, casebook: Casebook) -> None:
    open_at(page, casebook, "Otis", "people")
    words = said(page)
    assert "Do not contact" in words
    assert "No parental responsibility" in words
    assert "Only through the social worker." in words


def test_a_person_entered_in_error_stays_with_their_history(
    page: FamilyPage, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    circle = open_at(page, casebook, "Mabel", "people")
    carol = next(person for person in circle.people if person.given == "Carol")
    casebook.families.keep_person(replace(carol, phone="07700 900111"))
    casebook.families.remove_person(carol, "Written down twice")
    settle(page)
    assert "Entered in error" in said(page)
    read: list[str] = []

    def close(dialog: Dialog) -> None:
        read.extend(said(dialog))
        dialog.reject()

    seen = answering(close)
    qtbot.mouseClick(button(page, "History of Carol"), Qt.MouseButton.LeftButton)
    assert isinstance(seen[0], HistoryDialog)
    assert "Why: written down twice" in read
    assert "Phone: 07700 900111." in read


def test_a_wrong_referral_is_withdrawn_with_its_reason(
    page: FamilyPage, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    circle = open_at(page, casebook, "Baby due 6 May", "people")
    referral = casebook.families.referrals(circle.family.id)[0]
    casebook.families.another_referral(replace(referral, status=ReferralStatus.ACCEPTED))
    settle(page)
    reason = "Meant for another team"

    def withdraw(dialog: Dialog) -> None:
        assert isinstance(dialog, WithdrawReferralDialog)
        dialog.answer()
        assert dialog.isVisible(), "without a reason nothing is withdrawn"
        dialog.findChild(ProseEdit).set_words(reason)
        dialog.answer()

    answering(withdraw)
    with qtbot.waitSignal(page.wanted) as gone:
        shown = [b for b in page.findChildren(Button) if b.isVisible()]
        link = next(b for b in shown if b.accessibleName().startswith("Withdraw"))
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert gone.args == ["families", ""]
    assert circle.family.id not in {row.family.id for row in casebook.families.rows()}


def test_an_answer_is_changed_from_its_own_line(
    page: FamilyPage, casebook: Casebook, qtbot: QtBot, answering: Answering
) -> None:
    open_at(page, casebook, "Mabel", "consent")
    seen = answering(Dialog.reject)
    qtbot.mouseClick(button(page, "Change: Video recording"), Qt.MouseButton.LeftButton)
    assert isinstance(seen[0], ConsentDialog)


def test_earlier_answers_stay_under_the_one_that_counts(page: FamilyPage, casebook: Casebook) -> None:
    circle = open_at(page, casebook, "Mabel", "consent")
    casebook.consents.say(circle.family.id, ConsentPurpose.VIDEO, ConsentDecision.GIVEN, words="Go on then")
    settle(page)
    words = said(page)
    assert "“Go on then”" in words
    assert any(each.startswith("Before that: no on") for each in words)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("baby", ["Mabel", "Otis", "Rosie", "Baby due 6 May"])
def test_nothing_is_cut_off_or_out_of_reach(
    page: FamilyPage, casebook: Casebook, qapp: QApplication, scale: float, baby: str
) -> None:
    apply(qapp, "light", scale)
    page.resize(1278 if scale == 2.0 else 1194, 700)
    for tab in TABS:
        open_at(page, casebook, baby, tab)
        assert page.width() <= 1278, tab
        assert facts.cut_off(page) == [], tab
        assert facts.on_top_of_another(page) == [], tab
        assert facts.too_small(page) == [], tab
        assert facts.unnamed(page) == [], tab
