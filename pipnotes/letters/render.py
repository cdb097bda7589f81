"""The front door to the pages of a letter: the same letter gives the same bytes, and nothing is written to disk."""

from __future__ import annotations

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter, LetterCopy
from pipnotes.letters import web
from pipnotes.letters.view import left_out, view

__all__ = ["html", "left_out", "page_count", "render", "unprintable"]


def render(
    letter: Letter,
    recipient: Recipient,
    *,
    draft: bool = False,
    large: bool = False,
    copy: LetterCopy | None = None,
) -> bytes:
    """Return one recipient's copy as a PDF on A4, marked as a draft on each page unless it is signed.

    `large` sets every word in 18 points or more (NHS Accessible Information Standard, DCB1605). `copy` chooses among
    several copies for one kind of recipient. Raises `Problem` when there is no copy for this recipient.
    """
    from pipnotes.letters import pages  # the typesetter takes a third of a second to load, so only now

    return pages.pdf(view(letter, recipient, draft=draft, copy=copy), large=large)


def html(letter: Letter, recipient: Recipient, *, draft: bool = False, copy: LetterCopy | None = None) -> str:
    """Return the same copy as one accessible page of HTML that fetches nothing, since the PDF carries no tags."""
    return web.page(view(letter, recipient, draft=draft, copy=copy))


def unprintable(text: str) -> tuple[str, ...]:
    """Return the letters of a text that the printed page cannot show, in order, so that no name prints as a box."""
    from pipnotes.letters import typeface

    return typeface.unprintable(text)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
