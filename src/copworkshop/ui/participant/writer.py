"""The person at the keyboard: their own seat, and the seat that they write for as a scribe."""

from collections.abc import Callable

from copworkshop.live.hub import Hub
from copworkshop.model.people import Actor, participant
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient
from copworkshop.ui.participant.panel import PanelContext


class Writer:
    """The person who writes at one screen, and the seat for which they write."""

    def __init__(self, hub: Hub, how_back: Callable[[], str], show_message: Callable[[str], None]) -> None:
        """Take the session, what to type to come back (with WORD for the rejoin word), and how to show a message.

        `how_back` returns an empty text if there is no way to come back.
        """
        self._hub = hub
        self._how_back = how_back
        self._show_message = show_message
        self.seat: int | None = None
        """The seat of the person at this screen; None before anybody has come."""
        self.on_behalf_of: int | None = None
        """The seat that the person writes for as a scribe; None for their own."""
        self.client: SessionClient | None = None
        """The client that sends the person's requests; None before anybody has come."""
        self.word: str | None = None
        """The rejoin word of the seat when the person took it."""
        self.own_revision = 0
        """The session's revision at the last change of the seat that the person writes for."""
        self.person: Person | None = None
        """The person at the keyboard, as they were at the screen's last look."""
        self.asked_for_table = False
        """Whether the person was asked for their table since they have none."""
        self._drafts: dict[int, dict[str, str]] = {}
        """Typed text that was refused, by seat and purpose."""

    @property
    def acting_seat(self) -> int | None:
        """The seat that the person acts for: their own, or as a scribe another's."""
        return self.seat if self.on_behalf_of is None else self.on_behalf_of

    @property
    def how_back(self) -> str:
        """What the person types to come back now; empty if there is no way, or if they have no seat."""
        own = self._own
        return self._how_back().replace("WORD", own.word or "") if own is not None else ""

    @property
    def sight(self) -> Sight | None:
        """What the person can see at this moment; None before anybody has come. The screen's last look may be older."""
        return self.client.sight if self.client is not None else None

    def seats(self) -> tuple[int, ...]:
        """Return the seats of this person: their own, and the one that they write for."""
        return tuple({seat for seat in (self.seat, self.acting_seat) if seat is not None})

    def holds_drafts(self) -> bool:
        """Return whether refused text is kept for the person."""
        return any(self._drafts.values())

    @property
    def holds_seat(self) -> bool:
        """Whether the seat is still the person's: it has the rejoin word that it had when they took it."""
        seat = self._hub.session.seats.get(self.seat) if self.seat is not None else None
        return seat is not None and seat.word == self.word

    def sit(self, seat: int) -> None:
        """Take this seat."""
        self.seat = seat
        self.word = self._hub.session.seats[seat].word
        self.client = self._client_of(participant(seat))
        self.own_revision = self._hub.session.revision

    def leave(self) -> None:
        """Forget the person and their drafts."""
        self.seat = self.word = self.client = self.person = self.on_behalf_of = None
        self._drafts = {}
        self.asked_for_table = False

    def write_for(self, on_behalf_of: int | None) -> None:
        """Write for this seat as a scribe. None ends that."""
        if self.seat is not None:
            self.on_behalf_of = on_behalf_of
            self.client = self._client_of(participant(self.seat, on_behalf_of))
            self.own_revision = self._hub.session.revision

    def note(self, seen: Sight) -> None:
        """Note the person's current data, when the screen looks."""
        self.person = self._own if self.on_behalf_of is not None else seen.own
        if self.person is not None and self.person.table is not None:
            self.asked_for_table = False

    @property
    def lacks_table(self) -> bool:
        """Whether there are tables, and the person has none and was not asked for it."""
        person = self.person
        if person is None or person.table is not None or self.asked_for_table or self.client is None:
            return False
        sight = self.client.sight
        return bool(sight.tables) and sight.closed is None

    def own_client(self, show_message: Callable[[str], None] | None = None) -> SessionClient | None:
        """Return a client for requests about the person's own seat, whoever they write for; None before they came."""
        if self.seat is None:
            return None
        say = show_message if show_message is not None else self._show_message
        return SessionClient(self._hub, participant(self.seat), say, holds_seat=lambda: self.holds_seat)

    def context(self) -> PanelContext | None:
        """Return what a panel needs; None before anybody has come."""
        client, seat = self.client, self.acting_seat
        if client is None or seat is None:
            return None
        return PanelContext(client, seat, lambda: self.how_back, self._drafts.setdefault(seat, {}))

    def _client_of(self, actor: Actor) -> SessionClient:
        return SessionClient(self._hub, actor, self._show_message, holds_seat=lambda: self.holds_seat)

    @property
    def _own(self) -> Person | None:
        """The person at the keyboard, for whomever they write."""
        return self._hub.sight(participant(self.seat)).own if self.holds_seat and self.seat is not None else None
