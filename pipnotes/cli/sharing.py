"""Commands for cards, summaries, parcels and comments."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.comment_names import LookAgain
from pipnotes.casebook.summaries import Preview
from pipnotes.casebook.supervision import Held
from pipnotes.cli.answer import Answer, look_for_new_file, read_bytes, read_stdin, secret, write_bytes
from pipnotes.cli.vaults import opened
from pipnotes.domain.codes import Word
from pipnotes.domain.sharing import Contact, SummaryText
from pipnotes.domain.singling import in_words
from pipnotes.domain.words import counted
from pipnotes.errors import Problem, Refused, WrongUse


def card(args: argparse.Namespace) -> Answer:
    """Write this vault's contact card."""
    with opened(args) as casebook:
        mine = casebook.contacts.my_card()
        write_bytes(Path(args.to), mine.raw)
    data = {"words": mine.words, "fingerprint": mine.fingerprint}
    return Answer(data=data, words=f"Written. When you hand it over, read these six words aloud:\n{mine.words}")


def trust(args: argparse.Namespace) -> Answer:
    """Accept a card when the words match."""
    raw = read_bytes(Path(args.card))
    with opened(args) as casebook:
        contact = casebook.contacts.trust(raw, args.words, new_keys=args.new_keys)
    return Answer(
        data={"name": contact.name, "role": contact.role, "fingerprint": contact.id},
        words=f"Accepted the card of {contact.name}, {contact.role}.",
    )


def share(args: argparse.Namespace) -> Answer:
    """Show what would leave, or approve exactly that: as a parcel, or as a file under a password."""
    with opened(args) as casebook:
        family = casebook.families.find(args.family).id
        contact = _reader(casebook, args.recipient, without_card=args.without_pipnotes)
        if args.preview:
            return _previewed(casebook.summaries.preview(_begun(casebook, family, contact, args.leave_out), contact))
        draft = casebook.summaries.draft(family)
        if draft is None:
            raise Refused(
                "There is no summary of this family that could be approved.",
                safe="Nothing was changed, and nothing leaves.",
                todo="Preview the summary first, read it, then approve its digest.",
            )
        if args.to is not None:
            return _saved(casebook, draft, contact, args)
        queued = casebook.summaries.approve(draft, contact, args.approve)
    return Answer(
        data={"queued": True, "sequence": queued.sequence},
        words="Approved and sealed. It waits here until you choose Send.",
    )


def _reader(casebook: Casebook, name: str, *, without_card: bool) -> Contact:
    return casebook.summaries.files.reader(name) if without_card else casebook.contacts.find(name)


def _saved(casebook: Casebook, draft: SummaryText, contact: Contact, args: argparse.Namespace) -> Answer:
    """Write an approved summary as a file under a password: a chosen one, or five words that are shown this once."""
    file = Path(args.to)
    look_for_new_file(file, "the summary")
    made = "" if args.password_file is not None else casebook.summaries.files.password()
    password = made or secret(args.password_file, "Password of the file")
    sealed = casebook.summaries.seal_file(draft, contact, args.approve, password)
    write_bytes(file, sealed.pdf, private=True)
    try:
        casebook.summaries.files.left(sealed)
    except Problem:
        # A file that nobody wrote down as having left must not be lying there.
        file.unlink(missing_ok=True)
        raise
    words = "Approved, and saved as a file under a password. It counts as shared."
    if made:
        words += f"\nTell the password by telephone, never in the same message. It is shown this once:\n{made}"
    data = {"queued": False, "saved": str(file), "sha256": sealed.record.sha256}
    return Answer(data=data | ({"password": made} if made else {}), words=words)


def _begun(casebook: Casebook, family: str, contact: Contact, left_out: list[str]) -> SummaryText:
    """Return the draft that is previewed, with what is to be told more coarsely kept in it."""
    draft = casebook.summaries.start(family)
    guarded = casebook.summaries.preview(draft, contact).guarded
    stands_out = {trait.key for asked in guarded.questions for trait in asked.may_go}
    for key in left_out:
        if key not in stands_out | {trait.key for trait in guarded.taken_out}:
            raise WrongUse(
                "That is not among what stands out.",
                safe="Nothing was changed, and nothing leaves.",
                todo="Preview the summary, and give --leave-out one of the names it shows.",
            )
        draft = casebook.summaries.answer(draft, contact, key, Word.TAKEN_OUT)
    if left_out:
        casebook.summaries.keep(draft, casebook.summaries.place(family))
    return draft


def _previewed(preview: Preview) -> Answer:
    wording = preview.wording
    data = {
        "summary": preview.summary_as_data(),
        "replacements": [
            {
                "start": r.start,
                "end": r.end,
                "kind": r.kind,
                "replacement": r.replacement,
                "source": r.source,
                "certain": r.certain,
            }
            for r in wording.replacements
        ],
        "checks": [{"start": c.start, "end": c.end, "why": c.why} for c in wording.checks],
        "stands_out": [
            {"why": asked.words, "may_go": [trait.key for trait in asked.may_go]} for asked in preview.guarded.questions
        ],
        "left_out": [trait.key for trait in preview.guarded.taken_out],
        "digest": preview.digest,
    }
    lines = [preview.summary.text, "", f"{counted(len(wording.replacements), 'detail')} replaced."]
    lines += [f"Please check: {check.why}" for check in wording.checks]
    for asked in preview.guarded.questions:
        lines.append(f"Please check: {asked.words}")
        lines += [f"  To leave it out, preview again with --leave-out '{trait.key}'." for trait in asked.may_go]
    lines += [f"Left out of the figures: {in_words(trait)}." for trait in preview.guarded.taken_out]
    lines += [f"If every line may leave, approve this digest: {preview.digest}"]
    return Answer(data=data, words="\n".join(lines))


