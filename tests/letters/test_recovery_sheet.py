"""The sheet a person prints once and finds years later: whole, plain, and nobody's but its keeper's."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2

from pipnotes.casebook.strength import recovery_wordlist
from pipnotes.letters import recovery_sheet

ROOT = Path(__file__).parents[2]
# The longest words of the list and some short ones, so that none runs out of its box.
WORDS = [*sorted(recovery_wordlist(), key=len)[-14:], *sorted(recovery_wordlist(), key=len)[:10]]
MADE = {"vault": "3f2a 91c0", "keeper": "Zoë <b>O’Hara</b> & Sons", "made": "23 November 2026"}


def read(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    document.close()
    return " ".join(text.split())


def test_the_sheet_is_one_page_with_every_word_at_its_number_and_says_whose_it_is() -> None:
    said = read(recovery_sheet.render(WORDS, **MADE))
    for number, word in enumerate(WORDS, 1):
        assert f"{number} {word}" in said
    for words in ("Vault 3f2a 91c0", "23 November 2026", "Zoë <b>O’Hara</b> & Sons"):
        assert words in said


def test_the_sheet_is_honest_about_what_it_does_and_does_not_do() -> None:
    said = read(recovery_sheet.render(WORDS, **MADE))
    for words in (
        "open the vault without its passphrase",
        "another keyboard",
        "Whoever holds this sheet and a copy of your vault can read it.",
        "apart from the laptop",
        "A new passphrase does not shut out this sheet.",
        "Old copies and backups keep the passphrase",
    ):
        assert words in said


def test_no_word_runs_out_of_its_box() -> None:
    document = pypdfium2.PdfDocument(recovery_sheet.render(WORDS, **MADE))
    page = document[0]
    text = page.get_textpage()
    whole = text.get_text_range()
    boxes = [obj.get_bounds() for obj in page.get_objects() if obj.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    for word in WORDS:
        at = whole.index(word)
        left, bottom, _, _ = text.get_charbox(at)
        _, _, right, top = text.get_charbox(at + len(word) - 1)
        assert any(x0 < left and right < x1 and y0 < bottom and top < y1 for x0, y0, x1, y1 in boxes), word
    document.close()


def test_the_same_values_give_the_same_bytes_and_the_file_names_no_author_and_no_program() -> None:
    pdf = recovery_sheet.render(WORDS, **MADE)
    code = (
        "import sys, json; from pipnotes.letters import recovery_sheet;"
        "sys.stdout.buffer.write(recovery_sheet.render(json.loads(sys.argv[1]), **json.loads(sys.argv[2])))"
    )
    again = subprocess.run(
        [sys.executable, "-c", code, json.dumps(WORDS), json.dumps(MADE)],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1000000000", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
    )
    assert again.stdout == pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        info = {str(name): str(value) for name, value in document.docinfo.items()}
        assert info.pop("/Title") == "Sheet"
        assert not {name for name in ("/Author", "/Creator", "/Producer", "/Subject") if info.get(name)}
        fonts = document.pages[0].Resources.Font
        assert all("AtkinsonHyperlegible" in str(font.BaseFont) for font in fonts.values())
        assert all("/FontFile2" in font.FontDescriptor for font in fonts.values())
    assert b"reportlab" not in pdf.lower()
