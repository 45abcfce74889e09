"""The line on the console that says who asks for a seat with text on it, and the two keys that answer."""

from collections.abc import Callable
from typing import Final

from textual.content import Content
from textual.timer import Timer

from copworkshop.live.seat_requests import SeatRequest
from copworkshop.rules.request import Refused
from copworkshop.toolkit.theme import KEY, WARN
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient

SETTLE_SECONDS: Final = 1.0
"""How long a request is shown before the keys answer it.

A key that was meant for the request before, on this console or on a second one, must not answer the next.
"""

HANDED_OVER: Final = (
    "{name} has their seat now, with what was entered for them. Was it somebody else? p, then n gives the seat a "
    "new word."
)
TOLD: Final = "They were told that you did not confirm it. They can ask again."


class AskingLine(Words):
    """Shows the oldest request until it is answered or withdrawn; without a request it takes no row."""

    DEFAULT_CSS = """
    AskingLine {
        max-height: 6;
        padding: 0 1;
        display: none;
    }
    """

    def __init__(self, client: SessionClient, on_change: Callable[[], None]) -> None:
        """Take the facilitator's client. `on_change` is called when other keys work than before."""
        super().__init__()
        self._client = client
        self._on_change = on_change
        self._request: SeatRequest | None = None
        self._settling: Timer | None = None
        self.takes_keys = False
        """Whether the keys answer the request that is shown."""

    def refresh_requests(self) -> None:
        """Show the oldest request as it is now."""
        waiting = self._client.hub.seat_requests.waiting
        first = waiting[0] if waiting else None
        if first is not self._request:
            self._request = first
            self.takes_keys = False
            if self._settling is not None:
                self._settling.stop()
            self._settling = self.set_timer(SETTLE_SECONDS, self._take_keys) if first is not None else None
        self.display = first is not None
        if first is not None:
            self.update(self._told(first, len(waiting) - 1))
        self._on_change()

    async def confirm(self) -> None:
        """Hand the seat over to the person who is shown."""
        if self._request is None or not self.takes_keys:
            return
        try:
            request = await self._client.hub.seat_requests.confirm(self._request.number)
        except Refused as refusal:
            self._client.show_message(str(refusal))
        else:
            if request is not None:
                self._client.show_message(HANDED_OVER.format(name=request.name))

    def refuse(self) -> None:
        """Tell the person who is shown that the seat is not theirs."""
        if self._request is None or not self.takes_keys:
            return
        if self._client.hub.seat_requests.refuse(self._request.number) is not None:
            self._client.show_message(TOLD)

    def _take_keys(self) -> None:
        self.takes_keys = True
        self.refresh_requests()

    def _told(self, request: SeatRequest, more: int) -> Content:
        asked = f"{request.name} (number {request.number} on their screen) asks for what was entered for them."
        keys = (" ", ("F3", KEY), " hands it over, ", ("F9", KEY), " refuses.") if self.takes_keys else ()
        return Content.assemble(asked, *keys, f" {more} more asking." if more else "").stylize_before(WARN)
