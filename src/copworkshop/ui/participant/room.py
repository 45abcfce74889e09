"""A participant's screen: the panel of the step where they are, between lines that are always shown."""

import asyncio
from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from copworkshop.live.hub import Hub
from copworkshop.model.clock import LastKey
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Commands
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.widgets.pending import ShowsUnsaved, UnsavedInput
from copworkshop.ui.countdown import ends_at
from copworkshop.ui.last_words import LastWords, asked_for
from copworkshop.ui.participant.about_me import AboutMe
from copworkshop.ui.participant.following import UnsavedWork, same_round
from copworkshop.ui.participant.leaving import ask_to_leave
from copworkshop.ui.participant.lines import ROOM_FOR_BLANK, ROOM_FOR_NAME, Lines
from copworkshop.ui.participant.look_back import look_back_dialog, scribe_dialog
from copworkshop.ui.participant.looks import Looks
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.panels import Panels
from copworkshop.ui.participant.position import Position
from copworkshop.ui.participant.question import QuestionScreen, question_line
from copworkshop.ui.participant.registry import panel_and_view
from copworkshop.ui.participant.room_keys import ROOM_KEYS
from copworkshop.ui.participant.saying_done import asks_for_more, say_done
from copworkshop.ui.participant.view import reached
from copworkshop.ui.participant.writer import Writer
from copworkshop.ui.saved import SavedState, Saves, saving_answer

NOT_FOR_THEM: Final = (
    "You can't write for them any more: they have joined themselves, or moved to another table. "
    "They have all that you wrote."
)


