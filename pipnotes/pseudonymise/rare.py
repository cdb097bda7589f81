"""Ask about events so rare that they tell who a family is without any name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipnotes.pseudonymise.model import Check

_EVENTS: tuple[tuple[str, str], ...] = (
    (
        r"(?:on|in|made|makes|hit) (?:the )?(?:\w{1,15} ){0,2}(?:news|papers?|press|newspapers?|headlines|tv|telly|television|radio|front page)\b"
        r"|went viral|gone viral|documentary|(?:local|national) (?:news|press|paper|radio)|chronicle|gazette|journalists?|reporters?|media (?:coverage|attention|interest)"
        r"|interviewed (?:on|by|for)|reality (?:show|tv)|crowdfund\w*|gofundme|made headlines|headline\b",
        "This seems to have been in the news. Could a reader find the family by it?",
    ),
    (
        r"(?:won|winning|wins|winner|win) (?:on )?(?:the |a |an )?(?:\w{1,15} ){0,3}(?:lottery|lotto|jackpot|award|prize|medal|championship|title|cup|competition|euromillions|election|raffle)\b"
        r"|lottery win\w*|scratchcard|was awarded (?:the |an |a )(?:mbe|obe|medal)|bake off|got talent|x factor|world record|record[- ]breaking",
        "Few families can say this. Could a reader find the family by it?",
    ),
    (
        r"murder\w*|manslaughter|\bstabb(?:ed|ing)\b|\bshot dead\b|shooting|killed (?:by|in|when|her|his|at|on)|was killed|homicide|inquest|coroner|house fire|arson|explosion|"
        r"gas leak|plane crash|train crash|helicopter|drowned|drowning|kidnap\w*|abduct\w*|terror(?:ist|ism)? ?(?:attack)?|bombing|earthquake|flooded out|struck by lightning|"
        r"avalanche|shipwreck|siege|armed police|hit and run|serious case review|public inquiry|cold case|went missing|missing person",
        "This event may be known in the area. Could a reader find the family by it?",
    ),
    (
        r"triplets|quadruplets|quads\b|conjoined|surrogate|surrogacy|born (?:on|at) (?:christmas|new year|midnight|the stroke)[\w ’']{0,10}|born (?:in|on) (?:a|the|an) (?:car|taxi|ambulance|train|plane|lift|"
        r"motorway|lay-?by|car park|bus|ferry|boat|roadside|supermarket)|first (?:baby|person|woman|man|family|case) (?:\w{1,12} ){0,4}(?:in|of) (?:the|this) (?:county|country|town|village|region|year|uk|world|hospital)|"
        r"only (?:\w{1,15} ){1,3}(?:in|on) (?:the|this|our) (?:village|town|county|island|school|estate|street|area|region|country)|one of (?:only )?(?:two|three|four|five|a handful)\b[\w ]{0,20} in (?:the|this) (?:\w+ )?(?:country|county|world|uk|village|town)|"
        r"rare (?:syndrome|condition|disease|disorder|cancer|genetic)",
        "This is uncommon enough to point at one family. Does the supervisor need it?",
    ),
    (
        r"\b(?:mayor|mayoress|councillor|member of parliament|the mp\b|celebrity|famous|footballer|premier league|olympic\w*|paralympic\w*|pop star|actor on|actress on|influencer|youtuber|"
        r"well[- ]known (?:in|locally|local|family|name)|high sheriff|lord lieutenant|bishop of|headteacher of|head teacher of|chief constable|news ?reader|tv presenter|royal family|refugee of|deported|extradit\w*|witness protection)",
        "This role or standing may be known in the area. Could a reader find the family by it?",
    ),
)
# One rare stem must be in the note before any expression is tried; most notes hold none.
_STEMS = re.compile(
    r"news|paper|press|headline|\btv\b|telly|televis|radio|front page|viral|documentar|chronicle|gazette|journalis|reporter|media|interviewed|reality|crowdfund|gofundme|"
    r"\bw[io]n|lotter|scratchcard|awarded|bake off|talent|x factor|record|murder|manslaught|stabb|shot|shoot|kill|homicid|inquest|coroner|fire|arson|explos|gas leak|"
    r"crash|helicopter|drown|kidnap|abduct|terror|bomb|earthq|flooded|lightning|avalanche|shipwreck|siege|armed|hit and run|case review|inquiry|cold case|missing|"
    r"triplet|quad|conjoin|surroga|born|first|only|one of|rare|mayor|councillor|parliament|the mp|celebrit|famous|football|premier|olympic|pop star|act(?:or|ress) on|"
    r"influencer|youtuber|well[- ]known|sheriff|lieutenant|bishop|head ?teacher|constable|presenter|royal|refugee|deported|extradit|witness"
)
_COMPILED = tuple((re.compile(rf"\b(?:{pattern})", re.I), why) for pattern, why in _EVENTS)


def find(text: str) -> Iterator[Check]:
    """Yield a question for every stretch that tells of something rare, in no order; stretches may overlap."""
    for expression, why in _COMPILED:
        for match in expression.finditer(text):
            yield Check(start=match.start(), end=match.end(), why=why)
