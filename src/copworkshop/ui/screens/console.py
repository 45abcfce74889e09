"""The console: the facilitator's own view, with the panel for the present step."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from typing_extensions import override

from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.commands import Commands
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.hints import keys_that_fit
from copworkshop.toolkit.widgets.pending import ShowsUnsaved, UnsavedInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.asking import AskingLine
from copworkshop.ui.console.head import ROOM_FOR_SIDE, head_line
from copworkshop.ui.console.keys import CONSOLE_KEYS
from copworkshop.ui.console.miniature import Miniature
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.parking import ParkingScreen
from copworkshop.ui.console.question import QuestionAskingScreen, tell_of_question
from copworkshop.ui.console.registry import PANELS
from copworkshop.ui.console.side import side
from copworkshop.ui.console.way_back import ROUND_CLOSED
from copworkshop.ui.countdown import to_the_facilitator
from copworkshop.ui.door import Door
from copworkshop.ui.passing_sentence import PassingSentence
from copworkshop.ui.saved import SavedState, Saves, saving_answer
from copworkshop.ui.screens.joining import JoiningScreen
from copworkshop.ui.screens.leading_keys import is_open
from copworkshop.ui.ticks import LATE, soonest

LOOK_EVERY = 10.0
"""Seconds between two checks whether a time shown in minutes has changed, while no clock runs."""


LOOKING_UP: Final = "Every participant's screen says “Please look up”. k, or any move of the room, takes it away."


class ConsoleScreen(ParkingScreen, QuestionAskingScreen, ShowsUnsaved):
    """Shows the present step's panel, clock and state of saving; at the side the notes, what is next, who is ready."""

    DEFAULT_CSS = """
    ConsoleScreen {
        #head, #keys {
            height: 1;
            min-height: 1;
            background: $panel;
        }
        #sentence {
            height: auto;
            min-height: 1;
            max-height: 6;
            padding: 0 1;
        }
        #panel {
            width: 1fr;
        }
        #side {
            width: 38%;
            max-width: 60;
            border-left: solid $border-blurred;
            padding: 0 1;
            scrollbar-size-vertical: 1;
        }
        &.-narrow #side {
            width: 1fr;
            border-left: none;
        }
        &.-narrow.-side #panel {
            display: none;
        }
    }
    """

    AUTO_FOCUS: ClassVar[str | None] = ""
    """Textual must not focus the first field, which would get the letters that are keys. The panel sets the focus."""

    KEYS: ClassVar[Commands[Any]] = CONSOLE_KEYS

    tells_of_switches = True

    def __init__(self, client: SessionClient, saves: Saves, door: Door | None = None) -> None:
        super().__init__(client)
        self._door = door
        self._saved = SavedState(saves, lambda: client.hub.session.revision)
        self._sentence = PassingSentence(self, self._show_sentence)
        self._tone = theme.WARN
        self._said_at: Spot | None = None
        self._kept: list[tuple[str, str]] = []
        """Pinned sentences, each with its subject."""
        self._miniature = Miniature(client)
        self._head = Drawing(self._draw_head, id="head")
        self._asking = AskingLine(client, self._show_keys)
        self._panel: Panel | None = None
        self._showing = asyncio.Lock()
        self._side_shown: bool | None = None
        """Whether the side column is shown; None means that the width decides."""
        self._side_drawn_at: object = None
        """The minute, and the page of the stage."""
        self._covered = False
        """Whether the side column replaces the panel, which then gets no keys."""

    @override
    def compose(self) -> ComposeResult:
        yield self._head
        with Horizontal():
            yield Vertical(id="panel")
            with VerticalScroll(id="side", can_focus=False):
                yield Drawing(self._draw_side, id="side-lines")
        yield self._asking
        yield self.parking_line
        yield Words(id="sentence")
        yield Drawing(self._draw_keys, id="keys")

    async def on_mount(self) -> None:
        """Show the panel of the step, and who asks for a seat."""
        await self._show_panel()
        self.refresh_requests()

    def on_resize(self) -> None:
        """Show the side column next to the panel on a wide terminal, and in its place on a narrow one."""
        self.set_class(self.size.width < ROOM_FOR_SIDE, "-narrow")
        self._show_side()

    @override
    def show(self, seen: Sight) -> None:
        # A sentence that was shown at another spot goes.
        if seen.spot != self._said_at:
            self._sentence.clear()
        self._show_side()
        self.refresh_lines()
        # Pass the function, not its coroutine: if the app ends first, nobody awaits the coroutine, and Python prints a
        # warning on the screen.
        self.run_worker(self._show_panel, group="panel", exclusive=False)  # type: ignore[arg-type]

    def refresh_lines(self) -> None:
        """Redraw the head line, the sentence and the keys, for example after the state of saving changed.

        There are none while the app ends.
        """
        for keys in self.query("#keys").results(Drawing):
            self._head.refresh_drawing()
            keys.refresh_drawing()
            self._show_sentence()

    def refresh_attendance(self) -> None:
        """Show in the side column and in the panel who is connected."""
        self._show_side()
        if self._panel is not None and self._panel.is_mounted:
            self._panel.refresh_attendance()

    def refresh_requests(self) -> None:
        """Show who asks for a seat with text on it. A covered console shows it once it is visible again."""
        if self.is_current:
            self._asking.refresh_requests()

    @override
    def show_message(self, sentence: str) -> None:
        # It stays until the room moves on, or for some seconds once it is visible.
        self._say(sentence, theme.WARN)

    def show_hint(self, sentence: str) -> None:
        """Show a quiet sentence if no other sentence is shown."""
        if (self._sentence.text is None or self._tone == theme.QUIET) and not self._kept and not self._unreachable:
            self._say(sentence, theme.QUIET)

    def _say(self, sentence: str, tone: str) -> None:
        self._tone, self._said_at = tone, None
        self._sentence.keep(sentence)
        if self.is_current:
            self._begin_to_say()

    def pin_message(self, sentence: str, about: str = "") -> None:
        """Show a sentence above the line of keys until the facilitator dismisses it.

        It takes the place of an earlier one `about` the same subject. An empty sentence only removes that one.
        """
        if about:
            self._kept = [kept for kept in self._kept if kept[0] != about]
        if sentence:
            self._kept.append((about, sentence))
        if self.is_current:
            self._show_sentence()

    @property
    def message_waits(self) -> bool:
        """Whether there is a sentence that the facilitator has not seen or not dismissed."""
        kept = bool(self._kept or self.client.hub.seat_requests.waiting)
        return kept or (self._sentence.text is not None and self._said_at is None)

    @override
    def on_screen_resume(self) -> None:
        if self._sentence.text is not None and self._said_at is None:
            self._begin_to_say()
        super().on_screen_resume()
        self.refresh_requests()
        if self.focused is None:
            self.focus_panel()

    def on_descendant_focus(self) -> None:
        """Show the keys that work in the focused widget."""
        self.query_one("#keys", Drawing).refresh_drawing()

    on_descendant_blur = on_descendant_focus

    def _show_keys(self) -> None:
        self.query_one("#keys", Drawing).refresh_drawing()

    @property
    def can_change_joining(self) -> bool:
        """Whether this app opened the door to the network, and can change it."""
        return self._door is not None and is_open(self)

    @property
    def is_asked(self) -> bool:
        """Whether the keys answer a request for a seat."""
        return self._asking.takes_keys

    @property
    def has_pinned(self) -> bool:
        """Whether a pinned message can be dismissed."""
        return bool(self._kept)

    @property
    def has_room_for_back(self) -> bool:
        """Whether the last line has room for the key that leads back."""
        return self.size.width >= ROOM_FOR_SIDE

    @property
    def has_side(self) -> bool:
        """Whether the side column is shown."""
        return self.has_room_for_back if self._side_shown is None else self._side_shown

    @property
    def has_more_notes(self) -> bool:
        """Whether the side column goes on below its last row."""
        side = self.query_one("#side", VerticalScroll)
        return self.has_side and side.scroll_offset.y < side.max_scroll_y

    @override
    async def submit_pending(self) -> None:
        if self._panel is not None:
            await self._panel.submit_pending()

    def action_notes(self) -> None:
        """Show the side column, scroll it by a page, or hide it after its end."""
        side = self.query_one("#side", VerticalScroll)
        if not self.has_side:
            self._side_shown = True
            side.scroll_home(animate=False)
        elif side.scroll_offset.y < side.max_scroll_y:
            side.scroll_page_down(animate=False)
        else:
            self._side_shown = False
            side.scroll_home(animate=False)
        self._show_side()
        self.query_one("#keys", Drawing).refresh_drawing()

    def action_joining(self) -> None:
        """Show how people join, to change it."""
        if self._door is not None:
            self.app.push_screen(JoiningScreen(self._door, lambda: self.joining))

    async def action_hand_over(self) -> None:
        """Hand the seat over to the person who asks for it."""
        await self._asking.confirm()

    def action_refuse(self) -> None:
        """Refuse the seat to the person who asks for it."""
        self._asking.refuse()

    def action_say_saved(self) -> None:
        """Answer a person who presses the key that saves in other programs."""
        self.show_message(saving_answer(self._saved.drawn))

    def action_leave_field(self) -> None:
        """Remove the focus from the text field."""
        self.set_focus(None)

    def action_put_away(self) -> None:
        """Dismiss the message above the line of keys, and show the next one, if any."""
        del self._kept[0]
        self._show_sentence()

    @override
    @on(UnsavedInput)
    def show_unsaved(self, said: UnsavedInput) -> None:
        said.stop()
        self._saved.take(said)
        if self._saved.has_news:
            self._head.refresh_drawing_now()

    async def _show_panel(self) -> None:
        """Show the panel of the present step. A lock keeps two changes of panel from overlapping."""
        async with self._showing:
            if not self.is_attached:  # the session may change while the app ends
                return
            seen, kind = self.seen, PANELS[self.seen.spot.kind]
            if type(self._panel) is kind:
                self._panel.show(seen)
                return
            old, self._panel = self._panel, (panel := kind(self.client))
            if old is not None:
                await old.remove()
            if self.is_attached:
                await self.query_one("#panel").mount(panel)
                panel.show(seen)
                self.focus_panel()

    def _begin_to_say(self) -> None:
        self._said_at = self.client.sight.spot
        self._sentence.begin()

    def _show_sentence(self) -> None:
        told = Content("")
        if reason := self._saved.drawn_reason():
            told = Content.styled(reason, theme.ERROR)
        elif question := tell_of_question(self.client):
            told = Content.styled(question, theme.WARN if self.seen.question.open is not None else theme.QUIET)
        elif self.seen.closing is not None:
            told = Content.styled(to_the_facilitator(self.client), theme.WARN)
        elif self._sentence.text is not None:
            told = Content.styled(self._sentence.text, self._tone)
        elif self._kept:
            more = f", and shows {len(self._kept) - 1} more" if len(self._kept) > 1 else ""
            told = Content.assemble((self._kept[0][1], theme.WARN), (f" Esc puts this away{more}.", theme.QUIET))
        elif self.seen.stage.look_up:
            told = Content.styled(LOOKING_UP, theme.WARN)
        elif self.seen.way_back.reopening is not None:
            told = Content.styled(ROUND_CLOSED, theme.WARN)
        elif self._unreachable:
            told = Content.styled(self._unreachable, theme.WARN)
        for sentence in self.query("#sentence").results(Words):  # there is none before the console was ever shown
            sentence.update(told)

    @property
    def _unreachable(self) -> str:
        """Why nobody can join, and what to do about it; empty if they can."""
        joining = self.joining
        return "" if joining is None or joining.command else f"{joining.unreachable} {joining.advice}"

    def _show_side(self) -> None:
        """Show or hide the side column, which replaces the panel on a narrow terminal."""
        shown = self.has_side
        self.set_class(shown, "-side")
        self.query_one("#side").display = shown
        if shown:
            self._side_drawn_at = self._side_moment
            self.query_one("#side-lines", Drawing).refresh_drawing()
        was_covered, self._covered = self._covered, shown and self.has_class("-narrow")
        if self._covered:
            self.set_focus(None)
        elif was_covered:
            self.focus_panel()

    @override
    def focus_panel(self) -> None:
        # A panel behind the side column must not get keys.
        if not self._covered and self._panel is not None and self._panel.is_mounted:
            self._panel.focus_first()

    @property
    def _side_moment(self) -> object:
        return self.client.hub.now().minute, self.client.stage_pages.paging

    def _draw_side(self, width: int, height: int) -> Sequence[Content]:
        attendance = self.client.attendance if self.joining is not None else None
        lines = side(self.seen, attendance, self.client.hub.now(), width, self.client.stage_pages.stages)
        return self._miniature.below(lines, self.joining, width, height)

    @override
    def until_tick(self) -> float | None:
        # Times in minutes and pages of the stage need a tick even while no clock runs.
        pages = self.client.stage_pages
        seconds = soonest(super().until_tick(), pages.until_turn + LATE if pages.has_pages else None)
        return seconds if seconds is not None or not is_open(self) else LOOK_EVERY

    @override
    def tick(self) -> None:
        self._head.refresh_drawing()
        self._show_sentence()
        if self._side_moment != self._side_drawn_at:
            self._show_side()
            self._show_keys()

    def _draw_head(self, width: int, height: int) -> Sequence[Content]:
        return head_line(self.seen, self._saved.drawn_word(), self.client.hub.now(), width)

    def _draw_keys(self, width: int, height: int) -> Sequence[Content]:
        return [keys_that_fit(self.hints(), width)]
