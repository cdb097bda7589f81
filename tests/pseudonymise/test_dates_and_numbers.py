"""What a therapist notices of dates and numbers: no day and no number leaves, and scores, ages and weights stay."""

from __future__ import annotations

from datetime import date

import pytest

from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymised, Pseudonymiser

NOBODY = CaseIdentities(service_start=date(2025, 1, 10))
MONTHS = CaseIdentities(
    people=(Identity(role="infant", name="June Moss"), Identity(role="mother", name="Jan Moss")),
    service_start=date(2025, 1, 10),
)


def run(text: str, case: CaseIdentities = NOBODY) -> Pseudonymised:
    return Pseudonymiser(case).run(text)


@pytest.mark.parametrize(
    "text",
    [
        "EPDS 14. Jan rang.",
        "PHQ-9 11. Jan cried.",
        "Both tired at 31, Dec 33, they said.",
        "EPDS 14. JUNE SMILING",
        "EPDS Jan 12, March 9",
        "PHQ-9 Jan 14 Feb 11",
        "PHQ-9 June slept.",
    ],
)
def test_a_score_before_a_month_stays_a_score(text: str) -> None:
    assert run(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EPDS 14. Jan rang.", "EPDS 14. [mother] rang."),
        ("PHQ-9 11. Jan cried.", "PHQ-9 11. [mother] cried."),
        ("epds 14, jan hv to ring", "epds 14, [mother] hv to ring"),
        ("9th centile > 25th, Jan chuffed", "9th centile > 25th, [mother] chuffed"),
        ("Seen on the 14th, June well.", "Seen in week 23 well."),
        ("EPDS 9, 4 May seen", "EPDS 9, week 17 seen"),
    ],
)
def test_a_name_that_is_a_month_goes_and_the_score_before_it_stays(text: str, expected: str) -> None:
    assert run(text, MONTHS).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "June 4.2kg",
        "april 6.2kg, 50th centile",
        "June 12 wks",
        "saw jan 3 times",
        "june 3/12 thriving",
        "june 10:30",
        "June 9.30 am",
        "june 2 1/2",
        "June 4 lbs",
    ],
)
def test_a_weight_an_age_or_a_time_after_a_month_makes_no_date(text: str) -> None:
    assert run(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NHS 999 000\n0026", "NHS [NHS number]"),
        ("NHS 999\n000\n0026", "NHS [NHS number]"),
        ("NHS 999/000/0026", "NHS [NHS number]"),
        ("NHS 99900\n00026", "NHS [NHS number]"),
        ("nhs no 99900\n00026", "nhs no [NHS number]"),
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
        ("tc 1/4 mum low", "tc week 12 mum low"),
        ("hv rang 4/5, mum low", "hv rang week 17, mum low"),
        ("hv 2/3, mum low", "hv week 8, mum low"),
        ("HV 3/4 - mum low. TC 4/5 - better.", "HV week 12 - mum low. TC week 17 - better."),
        ("rv 2/5", "rv week 17"),
        ("w/e 4/5", "w/e week 17"),
        ("w/b 4/5", "w/b week 17"),
        ("week beginning 4/5", "week beginning week 17"),
        ("wk of 4/5", "wk of week 17"),
        ("DNA 4/5 and 11/5", "DNA week 17 and week 18"),
        ("n/v 6/6", "n/v week 22"),
        ("cancelled 4/5", "cancelled week 17"),
        ("Dates: 4/6, 11/6, 18/6", "Dates: week 21, week 22, week 23"),
        ("birthday 4/5", "birthday week 17"),
        ("4/5-11/5", "Week 17-week 18"),
        ("EPDS 4/6: 14", "EPDS week 21: 14"),
        ("PHQ9 4/6 17", "PHQ9 week 21 17"),
        ("wt: 14/6 - 4.2; 21/6 - 4.4", "wt: week 23 - 4.2; week 24 - 4.4"),
        ("next 3/7", "next week 25"),
        ("Moved to 4/5, rebooked for 3/4.", "Moved to week 17, rebooked for week 12."),
        ("seen 14/6 appointments made", "seen week 23 appointments made"),
    ],
)
def test_a_day_and_month_that_look_like_a_share_go_where_something_happened_on_them(text: str, expected: str) -> None:
    assert run(text).text == expected


def test_a_date_that_may_be_a_share_is_asked_about() -> None:
    assert len(run("tc 1/4 mum low").checks) == 1
    assert len(run("Away 4/5-11/5 then.").checks) == 2
    assert not run("w/e 4/5").checks


