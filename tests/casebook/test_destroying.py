"""A destroyed family leaves no word anywhere in the vault, and everybody else's record stays whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pipnotes.casebook import demo_vault, vaults
from pipnotes.casebook.amendments import AmendmentDraft
from pipnotes.casebook.audit import Doing
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.destroying import Destroyed
from pipnotes.casebook.notes import Place
from pipnotes.domain.attachment import PaperKind
from pipnotes.domain.codes import ConsentDecision, ConsentPurpose, OutgoingState
from pipnotes.domain.sharing import CommentRecord, Outgoing
from pipnotes.domain.summary import Comment
from pipnotes.domain.work import Session
from pipnotes.errors import Problem, Refused, WrongUse
from pipnotes.exchange.wire import encode
from pipnotes.vault import Kept
from tests.casebook.conftest import Pair
from tests.conftest import Caseload, Clock
from tests.vault.decrypting import readable

# A word that nobody else says; the index keeps the tail of a word apart from what it shares with its neighbour.
SAID, TAIL = "Quokkafern", b"kkafern"


def family_of(casebook: Casebook, name: str) -> str:
    return next(row.family.id for row in casebook.families.rows() if row.circle.title.startswith(name))


def say_it_everywhere(casebook: Casebook, family: str, folder: Path) -> None:
    """Put the word wherever a person can type one about a family."""
    session = casebook.notes.of(family)[0].body
    casebook.amendments.sign(session, AmendmentDraft(words={"baby": f"{session.baby} {SAID}"}, why=f"{SAID} was there"))
    for number in range(2):
        draft = casebook.notes.start(family)
        draft = replace(draft, session=replace(draft.session, between=f"{SAID} and {number}"))
        casebook.notes.keep(draft, Place(field="between"))
        if number == 0:
            casebook.notes.discard(draft.session.id)
    casebook.families.keep_form(f"hope/{family}/", {"words": f"{SAID} typed and not sent"})
    casebook.remember_place(json.dumps({"page": "families", "place": {"words": SAID}}))
    paper = folder / f"{SAID}.pdf"
    paper.write_bytes(b"%PDF-1.7\n" + f"{SAID} drew this. ".encode() * 20_000)
    casebook.attachments.add(family, paper, kind=PaperKind.DRAWING, what=f"{SAID} at the window")
    casebook.retention.hold(family, f"{SAID} asked for a copy")
    casebook.retention.let_go(family, f"{SAID} has it")


def prose(casebook: Casebook, families: set[str]) -> set[bytes]:
    """Return every longer text of these families' records, in every version, as it may stand in a page."""
    found: set[bytes] = set()
    vault = casebook._ledger.vault
    for family in families:
        for record in vault.ids_of(family):
            for version in vault.history(record):
                found |= set(_texts(msgspec.to_builtins(version.record)))
    return found


def _texts(value: object) -> list[bytes]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value.encode()[:60]] if isinstance(value, str) and len(value) > 30 else []


def destroy(casebook: Casebook, family: str, **other: str) -> Destroyed:
    code = casebook.families.circle(family).family.code
    told = {"reason": "kept long enough", "code": code, "word": "destroy"} | other
    return casebook.destroying.family(family, **told)


def test_no_word_of_a_destroyed_family_is_left_in_any_page(
    casebook: Casebook, caseload: Caseload, tmp_path: Path
) -> None:
    mabel = family_of(casebook, "Mabel")
    others = {row.family.id for row in casebook.families.rows()} - {mabel}
    say_it_everywhere(casebook, mabel, tmp_path)
    texts = prose(casebook, {mabel}) - prose(casebook, others)
    before = readable(casebook.folder, caseload.key)
    assert before.count(TAIL) > 20_000
    assert len(texts) > 100
    assert sum(text in before for text in texts) > 100
    (casebook.folder / "aside-1").mkdir()
    (casebook.folder / "aside-1" / "vault.db").write_bytes(b"an older copy")
    done = destroy(casebook, mabel)
    after = readable(casebook.folder, caseload.key)
    assert after.count(TAIL) == 0
    assert [text for text in texts if text in after] == []
    assert not (casebook.folder / "aside-1").exists()
    assert casebook.check().problems == ()
    assert casebook.audit()[-1].hash == done.hash
    assert {row.family.id for row in casebook.families.rows()} == others
    assert casebook.search(SAID) == []
    assert casebook.audit(mabel)[-1].reason == "kept long enough"
    assert {one.reason for one in casebook.audit(mabel)[:-1]} <= {""}


