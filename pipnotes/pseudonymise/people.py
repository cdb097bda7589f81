"""What a neighbouring word tells of a person whom nobody put in the case: friend, landlord, social worker."""

from __future__ import annotations

import re

from pipnotes.pseudonymise.tokens import Note

# A word for a relation or a calling, and the role that it gives.
RELATIONS = {
    "sil": "sister-in-law", "bil": "brother-in-law", "mil": "mother-in-law", "fil": "father-in-law",
    "friend": "friend", "friends": "friend", "mate": "friend", "mates": "friend", "pal": "friend", "bestie": "friend",
    "bestfriend": "friend", "buddy": "friend", "neighbour": "neighbour", "neighbours": "neighbour",
    "cousin": "cousin", "cousins": "cousin", "aunt": "aunt", "auntie": "aunt", "aunty": "aunt", "uncle": "uncle",
    "sister": "sister", "sis": "sister", "brother": "brother", "bro": "brother", "nan": "grandmother",
    "nana": "grandmother", "nanny": "grandmother", "gran": "grandmother", "granny": "grandmother",
    "grandma": "grandmother", "grandmother": "grandmother", "grandad": "grandfather", "granddad": "grandfather",
    "grandpa": "grandfather", "grandfather": "grandfather", "grampy": "grandfather", "taid": "grandfather",
    "nain": "grandmother", "mamgu": "grandmother", "tadcu": "grandfather", "babcia": "grandmother",
    "partner": "partner", "boyfriend": "boyfriend", "girlfriend": "girlfriend", "bf": "boyfriend", "gf": "girlfriend",
    "husband": "husband", "wife": "wife", "ex": "ex-partner", "fiance": "partner", "fiancee": "partner", "son": "son",
    "daughter": "daughter", "niece": "niece", "nephew": "nephew", "godmother": "godmother", "godfather": "godfather",
    "stepdad": "stepfather", "stepfather": "stepfather", "stepmum": "stepmother", "stepmother": "stepmother",
    "stepson": "stepson", "stepdaughter": "stepdaughter", "stepbrother": "stepbrother", "stepsister": "stepsister",
    "landlord": "landlord", "landlady": "landlady", "boss": "manager", "manager": "manager", "colleague": "colleague",
    "teacher": "teacher", "headteacher": "headteacher", "worker": "worker", "keyworker": "key worker",
    "visitor": "visitor", "midwife": "midwife", "gp": "GP", "doctor": "doctor", "nurse": "nurse",
    "solicitor": "solicitor", "barrister": "barrister", "judge": "judge", "consultant": "consultant",
    "psychologist": "psychologist", "psychiatrist": "psychiatrist", "counsellor": "counsellor",
    "therapist": "therapist", "officer": "officer", "childminder": "childminder", "babysitter": "babysitter",
    "interpreter": "interpreter", "imam": "imam", "vicar": "vicar", "priest": "priest", "pastor": "pastor",
    "carer": "carer", "carers": "carer", "dog": "pet", "cat": "pet", "puppy": "pet", "kitten": "pet",
    "doula": "doula", "supervisor": "supervisor", "student": "student", "paediatrician": "paediatrician",
    "housemate": "housemate", "flatmate": "housemate", "lodger": "lodger", "hv": "health visitor",
    "sw": "social worker", "mw": "midwife", "hairdresser": "hairdresser", "tutor": "tutor", "coach": "coach",
    "guardian": "guardian", "mentor": "mentor", "advocate": "advocate", "sonographer": "sonographer",
    "obstetrician": "obstetrician", "physio": "physiotherapist", "dietitian": "dietitian", "pharmacist": "pharmacist",
    "dentist": "dentist", "stalker": "person", "twin": "sibling", "siblings": "sibling", "sibling": "sibling",
    "toddler": "child", "child": "child", "baby": "baby", "infant": "baby", "mother": "person", "mum": "person",
    "mummy": "person", "mam": "person", "father": "person", "dad": "person", "daddy": "person", "named": "person",
    "called": "person", "name": "person", "nickname": "person", "aka": "person", "grandson": "grandchild",
    "granddaughter": "grandchild", "grandchild": "grandchild", "owner": "person", "receptionist": "receptionist",
    "volunteer": "volunteer", "chaplain": "chaplain", "trainee": "trainee", "lad": "person", "lads": "person",
    "fsw": "family support worker", "psw": "family support worker", "fnp": "family nurse", "iro": "reviewing officer",
    "cpn": "nurse", "ot": "therapist", "slt": "therapist", "hamster": "pet", "rabbit": "pet", "bunny": "pet",
    "budgie": "pet", "parrot": "pet", "pony": "pet", "horse": "pet",
    "tortoise": "pet", "goldfish": "pet", "grandparents": "grandparent", "nanna": "grandmother",
    "nannan": "grandmother", "employer": "employer", "hhj": "judge", "guard": "officer", "ustadh": "teacher",
    "sheikh": "imam", "rabbi": "rabbi",
    "canon": "priest", "deacon": "priest", "girl": "person", "boy": "person", "bloke": "person",
    "woman": "person", "man": "person", "lady": "person", "chap": "person", "guy": "person", "fella": "person",
    "chacha": "uncle", "chachi": "aunt", "khala": "aunt", "tia": "aunt", "tio": "uncle", "postie": "person",
}  # fmt: skip
_TWO_WORDS = {
    ("social", "worker"): "social worker", ("support", "worker"): "support worker", ("key", "worker"): "key worker",
    ("family", "worker"): "family worker", ("outreach", "worker"): "outreach worker",
    ("health", "visitor"): "health visitor", ("probation", "officer"): "probation officer",
    ("police", "officer"): "police officer", ("foster", "carer"): "foster carer",
    ("foster", "carers"): "foster carer", ("foster", "mother"): "foster mother", ("foster", "mum"): "foster mother",
    ("foster", "father"): "foster father", ("foster", "dad"): "foster father", ("ex", "partner"): "ex-partner",
    ("ex", "boyfriend"): "ex-partner", ("ex", "husband"): "ex-partner", ("ex", "wife"): "ex-partner",
    ("ex", "girlfriend"): "ex-partner", ("nursery", "nurse"): "nursery nurse", ("family", "nurse"): "family nurse",
    ("community", "nurse"): "nurse", ("nursery", "worker"): "nursery worker",
    ("housing", "officer"): "housing officer", ("mother", "in"): "person",
}  # fmt: skip
TITLED = {
    "canon": "priest", "monsignor": "priest", "pastor": "pastor", "maulana": "imam", "mufti": "imam",
    "dr": "doctor", "prof": "professor", "professor": "professor", "nurse": "nurse", "pc": "police officer",
    "sgt": "police officer", "fr": "priest", "rev": "vicar", "reverend": "vicar", "father": "priest", "imam": "imam",
    "judge": "judge", "cllr": "councillor", "justice": "judge", "hhj": "judge", "rabbi": "rabbi", "sheikh": "imam",
    "dc": "police officer", "ds": "police officer", "di": "police officer", "pcso": "police officer",
    "bishop": "priest", "capt": "officer", "captain": "officer", "major": "officer", "corporal": "soldier",
    "cpl": "soldier",
    "inspector": "police officer", "sergeant": "police officer", "constable": "police officer",
}  # fmt: skip
TITLES = frozenset(
    """fr judge mr mrs ms miss mx dr prof professor rev reverend cllr pc sgt dci sister nurse auntie aunty uncle
        lord lady sir dame canon monsignor pastor imam maulana mufti deacon giani hhj rabbi sheikh ustadh
        inspector sergeant constable capt captain major corporal cpl lt colonel pani dona chacha chachi khala tia tio
        mama baba dc ds pcso bishop""".split()
)
_AFTER = re.compile(
    r"(?:,| \(| [-–—]) ?(?:who (?:is|was) )?(?:(?:her|his|their|the|a|an|mum[’']s|mums|dad[’']s|mother[’']s"
    r"|father[’']s|my|our|one of her|is her|is his)\s)?"
    r"(?:(?:new|old|best|close|school|work|younger|older|elder|half|ex|late|former|social|support|key|family"
    r"|health|foster|step)[ -]){0,2}([A-Za-z]{2,13})\b"
)


