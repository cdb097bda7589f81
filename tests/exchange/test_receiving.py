"""Whatever a mailbox does to the parcels in it, the good ones arrive once, in order, and the rest is named."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from pipnotes.domain.summary import Comment
from pipnotes.exchange import (
    PLAIN,
    Accepted,
    Direction,
    FolderMailbox,
    Posted,
    Progress,
    accept,
    encode,
    free_number,
    open_parcel,
    parcel_name,
    post,
    receive,
    seal,
)
from pipnotes.exchange.envelope import MAX_PARCEL, close
from pipnotes.exchange.receive import LOOK_BACK, NEAR, TURNS, WINDOW, Delivery
from tests.bench.exchange_cost import Counting
from tests.exchange.people import Person, Run, comment, numbers


def _troubles(delivery: Delivery) -> dict[str, tuple[int, ...]]:
    kinds = ("gaps", "repeats", "reordered", "forged", "rollback", "newer")
    return {kind: getattr(delivery, kind) for kind in kinds if getattr(delivery, kind)}


def test_what_was_sent_arrives_once_and_in_order(run: Run) -> None:
    run.send(3)
    first = run.fetch()
    assert [opened.contents for opened in first.parcels] == [(comment(n),) for n in (1, 2, 3)]
    assert not _troubles(first)
    again = run.fetch(first.state)
    assert again.parcels == ()
    assert not _troubles(again)
    assert again.state == first.state
    run.send(2)
    assert numbers(run.fetch(again.state)) == [4, 5]


def test_an_empty_mailbox_holds_nothing_and_no_trouble(run: Run) -> None:
    delivery = run.fetch()
    assert delivery == Delivery(parcels=(), state=Progress())


def test_the_state_survives_the_vault_word_for_word(run: Run) -> None:
    run.send(3)
    run.path(2).unlink()
    state = run.fetch().state
    assert Progress.from_bytes(state.to_bytes()) == state
    assert Progress.from_bytes(b"") == Progress()


def test_both_people_can_write_in_one_mailbox_without_seeing_the_other_way(
    run: Run, therapist: Person, supervisor: Person
) -> None:
    back = Run(sender=supervisor, recipient=therapist, folder=run.folder)
    run.send(2)
    back.send(3)
    assert numbers(run.fetch()) == [1, 2]
    assert numbers(back.fetch()) == [1, 2, 3]


def test_parcels_for_others_are_passed_over_in_silence(run: Run, outsider: Person) -> None:
    for_other = Run(sender=run.sender, recipient=outsider, folder=run.folder)
    for_other.send(4)
    run.send(1)
    (run.folder / "holiday.jpg").write_bytes(b"not ours")
    (run.path(1).parent / "desktop.ini").write_bytes(b"not ours")
    delivery = run.fetch()
    assert numbers(delivery) == [1]
    assert not _troubles(delivery)


def test_a_vanished_parcel_is_a_gap_and_is_taken_when_it_comes_late(run: Run) -> None:
    run.send(5)
    held_back = {n: run.path(n).read_bytes() for n in (2, 4)}
    for n in held_back:
        run.path(n).unlink()
    first = run.fetch()
    assert numbers(first) == [1, 3, 5]
    assert _troubles(first) == {"gaps": (2, 4)}
    run.path(4).write_bytes(held_back[4])
    second = run.fetch(first.state)
    assert numbers(second) == [4]
    assert _troubles(second) == {"gaps": (2,)}
    run.path(2).write_bytes(held_back[2])
    third = run.fetch(second.state)
    assert numbers(third) == [2]
    assert not _troubles(third)
    assert third.state.missing == ()


def test_a_parcel_that_never_comes_can_be_given_up(run: Run) -> None:
    run.send(3)
    run.path(2).unlink()
    state = run.fetch().state.without(2)
    assert not _troubles(run.fetch(state))


@pytest.mark.pain(16)
def test_a_damaged_parcel_holds_no_good_one_back_and_is_taken_when_it_is_mended(run: Run) -> None:
    run.send(3)
    whole = run.path(2).read_bytes()
    for damage in (whole[:-1], whole[:100], b"", whole[:500] + bytes([whole[500] ^ 1]) + whole[501:], b"\0" * 5000):
        run.path(2).write_bytes(damage)
        first = run.fetch()
        assert numbers(first) == [1, 3]
        assert _troubles(first) == {"forged": (2,)}
    again = run.fetch(first.state)
    assert numbers(again) == []
    assert _troubles(again) == {"forged": (2,)}
    run.path(2).write_bytes(whole)
    mended = run.fetch(again.state)
    assert numbers(mended) == [2]
    assert not _troubles(mended)


def test_a_damaged_last_parcel_is_seen_too(run: Run) -> None:
    run.send(2)
    run.path(2).write_bytes(run.path(2).read_bytes()[:-7])
    delivery = run.fetch()
    assert numbers(delivery) == [1]
    assert _troubles(delivery) == {"forged": (2,)}
    assert delivery.state.sequence == 1


def test_an_earlier_parcel_under_a_later_name_is_a_repeat_and_not_news(run: Run) -> None:
    run.send(2)
    state = run.fetch().state
    run.send(1)
    awaited = run.path(3).read_bytes()
    run.path(3).write_bytes(run.path(1).read_bytes())
    delivery = run.fetch(state)
    assert numbers(delivery) == []
    assert _troubles(delivery) == {"repeats": (3,)}
    run.path(3).write_bytes(awaited)
    assert numbers(run.fetch(delivery.state)) == [3]


def test_a_parcel_copied_over_the_next_one_is_a_repeat_within_one_look_as_well(run: Run) -> None:
    run.send(3)
    run.path(2).write_bytes(run.path(1).read_bytes())
    delivery = run.fetch()
    assert numbers(delivery) == [1, 3]
    assert _troubles(delivery) == {"repeats": (2,)}


def test_swapped_parcels_are_called_reordered_and_both_arrive(run: Run) -> None:
    run.send(4)
    second, third = run.path(2).read_bytes(), run.path(3).read_bytes()
    run.path(2).write_bytes(third)
    run.path(3).write_bytes(second)
    delivery = run.fetch()
    assert numbers(delivery) == [1, 2, 3, 4]
    assert _troubles(delivery) == {"reordered": (2, 3)}
    again = run.fetch(delivery.state)
    assert numbers(again) == []
    assert not _troubles(again)


def test_a_parcel_by_somebody_else_under_the_right_name_is_a_forgery(run: Run, outsider: Person) -> None:
    run.send(2)
    stranger = Run(sender=outsider, recipient=run.recipient, folder=run.folder, sequence=1)
    run.path(2).write_bytes(stranger.seal())
    delivery = run.fetch()
    assert numbers(delivery) == [1]
    assert _troubles(delivery) == {"forged": (2,)}


def test_a_parcel_for_somebody_else_under_our_name_is_a_forgery_too(run: Run, outsider: Person) -> None:
    run.send(1)
    run.path(1).write_bytes(Run(sender=run.sender, recipient=outsider, folder=run.folder).seal())
    assert _troubles(run.fetch()) == {"forged": (1,)}


def test_an_own_parcel_sent_back_to_its_author_is_not_taken(run: Run) -> None:
    run.send(1)
    echo = parcel_name(run.sender.identity, run.recipient.card, 1, Direction.FROM)
    (run.folder / echo).parent.mkdir()
    (run.folder / echo).write_bytes(run.path(1).read_bytes())
    delivery = receive(FolderMailbox(run.folder), me=run.sender.identity, contact=run.recipient.card, state=Progress())
    assert numbers(delivery) == []
    assert delivery.forged == (1,)


def test_a_vault_that_went_back_to_an_earlier_state_shows_and_its_words_still_arrive(run: Run) -> None:
    run.send(3)
    backup = (run.sequence, run.previous, run.chain)
    run.send(2)
    state = run.fetch().state
    run.sequence, run.previous, run.chain = backup
    parcel = run.seal(comment(40))
    assert post(FolderMailbox(run.folder), run.name(4), parcel) is Posted.TAKEN
    number = free_number(
        FolderMailbox(run.folder), me=run.sender.identity, contact=run.recipient.card, after=run.sequence
    )
    assert number == 6
    run.sequence, run.previous = number - 1, backup[1]
    assert post(FolderMailbox(run.folder), run.name(6), run.seal(comment(40))) is Posted.SENT
    run.send(1)
    delivery = run.fetch(state)
    assert numbers(delivery) == [6, 7]
    assert delivery.parcels[0].contents == (comment(40),)
    assert _troubles(delivery) == {"rollback": (6,)}


def test_a_vault_that_went_back_and_writes_on_another_stick_is_still_heard(run: Run, tmp_path: Path) -> None:
    run.send(3)
    backup = (run.sequence, run.previous, run.chain)
    run.send(2)
    state = run.fetch().state
    run.folder = tmp_path / "another stick"
    run.folder.mkdir()
    run.sequence, run.previous, run.chain = backup
    run.send(1)
    delivery = run.fetch(state)
    assert numbers(delivery) == [4]
    assert _troubles(delivery) == {"rollback": (4,)}
    again = run.fetch(delivery.state)
    assert numbers(again) == []
    assert not _troubles(again)


def test_one_chain_length_with_two_heads_is_a_rollback(run: Run) -> None:
    def parcel(number: int, previous: str, head: str) -> bytes:
        sealed = seal(
            [comment(number)],
            sender=run.sender.identity,
            recipients=[run.recipient.card],
            sequence=number,
            previous=previous,
            chain=(50, head),
        )
        FolderMailbox(run.folder).put(run.name(number), sealed.parcel)
        run.previous = sealed.hash
        return sealed.parcel

    parcel(1, "", "aa")
    parcel(2, run.previous, "aa")
    state = run.fetch().state
    parcel(3, run.previous, "bb")
    delivery = run.fetch(state)
    assert numbers(delivery) == [3]
    assert _troubles(delivery) == {"rollback": (3,)}


def test_a_vault_that_ran_on_in_two_copies_shows_by_its_links(run: Run) -> None:
    run.send(2)
    state = run.fetch().state
    run.previous = "0" * 64
    run.chain += 1000
    run.send(1)
    delivery = run.fetch(state)
    assert numbers(delivery) == [3]
    assert _troubles(delivery) == {"rollback": (3,)}


def test_a_late_parcel_is_no_rollback_though_its_chain_is_shorter(run: Run) -> None:
    run.send(6)
    late = run.path(1).read_bytes()
    run.path(1).unlink()
    state = run.fetch().state
    run.path(1).write_bytes(late)
    delivery = run.fetch(state)
    assert numbers(delivery) == [1]
    assert not _troubles(delivery)


def test_as_many_may_be_lost_in_a_row_as_the_window_is_wide(run: Run) -> None:
    run.send(WINDOW + 1)
    for n in range(2, WINDOW + 1):
        run.path(n).unlink()
    delivery = run.fetch()
    assert numbers(delivery) == [1, WINDOW + 1]
    assert delivery.gaps == tuple(range(2, WINDOW + 1))


@pytest.mark.parametrize("lost", [NEAR - 1, NEAR, NEAR + 7, WINDOW - 1])
def test_a_run_of_lost_parcels_is_passed_within_a_few_looks_that_take_turns(run: Run, lost: int) -> None:
    run.send(3)
    state = run.fetch().state
    run.send(lost + 1)
    for n in range(4, 4 + lost):
        run.path(n).unlink()
    looks = [_take_turn(run, state, turn) for turn in range(TURNS)]
    bringing = [look for look in looks if look.parcels]
    assert len(bringing) >= 1 if lost >= NEAR else len(bringing) == TURNS
    for look in bringing:
        assert numbers(look) == [4 + lost]
        assert look.gaps == tuple(range(4, 4 + lost))


def test_what_comes_next_is_there_at_once_in_every_turn_and_a_number_written_anew_within_a_few(run: Run) -> None:
    run.send(LOOK_BACK)
    state = run.fetch().state
    run.send(NEAR + 1)
    for turn in range(TURNS):
        assert numbers(_take_turn(run, state, turn)) == list(range(LOOK_BACK + 1, LOOK_BACK + NEAR + 2))
    run.sequence, run.previous = 0, ""
    run.path(1).write_bytes(run.seal())
    anew = [_take_turn(run, state, turn) for turn in range(TURNS)]
    assert sorted(look.rollback for look in anew) == [()] * (TURNS - 1) + [(1,)]


def test_an_old_parcel_under_a_number_that_was_written_anew_and_lost_is_no_trouble_in_any_turn(run: Run) -> None:
    run.send(2)
    backup = (run.sequence, run.previous, run.chain)
    run.send(1)
    state = run.fetch().state
    run.sequence, run.previous, run.chain = backup
    run.seal()
    run.path(4).write_bytes(run.seal())
    state = run.fetch(state).state
    assert state.missing == (3,)
    for turn in range(TURNS):
        assert not _troubles(_take_turn(run, state, turn))


def _take_turn(run: Run, state: Progress, turn: int) -> Delivery:
    box = FolderMailbox(run.folder)
    return receive(box, me=run.recipient.identity, contact=run.sender.card, state=state, turn=turn)


def test_looks_that_take_turns_ask_for_every_name_and_each_for_few(run: Run) -> None:
    run.send(LOOK_BACK)
    state = run.fetch().state
    store = Counting({path.relative_to(run.folder).as_posix(): path.read_bytes() for path in _parcels(run)})
    for turn in range(TURNS):
        receive(store, me=run.recipient.identity, contact=run.sender.card, state=state, turn=turn)
    assert store.gets == LOOK_BACK + WINDOW + NEAR * (TURNS - 1)
    assert store.gets / TURNS < 14


def test_beyond_the_window_a_parcel_by_hand_picks_up_the_thread(run: Run) -> None:
    run.send(90)
    for n in range(1, 80):
        run.path(n).unlink()
    lost = run.fetch()
    assert numbers(lost) == []
    by_hand = open_parcel(run.parcels[80], recipient=run.recipient.identity, sender=run.sender.card)
    accepted = accept(lost.state, by_hand)
    assert not accepted.repeat
    assert not accepted.rollback
    assert accept(accepted.state, by_hand).repeat
    assert numbers(run.fetch(accepted.state)) == list(range(81, 91))


def test_a_parcel_that_comes_by_hand_as_well_is_a_repeat_and_no_alarm(run: Run) -> None:
    run.send(3)
    state = run.fetch().state
    for number in (1, 3):
        opened = open_parcel(run.parcels[number], recipient=run.recipient.identity, sender=run.sender.card)
        assert accept(state, opened) == Accepted(state=state, repeat=True, rollback=False)


def test_a_parcel_with_a_huge_number_fills_no_memory(run: Run) -> None:
    run.send(1)
    run.sequence = 2**53 - 2
    run.path(2).write_bytes(run.seal())
    delivery = run.fetch()
    assert delivery.reordered == (2,)
    assert len(delivery.state.missing) <= 256
    assert len(delivery.state.to_bytes()) < 64 * 1024


def test_years_of_parcels_keep_the_state_small(run: Run) -> None:
    state = Progress()
    for n in range(1, 201):
        opened = open_parcel(run.seal(), recipient=run.recipient.identity, sender=run.sender.card)
        if n % 5:
            state = accept(state, opened).state
    assert len(state.to_bytes()) < 32 * 1024
    old = open_parcel(run.parcels[1], recipient=run.recipient.identity, sender=run.sender.card)
    assert accept(state, old).repeat


class _YesToEverything:
    """A store that answers to every name, as a broken or hostile server may."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, name: str) -> bytes | None:
        return self._data

    def put(self, name: str, data: bytes) -> bool:
        return False

    def remove(self, name: str) -> None:
        return

    def reachable(self) -> bool:
        return True


