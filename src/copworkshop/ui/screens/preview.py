"""A whole proposal, as its author will take it home."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.dialogs.dialog import Dialog
from copworkshop.toolkit.theme import DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.screens.consent import Sharing
from copworkshop.ui.stage.reader import Reader
from copworkshop.ui.widgets.proposal_text import wrapped


class PreviewScreen(Dialog[None]):
    """Shows a proposal as in the document that its author takes home."""

    DEFAULT_CSS = """
    PreviewScreen > Vertical {
        width: 84;
        height: 100%;
    }
    """

    KEYS: ClassVar[Commands["PreviewScreen"]] = (
        Command("up,down", hint="scroll", label="Up Down", when=lambda self: self._reader.scrolls),
        Command(
            "s",
            "share",
            "Let everybody here read the proposal, after a question; or stop that",
            lambda self: "stop sharing it" if self._is_shared else "share it",
            lambda self: self._sharing is not None,
        ),
        Command("escape,f4,q", "dismiss", "Back to writing", "back to writing"),
        Command("f1,question_mark", "app.help", HELP),
    )

    def __init__(self, title: str, lines: Sequence[Content], sharing: Sharing | None = None) -> None:
        """Create the screen with a title and the proposal's lines. `sharing` is None if the person may not share it."""
        super().__init__()
        self.title_for_help = title
        self._lines = lines
        self._sharing: Sharing | None = sharing
        self._happened = ""
        self._state = Words()
        self._reader: Reader = Reader(self._draw)
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(Content.styled(self.title_for_help, HEADING))
            yield self._state
            yield self._reader
            yield self._keys

    def on_mount(self) -> None:
        """Show the top of the proposal."""
        self.watch(self._reader, "show_vertical_scrollbar", self._show, init=False)
        self._reader.focus()
        self._show()

    async def action_share(self) -> None:
        """Ask whether to share the proposal, or stop sharing it."""
        if self._sharing is not None:
            await self._sharing.change(self, self._say)

    def _say(self, sentence: str) -> None:
        """Show a sentence about what just happened. It replaces the sentence about who may read the proposal."""
        self._happened = sentence
        self._show()

    def _show(self) -> None:
        if self._sharing is not None:
            shared = self._is_shared
            who = "Everybody here can read it." if shared else "Nobody else can read it unless you share it."
            self._state.update(Content.styled(self._happened or who, DONE if shared else QUIET))
        self._keys.update(hint(*self.hints()))

    @property
    def _is_shared(self) -> bool:
        return self._sharing is not None and self._sharing.shared()

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        return wrapped(self._lines, width)
