"""The participant's app: one for each connection, and cheap enough for two hundred of them in one process."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar, Final

from textual import events, on
from textual.message import Message
from textual.screen import ModalScreen, Screen
from typing_extensions import override

from copworkshop.live.autosave import NotSaved, SaveState
from copworkshop.live.hub import Change, Hub
from copworkshop.live.subscriptions import NOBODY, SeatSubscription
from copworkshop.model.clock import Clock, LastKey
from copworkshop.model.people import participant
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.person_sight import was_entered_for
from copworkshop.toolkit import theme
from copworkshop.toolkit.app import LEAVES
from copworkshop.toolkit.aside import AsideApp
from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.toolkit.taps import TappedKey
from copworkshop.ui.client import SessionClient
from copworkshop.ui.messages import SavingChanged, SessionChanged
from copworkshop.ui.participant.asking import AskingScreen
from copworkshop.ui.participant.change_filter import Interests, changed_interests
from copworkshop.ui.participant.covers import Covers
from copworkshop.ui.participant.following import same_round
from copworkshop.ui.participant.name import FindSeat, NameScreen
from copworkshop.ui.participant.room import ParticipantRoom
from copworkshop.ui.participant.stray_keys import StrayKeys
from copworkshop.ui.participant.turns import Arrive, Prepare, Turns
from copworkshop.ui.saved import SAVED, Saves
from copworkshop.ui.way_in import WayIn

TAKEN_OVER: Final = "What was entered here for you is yours now: change it as you like."
"""The sentence for a person who comes in with a terminal to a seat for which somebody else has written."""


TAKEN_BACK: Final = (
    "The facilitator has given this seat a new rejoin word. If it is your seat, ask them for the word; if not, connect "
    "again and type your own name."
)


class ParticipantApp(AsideApp):
    """Shows the session to one person.

    It can be started before anybody has come. :meth:`assign` then gives it its person. It is woken only by changes of
    the session that concern this person.
    """

    AUTO_FOCUS: ClassVar[str | None] = None

    class Part(Message):
        """The person's connection is lost."""

    class TakenBack(Message):
        """The person's seat has a new rejoin word."""

    def __init__(
        self,
        hub: Hub,
        save_state: Saves,
        *,
        find_seat: FindSeat,
        way_in: WayIn | None = None,
        composes_ahead: bool = False,
        turns: FairScheduler | None = None,
        clock: Clock = monotonic,
        ansi_color: bool | None = None,
    ) -> None:
        """Take the session, its state of saving, and the ways in and back.

        `find_seat` returns the seat of a rejoin word, or None. `way_in` says how they come back; None for not at
        all. With `composes_ahead`, the newcomer's screen and the panel of the step are laid out
        before anybody has come, and then :attr:`composed` is set. `turns` is shared by all apps on this loop, so that
        they change one after the other. `clock` counts seconds.
        """
        super().__init__(ansi_color=ansi_color)
        self.animation_level = "none"
        self._hub = hub
        self._way_in = way_in
        self._saves = save_state
        self._find_seat = find_seat
        self._seated: Callable[[int], None] | None = None
        self._composes_ahead = composes_ahead
        self._turns = Turns(turns if turns is not None else FairScheduler(), clock, self.post_message)
        self._clock = clock
        self._last_key = LastKey(clock, clock())
        self._stray = StrayKeys(clock)
        self._up = False
        self._taken_back = False
        """The facilitator has given the person's seat a new rejoin word, so it is not theirs any more."""
        self.asleep = False
        """Nobody looks, because the person's connection is lost. They may come back."""
        self._terminal_theme = theme.DARK.name
        self._changes: SeatSubscription[Change] | None = None
        self._ends: list[Callable[[], None]] = []
        self.room = ParticipantRoom(hub, save_state, self._last_key, self._way_back, self._listen_to)
        self._covers = Covers(self, self.room, self._last_key, clock)
        self.theme = theme.DARK.name
        self.composed = asyncio.Event()
        self._unseen = True
        """Nobody may look yet, so intermediate changes are not painted."""
        self.room.hold_paint()

    @property
    @override
    def farewell(self) -> str:
        if self._taken_back:
            return TAKEN_BACK
        return f"All you wrote is kept. {self.way_back}" if self.way_back else ""

    @property
    @override
    def way_back(self) -> str:
        # Their word is gone with the screen. A person who never had a seat has no way back.
        how = self.room.writer.how_back
        return f"Come back with: {how}" if how else ""

    @override
    def get_default_screen(self) -> Screen[None]:
        return self.room

    def assign(
        self,
        seat: int | None,
        *,
        seated: Callable[[int], None] | None = None,
        theme_name: str = theme.DARK.name,
        shown: Callable[[], None] | None = None,
    ) -> None:
        """Give the app its person: the one in this seat, or a newcomer for None. Call it before the app runs or within.

        It is called once, and again for a person whose connection was lost (:meth:`detach`). They find everything as it
        was, moved on as if they had stayed. `seated` is called with the seat when the person has one. `theme_name` is a
        theme that their terminal can show. `shown` is called when the screen is theirs.
        """
        self._seated = seated
        if theme_name != self._terminal_theme:  # otherwise the theme that they have chosen stays
            self._terminal_theme = self.theme = theme_name
        if not self.asleep:
            self._last_key.note()
        self._turns.arrival = Arrive(seat, shown)
        if self._up:
            self._turns.show_arrival()

    def detach(self) -> None:
        """Note, within the app, that the person's connection is lost: typed text is submitted, and drawing stops."""
        self.post_message(self.Part())

    def on_change(self, change: Change) -> None:
        """Wake up if a change concerns the person.

        It is called for changes of the whole session, and for changes of the seats that the app listens to. It runs in
        the context of the app that made the change, so it only posts a message to its own app, now or a little later.
        """
        writer, panel = self.room.writer, self.room.panel
        seat, acting = writer.seat, writer.acting_seat
        if self.asleep:
            return
        if seat in change.seats and not writer.holds_seat:
            self.post_message(self.TakenBack())
            return
        if seat is None:
            if change.room and not same_round(change.before.spot, change.after.spot):
                self._turns.prepare_when_quiet()
            return
        if acting in change.seats:
            writer.own_revision = change.after.revision
        if change.room:
            self._turns.show_change()
        elif seat in change.seats or acting in change.seats:
            if panel is None or not panel.caused(change):
                self._turns.wake()
        elif not self._turns.wakes_later and _shown_in(self.room) & changed_interests(change, seat):
            self._turns.wake_later()

    def on_mount(self) -> None:
        """Subscribe to changes, to saving, and to how people join."""
        self._changes = self._hub.subscribe_to_seats(self.on_change)
        self._ends = [self._changes.end, self._saves.subscribe(self._hear_saving)]
        if self._way_in is not None:
            self._ends.append(self._way_in.subscribe(self._hear_way_in))

    def on_unmount(self) -> None:
        """End the subscriptions, and request no more turns."""
        for end in self._ends:
            end()
        self._turns.cancel()

    @override
    async def on_event(self, event: events.Event) -> None:
        if isinstance(
            event, events.Key | events.Paste | events.MouseDown | events.MouseScrollUp | events.MouseScrollDown
        ):
            self._last_key.note()
        key = event if isinstance(event, events.Key) and not isinstance(event, TappedKey) else None
        if key is not None and self._stray.is_stray(key, in_field=self.in_field):
            return
        await super().on_event(event)

    @override
    async def action_quit(self) -> None:
        await self.room.submit_pending()
        self.exit()

    @override
    def action_help_quit(self) -> None:
        screen = self.screen
        if isinstance(screen, NameScreen | AskingScreen | ParticipantRoom):
            screen.show_message(LEAVES)

    @on(ParticipantRoom.Ready)
    async def _let_in(self) -> None:
        self._up = True
        if self._turns.arrival is not None:
            self.post_message(self._turns.arrival)
            if self.asleep:  # the connection was lost meanwhile
                self.post_message(self.Part())
            return
        if self._composes_ahead:
            await self.room.guide.prepare()
            self.room.once_painted(self._ask_to_compose)
        self._may_be_seen()

    def _may_be_seen(self) -> None:
        if self._unseen:
            self._unseen = False
            self.room.release_paint()

    def _ask_to_compose(self) -> None:
        self.call_later(self._compose_ahead)

    async def _compose_ahead(self) -> None:
        prompt = NameScreen(self._hub, self._find_seat, self._note_seat)
        with prompt.batch_paint():
            await self.push_screen(prompt)
        prompt.once_painted(self.composed.set)

    @on(Arrive)
    async def _arrived(self, event: Arrive) -> None:
        asked = self.screen
        if event.seat is not None and event.seat == self.room.writer.seat:
            await self._wake_up(event.seat)
        elif event.seat is not None:
            await self.take_seat(event.seat)
        elif isinstance(asked, NameScreen):
            asked.look()
        else:
            await self.push_screen(NameScreen(self._hub, self._find_seat, self._note_seat))
        await self._covers.refresh()
        self._may_be_seen()
        if event.shown is not None:
            event.shown()
        self._turns.arrival = None
        self.composed.set()
        self._end_turn()

    @on(TakenBack)
    def _leave_seat(self) -> None:
        self._taken_back = True
        self.exit()

    @on(Part)
    async def _parted(self) -> None:
        if self._up:  # otherwise there is no screen yet
            await self.room.submit_pending()
        self.asleep = True
        if self._up:
            self.room.suspend()
        self._listen_to(NOBODY)

    async def _wake_up(self, seat: int) -> None:
        """Show a person who has come back what has happened meanwhile."""
        self.asleep = False
        self.room.writer.own_revision = self._hub.session.revision
        await self.room.guide.assign(seat)
        self._note_seat(seat)

    @on(NameScreen.Seated)
    async def _has_a_seat(self, event: NameScreen.Seated) -> None:
        await self.take_seat(event.seat)
        if event.new and self.room.writer.lacks_table:
            await self.room.about_me.ask_for_table()
        await self._covers.refresh()

    @on(AskingScreen.Answered)
    async def _has_an_answer(self, event: AskingScreen.Answered) -> None:
        while isinstance(self.screen, AskingScreen | ModalScreen):  # the list of keys may be open
            await self.pop_screen()
        asked = self.screen
        if event.answer.seat is not None:
            await self.take_seat(event.answer.seat, handed_over=True)
            await self._covers.refresh()
        elif isinstance(asked, NameScreen):
            asked.ask_again(event.answer.sentence)

    async def take_seat(self, seat: int, *, handed_over: bool = False) -> None:
        """Show the screen of a seat. `handed_over` says that the facilitator gave it to this person."""
        client = SessionClient(self._hub, participant(seat), self.room.show_message)
        own = client.sight.own
        takes_over = own is not None and not own.device and client.sight.closed is None
        if takes_over:
            await client.request(TakeSeat, seat=seat)
        asked = self.screen
        with self.room.batch_paint():
            if isinstance(asked, NameScreen):
                await self.pop_screen()
            await self.room.guide.assign(seat)
        if (takes_over or handed_over) and own is not None and was_entered_for(own):
            self.room.show_message(TAKEN_OVER)
        self._note_seat(seat)
        self._turns.prepare_when_quiet()

    @override
    def sets_aside(self, screen: Screen[Any]) -> bool:
        # The person who answered a name prompt does not have to wait until its ten widgets have ended.
        return isinstance(screen, NameScreen)

    def _note_seat(self, seat: int) -> None:
        if self._seated is not None:
            self._seated(seat)

    @on(SessionChanged)
    async def _show_change(self) -> None:
        self._turns.begin_look()
        try:
            await self.room.guide.look()
            self.refresh_help()
            await self._covers.refresh()
        finally:
            self._end_turn()

    @on(ParticipantRoom.Look)
    async def _look_again(self) -> None:
        await self.room.guide.look()
        await self._covers.refresh()

    @on(ParticipantRoom.Unprepared)
    def _ask_to_prepare(self) -> None:
        self._turns.prepare_when_quiet()

    @on(Prepare)
    async def _prepare(self, event: Prepare) -> None:
        try:
            self._turns.begin_preparing()
            await self.clear_aside(self.room)
            if not self.room.guide.is_prepared:
                await self.room.guide.prepare()
        finally:
            event.over()

    @on(SavingChanged)
    def _show_saving(self) -> None:
        self.room.lines.refresh_saving()

    def _listen_to(self, seats: frozenset[int] | None) -> None:
        if self._changes is not None:
            self._changes.limit_to(NOBODY if self.asleep else seats)

    def _hear_saving(self, state: SaveState) -> None:
        if self.asleep or (self.room.saved.drawn == SAVED and not isinstance(state, NotSaved)):
            return  # only a few of two hundred people wait for each save
        if self.room.writer.seat is not None and self.room.saved.has_news:
            self.post_message(SavingChanged())

    def _hear_way_in(self, _sentence: str) -> None:
        if not self.asleep and self.room.writer.seat is not None:
            self._turns.show_change()

    def _way_back(self) -> str:
        return self._way_in.joining.back if self._way_in is not None else ""

    def _end_turn(self) -> None:
        for call in self._turns.end():
            self.room.once_painted(call)


def _shown_in(room: ParticipantRoom) -> Interests:
    """Return the work of others that a person sees. In the middle of a look we do not know yet what will be shown."""
    if room.guide.is_busy:
        return Interests.ANYTHING
    return room.panel.others if room.panel is not None else Interests.NOTHING
