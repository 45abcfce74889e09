"""The question before a proposal is shared with the room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widget import Widget

from copworkshop.toolkit.dialogs.question import Question
from copworkshop.toolkit.theme import HEADING
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.toolkit.widgets.words import Words

SHARED: Final = "Shared: everybody here can read {whose} proposal now."
NOT_SHARED: Final = "Not shared any more: nobody else here can read {whose} proposal now."


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a proposal is shared, and how sharing it is stopped."""

    shared: Callable[[], bool]
    """Whether it is shared at this moment."""
    turn: Callable[[bool], Awaitable[bool]]
    """Ask the rules to share it, or with False to stop; return whether that was granted. A refusal is said."""
    name: str | None = None
    """The author's name, where somebody else writes for them; None where the author is asked."""

    async def change(self, widget: Widget, say: Callable[[str], None]) -> None:
        """Share the proposal once the person agrees, or stop sharing it at once; say what happened.

        The question comes up in front of `widget`.
        """
        if self.shared():
            await self._turn(say, NOT_SHARED, shared=False)
            return

        async def answer(agrees: bool | None) -> None:  # noqa: FBT001 - how Textual hands an answer back
            if agrees:
                await self._turn(say, SHARED, shared=True)

        await widget.app.push_screen(Consent(self.name), answer)

    async def _turn(self, say: Callable[[str], None], sentence: str, *, shared: bool) -> None:
        if await self.turn(shared):
            say(sentence.format(whose="your" if self.name is None else "their"))


class Consent(Question):
    """Ask whether everybody may read a proposal.

    Only Enter says yes. Every other character says no: it may be the next letter of a text that the person takes
    themselves to be typing.
    """

    DEFAULT_CSS = """
    Consent {
        Keys {
            margin-top: 1;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "came_early", "Share it with everybody here"),
        Binding("escape", "dismiss(False)", "Keep it private"),
        Binding("f1", "app.help", "Help: every key that works now"),
    ]

    title_for_help = "Share this proposal?"
    yes_key = "enter"

    def __init__(self, name: str | None = None) -> None:
        """Take the author's name, where somebody else is asked for them."""
        super().__init__()
        self._name = name

    def compose(self) -> ComposeResult:
        """Show the question, what sharing means, and the keys."""
        whose = "with your name" if self._name is None else f"with the name {self._name}"
        share = "share" if self._name is None else "share, if they agree"
        with Vertical():
            yield Words(Content.styled(self.title_for_help, HEADING))
            yield Words(f"Everybody here will be able to read it, {whose}.")
            yield Keys(hint(("Enter", share), ("Esc", "keep it private")))

    def on_key(self, event: Key) -> None:
        """Take any other character for a no."""
        if event.is_printable:
            event.stop()
            self.dismiss(result=False)
