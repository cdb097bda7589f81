"""What a family has said yes and no to, as tags: a yes has a tick, a no its own word, and one question stands out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipnotes.domain.codes import ConsentDecision, ConsentPurpose
from pipnotes.domain.family import Consent
from pipnotes.domain.words import brief_day
from pipnotes.ui.widgets.chips import Tag

_NO = {
    ConsentPurpose.NOTES: "No notes kept",
    ConsentPurpose.SUPERVISION: "No supervision",
    ConsentPurpose.LETTER_GP: "No letter to the GP",
    ConsentPurpose.HEALTH_VISITOR: "Nothing to the health visitor",
    ConsentPurpose.FOLLOW_UP: "No calls afterwards",
    ConsentPurpose.VIDEO: "No video recording",
    ConsentPurpose.RESEARCH: "No research",
}
_SHORT = {
    ConsentPurpose.LETTER_GP: "Letter to GP",
    ConsentPurpose.HEALTH_VISITOR: "Health visitor",
    ConsentPurpose.FOLLOW_UP: "Calls at 6 and 12 months",
    ConsentPurpose.RESEARCH: "Research",
}


def answer_tags(current: Mapping[ConsentPurpose, Consent], code: str) -> list[Tag]:
    """Return a tag for each answer, in the order of the purposes; only the nearest question asks for attention."""
    to_ask = [c for c in current.values() if c.decision is ConsentDecision.TO_ASK]
    nearest = min(to_ask, key=_day, default=None)
    found = [current[purpose] for purpose in ConsentPurpose if purpose in current]
    return [answer_tag(consent, code, first=consent is nearest) for consent in sorted(found, key=_rank)]


def answer_tag(consent: Consent, code: str, *, first: bool = True) -> Tag:
    """Return one answer as a tag."""
    words = short_words(consent.purpose, code)
    if consent.decision is ConsentDecision.GIVEN:
        return Tag(words, tone="soft")
    if consent.decision is ConsentDecision.TO_ASK:
        by = f" by {brief_day(consent.ask_by)}" if consent.ask_by else ""
        return Tag(
            f"{short_words(consent.purpose, '')}: ask{by}", tone="attention" if first else "neutral", icon="clock"
        )
    return Tag(_NO[consent.purpose], icon="x")


def short_words(purpose: ConsentPurpose, code: str) -> str:
    """Return a purpose in few words; supervision says under which code name."""
    if purpose is ConsentPurpose.SUPERVISION:
        return f"Supervision, as {code}" if code else "Supervision"
    return _SHORT.get(purpose, purpose.label)


def _day(consent: Consent) -> date:
    return consent.ask_by or date.max


def _rank(consent: Consent) -> int:
    order = [ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN, ConsentDecision.TO_ASK]
    return order.index(consent.decision)
