"""Caseloads and referrals taken in and given out: what does not fit is named by its place, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipnotes import vault as store
from pipnotes.casebook import vaults
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.moving import Moved
from pipnotes.domain.codes import Dimension, PersonRole
from pipnotes.domain.family import Family, Person, Referral
from pipnotes.domain.fields import KINDS
from pipnotes.errors import Problem
from pipnotes.vault import Change, Lifecycle
from tests.conftest import Caseload, Clock

Plain = dict[str, Any]
NUMBERS = ("999 000 0018", "999 000 0026")


@pytest.fixture(scope="module")
def blank(caseload: Caseload, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, store.VaultKey]:
    """Return a vault of another therapist and its key, made once."""
    folder = tmp_path_factory.mktemp("blank") / "new.pipvault"
    made = store.create(folder, "x", role="therapist", owner="Ada", clock=Clock(caseload.at), cost=store.FLOOR)
    key = made.key
    made.close()
    return folder, key


@pytest.fixture
def empty(casebook: Casebook, blank: tuple[Path, store.VaultKey], tmp_path: Path) -> Iterator[Casebook]:
    """Return a vault of another therapist, in which nothing was written yet."""
    folder, key = blank
    opened = vaults.open_with(Path(shutil.copytree(folder, tmp_path / "new.pipvault")), key, clock=casebook.clock)
    yield opened
    opened.close()


def _file(*families: Plain, **more: object) -> bytes:
    document = {"format": "pipnotes-caseload", "version": 1, "families": list(families)} | more
    return json.dumps(document).encode()


def _faults(moved: Moved) -> list[tuple[int, str]]:
    assert (moved.families, moved.records) == (0, 0) or not moved.faults
    return [(fault.row, fault.column) for fault in moved.faults]


def _told(raw: bytes) -> Any:
    """Return a caseload without what differs from vault to vault: when and by whom it was written down."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key not in ("at", "by", "reason", "exported")}
        return [bare(item) for item in value] if isinstance(value, list) else value

    return bare(json.loads(raw))


def test_a_caseload_comes_out_of_the_second_vault_as_it_went_in(casebook: Casebook, empty: Casebook) -> None:
    first = casebook.families.rows()[0].family
    casebook.families.keep_family(replace(first, visiting="The bell is broken: knock"))
    raw, out = casebook.moving.caseload()
    taken = empty.moving.take_in_caseload(raw)
    assert (taken.families, taken.records, taken.faults, taken.ignored) == (out.families, out.records, (), ())
    again, _ = empty.moving.caseload()
    assert _told(again) == _told(raw)
    entry = next(entry for entry in json.loads(raw)["families"] if entry["id"] == first.id)
    assert entry["visiting"] == "The bell is broken: knock"
    assert [version["visiting"] for version in entry["earlier"]][-1] == first.visiting
    assert empty.check().ok


def test_a_family_entered_in_error_stays_in_error_in_the_other_vault(casebook: Casebook, empty: Casebook) -> None:
    new, baby, referral = casebook.families.blank()
    casebook.families.add(new, [replace(baby, given="Ida")], referral)
    casebook.families.withdraw(referral, "referred to us by mistake")
    raw, out = casebook.moving.caseload()
    assert out.families == 13
    empty.moving.take_in_caseload(raw)
    assert new.id not in [row.family.id for row in empty.families.rows()]
    assert len(empty.families.rows()) == 12
    assert empty.families.history(new.id)[-1].lifecycle is Lifecycle.ENTERED_IN_ERROR


def test_what_is_unfinished_is_counted_since_it_is_not_in_the_file(casebook: Casebook) -> None:
    raw, before = casebook.moving.caseload()
    note = casebook.notes.start(casebook.families.rows()[0].family.id)
    _, after = casebook.moving.caseload()
    assert after.unfinished == before.unfinished + 1
    assert note.session.id.encode() not in raw