def test_with_the_index_left_unclean_the_search_for_words_finds_them(
    casebook: Casebook, caseload: Caseload, tmp_path: Path
) -> None:
    mabel = family_of(casebook, "Mabel")
    vault = casebook._ledger.vault
    with vault._ledger.transaction() as connection:
        connection.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    say_it_everywhere(casebook, mabel, tmp_path)
    destroy(casebook, mabel)
    assert readable(casebook.folder, caseload.key).count(TAIL) > 0


@pytest.mark.parametrize(
    "typed", [{"code": "Wren"}, {"code": ""}, {"word": "yes"}, {"word": ""}, {"reason": "  "}, {"code": "destroy"}]
)
def test_nothing_is_destroyed_until_both_confirmations_and_a_reason_are_there(
    casebook: Casebook, typed: dict[str, str]
) -> None:
    mabel, head = family_of(casebook, "Mabel"), casebook.head
    with pytest.raises(WrongUse, match=r"does not match|needs its reason"):
        destroy(casebook, mabel, **typed)
    assert casebook.head == head


def test_a_held_record_cannot_be_destroyed_until_it_is_let_go(casebook: Casebook, tmp_path: Path) -> None:
    mabel = family_of(casebook, "Mabel")
    paper = tmp_path / "form.pdf"
    paper.write_bytes(b"%PDF-1.7 a form")
    added = casebook.attachments.add(mabel, paper, kind=PaperKind.CONSENT)
    casebook.retention.hold(mabel, "a court has asked for it")
    with pytest.raises(Refused, match="held"):
        destroy(casebook, mabel)
    with pytest.raises(Refused, match="held"):
        casebook.attachments.destroy(added, "added twice")
    casebook.retention.let_go(mabel, "the court has it")
    casebook.attachments.destroy(added, "added twice")
    assert casebook.attachments.of(mabel) == []
    assert destroy(casebook, mabel).records > 100
    assert casebook.check().ok


def test_whoever_was_sent_a_summary_is_asked_to_destroy_it_and_later_parcels_still_follow(pair: Pair) -> None:
    gone = pair.family.id
    _share(pair, gone)
    pair.therapist.post.send(pair.mailbox)
    left = next(row.family.id for row in pair.therapist.families.rows() if row.sessions > 1 and row.family.id != gone)
    pair.therapist.consents.say(left, ConsentPurpose.SUPERVISION, ConsentDecision.GIVEN)
    _share(pair, left)
    done = destroy(pair.therapist, gone)
    assert done.retractions == 1
    kept = pair.therapist._ledger.vault.all(Outgoing)
    assert [(one.what, one.family, one.content) for one in kept if one.what == "destroyed"] == [("destroyed", "", b"")]
    assert all(one.family != gone for one in kept)
    up, _ = pair.carry()
    assert (up.received, up.gaps, up.forged, up.retracted) == (3, 0, 0, 1)
    held = pair.supervisor.supervision.held()
    assert [one.record.code for one in held] == [pair.therapist.families.circle(left).family.code]
    # What is sealed after the destruction names the parcel before it, whose bytes are gone by now.
    destroy(pair.therapist, left)
    up, _ = pair.carry()
    assert (up.received, up.gaps, up.forged) == (1, 0, 0)
    assert pair.supervisor.supervision.held() == []
    assert {one.state for one in pair.therapist._ledger.vault.all(Outgoing)} <= {
        OutgoingState.SENT,
        OutgoingState.RETRACTED,
    }
    assert pair.therapist.check().ok


def test_a_comment_that_comes_too_late_names_no_family_and_stops_nothing(pair: Pair) -> None:
    _share(pair, pair.family.id)
    pair.carry()
    destroy(pair.therapist, pair.family.id)
    me = pair.supervisor.contacts.all()[0]
    late = Comment(code=pair.family.code, week=3, author="Dr Farah Siddiqui", text="How is she?", id="c1")
    pair.supervisor.post.queue(me, "comment", encode(late))
    pair.carry()
    assert [one.family for one in pair.therapist._ledger.vault.all(CommentRecord)] == [""]


def test_a_note_about_the_family_that_was_written_in_another_by_mistake_goes_too(
    casebook: Casebook, caseload: Caseload
) -> None:
    mabel, other = family_of(casebook, "Mabel"), family_of(casebook, "Ayaan")
    draft = casebook.notes.start(other)
    draft = replace(draft, session=replace(draft.session, baby=f"{SAID} reached for the spoon"))
    casebook.notes.sign(draft)
    again = casebook.notes.write_in_other_family(draft.session, mabel, f"it was {SAID}")
    casebook.notes.sign(again)
    destroy(casebook, mabel)
    assert readable(casebook.folder, caseload.key).count(TAIL) == 0
    assert casebook._ledger.vault.stored(Session, draft.session.id).record is None
    assert casebook.families.circle(other).people
    assert casebook.check().ok


