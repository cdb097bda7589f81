"""The running program through a whole working day: no file it leaves, and no title of a window, tells of anybody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipnotes import vault as store
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.casebook.vaults import local_now
from pipnotes.domain.work import SECTIONS
from pipnotes.vault import VaultKey
from tests.conftest import Caseload
from tests.support.before import begin_note, opened
from tests.support.running import Running

TYPED = "She hid the spoon under the cushion and waited."
LETTER = "You came in the rain to every single one."
SUMMARY = "I would like to think about the quiet in the room."
KEYS = ("database", "head", "keys")
# Shorter than this, a few letters come about by chance in what is encrypted.
BY_CHANCE = 6


def _people(casebook: Casebook) -> Iterator[str]:
    for row in casebook.families.rows():
        for person in row.circle.people:
            yield from (person.given, person.surname, person.known_as, *person.aliases)
            yield from (person.phone, person.email, person.address, person.nhs_number)


def _secrets(casebook: Casebook, key: VaultKey) -> set[str]:
    """Return every word that is the family's or opens the vault."""
    words = {PASSPHRASE, key.words(), TYPED, LETTER, SUMMARY, *_people(casebook)}
    for row in casebook.families.rows():
        for stored in casebook.notes.of(row.family.id):
            words |= {getattr(stored.body, field)[:40] for field, _ in SECTIONS}
    return {word for word in words if len(word) > 2}


def _keys(key: VaultKey) -> dict[str, bytes]:
    return {"the key": bytes(key._master), **{f"the key for {use}": key.subkey(use) for use in KEYS}}


def _traces(data: bytes, words: set[str], keys: dict[str, bytes]) -> set[str]:
    """Return which words and keys can be read in a file, as they are, in two bytes a letter, or in hexadecimal."""
    found = set()
    for word in words:
        plain, wide = word.encode(), word.encode("utf-16-le")
        forms = [form for form in (plain, wide) if len(form) >= BY_CHANCE]
        forms += [plain.hex().encode(), plain.hex().upper().encode(), wide.hex().encode()]
        if any(len(form) >= BY_CHANCE and form in data for form in forms):
            found.add(word)
    for name, key in keys.items():
        if key in data or key.hex().encode() in data or key.hex().upper().encode() in data:
            found.add(name)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return found
    return found | {word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def _all_traces(place: Path, words: set[str], keys: dict[str, bytes]) -> dict[str, set[str]]:
    files = [path for path in place.rglob("*") if path.is_file() and not path.is_symlink()]
    found = {str(path.relative_to(place)): _traces(path.read_bytes(), words, keys) for path in files}
    return {path: told for path, told in found.items() if told}


def test_a_day_in_the_window_leaves_no_name_no_sentence_and_no_key_in_any_file_or_title(
    caseload: Caseload, tmp_path: Path
) -> None:
    place = tmp_path / "laptop"
    place.mkdir()
    folder = Path(shutil.copytree(caseload.folder, place / "work.pipvault"))
    _meet_a_supervisor(folder, caseload.key, tmp_path / "hers.pipvault")
    begun = begin_note(folder, caseload.key, parent="Tired, and proud of him.")
    family = begun.session.family
    with opened(folder, caseload.key) as casebook:
        words, keys = _secrets(casebook, caseload.key), _keys(caseload.key)
    assert len(words) > 100

    with Running(folder, place / "home") as program:
        program.ask("watch_titles")
        program.unlock(PASSPHRASE)
        program.until(lambda seen: seen["page"] == "NotePage")
        program.ask("focus", name="Baby")
        program.type(TYPED)
        program.press("Ctrl+Return")
        program.until(lambda seen: seen["dialogs"])
        program.press("Ctrl+Return")
        program.until(lambda seen: seen["mode"] == "signed")

        program.ask("go", page="letter", subject=family)
        program.until(lambda seen: seen["page"] == "LetterPage")
        program.press("Ctrl+Return")
        program.until(lambda seen: "As " in seen["said"] and "will see it" in seen["said"] and seen["fields"])
        program.type(LETTER)
        program.until(lambda seen: any(LETTER in field for field in seen["fields"]))

        program.ask("go", page="sharing", subject=family)
        program.until(lambda seen: "Start" in seen["buttons"])
        program.press("Ctrl+Return")
        program.until(lambda seen: "Read as it will leave" in seen["buttons"])
        program.type(SUMMARY)
        program.until(lambda seen: any(SUMMARY in field for field in seen["fields"]))
        program.press("Ctrl+Return")
        program.until(lambda seen: "Take out selected words" in seen["buttons"])

        for page in ("today", "families", "supervision", "settings"):
            program.ask("go", page=page)
            program.until(lambda seen, page=page: seen["page"].lower().startswith(page))
        program.press("Ctrl+K")
        program.until(lambda seen: seen["dialogs"])
        program.type("cushion")
        program.press("Return")
        program.until(lambda seen: not seen["dialogs"] and seen["page"] == "NotePage")
        assert program.ask("unnamed_files") == []
        while_open = _all_traces(place, words, keys)

        titles = program.look()["titles"]
        program.press("Ctrl+L")
        program.follow()
        program.until(lambda seen: seen["locked"])
        after = _all_traces(place, words, keys)
        titles += program.look()["titles"]
        complaints = program.complaints

    assert while_open == {}
    assert after == {}
    assert _traces(complaints.encode(), words, keys) == set()
    assert set(titles) - {""} == {"PipNotes"}
    assert (place / "home" / ".local/state/pipnotes/log/pipnotes.log").exists()
    for form in (TYPED.encode(), TYPED.encode("utf-16-le"), TYPED.encode().hex().encode(), b"Leanne"):
        (place / "planted").write_bytes(b"\x00\xfe" + form)
        assert _all_traces(place, words, keys)
    (place / "planted").write_bytes(bytes(caseload.key._master))
    assert _all_traces(place, words, keys) == {"planted": {"the key"}}


def _meet_a_supervisor(folder: Path, key: VaultKey, hers: Path) -> None:
    made = store.create(
        hers, "harbour maple seven lantern", role="supervisor", owner="Farah", clock=local_now, cost=store.FLOOR
    )
    card = Casebook(made, local_now).contacts.my_card()
    made.close()
    with opened(folder, key) as casebook:
        casebook.contacts.trust(card.raw, card.words)
