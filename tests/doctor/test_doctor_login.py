"""Two people log in through the port that was opened, one after the other; what comes of it is judged."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from copworkshop.doctor.finding import Grade
from copworkshop.doctor.login import Login, login, try_to_log_in
from copworkshop.toolkit.event_loop import EventLoop
from helpers.networks import another_program


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something else listens on."""
    with another_program() as port:
        yield port


async def test_two_people_come_as_far_as_the_question_for_their_name() -> None:
    tried = await try_to_log_in("127.0.0.1", 0, "127.0.0.1")
    (finding,) = login(tried)
    assert (tried, finding.grade) == (Login(), Grade.FINE)


async def test_a_login_that_takes_too_long_is_wrong_and_says_where_it_stood() -> None:
    (finding,) = login(await try_to_log_in("127.0.0.1", 0, "127.0.0.1", seconds=0.0))
    assert finding.grade is Grade.WRONG
    assert finding.said.startswith("Nobody could join. The first person to log in was neither let in")
    assert "another Python" in finding.todo


@pytest.mark.skipif(not hasattr(asyncio, "eager_task_factory"), reason="Before Python 3.12 no task is eager.")
def test_eager_tasks_are_found_by_the_second_person_to_log_in() -> None:
    class Eager(EventLoop):
        def set_task_factory(self, factory: Any) -> None:
            asyncio.SelectorEventLoop.set_task_factory(self, factory)

    with asyncio.Runner(loop_factory=Eager) as runner:  # noqa: TID251  the fault is the point
        (finding,) = login(runner.run(try_to_log_in("127.0.0.1", 0, "127.0.0.1", seconds=5.0)))
    assert finding.grade is Grade.WRONG
    assert "second person to log in was neither let in" in finding.said


async def test_a_port_that_was_taken_meanwhile_is_told_as_what_it_is(taken: int) -> None:
    (finding,) = login(await try_to_log_in("127.0.0.1", taken, "127.0.0.1"))
    assert (finding.grade, str(taken) in finding.said) == (Grade.WRONG, True)
    assert finding.said.startswith("It could not be tried.")