@pytest.mark.parametrize("which", ["a genuine parcel", "rubbish"])
def test_a_store_that_answers_to_every_name_comes_to_an_end(run: Run, which: str) -> None:
    data = run.seal() if which == "a genuine parcel" else b"<html>Please log in</html>"
    delivery = receive(_YesToEverything(data), me=run.recipient.identity, contact=run.sender.card, state=Progress())
    assert len(delivery.parcels) == (which == "a genuine parcel")
    assert len(delivery.repeats) + len(delivery.forged) <= WINDOW + 1


def test_an_object_longer_than_any_parcel_is_not_read_to_its_end(run: Run) -> None:
    run.send(1)
    with run.path(1).open("r+b") as file:
        file.truncate(MAX_PARCEL * 8)
    assert len(FolderMailbox(run.folder).get(run.name(1)) or b"") == MAX_PARCEL + 1
    assert run.fetch().forged == (1,)


def test_a_parcel_that_needs_a_later_program_waits_for_the_update(run: Run) -> None:
    run.send(3)
    raw = bytearray(run.path(2).read_bytes())
    raw[8] = 2
    run.path(2).write_bytes(bytes(raw[:-32]) + hashlib.sha256(raw[:-32]).digest())
    delivery = run.fetch()
    assert numbers(delivery) == [1, 3]
    assert _troubles(delivery) == {"newer": (2,)}
    assert delivery.state.missing == (2,)


