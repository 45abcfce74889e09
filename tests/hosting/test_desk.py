"""How many documents a person may ask for, and how many are made at a time."""

import asyncio

import pytest

from copworkshop.admission.entry import Entrance
from copworkshop.hosting.answer import Answer
from copworkshop.hosting.budgets import Budgets
from copworkshop.hosting.desk import AT_A_TIME, Desk
from copworkshop.hosting.terminal import describe
from copworkshop.hosting.visitor import Visitor
from helpers.clocks import Clock

DOCUMENT = b"A proposal"


def visitor(seat: int | None = 1, entrance: Entrance = Entrance.PARTICIPANT) -> Visitor:
    return Visitor(entrance, seat, None, describe("", 0, 0, {}), "192.0.2.7")


async def word(_visitor: Visitor, _arguments: list[str]) -> Answer:
    return Answer(document=DOCUMENT)


@pytest.mark.parametrize("who", [visitor(), visitor(None, Entrance.CONSOLE)])
async def test_all_formats_at_once_and_then_a_sentence_says_when_to_ask_again(who: Visitor) -> None:
    clock = Clock()
    desk = Desk(Budgets(clock))
    for _ in range(12):
        assert (await desk.answer(word, who, [])).document == DOCUMENT
    refused = await desk.answer(word, who, [])
    assert refused == Answer(sentence="You have asked for many documents in a short time. Ask again in 5 s.", status=1)
    assert (await desk.answer(word, visitor(2), [])).document == DOCUMENT
    clock.now += 5
    assert (await desk.answer(word, who, [])).document == DOCUMENT
    assert (await desk.answer(word, who, [])).status == 1


async def test_two_are_made_at_a_time_and_all_in_the_order_of_their_asking() -> None:
    desk = Desk(Budgets())
    begun: list[int | None] = []
    working = 0
    most = 0

    async def slow(who: Visitor, _arguments: list[str]) -> Answer:
        nonlocal working, most
        begun.append(who.seat)
        working += 1
        most = max(most, working)
        for _ in range(5):
            await asyncio.sleep(0)
        working -= 1
        return Answer(document=DOCUMENT)

    answers = await asyncio.gather(*(desk.answer(slow, visitor(seat), []) for seat in range(1, 201)))
    assert all(answer.document == DOCUMENT for answer in answers)
    assert most == AT_A_TIME
    assert begun == list(range(1, 201))


async def test_somebody_who_hangs_up_while_they_wait_keeps_nobody_waiting() -> None:
    desk = Desk(Budgets())
    go = asyncio.Event()

    async def slow(_visitor: Visitor, _arguments: list[str]) -> Answer:
        await go.wait()
        return Answer(document=DOCUMENT)

    tasks = [asyncio.ensure_future(desk.answer(slow, visitor(seat), [])) for seat in range(1, 6)]
    await asyncio.sleep(0)
    for task in tasks[:4]:
        task.cancel()
    go.set()
    assert (await tasks[4]).document == DOCUMENT
