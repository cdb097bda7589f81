"""The running program, killed while somebody writes: at most the last second of typing is lost, and a note is whole.

Each process is the real program, started as people start it, and killed with SIGKILL at a moment drawn by chance.
The long run draws as many as asked for, another seed other moments:

    PIPNOTES_KILLS=1000 PIPNOTES_SEED=7 python -m pytest tests/ui/test_running_kills.py
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipnotes.casebook.demo_vault import PASSPHRASE
from pipnotes.vault import VaultKey
from tests.conftest import Caseload
from tests.support.before import begin_note, opened, words_of
from tests.support.running import Running

KILLS = int(os.environ.get("PIPNOTES_KILLS", "6"))
SEED = int(os.environ.get("PIPNOTES_SEED", "1"))
SIGNINGS = max(4, KILLS // 4)
LANES = 2
BOUND = 1.0  # seconds of typing that a kill may take, and the length of one save


@dataclass(frozen=True)
class Killed:
    """What was typed before a kill and what the vault held after it, by the part of the note."""

    before: dict[str, str]
    typed: list[tuple[float, str, str]]
    after: dict[str, str]
    at: float
    longest_save: float

    def words(self, part: str, until: float) -> str:
        """Return what that part has to hold if everything typed until then is kept."""
        mine = (letter for when, where, letter in self.typed if where == part and when <= until)
        return self.before[part] + "".join(mine)

    def lost(self) -> dict[str, str]:
        """Return what was typed longer ago than the bound and is not in the vault."""
        must = self.at - BOUND - self.longest_save
        owed = {part: self.words(part, must) for part in self.after}
        return {part: words for part, words in owed.items() if not self.after[part].startswith(words)}

    def invented(self) -> dict[str, str]:
        """Return what is in the vault and was never typed."""
        return {part: words for part, words in self.after.items() if not self.words(part, self.at).startswith(words)}

    def age_of_loss(self) -> float:
        """Return how long before the kill the first letter that it took was typed, in seconds."""
        ages = [0.0]
        for part, words in self.after.items():
            mine = [when for when, where, _ in self.typed if where == part]
            kept = len(words) - len(self.before[part])
            ages += [self.at - when for when in mine[kept : kept + 1]]
        return max(ages)


def _typing_killed(
    folder: Path, key: VaultKey, home: Path, session: str, seed: int, *, within: int | None = None, after: float
) -> Killed:
    with opened(folder, key) as casebook:
        kept = casebook.notes.draft(session)
        assert kept is not None
        before = words_of(kept.note)
    side = home.parent / f"{home.name}-{seed}.side"
    with Running(folder, home) as program:
        program.unlock(PASSPHRASE)
        program.until(lambda seen: seen["page"] == "NotePage" and seen["subject"] == session)
        if within is not None:
            program.ask("keep_within", milliseconds=within)
        program.ask("write", side=str(side), seed=seed, stay=within is not None)
        time.sleep(after)
        at = program.kill()
    with opened(folder, key) as casebook:
        kept = casebook.notes.draft(session)
        assert kept is not None
        found = words_of(kept.note)
    lines = [json.loads(line) for line in side.read_text().splitlines()]
    begun = [line[1] for line in lines if line[0] == "begins"]
    done = [line[1] for line in lines if line[0] == "ends"] + [at]
    longest = max((end - start for start, end in zip(begun, done, strict=False)), default=0.0)
    typed = [(line[1], line[2], line[3]) for line in lines if line[0] == "key"]
    return Killed(before, typed, found, at, longest)


def _in_lanes(work: Callable[[int, int], list[Killed]], jobs: int) -> list[Killed]:
    with ThreadPoolExecutor(LANES) as pool:
        lanes = pool.map(work, range(LANES), [jobs // LANES + (lane < jobs % LANES) for lane in range(LANES)])
        return [killed for lane in lanes for killed in lane]


def _tell(killed: Killed) -> str:
    return (
        f"{len(killed.typed)} letters typed, save {1000 * killed.longest_save:.0f} ms, "
        f"loss {killed.age_of_loss():.3f} s old"
    )


def test_a_kill_at_any_moment_takes_at_most_the_last_second_of_typing(caseload: Caseload, tmp_path: Path) -> None:
    def lane(number: int, kills: int) -> list[Killed]:
        folder = Path(shutil.copytree(caseload.folder, tmp_path / f"{number}.pipvault"))
        session = begin_note(folder, caseload.key).session.id
        chance = random.Random(1000 * SEED + number)
        home = tmp_path / f"home{number}"
        return [
            _typing_killed(folder, caseload.key, home, session, chance.randrange(10**9), after=chance.uniform(0.1, 3.2))
            for _ in range(kills)
        ]

    kills = _in_lanes(lane, KILLS)
    print(*map(_tell, kills), sep="\n")
    assert len(kills) == KILLS
    assert [killed.invented() for killed in kills] == [{}] * KILLS
    assert [killed.lost() for killed in kills] == [{}] * KILLS, "\n".join(map(_tell, kills))
    assert any(killed.after != killed.before for killed in kills)


def test_the_kill_is_noticed_when_words_are_kept_too_late(caseload: Caseload, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(caseload.folder, tmp_path / "late.pipvault"))
    session = begin_note(folder, caseload.key).session.id
    killed = _typing_killed(folder, caseload.key, tmp_path / "home", session, seed=3, within=10_000, after=2.5)
    assert killed.lost()
    assert killed.age_of_loss() > BOUND + killed.longest_save


def test_a_kill_while_signing_leaves_the_draft_or_the_signed_note_and_every_word(
    caseload: Caseload, tmp_path: Path
) -> None:
    ends: list[str] = []

    def lane(number: int, kills: int) -> list[Killed]:
        folder = Path(shutil.copytree(caseload.folder, tmp_path / f"{number}.pipvault"))
        for kill in range(kills):
            # The moments are spread evenly over the time that a signature takes, and a little beyond.
            wait = (kill * LANES + number) / SIGNINGS * 0.06
            ends.append(_signing_killed(folder, caseload.key, tmp_path / f"home{number}", wait))
        return []

    _in_lanes(lane, SIGNINGS)
    print(*ends)
    assert len(ends) == SIGNINGS


def _signing_killed(folder: Path, key: VaultKey, home: Path, wait: float) -> str:
    begun = begin_note(folder, key, baby="She reached for", parent="“You saw it”", between="They laughed")
    session = begun.session.id
    with Running(folder, home) as program:
        program.unlock(PASSPHRASE)
        program.until(lambda seen: seen["page"] == "NotePage" and seen["subject"] == session)
        program.ask("focus", name="Next time")
        program.type("Ask about the nights, and the spoo")
        program.ask("focus", name="My reflection")
        program.type("I felt left out, and then not")
        program.press("Ctrl+Return")
        program.until(lambda seen: seen["dialogs"] == ["Sign this note?"])
        program.press("Ctrl+Return")
        time.sleep(wait)
        program.kill()
    with opened(folder, key) as casebook:
        kept = casebook.notes.draft(session)
        signed = [note for note in casebook.notes.of(begun.session.family) if note.id == session]
        assert len(signed) + (kept is not None) == 1
        if kept is not None:
            words = words_of(kept.note)
        else:
            note = casebook.notes.again(session)
            assert note.reflection is not None
            assert note.observation is not None
            words = {part: getattr(note.session, part) for part in ("baby", "parent", "between", "next_time")}
            words["reflection"] = note.reflection.text
        assert {part: text for part, text in words.items() if text} == {
            "baby": "She reached for",
            "parent": "“You saw it”",
            "between": "They laughed",
            "next_time": "Ask about the nights, and the spoo",
            "reflection": "I felt left out, and then not",
        }
        assert casebook.check().problems == ()
    return "draft" if kept is not None else "signed"
