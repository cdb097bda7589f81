"""Tell a name from the word that it is spelled like, by capital, place in the sentence, and neighbours.

"Dawn woke" is a person and "at dawn" is not; a note all in lower case leaves only the neighbours to go by. What they
do not settle is UNSURE, which the caller treats as a name and puts to the therapist.
"""

from __future__ import annotations

from enum import Enum, auto

from pipnotes.pseudonymise import months, verbs, words
from pipnotes.pseudonymise.tokens import Note
from pipnotes.pseudonymise.words import set_of


class Verdict(Enum):
    """What a word is in this place."""

    NAME = auto()
    UNSURE = auto()
    WORD = auto()


_ASKED = set_of(
    "told tell asked ask met meet saw see rang ring phoned phone texted text call called visit visited thanked with"
)
_REPORTING = set_of("thinks says said reckons feels hopes knows told heard believes worries guesses")
_AWAY_FROM = set_of("from by about for")
# What stands before a common noun and hardly ever before a name.
_BEFORE_NOUN = set_of(
    """the a an this that these those my your his her their our its no some any every each another which what whose
        much more such own good great new old first last next big small same other lots plenty enough little
        only very real full half one two three four five six seven eight nine ten few several many more most
        less sunny green red blue open"""
)
_PRONOUNS = set_of("i she he it we they you who there this that which what someone anyone everyone nobody")
# What makes an ordinary word of a name, whoever bears it: "the penny dropped", "dawn chorus".
_GOES_WITH = {
    "penny": set_of("dropped drops for pinching wise"), "dawn": set_of("broke breaks chorus raid light"),
    "will": set_of("power"), "bird": set_of("song bath feeder table seed box"),
    "rose": set_of("petals water bush tinted hips"),
    "grace": set_of("period notes"), "bill": set_of("payer paid unpaid arrived"), "mark": set_of("it this that my you"),
    "faith": set_of("school schools group"), "hope": set_of("that"), "may": set_of("day blossom"),
    "young": set_of(
        """shoots babies baby mums mum mothers mother dads dad fathers parents parent people person children child
            infants man men woman women girl girls boy boys adult adults carers toddlers"""
    ),
    "brown": set_of("stool stools poo nappy discharge blood eyes hair bread rice sauce paper bear bears envelope"),
    "teddy": set_of("bear bears"), "junior": set_of("doctor doctors school schools registrar"),
    "bell": set_of("rang rings ringing"),
    "price": set_of("tag rise rises"), "baker": set_of("street"), "summers": set_of("end"), "joy": set_of("ride"),
}  # fmt: skip
_LIKE_WORDS = set_of("brown teddy bell young junior")
_HOPED = set_of("so to that she he not it this we i they")
_OF_A_TUBE = set_of("tube tubes feed feeds fed feeding top tops line lines bolus")
_BEFORE_TUBE = set_of("the an on via his her")
_COMES_AFTER = {"bill": set_of("gas electric electricity water heating phone energy rent tax hospital")}
# What follows an order, "mark the day", and what stands before a feeling that nobody is called by.
_AFTER_ORDER = set_of("the a an my your his her their it them this that me us every each")
_BEFORE_FEELING = set_of("of some in no lost losing full more any much have has had feel felt such without little")
_THEM = set_of("her him them me us you")
# "in front of joy", "scared of bill": what is said of people before "of".
_OF_SOMEBODY = set_of("front behalf because care fond proud scared afraid jealous instead ahead photo photos picture")
_SAID_OF_WORDS = set_of("word words theme feeling thing")
_BEFORE_VERB = set_of(
    "to will would can could should might must did does do don not didn won never always also may shall"
) | (_PRONOUNS)
_PREPOSITIONS = set_of(
    """at in of with for by from to until till before after on without into onto through about around near over under
        during since beyond towards against between out off than as like"""
)
_OF_TIME = set_of("at before until till since by around")
_LEADS_TO_PERSON = set_of(
    "with w to from for by about and than between told asked met saw rang phoned texted watched that when"
)
_CLAUSE = set_of("and but then when that because so while if as though although where until after before or since how")
PERSON_WORDS = set_of(
    """mr mrs ms miss mx dr prof sir nurse sister brother auntie aunty aunt uncle cousin friend mate pal nan nana gran
        granny grandma grandad granddad grandpa mum mummy mam mom mother dad daddy father baby infant son
        daughter partner husband wife boyfriend girlfriend fiance fiancee niece nephew neighbour stepdad stepmum
        named called twin twins toddler landlord colleague boss ex wee midwife worker visitor psychologist
        doctor teacher carer doula"""
)
_OFFICES = set_of("social housing childrens children the nursery school church work health early family next")
_TO_DO = set_of("weigh chase email book call write check speak update arrange complete text collect bring come pick")


