"""Every door through which something comes in that others wrote, and inputs spoilt on purpose to knock at it.

What comes in is taken, or refused with a `Problem`; nothing else may come out, nor may it take long or much memory.
"""

from __future__ import annotations

import hashlib
import json
import random
import resource
import shutil
import signal
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from pipnotes.casebook import demo_vault
from pipnotes.errors import Problem
from pipnotes.exchange import make_card, open_file, open_parcel, read_card
from pipnotes.exchange.envelope import SuiteId, close, disclose
from pipnotes.exchange.parcel import _PURPOSE
from pipnotes.exchange.roster import make_roster, read_roster
from pipnotes.exchange.wire import decode
from pipnotes.vault import FLOOR, keyfile, restore, unlock, unlocking, writing
from pipnotes.vault.head import HeadFile
from tests.exchange.people import Run, comment, person
from tests.vault.faults import life, mutate
from tests.vault.pages import PASSPHRASE

SECONDS, MEGABYTES = 5, 500
Mutator = Callable[[bytes, random.Random], bytes]
_REFERRALS = (
    "family_key,received,source,infant_name,infant_born,infant_due,caregiver_name,caregiver_relation,postcode,"
    "nhs_number,concern,school\n"
    "1,2026-03-02,gp,Ash Lowe,2025-12-24,,Mina Lowe,mother,LS1 4AP,999 000 0018,feeding and sleep,\n"
    '1,02/03/2026,health visitor,,,,Joe Lowe,father,,,"worried, ""very"" tired",none\n'
    "2,2026-03-09,self,,,2026-05-01,Zoë Ellery,mother,,,first baby,\n"
).encode()
AT = datetime(2026, 3, 16, 8, 40, tzinfo=UTC)


@dataclass(slots=True)
class Door:
    """One door: what it is given in its good form, how that is spoilt, and what it makes of it."""

    name: str
    seeds: list[bytes]
    spoil: Mutator
    knock: Callable[[bytes], None]
    share: int
    given: int = 0
    taken: int = 0
    slowest: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)


class Late(BaseException):
    """It took too long."""


def doors(place: Path) -> list[Door]:
    """Return all doors, each with good inputs of its own."""
    return [*_vault_doors(place), *_import_doors(place), *_exchange_doors(place)]


def knock(door: Door, chance: random.Random) -> None:
    """Give one spoilt input to a door."""
    raw = door.spoil(chance.choice(door.seeds), chance)
    door.given += 1
    start = time.perf_counter()
    try:
        with _in_time():
            door.knock(raw)
        door.taken += 1
    except Problem as problem:
        if not all(line.strip() for line in problem.lines()):
            door.findings["not told in three lines"] += 1
    except Late:
        door.findings[f"over {SECONDS} s"] += 1
    except Exception as fault:  # noqa: BLE001  # whatever it is, it is what is looked for
        where = fault.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        line = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""
        door.findings[f"{fault!r:.120} at {line}"] += 1
    door.slowest = max(door.slowest, time.perf_counter() - start)


