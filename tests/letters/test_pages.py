from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipnotes.domain.codes import Recipient
from pipnotes.domain.ending import Letter, LetterCopy, LetterSection
from pipnotes.errors import Problem, WrongUse
from pipnotes.letters.render import html, left_out, render, unprintable

PAYLOADS = (
    "<b>bold</b>",
    '<a href="https://example.org">link</a>',
    '<img src="file:///etc/passwd" width="10" height="10"/>',
    '<img src="http://example.org/x.png"/>',
    '<link href="https://example.org">x</link>',
    '<font name="Helvetica">x</font>',
    '<font face="Courier" size="99">x</font>',
    '<para alignment="right">x</para>',
    "<br/><br/>",
    "<onDraw name='x' label='y'/>",
    '<seq id="1"/><seqreset id="1"/>',
    "<unclosed",
    "</para></b></i>",
    "<![CDATA[<b>x</b>]]>",
    "<!-- a comment -->",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "&e; &lt;b&gt; &#60;b&#62; &amp;",
    '<script>alert("x")</script>',
    '<bullet bulletText="x">x</bullet>',
    "{{ 7 * 7 }} %(name)s ${HOME} \\n (x) Tj",
)


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def one_line(pdf: bytes) -> str:
    return " ".join(" ".join(text_of(pdf)).split())


def with_text(letter: Letter, text: str) -> Letter:
    return replace(letter, sections=(LetterSection(key="why_we_met", heading="Why we met", text=text),))


@contextmanager
def opened(pdf: bytes) -> Iterator[list[pikepdf.Dictionary]]:
    with pikepdf.open(BytesIO(pdf)) as document:
        yield [one for one in document.objects if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream))]


def test_the_parents_copy_carries_everything_a_family_would_look_for(letter: Letter) -> None:
    text = one_line(render(letter, Recipient.PARENT))
    for words in (
        "Northfold Parent-Infant Team",
        "Larchfield Family Hub",
        "0121 496 0123",
        "12 November 2026",
        "Private and confidential",
        "Zahra and Idris Ahmadi",
        "4 Mill Lane",
        "Dear Zahra and Idris,",
        "Why we met",
        "What we noticed",
        "With warm wishes,",
        "Ruth Ellison",
        "Parent-infant psychotherapist",
        "UKCP 2011 1234567",
        "Signed by Ruth Ellison on 12 November 2026 at 14:05",
        "At night ring the crisis line on 0808 157 0999.",
    ):
        assert words in text
    assert "DRAFT" not in text
    assert "PHQ-9" not in text


def test_the_gps_copy_says_whose_letter_it_is_and_what_it_goes_without(letter: Letter) -> None:
    text = one_line(render(letter, Recipient.GP))
    assert "Bondgate Surgery" in text
    assert "Dear Dr Lowther," in text
    assert "This is a copy of our letter to Zahra and Idris Ahmadi, and is written to them." in text
    assert "Left out of this copy: What we noticed." in text
    assert "Sami looks to you for comfort" not in text
    assert "PHQ-9, Zahra: 16 of 27" in text
    assert "4 Mill Lane" not in text


@pytest.mark.parametrize("recipient", list(Recipient))
def test_every_copy_tells_who_else_has_one(letter: Letter, recipient: Recipient) -> None:
    listed = "This letter goes to: Zahra and Idris Ahmadi (parents); Dr Lowther (GP); Anita Kaur (health visitor)."
    assert listed in one_line(render(letter, recipient))


def test_a_section_without_words_is_neither_printed_nor_missed(letter: Letter) -> None:
    empty = replace(letter, sections=tuple(replace(one, text=" \n") for one in letter.sections if one.key != "ending"))
    assert left_out(empty, Recipient.GP) == ()
    text = one_line(render(empty, Recipient.GP))
    assert "Left out" not in text
    assert "Why we met" not in text


def test_every_page_of_an_unsigned_letter_says_draft_even_when_nobody_asked(draft: Letter) -> None:
    pages = text_of(render(draft, Recipient.PARENT, draft=False))
    assert len(pages) == 2
    for page in pages:
        assert "DRAFT, not signed yet" in page
    assert "Signed by" not in " ".join(pages)


def test_pages_are_numbered_when_there_are_several_and_only_then(letter: Letter) -> None:
    assert "Page 1 of 2" in text_of(render(letter, Recipient.PARENT))[0]
    assert "Page 2 of 2" in text_of(render(letter, Recipient.PARENT))[1]
    (only,) = text_of(render(with_text(letter, "We met once."), Recipient.PARENT))
    assert "Page" not in only