class ParticipantRoom(LeanScreen[None], ShowsUnsaved):
    """Shows the session to one person from where they are. The group may be elsewhere.

    It is composed before it has a person. :meth:`assign` gives it one.
    """

    DEFAULT_CSS = """
    ParticipantRoom {
        #head, #foot {
            height: 1;
            min-height: 1;
            background: $panel;
        }
        &.-narrow #foot {
            height: 2;
        }
        #told {
            min-height: 1;
            max-height: 3;
            padding: 0 1;
        }
    }
    """

    KEYS: ClassVar[Commands["ParticipantRoom"]] = ROOM_KEYS

    class Ready(Message):
        """The screen is composed, and can be given a person."""

    class Look(Message):
        """It is time for another look, for example because the person may be idle by now."""

    class Unprepared(Message):
        """What is likely to be needed next is not ready. :meth:`prepare` should be called in a quiet moment."""

    def __init__(
        self,
        hub: Hub,
        saves: Saves,
        last_key: LastKey,
        how_back: Callable[[], str],
        listen_to: Callable[[frozenset[int] | None], None],
    ) -> None:
        """Take the session, its state of saving, the seconds since the person's last key, and how they come back.

        `how_back` returns what to type, with WORD in the place of the rejoin word; empty if there is no way.
        `listen_to` is called with the seats whose changes concern what is shown, or None for all seats. Changes of the
        whole session always concern it.
        """
        super().__init__()
        self._hub = hub
        self._last_key = last_key
        self._listen_to = listen_to
        self.writer = writer = Writer(hub, how_back, self.show_message)
        """The person at the keyboard."""
        self._position = Position(hub)
        self._panels = Panels(self, hub, writer, lambda: self.post_message(self.Unprepared()))
        self._looks = Looks(self._look, self._prepare, lambda: self._panels.is_attached)
        self.saved = SavedState(
            saves, lambda: writer.own_revision, self._panels.is_in_sight, writer.holds_drafts, writer.seats
        )
        """The state of saving that the screen shows."""
        self.words_begun: dict[tuple[int, int], str] = {}
        """Words that were typed for a question and not sent, by its number and the seat."""
        self.may_be_covered: Callable[[], bool] = lambda: False
        """Returns whether a question is to come up over this screen now."""
        self._lines = Lines(self, hub, self._position, writer, self.saved, self.hints, lambda: self._panels.elsewhere)
        self.about_me = AboutMe(self, writer, self.show_message, self._lines.refresh_summary)

    @override
    def compose(self) -> ComposeResult:
        yield self._lines.head
        yield self._lines.summary
        yield self._panels.stack
        yield self._lines.foot

    def on_mount(self) -> None:
        """Make the ticker. It is paused while nothing on the screen depends on the time."""
        self._ticker = self.set_interval(1, self.tick, pause=True)
        self.watch(self, "focused", self._focus_moved, init=False)
        self._no_more_words = self._hub.ask_for_last_words(self._last_words)
        self.post_message(self.Ready())

    def on_unmount(self) -> None:
        """Nothing is typed here any more."""
        self._no_more_words()

    def on_resize(self) -> None:
        """Keep a row free for messages if there are enough rows, and give the keys a second one on a narrow screen."""
        self.set_class(self.size.width < ROOM_FOR_NAME and self.size.height >= ROOM_FOR_BLANK, "-narrow")
        self._lines.refresh_summary()

    @property
    @override
    def takes_text(self) -> bool:
        return takes_letters(self.focused)

    def _focus_moved(self, before: Widget | None, now: Widget | None) -> None:
        """Show the letters that are keys, or how they become keys."""
        if takes_letters(before) is not takes_letters(now):
            self._lines.foot.refresh_drawing()

    @property
    def title_for_help(self) -> str:
        """The title of this screen in the list of keys."""
        step = self._position.step
        return step.short if step is not None else ""

    @property
    def sight_now(self) -> Sight | None:
        """What the person can see at this moment. A key may come before the next look."""
        client = self.writer.client
        return client.sight if client is not None else None

    @property
    def can_follow(self) -> bool:
        """Whether the group is elsewhere, or shows something else in the same round."""
        return self._position.is_elsewhere_in(self.sight_now) or bool(self._panels.elsewhere)

    @property
    def can_look_back(self) -> bool:
        """Whether there is more than one step to look at."""
        return self.sight_now is not None and self.sight_now.own is not None and len(reached(self._hub)) > 1

    @property
    def may_say_done(self) -> bool:
        """Whether there is something to be done with here. On a ballot, the panel has the key."""
        sight = self.sight_now
        return sight is not None and not self._position.is_elsewhere_in(sight) and asks_for_more(sight)

    @property
    def has_said_done(self) -> bool:
        """Whether the person has said that they are done here."""
        return bool(self._lines.done)

    @property
    def panel(self) -> Panel | None:
        """The panel in sight; None before there is one."""
        return self._panels.current

    @property
    def is_looking(self) -> bool:
        """Whether a look or a preparation is running."""
        return self._looks.is_busy

    @property
    def is_prepared(self) -> bool:
        """Whether exactly the panel is ready that the person most likely needs next."""
        return self._panels.is_prepared(self._position.here)

    @property
    def here(self) -> Spot | None:
        """Where the person is."""
        return self._position.here

    @property
    def seen(self) -> Sight | None:
        """What the person could see at the last look, so that all that the screen shows is of one moment."""
        return self._position.seen

    @property
    def seat(self) -> int | None:
        """The seat of the person at this screen; None before anybody has come."""
        return self.writer.seat

    async def assign(self, seat: int) -> None:
        """Show the session from this seat."""
        if seat != self.seat or not self.writer.holds_seat:
            await self.submit_pending()
            self._position.reset()
            self.writer.leave()
            await self._panels.drop()
            self.writer.sit(seat)
        await self.refresh_sight()

    async def write_for(self, on_behalf_of: int | None) -> None:
        """Write for another seat from now on, as its scribe. None ends that."""
        if self.seat is None or on_behalf_of == self.writer.on_behalf_of:
            return
        await self.submit_pending()
        self.writer.write_for(on_behalf_of)
        await self._panels.drop()
        await self.refresh_sight()

    async def refresh_sight(self) -> None:
        """Look at the session again: follow the group if the person is idle, and show what they may see.

        A look that is requested during another is done after it.
        """
        await self._looks.look()

    async def prepare(self) -> None:
        """Prepare, out of sight, the panel that the person most likely comes to next, and remove all others."""
        await self._looks.prepare()

    def refresh_saving(self) -> None:
        """Draw the state of saving again."""
        self._lines.refresh_saving()

    def show_message(self, sentence: str) -> None:
        """Show a sentence to the person for :data:`~copworkshop.ui.passing_sentence.SENTENCE_SECONDS`."""
        self._lines.show_message(sentence)

    def suspend(self) -> None:
        """Stop the ticker, because nobody looks until the next call of :meth:`refresh_sight`."""
        self._ticker.pause()

    async def submit_pending(self) -> None:
        """Submit what is still being typed."""
        await self._panels.submit_pending()

    async def action_follow(self) -> None:
        """Submit what is being typed, and go to the group."""
        client = self.writer.client
        if client is not None:
            await self.submit_pending()
            group = client.sight.spot
            self._position.go_to(group, group)
            if self.panel is not None:
                self.panel.rejoin()
            await self.refresh_sight()

    async def action_look_back(self) -> None:
        """Let the person choose a step that the group has reached."""
        seen, here = self.seen, self.here
        if seen is None:
            return

        async def go(spot: Spot | None) -> None:
            if spot is not None:
                await self.submit_pending()
                self._position.go_to(spot, seen.spot)
                await self.refresh_sight()

        await self.app.push_screen(look_back_dialog(self._hub, seen, here), go)

    async def action_question(self) -> None:
        """Show the question outside the plan, or the answers to it."""
        if self.writer.client is not None:
            await self.app.push_screen(QuestionScreen(self.writer.client, self.words_begun))

    async def action_say_done(self) -> None:
        """Say that the person is done with the round, or that they are not."""
        if self.writer.client is not None:
            await say_done(self.writer.client, self.submit_pending)
            await self.refresh_sight()

    async def action_about_me(self) -> None:
        """Let the person change their name or table."""
        await self.about_me.change()

    def action_leave(self) -> None:
        """Ask whether the person wants to leave."""
        ask_to_leave(self.app, self.writer.how_back)

    def action_say_saved(self) -> None:
        """Answer a person who presses the key that saves in other programs."""
        self.show_message(saving_answer(self.saved.drawn))

    async def action_scribe(self) -> None:
        """Let a scribe choose whom to write for. A person who writes for somebody goes back to their own seat."""
        if self.writer.on_behalf_of is not None:
            await self.write_for(None)
            return
        await self.app.push_screen(
            scribe_dialog(self.seen.without_device if self.seen is not None else ()), self.write_for
        )

    async def tick(self) -> None:
        """Update the clock each second, and check whether the person may follow the group by now."""
        if self.seen is None:
            return
        self._lines.head.refresh_drawing()
        if self._position.countdown:
            self._lines.refresh_summary()
        if self.may_be_covered() or self._position.brings_back(self.panel, self._last_key.since):
            self.post_message(self.Look())

    def _last_words(self) -> "asyncio.Future[None] | None":
        """Have what is being typed submitted before the round is closed; return None if there is nothing."""
        panel, here = self.panel, self.here
        if panel is None or here is None or panel.unsaved_work is not UnsavedWork.UNSENT:
            return None
        if not same_round(here, self._hub.session.spot):
            return None
        return asked_for(self)

    @on(LastWords)
    async def _submit_last_words(self, event: LastWords) -> None:
        with event.answering():
            await self.submit_pending()
            panel = self.panel
            if panel is None or panel.unsaved_work is not UnsavedWork.UNSENT:
                self.show_message("What you were typing was sent, because this round closed.")

    @override
    @on(UnsavedInput)
    def show_unsaved(self, said: UnsavedInput) -> None:
        said.stop()
        self.saved.take(said)
        if self.saved.has_news:
            self._lines.head.refresh_drawing_now()

    @on(Panel.Turned)
    def _note_turned(self, event: Panel.Turned) -> None:
        event.stop()
        self._lines.refresh()
        self._ticker.resume()  # the next look pauses it, if nothing on the screen depends on the time

    async def _look(self) -> None:
        self._listen_to(None)  # everybody's changes, because another panel may come up
        try:
            await self._show_session()
        finally:
            shows_others = self.panel is not None and self.panel.shows_others()
            self._listen_to(None if shows_others else frozenset(self.writer.seats()))

    async def _show_session(self) -> None:
        client = self.writer.client
        if client is None or not self.writer.holds_seat:
            return
        if client.sight.own is None and self.writer.on_behalf_of is not None:
            await self.write_for(None)
            self.show_message(NOT_FOR_THEM)
            return
        here = await self._follow(client.sight.spot) if client.sight.own is not None else None
        seen = client.sight  # asked after `_follow`, which may have submitted the person's words
        self._position.seen = seen
        self.writer.note(seen)
        kind, view = panel_and_view(self._hub, seen, here)
        if type(self.panel) is kind:
            self._lines.head.refresh_drawing_now()  # first: its “saving…” and the new text share a frame
        await self._panels.show(kind, view)
        self._lines.refresh()
        counts = seen.clock.running or ends_at(seen) is not None or bool(question_line(seen))
        if counts or self._position.is_left_behind or self._panels.elsewhere:  # nothing else depends on the time
            self._ticker.resume()
        else:
            self._ticker.pause()
        if not self.is_prepared:
            self.post_message(self.Unprepared())

    async def _follow(self, group: Spot) -> Spot:
        """Follow the group if the person may be taken along; return where the person is then."""
        if self._position.may_be_taken_along(group, self.panel, self._last_key.since):
            await self.submit_pending()
            self._position.take_along(group)
        else:
            self._position.move_along(group)
        return self.here if self.here is not None else group

    async def _prepare(self) -> None:
        await self._panels.prepare(self.here)
        if self.seat is None:
            self._panels.set_out()
