"""Papers at their largest and at their worst: 50 MB in and out, files made to break a reader, and what is left after.

    python3 packaging/dev.py bench papers

Three tables: how much memory and time a paper of 50 MB takes; how each hostile file ends in the drawing process and how
soon (the canary is a bomb drawn without these bounds); and how often a word of a destroyed family is left in the
decrypted pages (the canary is a search index that was not cleaned).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipnotes.casebook import demo_vault
from pipnotes.casebook.casebook import Casebook
from pipnotes.domain.attachment import LARGEST, PaperKind
from pipnotes.vault import FLOOR
from tests.vault.decrypting import readable

ROOT = Path(__file__).parents[2]
WORD, TAIL = "Quokkafern", b"kkafern"
PATIENCE = 10.0  # seconds, as the window waits
BOMB = 1500  # megabytes that a megabyte and a half unfolds to


def now() -> datetime:
    """Return the one moment of every vault here."""
    return datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


def pdf(*parts: bytes) -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + part + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, table))
    return out.getvalue()


def stream(head: bytes, body: bytes) -> bytes:
    """Return a stream object."""
    return b"<<" + head + b"/Length %d>>stream\n" % len(body) + body + b"\nendstream"


def page(content: bytes, *, box: bytes = b"0 0 595 842", resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """Return a PDF of one page."""
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R/Resources<<" + resources + b">>>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", sheet, content, *more)


def unfolding(block: bytes, times: int) -> bytes:
    """Return a deflated stream of a block repeated, made without unfolding it."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 15)
    first = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return first + again * (times - 1) + squeeze.flush()


