"""Commands for whoever keeps the organisation's key: made away from any vault, used by two people together."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipnotes.casebook import escrow
from pipnotes.cli.answer import Answer, look_for_new_file, read_text, secret, write_bytes
from pipnotes.errors import Problem, WrongUse


def make(args: argparse.Namespace) -> Answer:
    """Make a key: its public half into one file, its private half into two that open something only together."""
    first, second = _two_shares(args)
    places = {"the public key": Path(args.public_file), "share A": first, "share B": second}
    if len({place.resolve() for place in places.values()}) < len(places):
        raise WrongUse(
            "The public key and the two shares need three different files.",
            safe="Nothing was made.",
            todo="Give each share a place of its own, best on two sticks that two people keep.",
        )
    for what, place in places.items():
        look_for_new_file(place, what)
    made = escrow.make()
    lines = (f'escrow_public_key = "{made.public}"\n', *made.shares)
    for at, (place, text) in enumerate(zip(places.values(), lines, strict=True)):
        _keep(place, text, private=at > 0)
    data = {
        "key": made.name,
        "public": made.public,
        "files": [str(place) for place in places.values()],
    }
    words = (
        f"Made the organisation key {made.name}.\n"
        f"Put the line in {places['the public key']} into the policy of each computer.\n"
        f"Give {places['share A']} to one person and {places['share B']} to another, on paper or a stick each, "
        "and leave neither on this computer."
    )
    return Answer(data=data, words=words)


def open_vault(args: argparse.Namespace) -> Answer:
    """Open a vault with both shares and give it a new passphrase; its history says so."""
    first, second = (read_text(place) for place in _two_shares(args))
    opened = escrow.open_vault(
        Path(args.dir),
        first,
        second,
        secret(args.new_passphrase_file, "New passphrase"),
        by=args.by,
        reason=args.reason,
    )
    words = (
        "The vault opens with its new passphrase. Its history says that your organisation opened it, and its keeper "
        "is told at the next unlock. Hand over the passphrase in person, and have it changed."
    )
    return Answer(data={"opened": True, "vault": args.dir, "id": opened}, words=words)


def _two_shares(args: argparse.Namespace) -> tuple[Path, Path]:
    if len(args.share_file) != 2:
        raise WrongUse(
            "Two shares are needed.",
            safe="Nothing was done.",
            todo="Give --share-file twice: once for each person's share.",
        )
    return Path(args.share_file[0]), Path(args.share_file[1])


def _keep(place: Path, text: str, *, private: bool) -> None:
    """Write a file and read it again, since nobody can make this key a second time."""
    content = text.encode()
    write_bytes(place, content, private=private)
    try:
        kept = place.read_bytes() == content
    except OSError:
        kept = False
    if not kept:
        raise Problem(
            "The file that was just written does not read back as it was.",
            safe="No vault was made under this key, so nothing is lost.",
            todo="Take what was written away, choose another disk or stick, and make a key again.",
        )
