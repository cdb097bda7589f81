"""Every command with its one sentence, its example and its options; what each does stands in the modules beside.

Here are the commands that make, look after and open vaults; `parser_work` has those of the work in them.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from pipnotes import __version__
from pipnotes.cli import escrow, parser_work, service, standalone, vaults
from pipnotes.cli.declare import SECRET, command, opened

if TYPE_CHECKING:
    from pipnotes.cli.declare import Group


def build() -> argparse.ArgumentParser:
    """Return the parser; each command carries the function that runs it as `run`."""
    parser = argparse.ArgumentParser(
        prog="pipnotes",
        allow_abbrev=False,
        description="Case notes for parent-infant psychotherapists. Without a command the window opens.",
    )
    parser.add_argument("--vault", metavar="DIR", help="the vault to open in the window")
    parser.add_argument("--version", action="version", version=f"pipnotes {__version__}")
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _standalone(commands)
    _vaults(commands)
    _escrow(commands)
    _service(commands)
    parser_work.add(commands)
    return parser


def _standalone(group: Group) -> None:
    demo = command(group, "demo", "Make a fresh vault with a made-up caseload and open it.", "demo", standalone.demo)
    demo.add_argument("--dir", metavar="VAULT", help="where to make it; a temporary folder unless told")
    demo.add_argument("--families", type=int, default=12, help="how many families, 12 unless told")
    demo.add_argument("--seed", type=int, default=1, help="the same seed makes the same caseload")
    demo.add_argument("--no-window", action="store_true", help="only make the vault")
    score = command(
        group,
        "score",
        'Score answers read from standard input as {"1": 2, "2": 0}.',
        "score phq9 < answers.json",
        standalone.score,
    )
    score.add_argument("measure", metavar="MEASURE", help="for instance phq9")
    command(
        group,
        "pseudonymise",
        "Take names and places out of texts, one JSON object a line.",
        "pseudonymise < notes.jsonl > out.jsonl",
        standalone.pseudonymise,
    )
    command(group, "doctor", "Say whether this computer is fit for PipNotes.", "doctor", standalone.doctor)


def _vaults(group: Group) -> None:
    outer = group.add_parser("vault", help="make, check, back up and recover vaults")
    vault = outer.add_subparsers(dest="vault_command", metavar="COMMAND", required=True)
    create = opened(
        vault, "create", "Make a new vault.", "vault create work.pipvault --passphrase-file p.txt", vaults.create
    )
    create.add_argument("--role", choices=("therapist", "supervisor"), default="therapist")
    create.add_argument("--name", default="", help="the keeper's name, as it stands under notes and on the card")
    create.add_argument("--recovery-words-file", metavar="OUT", help="where to write the 24 recovery words")
    info = command(
        vault, "info", "Say what can be said of a vault without its key.", "vault info work.pipvault", vaults.info
    )
    info.add_argument("dir", metavar="DIR")
    check = opened(
        vault,
        "check",
        "Check every page and record.",
        "vault check work.pipvault --passphrase-file p.txt",
        vaults.check,
    )
    check.add_argument(
        "--head",
        metavar="SEQ:HASH",
        type=_head,
        action="append",
        help="a head that a backup named; whoever holds the key can rewrite the vault, but not this",
    )
    backup = opened(
        vault,
        "backup",
        "Make a proved backup.",
        "vault backup work.pipvault --to /media/stick --passphrase-file p.txt",
        vaults.backup,
    )
    backup.add_argument("--to", metavar="FOLDER", required=True)
    restore = command(
        vault,
        "restore",
        "Restore a backup into a new vault.",
        "vault restore /media/stick/BACKUP --to work.pipvault --passphrase-file p.txt",
        vaults.restore,
    )
    restore.add_argument("backup", metavar="BACKUP")
    restore.add_argument("--to", metavar="DIR", required=True)
    restore.add_argument("--passphrase-file", metavar="FILE", help=SECRET)
    restore.add_argument("--recovery-words-file", metavar="FILE", help="the 24 words instead of the passphrase")
    take_in = opened(
        vault,
        "take-in",
        "Take the words of a sealed copy in as drafts again.",
        "vault take-in work.pipvault /media/stick/COPY.pipsealed --passphrase-file p.txt",
        vaults.take_in,
    )
    take_in.add_argument("file", metavar="FILE", help="a sealed copy, made when a save did not work")
    passphrase = opened(
        vault,
        "passphrase",
        "Change the passphrase.",
        "vault passphrase work.pipvault --passphrase-file old.txt --new-passphrase-file new.txt",
        vaults.passphrase,
    )
    passphrase.add_argument("--new-passphrase-file", metavar="NEW", help=SECRET)
    recover = command(
        vault,
        "recover",
        "Open a vault with its recovery words and give it a new passphrase.",
        "vault recover work.pipvault --recovery-words-file w.txt --new-passphrase-file new.txt",
        vaults.recover,
    )
    recover.add_argument("dir", metavar="DIR")
    recover.add_argument("--recovery-words-file", metavar="FILE")
    recover.add_argument("--new-passphrase-file", metavar="NEW", help=SECRET)
    rekey = opened(
        vault,
        "rekey",
        "Re-encrypt the whole vault under a new key, for a lost recovery sheet.",
        "vault rekey work.pipvault --passphrase-file p.txt --recovery-words-file w.txt",
        vaults.rekey,
    )
    rekey.add_argument("--recovery-words-file", metavar="OUT", help="where to write the new words")
    audit = opened(group, "audit", "List what was done in a vault, oldest first.", "audit work.pipvault", vaults.audit)
    audit.add_argument("--family", metavar="ID", help="only what was done to this family: its id or code name")


def _service(group: Group) -> None:
    mailbox = opened(
        group,
        "mailbox",
        "Choose the mailbox of a vault and how it is entered, or say which it is.",
        "mailbox work.pipvault --place https://dav.example/box --user ines --password-file w.txt",
        service.mailbox,
    )
    mailbox.add_argument("--place", metavar="URL", help="a folder, an https:// address or s3://bucket/prefix")
    mailbox.add_argument("--user", metavar="NAME", help="the user, or the access key of object storage")
    mailbox.add_argument("--password-file", metavar="FILE", help="its first line is the password or the secret key")
    mailbox.add_argument("--endpoint", metavar="URL", help="the https:// address of object storage")
    mailbox.add_argument("--region", metavar="NAME", help="the region of object storage")
    mailbox.add_argument("--proxy-user", metavar="NAME", help="the user that the network's proxy asks for")
    mailbox.add_argument("--proxy-password-file", metavar="FILE", help="its first line is the proxy's password")
    outer = group.add_parser("roster", help="sign and follow the list of a service's cards")
    roster = outer.add_subparsers(dest="roster_command", metavar="COMMAND", required=True)
    key = command(
        roster, "key", "Make the key that signs rosters, for IT.", "roster key --to roster.key", service.roster_key
    )
    key.add_argument("--to", metavar="FILE", required=True)
    key.add_argument("--passphrase-file", metavar="FILE", help=SECRET)
    sign = command(
        roster,
        "sign",
        "Sign the next roster with exactly these cards, for IT.",
        "roster sign --key roster.key --previous 6.roster --to 7.roster ines.card rowan.card",
        service.roster_sign,
    )
    sign.add_argument("cards", metavar="CARD", nargs="+")
    sign.add_argument("--key", metavar="FILE", required=True)
    sign.add_argument("--to", metavar="FILE", required=True)
    sign.add_argument("--previous", metavar="FILE", help="the issue before; without it this is number 1")
    sign.add_argument("--revoke", metavar="FINGERPRINT", action="append", default=[], help="of a lost laptop's card")
    sign.add_argument("--passphrase-file", metavar="FILE", help=SECRET)
    accept = opened(
        roster, "accept", "Follow a roster in a vault.", "roster accept work.pipvault 7.roster", service.roster_accept
    )
    accept.add_argument("roster", metavar="FILE")
    accept.add_argument("--name", help="whose new keys to accept, once you have compared six words")
    accept.add_argument("--words", help="the six words that they read out")


def _escrow(group: Group) -> None:
    outer = group.add_parser("escrow", help="make and use the organisation's own key, for IT")
    commands = outer.add_subparsers(dest="escrow_command", metavar="COMMAND", required=True)
    make = command(
        commands,
        "make",
        "Make an organisation key: a public half for the policy, and two shares for two people.",
        "escrow make --public-file key.toml --share-file /media/one/a.txt --share-file /media/two/b.txt",
        escrow.make,
    )
    make.add_argument("--public-file", metavar="FILE", required=True, help="the line for the policy file")
    make.add_argument(
        "--share-file", metavar="FILE", action="append", default=[], help="a share; give one place for each person"
    )
    opens = command(
        commands,
        "open",
        "Open a vault with both shares, for a lost passphrase, and give it a new one.",
        "escrow open work.pipvault --share-file a.txt --share-file b.txt --new-passphrase-file new.txt",
        escrow.open_vault,
    )
    opens.add_argument("dir", metavar="DIR", help="the folder of the vault")
    opens.add_argument("--share-file", metavar="FILE", action="append", default=[], help="a share; give both people's")
    opens.add_argument("--new-passphrase-file", metavar="NEW", help=SECRET)
    opens.add_argument("--by", metavar="NAME", default="", help="who opens it, as it stands in the vault's history")
    opens.add_argument("--reason", default="", help="why, as it stands in the vault's history")


def _head(said: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,15}:[0-9a-f]{64}", said):
        raise argparse.ArgumentTypeError("a head is a number, a colon and 64 letters and digits")
    return said