def test_a_code_name_from_a_file_is_kept_only_when_it_can_be_nobodys_name(empty: Casebook) -> None:
    told = ["Wren 14", "Leanne Hartley", "Robin 07", "Heron 7", "Heron 70\n", "Wren 14", 5, None]
    moved = empty.moving.take_in_caseload(_file(*({"code": code} for code in told)))
    codes = [row.family.code for row in empty.families.rows()]
    assert moved.families == len(told) == len(set(codes))
    assert {"Wren 14", "Robin 07"} <= set(codes)
    assert not {"Leanne Hartley", "Heron 7", "Heron 70\n"} & set(codes)
    assert moved.ignored == tuple(f"family {row}: code" for row in (2, 4, 5, 6, 7))


def test_a_code_name_of_a_family_in_this_vault_is_not_given_twice(casebook: Casebook) -> None:
    taken = casebook.families.rows()[0].family.code
    casebook.moving.take_in_caseload(_file({"code": taken}))
    assert [row.family.code for row in casebook.families.rows()].count(taken) == 1


@pytest.mark.parametrize(
    ("families", "faults"),
    [
        ([{"people": [{"id": "p1", "role": "mother"}], "goals": [{"id": "p1", "words": "sleep"}]}], "goals 1: id"),
        ([{"id": "f1", "people": [{"id": "f1", "role": "mother"}]}], "people 1: id"),
        ([{"people": [{"id": "p1", "role": "mother"}, {"id": "p1", "role": "mother"}]}], "people 2: id"),
        ([{"people": [{"id": "p1", "role": "mother", "version": 2}] * 2}], "people 2: id"),
        ([{"id": "f1"}, {"id": "f1", "version": 2}], "family: id"),
        ([{"people": [{"id": "p1", "role": "mother"}]}] * 2, "people 1: id"),
        ([{"id": "f1", "people": [{"id": "p1", "family": "f2", "role": "mother"}]}], "people 1: family"),
    ],
)
def test_an_id_that_is_used_twice_is_a_fault_and_nothing_is_taken_in(
    empty: Casebook, families: list[Plain], faults: str
) -> None:
    for family in families:
        for goal in family.get("goals", ()):
            goal["set_on"] = "2026-03-01"
    assert _faults(empty.moving.take_in_caseload(_file(*families))) == [(len(families), faults)]
    assert empty.families.rows() == []
    assert empty.check().ok


def test_an_id_that_is_in_the_vault_as_another_kind_is_a_fault(casebook: Casebook) -> None:
    row = casebook.families.rows()[0]
    before = casebook.head
    for taken in (row.family.id, row.circle.infants[0].id, "owner"):
        family = {"id": "new", "referrals": [{"id": taken, "received": "2026-03-01", "source": "A2"}]}
        assert _faults(casebook.moving.take_in_caseload(_file(family))) == [(1, "referrals 1: id")]
    assert casebook.head == before


def test_the_vault_itself_refuses_one_id_for_two_kinds(casebook: Casebook) -> None:
    family = casebook.families.rows()[0].family
    vault = casebook._ledger.vault
    before = casebook.head
    person = Person(id="both", family=family.id, role=PersonRole.FRIEND)
    with pytest.raises(ValueError, match="is a person, not a family"):
        vault.commit(
            "both",
            [
                Change(record=person, lifecycle=Lifecycle.FINAL),
                Change(record=replace(family, id="both"), lifecycle=Lifecycle.FINAL),
            ],
            by="x",
        )
    assert casebook.head == before
    assert casebook.check().ok
    assert casebook.families.circle(family.id).person(casebook.families.circle(family.id).infants[0].id)


def test_the_versions_of_one_record_are_not_taken_for_a_repetition(empty: Casebook) -> None:
    people = [
        {"id": "p1", "role": "mother", "name": "Leane Hartley", "version": 1},
        {"id": "p1", "role": "mother", "name": "Leanne Hartley", "version": 2, "lifecycle": "amended"},
    ]
    moved = empty.moving.take_in_caseload(_file({"id": "f1", "people": people}))
    assert (moved.faults, moved.records) == ((), 3)
    assert empty.families.circle("f1").person("p1").full_name == "Leanne Hartley"
    assert len(empty.families.history("p1")) == 2


