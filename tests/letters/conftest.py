from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipnotes.domain.codes import Dimension, EndingType, Meeting, Recipient
from pipnotes.domain.ending import Letter, LetterCopy, Letterhead
from pipnotes.letters.content import GoalWords, LetterFacts, ScoreWords, first_draft


@pytest.fixture
def facts() -> LetterFacts:
    return LetterFacts(
        parents=("Zahra", "Idris"),
        babies=("Sami",),
        age_words="11 weeks",
        came_about="the days feel long",
        first_day=date(2026, 2, 9),
        last_day=date(2026, 10, 30),
        meetings=26,
        mostly=Meeting.HOME,
        with_others=(("Sami’s grandmother", 4),),
        seen=(Dimension.COMFORT, Dimension.WORDS, Dimension.REPAIR),
        goals=(
            GoalWords(words="Bath time without tears", first=2, last=8),
            GoalWords(words="Some sleep", first=1, last=2),
        ),
        how_ended=EndingType.PLANNED,
        follow_ups=((12, date(2027, 10, 30)), (6, date(2027, 4, 30))),
        gp="Dr Lowther",
        health_visitor="Anita Kaur",
        phone="0121 496 0123",
        scores=(
            ScoreWords(
                measure="PHQ-9",
                person="Zahra",
                highest=27,
                first=16,
                first_on=date(2026, 2, 9),
                last=7,
                last_on=date(2026, 10, 30),
            ),
        ),
    )


@pytest.fixture
def letter(facts: LetterFacts) -> Letter:
    """A signed letter in three copies."""
    return Letter(
        id="letter-1",
        family="family-1",
        dated=date(2026, 11, 12),
        about="Sami Ahmadi, born 24 November 2025",
        letterhead=Letterhead(
            service="Northfold Parent-Infant Team",
            address="Larchfield Family Hub, 3 Larch Road, Northfold NF3 2XX",
            phone="0121 496 0123",
            author="Ruth Ellison",
            profession="Parent-infant psychotherapist",
            registration="UKCP 2011 1234567",
            crisis="At night ring the crisis line on 0808 157 0999.",
        ),
        copies=(
            LetterCopy(
                recipient=Recipient.PARENT,
                name="Zahra and Idris Ahmadi",
                address="4 Mill Lane\nNorthfold NF2 4AB",
                greeting="Dear Zahra and Idris,",
            ),
            LetterCopy(
                recipient=Recipient.GP,
                name="Dr Lowther",
                address="Bondgate Surgery, 12 Bondgate",
                greeting="Dear Dr Lowther,",
            ),
            LetterCopy(recipient=Recipient.HEALTH_VISITOR, name="Anita Kaur", greeting="Dear Anita Kaur,"),
        ),
        sections=first_draft(facts),
        signed=datetime(2026, 11, 12, 14, 5, tzinfo=UTC),
        signed_by="Ruth Ellison",
    )


@pytest.fixture
def draft(letter: Letter) -> Letter:
    """The same letter before anybody signed it."""
    return replace(letter, signed=None, signed_by="")
