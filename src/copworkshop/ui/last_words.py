"""What is being typed is submitted before its round is closed: the hub asks, and the widget with the text answers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from textual.message import Message
from textual.message_pump import MessagePump


class LastWords(Message):
    """The round is about to be closed, and what is being typed has to be submitted first."""

    def __init__(self, submitted: "asyncio.Future[None]") -> None:
        super().__init__()
        self._submitted = submitted

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Tell the hub at the end of the block that the text is submitted, whatever became of it."""
        self.stop()
        try:
            yield
        finally:
            if not self._submitted.done():
                self._submitted.set_result(None)


def asked_for(typed_in: MessagePump) -> "asyncio.Future[None] | None":
    """Ask a widget for its last words, in its own app; return what the hub waits for, or None if the widget is gone."""
    submitted = asyncio.get_running_loop().create_future()
    return submitted if typed_in.post_message(LastWords(submitted)) else None