def test_the_history_tells_in_sentences_what_was_done_and_keeps_the_code_of_who_is_gone(casebook: Casebook) -> None:
    mabel = family_of(casebook, "Mabel")
    code = casebook.families.circle(mabel).family.code
    casebook.retention.hold(mabel, "the family asked")
    casebook.retention.let_go(mabel, "they changed their mind")
    destroy(casebook, mabel, reason="=kept long enough")
    kept = casebook.history.entries(family=mabel, doing=Doing.KEPT)
    assert [one.what for one in kept] == [
        "Destroyed the whole record of a family",
        "Let the hold go",
        "Held the record",
    ]
    assert [one.why for one in kept] == ["=kept long enough", "", ""]
    assert casebook.history.codes()[mabel] == code
    assert all(one.doing is Doing.CORRECTED for one in casebook.history.entries(doing=Doing.CORRECTED))
    told = casebook.history.table(kept).decode("utf-8-sig").splitlines()
    assert told[0] == "number,when,by,what,kind,family,why,hash"
    assert told[1].split(",")[3:7] == [kept[0].what, "Held or destroyed", code, "'=kept long enough"]
    assert casebook.audit()[-1].action == "history saved"


def damaged_copy(casebook: Casebook, name: str) -> Path:
    """Return a copy of the vault as it is kept beside it once a backup has taken its place, with a page spoilt."""
    copy = Path(shutil.copytree(casebook.folder, casebook.folder.with_name(f"{casebook.folder.name}{name}")))
    with (copy / "vault.db").open("r+b") as file:
        file.seek(4096 * 20)
        file.write(bytes(4096))
    return copy


def test_older_copies_beside_the_vault_are_named_before_and_go_with_the_record(
    casebook: Casebook, caseload: Caseload, tmp_path: Path
) -> None:
    mabel = family_of(casebook, "Mabel")
    say_it_everywhere(casebook, mabel, tmp_path)
    casebook._ledger.vault._ledger.connection.checkpoint()
    copies = [damaged_copy(casebook, name) for name in (".damaged", ".damaged 2", ".making-1a2b3c4d")]
    held = (copies[2] / "vault.db").read_bytes()
    assert held
    goes = casebook.destroying.about(mabel)
    assert set(goes.copies) == set(copies)
    assert goes.copies_unsure == ()
    done = destroy(casebook, mabel)
    assert (done.copies_left, done.copies_unsure, done.remains()) == ((), (), None)
    # Searched like a stranger with the key: no database of the vault is left that holds the word.
    databases = [path.parent for path in tmp_path.rglob("vault.db*") if path.name == "vault.db"]
    assert databases == [casebook.folder]
    assert readable(casebook.folder, caseload.key).count(TAIL) == 0


def test_copies_of_before_the_key_was_renewed_go_and_another_vaults_stay(casebook: Casebook, clock: Clock) -> None:
    mine = damaged_copy(casebook, ".damaged")
    casebook.rekey(demo_vault.PASSPHRASE)
    later = damaged_copy(casebook, ".damaged 2")
    casebook.rekey(demo_vault.PASSPHRASE)
    other = casebook.folder.with_name(f"{casebook.folder.name}.damaged 3")
    vaults.create(other, "p", role=casebook.role, name="Ines", clock=clock).casebook.close()
    mabel = family_of(casebook, "Mabel")
    assert set(casebook.destroying.about(mabel).copies) == {mine, later}
    done = destroy(casebook, mabel)
    assert done.remains() is None
    assert (mine.exists(), later.exists(), other.exists()) == (False, False, True)


def test_what_may_be_a_copy_and_is_not_known_to_be_one_is_named_and_stays(casebook: Casebook) -> None:
    strange = casebook.folder.with_name(f"{casebook.folder.name}.damaged")
    strange.mkdir()
    (strange / "vault.db").write_bytes(b"nothing that can be read")
    # A whole vault of the same key is somebody's work, whatever it is called.
    whole = Path(shutil.copytree(casebook.folder, casebook.folder.with_name("work from a backup.pipvault")))
    mabel = family_of(casebook, "Mabel")
    assert casebook.destroying.about(mabel).copies == ()
    assert set(casebook.destroying.about(mabel).copies_unsure) == {strange, whole}
    told = destroy(casebook, mabel).remains()
    assert told is not None
    assert "“work from a backup.pipvault”" in told.happened
    assert "“work.pipvault.damaged”" in told.happened
    assert strange.exists()
    assert whole.exists()


