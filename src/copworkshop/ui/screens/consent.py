"""The question before a proposal is shared with the room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Mount
from textual.screen import ModalScreen
from textual.widget import Widget

from copworkshop.ui.theme import HEADING
from copworkshop.ui.widgets.hints import Keys, hint
from copworkshop.ui.widgets.words import Words

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


class Consent(ModalScreen[bool]):
    """Ask whether everybody may read a proposal.

    Only Enter says yes. Every other character says no: it may be the next letter of a text that the person takes
    themselves to be typing.
    """

    DEFAULT_CSS = """
    Consent {
        align: center middle;
        & > Vertical {
            width: 60;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $border;
            padding: 0 1;
        }
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

    def __init__(self, name: str | None = None) -> None:
        """Take the author's name, where somebody else is asked for them."""
        super().__init__()
        self._name = name
        self._since = 0.0
        """When the question came up, as events count the time."""

    def compose(self) -> ComposeResult:
        """Show the question, what sharing means, and the keys."""
        whose = "with your name" if self._name is None else f"with the name {self._name}"
        share = "share" if self._name is None else "share, if they agree"
        with Vertical():
            yield Words(Content.styled(self.title_for_help, HEADING))
            yield Words(f"Everybody here will be able to read it, {whose}.")
            yield Keys(hint(("Enter", share), ("Esc", "keep it private")))

    def on_mount(self, event: Mount) -> None:
        """Note from when on a key can be an answer."""
        self._since = event.time

    def on_key(self, event: Key) -> None:
        """Take Enter for a yes, if it was pressed after the question came up, and any other character for a no."""
        if event.is_printable:
            event.stop()
            self.dismiss(result=False)
        elif event.key == "enter" and event.time >= self._since:
            event.stop()
            self.dismiss(result=True)

    def action_came_early(self) -> None:
        """Do nothing.

        Textual looks up what a key is bound to only once the widget that had the focus has passed it on. By then this
        question may be up, but the person has not seen it.
        """
