"""The stage on a facilitator's terminal: only what the room may see."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from typing_extensions import override

from copworkshop.live.stage_pages import StageSize
from copworkshop.model.people import STAGE
from copworkshop.model.plan import Kind
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.cells import fit, pad
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.ui.client import SessionClient
from copworkshop.ui.passing_sentence import PassingSentence
from copworkshop.ui.saved import SavedState, Saves
from copworkshop.ui.screens.room import RoomScreen, always
from copworkshop.ui.screens.room_keys import EXPORT, ROOM_KEYS
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.joining import until_other_picture
from copworkshop.ui.stage.line import bottom_line
from copworkshop.ui.stage.registry import draw_stage, newest_row
from copworkshop.ui.ticks import LATE, soonest

NOT_SAVED = "not saved: F2"
MESSAGE = "message: F2"

SENTENCE_SECONDS = 8
"""How long a sentence for the facilitator stays in the bottom line of the stage."""

_FOR_THE_FACILITATOR: Final = {"agenda", "people", "app.turn", "app.help"}
"""What the room would read if it came up on the projector."""


class StageScreen(RoomScreen):
    """What the projector shows. It is drawn from the stage's sight, not from the facilitator's."""

    DEFAULT_CSS = """
    StageScreen {
        #stage {
            padding: 0 2;
            scrollbar-size-vertical: 1;
        }
        #line {
            height: 1;
            min-height: 1;
            dock: bottom;
            background: $panel;
        }
    }
    """

    KEYS: ClassVar[Commands[Any]] = (Command("", "export", EXPORT),)

    space_closes_rounds = True
    far = False
    """Whether the terminal is the stage's own."""

    def __init__(self, client: SessionClient, saves: Saves, message_waits: Callable[[], bool]) -> None:
        """Create the stage. `message_waits` tells whether the console shows a message to the facilitator."""
        super().__init__(client)
        self._saved = SavedState(saves, lambda: client.hub.session.revision)
        self._message_waits = message_waits
        self._connected = 0
        self._pages = 1
        self.said: tuple[str, ...] = ()
        """The texts that stand on it in large letters."""
        self._sentence = PassingSentence(self, self.refresh_lines, SENTENCE_SECONDS)
        # Kept, because the app may be ending, without its widgets, when something changes.
        self._drawing = Drawing(self._draw, id="drawing")
        self._page = VerticalScroll(self._drawing, id="stage", can_focus=False)
        self._line = Drawing(self._draw_line, id="line")

    @override
    def compose(self) -> ComposeResult:
        yield self._page
        yield self._line

    def on_mount(self) -> None:
        """Show how many people are connected already."""
        self.refresh_attendance()

    @override
    def show(self, seen: Sight) -> None:
        self._drawing.refresh_drawing()
        self._line.refresh_drawing()
        self.call_after_refresh(self._scroll_to_newest)
        self.call_after_refresh(self._tell_of_size)

    def on_resize(self) -> None:
        """Let the console know how large the stage is, and on how many pages it shows a list."""
        self.call_after_refresh(self._tell_of_size)

    def refresh_page(self) -> None:
        """Show the present page of a long list."""
        if self.is_current:
            self.tick()
            self.ticks.arm()

    def _tell_of_size(self) -> None:
        width, height = self.size
        if width and height and self.is_attached:
            size = StageSize(width, height, self._pages if self.is_current else 1, far=self.far)
            self.client.stage_pages.note(self, size)
            self.ticks.arm()

    @override
    def show_message(self, sentence: str, holds: Callable[[Sight], bool] = always) -> None:
        # The room reads it, so it must be our own.
        self._sentence.show(sentence)

    def refresh_attendance(self) -> None:
        """Redraw the number of connected people if it changed and the stage shows it."""
        connected = self.client.attendance.connected
        if connected != self._connected:
            self._connected = connected
            counted = self.seen.spot.kind is Kind.WELCOME or self.seen.question.open is not None
            if self.is_current and counted:
                self._drawing.refresh_drawing()

    def refresh_lines(self) -> None:
        """Redraw the bottom line, for example after the state of saving changed."""
        self._line.refresh_drawing()

    @override
    def until_tick(self) -> float | None:
        # Pages need one, and so do two QR codes, because they may be shown one after the other.
        turn = self.client.stage_pages.until_turn + LATE if self._pages > 1 else None
        joining, joins = self.joining, self.seen.stage.address or self.seen.spot.kind is Kind.WELCOME
        alternates = joins and joining is not None and joining.wifi is not None and joining.link is not None
        other = until_other_picture(self.client.hub.now()) if alternates else None
        return soonest(super().until_tick(), turn, other)

    @override
    def tick(self) -> None:
        self._drawing.refresh_drawing()
        self._line.refresh_drawing()

    def _scroll_to_newest(self) -> None:
        row = newest_row(self._drawing.lines)
        if row is None:
            self._page.scroll_home(animate=False)
        else:
            # One more row above and below, so that the newest row is read in its context.
            self._page.scroll_to_region(Region(0, max(0, row - 1), 1, 3), animate=False, force=True)

    def _canvas(self, width: int, height: int) -> Canvas:
        hub = self.client.hub
        return Canvas(
            sight=hub.sight(STAGE),
            now=hub.now(),
            width=width,
            height=height,
            joining=self.joining,
            connected=self._connected,
            paging=self.client.stage_pages.paging,
            sized=isinstance(self.app, BaseApp) and self.app.has_large_text,
            blocks=not isinstance(self.app, BaseApp) or self.app.has_blocks,
        )

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        drawn = draw_stage(self._canvas(width, height))
        self._pages, self.said = drawn.pages, drawn.said
        return drawn

    def _draw_line(self, width: int, height: int) -> Sequence[Content]:
        if self._sentence.text is not None:
            return [Content.styled(pad(fit(self._sentence.text, width), width), theme.WARN)]
        aside = self._aside()
        return [Content.assemble(aside, bottom_line(self._canvas(width - aside.cell_length, height)))]

    def _aside(self) -> Content:
        """Return the mark that asks the facilitator to look at the console. It is small, to distract nobody."""
        if self._saved.reason:
            return Content.assemble((NOT_SAVED, theme.WARN), "   ")
        if self._message_waits():
            return Content.assemble((MESSAGE, theme.QUIET), "   ")
        return Content("")


class ProjectorScreen(StageScreen, inherit_bindings=False):
    """A stage on a terminal of its own, such as the projector's. It never shows anything for the facilitator."""

    KEYS: ClassVar[Commands[Any]] = tuple(row for row in ROOM_KEYS if row.action not in _FOR_THE_FACILITATOR)
    far = True

    @override
    def _aside(self) -> Content:
        return Content("")

    @override
    def show_message(self, sentence: str, holds: Callable[[Sight], bool] = always) -> None:
        pass  # the room would read it
