"""Every command with its one sentence, its example and its options; what each does stands in the modules beside."""

from __future__ import annotations

import argparse
import re

from pipnotes import __version__
from pipnotes.cli import cases, escrow, keeping, papers, service, sharing, standalone, vaults
from pipnotes.domain.attachment import PaperKind

_SECRET = "a file whose first line is the passphrase; - reads standard input; without it the program asks"


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
    _cases(commands)
    _keeping(commands)
    _sharing(commands)
    return parser


Group = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(group: Group, name: str, does: str, example: str, run: object) -> argparse.ArgumentParser:  # type: ignore[valid-type]
    made: argparse.ArgumentParser = group.add_parser(  # type: ignore[attr-defined]
        name, help=does, description=f"{does} Example: pipnotes {example}", allow_abbrev=False
    )
    made.add_argument("--json", action="store_true", default=False, help="print one JSON document")
    made.set_defaults(run=run)
    return made


def _opened(group: Group, name: str, does: str, example: str, run: object) -> argparse.ArgumentParser:  # type: ignore[valid-type]
    made = _command(group, name, does, example, run)
    made.add_argument("dir", metavar="DIR", help="the folder of the vault")
    made.add_argument("--passphrase-file", metavar="FILE", help=_SECRET)
    return made


def _head(said: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,15}:[0-9a-f]{64}", said):
        raise argparse.ArgumentTypeError("a head is a number, a colon and 64 letters and digits")
    return said


def _standalone(group: Group) -> None:  # type: ignore[valid-type]
    demo = _command(group, "demo", "Make a fresh vault with a made-up caseload and open it.", "demo", standalone.demo)
    demo.add_argument("--dir", metavar="VAULT", help="where to make it; a temporary folder unless told")
    demo.add_argument("--families", type=int, default=12, help="how many families, 12 unless told")
    demo.add_argument("--seed", type=int, default=1, help="the same seed makes the same caseload")
    demo.add_argument("--no-window", action="store_true", help="only make the vault")
    score = _command(
        group,
        "score",
        'Score answers read from standard input as {"1": 2, "2": 0}.',
        "score phq9 < answers.json",
        standalone.score,
    )
    score.add_argument("measure", metavar="MEASURE", help="for instance phq9")
    _command(
        group,
        "pseudonymise",
        "Take names and places out of texts, one JSON object a line.",
        "pseudonymise < notes.jsonl > out.jsonl",
        standalone.pseudonymise,
    )
    _command(group, "doctor", "Say whether this computer is fit for PipNotes.", "doctor", standalone.doctor)