def run(place: Path, count: int, seed: int) -> Iterator[Door]:
    """Give `count` inputs, shared out among the doors, and yield each door when it has had its share."""
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, resource.RLIM_INFINITY))
    made = doors(place)
    whole = sum(door.share for door in made)
    for door in made:
        chance = random.Random(f"{seed} {door.name}")
        for _ in range(-(-count * door.share // whole)):
            knock(door, chance)
        yield door


def megabytes() -> int:
    """Return the most memory that this process has had."""
    # What getrusage tells begins with the size of the process that started this one, here a whole suite of tests.
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _vault_doors(place: Path) -> list[Door]:
    good = place / "good"
    good.mkdir()
    life.begin(good)
    folder = good / life.VAULT
    key = unlock(folder, PASSPHRASE)
    spoilt = Path(shutil.copytree(folder, place / "spoilt"))
    keys, head = (folder / "keys.json").read_bytes(), (folder / "head.json").read_bytes()
    slots = HeadFile(folder, key.subkey("head"))
    seen = (None, *(slots._slot(head, which) for which in (0, 1)))

    def key_file(raw: bytes) -> None:
        for name in (keyfile.NAME, keyfile.KEPT):
            (spoilt / name).write_bytes(raw)
        known = keyfile.parse(raw)
        if known is not None and raw != keys and known.authentic(key.subkey("keys")):
            raise AssertionError("a changed key file passed for the owner's")
        if unlocking.open_slots(spoilt, PASSPHRASE) is not None and raw != keys:
            raise AssertionError("a changed key file opened the vault")
        unlocking.info(spoilt)

    def head_file(raw: bytes) -> None:
        (spoilt / "head.json").write_bytes(raw)
        found, whole = HeadFile(spoilt, key.subkey("head")).read()
        if found not in seen or (whole and raw != head):
            raise AssertionError("a changed head file passed for the owner's")

    def tries(raw: bytes) -> None:
        (spoilt / unlocking.TRIES).write_bytes(raw)
        if not 0 <= unlocking.wait_before_next_try(spoilt) <= 30:
            raise AssertionError("a wait out of its bounds")

    def backup(name: str) -> Callable[[bytes], None]:
        def bring_back(raw: bytes) -> None:
            shutil.rmtree(spoilt, ignore_errors=True)
            shutil.copytree(folder, spoilt)
            (spoilt / name).write_bytes(raw)
            try:
                restore(spoilt, place / "back", passphrase=PASSPHRASE)
            finally:
                shutil.rmtree(place / "back", ignore_errors=True)

        return bring_back

    tried = [b'{"count": 4, "last": 1774000000.5}']
    either = _either(mutate.of_json, mutate.canonical)
    return [
        Door("key file", [keys], either, key_file, 24),
        Door("head file", [head], _either(mutate.of_bytes, mutate.of_json), head_file, 12),
        Door("count of tries", tried, mutate.of_json, tries, 4),
        Door("backup: key file", [keys], either, backup("keys.json"), 4),
        Door("backup: head file", [head], mutate.of_bytes, backup("head.json"), 2),
        Door("backup: database", [(folder / "vault.db").read_bytes()], mutate.of_bytes, backup("vault.db"), 4),
    ]


def _import_doors(place: Path) -> list[Door]:
    made = demo_vault.make(place / "demo", families=2, seed=1, clock=lambda: AT, cost=FLOOR)
    moving = made.casebook.moving
    caseload = moving.caseload()[0]
    made.casebook.close()
    other = demo_vault.make(place / "empty", families=0, seed=1, clock=lambda: AT, cost=FLOOR).casebook
    # What is taken in stays, and would make each input slower than the one before.
    vault = other.moving._ledger.vault
    vault.commit = lambda _, changes=(), **__: writing.prepare(changes)  # type: ignore[method-assign, assignment]
    take_in, refer = other.moving.take_in_caseload, other.moving.take_in_referrals
    return [
        Door("import: caseload", [caseload], mutate.of_json, lambda raw: _ignore(take_in(raw)), 8),
        Door("import: referrals", [_REFERRALS], mutate.of_table, lambda raw: _ignore(refer(raw)), 12),
    ]


def _exchange_doors(place: Path) -> list[Door]:
    me, them = person(2, "Rowan Achebe", "supervisor"), person(1, "Ines Hallam", "therapist")
    runs = Run(sender=them, recipient=me, folder=place)
    parcels = [runs.seal(suite=SuiteId.PLAIN), runs.seal(), runs.seal(comment(7), comment(8))]
    inners = [disclose(raw, me.identity)[0] for raw in parcels]
    organisation = them.identity.sign_key.public_key().public_bytes_raw()
    cards = [make_card(me.identity, "Rowan Achebe", "supervisor"), make_card(them.identity, "Ines", "therapist")]
    roster = make_roster(cards, number=3, key=them.identity.sign_key.private_bytes_raw())

    def parcel(raw: bytes) -> None:
        open_parcel(raw, recipient=me.identity, sender=them.card)

    def by_hand(raw: bytes) -> None:
        open_file(raw, recipient=me.identity, contacts=[them.card])

    def signed(inner: bytes) -> None:
        parcel(close(inner, [me.card.keys], SuiteId.PLAIN))

    def resigned(inner: bytes, chance: random.Random) -> bytes:
        """Change what is inside as somebody could who holds the sender's keys."""
        end = 4 + int.from_bytes(inner[:4], "big")
        manifest, body = inner[4:end], inner[end + 64 :]
        if chance.random() < 0.5:
            manifest = mutate.canonical(manifest, chance)
        else:
            plain = mutate.of_bytes(zlib.decompress(body), chance)
            body = zlib.compress(plain * chance.choice((1, 1, 1, 4000)), 9)
            said = json.loads(manifest) | {"body": hashlib.sha256(body).hexdigest()}
            manifest = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
        signature = them.identity.sign_key.sign(_PURPOSE + b"\0" + manifest)
        return len(manifest).to_bytes(4, "big") + manifest + signature + body

    either = _either(mutate.of_json, mutate.canonical)
    contents = [comment(number, "It was a quiet hour. " * number) for number in (1, 9)]
    return [
        Door("parcel, sealed", parcels, mutate.of_bytes, parcel, 6),
        Door("parcel by hand", parcels, mutate.of_bytes, by_hand, 3),
        Door("parcel, opened", inners, mutate.of_bytes, signed, 4),
        Door("parcel, signed again", inners, resigned, signed, 8),
        Door("content of a parcel", contents, either, lambda raw: _ignore(decode(raw)), 6),
        Door("contact card", cards, either, lambda raw: _ignore(read_card(raw)), 4),
        Door(
            "roster",
            [roster],
            _either(mutate.of_json, mutate.of_bytes),
            lambda raw: _ignore(read_roster(raw, organisation=organisation)),
            3,
        ),
    ]


def _either(*ways: Mutator) -> Mutator:
    return lambda raw, chance: chance.choice(ways)(raw, chance)


def _ignore(_: object) -> None:
    pass


@contextmanager
def _in_time() -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    with life.quickly():
        for one in run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])):
            figures = (one.name, one.given, one.taken, round(one.slowest, 3), dict(one.findings), megabytes())
            print(json.dumps(figures), flush=True)
