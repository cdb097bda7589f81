"""The organisation's key: what it opens, what two people need for it, and that its use is never silent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pipnotes.errors import Problem, WrongUse
from pipnotes.vault import (
    FLOOR,
    Vault,
    create,
    escrow,
    info,
    open_vault,
    recover_with_escrow,
    unlock,
    unlock_with_escrow,
)
from tests.vault.pages import PASSPHRASE, Page, standing

PAIR = escrow.make()
ONE, OTHER = escrow.split(PAIR)


def still(_: float) -> None:
    """Wait not at all."""


def test_the_organisation_opens_with_its_own_key_and_with_no_other(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.add_escrow(PAIR.public)
    vault.close()
    assert info(folder).slots == ("passphrase", "escrow")
    assert info(folder).organisation_key == escrow.name_of(PAIR.public)
    assert unlock_with_escrow(folder, PAIR.private).id == vault.id
    with pytest.raises(Problem, match="does not open this vault"):
        unlock_with_escrow(folder, escrow.make().private)
    assert unlock(folder, PASSPHRASE).id == vault.id


def test_another_key_takes_the_place_of_the_first_and_the_history_says_each(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    curve = X25519PrivateKey.generate()
    vault = opened(folder)
    vault.add_escrow(PAIR.public)
    vault.add_escrow(curve.public_key().public_bytes_raw())
    assert vault.escrow_key == curve.public_key().public_bytes_raw()
    assert unlock_with_escrow(folder, curve.private_bytes_raw()).id == vault.id
    with pytest.raises(Problem):
        unlock_with_escrow(folder, PAIR.private)
    vault.remove_escrow()
    vault.remove_escrow()
    assert vault.escrow_key is None
    assert [one.action for one in vault.contributions()][-3:] == [
        "organisation's key added",
        "organisation's key replaced",
        "organisation's key removed",
    ]
    with pytest.raises(Problem):
        unlock_with_escrow(folder, curve.private_bytes_raw())


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), bytes(1216), b"\xff" * 1216, bytes(1217)])
def test_a_key_that_is_none_is_refused_and_changes_nothing(vault: Vault, public: bytes) -> None:
    before = vault.head
    with pytest.raises(Problem, match="not a key"):
        vault.add_escrow(public)
    assert vault.head == before
    assert vault.escrow_key is None


@pytest.mark.pain(11)
def test_a_new_vault_is_made_with_the_organisations_way_in(tmp_path: Path) -> None:
    folder = tmp_path / "new.pipvault"
    with create(
        folder, PASSPHRASE, role="therapist", owner="Wren", clock=standing, cost=FLOOR, escrow_key=PAIR.public
    ) as vault:
        assert [one.action for one in vault.contributions()] == ["vault created", "organisation's key added"]
    assert unlock_with_escrow(folder, PAIR.private).id == vault.id


def test_a_new_vault_key_keeps_the_organisations_way_in(folder: Path, opened: Callable[[Path], Vault]) -> None:
    vault = opened(folder)
    vault.add_escrow(PAIR.public)
    fresh = vault.rekey(PASSPHRASE, cost=FLOOR)
    fresh.close()
    assert unlock_with_escrow(folder, PAIR.private).id == fresh.id != vault.id


def test_opening_for_a_lost_passphrase_is_written_down_before_anything_else(
    folder: Path, opened: Callable[[Path], Vault]
) -> None:
    vault = opened(folder)
    vault.add_escrow(PAIR.public)
    vault.close()
    with pytest.raises(WrongUse, match="empty"):
        recover_with_escrow(folder, PAIR.private, "", clock=standing, by="IT", reason="")
    found = recover_with_escrow(
        folder, PAIR.private, "a fresh start", clock=standing, by="IT of the trust", reason="she is ill", cost=FLOOR
    )
    assert len(found.all(Page)) == 5
    found.close()
    last = open_vault(folder, unlock(folder, "a fresh start"), clock=standing)
    entry = last.contributions()[-1]
    last.close()
    assert (entry.action, entry.by, entry.reason) == (
        "opened by the organisation's key",
        "IT of the trust",
        "she is ill",
    )
    with pytest.raises(Problem, match="does not open"):
        unlock(folder, PASSPHRASE, pause=still)


def test_two_shares_make_the_key_again_in_either_order_and_one_twice_does_not() -> None:
    assert escrow.join(ONE, OTHER) == escrow.join(OTHER, ONE) == PAIR.private
    stranger, _ = escrow.split(escrow.make())
    for one, other in ((ONE, ONE), (OTHER, OTHER), (stranger, OTHER), (replace(stranger, key=ONE.key), OTHER)):
        with pytest.raises(WrongUse, match="do not belong together"):
            escrow.join(one, other)


def test_one_share_alone_says_nothing_since_any_key_could_be_its_other_half() -> None:
    # Whatever the key is, there is exactly one other share for it: the pad is as long as the key and used once.
    guess = escrow.make()
    fitting = bytes(a ^ b for a, b in zip(ONE.part, guess.private, strict=True))
    key = escrow.name_of(guess.public)
    assert escrow.join(replace(ONE, key=key), escrow.Share(letter="B", key=key, part=fitting)) == guess.private
    again, _ = escrow.split(PAIR)
    assert again.part != ONE.part


def test_a_share_comes_back_from_its_page_however_it_was_typed() -> None:
    page = OTHER.render("23 November 2026")
    assert escrow.read_share(page) == OTHER
    assert escrow.read_share(page.upper()) == OTHER
    words = " ".join(f"{line}\n" for line in page.splitlines()).replace("  ", " ").replace("\n", "\r\n")
    assert escrow.read_share(words) == OTHER
    assert all(len(line) <= 80 for line in page.splitlines()[:-3])
    assert PAIR.private.hex() not in page


@given(st.integers(1, 72), st.sampled_from(["abandon", "zoo", "xylofone", "ä", "", "7"]))
def test_a_slip_in_a_share_is_told_by_its_place_and_never_by_its_word(number: int, slip: str) -> None:
    page = ONE.render("23 November 2026")
    at = page.index(f"{number:>2} ", page.index("Made:") + 24)
    word = page[at + 3 :].split()[0]
    if word == slip:
        return
    with pytest.raises(WrongUse, match="look at word") as told:
        escrow.read_share(page[: at + 3] + slip + page[at + 3 + len(word) :])
    assert not slip.isalpha() or slip not in " ".join(told.value.lines())


def test_the_place_of_a_slip_is_as_narrow_as_the_share_can_tell() -> None:
    page = ONE.render("23 November 2026")
    rows = page.splitlines()
    for number in (1, 36, 72):
        without = re.sub(rf"(^|  ) ?{number} [a-z]+", "", "\n".join(rows[7:]), flags=re.M)
        with pytest.raises(WrongUse, match=f"look at word {number}\\."):
            escrow.read_share("\n".join(rows[:7]) + "\n" + without)
    for number, block in ((2, "1 to 24"), (48, "25 to 48"), (49, "49 to 72")):
        with pytest.raises(WrongUse, match=f"look at words {block}\\."):
            escrow.read_share(re.sub(rf"(?<!\w)({number} )[a-z]+", r"\1xylofone", page))
    with pytest.raises(WrongUse, match=r"look at words 1 to 72\."):
        escrow.read_share(page.replace(f"Check: {ONE.check()}", "Check: 0000 0000"))


def test_the_page_of_a_share_says_which_it_is_and_which_other_it_needs() -> None:
    for share, letter, other in ((ONE, "A", "B"), (OTHER, "B", "A")):
        page = share.render("23 November 2026")
        assert page.startswith(f"PipNotes organisation key, share {letter} of 2\n")
        assert f"With share {other} it opens" in page
        assert "Made:  23 November 2026\n" in page


@pytest.mark.parametrize("line", ["Key", "Share", "Check"])
def test_a_share_without_its_lines_or_with_those_of_another_is_refused(line: str) -> None:
    page = ONE.render("23 November 2026")
    said = next(found for found in page.splitlines() if found.startswith(f"{line}:"))
    other = next(found for found in OTHER.render("").splitlines() if found.startswith(f"{line}:"))
    for spoilt in ("", f"{line}: x", other if line != "Key" else "Key: 0000 1111 2222 3333"):
        with pytest.raises(WrongUse):
            escrow.read_share(page.replace(said, spoilt))
    for nothing in ("", "zoo " * 80, json.dumps({"key": "1"}), "\x00" * 500):
        with pytest.raises(WrongUse, match="not a share"):
            escrow.read_share(nothing)
