"""A room with as many connections as it holds: who answers stays, and lines that are dead give way to who comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from copworkshop.admission.lobby import ROOM_FULL, LobbyPlace
from copworkshop.hosting import visit as visit_of
from copworkshop.hosting.answer import Answer
from copworkshop.hosting.output_filter import LEAVE
from copworkshop.hosting.visitor import Visitor
from copworkshop.model.plan import Kind
from copworkshop.ssh.auth import NO_ANSWER, SshConnection
from copworkshop.ssh.channel import LOOKS_FOR_A_PLACE
from copworkshop.ssh.server import Server
from helpers.hosted_rooms import hosted
from helpers.rooms_over_ssh import House, Screen, a_house, full_at, sit_down
from helpers.servers import guests
from helpers.waiting import until


def word(seat: int) -> str:
    return f"maple-{seat:04d}"


def inside(server: Server) -> list[LobbyPlace]:
    return [place for place in guests(server) if place.inside]


def seats(server: Server) -> list[int]:
    """Whose places those inside are; 0 for who has no seat."""
    return sorted(guest.seat or 0 for place, guest in guests(server).items() if place.inside)


class Patience:
    """A server's clock, on which time passes only when everybody has answered whose line is not dead."""

    def __init__(self, server: Server, *dead: LobbyPlace) -> None:
        self.now = 1000.0
        self.dead = set(dead)
        self._server = server
        server.admission.lobby.clock = lambda: self.now
        server.admission.sleep = self.sleep

    async def sleep(self, seconds: float) -> None:
        if seconds:
            await until(self._heard)
            self.now += seconds

    def _heard(self) -> bool:
        return all(place in self.dead for place in inside(self._server) if place.silent_since is not None)


