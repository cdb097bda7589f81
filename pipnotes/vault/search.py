"""Full-text search inside the vault, over the latest version of every record that counts.

The index keeps no text of its own: its content table stands empty, so every note is stored once. To take a record
out of the index its old words are handed in again; a check fills the content table inside a transaction that is
rolled back, and lets SQLite compare word by word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from pipnotes.domain.fields import KINDS
from pipnotes.errors import Problem
from pipnotes.vault import bodies
from pipnotes.vault.connection import Connection
from pipnotes.vault.shapes import Hit

HIDDEN = ("entered_in_error", "destroyed")
_BEFORE, _AFTER = 8, 17  # words
_NEAR = 250  # letters; no more are read to find that many words
_LATEST = (
    "SELECT v.id, v.kind, v.form, v.body FROM record r JOIN version v ON v.id = r.latest "
    "WHERE r.lifecycle NOT IN ('entered_in_error', 'destroyed') ORDER BY v.id"
)


def add(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Index the words of versions, by their id."""
    connection.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", rows)


def take_out(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Remove versions from the index; the words must be those that were indexed."""
    connection.executemany("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", rows)


def note_kinds(connection: Connection, kinds: Iterable[str]) -> None:
    """Write down which fields of each kind are indexed."""
    connection.executemany(
        "INSERT INTO said_as (kind, stamp) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(kind, bodies.stamp_of(kind)) for kind in kinds],
    )


def stale(connection: Connection) -> bool:
    """Tell whether the program now searches other fields than those indexed."""
    return any(bodies.stamp_of(kind) != stamp for kind, stamp in connection.fetch("SELECT kind, stamp FROM said_as"))


def rebuild(connection: Connection) -> None:
    """Index every latest version afresh; call it inside a transaction."""
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    add(connection, latest_texts(connection))
    connection.execute("DELETE FROM said_as")
    note_kinds(connection, [kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM record").fetchall()])


def latest_texts(connection: Connection) -> Iterator[tuple[int, str]]:
    """Go through the id and the words of every version that is found by search."""
    for version, kind, form, body in connection.execute(_LATEST):
        yield version, words_of(kind, form, body)


def words_of(kind: str, form: int, body: bytes | None) -> str:
    """Return the words of a stored body; none for a body that this program cannot read.

    Search never stands in the way of a save: an unreadable body is the business of the check.
    """
    cls = KINDS.get(kind)
    if cls is None or not body:
        return ""
    try:
        return bodies.text_of(bodies.read(cls, kind, form, body))
    except (msgspec.MsgspecError, Problem):
        return ""


def agrees(connection: Connection) -> bool:
    """Tell whether the index holds exactly the words of the latest versions; leaves everything as it was."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("INSERT INTO said (version, text) VALUES (?, ?)", latest_texts(connection))
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except Exception as error:
        if "malformed" in str(error) or "fts5" in str(error):
            return False
        raise
    finally:
        if connection.raw.in_transaction:
            connection.execute("ROLLBACK")
    return not _unlisted(connection)


def _unlisted(connection: Connection) -> set[tuple[int, int]]:
    """Return the pages of the index that begin with a word and are missing from its table of contents.

    SQLite's own check does not look for these, and without them words are silently not found. A page's number is
    in the lowest 31 bits of its row, its segment above bit 37; a page whose text is shorter than its bytes has
    words after it (the FTS5 source, fts5_index.c, describes both).
    """
    listed = {(segment, page >> 1) for segment, page in connection.execute("SELECT segid, pgno FROM search_idx")}
    pages = connection.execute(
        "SELECT id >> 37, id & 0x7fffffff, substr(block, 3, 2), length(block) FROM search_data "
        "WHERE id > 10 AND (id >> 31) & 0x3f = 0"
    )
    begun = {(segment, page) for segment, page, text, size in pages if int.from_bytes(text, "big") < size}
    return begun - listed


def find(connection: Connection, words: str, family: str | None, limit: int) -> list[Hit]:
    """Return the records in which all the words, or their beginnings, occur, the best first."""
    asked = _asked(words)
    if not asked:
        return []
    rows = connection.fetch(
        "SELECT v.kind, v.record, v.family, v.form, v.body FROM search s JOIN version v ON v.id = s.rowid "
        "WHERE search MATCH ? AND (? IS NULL OR v.family = ?) "
        "ORDER BY s.rank LIMIT ?",
        (asked, family, family, limit),
    )
    sought = _beginnings(words)
    return [
        Hit(kind=kind, record=record, family=of, snippet=_snippet(words_of(kind, form, body), sought))
        for kind, record, of, form, body in rows
    ]


def _asked(words: str) -> str:
    asked = []
    for phrase, word in re.findall(r'"([^"]+)"|(\S+)', words):
        said = (phrase or word).replace('"', " ").replace("\0", " ").strip()
        if re.search(r"\w", said):
            asked.append(f'"{said}"' if phrase else f'"{said}"*')
    return " AND ".join(asked)


class _Folds(dict[int, str]):
    """Each letter without its accent and small, one for one, so that a place in the fold is a place in the text."""

    def __missing__(self, code: int) -> str:
        bare = unicodedata.normalize("NFKD", chr(code))[0].casefold()
        self[code] = bare if len(bare) == 1 else chr(code)
        return self[code]


_FOLDS = _Folds()


def _beginnings(words: str) -> list[str]:
    return [word.translate(_FOLDS) for word in re.findall(r"\w+", words)]


def _first(text: str, sought: list[str]) -> int:
    """Return where the first word stands that begins as one of these does; 0 when there is none."""
    folded = text.lower() if text.isascii() else text.translate(_FOLDS)
    places = []
    for word in sought:
        at = folded.find(word)
        while at > 0 and (folded[at - 1].isalnum() or folded[at - 1] == "_"):
            at = folded.find(word, at + 1)
        if at >= 0:
            places.append(at)
    return min(places, default=0)


def _snippet(text: str, sought: list[str]) -> str:
    at = _first(text, sought)
    while at and not text[at - 1].isspace():
        at -= 1
    start, end = max(0, at - _NEAR), at + _NEAR
    before, after = text[start:at].split(), text[at:end].split()
    more_before = start > 0 or len(before) > _BEFORE
    more_after = end < len(text) or len(after) > _AFTER
    said = " ".join([*before[-_BEFORE:], *after[:_AFTER]])
    return ("… " if more_before else "") + said + (" …" if more_after else "")
