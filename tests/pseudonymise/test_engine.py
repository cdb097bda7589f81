"""What a therapist notices: who went, what stayed, what is asked, and that the new text reads well."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from pipnotes.errors import WrongUse
from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymised, Pseudonymiser, read_line, write_line

PORTERS = CaseIdentities(
    people=(
        Identity(role="infant", name="Iris Jane Porter", aliases=("Izzy",), born=date(2024, 5, 2)),
        Identity(role="mother", name="Anna-Lise Porter", aliases=("Lise",)),
        Identity(role="father", name="Bill Field"),
        Identity(role="grandmother", name="Dawn Porter"),
        Identity(role="health visitor", name="Faith Baker"),
        Identity(role="lodger", name="Łukasz Sørensen"),
    ),
    addresses=("3 Mill Lane, Alnwick, NE66 9ZZ",),
    organisations=("Bondgate Surgery", "St Bede's Primary School"),
    service_start=date(2025, 1, 10),
)


def run(text: str, case: CaseIdentities = PORTERS) -> Pseudonymised:
    """Return the answer, having checked what holds for every answer."""
    result = Pseudonymiser(case).run(text)
    last, rebuilt = 0, ""
    for item in result.replacements:
        assert last <= item.start < item.end <= len(text)
        rebuilt += text[last : item.start] + item.replacement
        last = item.end
    assert result.text == rebuilt + text[last:]
    ends = [0]
    for check in result.checks:
        assert ends[-1] <= check.start < check.end <= len(text)
        ends.append(check.end)
    asked = {(check.start, check.end) for check in result.checks}
    for item in result.replacements:
        assert item.certain or any(start <= item.start < end for start, end in asked)
    return result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna-Lise wept.", "[mother] wept."),
        ("anna lise wept.", "[mother] wept."),
        ("ANNALISE wept.", "[mother] wept."),
        ("Anna‑Lise’s tears.", "[mother]’s tears."),
        ("An\u00adna-Lise wept.", "[mother] wept."),
        ("Izzys cot.", "[infant]’s cot."),
        ("Isabel met Ms Field.", "[person] met [father]."),
        ("The Porters rang.", "The [family] rang."),
        ("Mrs P. and J. came.", "[mother or grandmother] and [infant] came."),
        ("lukasz sorensen and Lukas Soerensen paid.", "[lodger] and [lodger] paid."),
        ("L-I-S-E, she spelled; a b c.", "[mother], she spelled; a b c."),
        ("s o r e n s e n signed.", "[lodger] signed."),
        ("Iirs slept; Annalsie did not.", "[infant] slept; [mother] did not."),
        ("Seen at 3 Mill Ln, ne669zz.", "Seen at [address], [postcode]."),
        ("At St Bedes, near Bondgate.", "At [school], near [surgery]."),
        ("She saw Porter, Iris.", "She saw [infant]."),
        ("IzzyPorter posted.", "[infant] posted."),
    ],
)
def test_known_people_and_places_go_however_they_are_written(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At dawn she had faith in it.", "At dawn she had faith in it."),
        ("Dawn woke.", "[grandmother] woke."),
        ("in the night bill smiled at the baby", "in the night [father] smiled at the baby"),
        ("The bill was paid in the field.", "The bill was paid in the field."),
        ("Dr Baker sat by the baker.", "[health visitor] sat by the baker."),
    ],
)
def test_words_that_are_also_names_are_told_apart(text: str, expected: str) -> None:
    assert run(text).text == expected


def test_a_doubtful_word_is_replaced_and_asked_about() -> None:
    result = run("Faith is important here.")
    assert result.text == "[health visitor] is important here."
    assert [result.replacements[0].certain, len(result.checks)] == [False, 1]
    assert "Faith" not in result.checks[0].why


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "+44 (0)191 498 0123",
        "(0191) 498-0123",
        "QQ 12 34 56 C",
        "NE6 1AB",
        "ne61ab",
        "3 Mill Ln",
        "flat 4b",
        "@kaz_x",
        "NE23C00123",
        "AB12 CDE",
        "999 000 0018",
        "999-000-0019",
        "kaz.x@example.org",
        "www.example.org/kaz",
        "14/03/2025",
        "3rd March",
        "the third of March",
        "2025-03-03",
        "Sat 3 May '25",
        "TEZ 4821",
        "45/1187/25",
    ],
)
def test_numbers_addresses_and_dates_leave_nothing_of_themselves(number: str) -> None:
    case = CaseIdentities()
    result = run(f"It says crime ref {number} on the card.", case)
    assert not any(piece in result.text for piece in number.split() if any(map(str.isdigit, piece)))


def test_ten_digits_that_fail_the_check_go_and_are_asked_about() -> None:
    result = run("NHS 999 000 0019.")
    assert "0019" not in result.text
    assert len(result.checks) == 1


def test_dates_become_weeks_of_the_service_and_ages_and_scores_stay() -> None:
    result = run(
        "Seen on 25 July 2025, fourteen months old, 9.2 kg, PHQ-9 12/27, session 6, 39+4, 2/12 of milk, in May."
    )
    assert result.text == (
        "Seen in week 29, fourteen months old, 9.2 kg, PHQ-9 12/27, session 6, 39+4, 2/12 of milk, in May."
    )
    assert run("Born on 2 May 2024.").text == "Born on [date of birth]."


def test_strangers_get_a_role_that_stays_theirs() -> None:
    result = run("Her cousin Delphine Carter came from HMP Durham with mum's mate Kaz. kaz held Delphine's hand.")
    assert (
        result.text == "Her cousin [cousin] came from [prison] with mum's mate [friend]. [friend] held [cousin]'s hand."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Scan at Leeds General, then Newcastle University.", "Scan at [hospital], then [university]."),
        ("Karen Field rang.", "[relative] rang."),
        ("Police: Tony Hargrave, the neighbour.", "Police: [neighbour], the neighbour."),
        ("3/3/25 Home visit.", "Week 8 Home visit."),
        ("Three died: Tom, Winnie and the last.", "Three died: [person 1], [person 2] and the last."),
        ("He moved in with Shauna on Coniston Avenue.", "He moved in with [person] on [street]."),
        ("Final hearing 6-8 October.", "Final hearing week 39."),
        ("On the 308 bus along the A470.", "On the [route] bus along the [road]."),
        ("Next on the last Friday in August.", "Next on [date]."),
        ("She will miss Monday.", "She will miss Monday."),
        ("We sang “The Rocky Road to Dublin” twice.", "We sang “The Rocky Road to Dublin” twice."),
        ("The note read: “Gav is in the Freeman”.", "The note read: “[person] is in the [place]”."),
        ("seen at gartnavel w interpreter mr zhao", "seen at [place] w interpreter [interpreter]"),
        ("fight on union street, then balaam leisure centre", "fight on [street], then [centre]"),
        ("works nights at walkers, barred from the griffin", "works nights at [workplace], barred from the [place]"),
        ("her friend toks came w/ binita from the hub", "her friend [friend] came w/ [person] from the hub"),
        ("a bloke called spanner, and uncle righteous", "a bloke called [person], and uncle [uncle]"),
        ("on ward 7d at royal london since 3/2", "on [ward] at [town] since week 4"),
        ("baby ok at st boswells, west ham lost", "baby ok at [place], [town] lost"),
        ("Notice served 2/6. She said the 22nd.", "Notice served week 21. She said the [date]."),
        ("He scored 3/6 and is on the 25th, weight 6 kg.", "He scored 3/6 and is on the 25th, weight 6 kg."),
        ("Weight on the 25th. Back 2/12, 24/7 care.", "Weight on the 25th. Back 2/12, 24/7 care."),
        ("The bus: she knows the 76 from the 24.", "The bus: she knows the [route] from the [route]."),
        (
            "A geologist with Harbour Energy, who drank at The Swan.",
            "A geologist with [place 1], who drank at [place 2].",
        ),
        ("We met in West Cumberland, near Royal Cornhill.", "We met in [place], near [town]."),
        ("A man called Scouse Terry came.", "A man called Scouse [person] came."),
        ("On 12 June he copied her. PHQ-9 11. May I ask?", "In week 22 he copied her. PHQ-9 11. May I ask?"),
        ("Her Health Visitor and the Core Group met.", "Her Health Visitor and the Core Group met."),
    ],
)
def test_what_notes_seen_for_the_first_time_taught(text: str, expected: str) -> None:
    assert run(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ring deb fearon", "ring [health visitor]"),
        ("rang deborah f again", "rang [health visitor] again"),
        ("Rose Bullimoor came.", "[infant] came."),
        ("i said sing what rose sings", "i said sing what [infant] sings"),
        ("Rain on Second Wind, then Ghyllside.", "Rain on [town], then [place]."),
        ("support worker at sparkbrook welcome", "support worker at [organisation]"),
        ("Close to Tweedmouth Hub.", "Close to [centre]."),
        ("will wont feed, will has a cold", "[father] wont feed, [father] has a cold"),
        ("The penny dropped, and Rose-water was poured.", "The penny dropped, and Rose-water was poured."),
    ],
)
def test_short_forms_of_what_the_case_holds_go_and_idioms_stay(text: str, expected: str) -> None:
    case = CaseIdentities(
        people=(
            Identity(role="infant", name="Rose Bullimore"),
            Identity(role="father", name="Will Penny"),
            Identity(role="health visitor", name="Deborah Fearon"),
        ),
        addresses=("Narrowboat Second Wind, Kirkby", "Plot 6, Ghyllside Caravan Site"),
        organisations=("Sparkbrook Welcome Project", "Tweedmouth Family Hub"),
    )
    assert run(text, case).text == expected


def test_a_place_called_after_a_saint_is_no_person_of_the_case() -> None:
    case = CaseIdentities(people=(Identity(role="infant", name="Tyler-James Robson"),))
    result = run("Tickets for St James’ Park; James slept.", case)
    assert result.text == "Tickets for [park]; [infant] slept."


def test_two_people_of_one_role_are_numbered() -> None:
    twins = CaseIdentities(people=(Identity(role="infant", name="Ada Moss"), Identity(role="infant", name="Zeb Moss")))
    assert run("Ada fed. Zeb slept. Ada woke.", twins).text == "[infant 1] fed. [infant 2] slept. [infant 1] woke."


def test_the_names_of_the_field_stay_even_where_a_name_of_the_case_is_in_them() -> None:
    text = "Read The Very Hungry Caterpillar by the Moses basket; Mary Ainsworth, Winnicott, Watch, Wait and Wonder."
    case = CaseIdentities(
        people=(Identity(role="father", name="Moses Wonder"), Identity(role="mother", name="Mary Basket"))
    )
    assert run(text, case).text == text
    assert run("Moses held the baby and Mary rang.", case).text == "[father] held the baby and [mother] rang."


def test_a_rare_event_is_asked_about_and_not_changed() -> None:
    text = "They were on the local news in spring and won the county lottery."
    result = run(text, CaseIdentities())
    assert result.text == text
    assert len(result.checks) == 2
    assert all(check.why.endswith("?") for check in result.checks)


def test_what_the_therapist_keeps_stays_but_never_a_name_that_is_certain() -> None:
    text = "Faith is important, said Xantippa to Lise."
    result = Pseudonymiser(PORTERS).run(text, keep=frozenset(("Faith", "Xantippa", "Lise")))
    assert result.text == "Faith is important, said Xantippa to [mother]."


def test_a_role_that_holds_a_name_does_not_carry_it_out() -> None:
    case = CaseIdentities(
        people=(Identity(role="Izzy's nan", name="Dawn Porter"), Identity(role="infant", name="Izzy"))
    )
    assert "izzy" not in run("Dawn came.", case).text.lower()


def test_the_digest_changes_with_any_person_or_rule_and_with_nothing_else() -> None:
    first = Pseudonymiser(PORTERS).digest
    assert first == Pseudonymiser(dataclasses.replace(PORTERS)).digest
    people = (dataclasses.replace(PORTERS.people[0], phone="07700 900123"), *PORTERS.people[1:])
    others = (
        dataclasses.replace(PORTERS, people=people),
        dataclasses.replace(PORTERS, addresses=()),
        dataclasses.replace(PORTERS, service_start=date(2025, 1, 11)),
        dataclasses.replace(PORTERS, organisations=("Bondgate Surgery",)),
    )
    assert len({first, *(Pseudonymiser(case).digest for case in others)}) == 5


def test_the_digest_changes_with_each_thing_that_a_case_can_hold() -> None:
    whole = Identity(
        role="infant", name="Iris", aliases=("Izzy",), born=date(2024, 5, 2), due=date(2024, 5, 9),
        nhs_number="999 000 0018", phone="07700 900123", email="i@example.org",
    )  # fmt: skip
    case = dataclasses.replace(PORTERS, people=(whole,))
    changed = [
        dataclasses.replace(
            case, people=(dataclasses.replace(whole, **{part.name: type(getattr(whole, part.name))()}),)
        )
        if part.name not in ("born", "due")
        else dataclasses.replace(case, people=(dataclasses.replace(whole, **{part.name: None}),))
        for part in dataclasses.fields(Identity)
    ]
    changed += [
        dataclasses.replace(case, **{part.name: None if part.name == "service_start" else ()})
        for part in dataclasses.fields(CaseIdentities)
    ]
    digests = [Pseudonymiser(each).digest for each in (case, *changed)]
    assert len(set(digests)) == len(digests) == 13


def test_a_line_in_gives_a_line_out_and_a_bad_line_says_so() -> None:
    person = '{"role": "infant", "name": "Iris Porter", "born": "2024-05-02", "due": null}'
    raw = f'{{"text": "Iris slept.", "people": [{person}]}}'
    text, case = read_line(raw.encode())
    answer = write_line(Pseudonymiser(case).run(text))
    assert answer == (
        b'{"text":"[infant] slept.","replacements":[{"start":0,"end":4,"kind":"person","replacement":"[infant]",'
        b'"source":"case","certain":true}],"checks":[]}\n'
    )
    for bad in (
        b"",
        b"{",
        b"[]",
        b'{"text": 3}',
        b'{"people": []}',
        b'{"text": "x", "service_start": "soon"}',
        b"\xff",
    ):
        with pytest.raises(WrongUse):
            read_line(bad)


def test_an_empty_text_and_an_empty_case_are_no_trouble() -> None:
    assert run("", CaseIdentities()).text == ""
    assert run("\n \t", PORTERS).replacements == ()
    blank = CaseIdentities(people=(Identity(role="", name=""), Identity(role="mother", name="  -  ")), addresses=("",))
    assert run("She came home and slept.", blank).text == "She came home and slept."
