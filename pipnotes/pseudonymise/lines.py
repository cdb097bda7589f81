"""One JSON object a line in, one out: what lets another program use the pseudonymiser without a vault."""

from __future__ import annotations

from datetime import date

import msgspec

from pipnotes.errors import WrongUse
from pipnotes.pseudonymise.model import CaseIdentities, Identity, Pseudonymised


class _Person(msgspec.Struct):
    role: str = "person"
    name: str = ""
    aliases: list[str] = msgspec.field(default_factory=list)
    born: date | None = None
    due: date | None = None
    nhs_number: str | None = ""
    phone: str | None = ""
    email: str | None = ""


class _Line(msgspec.Struct):
    text: str
    people: list[_Person] = msgspec.field(default_factory=list)
    addresses: list[str] = msgspec.field(default_factory=list)
    organisations: list[str] = msgspec.field(default_factory=list)
    service_start: date | None = None


_DECODER = msgspec.json.Decoder(_Line)


def read_line(raw: bytes) -> tuple[str, CaseIdentities]:
    """Return the text and the case of one line; raise `WrongUse` for anything that is not such a line."""
    try:
        line = _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise WrongUse(
            "A line of the input is not the JSON object that was expected.",
            safe="Nothing was changed, and the lines before it were answered.",
            todo="Give one object a line with at least a text; dates are written 2025-01-31.",
        ) from fault
    people = tuple(
        Identity(
            role=person.role, name=person.name, aliases=tuple(person.aliases), born=person.born, due=person.due,
            nhs_number=person.nhs_number or "", phone=person.phone or "", email=person.email or "",
        )
        for person in line.people
    )  # fmt: skip
    return line.text, CaseIdentities(
        people=people,
        addresses=tuple(line.addresses),
        organisations=tuple(line.organisations),
        service_start=line.service_start,
    )


def write_line(result: Pseudonymised) -> bytes:
    """Return the answer as one line of JSON, with its line end."""
    answer = {
        "text": result.text,
        "replacements": [
            {
                "start": item.start,
                "end": item.end,
                "kind": item.kind,
                "replacement": item.replacement,
                "source": item.source,
                "certain": item.certain,
            }
            for item in result.replacements
        ],
        "checks": [{"start": item.start, "end": item.end, "why": item.why} for item in result.checks],
    }
    return msgspec.json.encode(answer) + b"\n"
