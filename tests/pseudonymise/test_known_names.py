"""The names, initials and addresses of a case go also where they look like words, and like words they stay words."""

from __future__ import annotations

import pytest

from pipnotes.pseudonymise import CaseIdentities, Identity, Pseudonymised, Pseudonymiser


def case(*people: tuple[str, ...], addresses: str = "", organisations: str = "") -> CaseIdentities:
    """Return a case of people given as role, name and nicknames; addresses and organisations parted by bars."""
    return CaseIdentities(
        people=tuple(Identity(role=role, name=name, aliases=tuple(rest)) for role, name, *rest in people),
        addresses=tuple(part for part in addresses.split("|") if part),
        organisations=tuple(part for part in organisations.split("|") if part),
    )


def run(text: str, of: CaseIdentities) -> Pseudonymised:
    """Return the answer, having checked that whatever is unsure is asked about."""
    result = Pseudonymiser(of).run(text)
    asked = {(check.start, check.end) for check in result.checks}
    for item in result.replacements:
        assert item.certain or any(start <= item.start < end for start, end in asked)
    return result


HUGHES = case(
    ("infant", "Elsa Hughes"), ("mother", "Alexa Robertson"), ("father", "Fraser Hughes"), ("sister", "Anna Hughes")
)
VALE = case(
    ("infant", "Ben Price"), ("mother", "Tara Vale"), ("father", "Don Vale"), ("aunt", "Lena Ash"),
    ("uncle", "Carl Poole"), ("grandmother", "Petra Nina Dale"), ("grandfather", "Noel Hugh Shaw"),
    ("lodger", "Paul Morris"),
)  # fmt: skip
HOUGHTON = case(("mother", "Danielle Houghton"), ("health visitor", "Hollie Rowan"))
WILL = case(("mother", "Grace Will"), ("father", "Mark Will"), ("aunt", "Blessing Adebayo"))
REED = case(("infant", "Zak Reed"), ("mother", "Dee Reed"), ("father", "Harry Reed"), ("sister", "Gina Reed"))
NOWAK = case(("mother", "Małgorzata Wiśniewska", "Gosia"), ("grandmother", "Barbara Nowak", "Nana B"))
KHAN = case(("father", "Mohammed Khan", "Mo"))
HILL = case(
    ("infant", "June Hill"), ("mother", "Grace Hill"), ("father", "Mark Hill"), ("brother", "Max Hill"),
    ("health visitor", "Joy Blake"),
)  # fmt: skip
DUNN = case(
    ("infant", "May Dunn"), ("mother", "April Dunn"), ("father", "August Dunn"), ("uncle", "Jan Dunn"),
    ("lodger", "Dec Dunn"),
)  # fmt: skip
MEER = case(("infant", "Saskia van der Meer"), ("mother", "Joke van der Meer"))
VELDE = case(
    ("infant", "Xanthe van de Velde"), ("mother", "Ann van den Berg"), ("father", "Tom van 't Hoff"),
    ("uncle", "Rui dos Santos"), ("aunt", "Mona bin Laden"), ("grandmother", "Corrie ten Boom"),
)  # fmt: skip
BRIEN = case(("mother", "Siobhan O'Brien"), ("infant", "Finn O'Connor"), ("father", "Raj D'Souza"))
JOHN = case(("father", "Peter St John"), ("mother", "Declan McAllister"))
SMITH = case(
    ("mother", "Anna Smith"), ("infant", "Ida Brown"), ("uncle", "Ed Page"), ("grandmother", "Di Will")
)  # fmt: skip
MENSAH = case(("infant", "Junior Mensah"), ("mother", "Ama Mensah"))
COLE = case(
    ("infant", "Grace Cole"), ("brother", "Drew Cole"), ("father", "Mat Cole"), ("uncle", "Bob Cole"),
    ("social worker", "Joy Blake"), ("health visitor", "Destiny Okoro"),
)  # fmt: skip
WORDS = case(
    ("doctor", "Lin Ng"), ("health visitor", "Hope Marsh"), ("psychiatrist", "Una Young"), ("infant", "Grace Brown"),
    ("social worker", "Joy Bell"), ("grandfather", "Teddy Bell"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("of", "text", "expected"),
    [
        (HUGHES, "Elsa's attachment to Alexa is secure.", "[infant]'s attachment to [mother] is secure."),
        (HUGHES, "We spoke about attachment; Alexa cried.", "We spoke about attachment; [mother] cried."),
        (HUGHES, "Fraser wrote to the court.", "[father] wrote to the court."),
        (HUGHES, "EPDS score Alexa 14, Fraser 9", "EPDS score [mother] 14, [father] 9"),
        (HUGHES, "Alexa Robertson wrote to us.", "[mother] wrote to us."),
        (HUGHES, "He wrote to Elsa and Anna.", "He wrote to [infant] and [sister]."),
        (HUGHES, "Fraser competence was discussed.", "Fraser competence was discussed."),
    ],
)
def test_a_name_of_the_case_goes_also_where_it_is_a_name_of_the_field(
    of: CaseIdentities, text: str, expected: str
) -> None:
    assert run(text, of).text == expected


def test_a_name_of_the_case_beside_a_word_of_the_field_is_asked_about() -> None:
    assert [check.start for check in run("Elsa's attachment is secure. At noon Alexa came.", HUGHES).checks] == [0]


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (VALE, "The DV started in May. DV stopped."),
        (VALE, "BP dropped after birth. BP low. BP 120/80."),
        (VALE, "CP started. LA refused. NHS refused. With LA and CP."),
        (VALE, "PND started in March."),
        (VALE, "TV was on all session. Seen at 2 PM."),
        (VALE, "arrived 2 pm left 3 pm"),
        (VALE, "watching tv stopped"),
        (VALE, "bp remained low"),
        (VALE, "dv reported"),
        (VALE, "vit k + d. given"),
        (VALE, "hep b + d. given"),
        (VALE, "stayed at b&b, then home."),
        (VALE, "plan a and b. ok with this"),
        (case(("mother", "Erin Vale")), "taken to a&e. seen by dr."),
        (HOUGHTON, "The DH has an HR. Her HR was 120."),
        (WILL, "MW visited. MW rang."),
        (WILL, "Has a BA in English."),
        (case(("mother", "Tara Cole"), ("father", "Les Dean")), "TC to mum. By LD team. TC to be arranged."),
        (BRIEN, "r d's mum. a lot o' it, d'you see"),
    ],
)
def test_short_forms_are_not_people(of: CaseIdentities, text: str) -> None:
    assert run(text, of).text == text


