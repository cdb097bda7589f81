"""The sentences of a first draft: short, warm, true to the facts, and silent where there are none.

A draft never guesses at a feeling, a strength or a reason. An empty section asks the therapist for what no record
can know.
"""

from __future__ import annotations

from pipnotes.domain.codes import Dimension, EndingType, Meeting
from pipnotes.domain.words import MONTHS, day_month, listed, long_day, number_word
from pipnotes.letters.facts import GoalWords, LetterFacts, ScoreWords

# After these endings a cheerful draft would hurt: the therapist writes these parts alone.
GRIEVING = (EndingType.CHILD_REMOVED, EndingType.DEATH)

_WHERE = {
    Meeting.HOME: "at home",
    Meeting.VIDEO: "by video",
    Meeting.PHONE: "by phone",
    Meeting.GROUP: "in the group",
    Meeting.CENTRE: "at the centre",
}

_ENDED = {
    EndingType.PLANNED: "We chose the ending together.",
    EndingType.AGE_LIMIT: "Our work goes on until a second birthday, and so this was our time to end.",
    EndingType.SERVICE_LIMIT: "We came to the end of the time that we can offer.",
    EndingType.PARENT_WITHDREW: "You felt that it was time to stop. That was your choice to make.",
    EndingType.STOPPED_COMING: "Our meetings stopped before we could say goodbye.",
    EndingType.MOVED: "You moved to a new home, and so our meetings came to an end.",
    EndingType.TRANSFERRED: "Another team is with you now, and so our meetings came to an end.",
    EndingType.CHILD_REMOVED: "So much has changed for you. We are thinking of you.",
    EndingType.DEATH: "We are so sorry. We are thinking of you.",
    EndingType.SERVICE_ENDED: "Our service had to close, and so our meetings had to stop. It was nothing that you did.",
    EndingType.FORCED: "Our meetings had to stop, and none of us could change that. It was nothing that you did.",
    EndingType.NEVER_STARTED: "We did not get the chance to begin.",
}

_GOODBYE = {
    EndingType.STOPPED_COMING,
    EndingType.MOVED,
    EndingType.SERVICE_ENDED,
    EndingType.FORCED,
    EndingType.PARENT_WITHDREW,
}


def why_we_met(facts: LetterFacts) -> str:
    """Say how the family came, from where they stood, with their own words if there are any."""
    began = f"{_sentence(facts.referred_by)[:-1]} put us in touch" if facts.referred_by else "You asked for help"
    if facts.expecting:
        waiting = f"while you were waiting for {facts.baby}" if facts.babies else "while you were waiting for your baby"
        text = f"{began} {waiting}."
    elif facts.age_words:
        was = "were" if len(facts.babies) > 1 else "was"
        text = f"{began} when {facts.baby} {was} {_age(facts.age_words)} old"
        text += " and had come to live with you." if facts.carers else "."
    else:
        text = f"{began} with {facts.baby}." if facts.babies else f"{began}."
    if facts.came_about:
        text += f" You told us: {_quoted(facts.came_about)}"
    return text


def what_we_did(facts: LetterFacts) -> str:
    """Say how often, where and with whom, naming every parent the letter is written to."""
    you = listed(facts.parents)
    if facts.meetings == 0:
        return f"{you}, we did not get the chance to meet. We would have liked to."
    if facts.meetings == 1:
        when = f" on {long_day(facts.first_day)}" if facts.first_day else ""
        where = f" {_WHERE[facts.mostly]}" if facts.mostly else ""
        return f"{you}, we met once{where}{when}. Thank you for letting us come to know you a little."
    where = f", mostly {_WHERE[facts.mostly]}" if facts.mostly else ""
    text = f"{you}, we met {_times(facts.meetings)}{_between(facts)}{where}."
    for who, count in facts.with_others:
        if count > 0:
            text += f" {_sentence(f'{who} was there {_times(count)}')}"
    thanks = "into your home and " if facts.mostly is Meeting.HOME else ""
    return f"{text}\n\nThank you for letting us {thanks}into your life together."


def what_we_noticed(facts: LetterFacts) -> str:
    """Say what was seen between them, strengths only, since this is the part that families keep."""
    if facts.how_ended in GRIEVING or not facts.seen:
        return ""
    plural = len(facts.babies) > 1
    feelings = "their feelings" if plural else "those feelings"
    looks = "look" if plural else "looks"
    sentences = {
        Dimension.COMFORT: f"{facts.baby} {looks} to you for comfort.",
        Dimension.WORDS: f"You see what {facts.baby} may feel, and you put {feelings} into words.",
        Dimension.PLEASURE: "You enjoy each other, and it shows.",
        Dimension.REPAIR: "After a hard moment you find each other again.",
    }
    seen = " ".join(_sentence(sentences[dimension]) for dimension in facts.seen)
    return f"{listed(facts.parents)}, this is what stays with us. {seen}"


def what_changed(facts: LetterFacts) -> str:
    """Say how far each hope has come, from the family's own ratings."""
    if facts.how_ended in GRIEVING:
        return ""
    return "\n\n".join(_hope(goal) for goal in facts.goals if not _still_hard(goal))


