"""A list of sentences to read, which may be longer than the terminal."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit import theme
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.scrolling import ScrollingDialog
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.lines import hanging


class Listing(ScrollingDialog):
    """Sentences below a heading."""

    KEYS: ClassVar[Commands[Any]] = (
        Command("up,down", hint="scroll", label="Up Down", rank=-1),
        Command("escape,enter,q", "dismiss", "Back to the screen", "goes back"),
    )

    title_for_help = "a list"

    def __init__(self, heading: str, sentences: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._sentences = sentences

    @override
    def compose(self) -> ComposeResult:
        yield from self.frame(self._heading, Drawing(self._draw))

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        return [line for sentence in self._sentences for line in hanging("– ", sentence, width, theme.BODY)]
