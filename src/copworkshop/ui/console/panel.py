"""What every panel of the console has in common."""

from abc import abstractmethod

from textual.containers import Vertical

from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient


class Panel(Vertical):
    """The facilitator's work on one kind of step.

    The console mounts it when the room comes to the step and calls :meth:`show` with every change. A panel asks
    through its client and decides nothing; it keeps the cursor and what is being typed when something changes.
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
        """Show who is connected now, where the panel says so; by default it does not."""

    def focus_first(self) -> None:
        """Put the focus where the facilitator's next key most likely belongs; by default nowhere."""

    async def submit_pending(self) -> None:
        """Ask for what is still being typed, before the app ends."""