class Line:
    """Somebody's line, from their end."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.channel: Any = None
        self.screen = Screen()

    @property
    def port(self) -> int:
        port: int = self.connection.get_extra_info("sockname")[1]
        return port

    def go_dead(self) -> None:
        """Read and answer nothing any more, as where the network is gone; the other end hears nothing of it."""
        self.connection._transport.pause_reading()  # noqa: SLF001

    def carry_again(self) -> None:
        self.connection._transport.resume_reading()  # noqa: SLF001


class Room:
    """A server of tiny apps, those who come to it, and whose lines are dead."""

    def __init__(self, house: House, stack: AsyncExitStack) -> None:
        self.house = house
        self.server = house.server
        self.time = Patience(self.server)
        self._stack = stack

    async def let_in(self, user: str = "room") -> Line:
        """Come as far as the door, and through it where there is room."""
        line = Line(await self.house.connect(user))
        self._stack.callback(line.connection.abort)
        return line

    async def call(self, user: str = "room", **session: Any) -> Line:
        """Come as far as asking for a screen, or for what else is said."""
        line = await self.let_in(user)
        line.channel, line.screen = await sit_down(line.connection, **session)
        return line

    async def come(self, user: str = "room") -> Line:
        """Come in, and see the screen."""
        line = await self.call(user)
        await until(lambda: "echo:" in line.screen.text)
        return line

    async def is_refused(self, user: str = "room") -> None:
        """Come, and hear that the room is full."""
        line = await self.call(user)
        await until(lambda: line.screen.closed)
        assert ROOM_FULL in " ".join(line.screen.text.split())

    def place(self, line: Line) -> LobbyPlace:
        (place,) = (
            place
            for place, guest in guests(self.server).items()
            if guest.connection is not None and guest.connection.get_extra_info("peername")[1] == line.port
        )
        return place

    def lose(self, *lines: Line) -> None:
        """Have the network between gone."""
        for line in lines:
            self.time.dead.add(self.place(line))
            line.go_dead()


@asynccontextmanager
async def a_room(connections: int) -> AsyncIterator[Room]:
    async def answer(_visitor: Visitor, _arguments: list[str]) -> Answer:
        return Answer(document=b"the ten\n")

    async with a_house(full_at(connections), {"topten": answer}) as house, AsyncExitStack() as stack:
        house.door.words |= {word(seat): seat for seat in range(1, 21)}
        yield Room(house, stack)


async def test_a_person_has_two_terminals_while_there_is_room() -> None:
    async with a_room(2) as room:
        first = await room.come(word(1))
        second = await room.come(word(1))
        assert seats(room.server) == [1, 1]
        assert not first.screen.closed
        assert not second.screen.closed


async def test_when_the_network_was_gone_everybody_comes_back_at_once_into_a_full_room() -> None:
    async with a_room(10) as room:
        everybody = [await room.come(word(seat)) for seat in range(1, 9)]
        room.lose(*everybody)
        await asyncio.gather(*(room.come(word(seat)) for seat in range(1, 9)))
        assert len(inside(room.server)) == 10
        assert len([place for place in inside(room.server) if place not in room.time.dead]) == 8


async def test_a_visitor_who_answers_stays_and_a_newcomer_is_notified_that_the_room_is_full() -> None:
    async with a_room(3) as room:
        everybody = [await room.come(word(seat)) for seat in range(1, 4)]
        await room.is_refused()
        await room.is_refused(word(1))  # their own first terminal answers, too
        assert seats(room.server) == [1, 2, 3]
        assert not any(line.screen.closed for line in everybody)


async def test_of_all_inside_the_one_that_answers_no_more_gives_way_and_its_app_ends() -> None:
    async with a_room(3) as room:
        first, second, third = [await room.come(word(seat)) for seat in range(1, 4)]
        room.lose(second)
        await room.come()
        await until(lambda: room.server.connections == 3)
        assert seats(room.server) == [0, 1, 3]
        assert not first.screen.closed
        assert not third.screen.closed
        second.carry_again()
        await until(lambda: second.screen.closed)
        assert second.screen.text.endswith(f"{LEAVE}{NO_ANSWER}\r\n")


async def test_a_person_who_comes_back_takes_the_place_of_their_own_line_and_of_nobody_elses() -> None:
    async with a_room(3) as room:
        lost = [await room.come(word(seat)) for seat in (1, 2)]
        at_the_prompt = await room.come()
        room.lose(*lost, at_the_prompt)
        await room.come(word(2))
        assert seats(room.server) == [0, 1, 2]
        assert room.place(lost[0]).inside


async def test_whose_line_carries_again_in_time_stays() -> None:
    async with a_room(1) as room:
        only = await room.come(word(1))
        room.lose(only)

        async def carries_again(seconds: float) -> None:
            if seconds:
                only.carry_again()
                room.time.dead.clear()
            await room.time.sleep(seconds)

        room.server.admission.sleep = carries_again
        await room.is_refused()
        assert not only.screen.closed


async def test_who_has_missed_keepalives_gives_way_without_a_wait() -> None:
    async def never(seconds: float) -> None:
        assert not seconds, "it is known already who is silent"

    async with a_room(2) as room:
        lost, other = [await room.come(word(seat)) for seat in (1, 2)]
        room.lose(lost)
        guest: Any = guests(room.server)[room.place(lost)]
        guest.connection._keepalive_count = 2  # noqa: SLF001
        room.server.admission.sleep = never
        await room.come()
        assert seats(room.server) == [0, 2]
        assert not other.screen.closed


async def test_those_who_come_in_the_same_moment_ask_everybody_inside_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_room(2) as room:
        asked: list[SshConnection] = []

        def ask(guest: SshConnection) -> None:
            asked.append(guest)
            really_ask(guest)

        really_ask = SshConnection.probe
        monkeypatch.setattr(SshConnection, "probe", ask)
        for seat in (1, 2):
            await room.come(word(seat))
        waiting: list[float] = []

        async def all_wait(seconds: float) -> None:
            if seconds:
                waiting.append(seconds)
                await until(lambda: len(waiting) == 5)
            await room.time.sleep(seconds)

        room.server.admission.sleep = all_wait
        await asyncio.gather(*(room.is_refused() for _ in range(5)))
        assert len(asked) == 2


async def test_a_seat_is_known_to_the_room_once_the_person_has_said_their_name() -> None:
    async with a_room(2) as room:
        first, second = await room.come(), await room.come()
        visit = room.house.apps[-1].visitor.visit
        assert visit is not None
        visit.assign(7)
        room.lose(first, second)
        await room.come("maple-0007")
        assert room.place(first).inside


async def test_who_may_not_come_in_anyway_throws_nobody_out() -> None:
    async with a_room(1) as room:
        lost = await room.come(word(1))
        room.lose(lost)
        room.house.door.closed = "The door is closed to newcomers."
        refused = await room.call()
        await until(lambda: refused.screen.closed)
        assert "The door is closed" in refused.screen.text
        assert seats(room.server) == [1]


async def test_who_hangs_up_while_waiting_for_a_place_throws_nobody_out() -> None:
    async with a_room(1) as room:
        lost = await room.come(word(1))
        room.lose(lost)
        waiting = asyncio.Event()

        async def wait(seconds: float) -> None:
            if seconds:
                waiting.set()
                await asyncio.Event().wait()

        room.server.admission.sleep = wait
        caller = await room.call()
        await waiting.wait()
        caller.connection.abort()
        await until(lambda: len(room.server.admission.lobby) == 1 and room.server.connections == 1)
        assert seats(room.server) == [1]


async def test_a_line_on_which_no_screen_was_asked_for_gives_way_too() -> None:
    async with a_room(1) as room:
        idle = await room.let_in()
        room.lose(idle)
        await room.come()
        assert len(inside(room.server)) == 1


async def test_what_was_typed_while_waiting_for_a_place_is_not_lost() -> None:
    async with a_room(1) as room:
        room.lose(await room.come(word(1)))
        waiting = await room.call()
        waiting.channel.write(b"early")
        await until(lambda: "echo:early" in waiting.screen.text)


async def test_a_document_is_taken_home_from_a_full_room_of_dead_lines() -> None:
    async with a_room(1) as room:
        room.lose(await room.come(word(1)))
        taking = await room.call(word(2), term=None, command="topten")
        await until(lambda: taking.screen.closed)
        assert taking.screen.text == "the ten\n"


async def test_what_was_typed_on_a_line_that_gives_way_is_kept_and_seen_on_the_next(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        server = room.host.server
        server.admission.lobby.limits = full_at(1)
        await room.lead(Kind.PROPOSAL, "write")
        guest = await room.join()
        await guest.sees("What is the focal point?")
        guest.press("Care")
        await guest.sees("Care")
        (lost,) = inside(server)
        line: Any = guest.line
        line._transport.pause_reading()  # noqa: SLF001
        Patience(server, lost)
        again = await room.connect(room.seat().word)
        await again.sees("What is the focal point?", "Care")
        assert lost not in guests(server)


async def test_who_waits_for_a_place_in_a_full_room_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_of, "_MOMENT_SECONDS", 0.0)
    async with a_room(1) as room:
        asked = asyncio.Event()

        async def wait(seconds: float) -> None:
            if seconds:
                await asked.wait()

        await room.come()
        room.server.admission.sleep = wait
        waiting = await room.call()
        await until(lambda: LOOKS_FOR_A_PLACE in waiting.screen.text)
        asked.set()
        await until(lambda: waiting.screen.closed)
        assert ROOM_FULL in " ".join(waiting.screen.text.split())


async def test_a_document_comes_without_a_word_about_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_of, "_MOMENT_SECONDS", 0.0)
    async with a_room(1) as room:
        room.lose(await room.come(word(1)))
        taking = await room.call(word(2), command="topten")
        await until(lambda: taking.screen.closed)
        assert taking.screen.text == "the ten\r\n"