def send(args: argparse.Namespace) -> Answer:
    """Send what waits."""
    with opened(args) as casebook:
        if args.again is not None:
            return _again(casebook, args.again, args.mailbox or "")
        done = casebook.post.send(args.mailbox or "")
    lines = [f"{counted(done.sent, 'parcel')} sent."]
    if done.held:
        lines.append(
            f"{counted(done.held, 'parcel')} held back: the family's yes is gone, or the reader's card is not trusted."
        )
    if done.put_back:
        lines.append(f"{counted(done.put_back, 'parcel')} put back: a note or a name behind it changed. Read it again.")
    data = {"sent": done.sent, "waiting": done.waiting} | ({"put_back": done.put_back} if done.put_back else {})
    return Answer(
        data=data,
        words="\n".join(lines),
        code=3 if done.cut else 0,
        problem=done.cut,
    )


def _again(casebook: Casebook, name: str, mailbox: str) -> Answer:
    put_back = casebook.post.send_again(casebook.contacts.find(name), mailbox)
    words = f"{counted(put_back, 'parcel')} put back." if put_back else "Nothing that was sent is missing there."
    return Answer(data={"put_back": put_back}, words=words)


def receive(args: argparse.Namespace) -> Answer:
    """Fetch and check; good parcels are kept also beside a bad one, which makes the exit code 4."""
    with opened(args) as casebook:
        done = casebook.post.receive(args.mailbox or "")
    data = {
        "received": done.received,
        "gaps": done.gaps,
        "repeats": done.repeats,
        "forged": done.forged,
        "newer": done.newer,
        "rolled_back": done.rolled_back,
        "retracted": done.retracted,
    }
    lines = [f"{counted(done.received, 'parcel')} received."]
    if done.gaps:
        lines.append("A parcel has not arrived yet, though a later one has. Ask its sender to send once more.")
    if done.forged:
        lines.append("A parcel is not what its sender sealed. It was not taken. Tell its sender, and your IT staff.")
    if done.newer:
        lines.append(f"{counted(done.newer, 'parcel')} made by a newer PipNotes. Update this one, then receive again.")
    if done.rolled_back:
        lines.append("A sender's record is older than what was seen before. Ask whether a backup was restored there.")
    if done.cut:
        lines.append("The mailbox went out of reach before everything was looked for. Receive again.")
    return Answer(data=data, words="\n".join(lines), code=0 if done.sound else 4)


def summaries(args: argparse.Namespace) -> Answer:
    """List what a supervisor holds, one entry a family."""
    with opened(args) as casebook:
        data = [_held(casebook, item) for item in casebook.supervision.held()]
    lines = [f"{entry['code']}, week {entry['week']}, from {entry['from']}\n{entry['text']}\n" for entry in data]
    return Answer(data=data, words="\n".join(lines) or "No summaries yet.")


def _held(casebook: Casebook, item: Held) -> dict[str, object]:
    summary = item.as_data()
    return summary | {
        "from": item.sender,
        "received": item.record.received.isoformat(timespec="seconds"),
        "read": item.record.read is not None,
        "comments": [
            {"author": c.author, "text": c.text, "waiting": casebook.supervision.waiting(c)} for c in item.comments
        ],
    }


def agenda(args: argparse.Namespace) -> Answer:
    """Write the agenda of the next supervisions as a PDF."""
    with opened(args) as casebook:
        agendas = casebook.supervision.agendas
        pdf = agendas.pdf()
        write_bytes(Path(args.to), pdf, private=True)
        agendas.handed_over("saved", sha256(pdf).hexdigest())
        found = [(one, [item.record.code for item in one.held]) for one in agendas.all()]
    data = [
        {"therapist": one.therapist, "at": one.at.isoformat(timespec="minutes") if one.at else None, "codes": codes}
        for one, codes in found
    ]
    return Answer(data=data, words="\n".join(f"{one.therapist}: {', '.join(codes)}" for one, codes in found))


def comment(args: argparse.Namespace) -> Answer:
    """Queue a comment read from standard input, by a supervisor or in answer to one."""
    text = read_stdin()
    with opened(args) as casebook:
        try:
            if casebook.role.value == "supervisor":
                held = casebook.supervision.find(args.code, args.sender or "")
                casebook.supervision.comment(held, text, confirmed=args.confirmed, from_box=False)
            else:
                family = casebook.families.find(args.code)
                casebook.supervision.answer(family, text, confirmed=args.confirmed, from_box=False)
        except LookAgain as doubt:
            todo = "Use code names and roles instead. If nobody can be known by them, run it again with --confirmed."
            raise Refused(doubt.happened, safe="Nothing was sealed.", todo=todo) from doubt
    return Answer(data={"queued": True}, words="Sealed. It waits here until you choose Send.")
