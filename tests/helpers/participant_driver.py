"""Participants at their keyboards: apps on one hub, keys in, and what then stands on the screen."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from copworkshop.live.autosave import Saved, SaveState, Saving
from copworkshop.live.hub import Hub
from copworkshop.live.listeners import Listeners
from copworkshop.model.people import FACILITATOR, Actor, Seat, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import CloseRound, Forward, GoTo
from copworkshop.rules.reopening import Reopen, can_reopen
from copworkshop.rules.request import Request
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn
from helpers.screens import AtKeyboard
from helpers.session_builder import NOW, opened_again, room, with_ideas
from helpers.waiting import settled

HOW_BACK = "ssh -p 2222 WORD@192.0.2.7"


class Clock:
    """A clock that stands still until it is moved: the time of day for the rules, seconds for the apps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class Disk:
    """What the apps hear of saving."""

    def __init__(self) -> None:
        self.state: SaveState = Saved(0, NOW)
        self.all_saved = True
        self.states = Listeners[SaveState]()

    def saved(self, revision: int, seat: int | None = None) -> bool:
        return self.all_saved

    def subscribe(self, listener: Callable[[SaveState], None]) -> Callable[[], None]:
        return self.states.subscribe(listener)

    def turn_to(self, state: SaveState) -> None:
        self.state = state
        self.all_saved = isinstance(state, Saved)
        self.states.tell(state)

    def busy(self) -> None:
        self.turn_to(Saving())


class House:
    """One running session, the clock on its wall, and the people who come."""

    def __init__(self, people: int = 6, plan: Plan | None = None) -> None:
        self.clock = Clock()
        self.hub = Hub(room(people, plan), now=self.clock.now)
        self.disk = Disk()

    def seat(self, number: int) -> Seat:
        return self.hub.session.seats[number]

    def picks(self, vote: Vote = Vote.FIRST) -> tuple[int, ...]:
        """What the person in seat 1 has chosen."""
        ballot = self.seat(1).ballot_of(vote)
        return ballot.picks if ballot is not None else ()

    async def lead(self, kind: Kind, round_name: str | None = None, point: int = 0) -> None:
        """Go there, as the facilitator, and open the round again if it was closed."""
        await self.look(kind, round_name, point)
        if can_reopen(self.hub.session):
            await self.hub.submit(Reopen(at=self.hub.session.spot), FACILITATOR)

    async def look(self, kind: Kind, round_name: str | None = None, point: int = 0) -> None:
        """Go there, as the facilitator; a closed round stays closed."""
        await self.hub.submit(GoTo(kind=kind, round=round_name, point=point), FACILITATOR)

    async def count_down(self) -> None:
        """Press forward in a round that the person in seat 1, who is connected, has not finished."""
        spot = self.hub.session.spot
        await self.hub.submit(Forward(at=spot, connected=frozenset({1})), FACILITATOR)

    async def close_round(self) -> None:
        """Let the countdown end."""
        closing = self.hub.session.closing
        assert closing is not None
        await self.hub.submit(CloseRound(until=closing.until), FACILITATOR)

    def start_at(self, kind: Kind, round_name: str | None = None, point: int = 0) -> "House":
        """The same house, before anybody comes, with the room there and the round open."""
        self.hub = Hub(opened_again(self.hub.session, kind, round_name, point), now=self.clock.now)
        return self

    async def with_ideas(self, ideas: int, round_name: str) -> "House":
        """The same house in a round of Activity 2, with ideas of six people that go by the numbers in their words."""
        session = opened_again(self.hub.session, Kind.TOP_TEN, "collect")
        for number in range(ideas):
            session = with_ideas(session, number % 6 + 1, f"Idea number {number + 1}")
        self.hub = Hub(session, now=self.clock.now)
        await self.lead(Kind.TOP_TEN, round_name)
        return self

    async def ask(self, *requests: Request, actor: Actor = FACILITATOR) -> None:
        for request in requests:
            await self.hub.submit(request, actor)

    async def find_seat(self, word: str) -> int | None:
        return next((seat.number for seat in self.hub.session.seats.values() if seat.word == word), None)

    def app(self, *, ahead: bool = False) -> ParticipantApp:
        return ParticipantApp(
            self.hub,
            self.disk,
            find_seat=self.find_seat,
            way_in=WayIn(Joining(HOW_BACK.replace("WORD@", "room@"), None)),
            composes_ahead=ahead,
            clock=self.clock.monotonic,
        )

    @asynccontextmanager
    async def guest(
        self, seat: int | None = 1, size: tuple[int, int] = (80, 24), *, ahead: bool = False
    ) -> AsyncIterator["Guest"]:
        """Somebody who comes, with a seat or as a newcomer; with `ahead` their app waits for them, as on a host."""
        app = self.app(ahead=ahead)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            guest = Guest(self, app, pilot)
            if ahead:
                await guest.until(app.composed.is_set, "the screen made ready")
            app.assign(seat)
            await guest.until(lambda: app.room.panel is not None or len(app.screen_stack) > 1, "the first screen")
            await pilot.pause()
            yield guest


class Guest(AtKeyboard[ParticipantApp]):
    """One app, and the person at its keyboard."""

    def __init__(self, house: House, app: ParticipantApp, pilot: Pilot[None]) -> None:
        super().__init__(app, pilot)
        self.house = house

    @property
    def at(self) -> tuple[str, str]:
        """Where the person is: step and round."""
        here = self.app.room.position.here
        assert here is not None
        return (here.kind, here.round)

    def at_once(self, *keys: str) -> None:
        """Press keys that reach the app in one packet; a character of its own stands for its key."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, key if len(key) == 1 else key_to_character(key)))

    async def press(self, *keys: str) -> None:
        """Press keys as somebody who types fast does; a character of its own stands for its key."""
        for key in keys:
            self.at_once(key)
            await settled()
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste a text from a terminal that marks pastes."""
        self.app.post_message(events.Paste(text))
        await settled()
        await self.pilot.pause()

    async def taken_to(self, kind: Kind, round_name: str) -> None:
        """Be taken along, idle for long, as the room goes there."""
        self.house.clock.seconds += 100
        await self.house.lead(kind, round_name)
        await self.until(lambda: self.at == (kind, round_name), f"the round {round_name}")

    def _sees_the_room(self) -> bool:
        room = self.app.room
        seat, seen = room.writer.seat, room.position.seen
        return seat is None or seen is None or seen.spot == self.house.hub.sight(participant(seat)).spot

    async def wait(self, seconds: float) -> None:
        """Do nothing for so long: the clock on the wall goes on, and the screen looks at it."""
        await self.until(self._sees_the_room, "a look at where the room is")
        self.house.clock.seconds += seconds
        await self.app.room.tick()
        await self.pilot.pause()
