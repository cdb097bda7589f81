"""A small record of the tests' own, and the hands to make it with."""

from __future__ import annotations

from datetime import UTC, datetime

from pipnotes.domain.fields import Kind, Share, note, part, record
from pipnotes.vault import Change, Draft, DraftKey, Lifecycle

PASSPHRASE = "kettle harbour violin moss"
START = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


def standing() -> datetime:
    return START


@part
class Mark:
    words: str = note("Words", Kind.LINE, Share.NEVER)


@record("vault_test_page")
class Page:
    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    story: str = note("Story", Kind.PROSE, Share.NEVER)
    score: int | None = note("Score", Kind.NUMBER, Share.NEVER, default=None)
    marks: tuple[Mark, ...] = note("Marks", Kind.PARTS, Share.NEVER, default=())


def page(number: int, story: str = "", family: str = "f1") -> Page:
    return Page(id=f"p{number}", family=family, story=story or f"Story {number} of the heron")


def final(record: object) -> Change:
    return Change(record, Lifecycle.FINAL)


def draft(number: int, words: str) -> Draft:
    return Draft(
        key=DraftKey("vault_test_page", f"p{number}"),
        family="f1",
        body=words,
        place='{"caret": 3}',
        started=START,
        saved=START,
    )
