"""Bad weather on the way of the parcels: a mailbox that fails and lies, an attacker with the run of it, and vaults that
go back to a backup, around the real sealing, posting and receiving.

One schedule is a row of such events drawn from its seed. At its end the weather clears, and every parcel must have
arrived exactly once or be reported missing; after the sender has sent once more, every one must be there.
"""

from __future__ import annotations

import importlib
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipnotes.domain.summary import Comment
from pipnotes.exchange import (
    PLAIN,
    Accepted,
    Card,
    Delivery,
    Direction,
    Identity,
    Opened,
    OutOfReach,
    Posted,
    Progress,
    Sealed,
    accept,
    decode,
    free_number,
    parcel,
    parcel_name,
    post,
    post_again,
    receive,
    seal,
)
from pipnotes.exchange.envelope import close, disclose
from pipnotes.exchange.mailbox import away, full
from pipnotes.exchange.signed import canonical
from tests.exchange.people import Person, comment

_MOST_PARCELS = 24
# The package's own name `receive` is the function of that module.
receiving = importlib.import_module("pipnotes.exchange.receive")


@dataclass
class Box:
    """A mailbox in which everything that can go wrong does, as often as `badness` says."""

    chance: random.Random
    badness: float = 0.0
    objects: dict[str, bytes] = field(default_factory=dict)
    on_the_way: list[tuple[str, bytes]] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)
    is_full: bool = False

    def put(self, name: str, data: bytes) -> bool:
        if self.is_full:
            raise full()
        self.seen.append(data)
        fate = self._fate("refused", "lost answer", "half", "late")
        if fate == "refused":
            raise away()
        if name in self.objects:
            return False
        if fate == "late":
            self.on_the_way.append((name, data))
            return True
        self.objects[name] = data[: self.chance.randrange(len(data))] if fate == "half" else data
        if fate in ("lost answer", "half"):
            raise away()
        return True

    def get(self, name: str) -> bytes | None:
        fate = self._fate("away", "hidden", "cut", "another")
        if fate == "away" and self.chance.random() < 0.1:
            raise away()
        kept = self.objects.get(name)
        if fate == "hidden" or kept is None:
            return None
        if fate == "cut":
            return kept[: self.chance.randrange(len(kept) + 1)]
        return self.chance.choice(list(self.objects.values())) if fate == "another" else kept

    def remove(self, name: str) -> None:
        self.objects.pop(name, None)

    def reachable(self) -> bool:
        return not self.is_full

    def close(self) -> None:
        return

    def land(self, *, all_of_them: bool = False) -> None:
        """Let what was late arrive, in any order, where nothing else has come first."""
        self.chance.shuffle(self.on_the_way)
        waits, self.on_the_way = self.on_the_way, []
        for name, data in waits:
            if all_of_them or self.chance.random() < 0.5:
                self.objects.setdefault(name, data)
            else:
                self.on_the_way.append((name, data))

    def _fate(self, *troubles: str) -> str:
        return self.chance.choice(troubles) if self.chance.random() < self.badness else ""


