"""The person at the keyboard: the seat that is theirs, and the seat that they write for as a scribe."""

from collections.abc import Callable

from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.rules.sight import Person, Sight
from copworkshop.ui.client import SessionClient
from copworkshop.ui.participant.panel import PanelContext


class Writer:
    """The person who writes at one screen, and for whom they write."""

    def __init__(self, hub: Hub, how_back: str, show_message: Callable[[str], None]) -> None:
        """Take the session, what to type to come back (WORD stands for the rejoin word), and how to tell the person."""
        self._hub = hub
        self._how_back = how_back
        self._show_message = show_message
        self.seat: int | None = None
        """Whose screen it is; None before anybody has come."""
        self.on_behalf_of: int | None = None
        """The seat that the person writes for as a scribe."""
        self.client: SessionClient | None = None
        """How the person asks the rules; None before anybody has come."""
        self.own_revision = 0
        """The session's revision when the seat that the person writes at changed last."""
        self.person: Person | None = None
        """The person at the keyboard, as they were when the screen last looked."""
        self._drafts: dict[int, dict[str, str]] = {}
        """What was typed and not taken, by the seat that it is for."""

    @property
    def acting_seat(self) -> int | None:
        """The seat that the person speaks for: their own, or as a scribe another's."""
        return self.seat if self.on_behalf_of is None else self.on_behalf_of

    @property
    def how_back(self) -> str:
        """What the person types to come back; empty where nobody can."""
        own = self._own
        return self._how_back.replace("WORD", own.word or "") if own is not None else ""

    def seats(self) -> tuple[int, ...]:
        """Return the seats that this person writes at: their own, and the one that they write for."""
        return tuple({seat for seat in (self.seat, self.acting_seat) if seat is not None})

    def holds_drafts(self) -> bool:
        """Whether something that was typed was not taken, and is kept for the person."""
        return any(self._drafts.values())

    def sit(self, seat: int) -> None:
        """Take this seat."""
        self.seat = seat
        self.client = SessionClient(self._hub, participant(seat), self._show_message)
        self.own_revision = self._hub.session.revision

    def leave(self) -> None:
        """Forget the person."""
        self.seat = self.client = self.person = self.on_behalf_of = None
        self._drafts = {}

    def write_for(self, on_behalf_of: int | None) -> None:
        """Write for this seat as a scribe, or with None for oneself again."""
        if self.seat is not None:
            self.on_behalf_of = on_behalf_of
            self.client = SessionClient(self._hub, participant(self.seat, on_behalf_of), self._show_message)
            self.own_revision = self._hub.session.revision

    def note(self, seen: Sight) -> None:
        """Note what the session says of the person, when the screen looks."""
        self.person = self._own if self.on_behalf_of is not None else seen.own

    def context(self) -> PanelContext | None:
        """Return what a panel works with; None before anybody has come."""
        client, seat = self.client, self.acting_seat
        if client is None or seat is None:
            return None
        return PanelContext(client, seat, self.how_back, self._drafts.setdefault(seat, {}))

    @property
    def _own(self) -> Person | None:
        """The person at the keyboard, whomever they write for."""
        return self._hub.sight(participant(self.seat)).own if self.seat is not None else None
