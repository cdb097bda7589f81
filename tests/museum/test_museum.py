"""Every vault that was ever released still opens, checks and reads, and is not touched by doing so here."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipnotes.domain.records import Attachment, Family, Reflection
from pipnotes.vault import Lifecycle, check_folder, info, open_vault, unlock, unlock_with_words

HERE = Path(__file__).parent
PASSPHRASE = "museum lantern ferry thimble"


def now() -> datetime:
    return datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(params=sorted(path.name for path in HERE.glob("*.pipvault")))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / request.param, tmp_path / request.param))


def test_there_is_a_vault_of_the_first_schema() -> None:
    assert info(HERE / "schema-1.pipvault").schema == 1


@pytest.mark.pain(9)
def test_an_old_vault_opens_by_passphrase_and_by_words(old: Path) -> None:
    words = (HERE / old.name).with_suffix(".words").read_text("utf-8")
    assert unlock(old, PASSPHRASE).id == unlock_with_words(old, words).id == info(old).id


@pytest.mark.pain(7)
def test_an_old_vault_checks_from_the_first_link_to_the_last(old: Path) -> None:
    with open_vault(old, unlock(old, PASSPHRASE), clock=now) as vault:
        report = vault.check()
        assert (report.problems, report.contributions, report.versions) == ((), 9, 8)
        key = vault.key
    assert check_folder(old, key).ok


def test_an_old_vault_still_says_what_was_written(old: Path) -> None:
    with open_vault(old, unlock(old, PASSPHRASE), clock=now) as vault:
        assert (vault.role, vault.owner) == ("therapist", "Wren Hale")
        assert vault.get(Family, "f1").code == "Heron"
        assert [one.text for one in vault.all(Reflection)] == ["The rain stopped before Ŵyn looked up."]
        first, second = vault.history("r1")
        assert first.record.text == "The rain stopped as Ŵyn looked up."  # type: ignore[union-attr]
        assert (second.lifecycle, second.reason) == (Lifecycle.AMENDED, "order of events")
        assert [one.record for one in vault.history("r2")] == [None, None]
        assert vault.stored(Reflection, "r3").lifecycle is Lifecycle.ENTERED_IN_ERROR
        assert [(one.key.id, one.body) for one in vault.drafts()] == [("r4", "half a thought")]
        assert [one.body for one in vault.discarded_drafts()] == ["a thought put aside"]
        assert vault.recall("open") == "f1"
        drawing = b"".join(vault.content_of(vault.get(Attachment, "a1")))
        assert drawing == b"%PDF-1.7\n" + b"a drawing of the rain " * 12_600
        assert [hit.record for hit in vault.search("wyn rain")] == ["r1"]
