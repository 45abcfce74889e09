"""What the stage and the console of a facilitator have in common: what the keys that lead the room do."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.message import Message
from typing_extensions import override

from copworkshop.rules.agenda import Back, Forward, GoTo
from copworkshop.rules.clock import MoveTimer, StartTimer
from copworkshop.rules.finished import takes_input
from copworkshop.rules.question import CloseQuestion, KeepQuestionOpen, ShowResult
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Commands
from copworkshop.toolkit.dialogs.palette import Offer
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.ui.client import SessionClient
from copworkshop.ui.clock import until_change
from copworkshop.ui.countdown import ends_at
from copworkshop.ui.messages import OfferReport
from copworkshop.ui.screens.agenda import AgendaScreen, places
from copworkshop.ui.screens.export import ExportScreen
from copworkshop.ui.screens.people import PeopleScreen
from copworkshop.ui.screens.room_keys import ROOM_KEYS
from copworkshop.ui.screens.switches import SWITCHES
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.ticks import Ticks
from copworkshop.ui.way_in import WayIn

MINUTE = 60
SECOND = 1.0


def always(_: Sight) -> bool:
    """Return true, whatever the room is like."""
    return True


class RoomScreen(LeanScreen[None]):
    """A view of the running session from which the facilitator leads the room.

    A key applies to the spot that the screen shows. So a key that is pressed twice, or on two terminals at once, moves
    the room only once.
    """

    KEYS: ClassVar[Commands[Any]] = ROOM_KEYS

    space_closes_rounds: ClassVar[bool] = False
    """Whether Space and Right go forward also in a round that takes input."""

    tells_of_switches: ClassVar[bool] = False
    """Whether it says in words what a key turned on or off. On the stage the change itself is visible."""

    def __init__(self, client: SessionClient) -> None:
        super().__init__()
        self.client = client
        self.way_in: WayIn | None = None
        """How people join at any moment; None if nobody can join over the network."""
        self.seen: Sight = client.sight
        self.ticks = Ticks(self)
        """Redraws what changes by itself."""

    @property
    def joining(self) -> Joining | None:
        """How people join now; None if nobody can join over the network."""
        return self.way_in.joining if self.way_in is not None else None

    @property
    def title_for_help(self) -> str:
        """The name of this screen in the list of keys."""
        return self.seen.step.short

    @abstractmethod
    def show(self, seen: Sight) -> None:
        """Show the session as it is now."""

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed; by default there is none."""

    @abstractmethod
    def show_message(self, sentence: str, holds: Callable[[Sight], bool] = always) -> None:
        """Show a sentence to the facilitator, while it `holds`."""

    def refresh_sight(self) -> None:
        """Read the session again, and show it if this screen is on top."""
        self.seen = self.client.sight
        if self.is_current:
            self.show(self.seen)
            self.ticks.arm()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.refresh_sight()

    async def action_forward(self) -> None:
        """Move the room one point, round or step forward. A round that this closes would not take what is typed.

        A question outside the plan comes first: it is closed, or its answers are put away.
        """
        if await _lead_question(self.client, self.seen):
            return
        await self.submit_pending()
        await self.client.request(Forward, at=self.seen.spot, **_as_seen(self.client, self.seen))

    async def action_advance(self) -> None:
        """Move the room forward, by a key that lies under a hand."""
        asked = self.seen.question.open is not None
        if (asked or takes_input(self.seen.spot)) and not self.space_closes_rounds:
            self.show_message("Space and Right do not go forward while people write or choose. Page Down does.")
        else:
            await self.action_forward()

    async def action_back(self) -> None:
        """Move the room one point, round or step back. A question outside the plan stays open."""
        if await _lead_question_back(self.client, self.seen):
            return
        await self.client.request(Back, at=self.seen.spot)

    def action_page(self, pages: int) -> None:
        """Turn the page of a long list on all stages."""
        self.client.stage_pages.turn(pages)

    async def action_timer(self) -> None:
        """Start the clock, or stop it."""
        await self.client.request(StartTimer, running=not self.seen.clock.running)

    async def action_minute(self, minutes: int) -> None:
        """Add minutes to the clock, or take some away."""
        await self.client.request(MoveTimer, seconds=minutes * MINUTE)

    async def action_switch(self, name: str) -> None:
        """Turn something on for the room, or off."""
        switch = SWITCHES[name]
        on = not switch.is_on(self.seen)
        told = switch.turned_on if on else switch.turned_off
        if await self.client.request(switch.request, **{switch.field: on}) and self.tells_of_switches:
            self.show_message(told, lambda seen: switch.is_on(seen) is on)

    async def action_address(self) -> None:
        """Show on the stage how to join, or hide it. The address is checked meanwhile."""
        if self.way_in is not None:
            self.way_in.check()
        await self.action_switch("address")

    def action_agenda(self) -> None:
        """Let the facilitator choose where to go."""
        self.app.push_screen(AgendaScreen(self.seen), self._go_to)

    def steps_to_go_to(self) -> Sequence[Offer]:
        """Return a line of the palette for each step, round and phase. A closed session stays where it is."""
        if self.seen.closed is not None:
            return []
        return [
            Offer(f"Go to: {name.strip()}", partial(self._go_to, request)) for name, _, request in places(self.seen)
        ]

    async def _go_to(self, chosen: GoTo | None) -> None:
        if chosen is not None:
            await self.client.submit(chosen.replace(**_as_seen(self.client, self.seen)))

    def action_export(self) -> None:
        """Ask which documents to write."""
        self.post_message(OfferReport())

    @on(OfferReport)
    def _offer_report(self, event: OfferReport) -> None:
        event.stop()

        def write(message: Message | None) -> None:
            if message is not None:
                self.post_message(message)

        self.app.push_screen(ExportScreen(self.client.sight, event.title), write)

    def action_people(self) -> None:
        """Open the list of people."""
        self.app.push_screen(PeopleScreen(self.client, door=self.joining is not None))

    def until_tick(self) -> float | None:
        """Return in how many seconds something on the screen changes by itself; None for never."""
        now = self.client.hub.now()
        return until_change(self.seen.clock, now) or (SECOND if ends_at(self.seen) is not None else None)

    @abstractmethod
    def tick(self) -> None:
        """Redraw what changes by itself."""

    @property
    @override
    def takes_text(self) -> bool:
        return takes_letters(self.focused)


def _as_seen(client: SessionClient, seen: Sight) -> dict[str, object]:
    """Return what a key that may close a round has to say: who is connected, and the countdown that is shown."""
    closing = seen.closing
    return {
        "connected": frozenset(client.attendance.seats),
        "until": closing.until if closing is not None else None,
    }


async def _lead_question(client: SessionClient, seen: Sight) -> bool:
    """Close the open question, or put the answers away that are shown; return whether there were any."""
    asked, shown = seen.question.open, seen.question.shown
    if asked is not None:
        connected = frozenset(client.attendance.seats)
        await client.request(CloseQuestion, number=asked.number, connected=connected, until=asked.until)
    elif shown is not None:
        await client.request(ShowResult, number=shown.number, shown=False)
    return asked is not None or shown is not None


async def _lead_question_back(client: SessionClient, seen: Sight) -> bool:
    """Keep the question open whose countdown runs, or put the answers away; return whether there is a question."""
    asked = seen.question.open
    if asked is None:
        return await _lead_question(client, seen)
    if asked.until is not None:
        await client.request(KeepQuestionOpen, number=asked.number)
    else:
        client.show_message("A question is open, so the room stays where it is. Page Down closes the question.")
    return True
