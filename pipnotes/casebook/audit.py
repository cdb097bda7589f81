"""What was done in this vault, in sentences for people: filtered by family and by kind, and as a table for a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipnotes.casebook.destroying import Destroying
from pipnotes.casebook.ledger import Ledger
from pipnotes.domain.family import Family
from pipnotes.domain.fields import Coded
from pipnotes.vault import Contribution

_SHORT = 8
# A handed-over letter carries the digest of its bytes where others carry their reason.
_NO_REASON = ("letter printed", "letter saved")


class Doing(Coded):
    """The kinds of things that are done in a vault."""

    WRITTEN = "written", "Written down"
    CORRECTED = "corrected", "Changed or put right"
    READ = "read", "Read, printed or saved"
    SHARED = "shared", "Shared"
    KEPT = "kept", "Held or destroyed"
    VAULT = "vault", "Vault and keys"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line: what was done, when, by whom and why; `hash` is its link of the chain, in 64 hex digits."""

    seq: int
    at: datetime
    by: str
    what: str
    doing: Doing
    family: str
    why: str
    hash: str

    @property
    def short_hash(self) -> str:
        """Return the first eight digits in two groups, as they are read out."""
        return f"{self.hash[:4]} {self.hash[4:_SHORT]}".upper()


# What each action is called here, by the kind of thing it is. The names of actions never change, these words may.
_SAID: dict[Doing, dict[str, str]] = {
    Doing.WRITTEN: {
        "referral taken": "Took a referral",
        "referral written down": "Wrote down a further referral",
        "referral accepted": "Accepted the referral",
        "referral declined": "Declined the referral",
        "person written down": "Wrote down a person",
        "visit planned": "Planned a visit",
        "visit not held": "Wrote down that a visit was not held",
        "note signed": "Signed a note",
        "measure taken down": "Took down a score",
        "hope set": "Set a hope",
        "hope rated": "Rated a hope",
        "hope closed": "Closed a hope",
        "concern written down": "Wrote down a concern",
        "concern closed": "Closed a concern",
        "consent given": "Wrote down a yes",
        "consent refused": "Wrote down a no",
        "consent withdrawn": "Wrote down that a yes was taken back",
        "consent to-ask": "Wrote down a question to ask",
        "ending planned": "Planned the ending",
        "work ended": "Ended the work",
        "follow-up planned": "Planned a follow-up call",
        "follow-up call": "Wrote down a follow-up call",
        "letter signed": "Signed a letter",
        "paper added": "Added a paper",
        "referrals taken in": "Took in referrals from a file",
        "caseload taken in": "Took in a caseload from a file",
    },
    Doing.CORRECTED: {
        "note amended": "Amended a note",
        "note entered in error": "Marked a note as entered in error",
        "person entered in error": "Marked a person as entered in error",
        "visit entered in error": "Marked a visit as entered in error",
        "visit changed": "Changed a visit",
        "referral withdrawn": "Withdrew a referral",
        "family changed": "Changed what is known of the family",
        "paper described": "Changed what is said of a paper",
        "paper entered in error": "Marked a paper as entered in error",
        "keeper written down": "Changed the keeper’s details",
    },
    Doing.READ: {
        "shown to the family": "Showed the family their own page, in visit mode",
        "note read": "Read a note",
        "note printed": "Printed a note",
        "letter printed": "Printed a letter",
        "letter saved": "Saved a letter to a file",
        "paper opened": "Opened a paper",
        "paper saved to a file": "Saved a paper to a file",
        "summary read": "Read a summary",
        "comment read": "Read a comment",
        "caseload exported": "Saved the caseload to a file",
        "history saved": "Saved what was done to a file",
        "recovery words shown": "Showed the recovery words",
    },
    Doing.SHARED: {
        "summary sealed": "Sealed a summary",
        "summary sent": "Sent a summary",
        "summary taken back": "Took back what was shared",
        "summary talked over": "Talked a summary over",
        "comment sealed": "Sealed a comment",
        "comment sent": "Sent a comment",
        "retraction sent": "Sent a request to destroy what was shared",
        "receipt sent": "Sent a receipt",
        "parcels read": "Took in what had come",
        "parcels put in order": "Put waiting parcels in order",
        "card accepted": "Accepted a card",
        "card revoked": "Stopped trusting a card",
        "agenda changed": "Changed the agenda",
    },
    Doing.KEPT: {
        "family destroyed": "Destroyed the whole record of a family",
        "paper destroyed": "Destroyed a paper",
        "destroyed on request": "Destroyed what was shared, on request",
        "record held": "Held the record",
        "hold let go": "Let the hold go",
        "years of keeping changed": "Changed how long records are kept",
    },
    Doing.VAULT: {
        "vault created": "Made this vault",
        "vault key renewed": "Renewed the vault’s key",
        "passphrase changed": "Changed the passphrase",
        "wrong passphrases": "Counted wrong passphrases before this opening",
        "opened with recovery words": "Opened the vault with the recovery words",
        "recovery words proved": "Proved the recovery words",
        "backup brought back": "Brought a backup back in the place of a damaged vault",
        "loss accepted": "Opened an older copy, and accepted what is missing",
        "organisation's key added": "Gave the organisation’s key a way in",
        "organisation's key removed": "Took the organisation’s key’s way in away",
        "this computer's sign-in added": "Gave this computer’s sign-in a way in",
        "this computer's sign-in removed": "Took this computer’s sign-in’s way in away",
    },
}
_KNOWN = {action: (doing, words) for doing, said in _SAID.items() for action, words in said.items()}
_VAULTS = ("vault", "key", "sign-in", "opened", "recovery", "passphrase", "wrong")


