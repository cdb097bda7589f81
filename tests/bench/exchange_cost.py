"""What one supervisor's receiving asks of a mailbox that a whole service has used for years.

Sixty teams of ten therapists write a parcel a week and get one back, for five years, into one store. The names are
computed, so a receiving asks for names and never for a list: its requests follow the supervisor's own contacts and
what is new, and not the size of the store. Start it with ``python3 packaging/dev.py bench exchange_cost``.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from pipnotes.exchange import PLAIN, Direction, Progress, receive, seal
from pipnotes.exchange.naming import name_in, pair_secret
from tests.exchange.people import Person, comment, person

TEAMS, THERAPISTS, WEEKS = 60, 10, 48


@dataclass
class Counting:
    """An object store that counts what it is asked; every object it holds and does not need is one shared word."""

    objects: dict[str, bytes] = field(default_factory=dict)
    gets: int = 0
    misses: int = 0
    fetched: int = 0

    def put(self, name: str, data: bytes) -> bool:
        return self.objects.setdefault(name, data) is data

    def get(self, name: str) -> bytes | None:
        self.gets += 1
        found = self.objects.get(name)
        if found is None:
            self.misses += 1
        else:
            self.fetched += len(found)
        return found

    def remove(self, name: str) -> None:
        self.objects.pop(name, None)

    def reachable(self) -> bool:
        return True

    def close(self) -> None:
        return


@dataclass
class Pair:
    """One therapist's parcels to the supervisor at hand."""

    therapist: Person
    supervisor: Person
    state: Progress = field(default_factory=Progress)
    sequence: int = 0
    previous: str = ""

    def send(self, store: Counting, count: int) -> None:
        for _ in range(count):
            self.sequence += 1
            made = seal(
                [comment(self.sequence)],
                sender=self.therapist.identity,
                recipients=[self.supervisor.card],
                sequence=self.sequence,
                previous=self.previous,
                chain=(self.sequence, "a"),
                suite=PLAIN,
            )
            self.previous = made.hash
            secret = pair_secret(self.therapist.identity, self.supervisor.card, Direction.TO)
            store.put(name_in(secret, self.sequence), made.parcel)


def fill(store: Counting, *, teams: int, years: int) -> None:
    """Let all the other teams use the store; their parcels lie under real names, and nobody here reads them."""
    word = b"somebody else's parcel"
    for team in range(teams):
        supervisor = person(200, f"Supervisor {team}", "supervisor")
        secret = pair_secret(supervisor.identity, supervisor.card, Direction.TO)
        for therapist in range(THERAPISTS):
            for way in range(2):
                own = secret + bytes((team, therapist, way))
                for week in range(1, years * WEEKS + 1):
                    store.objects[name_in(own, week)] = word


def measure(store: Counting, pairs: list[Pair], new: int, turn: int | None) -> tuple[int, int, int, float]:
    """Return requests, misses, bytes and seconds of one receiving, with so many new parcels of each contact."""
    for pair in pairs:
        pair.send(store, new)
    store.gets = store.misses = store.fetched = 0
    began = time.perf_counter()
    came = 0
    for pair in pairs:
        delivery = receive(store, me=pair.supervisor.identity, contact=pair.therapist.card, state=pair.state, turn=turn)
        pair.state = delivery.state
        came += len(delivery.parcels)
    took = time.perf_counter() - began
    assert came == new * len(pairs), "not every new parcel arrived"
    return store.gets, store.misses, store.fetched, took


def main(arguments: list[str]) -> int:
    """Print a row for each size of store and number of new parcels; 1 when the size shows in the requests."""
    teams = int(arguments[0]) if arguments else TEAMS
    supervisor = person(250, "Rowan Achebe", "supervisor")
    print("| teams | years | objects in the store | look | new of each of 10 | requests | misses | kB fetched | s |")
    print("|---|---|---|---|---|---|---|---|---|")
    asked: dict[tuple[int | None, int], set[int]] = {}
    for size, years in ((0, 0), (1, 1), (10, 5), (teams, 5)):
        store = Counting()
        fill(store, teams=size, years=years)
        pairs = [Pair(person(n, f"Therapist {n}", "therapist"), supervisor) for n in range(1, THERAPISTS + 1)]
        for pair in pairs:
            pair.send(store, 20)
        _catch_up(store, pairs)
        for turn, new in ((None, 0), (0, 0), (1, 0), (2, 1), (3, 5)):
            gets, misses, fetched, took = measure(store, pairs, new, turn)
            asked.setdefault((turn, new), set()).add(gets)
            look = "for all names" if turn is None else "in turn"
            row = [size, years, len(store.objects), look, new, gets, misses, fetched // 1000, f"{took:.2f}"]
            print("| " + " | ".join(str(value) for value in row) + " |", flush=True)
    constant = all(len(counts) == 1 for counts in asked.values())
    print("\nThe store's size " + ("does not show in the requests." if constant else "SHOWS IN THE REQUESTS."))
    return 0 if constant else 1


def _catch_up(store: Counting, pairs: list[Pair]) -> None:
    for pair in pairs:
        read = receive(store, me=pair.supervisor.identity, contact=pair.therapist.card, state=pair.state)
        pair.state = read.state


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
