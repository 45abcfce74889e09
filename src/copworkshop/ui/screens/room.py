"""What the stage and the console of a facilitator have in common: the keys that lead the room."""

from abc import abstractmethod
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, TextArea
from typing_extensions import override

from copworkshop.model.plan import Kind
from copworkshop.rules.admission import CloseDoor, ShowAddress
from copworkshop.rules.agenda import Back, Blank, Forward, GoTo, LayBeside
from copworkshop.rules.clock import MoveTimer, StartTimer
from copworkshop.rules.finished import takes_input
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.theme import GOES_THROUGH
from copworkshop.ui.client import SessionClient
from copworkshop.ui.clock import until_change
from copworkshop.ui.screens.agenda import AgendaScreen
from copworkshop.ui.screens.people import PeopleScreen
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

MINUTE = 60
SECOND = 1.0


class RoomScreen(LeanScreen[None]):
    """A view of the running session from which the facilitator leads the room.

    A key applies to the spot that the screen shows. So a key that is pressed twice, or on two terminals at once, moves
    the room only once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # A wireless presenter sends Page Down. It must lead the room even while a list has the focus.
        Binding("pagedown", "forward", "Forward: the next point, then the next step", priority=True),
        Binding("right,space", "advance", "Forward: the next point, then the next step"),
        Binding("pageup", "back", "Back, as far as you like; a closed round stays closed", priority=True),
        Binding("left", "back", "Back, as far as you like; a closed round stays closed"),
        Binding("g", "agenda", "Go to any step, round or phase"),
        Binding("t", "timer", "Timer: start or pause"),
        Binding("plus,equals_sign", "minute(1)", "Timer: a minute more"),
        Binding("minus", "minute(-1)", "Timer: a minute less"),
        Binding("b,full_stop", "blank", "Blank the stage, and bring it back"),
        Binding("l", "literature", "Show the literature next to it, and hide it again"),
        Binding("j", "address", "Show on the stage how to join, at any step, and take it away"),
        Binding("o", "door", "Close the door, so that nobody new comes in, and open it again"),
        Binding("p", "people", "People: add, rename, take out, tables"),
        Binding("f2", "app.turn", "Console and stage, in turn"),
        Binding("d", "app.next_theme", GOES_THROUGH),
        Binding("f1,question_mark", "app.help", "Help: every key that works now"),
    ]

    space_closes_rounds: ClassVar[bool] = False
    """Whether Space and Right go forward also in a round that takes input."""

    def __init__(self, client: SessionClient) -> None:
        super().__init__()
        self.client = client
        self.way_in: WayIn | None = None
        """How people join at any moment; None if nobody can join over the network."""
        self.seen = client.sight
        self._ticking: Timer | None = None

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
    def show_message(self, sentence: str) -> None:
        """Show a sentence to the facilitator."""

    def tell(self, sentence: str) -> None:
        """Say what a key changed for the room. By default nothing: on the stage the change itself is visible."""

    def refresh_sight(self) -> None:
        """Read the session again, and show it if this screen is on top."""
        self.seen = self.client.sight
        if self.is_current:
            self.show(self.seen)
            self.refresh_bindings()
            self.arm()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.refresh_sight()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now. A focused text area keeps Page Up and Page Down."""
        match action:
            case "forward" | "back" if isinstance(self.focused, TextArea):
                return False
            case "forward" | "advance":
                return self.seen.next is not None
            case "back":
                first = self.seen.plan.steps[0]
                at = self.seen.spot
                return (at.kind, at.round, at.point) != (first.kind, first.rounds[0], 0)
            case "literature":
                return self.seen.literature
            case "address" if self.joining is None or (self.seen.spot.kind is Kind.WELCOME and not self.seen.address):
                return False
            case "door" if self.joining is None:
                return False
            case "timer" | "minute" | "blank" | "people" | "address" | "door" if self.seen.closed is not None:
                return False
            case _:
                return True

    async def action_forward(self) -> None:
        """Move the room one point, round or step forward. A round that this closes would not take what is typed."""
        await self.submit_pending()
        await self.client.request(Forward, at=self.seen.spot, **self._as_seen())

    async def action_advance(self) -> None:
        """Move the room forward, by a key that lies under a hand."""
        if takes_input(self.seen.spot) and not self.space_closes_rounds:
            self.show_message("Space and Right do not go forward while people write or choose. Page Down does.")
        else:
            await self.action_forward()

    async def action_back(self) -> None:
        """Move the room one point, round or step back."""
        await self.client.request(Back, at=self.seen.spot)

    async def action_timer(self) -> None:
        """Start the clock, or stop it."""
        await self.client.request(StartTimer, running=not self.seen.clock.running)

    async def action_minute(self, minutes: int) -> None:
        """Add minutes to the clock, or take some away."""
        await self.client.request(MoveTimer, seconds=minutes * MINUTE)

    async def action_blank(self) -> None:
        """Blank the stage, or show the step again."""
        blank = not self.seen.blank
        if await self.client.request(Blank, blank=blank):
            self.tell("The stage is blank. b brings it back." if blank else "The stage shows the step again.")

    async def action_literature(self) -> None:
        """Show the literature next to the room's own result, or hide it."""
        beside = not self.seen.beside
        if await self.client.request(LayBeside, beside=beside):
            shown = "The stage shows the literature. l takes it away."
            self.tell(shown if beside else "The literature is off the stage.")

    async def action_address(self) -> None:
        """Show on the stage how to join, or hide it. The address is checked meanwhile."""
        if self.way_in is not None:
            self.way_in.check()
        shown = not self.seen.address
        if await self.client.request(ShowAddress, shown=shown):
            self.tell("The stage shows how to join. j takes it away." if shown else "The stage shows the step again.")

    async def action_door(self) -> None:
        """Close the door, so that nobody new can join, or open it again."""
        closed = not self.seen.door_closed
        if await self.client.request(CloseDoor, closed=closed):
            closing = "Nobody new comes in; who has a seat still does. o opens the door."
            self.tell(closing if closed else "The door is open: everybody with the code comes in.")

    def action_agenda(self) -> None:
        """Let the facilitator choose where to go."""

        async def go(chosen: GoTo | None) -> None:
            if chosen is not None:
                await self.client.submit(chosen.replace(**self._as_seen()))

        self.app.push_screen(AgendaScreen(self.seen), go)

    def action_people(self) -> None:
        """Open the list of people."""
        self.app.push_screen(PeopleScreen(self.client, door=self.joining is not None))

    def arm(self) -> None:
        """Schedule :meth:`tick` for the next time at which something on the screen changes by itself.

        Nothing is scheduled for a screen that shows no time.
        """
        if self._ticking is not None:
            self._ticking.stop()
        seconds = self.until_tick() if self.is_current else None
        self._ticking = self.set_timer(seconds, self._on_tick) if seconds is not None else None

    def until_tick(self) -> float | None:
        """Return in how many seconds something on the screen changes by itself; None for never."""
        now = self.client.hub.now()
        return until_change(self.seen.clock, now) or (SECOND if self.seen.closing is not None else None)

    @abstractmethod
    def tick(self) -> None:
        """Redraw what changes by itself."""

    def _on_tick(self) -> None:
        if self.is_current:
            self.tick()
            self.arm()

    def _as_seen(self) -> dict[str, object]:
        """Return what a key that may close a round has to say: who is connected, and the countdown that is shown."""
        closing = self.seen.closing
        return {
            "connected": frozenset(self.client.attendance.seats),
            "until": closing.until if closing is not None else None,
        }

    @property
    def typing(self) -> bool:
        """Whether a text field has the focus."""
        return isinstance(self.focused, Input | TextArea)