def test_a_copy_that_we_set_aside_ourselves_goes_even_when_nothing_in_it_can_be_read(casebook: Casebook) -> None:
    aside = casebook.folder.with_name(f"{casebook.folder.name}.damaged")
    aside.mkdir()
    (aside / "vault.db").write_bytes(b"spoilt from end to end")
    kept = Kept(path=casebook.folder.with_name("stick") / "one.pipbackup", made=casebook.clock(), seq=1)
    casebook.backing_up.came_back(kept, aside)
    destroy(casebook, family_of(casebook, "Mabel"))
    assert not aside.exists()


def test_a_copy_that_cannot_go_now_is_named_and_goes_at_the_next_opening(
    casebook: Casebook, open_caseload: Callable[[Path, Clock], Casebook], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = damaged_copy(casebook, ".damaged")
    with monkeypatch.context() as patch:
        # As on a system that lets nobody remove what another program has open.
        patch.setattr(shutil, "rmtree", _removes_nothing)
        done = destroy(casebook, family_of(casebook, "Mabel"))
    assert done.copies_left == (copy,)
    told = done.remains()
    assert told is not None
    assert "tries again whenever the vault is opened" in told.todo
    assert copy.exists()
    folder, clock = casebook.folder, casebook.clock
    casebook.close()
    assert isinstance(clock, Clock)
    assert open_caseload(folder, clock).check().problems == ()
    assert not copy.exists()


def _removes_nothing(_: Path, **__: object) -> None:
    return


def test_a_destroyed_paper_takes_the_older_copies_along(casebook: Casebook, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 " + SAID.encode())
    paper = casebook.attachments.add(family_of(casebook, "Mabel"), scan, kind=PaperKind.OTHER)
    copy = damaged_copy(casebook, ".damaged")
    casebook.attachments.destroy(paper, "asked for")
    assert not copy.exists()


def test_a_backup_made_before_still_holds_the_family_and_says_until_when(casebook: Casebook, tmp_path: Path) -> None:
    mabel = family_of(casebook, "Mabel")
    assert casebook.destroying.about(mabel).backups_until is None
    casebook.back_up(tmp_path / "stick")
    about = casebook.destroying.about(mabel)
    assert (about.last_backup, about.backups_until) == (casebook.clock(), date(2027, 3, 1))
    assert (about.notes, about.people) == (13, 7)


def test_papers_are_taken_in_by_what_they_are_and_nothing_else(casebook: Casebook, tmp_path: Path) -> None:
    mabel = family_of(casebook, "Mabel")
    head = casebook.head
    for name, content in (("a.pdf", b"PK\3\4 not a pdf"), ("b.png", b""), ("c.jpg", b"<svg/>")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(WrongUse, match="not a PDF"):
            casebook.attachments.add(mabel, tmp_path / name, kind=PaperKind.OTHER)
    with (tmp_path / "large.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(WrongUse, match="larger than 50 MB"):
        casebook.attachments.add(mabel, tmp_path / "large.pdf", kind=PaperKind.OTHER)
    for place in (tmp_path / "nothing.pdf", tmp_path):
        with pytest.raises(Problem, match="cannot be read"):
            casebook.attachments.add(mabel, place, kind=PaperKind.OTHER)
    assert casebook.head == head


def test_a_paper_is_added_described_opened_and_put_right(casebook: Casebook, tmp_path: Path) -> None:
    mabel = family_of(casebook, "Mabel")
    scan = tmp_path / "Leanne Hartley.txt"
    scan.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    paper = casebook.attachments.add(mabel, scan, kind=PaperKind.OTHER, what="By the window", on=date(2026, 3, 2))
    assert (paper.form.value, paper.file_name, paper.size) == ("jpeg", "Leanne Hartley.txt", 14)
    paper = casebook.attachments.describe(paper, kind=PaperKind.DRAWING, what="By the door", on=date(2026, 3, 1))
    assert casebook.attachments.open(paper) == scan.read_bytes()
    casebook.attachments.entered_in_error(paper, "another family's")
    (listed,) = casebook.attachments.of(mabel)
    assert (listed.record, listed.in_error, listed.why) == (paper, True, "another family's")
    done = [one.what for one in casebook.history.entries(family=mabel)[:4]]
    assert done == [
        "Marked a paper as entered in error",
        "Opened a paper",
        "Changed what is said of a paper",
        "Added a paper",
    ]
    assert casebook.moving.caseload(mabel)[1].papers == 1


def _share(pair: Pair, family: str) -> None:
    draft = pair.therapist.summaries.start(family)
    preview = pair.therapist.summaries.preview(draft, pair.contact)
    pair.therapist.summaries.approve(preview.draft, pair.contact, preview.digest)
