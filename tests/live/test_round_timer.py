"""What the owner of a running session does around the close of a round."""

import asyncio
from pathlib import Path

import pytest

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.hub import Hub
from copworkshop.live.round_timer import RoundTimer
from copworkshop.live.workshop import Running
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.question import QuestionKind
from copworkshop.rules.agenda import Back, Forward
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.question import AnswerQuestion, AskQuestion, CloseQuestion
from copworkshop.rules.request import Refused
from copworkshop.store.sessions import create_with, open_
from helpers.session_builder import at, room, session4

SOMEBODY = frozenset({1})


def collecting(grace: int = 1) -> Hub:
    session = at(room(2), Kind.TOP_TEN, "collect")
    return Hub(session.replace(plan=session.plan.replace(grace=grace)))


async def press(hub: Hub) -> None:
    await hub.submit(Forward(at=hub.session.spot, connected=SOMEBODY), FACILITATOR)


async def moved_on(hub: Hub) -> None:
    while hub.session.spot.round == "collect":  # noqa: ASYNC110 - whatever moves it
        await asyncio.sleep(0.01)


async def test_the_end_of_a_countdown_closes_the_round_without_any_screen() -> None:
    hub = collecting()
    timer = RoundTimer(hub)
    await press(hub)
    assert hub.session.spot.round == "collect"
    await asyncio.wait_for(moved_on(hub), 30)
    assert hub.session.spot.round == "merge"
    timer.close()


async def test_a_cancelled_countdown_does_not_end() -> None:
    hub = collecting()
    timer = RoundTimer(hub)
    await press(hub)
    await hub.submit(Back(at=hub.session.spot), FACILITATOR)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(moved_on(hub), 1.5)
    timer.close()


async def test_what_is_being_typed_is_submitted_before_the_round_is_closed() -> None:
    hub = collecting()
    writing: list[asyncio.Task[None]] = []

    def ask() -> asyncio.Future[None]:
        async def write() -> None:
            await hub.submit(AddIdea(seat=1, text="Half"), participant(1))

        writing.append(asyncio.create_task(write()))
        return writing[-1]

    end = hub.ask_for_last_words(ask)
    await press(hub)
    assert not writing, "the round stays open during the countdown"
    closing = hub.session.closing
    assert closing is not None
    await hub.submit(Forward(at=hub.session.spot, connected=SOMEBODY, until=closing.until), FACILITATOR)
    assert [idea.text for idea in hub.session.seats[1].ideas] == ["Half"]
    assert hub.session.spot.round == "merge"
    end()
    await hub.submit(Back(at=hub.session.spot), FACILITATOR)
    await hub.submit(Forward(at=hub.session.spot), FACILITATOR)
    assert len(writing) == 1


async def test_the_end_of_a_countdown_closes_a_question_once_what_is_being_typed_is_submitted() -> None:
    hub = collecting()
    timer = RoundTimer(hub)
    writing: list[asyncio.Task[None]] = []

    def ask() -> asyncio.Future[None]:
        async def write() -> None:
            await hub.submit(AnswerQuestion(number=1, seat=1, answer="Half"), participant(1))

        writing.append(asyncio.create_task(write()))
        return writing[-1]

    hub.ask_for_last_answers(ask)
    await hub.submit(AskQuestion(kind=QuestionKind.WORD), FACILITATOR)
    await hub.submit(CloseQuestion(number=1, connected=SOMEBODY), FACILITATOR)
    assert hub.session.open_question is not None
    async with asyncio.timeout(30):
        while hub.session.open_question is not None:  # noqa: ASYNC110 - whatever closes it
            await asyncio.sleep(0.01)
    result = hub.session.questions[0].result
    assert result is not None
    assert result.given == 1
    assert hub.session.spot.round == "collect"
    timer.close()


async def test_a_screen_that_does_not_answer_does_not_keep_the_round_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copworkshop.live.hub.LAST_WORDS_SECONDS", 0.01)
    hub = collecting()
    hub.ask_for_last_words(lambda: asyncio.get_running_loop().create_future())
    await hub.submit(Forward(at=hub.session.spot), FACILITATOR)
    assert hub.session.spot.round == "merge"
    with pytest.raises(Refused):
        await hub.submit(AddIdea(seat=1, text="late"), participant(1))


async def test_after_a_crash_in_a_countdown_the_round_is_open_and_nothing_counts_down(tmp_path: Path) -> None:
    hub = collecting(grace=20)
    await press(hub)
    assert hub.session.closing is not None
    saved = hub.session.replace(plan=session4())
    create_with(tmp_path, saved, packaged_text(DEFAULT_PLAN)).close()
    running = Running(open_(tmp_path, saved.name))
    assert running.hub.session.spot.round == "collect"
    assert running.hub.session.closing is None
    await running.close()
