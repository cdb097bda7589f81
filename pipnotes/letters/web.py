"""The accessible twin of the pages: headings, a language, large quiet type, and no resource from anywhere."""

from __future__ import annotations

from html import escape

from pipnotes.letters.view import CopyView, Part

_STYLE = (
    "body{max-width:34em;margin:2em auto;padding:0 1em;color:#111;background:#fff;"
    "font:1.125em/1.5 'Atkinson Hyperlegible Next',Verdana,sans-serif}"
    "header{border-bottom:2px solid #1d5a63;padding-bottom:1em;margin-bottom:1.5em}"
    "h1{font-size:1.25em;margin:0}h2{font-size:1em;margin:1.5em 0 .25em}p{margin:.25em 0 .75em;white-space:pre-line}"
    "address{font-style:normal;white-space:pre-line}ul{padding-left:1.2em}"
    ".draft{border:2px solid #96430f;color:#96430f;padding:.5em 1em;font-weight:bold}"
    "footer{border-top:1px solid #857e6f;margin-top:2em;padding-top:1em}"
)


def page(copy: CopyView) -> str:
    """Return one whole page; its title says "Letter" and no more, since a browser keeps titles."""
    body = "\n".join(line for line in (_head(copy), _main(copy), _foot(copy)) if line)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Letter</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _head(copy: CopyView) -> str:
    draft = '<p class="draft">Draft. This letter is not signed yet.</p>\n' if copy.draft else ""
    return f"{draft}<header>\n<h1>{escape(copy.service)}</h1>\n{_lines('address', copy.service_lines)}</header>"


def _main(copy: CopyView) -> str:
    pieces = ["<main>", _line("p", "Private and confidential"), _lines("address", copy.to), _line("p", copy.dated)]
    pieces += [_line("p", copy.about), _line("p", copy.copy_of), _line("p", copy.greeting)]
    pieces += [_part(part) for part in copy.parts]
    pieces += [_line("p", copy.closing), _lines("p", (*copy.author, copy.signed)), "</main>"]
    return "\n".join(piece.rstrip("\n") for piece in pieces if piece)


def _part(part: Part) -> str:
    text = "".join(_lines("p", paragraph) for paragraph in part.paragraphs)
    return f"<section>\n{_line('h2', part.heading)}{text}</section>"


def _foot(copy: CopyView) -> str:
    to = "".join(_line("li", one) for one in copy.copies)
    copies = f"<h2>This letter goes to</h2>\n<ul>\n{to}</ul>\n" if to else ""
    return f"<footer>\n{copies}{_line('p', copy.left_out)}{_line('p', copy.crisis)}</footer>"


def _line(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>\n" if text else ""


def _lines(tag: str, lines: tuple[str, ...]) -> str:
    return _line(tag, "\n".join(line for line in lines if line))
