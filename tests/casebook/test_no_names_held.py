"""A supervisor's vault holds no names: after a whole story every page of its database is read, decrypted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.family import Person
from tests.casebook.conftest import Pair
from tests.vault.decrypting import readable

# Families whose own words for one another are names only as long as nobody else is called so.
_SHORTEST = 3
_SAYS_MORE_THAN_CHANCE = 7  # letters


def _names(casebook: Casebook, families: list[str]) -> set[str]:
    people = [p for family in families for p in casebook._ledger.vault.all(Person, family=family)]
    said = {
        text
        for person in people
        for text in (
            person.given,
            person.surname,
            person.known_as,
            *person.aliases,
            person.address,
            person.phone,
            person.email,
            person.nhs_number,
            person.organisation,
        )
        if len(text) >= _SHORTEST
    }
    # The keepers of both vaults stand on their cards, and nobody hides them.
    keepers = set(f"{casebook.me.name} Dr Farah Siddiqui".split())
    return {text for text in said if text not in keepers}


def _held(casebook: Casebook) -> tuple[str, str]:
    """Return every page of the vault as it lies, and what stands in every table with its drafts, as text."""
    raw = readable(casebook.folder, casebook._ledger.vault.key)
    pages = raw.decode("utf-8", "replace") + raw.decode("utf-16-le", "replace")
    values = []
    connection = casebook._ledger.vault._ledger.connection
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in connection.execute(f"SELECT * FROM {table}"):
            values += [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row]
    # What is no text, the search index among it, is read as far as it is letters.
    spelled = [" ".join(re.findall(r"[^\W\d_]{5,}", value)) if "\ufffd" in value else value for value in values]
    return pages, "\n".join(spelled)


def _found(names: set[str], held: tuple[str, str]) -> list[str]:
    pages, values = (unicodedata.normalize("NFKD", text).casefold() for text in held)
    words = set(re.findall(r"\w+", values))
    found = []
    for name in names:
        folded = unicodedata.normalize("NFKD", name).casefold()
        # A key or a hash spells "kate" once in some fifty vaults, so a short name counts only where there is text.
        in_pages = len(folded) >= _SAYS_MORE_THAN_CHANCE and folded in pages
        if in_pages or (folded in words if folded.isalpha() else folded in values):
            found.append(name)
    return sorted(found)


def test_no_name_of_the_caseload_is_in_any_page_of_the_supervisors_vault(pair: Pair) -> None:
    shared = [row.circle.family.id for row in pair.therapist.summaries.rows() if row.fresh]
    for family in shared:
        draft = pair.therapist.summaries.start(family)
        preview = pair.therapist.summaries.preview(draft, pair.contact)
        pair.therapist.summaries.approve(draft, pair.contact, preview.digest)
    pair.carry()
    desk = pair.supervisor.supervision
    for held in desk.held():
        desk.read(held)
        desk.keep(held.record.id, "What happens in you when")
        desk.on_agenda(held, True)
    desk.comment(desk.find(pair.family.code), "What happens in you when he goes quiet?")
    pair.carry()
    pair.therapist.supervision.answer(pair.family, "I fill the gap. I will try to leave it next time.")
    again = replace(pair.therapist.summaries.start(pair.family.id), text="He stayed in the room this time.")
    shown = pair.therapist.summaries.preview(again, pair.contact)
    pair.therapist.summaries.approve(again, pair.contact, shown.digest)
    pair.therapist.summaries.withdraw_consent(shared[-1])
    pair.carry()
    desk.agendas.plan_meeting(desk.held()[0].record.contact, pair.supervisor.clock())
    desk.agendas.handed_over("printed", "0" * 64)
    pair.supervisor.search("baby")

    names = _names(pair.therapist, shared)
    assert len(names) > 60
    held = _held(pair.supervisor)
    assert all("He stayed in the room this time." in part for part in held)
    assert _found(names, held) == []
    assert [name for name in names if pair.supervisor.search(name)] == []
    # The same search finds them where they are.
    assert len(_found(names, _held(pair.therapist))) == len(names)