def hostile() -> dict[str, bytes]:
    """Return files that were made to break what reads them."""
    flate = b"/Filter/FlateDecode"
    forms = [
        stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>" % (n + 1), b"/F Do " * 10
        )
        for n in range(5, 35)
    ]
    forms.append(stream(b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]", b"0 0 m 9 9 l S"))
    image = stream(
        b"/Type/XObject/Subtype/Image/Width 40000/Height 40000/ColorSpace/DeviceGray/BitsPerComponent 8" + flate,
        unfolding(bytes(1 << 20), BOMB),
    )
    whole = page(stream(b"", b"0 0 m 500 800 l S\n" * 200))
    chance = random.Random(7)
    return {
        "a content that unfolds to 1.5 GB": page(stream(flate, unfolding(bytes(1 << 20), BOMB))),
        "a picture of 40,000 by 40,000": page(
            stream(b"", b"595 0 0 842 0 0 cm /I Do"), resources=b"/XObject<</I 5 0 R>>", more=(image,)
        ),
        "twenty million lines": page(stream(flate, unfolding(b"0 0 m 500 800 l S\n" * 20_000, 1000))),
        "forms in forms, 10 to the 30th": page(
            stream(b"", b"/F Do " * 10), resources=b"/XObject<</F 5 0 R>>", more=tuple(forms)
        ),
        "a page of 1,000,000 points": page(stream(b"", b"0 0 m 9 9 l S"), box=b"0 0 1000000 1000000"),
        "a page 1 by 1,000,000": page(stream(b"", b"0 0 m 9 9 l S"), box=b"0 0 1 1000000"),
        "cut in the middle": whole[: len(whole) // 2],
        "a page tree in a ring": pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
        "noise": b"%PDF-1.7\n" + chance.randbytes(100_000),
    }


def drawn(data: bytes) -> tuple[str, float]:
    """Return how the drawing process ended on a file, and after how many seconds, as the window would see it."""
    began = time.perf_counter()
    questions = json.dumps({"bytes": len(data)}).encode() + b"\n" + data + b'{"page": 0, "width": 900}\n'
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pipnotes.drawing"], input=questions, capture_output=True, timeout=PATIENCE, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        return "stopped", time.perf_counter() - began
    except BrokenPipeError:
        return "refused", time.perf_counter() - began
    lines = done.stdout.split(b"\n", 2)
    shown = len(lines) == 3 and b"width" in lines[1]
    how = "shown" if shown else "refused" if done.returncode >= 0 else "ended by its bounds"
    return how, time.perf_counter() - began


def unbounded(data: bytes) -> int:
    """Return how many megabytes the same file takes when nothing bounds its reader: the canary."""
    work = (
        "import sys, resource, pypdfium2; d = pypdfium2.PdfDocument(sys.stdin.buffer.read()); d[0].render(scale=1);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", work], input=data, capture_output=True, timeout=120)
    return int(done.stdout or 0)


def demo(folder: Path) -> Casebook:
    """Return a made-up caseload."""
    return demo_vault.make(folder, families=12, seed=1, clock=now, cost=FLOOR).casebook


def large(folder: Path) -> None:
    """Print what a paper of 50 MB takes, in and out."""
    casebook = demo(folder / "large.pipvault")
    family = casebook.families.rows()[0].family.id
    source = folder / "large.pdf"
    source.write_bytes(b"%PDF-1.7" + os.urandom(1 << 20) * (LARGEST >> 20))
    with source.open("r+b") as file:
        file.truncate(LARGEST)
    tracemalloc.start()
    began = time.perf_counter()
    paper = casebook.attachments.add(family, source, kind=PaperKind.OTHER, on=date(2026, 3, 16))
    took = time.perf_counter() - began
    tally = hashlib.sha256()
    began = time.perf_counter()
    casebook.attachments.save(paper, tally.update)
    out = time.perf_counter() - began
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    began = time.perf_counter()
    report = casebook.check()
    checked = time.perf_counter() - began
    began = time.perf_counter()
    casebook.attachments.destroy(paper, "measured")
    gone = time.perf_counter() - began
    casebook.close()
    assert report.ok
    assert tally.hexdigest() == paper.sha256
    print("| 50 MB | seconds in | seconds out | check | destroy | Python memory, MB |")
    print("|---|---|---|---|---|---|")
    print(f"| one paper | {took:.2f} | {out:.2f} | {checked:.2f} | {gone:.2f} | {most:.1f} |\n")


def left(folder: Path, *, clean: bool) -> tuple[int, int]:
    """Return how often a word stood in the decrypted pages before a family was destroyed, and after."""
    casebook = demo(folder / f"left-{clean}.pipvault")
    vault = casebook._ledger.vault
    if not clean:
        with vault._ledger.transaction() as connection:
            connection.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    row = casebook.families.rows()[0]
    for number in range(200):
        draft = casebook.notes.start(row.family.id)
        text = " ".join(f"{WORD} {number} {n}" for n in range(40))
        casebook.notes.sign(replace(draft, session=replace(draft.session, baby=text)))
    before = readable(casebook.folder, vault.key).count(TAIL)
    casebook.destroying.family(row.family.id, reason="measured", code=row.family.code, word="destroy")
    after = readable(casebook.folder, vault.key).count(TAIL)
    assert casebook.check().ok
    casebook.close()
    return before, after


def main() -> int:
    """Print the tables; 1 when anything of them is not as it should be."""
    faults = []
    with tempfile.TemporaryDirectory() as held:
        large(Path(held))
        print("| file from outside | bytes | how it ends | seconds |\n|---|---|---|---|")
        files = hostile()
        for name, data in files.items():
            how, took = drawn(data)
            print(f"| {name} | {len(data)} | {how} | {took:.1f} |", flush=True)
            if took > PATIENCE + 2:
                faults.append(name)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        canary = unbounded(next(iter(files.values())))
        print(f"\nMost memory of a drawing process: {most} MB. Canary, the first file without bounds: {canary} MB.\n")
        if most > 800 or canary < 1024:
            faults.append("bounds of memory")
        print("| destroyed family | before | after |\n|---|---|---|")
        for clean in (True, False):
            before, after = left(Path(held), clean=clean)
            print(f"| {'as it is' if clean else 'canary: index not cleaned'} | {before} | {after} |", flush=True)
            if bool(after) is clean:
                faults.append(f"words left, clean={clean}")
    for fault in faults:
        print(f"NOT AS IT SHOULD BE: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