def test_a_moment_without_its_offset_is_a_fault(empty: Casebook) -> None:
    visit = {"starts": "2026-03-17T10:00:00"}
    assert _faults(empty.moving.take_in_caseload(_file({"visits": [visit]}))) == [(1, "visits 1: starts")]
    moved = empty.moving.take_in_caseload(_file({"visits": [{"starts": "2026-03-17T10:00:00+00:00"}]}))
    assert moved.faults == ()
    assert empty.families.rows()[0].next_visit is not None


@pytest.mark.parametrize(
    ("name", "item", "column"),
    [
        ("people", {"role": "baby", "born": "9999-12-31"}, "born"),
        ("people", {"role": "baby", "due": "2099-01-01"}, "due"),
        ("people", {"role": "baby", "due": "2027-06-01"}, "due"),
        ("people", {"role": "mother", "born": "1899-12-31"}, "born"),
        ("referrals", {"received": "2026-03-17", "source": "A2"}, "received"),
        ("visits", {"starts": "9999-12-31T23:59:00-12:00"}, "starts"),
        ("measures", {"person": "p", "measure": "nosuch", "on": "2026-03-01"}, "measure"),
        ("people", {"role": "mother", "lifecycle": "destroyed"}, "lifecycle"),
        ("people", {"role": "mother", "name": ["x"], "given": 5}, "given"),
    ],
)
def test_a_value_that_cannot_be_true_is_named_by_its_place(
    empty: Casebook, name: str, item: Plain, column: str
) -> None:
    good = {"people": [{"role": "baby", "due": "2026-12-01"}]}
    moved = empty.moving.take_in_caseload(_file(good, {name: [item]}))
    assert _faults(moved) == [(2, f"{name} 1: {column}")]
    assert "9999" not in repr(moved.faults)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'"pipnotes-caseload"',
        b"[" * 100_000,
        b"\xff\xfe",
        _file(version="1"),
        _file(version=True),
        _file(version=0),
        _file(families={}),
        _file(families=None),
        _file(families=["x"]),
        _file({"goals": ["x"]}),
        _file({"goals": "abc"}),
        _file({"goals": 5}),
        _file({"people": {"id": "p1"}}),
        _file({"earlier": 1}),
    ],
)
def test_a_file_of_another_shape_is_no_caseload(empty: Casebook, raw: bytes) -> None:
    with pytest.raises(Problem, match="not a PipNotes caseload"):
        empty.moving.take_in_caseload(raw)
    assert empty.families.rows() == []


def test_what_has_no_place_here_is_named_and_never_dropped_in_silence(empty: Casebook) -> None:
    rating = {"dimension": next(iter(Dimension)).value, "score": 3, "colour": "green"}
    family = {
        "pets": ["Rex"],
        "people": [{"role": "mother", "name": "Leanne Hartley", "given": "Leanne", "shoe": 5}],
        "observations": [{"session": "", "ratings": [rating]}],
    }
    moved = empty.moving.take_in_caseload(_file(family))
    assert moved.faults == ()
    assert set(moved.ignored) == {"family: pets", "person: shoe", "person: name", "observation: ratings.colour"}


def test_a_baby_without_a_name_is_not_called_baby_in_the_other_vault(casebook: Casebook, empty: Casebook) -> None:
    new, baby, referral = casebook.families.blank()
    casebook.families.add(new, [replace(baby, due=casebook.clock().date() + timedelta(days=40))], referral)
    empty.moving.take_in_caseload(casebook.moving.caseload(new.id)[0])
    assert empty.families.circle(new.id).infants[0].given == ""
    assert empty.families.circle(new.id).title.startswith("Baby due")


def _sheet(*rows: str, heads: str = "family_key,received,source,infant_name,infant_born,nhs_number") -> bytes:
    return "\n".join((heads, *rows)).encode()


def _people(casebook: Casebook) -> list[Person]:
    (row,) = casebook.families.rows()
    return list(row.circle.people)


def _notes(casebook: Casebook) -> list[str]:
    (row,) = casebook.families.rows()
    return [referral.notes for referral in casebook.families.referrals(row.family.id)]


