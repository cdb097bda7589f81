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
