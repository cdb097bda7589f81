"""A second process for the tests of crashes: it works on a vault until it is killed or told to stop."""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path

from pipnotes.errors import Problem
from pipnotes.vault import FLOOR, check_folder, open_vault, restore, unlock, unlock_with_words
from tests.vault.pages import PASSPHRASE, draft, final, page, standing


def say(*words: object) -> None:
    print(*words, flush=True)


def write_for_ever(folder: Path, words: str) -> None:
    vault = open_vault(folder, unlock_with_words(folder, words), clock=standing)
    number = 1000
    while True:
        number += 1
        vault.save_draft(draft(number, f"draft {number}"))
        say("draft", number)
        vault.commit("note signed", [final(page(number))], by="W", drops_draft=draft(number, "").key)
        say("note", number)


def hold(folder: Path, words: str) -> None:
    with open_vault(folder, unlock_with_words(folder, words), clock=standing):
        say("open")
        sys.stdin.readline()


def fill_up(folder: Path, words: str) -> None:
    """Write until the system takes no more, as a full disk would have it."""
    vault = open_vault(folder, unlock_with_words(folder, words), clock=standing)
    size = (folder / "vault.db").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, resource.RLIM_INFINITY))
    number = 2000
    try:
        while True:
            number += 1
            vault.commit("note signed", [final(page(number, f"word{number} " * 900))], by="W")
            say("note", number)
    except Problem as problem:
        say("problem", problem.happened)


def may_only_read(folder: Path, words: str) -> None:
    """Open a vault as somebody who may read its folder and not write in it."""
    # First of all, since the words stand in a list that lies with the program, which may be root's own.
    key = unlock_with_words(folder, words)
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    for what, act in (
        ("open", lambda: open_vault(folder, key, clock=standing)),
        ("check", lambda: check_folder(folder, key)),
        ("restore", lambda: restore(folder, folder / "back", passphrase=PASSPHRASE)),
    ):
        try:
            act()
        except Problem as problem:
            say(what, problem.happened)


def dies_at(moment: int, folder: Path, what: str) -> None:
    """Change the key or the passphrase, and die at the nth thing that is done to a file of the vault."""
    key = unlock(folder, PASSPHRASE)
    vault = open_vault(folder, key, clock=standing)
    seen = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}:
            return
        if str(folder) in str(arguments[0]):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    if what == "rekey":
        vault = vault.rekey()
    else:
        vault.change_passphrase(PASSPHRASE, "another passphrase", cost=FLOOR)
    vault.close()
    say("done", seen)


if __name__ == "__main__":
    job, place, secret = sys.argv[1], Path(sys.argv[2]), sys.stdin.readline().strip()
    if job == "write":
        write_for_ever(place, secret)
    elif job == "hold":
        hold(place, secret)
    elif job == "read":
        may_only_read(place, secret)
    elif job == "fill":
        fill_up(place, secret)
    else:
        dies_at(int(secret), place, job)
