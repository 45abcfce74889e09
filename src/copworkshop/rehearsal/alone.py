"""A rehearsal without a facilitator: the whole session runs by itself, from the welcome to the close."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncssh

from copworkshop.export.registry import FORMATS
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Plan
from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.model.session import Session
from copworkshop.rehearsal.comparing import differences
from copworkshop.rehearsal.crowd import Crowd
from copworkshop.rehearsal.host_process import HostProcess, amiss
from copworkshop.rehearsal.leader import Leader, Whereabouts
from copworkshop.rehearsal.pace import Pace
from copworkshop.rehearsal.reading import Task
from copworkshop.rehearsal.terminal import NotSeen, why_not_there
from copworkshop.rehearsal.visitors import came_back
from copworkshop.rules.sight import sight
from copworkshop.store.check import check
from copworkshop.store.sessions import open_read_only

CODE: Final = "482913"
"""The join code of a rehearsal that only this machine can reach."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a rehearsal."""

    seen: tuple[str, ...]
    """What happened, one sentence each."""
    faults: tuple[str, ...]
    """What went wrong, one sentence each; empty if nothing did."""


async def rehearse_alone(sessions: Path, name: str, people: int, pace: Pace, tell: Callable[[str], None]) -> Outcome:
    """Run the session of this name to its end with `people` simulated people; call `tell` with a line for each round.

    Raises:
        HostFailed: the session could not be hosted.

    """
    loop = asyncio.get_running_loop()
    begun, moves, faults = loop.time(), 0, list[str]()

    def say(sentence: str) -> None:
        seconds = int(loop.time() - begun)
        tell(f"{seconds // 60:02}:{seconds % 60:02}  {sentence}")

    def of_person(sentence: str) -> None:
        nonlocal moves
        moves += sentence.endswith("is back.")
        if not sentence.endswith("comes in."):
            say(sentence)

    plan = (await asyncio.to_thread(open_read_only, sessions, name)).session.plan
    host = await HostProcess.start(sessions, name, code=CODE)
    crowd = Crowd(host.address, CODE, people, pace=pace, tell=of_person)

    def of_round(here: Whereabouts, through: bool) -> None:  # noqa: FBT001 - how the leader tells it
        say(f"{_title(plan, here)}{_count(here.task, crowd)}")
        if not through:
            faults.append(f"In “{_title(plan, here)}” not everybody was through in time.")

    lives = asyncio.create_task(crowd.live())
    try:
        leader = Leader(host.address, host.facilitators_key, plan, crowd, tell=of_round, patience=_patience(pace))
        await leader.lead()
    except NotSeen as error:
        faults.append(f"The console was lost: {error}")
    except (OSError, asyncssh.Error) as error:
        faults.append(f"The console was lost: {why_not_there(error)}.")
    finally:
        lives.cancel()
        with suppress(asyncio.CancelledError):
            await lives
        await crowd.hang_up()
        code = await host.end()
    faults += [f"The host ended with exit code {code}."] if code else []
    said = await asyncio.to_thread(host.log.read_text, encoding="utf-8", errors="replace")
    faults += [f"The host said: {line}" for line in amiss(said)]
    session = (await asyncio.to_thread(open_read_only, sessions, name)).session
    faults += [str(fault) for fault in await asyncio.to_thread(check, sessions / name)]
    faults += differences(session, [person.account for person in crowd.people])
    return Outcome((*_seen(session, moves), _length(loop.time() - begun)), tuple(faults))


def _patience(pace: Pace) -> float:
    """Return for how many seconds a round waits for people who have not finished it."""
    return 60.0 + pace.lateness + pace.absence + 40 * pace.thought + 2000 * pace.key


def _title(plan: Plan, here: Whereabouts) -> str:
    step = plan.steps[here.number - 1]
    return step.short if len(step.rounds) == 1 else f"{step.short}, {ROUND_NAMES[here.round]}"


def _count(task: Task | None, crowd: Crowd) -> str:
    people = len(crowd.people)
    match task:
        case None:
            return ""
        case Task.NAME:
            return f": {crowd.here} of {people} are in"
        case Task.PLACE:
            return f": {crowd.did(task)} of {people} have placed themselves"
        case Task.WRITE:
            fields = sum(len(person.said.answers) for person in crowd.people)
            return f": {crowd.did(task)} of {people} have written, {fields} fields"
        case Task.IDEA:
            return f": {sum(len(person.said.ideas) for person in crowd.people)} ideas are in"
        case Task.RANK:
            return f": {crowd.did(task)} of {people} ballots are done"
        case _:
            return f": {crowd.did(task)} of {people} are through"


def _seen(session: Session, moves: int) -> Iterator[str]:
    """Yield sentences about the contents of the session's files at the end."""
    seats = session.present
    placed = sum(seat.placement.today is not None for seat in seats)
    fields = sum(len(seat.proposal.answers) for seat in seats)
    shared = sum(seat.proposal.shared for seat in seats)
    ideas = sum(len(seat.live_ideas) for seat in seats)
    ballots = sum(seat.ballot is not None for seat in seats)
    pages = FORMATS["md"].render(report(sight(session, FACILITATOR))).count(b"\n")
    yield f"{len(seats)} people came in over SSH; {came_back(moves)}."
    proposals = f"{fields} fields of proposals ({shared} shared)"
    yield f"In the files are {placed} places, {proposals}, {ideas} ideas and {ballots} ballots."
    yield f"The report was written: {pages} lines."


def _length(seconds: float) -> str:
    return f"It took {seconds:.0f} seconds."
