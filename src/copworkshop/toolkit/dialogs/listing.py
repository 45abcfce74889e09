"""A list of sentences to read, which may be longer than the terminal."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from typing_extensions import override

from copworkshop.toolkit import theme
from copworkshop.toolkit.dialogs.help import AROUND
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.lines import hanging
from copworkshop.toolkit.widgets.words import Words


class Listing(ModalScreen[None]):
    """Sentences below a heading."""

    DEFAULT_CSS = """
    Listing {
        align: center middle;
        & > Vertical {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
            padding: 0 2;
        }
        VerticalScroll {
            height: auto;
            scrollbar-size-vertical: 1;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "Back to the screen"),
        Binding("up", "scroll(-1)", "Scroll up", show=False),
        Binding("down", "scroll(1)", "Scroll down", show=False),
        Binding("pageup", "scroll(-10)", "Scroll up", show=False),
        Binding("pagedown,space", "scroll(10)", "Scroll down", show=False),
    ]

    title_for_help = "a list"

    def __init__(self, heading: str, sentences: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._sentences = sentences

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(Content.styled(self._heading, theme.HEADING))
            with VerticalScroll(can_focus=False):
                yield Drawing(self._draw)
            yield Words(Content.styled("Up Down scroll, Esc goes back", theme.QUIET))

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        return [line for sentence in self._sentences for line in hanging("– ", sentence, width, theme.BODY)]

    def on_resize(self, event: events.Resize) -> None:
        """Limit the list, so that the frame, the heading and the last line stay visible on a low terminal."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - AROUND)

    def action_scroll(self, rows: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
