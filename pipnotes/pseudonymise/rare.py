"""Ask about events so rare that they tell who a family is without any name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipnotes.pseudonymise.model import Check
from pipnotes.pseudonymise.tokens import Note

_EVENTS: tuple[tuple[str, str], ...] = (
    (
        r"(?:on|in|made|makes|hit) (?:the )?(?:\w{1,15} ){0,2}(?:news|papers?|press|newspapers?|headlines|tv|telly"
        r"|television|radio|front page)\b"
        r"|went viral|gone viral|documentary|(?:local|national) (?:news|press|paper|radio)|chronicle|gazette"
        r"|journalists?|reporters?|media (?:coverage|attention|interest)"
        r"|interviewed (?:on|by|for)|reality (?:show|tv)|crowdfund\w*|gofundme|made headlines|headline\b",
        "This seems to have been in the news. Could a reader find the family by it?",
    ),
    (
        r"(?:won|winning|wins|winner|win) (?:on )?(?:the |a |an )?(?:\w{1,15} ){0,3}(?:lottery|lotto|jackpot|award"
        r"|prize|medal|championship|title|cup|competition|euromillions|election|raffle)\b"
        r"|lottery|lotto\b|jackpot|scratchcard|was awarded (?:the |an |a )(?:mbe|obe|medal)|bake off|got talent"
        r"|x factor|world record|record[- ]breaking",
        "Few families can say this. Could a reader find the family by it?",
    ),
    (
        r"murder\w*|manslaughter|\bstabb(?:ed|ing)\b|\bshot dead\b|shooting|killed (?:by|in|when|her|his|at|on)"
        r"|was killed|homicide|inquest|coroner|house fire|arson|explosion|"
        r"gas leak|plane crash|train crash|helicopter|drowned|drowning|kidnap\w*|abduct\w*|terror(?:ist"
        r"|ism)? ?(?:attack)?|bombing|earthquake|flooded out|struck by lightning|"
        r"avalanche|shipwreck|siege|armed police|hit and run|serious case review|public inquiry|cold case"
        r"|went missing|missing person",
        "This event may be known in the area. Could a reader find the family by it?",
    ),
    (
        r"triplets|quadruplets|quads\b|conjoined|surrogate|surrogacy|born (?:on|at) (?:christmas|new year|midnight"
        r"|the stroke)[\w ’']{0,10}|born (?:in|on) (?:a|the|an) (?:car|taxi|ambulance|train|plane|lift|"
        r"motorway|lay-?by|car park|bus|ferry|boat|roadside|supermarket)|first (?:baby|person|woman|man|family"
        r"|case) (?:\w{1,12} ){0,4}(?:in|of) (?:the|this) (?:county|country|town|village|region|year|uk|world"
        r"|hospital)|"
        r"only (?:\w{1,15} ){1,3}(?:in|on) (?:the|this|our) (?:village|town|county|island|school|estate|street"
        r"|area|region|country)|one of (?:only )?(?:two|three|four|five|a handful)\b[\w ]{0,20} in (?:the"
        r"|this) (?:\w+ )?(?:country|county|world|uk|village|town)|"
        r"rare (?:syndrome|condition|disease|disorder|cancer|genetic)",
        "This is uncommon enough to point at one family. Does the supervisor need it?",
    ),
    (
        r"\b(?:mayor|mayoress|councillor|member of parliament|the mp\b|celebrity|famous|footballer|premier league"
        r"|olympic\w*|paralympic\w*|pop star|actor on|actress on|influencer|youtuber|"
        r"well[- ]known (?:in|locally|local|family|name)|high sheriff|lord lieutenant|bishop of|headteacher of"
        r"|head teacher of|chief constable|news ?reader|tv presenter|royal family|refugee of|deported|extradit\w*"
        r"|witness protection)",
        "This role or standing may be known in the area. Could a reader find the family by it?",
    ),
)
# The words of which one must be there before an expression is tried at all; most notes hold none.
_SIGNS = tuple(
    frozenset(text.split())
    for text in (
        """news paper papers press newspaper newspapers headline headlines tv telly television radio front viral
            documentary chronicle gazette journalist journalists reporter reporters media interviewed reality
            crowdfund crowdfunded crowdfunding crowdfunder gofundme""",
        """won win wins winning winner lottery lotto scratchcard awarded bake talent factor record breaking""",
        """murder murdered murderer manslaughter stabbed stabbing shot shooting killed homicide inquest coroner coroners
            fire arson explosion gas crash helicopter drowned drowning kidnap kidnapped kidnapping abducted
            abduction terror terrorist terrorism bombing earthquake flooded lightning avalanche shipwreck siege
            armed hit serious inquiry cold missing""",
        """triplets quadruplets quads conjoined surrogate surrogacy born first only one rare""",
        """mayor mayoress councillor parliament mp celebrity famous footballer premier olympic olympics olympian
        paralympic paralympics paralympian pop actor actress influencer youtuber known sheriff lieutenant bishop
            headteacher teacher constable newsreader reader presenter royal refugee deported extradited witness""",
    )
)
_COMPILED = tuple(
    (signs, re.compile(rf"\b(?:{pattern})", re.I), why) for signs, (pattern, why) in zip(_SIGNS, _EVENTS, strict=True)
)


def find(note: Note) -> Iterator[Check]:
    """Yield a question for every stretch that tells of something rare, in no order; stretches may overlap."""
    for signs, expression, why in _COMPILED:
        if signs.isdisjoint(note.vocabulary):
            continue
        places = [(note.starts[i], note.ends[i]) for i, low in enumerate(note.lows) if low in signs]
        for start, end in note.windows(places, 60):
            for match in expression.finditer(note.text, start, end):
                yield Check(start=match.start(), end=match.end(), why=why)
