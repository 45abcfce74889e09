"""One person who knows the join code comes in under more names than the room has places."""

from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from copworkshop.hosting.parked import ParkedApps
from copworkshop.live import presence
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules import places
from copworkshop.rules.people import AddSeat, RemoveUnusedSeats
from copworkshop.store.check import check
from helpers.hosted_rooms import NAME, Hosted, hosted
from helpers.waiting import until

pytestmark = pytest.mark.slow

PLACES = 8
NAMES = 14


@pytest.fixture(autouse=True)
def small_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_PEOPLE", PLACES)
    monkeypatch.setattr(presence, "LEAVING_SECONDS", 0.0)


def parked(room: Hosted) -> ParkedApps:
    return room.host.server.state.parked


async def comes_and_goes(room: Hosted, name: str) -> str:
    """Join under a name, and vanish. Return the rejoin word."""
    stranger = await room.join(name)
    word = room.seat(name).word
    before = room.host.connections
    stranger.abort()
    await until(lambda: room.host.connections == before - 1)
    return word


async def test_many_names_lock_nobody_out_and_take_nobodys_seat(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.ask(AddSeat(name="Greta", word="maple-bbbb"))
        await room.lead(Kind.PROPOSAL, "write")
        ann = await room.join("Ann")
        await ann.sees("What is the focal point?")
        ann.press("Nets")
        await until(lambda: room.seat("Ann").proposal.answers)
        before = room.host.connections
        ann.abort()
        await until(lambda: room.host.connections == before - 1)
        await room.join("Bo")
        known = [room.seat(name) for name in ("Greta", "Ann", "Bo")]

        words = [await comes_and_goes(room, f"Stranger {number}") for number in range(1, NAMES + 1)]
        await room.join("Real Person")

        assert [room.seat(seat.name) for seat in known] == known
        assert (len(room.session.present), len(room.session.seats)) == (PLACES, PLACES)
        assert len(parked(room)) < PLACES
        with pytest.raises(asyncssh.DisconnectError, match="connect as room to join again: a full room gives a seat"):
            await room.connect(words[-1])
        await room.saved()
        assert room.on_disk.seats == room.session.seats
        assert check(tmp_path / NAME) == ()

        again = await room.connect(room.seat("Ann").word)
        await again.sees("Nets")


async def test_the_screens_of_people_whose_empty_seats_are_cleared_end(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        for number in range(1, 4):
            await comes_and_goes(room, f"Stranger {number}")
        await until(lambda: len(parked(room)) == 3)
        await room.running.hub.submit(RemoveUnusedSeats(seats=(1, 3)), FACILITATOR)
        assert len(parked(room)) == 1


async def test_the_screens_kept_and_those_that_are_seen_are_together_no_more_than_the_connections(
    tmp_path: Path,
) -> None:
    async with hosted(tmp_path) as room:
        state = room.host.server.state
        object.__setattr__(state, "limits", replace(state.limits, connections=4))  # the door itself has its places
        for number in range(1, 6):
            await comes_and_goes(room, f"Stranger {number}")
        await until(lambda: len(parked(room)) == 4)
        for number, name in enumerate(("Ann", "Bo", "Cy"), 1):
            await room.join(name)
            await until(lambda number=number: len(parked(room)) == 4 - number)  # type: ignore[misc]
