"""Papers that belong to a family: a signed consent form, a drawing, a letter from elsewhere, as a scan or a picture."""

from __future__ import annotations

from datetime import date, datetime

from pipnotes.domain.fields import Coded, Kind, Share, note, record

# What one paper may weigh; a consent form scanned at 300 dots to the inch is about 1 MB a page.
LARGEST = 50 * 1024 * 1024  # bytes
# So much of the beginning of a file tells what it is.
TELLING = 16  # bytes
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PDF = b"%PDF-"


class PaperKind(Coded):
    """What a paper is to the work."""

    CONSENT = "consent", "Consent form"
    DRAWING = "drawing", "Drawing"
    LETTER = "letter", "Letter or report we were sent"
    FORM = "form", "Filled-in form"
    PHOTO = "photo", "Photograph"
    OTHER = "other", "Something else"


class PaperForm(Coded):
    """How a paper was taken in; these three can be shown here, and nothing else is kept."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG picture"
    JPEG = "jpeg", "JPEG picture"


@record("attachment")
class Attachment:
    """One paper: its content stands in the vault beside this record, which holds the digest of the whole."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    family: str = note("Family", Kind.LINK, Share.NEVER)
    kind: PaperKind = note("Kind", Kind.CHOICE, Share.NEVER, choices=PaperKind, required=True)
    what: str = note("What it is", Kind.LINE, Share.NEVER, hint="Signed by both parents", default="")
    on: date = note("Dated", Kind.DAY, Share.NEVER)
    form: PaperForm = note("Form", Kind.CHOICE, Share.NEVER, choices=PaperForm)
    size: int = note("Bytes", Kind.NUMBER, Share.NEVER)
    sha256: str = note("Content", Kind.LINK, Share.NEVER, hint="Its digest, by which the content is known")
    file_name: str = note("Name of the file", Kind.LINE, Share.NEVER, default="")
    file_changed: datetime | None = note("File last changed", Kind.MOMENT, Share.NEVER, default=None)


def form_of(start: bytes) -> PaperForm | None:
    """Return what a file is by its first bytes, whatever its name says; None for what cannot be shown here.

    Sources: ISO 32000-1, 7.5.2 (PDF header); PNG specification, 5.2 (signature); ITU-T T.81, annex B (SOI marker).
    """
    if start.startswith(_PNG):
        return PaperForm.PNG
    if start.startswith(_JPEG):
        return PaperForm.JPEG
    return PaperForm.PDF if start.startswith(_PDF) else None