@pytest.mark.parametrize(
    ("of", "text", "expected"),
    [
        (HOUGHTON, "Home visit to DH and HR.", "Home visit to [mother] and [health visitor]."),
        (HOUGHTON, "I met with DH today.", "I met with [mother] today."),
        (HOUGHTON, "DH low, HR asleep", "[mother] low, [health visitor] asleep"),
        (HOUGHTON, "dh low, hr asleep", "[mother] low, [health visitor] asleep"),
        (HOUGHTON, "DH to ring. DH’s mum.", "[mother] to ring. [mother]’s mum."),
        (VALE, "DV said hello. BP cried.", "[father] said hello. [infant] cried."),
        (WILL, "GW low, MW away", "[mother] low, [father] away"),
        (WILL, "MW rang GW. GW + MW.", "MW rang [mother]. [mother] + [father]."),
        (WILL, "BA low", "[aunt] low"),
        (WILL, "ba low", "[aunt] low"),
        (REED, "d low, h asleep", "[mother] low, [father] asleep"),
        (REED, "z ok", "[infant] ok"),
        (REED, "g at work", "[sister] at work"),
        (REED, "h and z, in bath", "[father] and [infant], in bath"),
        (NOWAK, "GW rang.", "[mother] rang."),
        (NOWAK, "nana b minding", "[grandmother] minding"),
        (NOWAK, "Nana B is minding him.", "[grandmother] is minding him."),
        (BRIEN, "S O'B rang.", "[mother] rang."),
        (BRIEN, "Ms O'B upset.", "[mother] upset."),
        (BRIEN, "Mum (SO’B) rang.", "Mum ([mother]) rang."),
        (BRIEN, "s o'b rang, mrs o'b low", "[mother] rang, [mother] low"),
        (HOUGHTON, "Present: DH, baby. DH was sad.", "Present: [mother], baby. [mother] was sad."),
        (HOUGHTON, "Mum (DH) in. Dad and HR.", "Mum ([mother]) in. Dad and HR."),
        (HOUGHTON, "i met DH. she was ok", "i met [mother]. she was ok"),
    ],
)
def test_initials_of_the_case_go_where_people_are_spoken_of(of: CaseIdentities, text: str, expected: str) -> None:
    assert run(text, of).text == expected


@pytest.mark.parametrize(("of", "text"), [(HOUGHTON, "I met DH."), (WILL, "GW low, MW away"), (REED, "z ok")])
def test_initials_that_are_also_a_short_form_are_asked_about(of: CaseIdentities, text: str) -> None:
    assert run(text, of).checks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 3 mo said she was ok", "at 3 [father] said she was ok"),
        ("phq-9 3. mo sang", "phq-9 3. [father] sang"),
        ("EPDS 11. Mo in tears", "EPDS 11. [father] in tears"),
        ("she is 8 mo old", "she is 8 mo old"),
        ("seen at 8 mo, well", "seen at 8 mo, well"),
    ],
)
def test_mo_is_months_only_right_behind_a_number(text: str, expected: str) -> None:
    assert run(text, KHAN).text == expected


