"""What supervision leaves behind: an agenda on paper, the date of the next meeting, and a log in the family's story."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.errors import Problem, WrongUse
from tests.casebook.conftest import Pair


def _words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def _share(pair: Pair, code: str) -> None:
    family = pair.therapist.families.find(code)
    preview = pair.therapist.summaries.preview(pair.therapist.summaries.start(family.id), pair.contact)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)


def test_an_agenda_on_paper_has_codes_and_roles_and_no_name_of_a_family(pair: Pair) -> None:
    for code in ("Wren 14", "Heron 46", "Curlew 11"):
        _share(pair, code)
    pair.carry()
    desk = pair.supervisor.supervision
    with pytest.raises(Problem):
        desk.agendas.pdf()
    for code in ("Wren 14", "Heron 46"):
        desk.on_agenda(desk.find(code), True)
    desk.comment(desk.find("Wren 14"), "What happens in you when he goes quiet?")
    sender = desk.find("Wren 14").record.contact
    at = pair.supervisor.clock() + timedelta(days=2)
    desk.agendas.plan_meeting(sender, at)
    pdf = desk.agendas.pdf()
    assert desk.agendas.pdf() == pdf
    (page,) = _words(pdf)
    for words in ("Supervision with Ruth Ellison", "Wren 14", "Heron 46", "PHQ-9, mum:", "What happens in you"):
        assert words in page
    assert "Curlew 11" not in page
    families = [pair.therapist.families.find(code).id for code in ("Wren 14", "Heron 46")]
    people = [person for family in families for person in pair.therapist.families.circle(family).people]
    names = {name for person in people for name in (person.given, person.surname, person.known_as) if name}
    assert {word.strip(".,:") for word in page.split()} & names == set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not {name for name in ("/Author", "/Creator", "/Producer") if str(document.docinfo.get(name, ""))}
    pair.supervisor.clock.now += timedelta(days=4)
    assert desk.agendas.next_meeting(sender) is None
    desk.discussed(desk.find("Wren 14"))
    (page,) = _words(desk.agendas.pdf())
    assert "Wren 14" not in page


def test_agendas_are_made_in_a_supervisors_vault(casebook: Casebook) -> None:
    with pytest.raises(WrongUse):
        casebook.supervision.agendas.pdf()


def test_a_family_talked_over_stands_in_the_log_and_in_its_story_and_moves_with_the_caseload(
    casebook: Casebook, tmp_path: Path
) -> None:
    log, family = casebook.supervision.log, casebook.families.find("Wren 14").id
    today = casebook.clock().date()
    log.write_down(family, name="Dr Siddiqui", on=today - timedelta(days=8), words="Why he leaves the room.")
    log.write_down(family, name="Dr Siddiqui", on=today)
    assert [entry.on for entry in log.of(family)] == [today, today - timedelta(days=8)]
    assert log.of(casebook.families.find("Heron 46").id) == []
    lines = [line for line in casebook.story.lines(family) if line.title == "Talked over in supervision"]
    assert [(line.who, line.text) for line in lines] == [
        ("with Dr Siddiqui", ""),
        ("with Dr Siddiqui", "Why he leaves the room."),
    ]
    with pytest.raises(WrongUse):
        log.write_down(family, name="Dr Siddiqui", on=today + timedelta(days=1))
    with pytest.raises(WrongUse):
        log.write_down(family, name=" ", on=today)
    words, _ = casebook.moving.caseload(casebook.families.find("Wren 14").id)
    folder, clock = tmp_path / "new.pipvault", casebook.clock
    made = store.create(folder, "otter lantern", role="therapist", owner="Ada", clock=clock, cost=store.FLOOR)
    moved = Casebook(made, clock)
    moved.moving.take_in_caseload(words)
    assert moved.supervision.log.of() == log.of(family)
    moved.close()
