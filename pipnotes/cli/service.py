"""Commands for the service around a vault: its mailbox, and the roster of its cards, which IT signs offline."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from pipnotes.casebook import rosters
from pipnotes.cli.answer import Answer, look_for_new_file, read_bytes, read_text, secret, write_bytes
from pipnotes.cli.vaults import opened
from pipnotes.domain.words import counted, listed
from pipnotes.errors import WrongUse


def mailbox(args: argparse.Namespace) -> Answer:
    """Choose the mailbox and how it is entered, or say which it is; its passwords are never said."""
    given = {
        "user": args.user,
        "secret": _first_line(args.password_file),
        "region": args.region,
        "endpoint": args.endpoint,
        "proxy_user": args.proxy_user,
        "proxy_secret": _first_line(args.proxy_password_file),
    }
    changes = {name: value for name, value in given.items() if value is not None}
    with opened(args) as casebook:
        post = casebook.post
        if args.place is not None:
            post.use_mailbox(args.place, replace(post.new_credentials(args.place), **changes))
        elif changes:
            post.use_mailbox(post.mailbox, replace(post.credentials, **changes))
        known = post.credentials
        data = {
            "mailbox": post.mailbox,
            "user": known.user,
            "password": bool(known.secret),
            "region": known.region,
            "endpoint": known.endpoint,
            "proxy_user": known.proxy_user,
        }
    words = f"The mailbox is {data['mailbox']}." if data["mailbox"] else "No mailbox was chosen in this vault."
    return Answer(data=data, words=words)


def roster_key(args: argparse.Namespace) -> Answer:
    """Make the key that signs rosters, in a file of its own."""
    place = Path(args.to)
    look_for_new_file(place, "the roster key")
    made = rosters.make_key(secret(args.passphrase_file, "Passphrase for the key"))
    write_bytes(place, made.file, private=True)
    words = (
        f'Put this line into the policy of each computer:\nroster_public_key = "{made.public}"\n'
        f"Keep {args.to} away from any laptop with cases on it."
    )
    return Answer(data={"public": made.public, "file": args.to}, words=words)


def roster_sign(args: argparse.Namespace) -> Answer:
    """Sign the next issue of a roster with exactly the cards given, and list them for the eyes of whoever signs."""
    cards = [read_bytes(Path(name)) for name in args.cards]
    previous = read_bytes(Path(args.previous)) if args.previous is not None else b""
    key, phrase = read_bytes(Path(args.key)), secret(args.passphrase_file, "Passphrase of the key")
    issue = rosters.sign(key, phrase, cards, previous=previous, revoke=args.revoke)
    write_bytes(Path(args.to), issue.file)
    people = [
        {"name": card.name, "role": card.role, "fingerprint": card.fingerprint, "words": card.words}
        for card in issue.roster.cards
    ]
    data = {"number": issue.roster.number, "cards": people, "revoked": sorted(issue.roster.revoked)}
    lines = [f"Signed number {issue.roster.number} with {counted(len(people), 'card')}:"]
    lines += [f"  {one['name']}, {one['role']}: {one['words']}" for one in people]
    if issue.roster.revoked:
        lines.append(f"{counted(len(issue.roster.revoked), 'card')} revoked for good.")
    return Answer(data=data, words="\n".join(lines))


def roster_accept(args: argparse.Namespace) -> Answer:
    """Follow a roster in a vault; a known name with other keys waits for its six words."""
    raw = read_bytes(Path(args.roster))
    if (args.name is None) != (args.words is None):
        raise WrongUse(
            "A name and its six words belong together.",
            safe="Nothing was changed.",
            todo="Give both --name and --words, or neither.",
        )
    with opened(args) as casebook:
        if args.name is not None:
            contact = casebook.rosters.accept_new_keys(raw, args.name, args.words)
            data: dict[str, object] = {"name": contact.name, "fingerprint": contact.id}
            return Answer(data=data, words=f"Accepted the new keys of {contact.name}.")
        done = casebook.rosters.accept(raw)
    data = {
        "number": done.number,
        "added": list(done.added),
        "left": list(done.left),
        "revoked": list(done.revoked),
        "changed": list(done.changed),
        "me": done.me,
    }
    lines = [f"Followed number {done.number}."]
    for names, words in (
        (done.added, "Accepted, as your service has signed them: {}."),
        (done.left, "No longer with the service, and sent nothing more: {}."),
        (done.revoked, "Revoked by the service, and sent nothing more: {}."),
        (done.changed, "Known to you by other keys, so compare six words first (--name and --words): {}."),
    ):
        if names:
            lines.append(words.format(listed(names)))
    if done.me:
        lines.append("The service has revoked this vault's own card: nobody takes parcels from it. Ask your IT staff.")
    return Answer(data=data, words="\n".join(lines))


def _first_line(path: str | None) -> str | None:
    return None if path is None else read_text(Path(path)).partition("\n")[0].rstrip("\r")
