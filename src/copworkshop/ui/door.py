"""The door of a session, as the screens of its facilitator use it: how people join, and what can be changed of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Protocol

from copworkshop.store.errors import StoreError

if TYPE_CHECKING:  # the start screen must not wait for the import of what a session needs
    from copworkshop.live.workshop import Running
    from copworkshop.ui.way_in import WayIn

J_TRIES_AGAIN: Final = "J tries again on a port that you type."
NOT_OPEN: Final = "Nobody can join from another terminal yet: choose a port first."
LEAVING: Final = "The session is being closed."


class Door(Protocol):
    """Changes how people join. Those who are in stay in."""

    async def choose_port(self, port: int) -> None:
        """Let people join on another port, and no longer on the present one.

        Raises:
            StoreError: that cannot be done. The sentence says why. All is as it was.

        """
        ...

    async def change_code(self, code: str) -> None:
        """Ask newcomers for another join code: empty for a new one by chance, ``none`` for no code.

        Raises:
            StoreError: that cannot be done. The sentence says why. All is as it was.

        """
        ...


class OpenDoor(Door, Protocol):
    """The network access for people at other terminals, while it is open."""

    @property
    def way_in(self) -> "WayIn | None":
        """How people join."""
        ...

    @property
    def port_notice(self) -> str:
        """Why people join on another port than the wanted one, as a sentence; empty if they do not."""
        ...

    @property
    def notice(self) -> str:
        """What else the facilitator has to know about how it was opened, as a sentence; empty for nothing."""
        ...

    async def close(self) -> None:
        """Disconnect everybody, and accept nobody any more."""
        ...


OpensDoor = Callable[["Running", int | None], Awaitable[OpenDoor]]
"""Opens the door of a session on a port that the facilitator typed on a screen; None for the usual one."""


class LocalDoor:
    """The door of the session on the facilitator's own terminal. If it could not be opened, a port opens it later."""

    def __init__(self, opens: OpensDoor, running: "Running", opened: Callable[[OpenDoor], None]) -> None:
        """Make a door that is still closed. `opened` is called when it is opened later, by :meth:`choose_port`."""
        self._opens = opens
        self._running = running
        self._opened = opened
        self._open: OpenDoor | None = None
        self._changing = asyncio.Lock()
        self._over = False

    @property
    def way_in(self) -> "WayIn | None":
        """How people join; None while it is closed."""
        return None if self._open is None else self._open.way_in

    async def open(self) -> OpenDoor:
        """Open it as the command line says.

        Raises:
            StoreError: it cannot be opened. The sentence says why, and which key tries again.

        """
        try:
            self._open = await self._opens(self._running, None)
        except StoreError as error:
            raise StoreError(f"{error} {J_TRIES_AGAIN}") from error
        return self._open

    async def choose_port(self, port: int) -> None:
        """Let people join on another port, or open the door there. See :class:`Door`."""
        async with self._changing:
            if self._over:
                raise StoreError(LEAVING)
            if self._open is not None:
                await self._open.choose_port(port)
                return
            self._open = await self._opens(self._running, port)
            self._opened(self._open)

    async def change_code(self, code: str) -> None:
        """Ask newcomers for another join code. See :class:`Door`."""
        if self._open is None:
            raise StoreError(NOT_OPEN)
        await self._open.change_code(code)

    async def close(self) -> None:
        """Disconnect everybody, and accept nobody any more."""
        self._over = True
        async with self._changing:  # it may just be opening
            if self._open is not None:
                await self._open.close()
