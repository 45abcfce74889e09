"""The repeated work of a screen, one job at a time: looking at the session, and preparing panels."""

from collections.abc import Awaitable, Callable


class Looks:
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
