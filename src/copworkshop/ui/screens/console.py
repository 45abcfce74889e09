"""The console: the facilitator's own view, with the panel for the present step."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from typing_extensions import override

from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.hints import keys_that_fit
from copworkshop.toolkit.widgets.pending import ShowsUnsaved, UnsavedInput
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.asking import AskingLine
from copworkshop.ui.console.head import head_line
from copworkshop.ui.console.message_line import MessageLine
from copworkshop.ui.console.panel_place import PanelPlace
from copworkshop.ui.console.parking import ParkingScreen
from copworkshop.ui.console.question import QuestionAskingScreen
from copworkshop.ui.console.side_column import SideColumn
from copworkshop.ui.door import Door
from copworkshop.ui.saved import SavedState, Saves, saving_answer
from copworkshop.ui.screens.joining import JoiningScreen
from copworkshop.ui.screens.room import always
from copworkshop.ui.screens.room_keys import EXPORT, can_go_back, is_open
from copworkshop.ui.ticks import LATE, soonest

LOOK_EVERY = 10.0
"""Seconds between two checks whether a time shown in minutes has changed, while no clock runs."""

_NOTES: Final = "Notes and readiness: show them, read on, and hide them after their end"


def _is_asked(console: "ConsoleScreen") -> bool:
    return console.asking.takes_keys


def _has_room_for_back(console: "ConsoleScreen") -> bool:
    return console.side.has_room and can_go_back(console)


def _can_change_joining(console: "ConsoleScreen") -> bool:
    return console.door is not None and is_open(console)


def _is_narrow(console: "ConsoleScreen") -> bool:
    return not console.side.has_room


def _has_more_notes(console: "ConsoleScreen") -> bool:
    return console.side.has_room and console.side.has_more


def _of_notes(console: "ConsoleScreen") -> str:
    return "" if _is_narrow(console) or _has_more_notes(console) else "notes"


def _of_side(console: "ConsoleScreen") -> str:
    return "panel" if console.side.is_shown else "notes"


def _can_put_away(console: "ConsoleScreen") -> bool:
    return console.messages.has_pinned and not console.takes_text


class ConsoleScreen(ParkingScreen, QuestionAskingScreen, ShowsUnsaved):
    """Shows the present step's panel, clock and state of saving; at the side the notes, what is next, who is ready."""

    DEFAULT_CSS = """
    ConsoleScreen {
        #head, #keys {
            height: 1;
            min-height: 1;
            background: $panel;
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

    # The ranks are the places in the last line, among the keys that lead the room.
    KEYS: ClassVar[Commands["ConsoleScreen"]] = (
        Command("f3", "hand_over", "Hand the seat over to the person who asks for it", "hand over", _is_asked, rank=1),
        Command("f9", "refuse", "Refuse the seat to the person who asks for it", "refuse", _is_asked, rank=2),
        Command("pageup", hint="back", when=_has_room_for_back, label="PgUp", rank=4),
        Command("J", "joining", "How people join: change port or join code", "join", _can_change_joining, rank=10),
        Command("n", "notes", _NOTES, _of_notes, rank=13),
        # Notes that go on below the last row are the only ones that nobody knows of, so their key comes early.
        Command("n", hint=lambda _: "notes", when=_has_more_notes, rank=6),
        # On a narrow terminal the side column takes the place of the panel, so its key comes earlier.
        Command("n", hint=_of_side, when=_is_narrow, rank=4),
        Command("E", "export", EXPORT),
        Command("ctrl+s", "say_saved", "Say whether all is saved", listed=False),
        Command(
            "escape",
            "leave_field",
            "Leave the field, so that letters are keys again",
            "leave the field",
            lambda console: console.takes_text,
            rank=7,
        ),
        Command("escape", "put_away", "Put the message above the keys away", when=_can_put_away),
    )

    tells_of_switches = True

    def __init__(self, client: SessionClient, saves: Saves, door: Door | None = None) -> None:
        super().__init__(client)
        self.door = door
        """Changes how people join; None if this app did not open it."""
        self._saved = SavedState(saves, lambda: client.hub.session.revision)
        self._head = Drawing(self._draw_head, id="head")
        self._panels = PanelPlace(self)
        self.side = SideColumn(self)
        self._keys = Drawing(lambda width, _: [keys_that_fit(self.hints(), width)], id="keys")
        self.asking = AskingLine(client, self._keys.refresh_drawing)
        self.messages = MessageLine(self, self._saved)
        self.take_back_message = self.messages.take_back

    @override
    def compose(self) -> ComposeResult:
        yield self._head
        with Horizontal():
            yield self._panels
            yield self.side
        yield self.asking
        yield self.parking_line
        yield self.messages
        yield self._keys

    async def on_mount(self) -> None:
        """Show the panel of the step, and who asks for a seat."""
        await self._panels.show_step()
        self.refresh_requests()

    def on_resize(self) -> None:
        """Show the side column next to the panel on a wide terminal, and in its place on a narrow one."""
        self.set_class(not self.side.has_room, "-narrow")
        self._show_side()

    @override
    def show(self, seen: Sight) -> None:
        self.messages.move_to(seen.spot)
        self._show_side()
        self.refresh_lines()
        # Pass the function, not its coroutine: if the app ends first, nobody awaits the coroutine, and Python prints a
        # warning on the screen.
        self.run_worker(self._panels.show_step, group="panel", exclusive=False)  # type: ignore[arg-type]

    def refresh_lines(self) -> None:
        """Redraw the head line, the sentence and the keys, for example after the state of saving changed.

        There are none while the app ends.
        """
        if self._keys.is_attached:
            self._head.refresh_drawing()
            self._keys.refresh_drawing()
            self.messages.refresh_message()

    def refresh_attendance(self) -> None:
        """Show in the side column and in the panel who is connected."""
        self._show_side()
        self._panels.refresh_attendance()

    def refresh_requests(self) -> None:
        """Show who asks for a seat with text on it. A covered console shows it once it is visible again."""
        if self.is_current:
            self.asking.refresh_requests()

    @override
    def show_message(self, sentence: str, holds: Callable[[Sight], bool] = always) -> None:
        self.messages.say(sentence, holds=holds)

    @override
    def on_screen_resume(self) -> None:
        self.messages.begin_to_say()
        super().on_screen_resume()
        self.refresh_requests()
        if self.focused is None:
            self.focus_panel()

    def on_descendant_focus(self) -> None:
        """Show the keys that work in the focused widget."""
        self._keys.refresh_drawing()

    on_descendant_blur = on_descendant_focus

    @override
    async def submit_pending(self) -> None:
        await self._panels.submit_pending()

    def action_notes(self) -> None:
        """Show the side column, scroll it by a page, or hide it after its end."""
        self.side.read_on()
        self._show_side()
        self._keys.refresh_drawing()

    def action_joining(self) -> None:
        """Show how people join, to change it."""
        if self.door is not None:
            self.app.push_screen(JoiningScreen(self.door, lambda: self.joining))

    async def action_hand_over(self) -> None:
        """Hand the seat over to the person who asks for it."""
        await self.asking.confirm()

    def action_refuse(self) -> None:
        """Refuse the seat to the person who asks for it."""
        self.asking.refuse()

    def action_say_saved(self) -> None:
        """Answer a person who presses the key that saves in other programs."""
        self.show_message(saving_answer(self._saved.drawn))

    def action_leave_field(self) -> None:
        """Remove the focus from the text field."""
        self.set_focus(None)

    def action_put_away(self) -> None:
        """Dismiss the message above the line of keys, and show the next one, if any."""
        self.messages.put_away()

    @override
    @on(UnsavedInput)
    def show_unsaved(self, said: UnsavedInput) -> None:
        said.stop()
        self._saved.take(said)
        if self._saved.has_news:
            self._head.refresh_drawing_now()

    def _show_side(self) -> None:
        """Show or hide the side column, which replaces the panel on a narrow terminal."""
        self.set_class(self.side.is_shown, "-side")
        self.side.refresh_side()
        self._panels.set_covered(covered=self.side.is_shown and self.has_class("-narrow"))

    @override
    def focus_panel(self) -> None:
        self._panels.focus_first()

    @override
    def until_tick(self) -> float | None:
        # Times in minutes and pages of the stage need a tick even while no clock runs.
        pages = self.client.stage_pages
        seconds = soonest(super().until_tick(), pages.until_turn + LATE if pages.has_pages else None)
        return seconds if seconds is not None or not is_open(self) else LOOK_EVERY

    @override
    def tick(self) -> None:
        self._head.refresh_drawing()
        self.messages.refresh_message()
        if self.side.is_outdated:
            self._show_side()
            self._keys.refresh_drawing()

    def _draw_head(self, width: int, height: int) -> Sequence[Content]:
        return head_line(self.seen, self._saved.drawn_word(), self.client.hub.now(), width)
