"""What every panel of the console has in common."""

import asyncio
from abc import abstractmethod

from textual import on
from textual.containers import Vertical

from copworkshop.rules.sight import Sight
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.ui.client import SessionClient
from copworkshop.ui.last_words import LastWords, asked_for


class Panel(CommandNode, Vertical):
    """The facilitator's work on one kind of step.

    The console mounts it when the room comes to the step, and calls :meth:`show` after every change. A panel makes
    requests through its client and decides nothing. After a change the cursor and the text being typed are kept.
    """

    DEFAULT_CSS = """
    Panel {
        height: 1fr;
        padding: 0 1;
    }
    """

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.client = client

    def on_mount(self) -> None:
        """From now on, submit what is being typed before a round is closed."""
        self._no_more_words = self.client.hub.ask_for_last_words(self._last_words)

    async def on_unmount(self) -> None:
        """Nothing is typed here any more."""
        self._no_more_words()

    @abstractmethod
    def show(self, sight: Sight) -> None:
        """Show the session as it is now."""

    def refresh_attendance(self) -> None:
        """Show who is connected now. By default a panel does not show it."""

    def focus_first(self) -> None:
        """Focus the widget that most likely gets the facilitator's next key; by default none."""

    @property
    def is_typing(self) -> bool:
        """Whether text is being typed that :meth:`submit_pending` would submit; by default not."""
        return False

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed, before the app ends or the round is closed."""

    def _last_words(self) -> "asyncio.Future[None] | None":
        return asked_for(self) if self.is_typing else None

    @on(LastWords)
    async def _submit_last_words(self, event: LastWords) -> None:
        with event.answering():
            await self.submit_pending()