@dataclass(frozen=True)
class Sending:
    """What a sender's vault knows, so that it can go back to a backup as a whole."""

    sequence: int = 0
    chain: int = 100
    sealed: tuple[tuple[int, str, Sealed], ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()


@dataclass
class Sender:
    person: Person
    to: Card
    box: Box
    life: int = 0
    state: Sending = field(default_factory=Sending)
    truth: set[str] = field(default_factory=set)
    numbers: dict[str, set[int]] = field(default_factory=dict)

    def write(self) -> None:
        """Approve one more content and seal it under the next number."""
        word = f"{self.life}-{len(self.truth)}"
        self.truth.add(word)
        self.state = replace(self.state, waiting=(*self.state.waiting, (self.state.sequence + 1, word)))
        self._seal(self.state.sequence + 1, word)

    def send(self) -> None:
        """Post what waits, as the outbox says."""
        try:
            while self.state.waiting:
                number, word = self.state.waiting[0]
                while post(self.box, self._name(number), self._parcel(word)) is Posted.TAKEN:
                    number = free_number(self.box, me=self.person.identity, contact=self.to, after=number)
                    self._move_on(number)
                self.state = replace(self.state, waiting=self.state.waiting[1:])
        except OutOfReach:
            return

    def _move_on(self, number: int) -> None:
        """Seal all that waits anew from `number` on: no two may ever share one."""
        words = [word for _, word in self.state.waiting]
        self.state = replace(
            self.state,
            waiting=tuple(enumerate(words, start=number)),
            sealed=tuple(one for one in self.state.sealed if one[1] not in words),
        )
        for place, word in enumerate(words, start=number):
            self._seal(place, word)

    def again(self) -> None:
        """Put everything that was sent back under its name."""
        for number, word in self.sent():
            post_again(self.box, self._name(number), self._parcel(word))

    def sent(self) -> list[tuple[int, str]]:
        """Return what this vault believes to have sent, with its number."""
        left = {word for _, word in self.state.waiting}
        return [(number, word) for number, word, _ in self.state.sealed if word not in left]

    def _seal(self, number: int, word: str) -> None:
        kept = [one for one in self.state.sealed if one[1] != word]
        before = [sealed for known, _, sealed in kept if known < number]
        chain = self.state.chain + 3
        made = seal(
            [comment(0, word)],
            sender=self.person.identity,
            recipients=[self.to],
            sequence=number,
            previous=before[-1].hash if before else "",
            chain=(chain, f"{self.life:032x}{chain:032x}"),
            suite=PLAIN,
        )
        self.numbers.setdefault(word, set()).add(number)
        self.state = replace(
            self.state,
            sealed=tuple(sorted((*kept, (number, word, made)), key=_number)),
            chain=chain,
            sequence=max(number, self.state.sequence),
        )

    def _parcel(self, word: str) -> bytes:
        return next(sealed.parcel for _, known, sealed in self.state.sealed if known == word)

    def _name(self, number: int) -> str:
        return parcel_name(self.person.identity, self.to, number, Direction.TO)


def _number(one: tuple[int, str, Sealed]) -> int:
    return one[0]


@dataclass
class Receiver:
    person: Person
    sender: Card
    box: Box
    state: Progress = field(default_factory=Progress)
    got: Counter[str] = field(default_factory=Counter)
    last: Delivery | None = None
    turn: int = 0
    told: set[int] = field(default_factory=set)

    def look(self, *, crash: bool = False) -> None:
        """Fetch and keep, both at once or neither."""
        self.turn += 1
        delivery = receive(self.box, me=self.person.identity, contact=self.sender, state=self.state, turn=self.turn)
        if crash:
            return
        # Through the bytes, as a vault keeps it.
        self.state = Progress.from_bytes(delivery.state.to_bytes())
        for opened in delivery.parcels:
            self.got.update(_word(content) for content in opened.contents)
        self.last = delivery

        self.told |= {*delivery.gaps, *delivery.forged, *delivery.repeats, *delivery.newer}

    def look_in_every_turn(self) -> None:
        """Look as often as it takes for every name to have had its turn."""
        self.told.clear()
        for _ in range(receiving.TURNS):
            self.look()

    @property
    def reported(self) -> set[int]:
        """Return the numbers that these looks have told the person about, or that are still waited for."""
        return self.told | set(self.state.missing)


def _word(content: bytes) -> str:
    said = decode(content)
    assert isinstance(said, Comment)
    return said.text


class Attacker:
    """Somebody with the run of the mailbox, and a card of their own that the receiver trusts for other parcels."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance

    def move(self) -> None:
        """Do one bad thing to one object."""
        box = self._world.box
        if not box.objects:
            return
        name = self._chance.choice(sorted(box.objects))
        other = self._chance.choice(sorted(box.objects))
        deed = self._chance.choice(("swap", "flip", "replay", "forge", "cross", "reseal", "stray", "delete"))
        if deed == "swap":
            box.objects[name], box.objects[other] = box.objects[other], box.objects[name]
        elif deed == "delete":
            del box.objects[name]
        elif deed == "flip":
            changed = bytearray(box.objects[name])
            if changed:
                changed[self._chance.randrange(len(changed))] ^= 1 << self._chance.randrange(8)
            box.objects[name] = bytes(changed)
        else:
            made = {
                "replay": lambda: self._chance.choice(box.seen or [b""]),
                "forge": self._forged,
                "cross": lambda: self._chance.choice(self._world.others),
                "reseal": self._resealed,
                "stray": lambda: self._chance.randbytes(self._chance.randrange(9000)),
            }[deed]()
            box.objects[name] = made

    def _forged(self) -> bytes:
        """Return a parcel that says it is by the sender, signed by somebody else."""
        body = parcel._pack([comment(0, "forged")])
        manifest = canonical(
            parcel._Manifest(
                body=parcel.hashlib.sha256(body).hexdigest(),
                chain_head="f" * 64,
                chain_sequence=10_000,
                previous="",
                recipients=(self._world.reader.card.fingerprint,),
                sender=self._world.writer.card.fingerprint,
                sequence=self._chance.randrange(1, _MOST_PARCELS),
                suite=1,
            )
        )
        signature = self._world.outsider.identity.sign_key.sign(parcel._PURPOSE + b"\0" + manifest)
        inner = len(manifest).to_bytes(4, "big") + manifest + signature + body
        return close(inner, [self._world.reader.card.keys], PLAIN)

    def _resealed(self) -> bytes:
        """Return what the sender signed for the attacker, sealed anew for the receiver."""
        inner, suite = disclose(self._world.to_outsider, self._world.outsider.identity)
        return close(inner, [self._world.reader.card.keys], suite)


@dataclass
class World:
    """Everybody and everything of one schedule."""

    chance: random.Random
    writer: Person
    reader: Person
    outsider: Person

    def __post_init__(self) -> None:
        self.box = Box(self.chance)
        self.sender = Sender(self.writer, self.reader.card, self.box)
        self.receiver = Receiver(self.reader, self.writer.card, self.box)
        self.to_outsider = _one(self.writer.identity, self.outsider.card, "for somebody else")
        # Genuine parcels, each of another pair or another way.
        self.others = [
            self.to_outsider,
            _one(self.outsider.identity, self.reader.card, "by somebody else"),
            _one(self.reader.identity, self.writer.card, "the other way"),
        ]


def _one(by: Identity, to: Card, word: str) -> bytes:
    return seal(
        [comment(0, word)], sender=by, recipients=[to], sequence=1, previous="", chain=(1, "a"), suite=PLAIN
    ).parcel


@dataclass(frozen=True)
class Outcome:
    """What became of one schedule's parcels."""

    written: int
    arrived: int
    reported: int
    lost: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    forged: tuple[str, ...] = ()
    lost_after_again: tuple[str, ...] = ()
    sealed_twice: int = 0
    went_back: bool = False

    @property
    def sound(self) -> bool:
        return not (self.lost or self.twice or self.forged or self.lost_after_again)


def run(seed: int, people: tuple[Person, Person, Person], *, steps: int = 40) -> Outcome:
    """Run one schedule to its end and say what became of every parcel."""
    world = World(random.Random(seed), *people)
    chance, box, sender, receiver = world.chance, world.box, world.sender, world.receiver
    attacker = Attacker(world) if chance.random() < 0.7 else None
    box.badness = chance.choice((0.0, 0.05, 0.2, 0.4))
    last_week: dict[str, bytes] = {}
    backup, received = sender.state, (receiver.state, Counter(receiver.got))
    restored = chance.random() < 0.2
    read_back = chance.random() < 0.2
    for _ in range(steps):
        deed = chance.choice(
            ("write", "write", "send", "send", "look", "look", "land", "attack", "attack", "full", "back", "week")
        )
        if deed == "write" and sender.state.sequence < _MOST_PARCELS - 4:
            sender.write()
        elif deed == "send":
            sender.send()
        elif deed == "look":
            receiver.look(crash=chance.random() < 0.15)
        elif deed == "land":
            box.land()
        elif deed == "attack" and attacker:
            attacker.move()
        elif deed == "full":
            box.is_full = not box.is_full and chance.random() < 0.3
        elif deed == "week" and chance.random() < 0.4:
            box.objects, last_week = (dict(last_week), {}) if last_week else (box.objects, dict(box.objects))
        elif deed == "back":
            restored = _go_back(world, restored, backup)
            if read_back and chance.random() < 0.3:
                receiver.state, receiver.got, read_back = received[0], Counter(received[1]), False
            if chance.random() < 0.3:
                backup, received = sender.state, (receiver.state, Counter(receiver.got))
    return _settle(world)


def _accounted_for(sent: list[tuple[int, str]], receiver: Receiver, reported: set[int]) -> bool:
    """Say whether the first has arrived, or the thread is reported as broken between it and the next that has.

    Of several parcels that a vault wrote anew under old numbers, only the last can be known to be missing at first.
    """
    number, word = sent[0]
    if receiver.got[word]:
        return True
    end = next((later for later, other in sent[1:] if receiver.got[other]), 2**53)
    return any(number <= told < end for told in reported)


def _go_back(world: World, restored: bool, backup: Sending) -> bool:
    """Let the sender's laptop be restored from its backup, once."""
    if restored and world.chance.random() < 0.3:
        world.sender.state = backup
        world.sender.life += 1
        return False
    return restored


def _settle(world: World) -> Outcome:
    """Let the weather clear, and count."""
    box, sender, receiver = world.box, world.sender, world.receiver
    box.badness, box.is_full = 0.0, False
    box.land(all_of_them=True)
    # A last one, so that what is missing before it can be noticed at all.
    sender.write()
    sender.send()
    receiver.look_in_every_turn()
    sent = sender.sent()
    reported = receiver.reported
    lost = tuple(word for place, (_, word) in enumerate(sent) if not _accounted_for(sent[place:], receiver, reported))
    arrived = sum(bool(receiver.got[word]) for _, word in sent)
    sender.again()
    receiver.look_in_every_turn()
    after = tuple(word for _, word in sender.sent() if not receiver.got[word])
    doubled = {word for word, count in receiver.got.items() if count > 1}
    own = {word for word in doubled if receiver.got[word] <= len(sender.numbers.get(word, ()))}
    return Outcome(
        written=len(sent),
        arrived=arrived,
        reported=len(sent) - arrived,
        lost=lost,
        twice=tuple(sorted(doubled - own)),
        forged=tuple(sorted(set(receiver.got) - sender.truth)),
        lost_after_again=after,
        sealed_twice=len(own),
        went_back=sender.life > 0,
    )


def leave_out(check: str, patch: Callable[[object, str, object], None]) -> None:
    """Make the receiver or the sender worse than it is, which the schedules must notice."""
    if check == "signature":
        patch(parcel, "check_signature", _believe)
    elif check == "sequence":
        patch(receiving, "accept", _take_all)
    elif check == "turns":
        patch(receiving._Reading, "_has_turn", _never)
    else:
        patch(Sender, "_move_on", _move_the_first_alone)


CHECKS = ("signature", "sequence")
RARE_CHECKS = (*CHECKS, "numbers", "turns")


def _believe(*_: object, **__: object) -> None:
    return


def _never(*_: object) -> bool:
    return False


def _take_all(state: Progress, opened: Opened) -> Accepted:
    return replace(accept(state, opened), repeat=False)


def _move_the_first_alone(sender: Sender, number: int) -> None:
    word = sender.state.waiting[0][1]
    sender.state = replace(sender.state, waiting=((number, word), *sender.state.waiting[1:]))
    sender._seal(number, word)
