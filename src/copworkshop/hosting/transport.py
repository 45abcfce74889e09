"""The connection of one visitor, as a driver and a visit need it, for any protocol."""

from typing import Protocol


class Transport(Protocol):
    """Sends an app's output to the visitor's terminal, and reports the state of the connection."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the terminal. Nothing happens if the connection is gone."""

    def unsent(self) -> int:
        """Return how many bytes are queued."""

    def pause(self) -> None:
        """Stop reading."""

    def resume(self) -> None:
        """Start reading again."""

    def end(self) -> None:
        """Close the connection at once. Unsent bytes are lost."""

    @property
    def is_silent(self) -> bool:
        """Whether the other end has left several requests for a sign of life unanswered."""

    async def answers(self) -> bool:
        """Ask the other end for a sign of life; return whether it came within a moment."""