@pytest.mark.pain(19)
@pytest.mark.parametrize("count", range(1, 60, 7))
def test_a_long_letter_keeps_every_word_and_never_leaves_a_heading_or_a_signature_alone(
    letter: Letter, count: int
) -> None:
    words = " ".join(f"word{place}" for place in range(count * 20))
    text = "\n\n".join([words, "A short line."] * 3)
    sections = tuple(replace(one, text=text, left_out_for=()) for one in letter.sections)
    pages = text_of(render(replace(letter, sections=sections), Recipient.PARENT))
    whole = " ".join(" ".join(pages).split())
    assert whole.count("A short line.") == 3 * len(sections)
    assert whole.count(f"word{count * 20 - 1}") == 3 * len(sections)
    for page in pages:
        lines = [line for line in page.strip().split("\n") if not line.startswith(("Page ", "At night"))]
        assert lines[-1] not in {one.heading for one in sections}
        assert not lines[0].startswith(("With warm wishes", "Ruth Ellison"))


def test_one_paragraph_longer_than_a_page_flows_on(letter: Letter) -> None:
    words = " ".join(f"word{place}" for place in range(3000))
    pages = text_of(render(with_text(letter, words), Recipient.PARENT))
    assert len(pages) > 3
    assert "word2999" in " ".join(pages)


def test_large_print_sets_every_word_in_18_points_or_more(draft: Letter) -> None:
    document = pypdfium2.PdfDocument(render(draft, Recipient.GP, large=True))
    sizes = set()
    for page in document:
        for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            sizes.add(round(found.get_font_size(), 1))
    document.close()
    assert sizes
    assert min(sizes) >= 18


def test_the_same_letter_gives_the_same_bytes_in_another_process_on_another_day(letter: Letter, tmp_path: Path) -> None:
    here = render(letter, Recipient.GP)
    assert render(letter, Recipient.GP) == here
    render(with_text(letter, "Žofia Đorđević"), Recipient.PARENT)
    assert render(letter, Recipient.GP) == here
    (tmp_path / "letter.json").write_bytes(_encoded(letter))
    code = (
        "import sys, msgspec; from pathlib import Path; from pipnotes.domain.ending import Letter;"
        "from pipnotes.domain.codes import Recipient; from pipnotes.letters.render import render;"
        "letter = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Letter);"
        "sys.stdout.buffer.write(render(letter, Recipient.GP))"
    )
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": "1234567890",
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "letter.json")], capture_output=True, env=environment, check=True
    )
    assert ran.stdout == here


def test_the_digests_kept_after_signing_do_not_change_the_bytes(letter: Letter) -> None:
    kept = replace(letter, copies=tuple(replace(copy, sha256="a" * 64) for copy in letter.copies), hints_left=("x",))
    assert render(kept, Recipient.PARENT) == render(letter, Recipient.PARENT)


def test_the_file_says_nothing_of_who_made_it_with_what_and_when(letter: Letter) -> None:
    pdf = render(letter, Recipient.PARENT)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert {key: str(value) for key, value in document.docinfo.items()} == {
            "/Title": "Letter",
            "/Author": "",
            "/Subject": "",
            "/Keywords": "",
            "/Creator": "",
            "/Producer": "",
            "/CreationDate": "D:20000101000000Z",
            "/ModDate": "D:20000101000000Z",
            "/Trapped": "/False",
        }
        assert "/Metadata" not in document.Root
        assert str(document.Root.Lang) == "en-GB"
    assert not re.search(rb"reportlab|pipnotes(?!letter)|python", pdf, re.IGNORECASE)


@pytest.mark.parametrize("large", [False, True])
def test_every_font_is_ours_and_inside_the_file(draft: Letter, large: bool) -> None:
    pdf = render(draft, Recipient.PARENT, large=large)
    with opened(pdf) as objects:
        fonts = [one for one in objects if one.get("/Type") == "/Font"]
        assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {
            "AtkinsonHyperlegibleNext-Regular",
            "AtkinsonHyperlegibleNext-SemiBold",
        }
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor
    assert b"Helvetica" not in pdf