def still_hard(facts: LetterFacts) -> str:
    """Name the hopes that are still far off, so that the letter does not pretend."""
    if facts.how_ended in GRIEVING:
        return ""
    return "\n\n".join(_hope(goal) for goal in facts.goals if _still_hard(goal))


def ending(facts: LetterFacts) -> str:
    """Say how the goodbye came about; a sudden one is named, with no fault given to anybody."""
    sentences = [_ENDED[facts.how_ended]] if facts.how_ended else []
    if facts.last_day and facts.meetings and facts.how_ended not in GRIEVING:
        noun = "visit" if facts.mostly is Meeting.HOME else "meeting"
        sentences.append(f"Our last {noun} was on {day_month(facts.last_day)}.")
    if facts.how_ended is EndingType.STOPPED_COMING:
        sentences.append("We would have liked to say it in person.")
    if facts.goodbye_offered and facts.how_ended in _GOODBYE:
        sentences.append("If you would like a visit to say goodbye, please tell us. We would be glad to come.")
    return " ".join(sentences)


def what_comes_next(facts: LetterFacts) -> str:
    """Say which calls are promised, by the month, and that the family need not wait for them."""
    if not facts.follow_ups:
        return ""
    calls = [f"in {MONTHS[due.month - 1]} {due.year}" for _, due in sorted(facts.follow_ups, key=_due)]
    who = "you" if len(facts.parents) == 1 or facts.how_ended in GRIEVING else "you all"
    return f"We will ring {' and again '.join(calls)}, just to see how {who} are. You can ring us before then."


def keeping_safe(facts: LetterFacts) -> str:
    """Say whom to ring when things are bad, by name."""
    health_visitor = f"your health visitor, {facts.health_visitor}" if facts.health_visitor else ""
    helpers = [helper for helper in (facts.gp or "your GP", health_visitor or "your health visitor") if helper]
    about = "how you feel" if facts.how_ended in GRIEVING else f"how you feel, or about {facts.baby}"
    text = f"If you are worried about {about}, ring {' or '.join(helpers)}."
    return f"{text} {_sentence(facts.crisis) or 'In an emergency ring 999.'}"


def how_to_reach_us(facts: LetterFacts) -> str:
    """Say how to come back, and that the record is theirs to ask for."""
    ring = f"You can ring us on {facts.phone.strip()}." if facts.phone.strip() else "You can ring us."
    return (
        f"{ring} You do not need a special reason.\n\n"
        "You can ask us for a copy of what we have written about you. If something we did was not right for you, "
        "please tell us."
    )


def for_the_gp(facts: LetterFacts) -> str:
    """Give the GP the numbers, and the three things that the standard letter asks for and this work does not do.

    The PRSB outpatient letter (ITK3 v2.6.0) makes allergies a required heading; a service that has not looked says so.
    """
    lines = [_score(one) for one in facts.scores]
    lines.append("We do not look at medicines or allergies, and we have not made a diagnosis.")
    return "\n".join(lines)


def _between(facts: LetterFacts) -> str:
    if facts.first_day is None or facts.last_day is None:
        return ""
    first, last = (f"{MONTHS[day.month - 1]} {day.year}" for day in (facts.first_day, facts.last_day))
    if first == last:
        return f" in {last}"
    first = first.removesuffix(f" {facts.last_day.year}")
    return f" between {first} and {last}"


def _hope(goal: GoalWords) -> str:
    text = f"You hoped for this: {_quoted(goal.words)}"
    if goal.first is None or goal.last is None:
        known = goal.last if goal.last is not None else goal.first
        return text if known is None else f"{text} You said that you were {_step(known)}."
    if _step(goal.first) == _step(goal.last):
        return f"{text} You said that you were {_step(goal.last)}, at first and at the end."
    return f"{text} At first you said that you were {_step(goal.first)}. By the end you were {_step(goal.last)}."


def _still_hard(goal: GoalWords) -> bool:
    if goal.last is None:
        return False
    return goal.last < 4 or (goal.first is not None and goal.last < goal.first)


def _step(rating: int) -> str:
    if rating == 0:
        return "just starting out"
    if rating < 4:
        return "a little way along"
    if rating < 7:
        return "about half way"
    return "most of the way there" if rating < 10 else "there"


def _score(one: ScoreWords) -> str:
    text = f"{one.measure}, {one.person}: {one.first} of {one.highest} on {long_day(one.first_on)}"
    if one.last is not None and one.last_on is not None:
        text += f", {one.last} of {one.highest} on {long_day(one.last_on)}"
    return text + "."


def _age(words: str) -> str:
    count, _, unit = words.removesuffix(" old").partition(" ")
    return f"{number_word(int(count))} {unit}" if count.isdigit() else words.removesuffix(" old")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{number_word(count)} times")


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def _quoted(words: str) -> str:
    return f"“{_sentence(words.strip().strip('“”').strip())}”"


def _due(follow_up: tuple[int, object]) -> int:
    return follow_up[0]
