"""Page Down leads the room from a list and not from a text that is being written; F2 loses nothing."""

import asyncio
from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.people import AddSeat
from copworkshop.rules.request import Request
from helpers.facilitator_driver import Walk, walk


async def ask(room: Walk, *requests: Request) -> None:
    assert room.app.open_session is not None
    for request in requests:
        await room.app.open_session.hub.submit(request, FACILITATOR)
    await room.until(room.shows_now, "the spot")


async def test_page_down_leads_the_room_although_a_list_has_the_focus(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await ask(room, *(AddSeat(name=f"P{n}", word=f"maple-{n:04d}") for n in range(1, 40)))
        await room.press("f2", "pagedown")
        await room.until(lambda: room.session.spot.kind is Kind.LIFECYCLE)


async def test_page_down_in_a_proposal_moves_the_cursor_and_not_the_room(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await ask(room, AddSeat(name="P1", word="maple-0001"), GoTo(kind=Kind.PROPOSAL))
        await room.press("f2", "enter")
        await room.sees("What is the focal point?")
        room.at_once("a", "pagedown", "b", "pageup", "c")
        await room.until(
            lambda: sorted(room.session.seats[1].proposal.answers.get("focal-point", "")) == ["a", "b", "c"]
        )
        assert room.session.spot.round == "write"


async def test_turning_to_the_stage_in_the_middle_of_a_proposal_loses_nothing(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await ask(room, AddSeat(name="P1", word="maple-0001"), GoTo(kind=Kind.PROPOSAL))
        await room.press("f2", "enter")
        await room.sees("What is the focal point?")
        room.at_once("h", "a", "l", "f", "f2")
        await room.until(lambda: room.session.seats[1].proposal.answers.get("focal-point") == "half")


async def test_leaving_in_the_middle_of_a_word_loses_nothing(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await ask(room, AddSeat(name="P1", word="maple-0001"), GoTo(kind=Kind.PROPOSAL))
        await room.press("f2", "enter")
        await room.sees("What is the focal point?")
        room.at_once("h", "a", "l", "f")
        await room.pilot.pause()
    async with walk(tmp_path) as room:
        assert room.session.seats[1].proposal.answers["focal-point"] == "half"


@pytest.mark.slow
async def test_the_console_keeps_up_with_a_room_that_is_led_from_step_to_step_at_once(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        assert room.app.open_session is not None
        hub = room.app.open_session.hub
        for turns in range(0, 90, 3):
            for kind in (Kind.TOP_TEN, Kind.PROPOSAL, Kind.PARTICIPATION):
                await hub.submit(GoTo(kind=kind), FACILITATOR)
                for _ in range(turns):  # further into the change of panels each time
                    await asyncio.sleep(0)
        await room.sees("3/6 Participation")
        await room.until(lambda: len(room.app.screen.query("#panel > *")) == 1, "one panel")


async def test_the_last_line_names_more_notes_and_the_literature_also_at_80_columns(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.LIFECYCLE)
        await room.press("f2")
        await room.sees("n notes", "l literature")


async def test_a_closed_session_offers_no_key_that_would_move_it(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await ask(room, GoTo(kind=Kind.CLOSE))
        await room.press("f2")
        await room.sees("PgUp back", "g go", "The top ten is not revealed yet; g goes to it.")
        await ask(room, CloseSession())
        await room.sees("The session is closed.", "The top ten was not revealed.")
        assert "PgUp back" not in room.text
        assert "g go" not in room.text
        await room.press("ctrl+p", *"go to")
        await room.pilot.pause()
        assert "Go to:" not in room.text