def judge(note: Note, index: int, *, known: bool) -> Verdict:
    """Say whether the word at an index is a name here.

    `known` tells that the case holds this name, which turns a doubt into UNSURE instead of WORD.
    """
    low = note.lows[index]
    use = words.names_that_are_words().get(low, "count")
    doubt = Verdict.UNSURE if known else Verdict.WORD
    if known and low == "may" and months.is_may(note, index):
        return Verdict.UNSURE
    month = (use == "month" or low in months.SHORT) and (low != "may" or note.capital(index))
    if known and month and not acts(note, index):
        return Verdict.WORD if months.tells_time(note, index) else Verdict.UNSURE
    if use == "month" and not acts(note, index) and months.is_month(note, index):
        return Verdict.WORD
    previous, following = note.previous(index), note.following(index)
    if note.capital(index) and not note.starts_sentence(index):
        return Verdict.NAME
    if use == "function":
        named = previous in PERSON_WORDS or (note.capital(index) and acts(note, index))
        return Verdict.NAME if named else Verdict.WORD
    if not note.capital(index):
        return _by_neighbours(note, index, use, doubt, known=known)
    if acts(note, index):
        return Verdict.NAME
    if known and note.words[index].isupper() and len(low) > 1:
        return Verdict.UNSURE
    if use in ("modal", "verb", "month", "adjective") and following in verbs.BASE:
        return Verdict.WORD
    asked_of = known and (following in ("to", "on") or _sent_from(note, index))
    if following == "of" or (use == "mass" and following in _PREPOSITIONS and not asked_of):
        return Verdict.WORD
    if following in _GOES_WITH.get(low, ()) or (use == "mass" and following == "that" and not acts(note, index)):
        return Verdict.WORD
    if use == "mass" and following in ("is", "was") and note.low(index + 3) in _SAID_OF_WORDS:
        return Verdict.WORD
    if use in ("mass", "adjective") and note.after(index) == "-":
        return Verdict.WORD
    if following in verbs.IS:
        if (use != "mass" and _is_doing(note, index)) or (following in ("has", "had") and _is_doing(note, index)):
            return Verdict.NAME
        return Verdict.UNSURE if known or use == "count" else Verdict.WORD
    if not known and use in ("verb", "adjective", "mass"):
        return Verdict.WORD
    return doubt


