"""What every panel of the console has in common."""

import asyncio
from abc import abstractmethod
from typing import Any, ClassVar, Final

from textual import on
from textual.containers import Vertical

from copworkshop.model.session import Spotlight
from copworkshop.rules.sight import Sight
from copworkshop.rules.spotlight import ShowLarge
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.ui.client import SessionClient
from copworkshop.ui.last_words import LastWords, asked_for

_LAST: Final = 90
"""The rank of a key after those of a panel."""


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

    def _of_large(self) -> str:
        return "put away" if self._is_large else "show large"

    def _can_show_large(self) -> bool:
        return self.client.sight.closed is None and (self.to_show_large is not None or self._is_large)

    KEYS: ClassVar[Commands[Any]] = (
        Command(
            "z", "show_large", "Show the idea or remark large on the stage, or put it away", _of_large,
            _can_show_large, rank=_LAST,
        ),
    )  # fmt: skip

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
    def to_show_large(self) -> Spotlight | None:
        """The idea or remark under the cursor, which the stage can show large; by default there is none."""
        return None

    @property
    def _is_large(self) -> bool:
        """Whether the key puts away what the stage shows large, because nothing else is under the cursor."""
        lit = self.client.sight.stage.spotlit
        return lit is not None and self.to_show_large in {None, lit.what}

    async def action_show_large(self) -> None:
        """Show the idea or remark under the cursor large on the stage, or put it away."""
        away = self._is_large
        what = None if away else self.to_show_large
        if await self.client.request(ShowLarge, what=what):
            self.show(self.client.sight)
            told = "The stage shows the step again." if away else "The stage shows it large. z puts it away."
            self.client.show_message(told)

    @property
    def is_typing(self) -> bool:
        """Whether text is being typed that :meth:`submit_pending` would submit; by default not."""
        return False

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed, before the app ends or the round is closed."""

    def submitted(self) -> str | None:
        """Return, once, the text that was submitted because the round closed; by default there is none."""
        return None

    def _last_words(self) -> "asyncio.Future[None] | None":
        return asked_for(self) if self.is_typing else None

    @on(LastWords)
    async def _submit_last_words(self, event: LastWords) -> None:
        with event.answering():
            await self.submit_pending()
