"""A simulated person in a real session: what they say they did is what the session has."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from copworkshop.model.plan import Kind
from copworkshop.model.question import QuestionKind
from copworkshop.rehearsal.crowd import Crowd
from copworkshop.rehearsal.leader import Leader
from copworkshop.rehearsal.person import Habits, Person
from copworkshop.rehearsal.reading import Task
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat
from copworkshop.rules.question import AskQuestion, CloseQuestion
from copworkshop.ssh.client import Address
from helpers.hosted_rooms import CODE, Hosted, hosted
from helpers.waiting import until

pytestmark = pytest.mark.slow


@asynccontextmanager
async def people(room: Hosted, *habits: Habits) -> AsyncIterator[list[Person]]:
    """Let people with these habits live in a room."""
    address = Address("127.0.0.1", room.host.port)
    crowd = [Person(f"Participant {n}", address, CODE, habits=habit) for n, habit in enumerate(habits, start=1)]
    tasks = [asyncio.create_task(person.live()) for person in crowd]
    try:
        await until(lambda: all(person.here for person in crowd))
        yield crowd
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for person in crowd:
            if person.terminal is not None:
                await person.terminal.hang_up()


async def through_with(task: Task, crowd: list[Person]) -> None:
    await until(lambda: all(task in person.did for person in crowd))


async def test_what_people_say_they_entered_is_what_the_session_has(tmp_path: Path) -> None:
    async with (
        hosted(tmp_path) as room,
        people(room, Habits(fields=3, shares=True, pastes=True), Habits(fields=1, ideas=1)) as crowd,
    ):
        for kind, round_name, task in (
            (Kind.PARTICIPATION, "place", Task.PLACE),
            (Kind.PROPOSAL, "write", Task.WRITE),
            (Kind.PROPOSAL, "share", Task.SHARE),
            (Kind.TOP_TEN, "collect", Task.IDEA),
            (Kind.TOP_TEN, "rank", Task.RANK),
        ):
            await room.lead(kind, round_name)
            await through_with(task, crowd)
        step = room.session.plan.participation
        assert step is not None
        levels = [level.id for level in step.levels]
        for person in crowd:
            seat, said = room.seat(person.name), person.said
            assert [seat.placement.today, seat.placement.later] == [levels[level - 1] for level in said.levels]
            assert sorted(seat.proposal.answers.values()) == sorted(said.answers)
            assert [idea.text for idea in seat.ideas] == said.ideas
            assert seat.ballot is not None
            assert list(seat.ballot.picks) == said.picks
            assert seat.ballot.done
        assert [len(person.said.answers) for person in crowd] == [3, 1]
        assert [len(person.said.picks) for person in crowd] == [4, 4]  # of the four ideas that there are
        assert [room.seat(person.name).proposal.shared for person in crowd] == [True, False]


async def test_whose_line_breaks_and_who_leaves_come_back_to_their_seats_by_their_words(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        habits = (Habits(fields=3, cut=1), Habits(fields=1, leaves_after=Task.WRITE))
        async with people(room, *habits) as crowd:
            first = [person.terminal for person in crowd]
            await room.lead(Kind.PROPOSAL, "write")
            await through_with(Task.WRITE, crowd)
            await until(lambda: all(person.here and person.terminal not in first for person in crowd))
            assert {seat.name for seat in room.session.present} == {"Participant 1", "Participant 2"}
            assert len(room.session.present) == 2
            answers = room.seat("Participant 1").proposal.answers.values()
            assert len(crowd[0].said.answers) == 3
            assert set(crowd[0].said.answers) <= set(answers)  # and the half one, if it was saved in time


async def test_who_cannot_come_in_says_why(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = Person("Participant 1", Address("127.0.0.1", room.host.port), "000000", patience=0.0)
        await person.live()
        assert person.fault is not None
        assert person.fault.startswith("Participant 1 cannot come in: Too many wrong tries.")


async def test_whose_seat_holds_text_already_waits_until_the_leader_has_handed_it_over(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.ask(AddSeat(name="Participant 1", word="maple-bbbb"))
        await room.lead(Kind.PARTICIPATION, "place")
        await room.ask(Place(seat=1, when="today", level="core"))
        address, plan = Address("127.0.0.1", room.host.port), room.session.plan
        crowd = Crowd(address, CODE, 1)
        leader = Leader(address, room.facilitators_key, plan, crowd, tell=lambda _here, _through: None, patience=60)
        tasks = [asyncio.create_task(crowd.live()), asyncio.create_task(leader.lead())]
        try:
            await until(lambda: crowd.here == 1)
            assert [(seat.device, seat.word) for seat in room.session.present] == [(True, "maple-bbbb")]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await crowd.hang_up()


async def test_people_answer_a_question_of_any_kind_and_go_on_with_what_they_do(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room, people(room, Habits(ideas=1), Habits(ideas=1)) as crowd:
        for number, kind in enumerate(QuestionKind, start=1):
            await room.ask(AskQuestion(kind=kind))
            await until(lambda: all(seat.answer is not None for seat in room.session.present))
            await room.ask(CloseQuestion(number=number))
        await room.lead(Kind.TOP_TEN, "collect")
        await through_with(Task.IDEA, crowd)