def _by_neighbours(note: Note, index: int, use: str, doubt: Verdict, *, known: bool) -> Verdict:
    previous, following = note.previous(index), note.following(index)
    if use == "modal" and following in verbs.BASE and not known:
        return Verdict.WORD
    if following == "of" or previous in _COMES_AFTER.get(note.lows[index], ()):
        return Verdict.WORD
    if use == "modal" and following in ("has", "had", "was", "is", "wont", "cant", "didnt"):
        return Verdict.NAME
    if known and note.gap(index).strip() in (",", "+", "&"):
        previous = ""
    if known and previous == "" and following in ("family", "household"):
        return doubt
    told_that = previous in _THEM and note.low(index - 2) in verbs.SPOKEN_TO
    helped = following in verbs.HELPS and (previous in ("that", "what", "which") or told_that)
    of_somebody = previous == "of" and note.low(index - 2) in _OF_SOMEBODY
    if known and (helped or of_somebody or following == "who" or (following == "since" and note.hurried)):
        return doubt
    if known and note.hurried and _as_somebody(note, index, use):
        return doubt
    if previous in _BEFORE_NOUN and not (previous in ("that", "this", "what") and following in verbs.DOES):
        return Verdict.WORD
    if known and note.hurried and _may_be_one_of_the_case(note, index, use):
        return doubt
    if previous in _PRONOUNS and not (previous in ("that", "this") or (previous == "what" and following in verbs.DOES)):
        return Verdict.WORD
    if (
        use in ("modal", "verb", "month")
        and not acts(note, index)
        and (previous in _BEFORE_VERB or following in verbs.BASE)
    ):
        return Verdict.WORD
    if previous in ("said", "says", "asked", "replied") and not following:
        return Verdict.NAME
    if previous in _OF_TIME and not note.hurried and following not in verbs.DOES:
        return Verdict.WORD
    starts = previous == "" or previous in _CLAUSE or note.gap(index).strip() == ","
    if previous in ("says", "said") and following in ("is", "was", "has") and note.hurried:
        return Verdict.NAME
    doing = acts(note, index) or (starts and following in ("s", "is", "was", "has") and use == "count")
    if previous in PERSON_WORDS and use != "modal":
        return Verdict.NAME if doing or use == "count" else doubt
    if known and previous in _REPORTING and use != "modal" and following not in ("my", "the", "a", "of"):
        return doubt
    if previous in _PREPOSITIONS and use in ("mass", "adjective") and not doing:
        return Verdict.WORD
    if doing:
        return Verdict.NAME if starts or previous in PERSON_WORDS else doubt
    if previous in verbs.SPOKEN_TO:
        return doubt
    if not note.hurried:
        return Verdict.WORD
    if previous in _ASKED or (previous in _AWAY_FROM and use in ("verb", "modal", "count")):
        return doubt
    if use == "count" and previous in _LEADS_TO_PERSON:
        return doubt
    if known and previous == "" and use == "verb" and note.lows[index] in words.names_sought_alone():
        return doubt
    if use in ("modal", "month", "verb", "adjective") or previous in ("have", "had", "has", "of", "some"):
        return Verdict.WORD
    return doubt


def _sent_from(note: Note, index: int) -> bool:
    """Say whether a word begins as somebody's name with an office does: "Joy from social services"."""
    return note.following(index) == "from" and note.low(index + 2) in _OFFICES


def _as_somebody(note: Note, index: int, use: str) -> bool:
    """Say whether a name of the case in small letters is spoken of as people are, whatever stands before it.

    "mat tired", "took drew to", "little grace smiled", "how is bob".
    """
    previous, following = note.previous(index), note.following(index)
    hope_is_low = use == "modal" or (use == "mass" and following == "low" and previous != "")
    if following in months.STATES and previous not in (_BEFORE_NOUN | _BEFORE_FEELING) - {"little"} and not hope_is_low:
        return True
    if previous == "little":
        return following in verbs.DOES
    if previous in ("is", "was") and note.low(index - 2) == "how":
        return True
    return previous in months.TAKEN and use in ("verb", "count") and following not in _AFTER_ORDER


def _may_be_one_of_the_case(note: Note, index: int, use: str) -> bool:
    """Say whether a name of the case in small letters stands where the word that it is spelled like seldom does."""
    previous, following = note.previous(index), note.following(index)
    if previous in _OF_TIME:
        return False
    apart = previous == "" or note.gap(index).strip() in (",", "-", "–", ";", ":", "(", "&", "+")
    told = previous in _ASKED or previous in ("let", "tell") or previous.endswith("ing")
    if told and use in ("verb", "count") and following not in _AFTER_ORDER:
        return True
    leads = apart or previous in _CLAUSE or previous in _LEADS_TO_PERSON or previous.endswith("ed")
    if use == "modal" and (following in ("and", "w") or note.after(index).strip() == "&"):
        return True
    if use == "modal" and previous in verbs.HELPS | verbs.OTHER_MODALS:
        return True
    if use == "modal":
        return leads and following not in verbs.BASE and following not in _PRONOUNS
    if use == "verb":
        return leads and following not in _AFTER_ORDER
    if use == "month":
        named = previous in _ASKED or previous == "w" or (previous in _CLAUSE and following in verbs.HELPS)
        return (apart or named) and not following[:1].isdigit()
    if use == "count":
        return leads or following in _CLAUSE
    return use == "mass" and previous not in _BEFORE_FEELING and (leads or following in _CLAUSE)


