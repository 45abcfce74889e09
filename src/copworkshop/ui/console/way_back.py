"""The two keys of the console that lead back: one takes the last action back, one opens a closed round again."""

from typing import Any, ClassVar, Final

from copworkshop.rules.reopening import Reopen
from copworkshop.rules.undo import Undo
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.ui.client import SessionClient
from copworkshop.ui.screens.room import RoomScreen

ROUND_CLOSED: Final = "This round is closed. O opens it again."

_REOPEN: Final = "Open this closed round again; it asks first and says what that discards"
_UNDO: Final = "Take the last action back: a step, a merge, the clock, a vote that was begun"


async def take_back(client: SessionClient) -> None:
    """Take back the facilitator's last action, if there is one, and say what it was."""
    undo = client.sight.way_back.undo
    if undo is not None and await client.request(Undo, number=undo.number):
        client.show_message(f"Taken back: {undo.what}.{' r does it again.' if undo.edit else ''}")


class WayBackScreen(RoomScreen):
    """A view of the facilitator with these keys."""

    def _can_undo(self) -> bool:
        return self.seen.way_back.undo is not None

    def _can_reopen(self) -> bool:
        return self.seen.way_back.reopening is not None

    KEYS: ClassVar[Commands[Any]] = (
        Command("O", "reopen", _REOPEN, "open again", _can_reopen, rank=7),
        Command("u", "undo", _UNDO, "undo", _can_undo, rank=7),
    )

    async def action_undo(self) -> None:
        """Take back the action that the console names, and say what it was."""
        await take_back(self.client)

    def action_reopen(self) -> None:
        """Ask first, then open the round again that the room looks back at."""
        question, at = self.seen.way_back.reopening, self.seen.spot

        async def reopen() -> None:
            if await self.client.request(Reopen, at=at):
                self.show_message("The round is open again.")

        if question is not None:
            ask(self.app, Confirm(question, yes="Open it again"), reopen)
