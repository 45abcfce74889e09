"""The connection of one visitor, as a driver and a visit need it, whatever the protocol."""

from typing import Protocol


class Transport(Protocol):
    """Takes what an app draws to the visitor's terminal, and says how the connection is."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the terminal. Nothing happens when the connection is gone."""

    def unsent(self) -> int:
        """Return how many bytes are queued."""

    def pause(self) -> None:
        """Stop reading."""

    def resume(self) -> None:
        """Read again."""

    def end(self) -> None:
        """Close the connection at once, whatever is unsent."""

    @property
    def is_silent(self) -> bool:
        """Whether the other end has left several signs of life unanswered."""

    async def answers(self) -> bool:
        """Ask the other end for a sign of life; tell whether it came within a moment."""