@pytest.mark.parametrize(
    ("address", "text", "expected"),
    [
        ("8 The Avenue", "Woke at 8 the baby cried", "Woke at 8 the baby cried"),
        ("14 New Road", "She has 14 new words", "She has 14 new words"),
        ("14 New Road", "visit to 14 new on tuesday", "visit to [address] on tuesday"),
        ("14 New Road", "visit to 14 new rd", "visit to [address]"),
        ("7 Back Lane", "Up at 7 back to bed", "Up at 7 back to bed"),
        ("5 High Street", "EPDS 5 high", "EPDS 5 high"),
        ("3a Mill Lane", "Section 3a applies.", "Section 3a applies."),
        ("3a Mill Lane", "CIN step 3a", "CIN step 3a"),
        ("3a Mill Lane", "Seen at 3a today.", "Seen at [address] today."),
        ("3a Mill Lane", "We talked. They live at 3a Mill.", "We talked. They live at [address]."),
        ("22b Mill Lane", "next visit 22b tues", "next visit [address] tues"),
        ("14 Hedgehope Road", "seen 14 hedgehope", "seen [address]"),
        ("Marble Hall Road", "walked, marble hall, then home", "walked, [street], then home"),
        ("Duckett's Common", "Walked to Duckett's Common.", "Walked to [town]."),
        ("Duckett's Common", "Walked to Ducketts Common.", "Walked to [town]."),
    ],
)
def test_a_short_form_of_an_address_must_stand_as_one(address: str, text: str, expected: str) -> None:
    assert run(text, case(("mother", "Sana Khan"), addresses=address)).text == expected


@pytest.mark.parametrize(
    ("organisation", "text", "expected"),
    [
        ("Waterside Health Centre", "Seen at Waterside HC.", "Seen at [centre]."),
        ("Hope Surgery", "rang Hope surg today", "rang [surgery] today"),
    ],
)
def test_short_words_for_a_surgery_or_a_centre_are_known(organisation: str, text: str, expected: str) -> None:
    assert run(text, case(("mother", "Sana Khan"), organisations=organisation)).text == expected


@pytest.mark.parametrize(
    ("of", "text", "expected"),
    [
        (HILL, "weighed june today", "weighed [infant] today"),
        (HILL, "held june while grace made tea", "held [infant] while [mother] made tea"),
        (HILL, "worried re june", "worried re [infant]"),
        (HILL, "mark took june to the park", "[father] took [infant] to the park"),
        (HILL, "grace/june attachment", "[mother]/[infant] attachment"),
        (HILL, "June (14 weeks) slept in the sling.", "[infant] (14 weeks) slept in the sling."),
        (HILL, "June, 14 weeks, is well", "[infant], 14 weeks, is well"),
        (HILL, "June 4 months, Max 3 years", "[infant] 4 months, [brother] 3 years"),
        (HILL, "june 3/12 thriving", "[infant] 3/12 thriving"),
        (HILL, "There was little of June in the room.", "There was little of [infant] in the room."),
        (HILL, "Since June was born, Mark drinks.", "Since [infant] was born, [father] drinks."),
        (HILL, "Grace saw herself in June.", "[mother] saw herself in [infant]."),
        (HILL, "The weight of June was 4.2 kg.", "The weight of [infant] was 4.2 kg."),
        (HILL, "photo of June on the wall", "photo of [infant] on the wall"),
        (HILL, "DISCUSSED JUNE AND GRACE AT MDT", "DISCUSSED [infant] AND [mother] AT MDT"),
        (HILL, "HV JOY TO WEIGH JUNE", "HV [health visitor] TO WEIGH [infant]"),
        (HILL, "Present:\nJune\nMum", "Present:\n[infant]\nMum"),
        (HILL, "The report is due by early June.", "The report is due by early June."),
        (HILL, "The review is due in June.", "The review is due in June."),
        (HILL, "next review in june", "next review in june"),
        (HILL, "since june he has been home", "since june he has been home"),
        (HILL, "Mum is off from May to June. By June it eased.", "Mum is off from May to June. By June it eased."),
        (HILL, "At the end of June she moved.", "At the end of June she moved."),
        (DUNN, "held april while we talked", "held [mother] while we talked"),
        (DUNN, "she may come in april", "she may come in april"),
        (DUNN, "weighed may today", "weighed [infant] today"),
        (DUNN, "HELD MAY AND APRIL", "HELD [infant] AND [mother]"),
        (DUNN, "MUM MAY NEED HELP", "MUM MAY NEED HELP"),
        (DUNN, "jan asleep, dec rang", "[uncle] asleep, [lodger] rang"),
        (DUNN, "seen in dec and in jan", "seen in dec and in jan"),
    ],
)
def test_a_month_that_is_a_name_of_the_case_goes_but_beside_a_word_of_time(
    of: CaseIdentities, text: str, expected: str
) -> None:
    assert run(text, of).text == expected


