"""One person's line to the rules."""

from collections.abc import Callable
from typing import Any

from copworkshop.live.hub import Hub
from copworkshop.live.presence import Presence
from copworkshop.model.attendance import NOBODY, Attendance
from copworkshop.model.people import Actor
from copworkshop.rules.request import R, Refused, Request, Stale, make_request
from copworkshop.rules.sight import Sight, attendance


class SessionClient:
    """Asks the rules on behalf of one person, and has a refusal said on that person's screen."""

    def __init__(self, hub: Hub, actor: Actor, say: Callable[[str], None], presence: Presence | None = None) -> None:
        self.hub = hub
        self.presence = presence
        """Who is connected; None where nobody asks."""
        self.actor = actor
        self._say = say

    @property
    def sight(self) -> Sight:
        """What the person may see at this moment."""
        return self.hub.sight(self.actor)

    @property
    def attendance(self) -> Attendance:
        """What the person may see at this moment of who is connected."""
        if self.presence is None:
            return NOBODY
        return attendance(self.presence.attendance, self.hub.session, self.actor)

    async def request(self, kind: type[R], /, **fields: Any) -> bool:
        """Ask for something with what the person typed; return whether it was granted. A refusal is said."""
        try:
            request = make_request(kind, **fields)
        except Refused as refusal:
            self._say(str(refusal))
            return False
        return await self.submit(request)

    async def submit(self, request: Request) -> bool:
        """Put a request before the rules; return whether it was granted.

        A refusal is said, but for a key that came too late: pressing twice is not an error to be told of.
        """
        try:
            await self.hub.submit(request, self.actor)
        except Stale:
            return False
        except Refused as refusal:
            self._say(str(refusal))
            return False
        return True

    def show_message(self, sentence: str) -> None:
        """Say a sentence on the person's screen."""
        self._say(sentence)