def test_twins_are_two_babies_each_with_their_own_number(empty: Casebook) -> None:
    rows = (
        f"a,2026-03-01,A4,Iris Porter,2026-02-20,{NUMBERS[0]}",
        f"a,2026-03-01,A4,Otto Porter,2026-02-20,{NUMBERS[1]}",
    )
    empty.moving.take_in_referrals(_sheet(*rows))
    assert [(p.given, p.nhs_number) for p in _people(empty)] == [("Iris", NUMBERS[0]), ("Otto", NUMBERS[1])]


def test_a_second_referral_of_the_same_baby_makes_no_second_baby(empty: Casebook) -> None:
    rows = (
        "a,2026-01-05,A4,,,",
        f"a,2026-02-25,A4,Baby Porter,2026-02-20,{NUMBERS[0]}",
        f"a,2026-03-01,A2,Iris Porter,20/02/2026,{NUMBERS[0].replace(' ', '')}",
        "a,2026-03-02,A2,,2026-02-20,",
    )
    empty.moving.take_in_referrals(_sheet(*rows))
    (baby,) = _people(empty)
    assert (baby.full_name, baby.aliases, baby.nhs_number) == ("Baby Porter", ("Iris Porter",), NUMBERS[0])
    assert _notes(empty) == ["", "", "", ""]


def test_a_number_that_could_be_either_twins_stands_in_the_notes(empty: Casebook) -> None:
    rows = ("a,2026-03-01,A4,Iris,2026-02-20,", "a,2026-03-02,A4,Otto,2026-02-20,", f"a,2026-03-03,A2,,,{NUMBERS[0]}")
    empty.moving.take_in_referrals(_sheet(*rows))
    assert [person.nhs_number for person in _people(empty)] == ["", ""]
    assert _notes(empty)[2] == f"nhs_number: {NUMBERS[0]}"


def test_every_cell_that_finds_no_place_stands_in_the_notes(empty: Casebook) -> None:
    heads = "family_key,received,source,caregiver_name,caregiver_relation,postcode,,GP"
    rows = (
        "a,2026-02-01,A2,,mother,NE66 9ZZ,left,Dr Osei",
        "a,2026-02-02,A2,Leanne Hartley,mum,NE66 1AA,,",
        "a,2026-02-03,A2,Leanne  hartley,mum,NE66 2BB,,",
    )
    empty.moving.take_in_referrals(_sheet(*rows, heads=heads))
    (leanne,) = [person for person in _people(empty) if person.role is PersonRole.PARENT]
    assert (leanne.full_name, leanne.relation, leanne.address) == ("Leanne Hartley", "mum", "NE66 1AA")
    first = "caregiver_relation: mother\npostcode: NE66 9ZZ\ncolumn 7: left\ngp: Dr Osei"
    assert _notes(empty) == [first, "", "postcode: NE66 2BB"]


@pytest.mark.parametrize(
    ("sheet", "fault"),
    [
        (_sheet(heads="family_key,received,source,GP, gp"), (1, "gp")),
        (_sheet("a,2026-03-17,A2,,,"), (2, "received")),
        (_sheet("a,2026-03-01,A2,,9999-12-31,"), (2, "infant_born")),
        (_sheet("", "a,2026-03-01,A2,,01/01/1899,"), (3, "infant_born")),
        (_sheet('a,2026-03-01,A2,"Iris\nJane",,', "b,2099-01-01,A2,,,"), (3, "received")),
        (_sheet("a,2026-03-01,A2,,,,more"), (2, "")),
    ],
)
def test_a_fault_in_a_sheet_is_named_by_the_row_a_spreadsheet_shows(
    empty: Casebook, sheet: bytes, fault: tuple[int, str]
) -> None:
    assert _faults(empty.moving.take_in_referrals(sheet)) == [fault]
    assert empty.families.rows() == []


def test_every_version_is_read_at_once_as_it_is_one_by_one(casebook: Casebook) -> None:
    referral = casebook.families.referrals(casebook.families.rows()[0].family.id)[0]
    casebook.families.another_referral(replace(referral, referrer="Dr Osei"))
    vault = casebook._ledger.vault
    for cls in (Family, Person, Referral, KINDS["session"]):
        singly = [version for latest in vault.all_stored(cls) for version in vault.history(latest.id)]
        assert vault.all_versions(cls) == singly
    numbers = [version.number for version in vault.all_versions(Referral) if version.id == referral.id]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1
