"""What every panel of the console has in common."""

from abc import abstractmethod

from textual.containers import Vertical

from copworkshop.rules.sight import Sight
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.ui.client import SessionClient


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

    @abstractmethod
    def show(self, sight: Sight) -> None:
        """Show the session as it is now."""

    def refresh_attendance(self) -> None:
        """Show who is connected now. By default a panel does not show it."""

    def focus_first(self) -> None:
        """Focus the widget that most likely gets the facilitator's next key; by default none."""

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed, before the app ends."""