def test_names_in_a_mailbox_tell_nothing(run: Run, outsider: Person) -> None:
    run.send(40)
    Run(sender=run.sender, recipient=outsider, folder=run.folder).send(1)
    listing = sorted(path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*"))
    folders = [name for name in listing if "/" not in name]
    assert len(folders) == 2
    assert len(set(listing)) == 43
    for name in listing:
        assert all(
            part == "" or set(part) <= set("0123456789abcdef") for part in name.replace(".parcel", "").split("/")
        )
    for person in (run.sender, run.recipient):
        for revealing in (person.card.fingerprint[:12], person.card.keys.agree.hex()[:12], "Ines", "Rowan"):
            assert not any(revealing in name for name in listing)
    in_order = [run.name(n) for n in range(1, 41)]
    assert in_order != sorted(in_order)


def test_nobody_but_the_two_can_compute_a_name(run: Run, outsider: Person) -> None:
    ours = {parcel_name(run.sender.identity, run.recipient.card, 1, way) for way in Direction}
    assert len(ours) == 2
    assert ours == {parcel_name(run.recipient.identity, run.sender.card, 1, way) for way in Direction}
    theirs = {
        parcel_name(outsider.identity, card, 1, way)
        for card in (run.sender.card, run.recipient.card)
        for way in Direction
    }
    assert not ours & theirs


@pytest.mark.parametrize("seed", range(12))
def test_a_mailbox_that_does_its_worst_still_delivers_every_parcel_once(run: Run, outsider: Person, seed: int) -> None:
    chance = random.Random(seed)
    run.send(8)
    truth = dict(run.parcels)
    inner = close(b"nothing", [run.recipient.card.keys], PLAIN)
    forged = Run(sender=outsider, recipient=run.recipient, folder=run.folder).seal()
    state = Progress()
    arrived: list[int] = []
    for _ in range(10):
        for n, raw in truth.items():
            lies = [raw, raw[: chance.randrange(len(raw))], truth[chance.randrange(1, 9)], forged, inner, None]
            lie = chance.choice(lies)
            run.path(n).unlink(missing_ok=True)
            if lie is not None:
                run.path(n).write_bytes(lie)
        delivery = run.fetch(state)
        state = delivery.state
        arrived += numbers(delivery)
        assert not delivery.rollback
    for n, raw in truth.items():
        run.path(n).write_bytes(raw)
    last = run.fetch(state)
    assert sorted([*arrived, *numbers(last)]) == list(range(1, 9))
    assert not _troubles(last)
    assert last.state.missing == ()


def test_receiving_asks_as_often_whatever_else_lies_in_the_mailbox(run: Run) -> None:
    run.send(5)
    state = run.fetch().state
    counts = []
    for strangers in (0, 3000):
        store = Counting({path.relative_to(run.folder).as_posix(): path.read_bytes() for path in _parcels(run)})
        store.objects |= {f"{n:020x}/{n:032x}.parcel": b"somebody else's" for n in range(strangers)}
        delivery = receive(store, me=run.recipient.identity, contact=run.sender.card, state=state)
        assert delivery.parcels == ()
        counts.append(store.gets)
    assert counts[0] == counts[1] == 5 + WINDOW


def _parcels(run: Run) -> list[Path]:
    return list(run.folder.rglob("*.parcel"))


def test_a_comment_keeps_every_letter_on_its_way(run: Run) -> None:
    words = "Ça va? “Łódź” — naïve, 你好, مرحبا, 👶🏽\n\tnew line"
    run.seal(encode(Comment(id="1", code="Bright Harbour", author="I. H.", week=3, text=words)))
    FolderMailbox(run.folder).put(run.name(1), run.parcels[1])
    (opened,) = run.fetch().parcels
    assert words.encode() in opened.contents[0].replace(b"\\n", b"\n").replace(b"\\t", b"\t")
