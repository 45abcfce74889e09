"""“Please look up” on every participant's screen, from one key of the facilitator until that key or any move."""

from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import LookUp
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.rules.sight import sight
from copworkshop.ui.screens.room import RoomScreen
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn
from helpers.facilitator_driver import walk
from helpers.participant_driver import House

PLEASE = "Please look up."


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_a_text_that_is_being_typed_is_there_afterwards_with_the_cursor_where_it_was(
    size: tuple[int, int],
) -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1, size=size) as guest:
        await guest.press(*"Nest", "left")
        await house.ask(LookUp(shown=True))
        await guest.sees(PLEASE, "What you typed is kept.")
        assert "Nest" not in guest.text
        await guest.press("x", "y", "enter", "escape", "f1", "f5", "tab", "q", "ctrl+p")
        await guest.paste("pasted")
        await guest.sees(PLEASE)
        await house.ask(LookUp(shown=False))
        await guest.sees_no(PLEASE)
        await guest.press(*"_")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "Nes_t", "the whole text")


async def test_a_move_of_the_room_takes_it_away() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    async with house.guest(1) as guest:
        await house.ask(LookUp(shown=True))
        await guest.sees(PLEASE)
        await house.look(Kind.LIFECYCLE, "overview", 2)
        await guest.sees_no(PLEASE)


async def test_it_covers_a_dialog_which_is_there_afterwards() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    await house.lead(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("f3")
        await guest.sees("Look at")
        await house.ask(LookUp(shown=True))
        await guest.sees(PLEASE)
        await house.ask(LookUp(shown=False))
        await guest.sees("Look at")


async def test_a_newcomer_types_a_name_and_sees_it_then() -> None:
    house = House().start_at(Kind.LIFECYCLE)
    await house.ask(SetTables(tables=("Window", "Door")), LookUp(shown=True))
    async with house.guest(None) as guest:
        await guest.press(*"Ada")
        assert PLEASE not in guest.text
        await guest.press("enter")
        await guest.sees(PLEASE)
        await house.ask(LookUp(shown=False))
        await guest.sees("Which table do you sit at?")
        await guest.press("enter")
        await guest.until(lambda: house.seat(7).table == "Window", "the table")


async def test_a_person_whose_connection_was_lost_finds_the_screen_as_it_is_now() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await house.ask(LookUp(shown=True))
        await guest.sees(PLEASE)
        guest.app.detach()
        await guest.pilot.pause()
        await house.ask(LookUp(shown=False))
        guest.app.assign(1)
        await guest.sees_no(PLEASE)
        guest.app.detach()
        await guest.pilot.pause()
        await house.ask(LookUp(shown=True))
        guest.app.assign(1)
        await guest.sees(PLEASE)


async def test_a_closed_session_asks_nobody_to_look_up() -> None:
    house = House().start_at(Kind.CLOSE)
    await house.ask(LookUp(shown=True))
    session = house.hub.session
    assert sight(session, participant(1)).stage.look_up
    assert not sight(session.replace(closed=session.created), participant(1)).stage.look_up


@pytest.mark.usefixtures("brief_waits")
@pytest.mark.parametrize("at", ["console", "stage"])
async def test_one_key_shows_it_and_takes_it_away(tmp_path: Path, at: str) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.LIFECYCLE)
        if at == "console":
            await room.press("f2")
        screen = room.app.screen
        assert isinstance(screen, RoomScreen)
        await room.press("k")  # nobody can be connected
        assert not room.session.look_up
        screen.way_in = WayIn(Joining("ssh -p 2222 room@192.0.2.7", "482913"))
        await room.press("k")
        await room.until(lambda: room.session.look_up, "the request")
        if at == "console":
            await room.sees("Every participant's screen says “Please look up”. k, or any move of the room, takes it")
        await room.press("k")
        await room.until(lambda: not room.session.look_up, "its end")
        if at == "console":
            await room.sees("The participants' screens show the step again.")


async def test_it_is_kept_with_the_session(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(AddSeat(name="P1", word="maple-0001"), FACILITATOR)
        await running.hub.submit(LookUp(shown=True), FACILITATOR)
        await room.saved()
    async with walk(tmp_path) as room:
        assert room.session.look_up
        await room.forward()
        assert not room.session.look_up