def is_base_verb(low: str) -> bool:
    """Say whether a word is what may be done, as in "to ring"."""
    return low in _TO_DO or (low in verbs.BASE and low not in _PRONOUNS | _BEFORE_NOUN | PERSON_WORDS | {"be"})


def surely_a_word(note: Note, index: int) -> bool:
    """Say whether a neighbour makes a word of what is also a name: "the dawn", "her faith", "will be there"."""
    low, following = note.lows[index], note.following(index)
    if words.names_that_are_words().get(low) == "modal" and following in verbs.BASE:
        return True
    return note.previous(index) in _BEFORE_NOUN or note.previous(index) in _COMES_AFTER.get(low, ())


def of_a_feeling(note: Note, index: int) -> bool:
    """Say whether a word that is also a name is some of a thing and nobody: "no hope", "full of grace and joy"."""
    if words.names_that_are_words().get(note.lows[index]) != "mass":
        return False
    before = index - 2 if note.previous(index) == "and" else index
    return before > 0 and note.previous(before) in _BEFORE_FEELING


def beside_its_noun(note: Note, index: int) -> bool:
    """Say whether the words beside make a plain word of a name of the case: "young babies", "NG tube", "i hope so"."""
    low, previous, following = note.lows[index], note.previous(index), note.following(index)
    if not note.capital(index) or note.starts_sentence(index):
        if low in _LIKE_WORDS and following in _GOES_WITH[low]:
            return low != "bell" or previous in ("the", "door", "a")
        if low == "hope" and previous in ("i", "we", "they", "you") and following in _HOPED:
            return True
        if low in ("grace", "joy", "hope", "faith") and previous == "and" and note.low(index - 3) == "of":
            return words.names_that_are_words().get(note.low(index - 2)) == "mass"
    if low == "page" and note.after(index) == " " and note.low(index + 1).isdigit():
        return True
    tube = note.words[index] in (low, low.upper()) and low in words.acronyms() and len(low) < 4
    return tube and (following in _OF_A_TUBE or previous in _BEFORE_TUBE)


def compounded(note: Note, index: int) -> bool:
    """Say whether a hyphen makes a word of a name, as in "Rose-water"."""
    second = note.low(index + 1) if note.after(index) == "-" else ""
    return second in words.ordinary() and second not in words.names_that_are_words()


def acts(note: Note, index: int) -> bool:
    """Say whether what follows shows a person: a verb of doing, a possessive, "and I", "& baby"."""
    following = note.following(index)
    if following in verbs.DOES or (following in verbs.ADVERBS and note.low(index + 2) in verbs.DOES):
        return True
    if following in ("herself", "himself", "who") or (following == "by" and note.low(index + 2) == "name"):
        return True
    return _possessive(note, index) or _with_another(note, index)


def _is_doing(note: Note, index: int) -> bool:
    """Say whether "was" or "has" goes on with what people do: "has visited", "is smiling", "has not been"."""
    third = note.low(index + 2)
    return third in ("been", "not", "never", "always", "also") or (
        third.endswith(("ed", "ing", "en")) and len(third) > 4
    )


def _possessive(note: Note, index: int) -> bool:
    return note.following(index) == "s" and note.after(index) in ("'", "’")


def _with_another(note: Note, index: int) -> bool:
    if note.after(index).strip() == "&":
        return note.low(index + 1) in PERSON_WORDS
    if note.following(index) not in ("and", "with"):
        return False
    third = note.low(index + 2)
    if third in ("i", "me"):
        return note.following(index) == "and"
    return third in PERSON_WORDS or (
        index + 2 < note.size and note.words[index + 2].istitle() and third not in words.plain()
    )
