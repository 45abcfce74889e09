"""Takes one person through the session: with the group or elsewhere, and to the panel that belongs there."""

from collections.abc import Awaitable, Callable
from typing import Final

from copworkshop.live.hub import Hub
from copworkshop.model.clock import LastKey
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.lines import Lines
from copworkshop.ui.participant.panels import Panels
from copworkshop.ui.participant.position import Position
from copworkshop.ui.participant.registry import panel_and_view
from copworkshop.ui.participant.writer import Writer

NOT_FOR_THEM: Final = (
    "You can't write for them any more: they have joined themselves, or moved to another table. "
    "They have all that you wrote."
)


class Guide:
    """Shows the session to the person at one screen, from where they are. Before they move, their text is submitted."""

    def __init__(
        self,
        hub: Hub,
        writer: Writer,
        position: Position,
        panels: Panels,
        lines: Lines,
        last_key: LastKey,
        *,
        listen_to: Callable[[frozenset[int] | None], None],
        looked: Callable[[Sight], None],
    ) -> None:
        """Take the session, the person, where they are, what the screen shows, and the seconds since their last key.

        `listen_to` is called with the seats whose changes concern what is shown, or None for all seats. `looked` is
        called at the end of each look, with what the person could see.
        """
        self._hub = hub
        self._writer = writer
        self._position = position
        self._panels = panels
        self._lines = lines
        self._last_key = last_key
        self._listen_to = listen_to
        self._looked = looked
        self._looks = _Looks(self._look, lambda: panels.prepare(position.here), lambda: panels.is_attached)

    @property
    def is_busy(self) -> bool:
        """Whether a look or a preparation is running."""
        return self._looks.is_busy

    @property
    def is_prepared(self) -> bool:
        """Whether exactly the panel is ready that the person most likely needs next."""
        return self._panels.is_prepared(self._position.here)

    async def look(self) -> None:
        """Look at the session again: follow the group if the person is idle, and show what they may see.

        A look that is requested during another is done after it.
        """
        await self._looks.look()

    async def prepare(self) -> None:
        """Prepare, out of sight, the panel that the person most likely comes to next, and remove all others."""
        await self._looks.prepare()

    async def assign(self, seat: int) -> None:
        """Show the session from this seat."""
        if seat != self._writer.seat or not self._writer.holds_seat:
            await self._panels.submit_pending()
            self._position.reset()
            self._writer.leave()
            await self._panels.drop()
            self._writer.sit(seat)
        await self.look()

    async def write_for(self, on_behalf_of: int | None) -> None:
        """Let the person write for another seat from now on, as its scribe. None ends that."""
        if self._writer.seat is None or on_behalf_of == self._writer.on_behalf_of:
            return
        await self._panels.submit_pending()
        self._writer.write_for(on_behalf_of)
        await self._panels.drop()
        await self.look()

    async def look_back(self, spot: Spot, group: Spot) -> None:
        """Go to the spot that the person chose while the group was at `group`."""
        await self._panels.submit_pending()
        self._position.go_to(spot, group)
        await self.look()

    async def rejoin(self) -> None:
        """Go to the group, and to the page that it looks at."""
        client = self._writer.client
        if client is None:
            return
        await self._panels.submit_pending()
        group = client.sight.spot
        self._position.go_to(group, group)
        if self._panels.current is not None:
            self._panels.current.rejoin()
        await self.look()

    async def _look(self) -> None:
        self._listen_to(None)  # everybody's changes, because another panel may come up
        try:
            await self._show_session()
        finally:
            panel = self._panels.current
            shows_others = panel is not None and panel.shows_others()
            self._listen_to(None if shows_others else frozenset(self._writer.seats()))

    async def _show_session(self) -> None:
        client = self._writer.client
        if client is None or not self._writer.holds_seat:
            return
        if client.sight.own is None and self._writer.on_behalf_of is not None:
            await self.write_for(None)
            self._lines.show_message(NOT_FOR_THEM)
            return
        here = await self._follow(client.sight.spot) if client.sight.own is not None else None
        seen = client.sight  # asked after `_follow`, which may have submitted the person's words
        self._position.seen = seen
        self._writer.note(seen)
        kind, view = panel_and_view(self._hub, seen, here)
        if type(self._panels.current) is kind:
            self._lines.head.refresh_drawing_now()  # first: its “saving…” and the new text share a frame
        await self._panels.show(kind, view)
        self._lines.refresh()
        self._looked(seen)

    async def _follow(self, group: Spot) -> Spot:
        """Follow the group if the person may be taken along; return where the person is then."""
        position = self._position
        if position.may_be_taken_along(group, self._panels.current, self._last_key.since):
            await self._panels.submit_pending()
            position.take_along(group)
        else:
            position.move_along(group)
        return position.here if position.here is not None else group


class _Looks:
    """Makes a screen look at the session and prepare what comes next, never both at once.

    A request during a running job is done after it, once for any number of requests. Looks come first.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[None]],
        prepare: Callable[[], Awaitable[None]],
        is_attached: Callable[[], bool],
    ) -> None:
        """Take the two jobs. `is_attached` returns whether the screen still exists."""
        self._look = look
        self._prepare = prepare
        self._is_attached = is_attached
        self._wants_look = False
        self._wants_preparing = False
        self.is_busy = False
        """Whether a look or a preparation is running."""

    async def look(self) -> None:
        """Look at the session. While a job is running, only request a look after it."""
        self._wants_look = True
        await self._catch_up()

    async def prepare(self) -> None:
        """Prepare what comes next. While a job is running, only request it after that one."""
        self._wants_preparing = True
        await self._catch_up()

    async def _catch_up(self) -> None:
        if self.is_busy:
            return
        self.is_busy = True
        try:
            while (self._wants_look or self._wants_preparing) and self._is_attached():
                if self._wants_look:
                    self._wants_look = False
                    await self._look()
                else:
                    self._wants_preparing = False
                    await self._prepare()
        finally:
            self.is_busy = False
