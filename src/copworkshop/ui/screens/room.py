"""What the stage and the console of a facilitator have in common: the keys that lead the room."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea
from typing_extensions import override

from copworkshop.model.plan import Kind
from copworkshop.rules.admission import CloseDoor, ShowAddress
from copworkshop.rules.agenda import Back, Blank, Forward, GoTo, LayBeside, LookUp
from copworkshop.rules.clock import MoveTimer, StartTimer
from copworkshop.rules.finished import takes_input
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.dialogs.palette import Offer
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.theme import GOES_THROUGH
from copworkshop.ui.client import SessionClient
from copworkshop.ui.clock import until_change
from copworkshop.ui.countdown import ends_at
from copworkshop.ui.messages import OfferReport
from copworkshop.ui.saved import SavedState, saving_answer
from copworkshop.ui.screens.agenda import AgendaScreen, places
from copworkshop.ui.screens.export import ExportScreen
from copworkshop.ui.screens.people import PeopleScreen
from copworkshop.ui.screens.question_keys import has_question, lead_question, lead_question_back
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

MINUTE = 60
SECOND = 1.0

EXPORT: Final = "Export: the report in any format as it stands now, and the paper kit"
_FORWARD: Final = "Forward: the next point, then the next step"
_BACK: Final = "Back, as far as you like; a closed round stays closed"

LEADING: Final[Commands["RoomScreen"]] = (
    # A wireless presenter sends Page Down. It must lead the room even while a list has the focus.
    Command(
        "pagedown", "forward", _FORWARD, "on", when=lambda self: self.can_go_on, label="PgDn", rank=3, priority=True
    ),
    Command("right,space", "advance", _FORWARD, when=lambda self: self.can_go_on),
    Command(
        "pageup",
        "back",
        _BACK,
        lambda self: "back" if self.has_room_for_back else "",
        when=lambda self: self.can_go_back,
        label="PgUp",
        rank=4,
        priority=True,
    ),
    Command("left", "back", _BACK, when=lambda self: self.can_go_back),
    Command(
        "down",
        "page(1)",
        "The next page of a long list on the stage; it also turns by itself",
        when=lambda self: self.has_pages,
    ),
    Command("up", "page(-1)", "The page before it", when=lambda self: self.has_pages),
    Command("g", "agenda", "Go to any step, round or phase", "go", rank=8),
    Command(
        "t",
        "timer",
        "Timer: start or pause",
        lambda self: "pause" if self.seen.clock.running else "go on" if self.seen.clock.begun else "start",
        when=lambda self: self.is_open,
        rank=10,
    ),
    Command("plus,equals_sign", "minute(1)", "Timer: a minute more", when=lambda self: self.is_open),
    Command("minus", "minute(-1)", "Timer: a minute less", when=lambda self: self.is_open),
    Command(
        "b,full_stop",
        "blank",
        "Blank the stage, and bring it back",
        lambda self: "stage on" if self.seen.stage.blank else "blank",
        when=lambda self: self.is_open,
        rank=11,
    ),
    Command(
        "l",
        "literature",
        "Show the literature next to it, and hide it again",
        lambda _: "literature",
        when=lambda self: self.seen.stage.has_literature,
        rank=6,
    ),
    Command(
        "j",
        "address",
        "Show on the stage how to join, at any step, and take it away",
        when=lambda self: (
            self.is_open and self.can_join and (self.seen.stage.address or self.seen.spot.kind is not Kind.WELCOME)
        ),
    ),
    Command(
        "o",
        "door",
        "Close the door, so that nobody new comes in, and open it again",
        when=lambda self: self.is_open and self.can_join,
    ),
    Command(
        "k",
        "look_up",
        "Please look up: ask so on every participant's screen, and take it away",
        when=lambda self: self.is_open and (self.can_join or self.seen.stage.look_up),
    ),
    Command("p", "people", "People: add, rename, take out, tables", "people", when=lambda self: self.is_open, rank=9),
    Command("f2", "app.turn", "Console and stage, in turn", "stage", rank=5),
    Command("d", "app.next_theme", GOES_THROUGH),
    Command("f1,question_mark", "app.help", HELP, "keys", rank=6),
)
"""The keys that lead the room. The ranks are the places in the last line of the console."""


class RoomScreen(LeanScreen[None]):
    """A view of the running session from which the facilitator leads the room.

    A key applies to the spot that the screen shows. So a key that is pressed twice, or on two terminals at once, moves
    the room only once.
    """

    KEYS: ClassVar[Commands[Any]] = LEADING

    space_closes_rounds: ClassVar[bool] = False
    """Whether Space and Right go forward also in a round that takes input."""

    _saved: SavedState

    def __init__(self, client: SessionClient) -> None:
        super().__init__()
        self.client = client
        self.way_in: WayIn | None = None
        """How people join at any moment; None if nobody can join over the network."""
        self.seen: Sight = client.sight
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

    def refresh_page(self) -> None:
        """Show what changed about the pages and the sizes of the stages; by default nothing."""

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
            self.arm()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.refresh_sight()

    @property
    def is_open(self) -> bool:
        """Whether the session is not closed."""
        return self.seen.closed is None

    @property
    def has_pages(self) -> bool:
        """Whether what the stage shows is divided into pages."""
        return self.client.stage_pages.has_pages

    @property
    def can_join(self) -> bool:
        """Whether people can join over the network."""
        return self.joining is not None

    @property
    def can_go_on(self) -> bool:
        """Whether there is a next point. A focused text area keeps Page Down and Page Up for itself."""
        return (self.seen.leading.next is not None or has_question(self.seen)) and not isinstance(
            self.focused, TextArea
        )

    @property
    def can_go_back(self) -> bool:
        """Whether there is a point before this one."""
        first, at = self.seen.plan.steps[0], self.seen.spot
        is_first = (at.kind, at.round, at.point) == (first.kind, first.rounds[0], 0)
        return (not is_first or has_question(self.seen)) and not isinstance(self.focused, TextArea)

    @property
    def has_room_for_back(self) -> bool:
        """Whether the last line has room for the key that leads back."""
        return True

    async def action_forward(self) -> None:
        """Move the room one point, round or step forward. A round that this closes would not take what is typed.

        A question outside the plan comes first: it is closed, or its answers are put away.
        """
        if await lead_question(self.client, self.seen):
            return
        await self.submit_pending()
        await self.client.request(Forward, at=self.seen.spot, **self._as_seen())

    async def action_advance(self) -> None:
        """Move the room forward, by a key that lies under a hand."""
        asked = self.seen.question.open is not None
        if (asked or takes_input(self.seen.spot)) and not self.space_closes_rounds:
            self.show_message("Space and Right do not go forward while people write or choose. Page Down does.")
        else:
            await self.action_forward()

    async def action_back(self) -> None:
        """Move the room one point, round or step back. A question outside the plan stays open."""
        if await lead_question_back(self.client, self.seen):
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

    async def action_blank(self) -> None:
        """Blank the stage, or show the step again."""
        blank = not self.seen.stage.blank
        if await self.client.request(Blank, blank=blank):
            self.tell("The stage is blank. b brings it back." if blank else "The stage shows the step again.")

    async def action_look_up(self) -> None:
        """Ask on every participant's screen to look up, or take that away."""
        shown = not self.seen.stage.look_up
        if await self.client.request(LookUp, shown=shown) and not shown:
            self.tell("The participants' screens show the step again.")

    async def action_literature(self) -> None:
        """Show the literature next to the room's own result, or hide it."""
        beside = not self.seen.stage.literature_shown
        if await self.client.request(LayBeside, beside=beside):
            shown = "The stage shows the literature. l takes it away."
            self.tell(shown if beside else "The literature is off the stage.")

    async def action_address(self) -> None:
        """Show on the stage how to join, or hide it. The address is checked meanwhile."""
        if self.way_in is not None:
            self.way_in.check()
        shown = not self.seen.stage.address
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
                await self._go_to(chosen)

        self.app.push_screen(AgendaScreen(self.seen), go)

    def steps_to_go_to(self) -> Sequence[Offer]:
        """Return a line of the palette for each step, round and phase."""
        return [
            Offer(f"Go to: {name.strip()}", partial(self._go_to, request)) for name, _, request in places(self.seen)
        ]

    async def _go_to(self, chosen: GoTo) -> None:
        await self.client.submit(chosen.replace(**self._as_seen()))

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

    def action_say_saved(self) -> None:
        """Answer a person who presses the key that saves in other programs."""
        self.show_message(saving_answer(self._saved.drawn))

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
        return until_change(self.seen.clock, now) or (SECOND if ends_at(self.seen) is not None else None)

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
    @override
    def takes_text(self) -> bool:
        return takes_letters(self.focused)
