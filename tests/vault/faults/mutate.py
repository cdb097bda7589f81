"""Ways of spoiling an input that know how it is built, since random bytes alone never come past the first look."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    2**31,
    2**63,
    -(2**64),
    10**400,
    1e308,
    "",
    " ",
    "x",
    "x" * 20_000,
    "\0",
    "\ud800",
    "e\u0301\u202e\u2066",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-03-29T01:30:00+99:99",
    "final",
    "-1",
    [],
    {},
    [None],
    [[]],
    {"": ""},
    {"id": "p1"},
)
_SIGNS = (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\r", b"\n", b"{", b"}")
_TOKENS = (*_SIGNS, b"[" * 5000, b"9" * 5000)
_WORDS = (b"NaN", b"Infinity", b"-0", b"1e999", b"null", b"true", b"\\ud800", b"=cmd()", b"\xc3\x28", b"../../x")


def of_bytes(raw: bytes, chance: random.Random) -> bytes:
    """Return some bytes with one to four things done to them."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + chance.choice((1, 2, 8, 64, 512)))
        match chance.randrange(9):
            case 0 if made:
                made[min(at, len(made) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                made[at:end] = chance.randbytes(end - at)
            case 2:
                del made[at:end]
            case 3:
                made[at:at] = made[at:end] * chance.choice((1, 3, 50))
            case 4:
                made[at:at] = chance.choice((*_TOKENS, *_WORDS))
            case 5:
                del made[at:]
            case 6:
                made[at:end] = chance.choice((b"\0", b"\xff", b"0", b"f")) * (end - at)
            case 7:
                other = chance.randrange(len(made) + 1)
                made[at:at] = made[other : other + (end - at)]
            case _:
                made[at : at + 4] = chance.choice((0, 1, 2**31 - 1, 2**32 - 1, len(made))).to_bytes(4, "big")
    return bytes(made)


def of_json(raw: bytes, chance: random.Random) -> bytes:
    """Return a JSON document with one to three of its values, keys or lists changed; at times as text alone."""
    if chance.random() < 0.2:
        return of_bytes(raw, chance)
    document = json.loads(raw)
    for _ in range(chance.randint(1, 3)):
        document = _changed(document, chance)
    spacing = chance.choice(((",", ":"), (", ", ": ")))
    said = json.dumps(document, ensure_ascii=chance.random() < 0.5, separators=spacing)
    made = said.encode("utf-8", "surrogatepass")
    if chance.random() < 0.05:
        depth = chance.choice((100, 2000, 100_000))
        made = b"[" * depth + made + b"]" * depth
    if chance.random() < 0.05:
        # The first key twice: what readers make of it differs.
        made = made.replace(b"{", made[: made.find(b",")] + b"," if b"," in made else b"{", 1)
    return made


def canonical(raw: bytes, chance: random.Random) -> bytes:
    """Return a JSON document changed as above and spelt as the program itself would spell it."""
    try:
        return json.dumps(
            _changed(json.loads(raw), chance), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode() + (b"\n" if raw.endswith(b"\n") else b"")
    except UnicodeEncodeError:
        return raw[:-1]


def of_table(raw: bytes, chance: random.Random) -> bytes:
    """Return a table of comma-separated values with cells, rows or columns changed."""
    if chance.random() < 0.3:
        return of_bytes(raw, chance)
    rows = [line.split(b",") for line in raw.splitlines()]
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(rows)
        at = chance.randrange(len(row)) if row else 0
        match chance.randrange(6):
            case 0:
                row[at : at + 1] = [str(chance.choice(VALUES)).encode("utf-8", "surrogatepass")]
            case 1:
                del row[at : at + 1]
            case 2:
                row.insert(at, chance.choice(_WORDS))
            case 3:
                rows.insert(chance.randrange(len(rows) + 1), list(row))
            case 4:
                row[at : at + 1] = [b'"' + b"\n".join(row) + b'"']
            case _:
                rows.append([chance.choice((*_TOKENS, *_WORDS))])
    return chance.choice((b"\n", b"\r\n", b"\r")).join(b",".join(row) for row in rows)


def _changed(document: Any, chance: random.Random) -> Any:
    places = list(_places(document, 4000))
    if not places:
        return deepcopy(chance.choice(VALUES))
    holder, key = chance.choice(places)
    value = deepcopy(chance.choice(VALUES))
    match chance.randrange(6):
        case 0 | 1:
            holder[key] = value
        case 2 if isinstance(holder, dict):
            del holder[key]
        case 3 if isinstance(holder, dict):
            holder[chance.choice(("", "id", "kind", str(key) + "x", "x" * 300))] = holder[key]
        case 4:
            other, where = chance.choice(places)
            holder[key] = json.loads(json.dumps(other[where]))
        case 5 if isinstance(holder, list):
            holder *= chance.choice((2, 40))
        case _ if isinstance(holder[key], str) and holder[key]:
            holder[key] = of_bytes(holder[key].encode("utf-8", "replace"), chance).decode("utf-8", "replace")
        case _:
            holder[key] = [holder[key]]
    return document


def _places(document: Any, limit: int) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting and len(found) < limit:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            found.append((one, key))
            waiting.append(one[key])
    return found
