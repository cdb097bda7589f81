"""What stands behind the name of a place and says what it is: "rd", "hosp", "market"."""

from __future__ import annotations

from pipnotes.pseudonymise import organisations
from pipnotes.pseudonymise.words import set_of

HEADS = (
    organisations.HEADS
    | dict.fromkeys(organisations.STREETS - {"st", "dr", "green", "place", "bank", "view"}, "street")
    | {
        "hosp": "hospital", "hos": "hospital", "nick": "prison", "sch": "school", "uni": "university", "rec": "park",
        "foodbank": "food bank", "barbers": "shop", "barber": "shop", "takeaway": "shop", "chippy": "shop",
        "market": "market", "dock": "place", "docks": "place", "harbour": "place", "wood": "place", "woods": "place",
        "bay": "place", "sands": "place", "moor": "place", "fields": "place", "common": "place", "end": "place",
        "bridge": "place", "arcade": "shop", "quay": "place",
        "infirmary": "hospital", "park": "park", "cross": "place", "buildings": "building", "works": "workplace",
        "baptist": "church", "methodist": "church",
    }
)  # fmt: skip
# What stands before one and is no part of its name: "the local library", "high school".
PLAIN_BEFORE = set_of(
    """new old big little busy quiet nice local main side back front long short whole wrong right other different good
        bad special mainstream rented private council social sheltered temporary free same posh rough cold dark
        damp wet sunny narrow steep dirty shared open nearest cheap expensive empty town village church parish youth
        social sports swimming soft play bus train railway coach police fire petrol high state boarding sunday
        secondary primary junior infant comprehensive faith grammar magistrates crown county family civil youth
        supreme high housing trading industrial caravan holiday car theme safari national retail business science
        water skate dog pet corner sweet charity pound coffee chip betting second shopping garden leisure health
        medical care day night detention removal children childrens community civic call job contact drop work
        walk birth baby babies toddler book story sleep council dual country one"""
)
