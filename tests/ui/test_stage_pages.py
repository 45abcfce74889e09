"""The pages of a long list on the stage: everything can be reached, and all stages show the same page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from copworkshop.live.hub import utc_now
from copworkshop.live.stage_pages import HOLD_SECONDS, PAGE_SECONDS, Paging, StagePages
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import LayBeside
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.pages import Block, divided
from copworkshop.ui.stage.registry import draw_stage
from helpers.facilitator_driver import walk
from helpers.rooms import used_room
from helpers.session_builder import ask, at, later, room
from helpers.stage import canvas

SIZES = ((36, 11), (76, 23), (116, 34), (196, 59))


def with_ideas(number: int, words: str = "An idea of seven words about people") -> Session:
    session = at(room(2), Kind.TOP_TEN, "collect")
    for each in range(1, number + 1):
        session = ask(session, AddIdea(seat=None, text=f"{words} x{each}x"))
    return session


def pages(drawn: Canvas) -> Iterator[Block]:
    first = draw_stage(drawn)
    yield first
    for turned in range(1, first.pages):
        paging = Paging(turned=turned, by_hand=turned, pair=drawn.paging.pair)
        yield draw_stage(replace(drawn, paging=paging))


def text(block: Block) -> str:
    return " ".join(" ".join([line.plain for line in block] + list(block.said)).split())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("round_name", ["merge", "rank"])
def test_each_of_200_ideas_is_on_a_page(size: tuple[int, int], round_name: str) -> None:
    drawn = canvas(at(with_ideas(200), Kind.TOP_TEN, round_name), *size)
    shown = [text(page) for page in pages(drawn)]

    found = {int(number) for page in shown for number in re.findall(r"x(\d+)x", page.replace("- ", "-"))}
    assert found == set(range(1, 201))
    assert re.search(r"\b1-\d+ of 200$", shown[0])
    assert re.search(r"\b\d+-200 of 200$", shown[-1])


@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_higher_than_the_stage(size: tuple[int, int]) -> None:
    drawn = canvas(at(with_ideas(200, "long " * 36), Kind.TOP_TEN, "merge"), *size)

    assert {len(page) for page in pages(drawn)} <= set(range(size[1] + 1))


def test_a_list_that_fits_has_no_pages() -> None:
    drawn = draw_stage(canvas(at(with_ideas(8), Kind.TOP_TEN, "merge")))

    assert drawn.pages == 1
    assert " of 8" not in text(drawn)


def test_nothing_but_the_ideas_moves_when_a_page_turns() -> None:
    drawn = canvas(at(with_ideas(45), Kind.TOP_TEN, "merge"))
    first, *others = (page for page in pages(drawn))

    assert others
    assert {len(page) for page in others} == {len(first)}
    assert {page[0].plain for page in others} == {first[0].plain}


def test_the_stage_shows_the_page_with_the_idea_that_the_console_has_selected() -> None:
    session = at(with_ideas(45), Kind.TOP_TEN, "merge")
    drawn, last = canvas(session), candidates(session)[-1]
    selected = replace(drawn, paging=Paging(item=last.lead))

    assert last.wording not in text(draw_stage(drawn))
    assert last.wording in text(draw_stage(selected))


def shared(answer: str) -> Session:
    session = room(1)
    session = at(ask(session, TakeSeat(seat=1), actor=participant(1)), Kind.PROPOSAL, "write")
    field = session.plan.proposal.fields[0].id  # type: ignore[union-attr]
    session = ask(session, WriteField(seat=1, field=field, text=answer), actor=participant(1))
    session = at(ask(session, ShareProposal(seat=1, shared=True), actor=participant(1)), Kind.PROPOSAL, "share")
    return ask(session, PutOnStage(seat=1))


@pytest.mark.parametrize("size", SIZES)
def test_a_long_answer_is_told_to_its_end(size: tuple[int, int]) -> None:
    answer = " ".join(f"word{number}w" for number in range(600))
    shown = [text(page) for page in pages(canvas(shared(answer), *size))]

    assert {f"word{number}w" for number in range(600)} <= set(" ".join(shown).split())
    assert len(shown) == 1 or shown[0].endswith(f"page 1 of {len(shown)}")


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_of_the_literature_s_models_can_be_reached(size: tuple[int, int]) -> None:
    session = ask(at(room(), Kind.LIFECYCLE), LayBeside(beside=True))
    shown = " ".join(text(page) for page in pages(canvas(session, *size)))

    for model in session.plan.lifecycle.models:  # type: ignore[union-attr]
        for stage in model.stages:
            assert stage.split()[0] in shown


def test_equal_places_are_told_by_the_numbers_of_the_ideas() -> None:
    session = at(used_room(), Kind.TOP_TEN, "discuss")
    while "Equal points" not in text(draw_stage(canvas(session))):
        session = at(session, Kind.TOP_TEN, "discuss", session.spot.point + 1)

    assert re.search(r"\b8=\s+ideas \d+(, \d+)+", text(draw_stage(canvas(session))))


@pytest.mark.parametrize(
    ("heights", "rows", "gap", "pages"),
    [
        ([1, 1, 1], 2, 0, [(0, 2), (2, 3)]),
        ([2, 2], 3, 0, [(0, 2), (2, 4)]),
        ([2, 2], 4, 1, [(0, 2), (3, 5)]),
        ([7], 3, 0, [(0, 3), (3, 6), (6, 7)]),
        ([1, 7, 1], 3, 0, [(0, 1), (1, 4), (4, 7), (7, 9)]),
        ([3, 3], 3, 0, [(0, 3), (3, 6)]),
    ],
)
def test_entries_are_divided_into_pages(heights: list[int], rows: int, gap: int, pages: list[tuple[int, int]]) -> None:
    assert divided(heights, rows, gap) == pages


def test_a_page_turns_by_itself_and_stays_for_a_while_after_it_was_turned_by_hand() -> None:
    now = later(0)
    turner = StagePages(lambda: now)
    assert turner.paging.turned == 0
    now += timedelta(seconds=PAGE_SECONDS)
    assert turner.paging.turned == 1
    turner.turn(1)
    now += timedelta(seconds=HOLD_SECONDS - 1)
    assert turner.paging.turned == 2
    now += timedelta(seconds=PAGE_SECONDS + 1)
    assert turner.paging.turned == 3


async def test_down_turns_the_page_on_the_stage_and_up_turns_it_back(tmp_path: Path) -> None:
    async with walk(tmp_path) as here:
        running = here.app.open_session
        assert running is not None
        begun = utc_now()
        running.hub.clock = lambda: begun
        await here.go(Kind.TOP_TEN, "collect")
        for number in range(45):
            await running.hub.submit(AddIdea(seat=None, text=f"An idea of seven words or so {number}"), FACILITATOR)
        await here.go(Kind.TOP_TEN, "merge")
        await here.sees("1-", " of 45")
        first = here.text
        await here.press("down")
        await here.until(lambda: here.text != first, "the second page")
        await here.press("up")
        await here.until(lambda: here.text == first, "the first page")


async def test_without_pages_up_and_down_are_not_offered(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(100, 40)) as here:
        await here.press("f1")
        await here.sees("Blank the stage")
        assert "next page" not in here.text


async def test_the_page_turns_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copworkshop.live.stage_pages.PAGE_SECONDS", 0.2)
    async with walk(tmp_path) as here:
        running = here.app.open_session
        assert running is not None
        await here.go(Kind.TOP_TEN, "collect")
        for number in range(45):
            await running.hub.submit(AddIdea(seat=None, text=f"An idea of seven words or so {number}"), FACILITATOR)
        await here.go(Kind.TOP_TEN, "merge")
        await here.sees("1-", " of 45")
        first = here.text
        await here.until(lambda: here.text != first, "the second page")


async def test_the_stage_follows_the_cursor_of_the_console(tmp_path: Path) -> None:
    async with walk(tmp_path) as here:
        running = here.app.open_session
        assert running is not None
        await here.go(Kind.TOP_TEN, "collect")
        for number in range(45):
            await running.hub.submit(AddIdea(seat=None, text=f"An idea of seven words or so {number}"), FACILITATOR)
        await here.press("f2")
        await here.go(Kind.TOP_TEN, "merge")
        await here.press("end")
        await here.press("f2")
        await here.sees("-45 of 45")


def test_the_ideas_that_the_console_compares_stand_large_on_the_stage() -> None:
    drawn = replace(canvas(at(with_ideas(8), Kind.TOP_TEN, "merge"), 116, 34), paging=Paging(pair=(3, 5)))
    large = draw_stage(drawn).said

    assert large[0] == "Do these say the same?"
    assert [words.split(":")[0] for words in large[1:]] == ["3", "5"]


async def test_a_pair_on_the_console_is_compared_on_the_stage(tmp_path: Path) -> None:
    async with walk(tmp_path) as here:
        running = here.app.open_session
        assert running is not None
        await here.go(Kind.TOP_TEN, "collect")
        for words in ("Meet every month at noon", "Meet every month at noon.", "Invite a guest"):
            await running.hub.submit(AddIdea(seat=None, text=words), FACILITATOR)
        await here.press("f2")
        await here.go(Kind.TOP_TEN, "merge")
        await here.press("f")
        await here.until(lambda: len(running.hub.stage_pages.paging.pair) == 2, "the pair")
        await here.press("escape")
        await here.until(lambda: not running.hub.stage_pages.paging.pair, "no pair")
