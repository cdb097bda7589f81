"""A summary for a supervisor without the program: a file that ordinary software opens with its password alone."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from pipnotes.casebook.sealed_files import Sealed, facts
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, OutgoingState
from pipnotes.domain.sharing import Contact
from pipnotes.errors import Refused, WrongUse
from pipnotes.letters import supervision_pages
from tests.casebook.conftest import Pair

TEXT = "He copied her words, and she settled.\n\nI would like to think about who holds the second baby in mind."
PASSWORD = "otter lantern violin meadow spoon"


def _sealed(pair: Pair, password: str, reader: Contact | None = None, text: str = TEXT) -> Sealed:
    summaries = pair.therapist.summaries
    contact = reader or summaries.files.reader("Dr Marion Hale")
    draft = replace(summaries.start(pair.family.id), text=text)
    shown = summaries.preview(draft, contact)
    assert shown.summary.text == text
    return summaries.seal_file(draft, contact, shown.digest, password)


def _words(pdf: bytes, password: str | None) -> str:
    document = pypdfium2.PdfDocument(pdf, password=password)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


def test_it_opens_with_the_password_alone_and_holds_exactly_what_was_approved(pair: Pair) -> None:
    password = pair.therapist.summaries.files.password()
    assert len(password.split()) == 5
    made = _sealed(pair, password)
    shown = _words(made.pdf, password)
    assert " ".join(TEXT.split()) in shown
    summary = pair.therapist.summaries.preview(made.draft, pair.therapist.summaries.files.reader("Dr Marion Hale"))
    assert all(" ".join(fact.split()) in shown for fact in facts(summary.summary))
    for wrong in (None, "", "wrong", password.upper(), password[:-1]):
        with pytest.raises(pypdfium2.PdfiumError):
            _words(made.pdf, wrong)
    with pikepdf.open(io.BytesIO(made.pdf), password=password) as document:
        assert (document.encryption.R, document.encryption.bits) == (6, 256)
        assert document.encryption.stream_method is pikepdf.models.encryption.EncryptionMethod.aesv3
        assert dict(document.docinfo.items()) == {}
        assert "/Metadata" not in document.Root
    for word in (b"pikepdf", b"qpdf", b"reportlab", b"Ellison", b"Wren", b"settled"):
        assert word.lower() not in made.pdf.lower()


def test_no_name_of_the_family_is_in_the_file(pair: Pair) -> None:
    family = pair.therapist.families.circle(pair.family.id)
    preview = pair.therapist.summaries.preview(pair.therapist.summaries.start(pair.family.id), pair.contact)
    made = pair.therapist.summaries.seal_file(preview.draft, pair.contact, preview.digest, PASSWORD)
    said = _words(made.pdf, PASSWORD).split()
    names = {name for person in family.people for name in (person.given, person.surname, person.known_as) if name}
    assert {word.strip(".,:;’s") for word in said} & names == set()


def test_it_counts_as_left_and_nothing_waits_to_be_sent(pair: Pair) -> None:
    made = _sealed(pair, PASSWORD)
    assert pair.therapist.summaries.rows()[0].shared is None
    pair.therapist.summaries.files.left(made)
    assert pair.therapist.post.waiting() == []
    assert pair.therapist.summaries.draft(pair.family.id) is None
    row = next(row for row in pair.therapist.summaries.rows() if row.circle.family.id == pair.family.id)
    assert (row.shared, row.fresh) == (pair.therapist.clock(), 0)
    entry = pair.therapist.audit()[-1]
    assert (entry.action, entry.subject) == ("summary saved as a sealed file", made.record.digest)
    assert entry.reason == made.record.sha256
    (line,) = pair.therapist.shared.parcels(pair.family.id)
    assert (line.what, line.to, line.state) == ("Sealed file", "Dr Marion Hale", OutgoingState.SENT)
    goes = pair.therapist.destroying.about(pair.family.id)
    assert (goes.shared, goes.files_with) == (False, ("Dr Marion Hale",))
    pair.therapist.consents.say(pair.family.id, ConsentPurpose.SUPERVISION, ConsentDecision.WITHDRAWN)
    (line,) = pair.therapist.shared.parcels(pair.family.id)
    assert (line.what, line.state) == ("Sealed file, to be deleted by its reader", OutgoingState.RETRACTED)


def test_a_weak_password_a_changed_summary_and_a_reader_without_a_card_are_refused(pair: Pair) -> None:
    with pytest.raises(WrongUse):
        _sealed(pair, "marion2026")
    with pytest.raises(Refused):
        _sealed(pair, PASSWORD, text="He smiled \U0001f600 at her.")
    summaries = pair.therapist.summaries
    reader = summaries.files.reader(" Dr  Marion Hale ")
    draft = summaries.start(pair.family.id)
    digest = summaries.preview(draft, reader).digest
    with pytest.raises(Refused):
        summaries.approve(draft, reader, digest)
    with pytest.raises(Refused):
        summaries.seal_file(replace(draft, text="Another word."), reader, digest, PASSWORD)
    with pytest.raises(Refused):
        summaries.seal_file(draft, pair.contact, digest, PASSWORD)
    with pytest.raises(WrongUse):
        summaries.files.reader("  ")


def test_every_letter_of_a_long_text_stands_on_its_pages_in_its_order() -> None:
    text = (
        "<b>He & she</b> said “finally, office”: 3 < 5 > 2… naïve façade – £5, 50 %.\n\n"
        + " ".join(f"word{number}" for number in range(900))
        + f"\nwell-known {'x' * 200}\n• one\n  • two  spaced   out\ttab\n\n\nÅngström Łódź ß œ"
    )
    pdf = supervision_pages.summary(code="Wren 14", reader="Dr Hale", sender="Ruth", facts=("Week 3.",), text=text)
    document = pypdfium2.PdfDocument(pdf)
    pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    assert len(pages) > 2
    foot = "".join(supervision_pages.SUMMARY_FOOT.split())
    whole = "".join(page.replace(f"{foot}Page{number}", "") for number, page in enumerate(pages, start=1))
    assert "".join(text.split()) in whole
