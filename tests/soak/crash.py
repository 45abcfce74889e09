"""SIGKILL of a host at random moments of a running session: is all there that somebody's screen had called saved?

People sit at terminals over SSH, write, place themselves, rank; the facilitator leads on and back. The host is killed,
the files are compared with what each screen had shown next to the word “saved”, the host is begun again on them, and
everybody comes back by their word.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.host_process import amiss
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat
from copworkshop.rules.request import Request, apply
from copworkshop.store.check import check
from copworkshop.store.sessions import create, open_read_only
from copworkshop.toolkit import event_loop
from soak.hosts import CODE, NAME, HostProcess, Hosts
from soak.people import Leader, Person, until_dead

PEOPLE: Final = 3
KILLS_A_SESSION: Final = 20
LONGEST: Final = 3.0
"""Seconds from when everybody has come in to the kill, at most."""

STARTS: Final = (
    (Kind.PROPOSAL, "write"),
    (Kind.TOP_TEN, "collect"),
    (Kind.TOP_TEN, "rank"),
    (Kind.PARTICIPATION, "place"),
    (Kind.TOP_TEN, "reveal"),
)


@dataclass
class Figures:
    """What came out."""

    kills: int = 0
    called: int = 0
    """Texts and seats that a screen had called saved."""
    states: int = 0
    """Kills after which a ballot, an answer, a place of the room was compared that a screen had called saved."""
    ages: list[float] = field(default_factory=list)
    """Of what was gone and had not been called saved: seconds since it was first on the screen."""
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        oldest = max(self.ages, default=0.0)
        return (
            f"{self.kills} kills; {self.called} texts and seats called saved, {self.states} states of rooms, ballots "
            f"and answers compared; lost: {len(self.problems)}. Typed and not yet called saved: {len(self.ages)} gone, "
            f"the oldest {oldest:.2f} s old."
        )


def begin(root: Path, at: tuple[Kind, str]) -> None:
    """Make a session whose room stands in a round, with ideas and ballots to look at."""
    opened = create(root, NAME, packaged_text(DEFAULT_PLAN), datetime.now(UTC), heading="To be killed")
    session = opened.session
    requests: list[Request] = [AddSeat(name="Somebody", word="stone-0001"), GoTo(kind=Kind.TOP_TEN, round="collect")]
    requests += [AddIdea(seat=None, text=f"Idea of the room {number}") for number in range(1, 6)]
    requests += [GoTo(kind=Kind.TOP_TEN, round="rank"), CastBallot(seat=1, picks=(2, 3, 1))]
    requests += [GoTo(kind=at[0], round=at[1])]
    for request in requests:
        session = apply(session, request, FACILITATOR, datetime.now(UTC))
    opened.save(opened.session, session)
    opened.close()


async def come_in(host: HostProcess, person: Person) -> None:
    """Come by code the first time, by word when there is one, by key as the facilitator."""
    if isinstance(person, Leader):
        key = host.root / NAME / "access" / "facilitator_key"
        person.sit_down(await host.call("console", key=key))
    elif person.word is not None:
        person.sit_down(await host.call(person.word, CODE))
    else:
        person.sit_down(await host.call("room", CODE))


async def one_life(hosts: Hosts, root: Path, people: list[Person], chance: random.Random, figures: Figures) -> None:
    """Begin a host, have everybody come and work, kill it, and compare."""
    host = await hosts.begin(root)
    tasks: list[asyncio.Task[None]] = []

    async def visit(person: Person) -> None:
        try:
            await come_in(host, person)
        except (OSError, asyncssh.Error) as error:
            if not host.killed:  # else it was killed while somebody was at the door
                figures.problems.append(f"{person.name} was not let in: {error}")
            return
        await person.live()

    for person in people:
        person.stand_up()
    here = chance.sample(people, len(people))
    tasks = [asyncio.create_task(visit(person)) for person in here]
    early = chance.random() < 0.15  # some die while people are still coming in
    if not early:
        end = time.monotonic() + 30
        while not all(person.terminal and "/" in person.terminal.rows[0][:4] for person in here):
            assert time.monotonic() < end, "somebody did not come in"
            await asyncio.sleep(0.02)
    await asyncio.sleep(chance.uniform(0, LONGEST))
    host.kill()
    killed = time.monotonic()
    for person in here:
        person.killed = killed
    said = await hosts.ended()
    await until_dead(here, tasks)
    compare(root, here, killed, said, figures)


def compare(root: Path, people: list[Person], killed: float, said: str, figures: Figures) -> None:
    """Compare the files with what the screens had called saved."""
    figures.kills += 1
    seen = open_read_only(root, NAME)
    problems = [*seen.incidents, *map(str, check(root / NAME))]
    problems += amiss(said)
    for person in people:
        figures.called += person.told.newly_saved()
        lost, ages = person.lost(seen.session, killed)
        if lost and person.terminal is not None:
            lost.append("its screen at the end:\n" + "\n".join(person.terminal.rows))
        problems += lost
        figures.ages += ages
        figures.states += person.told.certain >= 0
    figures.problems += [f"kill {figures.kills}: {problem}" for problem in problems]


async def crash(folder: Path, kills: int, *, seed: int, forked: bool, loud: bool = False, mutant: str = "") -> Figures:
    """Kill a host so many times; return the figures. `mutant` is code that a forked host runs first, to break it."""
    chance = random.Random(seed)
    figures = Figures()
    hosts = Hosts(folder, forked=forked, mutant=mutant)
    people: list[Person] = []
    root, told = folder, 0
    try:
        for number in range(kills):
            if number % KILLS_A_SESSION == 0:
                root = folder / f"sessions-{number}"
                begin(root, STARTS[number // KILLS_A_SESSION % len(STARTS)])
                people = [Person(f"Participant {n + 1}", random.Random(chance.random())) for n in range(PEOPLE)]
                people.append(Leader("The facilitator", random.Random(chance.random())))
            await one_life(hosts, root, people, chance, figures)
            if loud:
                print(*figures.problems[told:], sep="\n", end="\n" if figures.problems[told:] else "", flush=True)
                told = len(figures.problems)
            if loud and (number + 1) % 10 == 0:
                print(figures, flush=True)
    finally:
        hosts.close()
    return figures


def main(arguments: Sequence[str]) -> int:
    """Kill a thousand times, or as often as is said; a second argument is the seed of chance."""
    kills = int(arguments[0]) if arguments else 1000
    seed = int(arguments[1]) if len(arguments) > 1 else 8
    with tempfile.TemporaryDirectory() as folder:
        figures = event_loop.run(crash(Path(folder), kills, seed=seed, forked=True, loud=True))
    print(figures)
    return 1 if figures.problems else 0