class Audit:
    """Tell what was done."""

    def __init__(self, ledger: Ledger, destroying: Destroying) -> None:
        self._ledger = ledger
        self._destroying = destroying

    def entries(self, *, family: str = "", doing: Doing | None = None) -> list[Entry]:
        """Return what was done, the latest first; of one family or of one kind when asked."""
        found = [_entry(one) for one in self._ledger.vault.contributions(family=family or None)]
        return [one for one in reversed(found) if doing is None or one.doing is doing]

    def codes(self) -> dict[str, str]:
        """Return the code name of every family there is or was, by id."""
        kept = [one.record for one in self._ledger.vault.all_stored(Family) if one.record is not None]
        return {one.id: one.code for one in kept} | self._destroying.gone()

    def table(self, entries: Sequence[Entry]) -> bytes:
        """Return lines as CSV in UTF-8 for a file, families by their code names; that it is saved is written down."""
        codes = self.codes()
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(["number", "when", "by", "what", "kind", "family", "why", "hash"])
        for one in entries:
            code = codes.get(one.family, "")
            words = (one.by, one.what, one.doing.label, code, one.why)
            writer.writerow([one.seq, one.at.isoformat(), *(_harmless(word) for word in words), one.hash])
        self._ledger.write("history saved", subject=f"{len(entries)} lines")
        return out.getvalue().encode("utf-8-sig")


def _entry(one: Contribution) -> Entry:
    doing, words = _told(one.action)
    why = "" if one.action in _NO_REASON else one.reason
    return Entry(seq=one.seq, at=one.at, by=one.by, what=words, doing=doing, family=one.family, why=why, hash=one.hash)


def _told(action: str) -> tuple[Doing, str]:
    if action in _KNOWN:
        return _KNOWN[action]
    known = Doing.VAULT if any(word in action for word in _VAULTS) else Doing.WRITTEN
    return known, action[:1].upper() + action[1:]


def _harmless(word: str) -> str:
    """Return a word that a spreadsheet does not take for a formula."""
    return "'" + word if word[:1] in ("=", "+", "-", "@", "\t", "\r") else word
