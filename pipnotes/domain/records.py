"""Every kind of record that a vault keeps, in one place, so that importing this module makes them all known."""

from __future__ import annotations

from pipnotes.domain.attachment import Attachment
from pipnotes.domain.ending import EndingPlan, FollowUp, Letter, LetterCopy, Letterhead, LetterSection
from pipnotes.domain.family import Consent, Family, Person, Referral
from pipnotes.domain.practice import Practitioner
from pipnotes.domain.retention import Hold, RetentionRules
from pipnotes.domain.sharing import (
    CommentRecord,
    Contact,
    HeldSummary,
    Incoming,
    Outgoing,
    Ruling,
    SealedFile,
    SummaryText,
    TalkedOver,
    TraitAnswer,
)
from pipnotes.domain.work import (
    Concern,
    Goal,
    GoalRating,
    MeasureResponse,
    Observation,
    Rating,
    Reflection,
    Session,
    Visit,
)

__all__ = [
    "Attachment",
    "CommentRecord",
    "Concern",
    "Consent",
    "Contact",
    "EndingPlan",
    "Family",
    "FollowUp",
    "Goal",
    "GoalRating",
    "HeldSummary",
    "Hold",
    "Incoming",
    "Letter",
    "LetterCopy",
    "LetterSection",
    "Letterhead",
    "MeasureResponse",
    "Observation",
    "Outgoing",
    "Person",
    "Practitioner",
    "Rating",
    "Referral",
    "Reflection",
    "RetentionRules",
    "Ruling",
    "SealedFile",
    "Session",
    "SummaryText",
    "TalkedOver",
    "TraitAnswer",
    "Visit",
]