@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_is_typed_is_printed_as_it_was_typed_and_reaches_for_nothing(letter: Letter, payload: str) -> None:
    typed = replace(
        with_text(letter, payload),
        about=payload,
        letterhead=replace(letter.letterhead, service=payload, author=payload, crisis=payload),
        copies=tuple(replace(copy, name=payload, address=payload, greeting=payload) for copy in letter.copies),
        sections=(LetterSection(key="k", heading=payload, text=f"{payload}\n\n{payload}"),),
    )
    pdf = render(typed, Recipient.PARENT)
    printed = re.sub(r"[\s\ufffe\x02-]", "", "".join(text_of(pdf)))
    assert printed.count(re.sub(r"[\s-]", "", payload)) >= 7
    with opened(pdf) as objects:
        assert len(objects) > 5
        for one in objects:
            assert not {"/A", "/URI", "/Annots", "/EmbeddedFile", "/JS", "/AA", "/OpenAction"} & set(one.keys())
            assert one.get("/Subtype") not in ("/Image", "/Link")
            assert one.get("/Type") != "/Font" or "AtkinsonHyperlegibleNext" in str(one.BaseFont)
    page = html(typed, Recipient.PARENT)
    assert set(tags(page)) <= ALLOWED


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "address",
    "h1", "h2", "p", "ul", "li",
}  # fmt: skip


def tags(page: str) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)
            assert not {"src", "href", "style", "onclick"} & {name for name, _ in attrs}

    Reader().feed(page)
    return found


def test_the_accessible_copy_says_what_the_pages_say(letter: Letter) -> None:
    page = html(letter, Recipient.GP)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Letter</title>" in page
    assert tags(page).count("h1") == 1
    assert "<h2>Why we met</h2>" in page
    plain = re.sub(r"\W+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page))
    pages = text_of(render(letter, Recipient.GP))
    for line in " ".join(pages).split("\n"):
        if not line.startswith("Page ") and line.strip():
            assert re.sub(r"\W+", " ", line.split(": ")[0]).strip()[:30] in plain
    assert "url(" not in page
    assert "@import" not in page
    assert "Draft" not in page


def test_the_accessible_copy_of_an_unsigned_letter_begins_with_draft(draft: Letter) -> None:
    page = html(draft, Recipient.PARENT)
    assert page.index("Draft. This letter is not signed yet.") < page.index("<header>")


def test_line_breaks_and_invisible_marks_come_out_clean(letter: Letter) -> None:
    typed = with_text(letter, "One\r\ntwo\u2028three\x00\x07 \u202eevil\ufeff\r\n\r\nFour\tfive")
    lines = text_of(render(typed, Recipient.PARENT))[0].split("\n")
    for line in ("One", "two", "three evil", "Four five"):
        assert line in [found.strip() for found in lines]


def test_letters_of_our_languages_print_and_others_are_named_beforehand(letter: Letter) -> None:
    names = "Ŵyn Łucja Ştefan Şerife İpek Đorđe Žofia Zoë Æthel"
    assert unprintable(names) == ()
    assert names in one_line(render(with_text(letter, names), Recipient.PARENT))
    assert unprintable("Mai زهرا ũ") == ("ز", "ه", "ر", "ا", "ũ")
    assert unprintable("Zoe\u0308\n") == ()


def test_a_letter_without_a_copy_for_the_reader_is_a_problem_in_three_lines(letter: Letter) -> None:
    with pytest.raises(Problem) as caught:
        render(replace(letter, copies=letter.copies[:1]), Recipient.GP)
    assert all(caught.value.lines())


def test_parents_who_live_apart_each_get_their_own_copy(letter: Letter) -> None:
    his = LetterCopy(recipient=Recipient.PARENT, name="Idris Ahmadi", address="9 Hill Top", greeting="Dear Idris,")
    apart = replace(letter, copies=(*letter.copies, his))
    assert "Dear Zahra and Idris," in one_line(render(apart, Recipient.PARENT))
    mine = one_line(render(apart, Recipient.PARENT, copy=his))
    assert "Dear Idris," in mine
    assert "9 Hill Top" in mine
    assert "4 Mill Lane" not in mine
    with pytest.raises(WrongUse):
        render(apart, Recipient.GP, copy=his)


def test_a_crisis_line_that_the_letter_already_says_is_not_said_twice(letter: Letter) -> None:
    line = letter.letterhead.crisis
    text = one_line(render(with_text(letter, f"If it is too much: {line}"), Recipient.PARENT))
    assert text.count("0808 157 0999") == 1


def test_only_rendering_wakes_the_typesetter() -> None:
    code = (
        "import sys; import pipnotes.letters.render, pipnotes.letters.content, pipnotes.letters.hints;"
        "import pipnotes.letters.checks; sys.exit('reportlab' in sys.modules)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def _encoded(letter: Letter) -> bytes:
    import msgspec

    return msgspec.json.encode(letter)
