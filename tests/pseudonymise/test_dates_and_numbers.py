"""What a therapist notices of dates and numbers: no day and no number leaves, and scores, ages and weights stay."""

from __future__ import annotations

from datetime import date

import pytest

from pipnotes.pseudonymise import CaseIdentities, Pseudonymised, Pseudonymiser

NOBODY = CaseIdentities(service_start=date(2025, 1, 10))


def run(text: str, case: CaseIdentities = NOBODY) -> Pseudonymised:
    return Pseudonymiser(case).run(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NHS 999 000\n0026", "NHS [NHS number]"),
        ("NHS 999\n000\n0026", "NHS [NHS number]"),
        ("NHS 999/000/0026", "NHS [NHS number]"),
        ("NHS 99900\n00026", "NHS [NHS number]"),
        ("07700\n900456", "[phone]"),
        ("07700/900456", "[phone]"),
        ("O7700 900456", "[phone]"),
        ("07700 900\n456", "[phone]"),
        ("07700 900456 or 457", "[phone]"),
        ("07700 900456/7", "[phone]"),
        ("01535 960123 x12", "[phone]"),
        ("01535 960123 ext 4421", "[phone]"),
        ("ext 4421", "ext [phone]"),
        ("Tried 07700 900456 x2 and 12 texts.", "Tried [phone] x2 and 12 texts."),
        ("14\n12\n11\n9\n8", "14\n12\n11\n9\n8"),
    ],
)
def test_a_number_goes_whole_however_it_is_broken(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BD21\n4RT", "[postcode]"),
        ("BT48, 7GH", "[postcode]"),
        ("BD21/4RT", "[postcode]"),
        ("BT 48 7GH", "[postcode]"),
        ("near gravesend, da11.", "near [place], [area]."),
        ("ZE24P 00456", "[reference]"),
        ("ZE/24/P/00456", "[reference]"),
        ("2025/LV/0123", "[reference]"),
        ("ref 240/118", "ref [reference]"),
        ("Hosp No: 123456", "Hosp No: [reference]"),
        ("client 4471", "client [reference]"),
        ("ID 447123", "ID [reference]"),
        ("incident 447", "incident [reference]"),
        ("crime 447 of", "crime [reference] of"),
        ("SWIFT 123456", "SWIFT [reference]"),
        ("cad 4471", "cad [reference]"),
        ("Zoom 123 456 789", "Zoom [reference]"),
        ("his car is ABC 1234", "his car is [vehicle]"),
    ],
)
def test_codes_go_whole_however_they_are_parted(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "the client 120 mins late",
        "the client 100% well",
        "EPDS 12 in the car",
        "died in hosp 2019",
        "see her at 2, 3rd try",
        "co2, 4th reading",
        "HV @ 10.30",
    ],
)
def test_what_only_looks_like_a_code_stays(text: str) -> None:
    assert run(text).text == text


def test_a_national_insurance_number_goes_without_its_last_letter() -> None:
    assert run("NI QQ 12 34 56.").text.endswith(" [national insurance number].")
    assert run("LCS 123456").text.endswith(" [reference]")
