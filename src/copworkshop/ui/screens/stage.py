"""The stage on the facilitator's own terminal: what the room sees, and nothing else."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region

from copworkshop.model.people import STAGE
from copworkshop.rules.sight import Sight
from copworkshop.ui import theme
from copworkshop.ui.screens.room import RoomScreen
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.line import bottom_line
from copworkshop.ui.stage.registry import draw_stage, newest_row
from copworkshop.ui.widgets.cells import fit, pad
from copworkshop.ui.widgets.drawing import Drawing

SENTENCE_SECONDS = 8
"""How long a sentence to the facilitator stays in the bottom line of the stage."""


class StageScreen(RoomScreen):
    """What the projector shows. It is drawn from what the stage may see, not from what the facilitator may."""

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

    _sentence: str | None = None

    def compose(self) -> ComposeResult:
        """Lay out the drawing and the bottom line."""
        with VerticalScroll(id="stage", can_focus=False):
            yield Drawing(self._draw, id="drawing")
        yield Drawing(self._draw_line, id="line")

    def on_mount(self) -> None:
        """Keep the clock going; a second in which it stands costs nothing."""
        self.set_interval(1, self._tick)

    def show(self, seen: Sight) -> None:
        """Draw what the stage may see now, and scroll to what was revealed last."""
        for drawing in self.query(Drawing):
            drawing.refresh_drawing()
        self.call_after_refresh(self._scroll_to_newest)

    def say(self, sentence: str) -> None:
        """Say a sentence in the bottom line for some seconds: the room may read it, so it stays small."""
        self._sentence = sentence
        self.query_one("#line", Drawing).refresh_drawing()
        self.set_timer(SENTENCE_SECONDS, self._unsay)

    def _unsay(self) -> None:
        self._sentence = None
        self.query_one("#line", Drawing).refresh_drawing()

    def _tick(self) -> None:
        if self.is_current and self.seen.clock.running:
            for drawing in self.query(Drawing):
                drawing.refresh_drawing()

    def _scroll_to_newest(self) -> None:
        stage = self.query_one("#stage", VerticalScroll)
        row = newest_row(self.query_one("#drawing", Drawing).lines)
        if row is None:
            stage.scroll_home(animate=False)
        else:
            # A row more on both sides: what was revealed last is read with what stands beside it.
            stage.scroll_to_region(Region(0, max(0, row - 1), 1, 3), animate=False, force=True)

    def _canvas(self, width: int, height: int) -> Canvas:
        hub = self.desk.hub
        return Canvas(sight=hub.sight(STAGE), now=hub.now(), width=width, height=height, joining=self.joining)

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        return draw_stage(self._canvas(width, height))

    def _draw_line(self, width: int, height: int) -> Sequence[Content]:
        if self._sentence is not None:
            return [Content.styled(pad(fit(self._sentence, width), width), theme.WARN)]
        return [bottom_line(self._canvas(width, height))]