def _vaults(group: Group) -> None:  # type: ignore[valid-type]
    outer = group.add_parser("vault", help="make, check, back up and recover vaults")  # type: ignore[attr-defined]
    vault = outer.add_subparsers(dest="vault_command", metavar="COMMAND", required=True)
    create = _opened(
        vault, "create", "Make a new vault.", "vault create work.pipvault --passphrase-file p.txt", vaults.create
    )
    create.add_argument("--role", choices=("therapist", "supervisor"), default="therapist")
    create.add_argument("--name", default="", help="the keeper's name, as it stands under notes and on the card")
    create.add_argument("--recovery-words-file", metavar="OUT", help="where to write the 24 recovery words")
    info = _command(
        vault, "info", "Say what can be said of a vault without its key.", "vault info work.pipvault", vaults.info
    )
    info.add_argument("dir", metavar="DIR")
    check = _opened(
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
    backup = _opened(
        vault,
        "backup",
        "Make a proved backup.",
        "vault backup work.pipvault --to /media/stick --passphrase-file p.txt",
        vaults.backup,
    )
    backup.add_argument("--to", metavar="FOLDER", required=True)
    restore = _command(
        vault,
        "restore",
        "Restore a backup into a new vault.",
        "vault restore /media/stick/BACKUP --to work.pipvault --passphrase-file p.txt",
        vaults.restore,
    )
    restore.add_argument("backup", metavar="BACKUP")
    restore.add_argument("--to", metavar="DIR", required=True)
    restore.add_argument("--passphrase-file", metavar="FILE", help=_SECRET)
    restore.add_argument("--recovery-words-file", metavar="FILE", help="the 24 words instead of the passphrase")
    passphrase = _opened(
        vault,
        "passphrase",
        "Change the passphrase.",
        "vault passphrase work.pipvault --passphrase-file old.txt --new-passphrase-file new.txt",
        vaults.passphrase,
    )
    passphrase.add_argument("--new-passphrase-file", metavar="NEW", help=_SECRET)
    recover = _command(
        vault,
        "recover",
        "Open a vault with its recovery words and give it a new passphrase.",
        "vault recover work.pipvault --recovery-words-file w.txt --new-passphrase-file new.txt",
        vaults.recover,
    )
    recover.add_argument("dir", metavar="DIR")
    recover.add_argument("--recovery-words-file", metavar="FILE")
    recover.add_argument("--new-passphrase-file", metavar="NEW", help=_SECRET)
    rekey = _opened(
        vault,
        "rekey",
        "Re-encrypt the whole vault under a new key, for a lost recovery sheet.",
        "vault rekey work.pipvault --passphrase-file p.txt --recovery-words-file w.txt",
        vaults.rekey,
    )
    rekey.add_argument("--recovery-words-file", metavar="OUT", help="where to write the new words")
    audit = _opened(group, "audit", "List what was done in a vault, oldest first.", "audit work.pipvault", vaults.audit)
    audit.add_argument("--family", metavar="ID", help="only what was done to this family: its id or code name")


def _service(group: Group) -> None:  # type: ignore[valid-type]
    mailbox = _opened(
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
    outer = group.add_parser("roster", help="sign and follow the list of a service's cards")  # type: ignore[attr-defined]
    roster = outer.add_subparsers(dest="roster_command", metavar="COMMAND", required=True)
    key = _command(
        roster, "key", "Make the key that signs rosters, for IT.", "roster key --to roster.key", service.roster_key
    )
    key.add_argument("--to", metavar="FILE", required=True)
    key.add_argument("--passphrase-file", metavar="FILE", help=_SECRET)
    sign = _command(
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
    sign.add_argument("--passphrase-file", metavar="FILE", help=_SECRET)
    accept = _opened(
        roster, "accept", "Follow a roster in a vault.", "roster accept work.pipvault 7.roster", service.roster_accept
    )
    accept.add_argument("roster", metavar="FILE")
    accept.add_argument("--name", help="whose new keys to accept, once you have compared six words")
    accept.add_argument("--words", help="the six words that they read out")


def _escrow(group: Group) -> None:  # type: ignore[valid-type]
    outer = group.add_parser("escrow", help="make and use the organisation's own key, for IT")  # type: ignore[attr-defined]
    commands = outer.add_subparsers(dest="escrow_command", metavar="COMMAND", required=True)
    make = _command(
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
    opens = _command(
        commands,
        "open",
        "Open a vault with both shares, for a lost passphrase, and give it a new one.",
        "escrow open work.pipvault --share-file a.txt --share-file b.txt --new-passphrase-file new.txt",
        escrow.open_vault,
    )
    opens.add_argument("dir", metavar="DIR", help="the folder of the vault")
    opens.add_argument("--share-file", metavar="FILE", action="append", default=[], help="a share; give both people's")
    opens.add_argument("--new-passphrase-file", metavar="NEW", help=_SECRET)
    opens.add_argument("--by", metavar="NAME", default="", help="who opens it, as it stands in the vault's history")
    opens.add_argument("--reason", default="", help="why, as it stands in the vault's history")


def _cases(group: Group) -> None:  # type: ignore[valid-type]
    take_in = _opened(
        group,
        "import",
        "Take in a caseload (.json) or referrals (.csv).",
        "import work.pipvault new.csv",
        cases.take_in,
    )
    take_in.add_argument("file", metavar="FILE")
    export = _opened(
        group,
        "export",
        "Write the caseload in the open format.",
        "export work.pipvault --to caseload.json --as caseload",
        cases.export,
    )
    export.add_argument("--to", metavar="FILE", required=True)
    export.add_argument("--as", dest="form", choices=("caseload",), default="caseload")
    export.add_argument("--family", metavar="ID")
    hand_over = _opened(
        group,
        "hand-over",
        "Seal the caseload for another therapist alone.",
        'hand-over work.pipvault --to "Owen Blake" --file for-owen.cases',
        cases.hand_over,
    )
    hand_over.add_argument("--to", metavar="CARD", required=True, help="the name or fingerprint of a trusted card")
    hand_over.add_argument("--file", metavar="FILE", required=True)
    hand_over.add_argument("--family", metavar="ID", help="one family alone: its id or code name")
    hand_over.add_argument("--confirmed", action="store_true", help="the families go on with them, and know it")
    take_over = _opened(
        group,
        "take-over",
        "Take in a caseload that another therapist has sealed for this vault.",
        "take-over work.pipvault for-owen.cases",
        cases.take_over,
    )
    take_over.add_argument("file", metavar="FILE")
    _opened(group, "families", "List the caseload.", "families work.pipvault --json", cases.families)
    search = _opened(
        group, "search", "Find words in names, notes and letters.", "search work.pipvault spoon", cases.search
    )
    search.add_argument("words", metavar="WORDS", nargs="+")
    letter = _opened(
        group,
        "letter",
        "Write the current discharge letter as PDF or HTML.",
        "letter work.pipvault --family ID --recipient parent --to letter.pdf",
        cases.letter,
    )
    letter.add_argument("--family", metavar="ID", required=True)
    letter.add_argument("--recipient", choices=("parent", "gp", "health-visitor"), required=True)
    letter.add_argument("--to", metavar="FILE", required=True)


def _keeping(group: Group) -> None:  # type: ignore[valid-type]
    kept = _opened(
        group,
        "retention",
        "List when the record of each family whose work is over is due for review.",
        "retention work.pipvault --json",
        keeping.retention,
    )
    kept.add_argument("--due", action="store_true", help="only those that are due now")
    hold = _opened(
        group,
        "hold",
        "Hold a family's record, so that nothing of it can be destroyed.",
        'hold work.pipvault --family ID --reason "a court has asked for it"',
        keeping.hold,
    )
    hold.add_argument("--family", metavar="ID", required=True, help="its id or code name")
    hold.add_argument("--reason", metavar="TEXT", required=True)
    hold.add_argument("--let-go", action="store_true", help="let the hold go instead")
    destroy = _opened(
        group,
        "destroy",
        "Destroy a family's whole record for good.",
        'destroy work.pipvault --family ID --reason "kept long enough" --confirm "Wren 14" --confirm-again destroy',
        keeping.destroy,
    )
    destroy.add_argument("--family", metavar="ID", required=True, help="its id or code name")
    destroy.add_argument("--reason", metavar="TEXT", required=True, help="stays in the history: name nobody in it")
    destroy.add_argument("--confirm", metavar="CODE", required=True, help="the family's code name")
    destroy.add_argument("--confirm-again", metavar="WORD", required=True, help="the word destroy")
    paper = _opened(
        group,
        "papers",
        "List a family's papers, add one from a file, or write one to a file.",
        'papers work.pipvault --family ID --add form.pdf --kind consent --what "Signed by both"',
        papers.papers,
    )
    paper.add_argument("--family", metavar="ID", required=True, help="its id or code name")
    paper.add_argument("--add", metavar="FILE", help="a PDF, PNG or JPEG of at most 50 MB")
    paper.add_argument("--kind", choices=[kind.value for kind in PaperKind], default="other")
    paper.add_argument("--what", metavar="TEXT", default="", help="what it is, in a few words")
    paper.add_argument("--save", metavar="PAPER", help="the id of the paper to write to a file")
    paper.add_argument("--to", metavar="FILE", help="the new file")


def _sharing(group: Group) -> None:  # type: ignore[valid-type]
    card = _opened(group, "card", "Write this vault's contact card.", "card work.pipvault --to me.card", sharing.card)
    card.add_argument("--to", metavar="FILE", required=True)
    trust = _opened(
        group,
        "trust",
        "Accept a card when its six words match.",
        'trust work.pipvault her.card --words "six words read out by her"',
        sharing.trust,
    )
    trust.add_argument("card", metavar="CARD")
    trust.add_argument("--words", required=True)
    trust.add_argument("--new-keys", action="store_true", help="they told you of a new laptop or vault")
    share = _opened(
        group,
        "share",
        "Show what would leave, or approve exactly that.",
        'share work.pipvault --family ID --recipient "Dr Siddiqui" --preview',
        sharing.share,
    )
    share.add_argument("--family", metavar="ID", required=True)
    share.add_argument("--recipient", metavar="NAME", required=True)
    what = share.add_mutually_exclusive_group(required=True)
    what.add_argument("--preview", action="store_true")
    what.add_argument("--approve", metavar="DIGEST")
    share.add_argument("--to", metavar="FILE", help="with --approve: a PDF under a password instead of a parcel")
    share.add_argument("--password-file", metavar="FILE", help="a password for it; five words are made without")
    share.add_argument("--without-pipnotes", action="store_true", help="the reader has no card: only a file can go")
    share.add_argument(
        "--leave-out", metavar="WHAT", action="append", default=[], help="what the preview says stands out"
    )
    for name, does, run in (
        ("send", "Send what waits in the outbox.", sharing.send),
        ("receive", "Fetch and check what has come.", sharing.receive),
    ):
        made = _opened(group, name, does, f"{name} work.pipvault --mailbox /media/share/mailbox", run)
        made.add_argument("--mailbox", metavar="URL", help="a folder, or an address; the vault's own unless told")
        if name == "send":
            made.add_argument("--again", metavar="NAME", help="put back what this reader misses of what was sent")
    _opened(group, "summaries", "List what a supervisor holds.", "summaries work.pipvault --json", sharing.summaries)
    agenda = _opened(
        group,
        "agenda",
        "Write the agenda of the next supervisions as a PDF, by code names.",
        "agenda supervisor.pipvault --to agenda.pdf",
        sharing.agenda,
    )
    agenda.add_argument("--to", metavar="FILE", required=True)
    comment = _opened(
        group,
        "comment",
        "Queue a comment read from standard input.",
        'comment work.pipvault --code "Wren 14" < words.txt',
        sharing.comment,
    )
    comment.add_argument("--code", required=True)
    comment.add_argument("--from", metavar="NAME", dest="sender", help="whose family, when two use one code name")
    comment.add_argument("--confirmed", action="store_true", help="the words that were asked about name nobody")
