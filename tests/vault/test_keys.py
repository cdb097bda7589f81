"""Every way into a vault, and every way that must stay shut."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipnotes.errors import Integrity, Problem, WrongUse
from pipnotes.vault import (
    FLOOR,
    KdfCost,
    Vault,
    VaultKey,
    calibrate,
    check_folder,
    info,
    keyfile,
    open_vault,
    recover,
    unlock,
    unlock_with_keystore,
    unlock_with_words,
    unlocking,
    wait_before_next_try,
)
from tests.vault.conftest import Template
from tests.vault.pages import PASSPHRASE, Page, page, standing

ROOT = Path(__file__).parents[2]


def still(_: float) -> None:
    """Wait not at all."""


def test_a_wrong_passphrase_changes_nothing_and_is_slowed_down(folder: Path) -> None:
    waits: list[float] = []
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for _ in range(9):
        with pytest.raises(Problem, match="does not open this vault"):
            unlock(folder, "kettle harbour violin mos", pause=waits.append)
    assert [round(wait) for wait in waits] == [0, 0, 0, 1, 2, 4, 8, 16, 30]
    assert wait_before_next_try(folder) > 25
    (folder / "tries.json").rename(folder / "tries.json.seen")
    (folder / "tries.json.seen").unlink()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_right_passphrase_opens_after_any_number_of_wrong_ones(folder: Path, key: VaultKey) -> None:
    (folder / "tries.json").write_text('{"count": 1000, "last": 9e12}')
    assert unlock(folder, PASSPHRASE, pause=still).id == key.id
    assert wait_before_next_try(folder) == 0


def test_the_wait_after_wrong_passphrases_runs_out_and_a_clock_set_back_makes_it_no_longer(folder: Path) -> None:
    (folder / "tries.json").write_text('{"count": 6, "last": 1000.0, "untold": 6}')
    assert [wait_before_next_try(folder, lambda at=at: at) for at in (1000.0, 1003.0, 1008.0, 5000.0, 10.0)] == [
        8.0,
        5.0,
        0.0,
        0.0,
        8.0,
    ]


def test_wrong_passphrases_typed_at_an_impossible_time_are_told_without_it(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    (folder / "tries.json").write_text('{"count": 2, "last": 1e300, "untold": 2}')
    entry = opened(folder).last_contribution("wrong passphrases")
    assert entry is not None
    assert entry.reason == "2"


def test_a_counter_of_tries_that_can_be_neither_written_nor_taken_away_locks_nobody_out(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    (folder / "tries.json").mkdir()
    (folder / "tries.json.new").mkdir()
    with pytest.raises(Problem, match="does not open this vault"):
        unlock(folder, "kettle harbour violin mos", pause=still)
    assert unlock(folder, PASSPHRASE, pause=still).id == opened(folder).id


def test_wrong_passphrases_are_counted_beside_the_vault_and_told_once_in_its_history(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    for tries, told in ((3, 3), (0, 3), (1, 1)):
        for _ in range(tries):
            with pytest.raises(Problem, match="does not open this vault"):
                unlock(folder, "kettle harbour violin mos", pause=still)
        unlock(folder, PASSPHRASE, pause=still)
        assert wait_before_next_try(folder) == 0
        counted = (folder / "tries.json").read_bytes() if tries else None
        vault = opened(folder)
        entry = vault.last_contribution("wrong passphrases")
        assert entry is not None
        assert entry.reason.startswith(f"{told}, the last on ")
        assert not (folder / "tries.json").exists()
        assert vault.check().ok
        vault.close()
        if counted:
            # Killed before the count was taken away, it comes again and is not told again.
            (folder / "tries.json").write_bytes(counted)
            again = opened(folder)
            assert again.last_contribution("wrong passphrases") == entry
            again.close()


@pytest.mark.parametrize("said", ["", "{", "[1]", '{"count": "x"}', '{"count": 1e999}', "9" * 199, '{"last": null}'])
def test_a_spoilt_counter_of_tries_locks_nobody_out(folder: Path, said: str) -> None:
    (folder / "tries.json").write_text(said)
    assert wait_before_next_try(folder) <= 30


def test_the_passphrase_is_the_same_however_the_keyboard_spells_it(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.set_passphrase("Zoe\u0308 caf\u00e9", cost=FLOOR)
    vault.close()
    assert unlock(folder, "Zo\u00eb cafe\u0301").id == vault.id


def test_a_new_passphrase_shuts_the_old_one_out(folder: Path, opened: Callable[[Path], Vault]) -> None:
    old_file = (folder / "keys.json").read_bytes()
    vault = opened(folder)
    with pytest.raises(Problem, match="does not open"):
        vault.change_passphrase("wrong", "new one")
    vault.change_passphrase(PASSPHRASE, "new one")
    vault.close()
    assert unlock(folder, "new one").id == vault.id
    with pytest.raises(Problem):
        unlock(folder, PASSPHRASE, pause=still)
    (folder / "keys.json").write_bytes(old_file)
    with pytest.raises(Problem, match="does not open"):
        unlock(folder, PASSPHRASE, pause=still)
    assert not check_folder(folder, unlock(folder, "new one", pause=still)).ok


def test_the_words_open_a_vault_whose_key_file_is_gone(folder: Path, template: object) -> None:
    for name in ("keys.json", "keys.json.1"):
        (folder / name).unlink()
    with pytest.raises(Integrity, match=r"keys\.json"):
        unlock(folder, PASSPHRASE)
    words = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(template.words.split(), 1))  # type: ignore[attr-defined]
    with recover(folder, words, "a fresh start", clock=standing, cost=FLOOR) as vault:
        assert vault.get(Page, "p1") == page(1)
    assert check_folder(folder, unlock(folder, "a fresh start")).ok


def test_the_words_open_a_lone_database(folder: Path, template: object, tmp_path: Path) -> None:
    lone = tmp_path / "lone"
    lone.mkdir()
    shutil.copy(folder / "vault.db", lone / "vault.db")
    with recover(lone, template.words, "a fresh start", clock=standing, cost=FLOOR) as vault:  # type: ignore[attr-defined]
        assert len(vault.all(Page)) == 5
        assert [one.action for one in vault.contributions()][-2:] == ["loss accepted", "opened with recovery words"]
    assert check_folder(lone, unlock(lone, "a fresh start")).ok


@pytest.mark.pain(10)
def test_a_slip_of_the_pen_is_told_by_its_place_and_never_by_its_word(folder: Path, template: object) -> None:
    words = template.words.split()  # type: ignore[attr-defined]
    with pytest.raises(WrongUse, match="number 3, 24") as told:
        unlock_with_words(folder, " ".join([*words[:2], "xylofone", *words[3:23], "zzz"]))
    assert "xylofone" not in " ".join(told.value.lines())
    with pytest.raises(WrongUse, match="23 words"):
        unlock_with_words(folder, " ".join(words[:23]))
    with pytest.raises(Problem):
        unlock_with_words(folder, " ".join([*words[1:], words[0]]))
    with pytest.raises(Problem, match="do not open this vault"):
        unlock_with_words(folder, "zoo " * 23 + "vote")


def test_this_computers_keystore_opens_beside_the_passphrase(folder: Path, opened: Callable[[Path], Vault]) -> None:
    secret, other = bytes(range(32)), bytes(range(1, 33))
    vault = opened(folder)
    vault.add_keystore(secret)
    vault.close()
    assert info(folder).slots == ("passphrase", "keystore")
    assert unlock_with_keystore(folder, secret).id == vault.id
    for wrong in (other, b"", secret[:31]):
        with pytest.raises(Problem, match="did not open"):
            unlock_with_keystore(folder, wrong)
    assert unlock(folder, PASSPHRASE).id == vault.id
    vault = opened(folder)
    vault.change_passphrase(PASSPHRASE, "new one")
    vault.remove_keystore()
    assert [one.action for one in vault.contributions()][-3:] == [
        "this computer's sign-in added",
        "passphrase changed",
        "this computer's sign-in removed",
    ]
    vault.close()
    assert info(folder).slots == ("passphrase",)
    with pytest.raises(Problem, match="did not open"):
        unlock_with_keystore(folder, secret)


@pytest.mark.pain(6)
def test_the_keystore_is_never_the_only_way_in(folder: Path, opened: Callable[[Path], Vault], key: VaultKey) -> None:
    vault = opened(folder)
    with pytest.raises(Problem, match="keeps its passphrase"):
        unlocking.drop_slot(folder, key, keyfile.PassphraseSlot)
    for name in ("keys.json", "keys.json.1"):
        (folder / name).unlink()
    with pytest.raises(Problem, match="no passphrase"):
        vault.add_keystore(bytes(range(32)))
    assert not (folder / "keys.json").exists()


def test_a_new_vault_key_is_not_opened_by_the_old_secret_of_the_keystore(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.add_keystore(bytes(range(32)))
    vault.rekey(PASSPHRASE, cost=FLOOR).close()
    assert info(folder).slots == ("passphrase",)


@pytest.mark.parametrize("cost", [KdfCost(96 * 1024, 4, 2), KdfCost(65 * 1024, 3, 1)])
def test_a_passphrase_set_on_a_larger_or_smaller_computer_opens_here(
    folder: Path, opened: Callable[[Path], Vault], cost: KdfCost
) -> None:
    vault = opened(folder)
    vault.set_passphrase("made elsewhere", cost=cost)
    vault.close()
    found = unlock(folder, "made elsewhere")
    assert found.wrapping is not None
    slot = found.wrapping[1]
    assert KdfCost(slot.memory_kib, slot.passes, slot.lanes) == cost


@pytest.mark.parametrize(
    ("seconds", "chosen"),
    [
        ((0.7, 0.35, 0.2), KdfCost(256 * 1024, 3, 4)),
        ((1.6, 0.8, 0.4), KdfCost(128 * 1024, 3, 4)),
        ((None, 1.4, 0.7), KdfCost(128 * 1024, 3, 4)),
        ((9.0, 4.0, 2.0), FLOOR),
        ((None, None, None), FLOOR),
    ],
)
def test_one_guess_costs_what_this_machine_bears_within_the_bounds(
    seconds: tuple[float | None, ...], chosen: KdfCost
) -> None:
    taken = dict(zip((256, 128, 64), seconds, strict=True))

    def measured(cost: KdfCost) -> float:
        spent = taken[cost.memory_kib // 1024]
        if spent is None:
            raise MemoryError
        return spent

    assert calibrate(measured) == chosen
    assert KdfCost(64 * 1024, 3, 4) == FLOOR


@pytest.mark.parametrize("name", ["keys.json", "keys.json.1"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff" * 300, b"[" * 60000, b"x" * 70000, None])
def test_a_damaged_key_file_is_made_good_from_its_copy(folder: Path, name: str, damage: bytes | None) -> None:
    good = (folder / name).read_bytes()
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    key = unlock(folder, PASSPHRASE)
    assert [problem for problem in check_folder(folder, key).problems] == [f"The file {name} is missing or damaged."]
    with open_vault(folder, key, clock=standing) as vault:
        assert len(vault.notices) == 1
    assert (folder / name).read_bytes() == good
    assert check_folder(folder, key).ok


def test_a_hostile_key_file_is_refused_before_anything_costly_runs(folder: Path) -> None:
    good = json.loads((folder / "keys.json").read_bytes())
    slot = good["slots"][0]
    for change in (
        {"memory_kib": 32 * 2**20},
        {"memory_kib": 1024},
        {"memory_kib": -1},
        {"memory_kib": 65536.0},
        {"passes": 2},
        {"passes": 10**30},
        {"lanes": 99},
        {"salt": "00"},
        {"wrapped": slot["wrapped"].upper()},
        {"kind": "None!"},
        {"more": 1},
        {"nonce": None},
        {"salt": [slot["salt"]]},
    ):
        spoilt = {**good, "slots": [{**slot, **change}]}
        assert keyfile.parse(json.dumps(spoilt, sort_keys=True, separators=(",", ":")).encode() + b"\n") is None, change
    for change in ({"counter": 0}, {"slots": [slot] * 9}, {"vault": "x"}, {"more": 1}, {"format": 0}, {"format": True}):
        spoilt = {**good, **change}
        assert keyfile.parse(json.dumps(spoilt, sort_keys=True, separators=(",", ":")).encode() + b"\n") is None, change
    rendered = json.dumps(good, sort_keys=True, separators=(",", ":")).encode()
    assert keyfile.parse(rendered + b"\n") is not None
    for other in (
        rendered,
        rendered + b"\n\n",
        rendered.replace(b":", b": ", 1) + b"\n",
        b'{"counter":1,' + rendered[1:] + b"\n",
    ):
        assert keyfile.parse(other) is None


def test_an_organisations_way_in_that_is_too_short_or_too_long_is_no_key_file(folder: Path) -> None:
    good = json.loads((folder / "keys.json").read_bytes())

    def reads(**change: object) -> bool:
        slot = {"kind": "escrow", "public": "0a" * 32, "sealed": "0a" * 80, "suite": 2} | change
        return keyfile.parse(spelt(good | {"slots": [slot]})) is not None

    assert reads()
    assert reads(public="0a" * 1216, sealed="0a" * 4096, suite=1)
    for change in (
        {"public": "0a" * 31},
        {"sealed": "0a" * 31},
        {"sealed": "0a" * 4097},
        {"public": "0a" * 32 + "0"},
        {"public": "0A" * 32},
        {"suite": 0},
        {"suite": 3},
    ):
        assert not reads(**change), change


def test_an_old_key_file_put_back_in_both_places_opens_and_is_written_down(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    old = (folder / "keys.json").read_bytes()
    vault = opened(folder)
    vault.change_passphrase(PASSPHRASE, "new one")
    vault.close()
    with open_vault(folder, unlock(folder, "new one"), clock=standing) as again:
        before = again.head
    assert before == vault.head
    for name in ("keys.json", "keys.json.1"):
        (folder / name).write_bytes(old)
    # Whoever has an old key file and its passphrase has the key itself, and only a new key shuts that out.
    for _ in range(2):
        with open_vault(folder, unlock(folder, PASSPHRASE), clock=standing) as late:
            last = late.contributions()[-1]
            assert (last.action, last.seq) == ("older key file found", before.seq + 1)
            assert "earlier passphrase" in last.reason


def spelt(known: dict[str, object]) -> bytes:
    return json.dumps(known, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize("cut_off", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"format": 2, "slots": "elsewhere"},
        {"slots": [{"kind": "passkey", "credential": "00"}]},
    ],
)
def test_a_key_file_of_a_newer_program_is_left_alone(
    folder: Path, template: Template, change: dict[str, object], cut_off: bool
) -> None:
    good = json.loads((folder / "keys.json").read_bytes())
    added = change | ({"slots": [*good["slots"], *change["slots"]]} if isinstance(change.get("slots"), list) else {})
    for name in ("keys.json",) if cut_off else ("keys.json", "keys.json.1"):
        (folder / name).write_bytes(spelt(good | added | {"counter": good["counter"] + 1}))
    (folder / "vault.lock").touch()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for open_it in (
        partial(unlock, folder, PASSPHRASE),
        partial(unlock_with_words, folder, template.words),
        partial(open_vault, folder, template.key, clock=standing),
        partial(info, folder),
    ):
        with pytest.raises(Problem, match="newer PipNotes"):
            open_it()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("damage", [{"format": 3}, {"kind": "passphrasd"}])
def test_damage_that_looks_like_a_newer_program_is_made_good_from_the_copy(
    folder: Path, damage: dict[str, object]
) -> None:
    good = json.loads((folder / "keys.json").read_bytes())
    spoilt = good | damage if "format" in damage else good | {"slots": [good["slots"][0] | damage]}
    (folder / "keys.json").write_bytes(spelt(spoilt))
    with open_vault(folder, unlock(folder, PASSPHRASE), clock=standing) as vault:
        assert len(vault.notices) == 1
    assert json.loads((folder / "keys.json").read_bytes()) == good


def test_a_machine_with_too_little_memory_says_so_and_counts_no_wrong_try(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.set_passphrase("a large one", cost=KdfCost(160 * 1024, 3, 4))
    vault.close()
    code = (
        "import resource, sys; from pathlib import Path; from pipnotes.vault import unlock;"
        "taken = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize();"
        "resource.setrlimit(resource.RLIMIT_AS, (taken + 120 * 2**20,) * 2);"
        "unlock(Path(sys.argv[1]), 'a large one')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "not enough free memory" in done.stderr
    assert not (folder / "tries.json").exists()
