"""The commands of the work in a vault: families, letters, papers, keeping and sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipnotes.cli import cases, keeping, papers, sharing
from pipnotes.cli.declare import opened
from pipnotes.domain.attachment import PaperKind

if TYPE_CHECKING:
    from pipnotes.cli.declare import Group


def add(group: Group) -> None:
    """Declare them all."""
    _cases(group)
    _keeping(group)
    _sharing(group)


def _cases(group: Group) -> None:
    take_in = opened(
        group,
        "import",
        "Take in a caseload (.json) or referrals (.csv).",
        "import work.pipvault new.csv",
        cases.take_in,
    )
    take_in.add_argument("file", metavar="FILE")
    export = opened(
        group,
        "export",
        "Write the caseload in the open format.",
        "export work.pipvault --to caseload.json --as caseload",
        cases.export,
    )
    export.add_argument("--to", metavar="FILE", required=True)
    export.add_argument("--as", dest="form", choices=("caseload",), default="caseload")
    export.add_argument("--family", metavar="ID")
    hand_over = opened(
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
    take_over = opened(
        group,
        "take-over",
        "Take in a caseload that another therapist has sealed for this vault.",
        "take-over work.pipvault for-owen.cases",
        cases.take_over,
    )
    take_over.add_argument("file", metavar="FILE")
    opened(group, "families", "List the caseload.", "families work.pipvault --json", cases.families)
    search = opened(
        group, "search", "Find words in names, notes and letters.", "search work.pipvault spoon", cases.search
    )
    search.add_argument("words", metavar="WORDS", nargs="+")
    letter = opened(
        group,
        "letter",
        "Write the current discharge letter as PDF or HTML.",
        "letter work.pipvault --family ID --recipient parent --to letter.pdf",
        cases.letter,
    )
    letter.add_argument("--family", metavar="ID", required=True)
    letter.add_argument("--recipient", choices=("parent", "gp", "health-visitor"), required=True)
    letter.add_argument("--to", metavar="FILE", required=True)


def _keeping(group: Group) -> None:
    kept = opened(
        group,
        "retention",
        "List when the record of each family whose work is over is due for review.",
        "retention work.pipvault --json",
        keeping.retention,
    )
    kept.add_argument("--due", action="store_true", help="only those that are due now")
    hold = opened(
        group,
        "hold",
        "Hold a family's record, so that nothing of it can be destroyed.",
        'hold work.pipvault --family ID --reason "a court has asked for it"',
        keeping.hold,
    )
    hold.add_argument("--family", metavar="ID", required=True, help="its id or code name")
    hold.add_argument("--reason", metavar="TEXT", required=True)
    hold.add_argument("--let-go", action="store_true", help="let the hold go instead")
    destroy = opened(
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
    paper = opened(
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


def _sharing(group: Group) -> None:
    card = opened(group, "card", "Write this vault's contact card.", "card work.pipvault --to me.card", sharing.card)
    card.add_argument("--to", metavar="FILE", required=True)
    trust = opened(
        group,
        "trust",
        "Accept a card when its six words match.",
        'trust work.pipvault her.card --words "six words read out by her"',
        sharing.trust,
    )
    trust.add_argument("card", metavar="CARD")
    trust.add_argument("--words", required=True)
    trust.add_argument("--new-keys", action="store_true", help="they told you of a new laptop or vault")
    share = opened(
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
        made = opened(group, name, does, f"{name} work.pipvault --mailbox /media/share/mailbox", run)
        made.add_argument("--mailbox", metavar="URL", help="a folder, or an address; the vault's own unless told")
        if name == "send":
            made.add_argument("--again", metavar="NAME", help="put back what this reader misses of what was sent")
    opened(group, "summaries", "List what a supervisor holds.", "summaries work.pipvault --json", sharing.summaries)
    agenda = opened(
        group,
        "agenda",
        "Write the agenda of the next supervisions as a PDF, by code names.",
        "agenda supervisor.pipvault --to agenda.pdf",
        sharing.agenda,
    )
    agenda.add_argument("--to", metavar="FILE", required=True)
    comment = opened(
        group,
        "comment",
        "Queue a comment read from standard input.",
        'comment work.pipvault --code "Wren 14" < words.txt',
        sharing.comment,
    )
    comment.add_argument("--code", required=True)
    comment.add_argument("--from", metavar="NAME", dest="sender", help="whose family, when two use one code name")
    comment.add_argument("--confirmed", action="store_true", help="the words that were asked about name nobody")
