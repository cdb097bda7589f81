"""Commands for how long records are kept: what is due for review, what is held, and destroying for good."""

from __future__ import annotations

import argparse
from datetime import date

from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.retention import Review
from pipnotes.cli.answer import Answer
from pipnotes.cli.vaults import opened
from pipnotes.domain.retention import Hold
from pipnotes.domain.words import MONTHS, counted, long_day


def retention(args: argparse.Namespace) -> Answer:
    """List the families whose work is over, by the day on which a review of their record is due."""
    with opened(args) as casebook:
        found = [one for one in casebook.retention.reviews() if one.is_due or not args.due]
    data = [
        {
            "family": one.family.id,
            "code": one.family.code,
            "review": one.on.isoformat() if one.on else None,
            "due": one.is_due,
            "why": one.why,
            "clocks": [{"until": clock.until.isoformat(), "why": clock.why} for clock in one.clocks],
            "hold": _hold(one.hold),
            "entered_in_error": one.in_error,
        }
        for one in found
    ]
    nothing = "Nothing is due for review." if args.due else "No family's work is over yet."
    return Answer(data=data, words="\n".join(_line(one) for one in found) or nothing)


def hold(args: argparse.Namespace) -> Answer:
    """Hold a family's record, so that nothing of it can be destroyed, or let the hold go."""
    with opened(args) as casebook:
        family = _found(casebook, args.family)
        if args.let_go:
            casebook.retention.let_go(family, args.reason)
        else:
            casebook.retention.hold(family, args.reason)
        standing = casebook.retention.standing(family)
    words = "The record is held: nothing of it can be destroyed." if standing else "Nothing holds the record now."
    return Answer(data={"family": family, "hold": _hold(standing)}, words=words)


def destroy(args: argparse.Namespace) -> Answer:
    """Destroy a family's whole record for good, when both confirmations match."""
    with opened(args) as casebook:
        family = _found(casebook, args.family)
        done = casebook.destroying.family(family, reason=args.reason, code=args.confirm, word=args.confirm_again)
    words = [f"Destroyed: the record of {done.code}, {counted(done.records, 'record')}. A stub says that it was done."]
    if done.retractions:
        asks = counted(done.retractions, "request")
        words.append(f"{asks} to destroy what was shared now wait in the outbox: send them.")
    words.append(_backups(done.backups_until))
    remains = done.remains()
    if remains is not None:
        words.append(f"{remains.happened} {remains.todo}")
    data = {
        "family": family,
        "code": done.code,
        "records": done.records,
        "retractions": done.retractions,
        "hash": done.hash,
        "backups_until": done.backups_until.isoformat() if done.backups_until else None,
        "copies_left": [str(path) for path in (*done.copies_left, *done.copies_unsure)],
    }
    return Answer(data=data, words="\n".join(words))


def _found(casebook: Casebook, code_or_id: str) -> str:
    """Return a family's id by its id or code name, also when it was entered in error; WrongUse when there is none."""
    for one in casebook.retention.reviews():
        if code_or_id in (one.family.id, one.family.code):
            return one.family.id
    return casebook.families.find(code_or_id).id


def _backups(until: date | None) -> str:
    if until is None:
        return "Backups that were made before still hold it: destroy those too."
    month = f"{MONTHS[until.month - 1]} {until.year}"
    return f"Backups that were made before still hold it. When one is made each month, the last goes in {month}."


def _hold(standing: Hold | None) -> dict[str, str] | None:
    if standing is None:
        return None
    return {"reason": standing.reason, "by": standing.by, "since": standing.placed.isoformat()}


def _line(one: Review) -> str:
    when = long_day(one.on) if one.on else "not yet"
    marks = ["due now"] if one.is_due else []
    marks += [f"held by {one.hold.by}: {one.hold.reason}"] if one.hold else []
    marks += ["entered in error"] if one.in_error else []
    return f"{one.family.code:<16} review {when}. {one.why}" + "".join(f" ({mark})" for mark in marks)
