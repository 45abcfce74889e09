"""Activity 2 over SSH, every round of it, with people who each have a terminal: ``topten PEOPLE``.

They write, read every idea, propose a merge, sift where there are enough of them for that, rank, see the reveal, vote
again, and hold a run-off. The facilitator leads from a console over SSH. What comes of it is compared with a count of
our own kind: plain additions of what stood on the ballots.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.export.registry import FORMATS
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.rules.candidates import candidates, leads
from copworkshop.rules.merging import unread
from copworkshop.rules.personal_order import personal_order
from copworkshop.rules.sight import sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit import event_loop
from helpers.hosted_rooms import Hosted, hosted
from helpers.waiting import until

IDEAS_EACH = 3
AT_ONCE = 6  # people who come in together


@dataclass
class Played:
    """What came of a room."""

    session: Session
    """At the end, as its files have it."""
    report: str
    seconds: float


class Room:
    """The facilitator's terminal and the people's, at one session."""

    def __init__(self, hosted_: Hosted, leader: Terminal, people: Sequence[Terminal]) -> None:
        self.hosted = hosted_
        self.leader = leader
        self.people = people

    @property
    def session(self) -> Session:
        return self.hosted.session

    async def follow(self, shows: str) -> None:
        """Have everybody go where the group is."""
        for person in self.people:
            await person.until(lambda person=person: " follow " in person.text or shows in person.text, "the way on")  # type: ignore[misc]
            if shows not in person.text:
                person.press("f5")
        for person in self.people:
            await person.sees(shows)

    async def each(self, keys: Sequence[str], shows: str) -> None:
        """Have everybody press these keys, and see that all come to the same."""
        for person in self.people:
            person.press(*keys)
        for person in self.people:
            await person.sees(shows)

    async def on_to(self, round_name: str) -> None:
        """Press Page Down until the room is in this round."""
        await self.hosted.on_to(self.leader, "top_ten", round_name)

    async def at(self, round_name: str) -> None:
        await self.leader.until(lambda: self.session.spot.round == round_name, f"the round {round_name}")


async def collect(room: Room) -> None:
    await room.follow("ideas are in")
    for number, person in enumerate(room.people, start=1):
        for idea in range(IDEAS_EACH):
            person.press(f"Thought {number}-{idea} about {['meeting', 'sharing', 'asking'][idea]}", "enter")
    for person in room.people:
        await person.sees(f"All {IDEAS_EACH} of your ideas are in.")


async def merge(room: Room) -> None:
    """Everybody reads every idea; the first proposes a merge, and the facilitator accepts it."""
    count = len(candidates(room.session))
    await room.on_to("merge")
    await room.follow("You have read")
    await room.each([" "] * count, "All read.")
    everything = frozenset(leads(room.session))
    await until(lambda: not any(unread(seat, everything) for seat in room.session.present))
    room.people[0].press("home", "m", "down", "m", "enter")
    await room.people[0].sees("The facilitator decides.")
    await room.leader.sees("1 merge proposed")
    room.leader.press("f")
    await room.leader.sees("One person proposes it")
    room.leader.press("enter")
    await until(lambda: len(candidates(room.session)) == count - 1)
    room.leader.press("escape")
    await room.leader.sees_not("keep apart")  # back on the list; a key right after Escape would be another key


async def sift(room: Room) -> None:
    step = room.session.plan.top_ten
    assert step is not None
    if len(candidates(room.session)) <= step.sift_over:
        return
    room.leader.press("i")
    await room.leader.until(lambda: room.session.top_ten.sifting, "sifting")
    await room.on_to("sift")
    await room.follow("of 5 rated")
    for number, person in enumerate(room.people):
        person.press(*"5432154321"[number % 5 :][:5])
    for person in room.people:
        await person.sees("Done. All 5 are rated.")


async def rank(room: Room) -> None:
    await room.on_to("rank")
    await room.follow("chosen")
    ballot = ["home", *(key for place in range(1, 6) for key in (str(place), "down")), "d"]
    await room.each(ballot, "Done. 5 of 5 chosen")


async def reveal(room: Room) -> None:
    await room.on_to("reveal")
    while not seen(room.session).result.whole:
        await room.hosted.forward(room.leader)
    best = seen(room.session)
    await room.follow(best.wording(best.result.revealed[0][0].idea)[:20])
    await room.on_to("discuss")


async def vote_again(room: Room) -> None:
    """Everybody names one idea, neighbours different ones: so the places at the end of the list are shared."""
    room.leader.press("2")
    await room.leader.sees("Vote a second time?")
    room.leader.press("y")
    await room.at("rank-again")
    await room.follow("0 of 5 chosen")
    named = sorted(candidate.lead for candidate in candidates(room.session))
    for number, person in enumerate(room.people):
        seat = room.hosted.seat(f"Participant {number + 1}").number
        order = personal_order(room.session.name, seat, named)
        person.press("home", *["down"] * order.index(named[number % len(named)]), "1", "d")
    for person in room.people:
        await person.sees("Done. 1 of 5 chosen")
    await room.on_to("discuss-again")


async def run_off(room: Room) -> None:
    room.leader.press("r")
    await room.leader.sees("Hold a run-off?")
    room.leader.press("y")
    await room.at("run-off")
    await room.follow("Run-off for place")
    await room.each(["home", "1", "d"], "Done. 1 of")
    await room.on_to("settled")
    await room.follow("By the run-off")


def seen(session: Session) -> TopTenSight:
    """Return what the stage shows of Activity 2."""
    found = sight(session, STAGE).top_ten
    assert found is not None
    return found


def added_up(session: Session, vote: Vote) -> dict[int, int]:
    """Return the points of each idea, by adding up the ballots as anybody would."""
    lead_of, points = leads(session), Counter[int]()
    for seat in session.present:
        ballot = seat.ballot_of(vote)
        for place, pick in enumerate(ballot.picks if ballot is not None else ()):
            points[lead_of[pick]] += 5 - place
    return dict(points)


def compare(session: Session, vote: Vote, groups: object) -> None:
    """Hold a list against the points added up: the same scores, and nothing better left out."""
    points = added_up(session, vote)
    listed = {placed.idea: placed.score for group in groups for placed in group}  # type: ignore[attr-defined]
    assert listed == {lead: points[lead] for lead in listed}
    assert all(score <= min(listed.values()) for lead, score in points.items() if lead not in listed)


async def play(root: Path, people: int, size: int = 10) -> Played:
    """Go through Activity 2 with so many people, and a list of so many ideas.

    Raises:
        AssertionError: something was not as it should be.
        NotSeen: somebody's screen did not show what it should.

    """
    began = time.monotonic()
    plan = packaged_text(DEFAULT_PLAN).replace("\nsize = 10\n", f"\nsize = {size}\n")
    async with hosted(root, plan=plan) as here:
        names = [f"Participant {number}" for number in range(1, people + 1)]
        guests: list[Terminal] = []
        for start in range(0, people, AT_ONCE):
            guests += await asyncio.gather(*(here.join(name) for name in names[start : start + AT_ONCE]))
        leader = await here.connect("console", key=here.facilitators_key)
        await leader.sees("Welcome")
        await here.lead(Kind.TOP_TEN, "collect")
        room = Room(here, leader, guests)
        for part in (collect, merge, sift, rank, reveal):
            await part(room)
        compare(room.session, Vote.FIRST, seen(room.session).result.revealed)
        first = seen(room.session).result.revealed
        for part in (vote_again, run_off):
            await part(room)
        second = seen(room.session)
        compare(room.session, Vote.SECOND, second.result.revealed)
        assert second.result.first is not None
        assert second.result.first.groups == first, "the first vote is kept as it was"
        assert second.result.run_off is not None
        assert second.result.run_off.outcome is not None
        assert second.result.run_off.outcome.ballots == people
        assert all(sight(room.session, participant(seat.number)).own is not None for seat in room.session.present)
        await here.saved()
        on_disk = here.on_disk
        assert on_disk == room.session
        text = FORMATS["md"].render(report(sight(on_disk, FACILITATOR))).decode()
    return Played(on_disk, text, time.monotonic() - began)


def main(arguments: Sequence[str]) -> int:
    """Play it, 23 people if nothing else is said."""
    people = int(arguments[0]) if arguments else 23
    with tempfile.TemporaryDirectory() as folder:
        played = event_loop.run(play(Path(folder), people))
    ideas = len(seen(played.session).candidates)
    sys.stdout.write(f"{people} people, {ideas} ideas ranked, two votes and a run-off: {played.seconds:.1f} s\n")
    return 0