@pytest.mark.parametrize(
    "text",
    [
        "rv 2/52",
        "rv 3/7",
        "rv 2/12",
        "seen in 3/7",
        "seen for 6/52",
        "hv x 3/7",
        "hv every 2/52",
        "over the next 2/12",
        "16/52 old",
        "weaned at 14/12",
        "14/12",
        "seen 2/7 ago",
        "DNA 2/4 sessions",
        "mum attended 5/6 sessions",
        "missed 3/4",
        "HV 8/12 r/v",
        "feeds 8-10-12hrly",
        "down from 14-6",
        "born 38/40",
        "born 3.45 kg",
    ],
)
def test_durations_ages_and_shares_stay(text: str) -> None:
    assert run(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Away 4 May - 11 May.", "Away week 17 - week 18."),
        ("Holiday 28 July - 4 August.", "Holiday week 29 - week 30."),
        ("21 June/22 June", "Week 24/week 24"),
        ("Visits on 4, 11 and 18 May.", "Visits in week 19."),
        ("4th, 11th and 18th May", "Week 19"),
        ("4/11/18 May", "Week 19"),
        ("May 4, 11, 18", "Week 17"),
        ("21st thru 23rd June", "Week 24"),
        ("from the 4th until the 8th", "from [date] until [date]"),
        ("4-11/5 away", "Week 18 away"),
        ("5 Aug 2025/6 Aug 2025", "Week 30/week 30"),
        ("June 4/June 5", "Week 21/week 21"),
        ("Her June 4 visit.", "Her week 21 visit."),
        ("session 6 of 10, 19 August", "session 6 of 10, week 32"),
    ],
)
def test_a_range_or_a_list_of_days_goes_whole(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14.06 Home visit", "Week 23 Home visit"),
        ("03.03 hv", "Week 8 hv"),
        ("14.6: tc", "Week 23: tc"),
        ("tc 14.6 mum low", "tc week 23 mum low"),
        ("RCPC 14.6", "RCPC week 23"),
        ("hv 14-6", "hv week 23"),
        ("14-06: hv", "Week 23: hv"),
        ("Tuesday 21-6", "Tuesday week 24"),
        ("Tuesday 9.05, at 9.05", "Tuesday 9.05, at 9.05"),
        ("hv 10.30-11.30, tc 14.6 kg", "hv 10.30-11.30, tc 14.6 kg"),
        ("Tues 2-4", "Tues 2-4"),
        ("hv 6.2, 25th centile", "hv 6.2, 25th centile"),
    ],
)
def test_a_day_and_month_with_a_point_or_a_hyphen_go_and_times_and_weights_stay(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("back Mon 4", "back Mon [date]"),
        ("next Tues 12 at 10", "next Tues [date] at 10"),
        ("see Weds 12", "see Weds [date]"),
        ("Tues 12: dna", "Tues [date]: dna"),
        ("on the 14th of next month", "on [date] of next month"),
        ("tomorrow (21st)", "tomorrow ([date])"),
        ("Wednesday the twelfth", "Wednesday the [date]"),
        ("twenty-one June", "Week 24"),
        ("sat14th", "sat[date]"),
        ("Mon 4pm, Tues 12 noon, sat 2 hours, Mon 10.30", "Mon 4pm, Tues 12 noon, sat 2 hours, Mon 10.30"),
    ],
)
def test_a_day_of_the_month_without_its_month_goes(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DOB 140625", "DOB [date of birth]"),
        ("dob 14 06 25", "dob [date of birth]"),
        ("DOB 3 3 25", "DOB [date of birth]"),
        ("DOB3/3/25", "DOB[date of birth]"),
        ("born 03/25", "born [date of birth]"),
        ("dob 03/2025", "dob [date of birth]"),
        ("born in 03/2025", "born in [date of birth]"),
        ("since 06/24", "since [date]"),
        ("(b. 1994)", "(b. [year])"),
        ("mum b 1994", "mum b [year]"),
        ("born in '94", "born in [year]"),
    ],
)
def test_a_birth_goes_in_whatever_figures_it_is_written(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21/6/25hv", "Week 24 hv"),
        ("14/6hv", "Week 23 hv"),
        ("2pm14/6", "2pm week 23"),
        ("Sat14/6", "Sat week 23"),
        ("June 4: home visit", "Week 21: home visit"),
        ("4/6/25@10.30", "Week 21@10.30"),
        ("3 Feburary", "Week 4"),
        ("14 Sepetmber", "Week 36"),
    ],
)
def test_a_date_goes_that_is_run_together_or_misspelt(text: str, expected: str) -> None:
    assert run(text).text == expected
    assert run("note_2025_06_04.docx").text.startswith("note_week 21.")


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
