"""What a screen does again and again, one thing after the other: looking at the session, and preparing panels."""

from collections.abc import Awaitable, Callable


class Looks:
    """Has a screen look at the session, and prepare what comes next, never two of them at once.

    What is asked for in the middle of something follows it, once for any number of requests. Looks come first.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[None]],
        prepare: Callable[[], Awaitable[None]],
        is_attached: Callable[[], bool],
    ) -> None:
        """Take the two things to do, and what tells whether there is still a screen to do them on."""
        self._look = look
        self._prepare = prepare
        self._is_attached = is_attached
        self._wants_look = False
        self._wants_preparing = False
        self.is_busy = False
        """It is in the middle of a look, or of preparing."""

    async def look(self) -> None:
        """Look at the session; while something is being done, only have a look follow it."""
        self._wants_look = True
        await self._catch_up()

    async def prepare(self) -> None:
        """Prepare what comes next; while something is being done, only have it follow."""
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
