"""Jots of a visit: sealed beside a closed vault, none lost to a kill, and every strange one told apart."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipnotes.errors import Problem
from pipnotes.vault import VaultKey, jots, keys, open_vault
from pipnotes.vault.jots import NAME, Found, Handed, Jotted, JotWriter
from tests.vault import jotter
from tests.vault.faults.shim import ROOT
from tests.vault.pages import standing

WORDS = ("on dad's knee, watchful", "wooden spoon, looked round", "« encore », she said 👶")
AT = "2026-11-12T09:31:00+00:00"


def _seeds(key: VaultKey) -> bytes:
    return jots.seeds_of(key.subkey("jots"))


def _handed(key: VaultKey) -> Handed:
    return jots.fresh_visit(key.id, jots.public_of(_seeds(key)), "mabel")


def _written(folder: Path, handed: Handed, *words: str) -> None:
    writer = JotWriter(folder, handed)
    for text in words:
        writer.keep(text, AT)
    writer.close()


def _read(folder: Path, key: VaultKey, *visits: Handed) -> Found:
    return jots.read(folder, _seeds(key), vault=key.id, visits={one.visit: one.mac for one in visits})


def _texts(found: Found, *, checked: bool = True) -> list[str]:
    return [one.text for one in found.jots if one.checked is checked]


def test_jots_come_back_as_they_were_typed_and_in_their_order(folder: Path, key: VaultKey) -> None:
    handed = _handed(key)
    _written(folder, handed, *WORDS)
    found = _read(folder, key, handed)
    assert _texts(found) == list(WORDS)
    assert [(one.at, one.about, one.visit) for one in found.jots] == [(AT, "mabel", handed.visit)] * 3
    assert (found.damaged, found.cut_off) == (0, False)
    assert not any(word.encode() in (folder / NAME).read_bytes() for word in WORDS)
    assert (folder / NAME).stat().st_mode & 0o077 == 0


def test_nobody_opens_the_vault_or_begins_another_visit_while_one_writes(folder: Path, key: VaultKey) -> None:
    writer = JotWriter(folder, _handed(key))
    with pytest.raises(Problem, match="open in another window"):
        JotWriter(folder, _handed(key))
    writer.close()
    with pytest.raises(Problem, match="not in the vault yet"):
        JotWriter(folder, _handed(key))


def test_words_that_were_typed_and_not_kept_count_only_as_they_stood_last(folder: Path, key: VaultKey) -> None:
    handed = _handed(key)
    writer = JotWriter(folder, handed)
    writer.keep("on dad", AT, unfinished=True)
    writer.keep("on dad's kn", AT, unfinished=True)
    writer.keep("on dad's knee", AT)
    writer.keep("never mi", AT, unfinished=True)
    writer.keep("", AT, unfinished=True)
    writer.keep("wooden sp", AT, unfinished=True)
    writer.close()
    counted = jots.settled(_read(folder, key, handed).jots)
    assert [(one.text, one.unfinished) for one in counted] == [("on dad's knee", False), ("wooden sp", True)]


def test_a_file_cut_anywhere_keeps_every_whole_jot_and_says_that_one_was_cut_off(folder: Path, key: VaultKey) -> None:
    handed = _handed(key)
    _written(folder, handed, *WORDS)
    whole = (folder / NAME).read_bytes()
    starts = [at for at in range(len(whole)) if whole.startswith(whole[:8], at)] + [len(whole)]
    assert len(starts) == 4
    for length in {*starts, *(at + by for at in starts[:-1] for by in (1, 7, 9, 12, 40, 1000, 1180))}:
        (folder / NAME).write_bytes(whole[:length])
        found = _read(folder, key, handed)
        there = sum(at <= length for at in starts[1:])
        assert _texts(found) == list(WORDS[:there])
        assert _texts(found, checked=False) == []
        assert found.cut_off is (length not in starts)


def test_a_flipped_bit_is_never_read_as_a_checked_jot_and_hides_no_other(folder: Path, key: VaultKey) -> None:
    handed = _handed(key)
    _written(folder, handed, *WORDS)
    whole = (folder / NAME).read_bytes()
    chance = random.Random(5)
    second = whole.index(whole[:8], 1)
    places = [*range(20), *range(second, second + 30), *chance.sample(range(len(whole)), 150), len(whole) - 1]
    for place in places:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chance.randrange(8)
        (folder / NAME).write_bytes(spoilt)
        found = _read(folder, key, handed)
        texts = [one.text for one in found.jots]
        assert [word for word in WORDS if word in texts] == texts
        assert len(texts) + found.damaged + found.cut_off >= 2
        # Marks and lengths may be mended; what is in a record may not.
        head = any(at <= place < at + 12 for at in (0, second, whole.index(whole[:8], second + 1)))
        assert _texts(found) != list(WORDS) or head
        assert len(texts) >= 2


def test_a_jot_of_another_hand_or_out_of_its_place_is_told_apart(folder: Path, key: VaultKey) -> None:
    handed = _handed(key)
    _written(folder, handed, *WORDS)
    whole = (folder / NAME).read_bytes()
    starts = [at for at in range(len(whole)) if whole.startswith(whole[:8], at)]
    one, two, three = whole[: starts[1]], whole[starts[1] : starts[2]], whole[starts[2] :]
    (folder / NAME).write_bytes(one + three)
    assert (_texts(_read(folder, key, handed)), _texts(_read(folder, key, handed), checked=False)) == (
        [WORDS[0]],
        [WORDS[2]],
    )
    (folder / NAME).write_bytes(two + one + three)
    assert WORDS[1] in _texts(_read(folder, key, handed), checked=False)
    (folder / NAME).write_bytes(whole + two)
    assert _texts(_read(folder, key, handed)) == list(WORDS)

    # Somebody who has the public half can seal, and still cannot make the tag of a visit.
    (folder / NAME).unlink()
    forger = Handed(vault=key.id, public=handed.public, mac=bytes(32), visit=handed.visit, about="mabel")
    _written(folder, forger, "he shouted at her")
    found = _read(folder, key, handed)
    assert (_texts(found), _texts(found, checked=False)) == ([], ["he shouted at her"])


def test_a_jot_may_be_long_and_one_that_is_too_long_is_refused_and_costs_none(folder: Path, key: VaultKey) -> None:
    handed, long = _handed(key), "and so on, \x00PIPJOT\x01 " * 30_000
    writer = JotWriter(folder, handed)
    writer.keep(long, AT)
    with pytest.raises(Problem, match="too long"):
        writer.keep(long * 2, AT)
    writer.keep("short", AT)
    writer.close()
    assert _texts(_read(folder, key, handed)) == [long, "short"]


def test_a_file_of_nothing_but_marks_and_noise_is_read_through_quickly(folder: Path, key: VaultKey) -> None:
    chance = random.Random(3)
    mark = b"\x00PIPJOT\x01"
    for data in (
        mark * 50_000,
        b"".join(mark + b"\x00\x0f\xff\xff" + chance.randbytes(1300) for _ in range(300)),
        chance.randbytes(100_000),
        b"\x00",
    ):
        (folder / NAME).write_bytes(data)
        found = _read(folder, key)
        assert found.jots == ()
        assert found.damaged or found.cut_off


def test_a_jot_of_another_vault_is_not_read(folder: Path, key: VaultKey) -> None:
    other = keys.fresh()
    handed = _handed(other)
    _written(folder, handed, WORDS[0])
    assert _read(folder, key, handed) == Found(damaged=0, cut_off=True)
    moved = Handed(vault=other.id, public=jots.public_of(_seeds(key)), mac=handed.mac, visit=handed.visit, about="")
    (folder / NAME).unlink()
    _written(folder, moved, WORDS[0])
    assert _read(folder, key, moved).jots == ()


def test_a_file_of_jots_goes_when_they_are_kept_and_a_damaged_one_is_set_aside_beside_the_others(
    folder: Path, key: VaultKey
) -> None:
    for whole, aside in ((True, []), (False, ["aside-jots-1"]), (False, ["aside-jots-1", "aside-jots-2"])):
        handed = _handed(key)
        _written(folder, handed, WORDS[len(aside)])
        said = (folder / NAME).read_bytes()
        assert jots.waiting(folder)
        jots.put_away(folder, whole=whole)
        assert not jots.waiting(folder)
        assert sorted(path.name for path in folder.glob("aside-*")) == aside
        assert not aside or (folder / aside[-1]).read_bytes() == said
    jots.put_away(folder, whole=True)


def test_a_file_far_larger_than_a_visit_gives_its_jots_and_is_called_damaged(folder: Path, key: VaultKey) -> None:
    handed = _handed(key)
    _written(folder, handed, *WORDS)
    with (folder / NAME).open("r+b") as file:
        file.truncate((64 << 20) + 1)
    found = _read(folder, key, handed)
    assert _texts(found) == list(WORDS)
    assert (found.damaged, found.cut_off) == (1, True)


def test_a_file_is_called_damaged_from_the_first_byte_beyond_the_largest_size(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = _handed(key)
    _written(folder, handed, *WORDS)
    monkeypatch.setattr(jots, "_LARGEST", (folder / NAME).stat().st_size)
    for damaged in (0, 1, 1):
        found = _read(folder, key, handed)
        assert (_texts(found), found.damaged, found.cut_off) == (list(WORDS), damaged, False)
        with (folder / NAME).open("ab") as file:
            file.write(b"\x00")


def test_words_that_cannot_be_checked_take_nothing_away_from_those_that_can() -> None:
    def jot(text: str, *, checked: bool, unfinished: bool = True) -> Jotted:
        return Jotted(name=text, visit="v", about="", at=AT, text=text, unfinished=unfinished, checked=checked)

    mine, forged = jot("wooden sp", checked=True), jot("", checked=False)
    assert jots.settled((mine, forged)) == (mine,)
    whole = jot("wooden spoon", checked=True, unfinished=False)
    assert jots.settled((mine, forged, whole)) == (whole,)


def test_a_full_disk_is_told_and_what_was_kept_before_stands(folder: Path, key: VaultKey) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from pipnotes.errors import Problem;"
        "from pipnotes.vault.jots import Handed, JotWriter;"
        "folder, vault, public, mac, visit = sys.stdin.read().split();"
        "writer = JotWriter(Path(folder), Handed(vault=vault, public=bytes.fromhex(public), mac=bytes.fromhex(mac),"
        " visit=visit, about='')); import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "writer.keep('one', ''); size = (Path(folder) / 'jots').stat().st_size;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500, resource.RLIM_INFINITY))\n"
        "try:\n    writer.keep('two', '')\nexcept Problem as problem:\n    print(problem.happened)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2); writer.keep('three', '')"
    )
    handed = _handed(key)
    said = f"{folder} {handed.vault} {handed.public.hex()} {handed.mac.hex()} {handed.visit}"
    done = subprocess.run(
        [sys.executable, "-c", code], input=said, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip()
    found = _read(folder, key, handed)
    assert (_texts(found), found.damaged, found.cut_off) == (["one", "three"], 0, False)


def _failing(number: int) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


TOLD = pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "does not let PipNotes write"),
        (errno.ESTALE, "cannot be reached"),
        (errno.EIO, "reported an error"),
    ],
)


@TOLD
def test_a_jot_that_the_disk_does_not_take_is_told_by_its_cause_and_can_be_kept_again(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    handed = _handed(key)
    writer = JotWriter(folder, handed)
    writer.keep(WORDS[0], AT)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _failing(number))
        with pytest.raises(Problem, match=told):
            writer.keep(WORDS[1], AT)
    writer.keep(WORDS[1], AT)
    writer.close()
    assert _texts(_read(folder, key, handed)) == list(WORDS[:2])


@TOLD
def test_a_visit_that_cannot_begin_says_why_and_can_begin_later(
    folder: Path, key: VaultKey, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    real = os.open

    def no_jots(path: Path, *how: int) -> int:
        return _failing(number)() if path.name == NAME else real(path, *how)

    for name, failing in (("open", no_jots), ("fsync", _failing(number))):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, failing)
            with pytest.raises(Problem, match=told):
                JotWriter(folder, _handed(key))
        assert not jots.waiting(folder)
    open_vault(folder, key, clock=standing).close()
    JotWriter(folder, _handed(key)).close()


def test_jots_that_cannot_be_read_or_put_away_are_left_there_and_the_cause_is_told(folder: Path, key: VaultKey) -> None:
    (folder / NAME).mkdir()
    with pytest.raises(Problem, match="reported an error"):
        _read(folder, key)
    with pytest.raises(Problem, match="reported an error"):
        jots.put_away(folder, whole=True)
    assert jots.waiting(folder)
    (folder / NAME).rmdir()
    # Nobody answers at a socket, as at a folder of a network that went away.
    os.mknod(folder / NAME, stat.S_IFSOCK | 0o600)
    with pytest.raises(Problem, match="cannot be reached"):
        _read(folder, key)
    assert jots.waiting(folder)
    with pytest.raises(Problem, match="cannot be reached"):
        jots.put_away(folder / "gone", whole=False)


def test_a_kill_at_any_moment_loses_no_kept_jot(folder: Path, key: VaultKey) -> None:
    told = jotter.kill(folder, key, 20)
    assert (told.lost, told.bad) == (0, 0)
    assert told.kept > told.kills == 20


def test_the_kills_catch_a_writer_that_says_kept_too_early(folder: Path, key: VaultKey) -> None:
    assert jotter.kill(folder, key, 60, early=True).lost
