"""Costs as the room grows: with 10, 50, 100, 200 and 400 seats, and over SSH with up to 200.

The bar is linear growth. It is judged by the exponent: a cost grows with this power of the number of seats, and 1 is
linear. The bar is 1.2, because of other work of the machine. The exponent of the last step is shown too, because
smaller sizes would hide a faster growth from some size on. The costs of one thing (a view, a request, a key, a join)
may grow with the room, and those of the whole room (saving and loading every seat) with its seats.
"""

import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice, pairwise
from pathlib import Path
from time import process_time

from benchmarks.harness import Row, Table, exponent, milliseconds
from benchmarks.keys import typed_once
from benchmarks.loading import take_up
from benchmarks.room.full import full_session, writing
from benchmarks.room.hosting import CODE, NAME_ASKED, Served, full_room, sit
from benchmarks.room.people import People
from copworkshop.admission.limits import Limits
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.session import Session
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import apply
from copworkshop.rules.sight import sight
from copworkshop.store.sessions import create

REPEATS = 5
SIZES = (10, 50, 100, 200, 400)
OVER_SSH = (10, 50, 100, 200)
LINEAR = 1.2
REJOINING = 5
TYPING = 1.5  # seconds
TOO_MANY = 10
JOIN, KEY, MEMORY = "a join over SSH, CPU in all", "a key over SSH, CPU", "memory a seat over SSH"
NAME = "benchmark"

Costs = dict[str, dict[int, tuple[float, ...]]]
"""Figures by the name of the cost and the number of seats."""


def run() -> Table:
    """Measure at each size."""
    costs: Costs = {}
    for seats in SIZES:
        for name, found in in_process(seats).items():
            costs.setdefault(name, {})[seats] = found
    ended = ""
    for seats in OVER_SSH:
        with full_room(seats) as (served, people):
            for name, found in _over_ssh(served, people, seats).items():
                costs.setdefault(name, {})[seats] = found
            if seats == OVER_SSH[-1]:
                ended = _where_it_ends(people, seats)
    return Table(
        title="Cost as the room grows",
        unit="ms",
        rows=tuple(row for name, by_seats in costs.items() for row in rows(name, by_seats)),
        notes=(ended,),
    )


def rows(name: str, by_seats: dict[int, tuple[float, ...]]) -> Iterator[Row]:
    """Yield a row for each size, and those for the exponent of its growth."""
    unit = "MB" if name == MEMORY else ""
    for seats, figures in by_seats.items():
        yield Row(f"{name}, {seats} seats", figures, unit=unit)
    sizes = tuple(by_seats)
    turns = list(zip(*by_seats.values(), strict=True))
    over_all = tuple(exponent(sizes, costs) for costs in turns)
    last = tuple(exponent(sizes[-2:], costs[-2:]) for costs in turns)
    yield Row(f"{name}: power of the seats", over_all, bar=LINEAR, unit="exponent")
    yield Row(f"{name}: the same from {sizes[-2]} to {sizes[-1]}", last, bar=LINEAR, unit="exponent")


def in_process(seats: int) -> dict[str, tuple[float, ...]]:
    """Measure what needs no network: CPU, except where it waits for the disk."""
    done = full_session(NAME, seats)
    session = writing(done)
    found = {"granting a request, CPU": _cpu(lambda: _typed(session, 1, "x"))}
    for name, viewer in (("a participant's view", participant(1)), ("the facilitator's view", FACILITATOR)):
        # Each after a different key, so that the cache of the sight does not contain the text.
        after = iter([_typed(session, 1, f"{name} {key}") for key in range(REPEATS + 1)])
        found[f"{name} after a key, CPU"] = _cpu(
            lambda after=after, viewer=viewer: sight(next(after), viewer)  # type: ignore[misc]
        )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now=session.created)
        opened.save(None, session)
        one = pairwise(cycle([session, _typed(session, 1, "x")]))
        found["saving one seat"] = milliseconds(lambda: opened.save(*next(one)), repeats=REPEATS)
        opened.save(None, session)
        everybody = pairwise(cycle([session, _typed(session, seats, "x")]))
        found["saving every seat"] = milliseconds(lambda: opened.save(*next(everybody)), repeats=REPEATS)
        opened.close()
        found["loading, CPU"] = _cpu(lambda: take_up(root, NAME, seats))
    return found


def _cpu(job: Callable[[], object]) -> tuple[float, ...]:
    return milliseconds(job, repeats=REPEATS, clock=process_time)


def _typed(session: Session, seats: int, text: str) -> Session:
    """Return the session after the people of the first `seats` seats have typed `text` at the end of a field."""
    for seat in islice(session.seats.values(), seats):
        field, said = next(iter(seat.proposal.answers.items()))
        request = WriteField(seat=seat.number, field=field, text=said + text)
        session = apply(session, request, participant(seat.number), session.created)
    return session


def _over_ssh(served: Served, people: People, seats: int) -> dict[str, tuple[float, ...]]:
    """Measure what connected people cost. CPU is counted by the operating system."""
    memory = (served.memory() - served.memory_before) / seats
    joins = []
    for _ in range(REPEATS):
        people.ask("leave", keep=seats - REJOINING)
        served.settle()
        before = served.cpu()
        sit(people, range(seats - REJOINING + 1, seats + 1), at_once=1)
        served.settle()
        joins.append((served.cpu() - before) * 1000 / REJOINING)
    typed_once(served, people, TYPING)
    keys = tuple(typed_once(served, people, TYPING).cpu for _ in range(REPEATS))
    return {JOIN: tuple(joins), KEY: keys, MEMORY: (memory,)}


def _where_it_ends(people: People, seats: int) -> str:
    """Let more people come than the limit of connections; return a sentence about the refused ones."""
    most = Limits().connections
    coming = most - seats + TOO_MANY
    found = people.ask("connect", users=["room"] * coming, code=CODE, until=NAME_ASKED, at_once=5)
    said = "; ".join(found["errors"])
    return (
        f"Over SSH it ends at {most} connections: of {coming} more who came to these {seats}, {found['refused']} were "
        f"turned away ({said}). Without the network there is no end that we set."
    )
