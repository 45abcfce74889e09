"""The participant's app: one for each connection, and cheap enough for two hundred of them in one process."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar, Final

from textual import events, on
from textual.message import Message
from textual.screen import Screen
from typing_extensions import override

from copworkshop.live.hub import Hub
from copworkshop.model.clock import Clock, LastKey
from copworkshop.toolkit import theme
from copworkshop.toolkit.app import LEAVES
from copworkshop.toolkit.aside import AsideApp
from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.toolkit.taps import TappedKey
from copworkshop.ui.messages import SavingChanged, SessionChanged
from copworkshop.ui.participant.asking import AskingScreen
from copworkshop.ui.participant.covers import Covers
from copworkshop.ui.participant.entrance import Entrance
from copworkshop.ui.participant.name import FindSeat, NameScreen
from copworkshop.ui.participant.news import News, TakenBack
from copworkshop.ui.participant.room import ParticipantRoom
from copworkshop.ui.participant.stray_keys import StrayKeys
from copworkshop.ui.participant.turns import Arrive, Prepare, Turns
from copworkshop.ui.saved import Saves
from copworkshop.ui.way_in import WayIn

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
        self._composes_ahead = composes_ahead
        self._turns = Turns(turns if turns is not None else FairScheduler(), clock, self.post_message)
        self._last_key = LastKey(clock, clock())
        self._stray = StrayKeys(clock)
        self._up = False
        self._taken_back = False
        """The facilitator has given the person's seat a new rejoin word, so it is not theirs any more."""
        self._terminal_theme = theme.DARK.name
        self.room = ParticipantRoom(
            hub,
            save_state,
            self._last_key,
            how_back=lambda: way_in.joining.back if way_in is not None else "",
            listen_to=lambda seats: self.news.listen_to(seats),
        )
        self.news = News(hub, save_state, way_in, self.room, self._turns, self.post_message)
        """The subscriptions of the app."""
        self._entrance = Entrance(self, self.room, hub, self._turns, find_seat)
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
        self._entrance.seated = seated
        if theme_name != self._terminal_theme:  # otherwise the theme that they have chosen stays
            self._terminal_theme = self.theme = theme_name
        if not self.news.asleep:
            self._last_key.note()
        self._turns.arrival = Arrive(seat, shown)
        if self._up:
            self._turns.show_arrival()

    def detach(self) -> None:
        """Note, within the app, that the person's connection is lost: typed text is submitted, and drawing stops."""
        self.post_message(self.Part())

    def on_mount(self) -> None:
        """Subscribe to the session."""
        self.news.subscribe()

    def on_unmount(self) -> None:
        """End the subscriptions, and request no more turns."""
        self.news.end()
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
            if self.news.asleep:  # the connection was lost meanwhile
                self.post_message(self.Part())
            return
        if self._composes_ahead:
            await self.room.guide.prepare()
            self.room.once_painted(lambda: self._entrance.compose_ahead(self.composed.set))
        self._may_be_seen()

    def _may_be_seen(self) -> None:
        if self._unseen:
            self._unseen = False
            self.room.release_paint()

    @on(Arrive)
    async def _arrived(self, event: Arrive) -> None:
        if event.seat is None:
            await self._entrance.ask()
        elif event.seat == self.room.writer.seat:
            self.news.asleep = False
            await self._entrance.come_back(event.seat)
        else:
            await self._entrance.take_seat(event.seat)
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
        self.news.sleep()
        if self._up:
            self.room.suspend()

    @on(NameScreen.Seated)
    async def _has_a_seat(self, event: NameScreen.Seated) -> None:
        await self._entrance.take_seat(event.seat)
        if event.new and self.room.writer.lacks_table:
            await self.room.about_me.ask_for_table()
        await self._covers.refresh()

    @on(AskingScreen.Answered)
    async def _has_an_answer(self, event: AskingScreen.Answered) -> None:
        await self._entrance.hear(event.answer)
        await self._covers.refresh()

    @override
    def sets_aside(self, screen: Screen[Any]) -> bool:
        # The person who answered a name prompt does not have to wait until its ten widgets have ended.
        return isinstance(screen, NameScreen)

    @on(SessionChanged)
    async def _show_change(self) -> None:
        self._turns.begin_look()
        try:
            await self.room.guide.look()
            self.review_answer()
            self.refresh_help()
            await self._covers.refresh()
        finally:
            self._end_turn()

    @on(ParticipantRoom.Look)
    async def _look_again(self) -> None:
        await self.room.guide.look()
        self.review_answer()
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

    def _end_turn(self) -> None:
        for call in self._turns.end():
            self.room.once_painted(call)
