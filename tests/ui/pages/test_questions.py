"""The questions about a family: what each writes down, what it asks again, and that no word typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.circle import Circle
from pipnotes.domain.codes import (
    Answer,
    Attendance,
    ConcernTrigger,
    ConsentDecision,
    ConsentPurpose,
    EndingType,
    FamilyStatus,
    PersonRole,
    ReferralStatus,
    SafeContact,
    VisitState,
)
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.add_family import AddFamilyDialog
from pipnotes.ui.dialogs.asking import Asking
from pipnotes.ui.dialogs.concern import ConcernDialog
from pipnotes.ui.dialogs.consent import ConsentDialog
from pipnotes.ui.dialogs.decide_referral import DecideReferralDialog
from pipnotes.ui.dialogs.end_work import EndWorkDialog
from pipnotes.ui.dialogs.follow_up import FollowUpDialog
from pipnotes.ui.dialogs.hope import HopeDialog
from pipnotes.ui.dialogs.person import PersonDialog
from pipnotes.ui.dialogs.plan_ending import PlanEndingDialog
from pipnotes.ui.dialogs.plan_visit import PlanVisitDialog
from pipnotes.ui.dialogs.score import ScoreDialog
from pipnotes.ui.dialogs.visit_not_held import VisitNotHeldDialog
from pipnotes.ui.theme import apply
from pipnotes.ui.widgets.buttons import Button
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.hints import Banner
from pipnotes.ui.widgets.prose import ProseEdit
from pipnotes.ui.widgets.segments import Rating
from pipnotes.ui.widgets.text import Text
from tests.ui import facts

Open = Callable[..., Any]
About = Callable[[Desk], tuple[str, ...]]


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk) -> Open:
    """Return a way to open a question, not waiting for its answer."""

    def opening(kind: type[Asking], *about: object, **more: object) -> Any:
        dialog = kind(None, desk, *about, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        QApplication.processEvents()
        return dialog

    return opening


def circle(casebook: Casebook, name: str) -> Circle:
    return next(row.circle for row in casebook.families.rows() if row.circle.title.startswith(name))


def edit(dialog: Asking, name: str) -> Any:
    kinds = (LineEdit, ProseEdit, Rating)
    return next(
        w for kind in kinds for w in dialog.findChildren(kind) if w.accessibleName().startswith(name) and w.isVisible()
    )


def said(dialog: Asking) -> str:
    return "\n".join(text.text() for text in dialog.findChildren(Text) if text.isVisible())


def test_a_family_is_added_by_the_keyboard_from_a_name_and_who_referred(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(AddFamilyDialog)
    qtbot.keyClicks(dialog.focusWidget(), "Ines")
    dialog.form.fill({"source": "A4"})
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == QDialog.DialogCode.Accepted
    added = circle(desk.casebook, "Ines")
    assert added.family.status is FamilyStatus.REFERRED
    assert desk.casebook.families.referrals(added.family.id)[0].source.label == "Midwife or maternity service"


def test_everybody_told_on_a_referral_has_a_place(opened: Open, desk: Desk) -> None:
    dialog = opened(AddFamilyDialog)
    dialog.form.fill(
        {
            "babies": [{"due": "3 June 2026"}],
            "caregivers": [
                {
                    "given": "Rosa",
                    "surname": "Ferrer",
                    "relation": "mum",
                    "phone": "07700 900123",
                    "safe_contact": "text",
                },
                {"given": "Dev", "relation": "dad", "safe_contact_note": "Not before six"},
            ],
            "relatives": [{"given": "Pilar", "relation": "gran"}],
            "gp": [{"given": "Amal", "surname": "Haddad", "organisation": "Hawthorn Surgery"}],
            "source": "A1",
            "received": "13 Mar",
            "concern": "Low since the scan.",
            "agreed": "yes",
            "interpreter": "Spanish",
        }
    )
    dialog.answer()
    added = dialog.value()
    assert added.title == "Baby due 3 June"
    assert [(p.called, p.relation) for p in added.caregivers] == [("Rosa", "mum"), ("Dev", "dad")]
    assert added.caregivers[0].safe_contact is SafeContact.TEXT_ONLY
    assert [p.called for p in added.relatives] == ["Pilar"]
    assert added.professional("GP").organisation == "Hawthorn Surgery"
    referral = desk.casebook.families.referrals(added.family.id)[0]
    assert (referral.received, referral.agreed_to) == (date(2026, 3, 13), Answer.YES)
    assert added.family.interpreter == "Spanish"


def test_a_family_without_a_baby_is_asked_again_and_no_word_is_lost(opened: Open, desk: Desk) -> None:
    before = len(desk.casebook.families.rows())
    dialog = opened(AddFamilyDialog)
    dialog.form.fill({"caregivers": [{"given": "Rosa"}], "source": "A1"})
    dialog.answer()
    assert dialog.isVisible()
    assert "A family needs a baby's name or a due date." in said(dialog)
    assert dialog.form.values()["caregivers"][0]["given"] == "Rosa"
    assert len(desk.casebook.families.rows()) == before


def test_a_date_that_is_none_is_said_under_its_field(opened: Open, qtbot: QtBot) -> None:
    dialog = opened(AddFamilyDialog)
    born = edit(dialog, "Born, baby")
    qtbot.keyClicks(born, "31 Feb 2026")
    edit(dialog, "Surname, baby").setFocus()
    born.editingFinished.emit()
    assert "February has 28 days in 2026" in said(dialog)
    dialog.form.fill({"source": "A1"})
    dialog.answer()
    assert dialog.isVisible()


def test_a_form_closed_half_filled_stands_there_again_in_the_reopened_vault(
    opened: Open, desk: Desk, qtbot: QtBot, open_caseload: Callable[[Path, Any], Casebook]
) -> None:
    dialog = opened(AddFamilyDialog)
    qtbot.keyClicks(dialog.focusWidget(), "Ines")
    dialog._caregivers.add_one()
    dialog.form.fill({"concern": "Low since the scan."})
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    clock, folder = desk.clock, desk.casebook.folder
    desk.casebook.close()
    again = Desk(open_caseload(folder, clock))
    back = AddFamilyDialog(None, again)
    qtbot.addWidget(back)
    back.show()
    assert "What you typed last time is here" in back.findChild(Banner).accessibleName()
    assert back.findChild(Banner).isVisible()
    values = back.form.values()
    assert values["babies"][0]["given"] == "Ines"
    assert len(values["caregivers"]) == 2
    assert values["concern"] == "Low since the scan."
    back.start_afresh()
    assert back.form.values()["babies"][0]["given"] == ""
    assert again.casebook.families.kept_form("add-family") == {}


def test_words_typed_are_kept_within_a_second_without_closing(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(ConcernDialog, circle(desk.casebook, "Mabel").family.id)
    qtbot.keyClicks(edit(dialog, "What was said"), "He has not been seen since Friday")
    key = dialog._kept_as
    qtbot.waitUntil(lambda: "Friday" in str(desk.casebook.families.kept_form(key)), timeout=2000)


def test_the_lock_keeps_what_stands_in_a_question(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(HopeDialog, circle(desk.casebook, "Ayaan").family.id)
    qtbot.keyClicks(edit(dialog, "Hope"), "Sleep in one room without fear")
    desk.locked.emit()
    dialog.reject()
    back = opened(HopeDialog, circle(desk.casebook, "Ayaan").family.id)
    assert edit(back, "Hope").text() == "Sleep in one room without fear"


def test_choices_alone_are_not_kept_when_a_question_is_cancelled(opened: Open, desk: Desk) -> None:
    finn = circle(desk.casebook, "Finn").family.id
    dialog = opened(PlanEndingDialog, finn)
    dialog.form.fill({"at 6": True})
    dialog.reject()
    assert desk.casebook.families.kept_form(f"plan-ending/{finn}") == {}
    assert desk.casebook.endings.plan(finn) is None


def test_a_visit_is_planned_on_a_day_and_time_as_people_write_them(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    ayaan = circle(desk.casebook, "Ayaan")
    dialog = opened(PlanVisitDialog, ayaan.family.id)
    qtbot.keyClicks(edit(dialog, "Day"), "17 mar")
    edit(dialog, "Time").setFocus()
    edit(dialog, "Day").editingFinished.emit()
    assert "Also that day: 10:00 Taiwo and Kehinde, 13:30 Nia" in said(dialog)
    qtbot.keyClicks(edit(dialog, "Time"), "9.30")
    qtbot.keyClicks(edit(dialog, "To remember"), "Bring the Sylheti leaflet")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit = dialog.value()
    assert (visit.starts.replace(tzinfo=None), visit.minutes) == (datetime(2026, 3, 17, 9, 30), 60)
    assert {p.called for p in ayaan.named(visit.people)} == {"Ayaan", "Shapla", "Tariq"}
    assert visit in desk.casebook.visits.of(ayaan.family.id)


def test_a_visit_without_a_family_asks_for_one_first(opened: Open, desk: Desk) -> None:
    dialog = opened(PlanVisitDialog)
    dialog.form.fill({"day": "17 Mar", "time": "9:30"})
    dialog.answer()
    assert "Choose the family." in said(dialog)
    dialog.form.fill({"family": circle(desk.casebook, "Nia").family.id})
    dialog.answer()
    assert dialog.value().family == circle(desk.casebook, "Nia").family.id


def test_a_planned_visit_is_moved(opened: Open, desk: Desk) -> None:
    line = desk.casebook.diary.visits_on(date(2026, 3, 16))[0]
    dialog = opened(PlanVisitDialog, line.circle.family.id, line.visit.id)
    dialog.form.fill({"day": "18 Mar"})
    dialog.answer()
    moved = next(v for v in desk.casebook.visits.of(line.circle.family.id) if v.id == line.visit.id)
    assert moved.starts.replace(tzinfo=None) == datetime(2026, 3, 18, 9, 30)
    assert moved.people == line.visit.people


def test_a_visit_planned_by_mistake_goes_with_its_reason(opened: Open, desk: Desk) -> None:
    line = desk.casebook.diary.visits_on(date(2026, 3, 16))[0]
    dialog = opened(VisitNotHeldDialog, line.circle.family.id, line.visit.id)
    dialog.form.fill({"reason mistake": True})
    dialog.answer()
    assert dialog.isVisible()
    dialog.form.fill({"why": "Written on the wrong day"})
    dialog.answer()
    assert line.visit.id not in [v.id for v in desk.casebook.visits.of(line.circle.family.id)]


def test_a_visit_not_held_can_lead_to_the_next(
    opened: Open, desk: Desk, answering: Callable[..., list[QDialog]]
) -> None:
    line = desk.casebook.diary.visits_on(date(2026, 3, 16))[0]

    def missed(dialog: VisitNotHeldDialog) -> None:
        dialog.form.fill({f"reason {Attendance.NOBODY_IN.value}": True, "again": True})
        dialog.answer()

    def plan(dialog: PlanVisitDialog) -> None:
        dialog.form.fill({"day": "20 Mar", "time": "9:30"})
        dialog.answer()

    answering(missed, plan)
    VisitNotHeldDialog.ask(None, desk, line.circle.family.id, line.visit.id)
    visits = desk.casebook.visits.of(line.circle.family.id)
    assert next(v for v in visits if v.id == line.visit.id).state is VisitState.MISSED
    assert date(2026, 3, 20) in [v.starts.date() for v in visits]


def test_a_referral_is_accepted_only_with_the_familys_yes(opened: Open, desk: Desk) -> None:
    family = circle(desk.casebook, "Baby due 6 May").family.id
    dialog = opened(DecideReferralDialog, family)
    dialog.form.fill({"choice": "accept"})
    dialog.answer()
    assert dialog.isVisible()
    assert "yes to this referral is not written down" in said(dialog)
    dialog.form.fill({"agreed": "yes"})
    dialog.answer()
    assert not dialog.isVisible()
    assert desk.casebook.families.circle(family).family.status is FamilyStatus.WAITING


def test_a_declined_referral_says_where_else_they_can_turn(opened: Open, desk: Desk) -> None:
    family = circle(desk.casebook, "Baby due 6 May").family.id
    dialog = opened(DecideReferralDialog, family)
    dialog.form.fill({"choice": "decline"})
    dialog.answer()
    assert dialog.isVisible()
    dialog.form.fill({"why": "Told of the dads’ group at the hub."})
    dialog.answer()
    referral = desk.casebook.families.referrals(family)[0]
    assert (referral.status, referral.closed_reason) == (ReferralStatus.DECLINED, "Told of the dads’ group at the hub.")


def test_a_wrong_referral_takes_its_empty_family_out_of_the_caseload(opened: Open, desk: Desk) -> None:
    family = circle(desk.casebook, "Baby due 6 May").family.id
    dialog = opened(DecideReferralDialog, family)
    dialog.form.fill({"choice": "withdraw", "why": "Meant for the next town"})
    dialog.answer()
    assert family not in [row.family.id for row in desk.casebook.families.rows()]


def test_a_person_is_changed_and_a_wrong_nhs_number_is_asked_again(opened: Open, desk: Desk) -> None:
    mabel = circle(desk.casebook, "Mabel")
    mum = mabel.caregivers[0]
    dialog = opened(PersonDialog, mabel.family.id, mum.id)
    assert edit(dialog, "First name").text() == "Leanne"
    dialog.form.fill({"nhs_number": "999 581 6988", "phone": "07700 900301", "aliases": "Lee, Leelee"})
    dialog.answer()
    assert dialog.isVisible()
    assert "An NHS number has ten digits" in said(dialog)
    dialog.form.fill({"nhs_number": mum.nhs_number})
    dialog.answer()
    changed = desk.casebook.families.circle(mabel.family.id).person(mum.id)
    assert (changed.phone, changed.aliases) == ("07700 900301", ("Lee", "Leelee"))
    assert changed.given == "Leanne"
    assert changed.parental_responsibility is mum.parental_responsibility


def test_opening_a_person_and_saving_changes_nothing(opened: Open, desk: Desk) -> None:
    for person in circle(desk.casebook, "Mabel").people:
        dialog = opened(PersonDialog, person.family, person.id)
        assert dialog._told() | {} == {key: getattr(person, key) for key in dialog._told()}
        dialog.reject()


def test_a_person_written_down_by_mistake_goes_with_a_reason(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    mabel = circle(desk.casebook, "Mabel")
    gran = next(p for p in mabel.relatives if p.relation == "gran")
    dialog = opened(PersonDialog, mabel.family.id, gran.id)
    next(b for b in dialog.findChildren(Button) if b.text() == "Written down by mistake").click()
    dialog.answer()
    assert dialog.isVisible()
    qtbot.keyClicks(edit(dialog, "What the mistake was"), "She belongs to another family")
    dialog.answer()
    assert gran.id not in [p.id for p in desk.casebook.families.circle(mabel.family.id).people]


def test_a_professional_is_asked_for_what_a_professional_has(opened: Open, desk: Desk) -> None:
    mabel = circle(desk.casebook, "Mabel")
    dialog = opened(PersonDialog, mabel.family.id, role=PersonRole.PROFESSIONAL)
    shown = [line.accessibleName() for line in dialog.findChildren(LineEdit) if line.isVisible()]
    assert "Profession" in shown
    assert "Born" not in shown
    dialog.form.fill({"given": "Ola", "surname": "Reid", "profession": "midwife"})
    dialog.answer()
    assert dialog.value() in desk.casebook.families.circle(mabel.family.id).professionals


def test_digits_take_a_form_down_item_by_item_and_the_total_adds_up(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    mabel = circle(desk.casebook, "Mabel")
    dialog = opened(ScoreDialog, mabel.family.id, mabel.caregivers[0].id)
    for digit in "111111110":
        qtbot.keyClicks(dialog.focusWidget(), digit)
    assert "PHQ-9 8, mild of 27" in said(dialog)
    dialog.answer()
    scored = dialog.value()
    assert (scored.response.total, scored.concern) == (8, None)
    assert scored.response.person == mabel.caregivers[0].id


def test_a_risk_answer_is_told_at_once_and_leads_straight_to_the_concern(
    desk: Desk, answering: Callable[..., list[QDialog]], qtbot: QtBot
) -> None:
    mabel = circle(desk.casebook, "Mabel")
    seen: list[str] = []

    def take_down(dialog: ScoreDialog) -> None:
        for digit in "000000001":
            qtbot.keyClicks(dialog.focusWidget(), digit)
        assert dialog._risk.isVisible()
        dialog.answer()

    def concern(dialog: ConcernDialog) -> None:
        seen.append(said(dialog))
        dialog.reject()

    answering(take_down, concern)
    scored = ScoreDialog.ask(None, desk, mabel.family.id, mabel.caregivers[0].id)
    assert scored.concern.trigger is ConcernTrigger.SCORE
    assert seen
    assert scored.concern.id in [c.id for c in desk.casebook.concerns.open(mabel.family.id)]


def test_an_unanswered_question_gives_no_total(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    mabel = circle(desk.casebook, "Mabel")
    dialog = opened(ScoreDialog, mabel.family.id, mabel.caregivers[0].id)
    qtbot.keyClicks(dialog.focusWidget(), "2")
    assert "1 of 9 answered" in said(dialog)
    dialog.answer()
    assert dialog.value().response.total is None


def test_a_hope_is_set_in_their_words_and_a_fourth_is_refused_with_its_words_kept(
    opened: Open, desk: Desk, qtbot: QtBot
) -> None:
    family = circle(desk.casebook, "Ayaan").family.id
    for words in ("Sleep", "Eat together", "Laugh"):
        dialog = opened(HopeDialog, family)
        qtbot.keyClicks(edit(dialog, "Hope"), words)
        qtbot.keyClicks(edit(dialog, "How far along"), "3")
        dialog.answer()
    assert [hope.goal.words for hope in desk.casebook.hopes.of(family)] == ["Sleep", "Eat together", "Laugh"]
    dialog = opened(HopeDialog, family)
    qtbot.keyClicks(edit(dialog, "Hope"), "Go to the park")
    dialog.answer()
    assert dialog.isVisible()
    assert "This family has three hopes already." in said(dialog)
    assert edit(dialog, "Hope").text() == "Go to the park"


def test_a_hope_is_rated_and_closed(opened: Open, desk: Desk) -> None:
    family = circle(desk.casebook, "Mabel").family.id
    hope = desk.casebook.hopes.of(family)[0]
    dialog = opened(HopeDialog, family, hope.goal.id)
    dialog.form.fill({"score": 10, "close": True})
    assert dialog.primary.text() == "Close this hope"
    dialog.answer()
    after = desk.casebook.hopes.of(family)[0]
    assert after.ratings[-1].score == 10
    assert after.goal.closed_on == date(2026, 3, 16)


def test_a_concern_is_never_closed_alone(opened: Open, desk: Desk) -> None:
    family = circle(desk.casebook, "Mabel").family.id
    dialog = opened(ConcernDialog, family)
    dialog.form.fill({"words": "A bruise on the arm", "stands": "closed", "decision": "s47", "outcome": "Seen today"})
    dialog.answer()
    assert dialog.isVisible()
    dialog.form.fill({"with": "Marian Cole, clinical lead"})
    dialog.answer()
    assert not dialog.isVisible()
    assert desk.casebook.concerns.open(family) == []
    assert desk.casebook.concerns.of(family)[-1].outcome == "Seen today"


def test_a_yes_taken_back_says_how_much_is_asked_back(desk: Desk, answering: Callable[..., list[QDialog]]) -> None:
    mabel = circle(desk.casebook, "Mabel")
    told: list[str] = []

    def take_back(dialog: ConsentDialog) -> None:
        dialog._given.set_value("withdrawn")
        dialog._given.changed.emit("withdrawn")
        assert "Nothing more of this family leaves for supervision" in said(dialog)
        dialog.form.fill({"by": [mabel.caregivers[0].id]})
        dialog.answer()

    def read(dialog: Any) -> None:
        told.append(said(dialog))
        dialog.answer()

    answering(take_back, read)
    consent = ConsentDialog.ask(None, desk, mabel.family.id, ConsentPurpose.SUPERVISION)
    assert consent.decision is ConsentDecision.WITHDRAWN
    assert not desk.casebook.consents.given(mabel.family.id, ConsentPurpose.SUPERVISION)
    assert "there is nothing to ask back" in told[0]


def test_an_answer_names_who_gave_it(opened: Open, desk: Desk) -> None:
    mabel = circle(desk.casebook, "Mabel")
    dialog = opened(ConsentDialog, mabel.family.id, ConsentPurpose.RESEARCH)
    dialog._other.set_value("refused")
    dialog.answer()
    assert "Choose who said so." in said(dialog)
    dialog.form.fill({"by": [mabel.caregivers[1].id]})
    dialog.answer()
    consent = desk.casebook.consents.current(mabel.family.id)[ConsentPurpose.RESEARCH]
    assert (consent.decision, consent.people) == (ConsentDecision.REFUSED, (mabel.caregivers[1].id,))


def test_the_ending_is_planned_against_the_second_birthday(opened: Open, desk: Desk) -> None:
    finn = circle(desk.casebook, "Finn")
    dialog = opened(PlanEndingDialog, finn.family.id)
    dialog.form.fill({"last visit": "20 Apr", "talked on": "13 Mar"})
    assert "7 days before the second birthday. 1 visit planned until then." in said(dialog)
    assert dialog._yes.isChecked()
    dialog.answer()
    plan = desk.casebook.endings.plan(finn.family.id)
    assert (plan.last_visit, plan.talked_on) == (date(2026, 4, 20), date(2026, 3, 13))
    assert set(plan.goodbye_with) == {person.id for person in finn.kin}
    assert plan.ring_at_6 is not Answer.YES


def test_the_work_is_ended_and_the_promised_calls_stand(desk: Desk, answering: Callable[..., list[QDialog]]) -> None:
    sami = circle(desk.casebook, "Sami")

    def plan(dialog: PlanEndingDialog) -> None:
        assert "The day has come." in said(dialog)
        dialog.end_work()

    def end(dialog: EndWorkDialog) -> None:
        dialog.answer()

    answering(plan, end)
    PlanEndingDialog.ask(None, desk, sami.family.id)
    family = desk.casebook.families.circle(sami.family.id).family
    assert (family.status, family.ended) == (FamilyStatus.ENDED, date(2026, 3, 3))
    assert desk.casebook.endings.plan(family.id).how_ended is EndingType.PLANNED
    assert [call.months for call in desk.casebook.endings.follow_ups(family.id)] == [6, 12]


def test_a_sudden_goodbye_asks_whether_a_later_one_was_offered(opened: Open, desk: Desk) -> None:
    otis = circle(desk.casebook, "Otis").family.id
    dialog = opened(EndWorkDialog, otis)
    assert not dialog._later.isVisible()
    dialog.form.fill({"how": EndingType.STOPPED_COMING.value})
    assert dialog._later.isVisible()
    dialog.form.fill({"later": "yes"})
    dialog.answer()
    assert desk.casebook.endings.plan(otis).repair_offered is Answer.YES


def test_a_call_shows_how_it_is_safe_to_ring(opened: Open, desk: Desk) -> None:
    amina = circle(desk.casebook, "Amina")
    call = desk.casebook.endings.follow_ups(amina.family.id)[0]
    dialog = opened(FollowUpDialog, amina.family.id, call.id)
    assert "07700 900278" in said(dialog)
    assert "Phone only, no letters" in said(dialog)


def test_hidden_names_stay_out_of_the_questions(opened: Open, desk: Desk) -> None:
    desk.hide_names(True)
    mabel = circle(desk.casebook, "Mabel")
    for dialog in (
        opened(PlanVisitDialog, mabel.family.id),
        opened(HopeDialog, mabel.family.id),
        opened(PlanEndingDialog, mabel.family.id),
        opened(ConsentDialog, mabel.family.id),
        opened(ScoreDialog, mabel.family.id),
    ):
        chips = [button.text() for button in dialog.findChildren(Button)]
        words = said(dialog) + dialog.accessibleName() + " ".join(chips)
        assert not [name for name in ("Mabel", "Leanne", "Jordan") if name in words]
        dialog.reject()


def _first_visit(desk: Desk) -> tuple[str, str]:
    line = desk.casebook.diary.visits_on(date(2026, 3, 16))[0]
    return line.circle.family.id, line.visit.id


def _call(desk: Desk) -> tuple[str, str]:
    call = desk.casebook.endings.follow_ups(circle(desk.casebook, "Amina").family.id)[0]
    return call.family, call.id


def _concern(desk: Desk) -> tuple[str, str]:
    concern = desk.casebook.concerns.open()[0]
    return concern.family, concern.id


def _of(name: str, desk: Desk) -> tuple[str]:
    return (circle(desk.casebook, name).family.id,)


def _person(desk: Desk) -> tuple[str, str]:
    mabel = circle(desk.casebook, "Mabel")
    return mabel.family.id, mabel.caregivers[0].id


def _nobody(desk: Desk) -> tuple[str, ...]:
    return ()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (AddFamilyDialog, _nobody),
        (PersonDialog, _person),
        (DecideReferralDialog, partial(_of, "Baby due 6 May")),
        (PlanVisitDialog, _first_visit),
        (VisitNotHeldDialog, _first_visit),
        (ScoreDialog, _person),
        (HopeDialog, partial(_of, "Ayaan")),
        (ConcernDialog, _concern),
        (ConsentDialog, partial(_of, "Mabel")),
        (PlanEndingDialog, partial(_of, "Finn")),
        (EndWorkDialog, partial(_of, "Otis")),
        (FollowUpDialog, _call),
    ],
)
def test_no_question_cuts_anything_off(
    qtbot: QtBot,
    qapp: QApplication,
    desk: Desk,
    kind: type[Asking],
    about: Callable[[Desk], tuple[str, ...]],
    scale: float,
) -> None:
    apply(qapp, "light", scale)
    window = Text("")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    dialog = kind(window, desk, *about(desk))
    dialog.show()
    QApplication.processEvents()
    assert dialog.height() <= window.frameGeometry().height() - 40
    assert not facts.cut_off(dialog)
    assert not facts.on_top_of_another(dialog)
    assert not facts.too_small(dialog)
    assert not facts.unnamed(dialog)
    inside = dialog._scroll.viewport().width()
    assert dialog._content.minimumSizeHint().width() <= inside