@pytest.mark.parametrize(
    ("of", "text", "expected"),
    [
        (MEER, "Saskia van der Meer was tired.", "[infant] was tired."),
        (MEER, "The van der Meers came.", "The [family] came."),
        (MEER, "We saw the van der Meers.", "We saw the [family]."),
        (MEER, "Meer, Saskia van der: seen.", "[infant]: seen."),
        (MEER, "Joke vd Meer rang.", "[mother] rang."),
        (MEER, "The van is here.", "The van is here."),
        (VELDE, "xanthe van de velde slept", "[infant] slept"),
        (VELDE, "Ann van den Berg rang.", "[mother] rang."),
        (VELDE, "Tom van 't Hoff rang.", "[father] rang."),
        (VELDE, "The van ’t Hoffs came.", "The [family] came."),
        (VELDE, "The dos Santos family came.", "The [family] came."),
        (VELDE, "The bin Laden family came.", "The [family] came."),
        (VELDE, "The ten Boom family came.", "The [family] came."),
        (VELDE, "The bin is full; ten people came.", "The bin is full; ten people came."),
        (BRIEN, "the d'souzas came", "the [family] came"),
        (BRIEN, "the o'connors came", "the [family] came"),
        (case(("aunt", "Maria da Silva e Costa")), "Maria da Silva came.", "[aunt] came."),
        (case(("aunt", "Ann Mc Donald")), "the mcdonalds came", "the [family] came"),
        (JOHN, "St. John rang.", "[father] rang."),
        (JOHN, "The St. Johns came.", "The [family] came."),
        (JOHN, "Declan Mc-\nAllister rang.", "[mother] rang."),
        (JOHN, "Mc\nAllister rang.", "[mother] rang."),
        (SMITH, "the smiths came", "the [family] came"),
        (SMITH, "the browns came", "the [family] came"),
        (SMITH, "the wills are moving", "the [family] are moving"),
        (SMITH, "the pages came", "the [family] came"),
        (SMITH, "the pages of the book", "the pages of the book"),
        (MENSAH, "Junior slept.", "[infant] slept."),
        (MENSAH, "Junior Mensah slept.", "[infant] slept."),
        (MENSAH, "The junior doctor rang.", "The junior doctor rang."),
    ],
)
def test_family_names_go_whole(of: CaseIdentities, text: str, expected: str) -> None:
    assert run(text, of).text == expected


@pytest.mark.parametrize(
    ("of", "text", "expected"),
    [
        (COLE, "hv mat tired, epds 12", "hv [father] tired, epds 12"),
        (COLE, "dad took drew to the park", "dad took [brother] to the park"),
        (COLE, "little grace smiled", "little [infant] smiled"),
        (COLE, "how is bob with strangers", "how is [uncle] with strangers"),
        (
            COLE,
            "We met at noon. Joy from social services is due. Mum was well.",
            "We met at noon. [social worker] from social services is due. Mum was well.",
        ),
        (
            COLE,
            "We met at noon. Destiny from social services is due. Mum was well.",
            "We met at noon. [health visitor] from social services is due. Mum was well.",
        ),
        (COLE, "she drew a cat on the play mat", "she drew a cat on the play mat"),
        (WORDS, "The NG tube came out.", "The NG tube came out."),
        (WORDS, "Still on NG feeds.", "Still on NG feeds."),
        (WORDS, "ng fed overnight", "ng fed overnight"),
        (WORDS, "Dr Ng rang.", "[doctor] rang."),
        (WORDS, "i hope so", "i hope so"),
        (WORDS, "hope rang", "[health visitor] rang"),
        (WORDS, "Young babies look away.", "Young babies look away."),
        (WORDS, "went to young mums group", "went to young mums group"),
        (WORDS, "full of grace and joy", "full of grace and joy"),
        (WORDS, "brown stool today", "brown stool today"),
        (WORDS, "teddy bear held", "teddy bear held"),
        (WORDS, "Bell rang. Teddy came.", "[family name] rang. [grandfather] came."),
    ],
)
def test_common_words_that_are_names_of_the_case_are_told_by_their_neighbours(
    of: CaseIdentities, text: str, expected: str
) -> None:
    assert run(text, of).text == expected


def test_a_character_of_which_nothing_is_left_raises_nothing() -> None:
    assert run("Dee came. \uff9e b", REED).text.startswith("[mother] came.")
    assert run("Vale came.", case(("mother", "\uff9e Vale"), ("father", "\uff9e"))).text == "[mother] came."
