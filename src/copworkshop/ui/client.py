"""The way by which one person's screen makes requests and reads the session."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from copworkshop.live.hub import Hub
from copworkshop.live.presence import Presence
from copworkshop.live.stage_pages import StagePages
from copworkshop.model.attendance import NOBODY, Attendance
from copworkshop.model.people import Actor
from copworkshop.rules.request import R, Refused, Request, Stale, make_request
from copworkshop.rules.sight import Sight, attendance


class SessionClient:
    """Makes requests on behalf of one person. A refusal is shown on that person's screen."""

    def __init__(
        self,
        hub: Hub,
        actor: Actor,
        say: Callable[[str], None],
        presence: Presence | None = None,
        holds_seat: Callable[[], bool] = lambda: True,
    ) -> None:
        """Make requests as `actor`. While `holds_seat` returns False, none is made: the seat is somebody else's."""
        self.hub = hub
        self.presence = presence
        """Who is connected; None where no screen shows it."""
        self.actor = actor
        self.files_only_in: Path | None = None
        """The only folder in which the person's screens read files whose path is typed; None for any folder."""
        self._say = say
        self._holds_seat = holds_seat

    @property
    def sight(self) -> Sight:
        """What the person may see of the session now."""
        return self.hub.sight(self.actor)

    @property
    def stage_pages(self) -> StagePages:
        """Which page of a long list the stages show."""
        return self.hub.stage_pages

    @property
    def attendance(self) -> Attendance:
        """What the person may see of who is connected now."""
        if self.presence is None:
            return NOBODY
        return attendance(self.presence.attendance, self.hub.session, self.actor)

    @property
    def can_ask(self) -> Callable[[], bool]:
        """Tells whether requests are made: the seat is still this person's."""
        return self._holds_seat

    async def request(self, kind: type[R], /, **fields: Any) -> bool:
        """Make a request of `kind` from what the person typed. Return whether it was granted. A refusal is shown."""
        try:
            request = make_request(kind, **fields)
        except Refused as refusal:
            self._say(str(refusal))
            return False
        return await self.submit(request)

    async def submit(self, request: Request) -> bool:
        """Submit a request. Return whether it was granted.

        A refusal is shown on the person's screen. A stale request is refused silently: it comes from a key that was
        pressed twice or too late, which is no error.
        """
        if not self._holds_seat():
            return False
        try:
            await self.hub.submit(request, self.actor)
        except Stale:
            return False
        except Refused as refusal:
            self._say(str(refusal))
            return False
        return True

    def show_message(self, sentence: str) -> None:
        """Show a sentence on the person's screen."""
        self._say(sentence)
