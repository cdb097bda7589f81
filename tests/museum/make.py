"""Makes the vault of one schema for the museum; run it once for a release, and never again for that schema.

    python tests/museum/make.py

What it writes is committed and stays as it is: `test_museum.py` opens it with every later program.
"""

from __future__ import annotations

import hashlib
import io
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from pipnotes.domain.attachment import Attachment, PaperForm, PaperKind  # noqa: E402
from pipnotes.domain.codes import FamilyStatus  # noqa: E402  # the path comes first
from pipnotes.domain.records import Family, Reflection  # noqa: E402
from pipnotes.vault import FLOOR, Change, Draft, DraftKey, Lifecycle, create  # noqa: E402
from pipnotes.vault.schema import CURRENT  # noqa: E402

PASSPHRASE = "museum lantern ferry thimble"


class Ticking:
    """A clock that goes on by a minute each time it is asked, so that the same vault tells the same times."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def make(folder: Path) -> None:
    """Write a vault with one of everything that a schema must carry on."""
    clock = Ticking()
    vault = create(folder, PASSPHRASE, role="therapist", owner="Wren Hale", clock=clock, cost=FLOOR)
    family = Family(id="f1", code="Heron", status=FamilyStatus("active"), opened=date(2026, 3, 2))
    first = Reflection(id="r1", family="f1", session="s1", text="The rain stopped as Ŵyn looked up.")
    vault.commit("family opened", [Change(family, Lifecycle.FINAL)], by="Wren Hale")
    vault.commit("note signed", [Change(first, Lifecycle.FINAL)], by="Wren Hale", subject="r1")
    second = Reflection(id="r1", family="f1", session="s1", text="The rain stopped before Ŵyn looked up.")
    vault.commit("note amended", [Change(second, Lifecycle.AMENDED)], by="Wren Hale", reason="order of events")
    gone = Reflection(id="r2", family="f1", session="s2", text="These words were to be destroyed.")
    vault.commit("note signed", [Change(gone, Lifecycle.FINAL)], by="Wren Hale")
    vault.destroy(["r2"], by="Wren Hale", reason="retention ended")
    wrong = Reflection(id="r3", family="f1", session="s3", text="This belongs to somebody else.")
    vault.commit("note signed", [Change(wrong, Lifecycle.FINAL)], by="Wren Hale")
    vault.commit("entered in error", [Change(wrong, Lifecycle.ENTERED_IN_ERROR)], by="Wren Hale", reason="wrong family")
    drawing = b"%PDF-1.7\n" + b"a drawing of the rain " * 12_600
    paper = Attachment(
        id="a1",
        family="f1",
        kind=PaperKind.DRAWING,
        on=date(2026, 3, 2),
        form=PaperForm.PDF,
        size=len(drawing),
        sha256=hashlib.sha256(drawing).hexdigest(),
    )
    vault.attach(Change(paper, Lifecycle.FINAL), io.BytesIO(drawing), action="paper added", by="Wren Hale")
    for name, words in (("r4", "half a thought"), ("r5", "a thought put aside")):
        vault.save_draft(
            Draft(
                key=DraftKey("reflection", name),
                family="f1",
                body=words,
                place='{"caret": 4}',
                started=clock(),
                saved=clock(),
            )
        )
    vault.discard_draft(DraftKey("reflection", "r5"))
    vault.remember("open", "f1")
    words = vault.words()
    vault.close()
    (folder / "vault.lock").unlink()
    (folder.with_suffix(".words")).write_text(words + "\n", "utf-8")


if __name__ == "__main__":
    place = HERE / f"schema-{CURRENT}.pipvault"
    if place.exists():
        sys.exit(f"{place.name} is there already, and stays as it is")
    make(place)
    print(f"made {place.name}")