def role_before(note: Note, index: int) -> str:
    """Return the role that the words before a name give, or nothing."""
    if index == 0:
        return ""
    gap = note.gap(index)
    if gap not in (" ", ", ", ": ", " (", ": ", " - ", " – ", "-", " = ", "= "):
        return ""
    low = note.lows[index - 1]
    if low in ("called", "named", "is", "name") and index > 1 and gap == " ":
        role = RELATIONS.get(note.lows[index - 2], "")
        if low != "is":
            return role or "person"
        return role if index > 2 and note.lows[index - 3] in ("her", "his", "their", "s", "mums", "dads", "my") else ""
    if low in ("s", "d") or (gap == ", " and low in ("mum", "dad", "mother", "father", "baby", "infant", "toddler")):
        return ""
    if low == "law" and index > 3 and note.lows[index - 2] == "in":
        return f"{note.lows[index - 3]}-in-law"
    if index > 1 and (note.lows[index - 2], low) in _TWO_WORDS and len(note.gap(index - 1)) == 1:
        return _TWO_WORDS[note.lows[index - 2], low]
    return RELATIONS.get(low, "")


def role_after(note: Note, until: int) -> str:
    """Return the role that an aside after a name gives, as in "Delphine, her cousin", or nothing."""
    end = note.ends[until - 1]
    match = _AFTER.match(note.text, end)
    if not match:
        return ""
    role = RELATIONS.get(match[1].lower(), "")
    if role == "person" or not role:
        return ""
    if match[0].startswith(", ") and not re.match(
        r", (?:who|her|his|their|the|mum|dad|mother|father|my|a|one)", match[0]
    ):
        return ""
    return role
