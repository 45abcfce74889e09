"""A participant's screen: the panel of the step where they are, between lines that are always shown."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from typing_extensions import override

from copworkshop.live.hub import Hub
from copworkshop.model.clock import LastKey
from copworkshop.model.session import Spot
from copworkshop.rules.finished import SayDone
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Commands
from copworkshop.toolkit.dialogs.choosing import ChoosingScreen
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.widgets.pending import ShowsUnsaved, UnsavedInput
from copworkshop.ui.countdown import ends_at
from copworkshop.ui.last_words import LastWords, asked_for
from copworkshop.ui.participant.about_me import AboutMe
from copworkshop.ui.participant.following import same_round
from copworkshop.ui.participant.guide import Guide
from copworkshop.ui.participant.lines import ROOM_FOR_BLANK, ROOM_FOR_NAME, Lines
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.panels import Panels
from copworkshop.ui.participant.position import Position
from copworkshop.ui.participant.question import QuestionScreen, question_line
from copworkshop.ui.participant.room_keys import ROOM_KEYS
from copworkshop.ui.participant.view import listed
from copworkshop.ui.participant.writer import Writer
from copworkshop.ui.saved import SavedState, Saves, saving_answer


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
        """What is likely to be needed next is not ready. :attr:`guide` should prepare it in a quiet moment."""

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
        self.writer = writer = Writer(hub, how_back, self.show_message)
        """The person at the keyboard."""
        self.position = position = Position(hub)
        """Where the person is, and what they could see at the last look."""
        self._panels = panels = Panels(self, hub, writer, lambda: self.post_message(self.Unprepared()))
        self.saved = SavedState(
            saves, lambda: writer.own_revision, panels.is_in_sight, writer.holds_drafts, writer.seats
        )
        """The state of saving that the screen shows."""
        self.words_begun: dict[tuple[int, int], str] = {}
        """Words that were typed for a question and not sent, by its number and the seat."""
        self.may_be_covered: Callable[[], bool] = lambda: False
        """Returns whether a question is to come up over this screen now."""
        self.lines = lines = Lines(self, hub, position, writer, self.saved, self.hints, lambda: panels.elsewhere)
        """What is always shown around the panel."""
        self.take_back_message = lines.take_back_message
        self.about_me = AboutMe(self, writer, self.show_message, lines.refresh_summary)
        self.guide = Guide(
            hub, writer, position, panels, lines, last_key, listen_to=listen_to, looked=self._note_looked
        )
        """Takes the person through the session."""

    @override
    def compose(self) -> ComposeResult:
        yield self.lines.head
        yield self.lines.summary
        yield self._panels.stack
        yield self.lines.foot

    def on_mount(self) -> None:
        """Make the ticker. It is paused while nothing on the screen depends on the time."""
        self._ticker = self.set_interval(1, self.tick, pause=True)
        self.watch(self, "focused", self.lines.note_focus, init=False)
        self._no_more_words = self._hub.ask_for_last_words(self._last_words)
        self.post_message(self.Ready())

    def on_unmount(self) -> None:
        """Nothing is typed here any more."""
        self._no_more_words()

    def on_resize(self) -> None:
        """Keep a row free for messages if there are enough rows, and give the keys a second one on a narrow screen."""
        self.set_class(self.size.width < ROOM_FOR_NAME and self.size.height >= ROOM_FOR_BLANK, "-narrow")
        self.lines.refresh_summary()

    @property
    @override
    def takes_text(self) -> bool:
        return takes_letters(self.focused)

    @property
    def title_for_help(self) -> str:
        """The title of this screen in the list of keys."""
        step = self.position.step
        return step.short if step is not None else ""

    @property
    def panel(self) -> Panel | None:
        """The panel in sight; None before there is one."""
        return self._panels.current

    def show_message(self, sentence: str) -> None:
        """Show a sentence to the person for :data:`~copworkshop.ui.passing_sentence.SENTENCE_SECONDS`."""
        self.lines.show_message(sentence)

    def suspend(self) -> None:
        """Stop the ticker, because nothing is shown until the next look of :attr:`guide`."""
        self._ticker.pause()

    async def submit_pending(self) -> None:
        """Submit what is still being typed."""
        await self._panels.submit_pending()

    async def action_follow(self) -> None:
        """Go to the group."""
        await self.guide.rejoin()

    async def action_look_back(self) -> None:
        """Let the person choose a step that the group has reached."""
        seen, here, spots = self.position.seen, self.position.here, self.position.reached
        if seen is None:
            return
        kinds = [spot.kind for spot in spots]
        at = kinds.index(here.kind) if here is not None and here.kind in kinds else 0
        choices = [(listed(seen, spot), spot) for spot in spots]

        async def go(spot: Spot | None) -> None:
            if spot is not None:
                await self.guide.look_back(spot, seen.spot)

        await self.app.push_screen(ChoosingScreen("Look at", choices, otherwise="stay here", at=at), go)

    async def action_question(self) -> None:
        """Show the question outside the plan, or the answers to it."""
        if self.writer.client is not None:
            await self.app.push_screen(QuestionScreen(self.writer.client, self.words_begun))

    async def action_say_done(self) -> None:
        """Say that the person is done with the round, or not any more. What they were typing is submitted first."""
        client = self.writer.client
        own = client.sight.own if client is not None else None
        if client is None or own is None or own.done is None:
            return
        here, done = client.sight.spot.round, not own.done.said
        if done:
            await self.submit_pending()
        await client.request(SayDone, seat=own.number, round=here, done=done)
        await self.guide.look()

    async def action_about_me(self) -> None:
        """Let the person change their name or table."""
        await self.about_me.change()

    def action_leave(self) -> None:
        """Ask whether the person wants to leave."""
        how = self.writer.how_back
        back = f" You come back with: {how}" if how else ""
        ask(self.app, Confirm(f"Leave? All you wrote is kept.{back}", "Leave", "Stay"), self.app.action_quit)

    def action_say_saved(self) -> None:
        """Answer a person who presses the key that saves in other programs."""
        self.show_message(saving_answer(self.saved.drawn))

    async def action_scribe(self) -> None:
        """Let a scribe choose whom to write for. A person who writes for somebody goes back to their own seat."""
        if self.writer.on_behalf_of is not None:
            await self.guide.write_for(None)
            return
        seen = self.position.seen
        choices = [(name, number) for number, name in seen.without_device] if seen is not None else []
        dialog = ChoosingScreen("Write for", choices, otherwise="for yourself")
        await self.app.push_screen(dialog, self.guide.write_for)

    async def tick(self) -> None:
        """Update the clock each second, and check whether the person may follow the group by now."""
        if self.position.seen is None:
            return
        self.lines.head.refresh_drawing()
        if self.position.countdown:
            self.lines.refresh_summary()
        if self.may_be_covered() or self.position.brings_back(self.panel, self._last_key.since):
            self.post_message(self.Look())

    def _last_words(self) -> "asyncio.Future[None] | None":
        """Have what is being typed submitted before the round is closed; return None if there is nothing."""
        here = self.position.here
        closes = here is not None and same_round(here, self._hub.session.spot)
        return asked_for(self) if closes and self._panels.holds_unsent else None

    @on(LastWords)
    async def _submit_last_words(self, event: LastWords) -> None:
        with event.answering():
            await self.submit_pending()
            if not self._panels.holds_unsent:
                self.show_message("What you were typing was sent, because this round closed.")

    @override
    @on(UnsavedInput)
    def show_unsaved(self, said: UnsavedInput) -> None:
        said.stop()
        self.saved.take(said)
        if self.saved.has_news:
            self.lines.head.refresh_drawing_now()

    @on(Panel.Turned)
    def _note_turned(self, event: Panel.Turned) -> None:
        event.stop()
        self.lines.refresh()
        self._ticker.resume()  # the next look pauses it, if nothing on the screen depends on the time

    def _note_looked(self, seen: Sight) -> None:
        """Let time pass on the screen if something on it depends on the time."""
        counts = seen.clock.running or ends_at(seen) is not None or bool(question_line(seen))
        if counts or self.position.is_left_behind or self._panels.elsewhere:
            self._ticker.resume()
        else:
            self._ticker.pause()
        if not self.guide.is_prepared:
            self.post_message(self.Unprepared())
