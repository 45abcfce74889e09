"""The question before a proposal is shared with the room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from typing_extensions import override

from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.dialogs.question import Question, ask
from copworkshop.toolkit.theme import HEADING
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.toolkit.widgets.words import Words

SHARED: Final = "Shared: everybody here can read {whose} proposal now."
NOT_SHARED: Final = "Not shared any more: nobody else here can read {whose} proposal now."


@dataclass(frozen=True, slots=True)
class Sharing:
    """How to share a proposal, and how to stop sharing it."""

    shared: Callable[[], bool]
    """Tell whether it is shared now."""
    turn: Callable[[bool], Awaitable[bool]]
    """Request to share it, or with False to stop. Return whether that was granted. A refusal is shown."""
    name: str | None = None
    """The author's name if somebody else writes for them; None if the author is asked."""

    async def change(self, widget: Widget, say: Callable[[str], None]) -> None:
        """Share the proposal after the person agreed, or stop sharing it at once. `say` gets a sentence about it.

        The question appears in front of `widget`.
        """
        if self.shared():
            await self._turn(say, NOT_SHARED, shared=False)
        else:
            await ask(widget.app, Consent(self.name), partial(self._turn, say, SHARED, shared=True))

    async def _turn(self, say: Callable[[str], None], sentence: str, *, shared: bool) -> None:
        if await self.turn(shared):
            say(sentence.format(whose="your" if self.name is None else "their"))


class Consent(Question):
    """Ask whether everybody may read a proposal.

    Only Enter says yes. Every other character says no, because the person may believe that they are still typing
    their text.
    """

    DEFAULT_CSS = """
    Consent {
        Keys {
            margin-top: 1;
        }
    }
    """

    KEYS: ClassVar[Commands["Consent"]] = (
        Command("enter", "came_early", "Share it with everybody here", lambda self: self._share),
        Command("escape", "dismiss(False)", "Keep it private", "keep it private"),
        Command("f1", "app.help", HELP),
    )

    title_for_help = "Share this proposal?"
    yes_key = "enter"

    def __init__(self, name: str | None = None) -> None:
        """Create the question. `name` is the author's name if somebody else answers for them."""
        super().__init__()
        self._scribed_name = name

    @override
    def compose(self) -> ComposeResult:
        whose = "with your name" if self._scribed_name is None else f"with the name {self._scribed_name}"
        with Vertical():
            yield Words(Content.styled(self.title_for_help, HEADING))
            yield Words(f"Everybody here will be able to read it, {whose}.")
            yield Keys(hint(*self.hints()))

    @property
    def _share(self) -> str:
        return "share" if self._scribed_name is None else "share, if they agree"

    @override
    def on_key(self, event: Key) -> None:
        if event.is_printable:
            event.stop()
            self.answer(yes=False)
