"""The subscriptions of one participant's app, and which of the changes wake it."""

from collections.abc import Callable

from textual.message import Message

from copworkshop.live.autosave import NotSaved, SaveState
from copworkshop.live.hub import Change, Hub
from copworkshop.live.subscriptions import NOBODY, SeatSubscription
from copworkshop.ui.messages import SavingChanged
from copworkshop.ui.participant.change_filter import Interests, changed_interests
from copworkshop.ui.participant.following import same_round
from copworkshop.ui.participant.room import ParticipantRoom
from copworkshop.ui.participant.turns import Turns
from copworkshop.ui.saved import SAVED, Saves
from copworkshop.ui.way_in import WayIn


class TakenBack(Message):
    """The person's seat has a new rejoin word."""


class News:
    """Wakes one app for the changes that concern its person, for news of saving, and for another way in.

    It is called in the context of the app that made the change, so it only posts messages to its own app, now or a
    little later.
    """

    def __init__(
        self,
        hub: Hub,
        saves: Saves,
        way_in: WayIn | None,
        room: ParticipantRoom,
        turns: Turns,
        post_message: Callable[[Message], object],
    ) -> None:
        """Take the sources of the news, what the person sees, and how to wake the app."""
        self._hub = hub
        self._saves = saves
        self._way_in = way_in
        self._room = room
        self._turns = turns
        self._post_message = post_message
        self.asleep = False
        """Nobody looks, because the person's connection is lost. They may come back."""
        self._changes: SeatSubscription[Change] | None = None
        self._ends: list[Callable[[], None]] = []

    def subscribe(self) -> None:
        """Subscribe to changes, to saving, and to how people join."""
        self._changes = self._hub.subscribe_to_seats(self._hear_change)
        self._ends = [self._changes.end, self._saves.subscribe(self._hear_saving)]
        if self._way_in is not None:
            self._ends.append(self._way_in.subscribe(self._hear_way_in))

    def end(self) -> None:
        """End the subscriptions."""
        for end in self._ends:
            end()

    def sleep(self) -> None:
        """Wake the app for nothing until :attr:`asleep` is false again."""
        self.asleep = True
        self.listen_to(NOBODY)

    def listen_to(self, seats: frozenset[int] | None) -> None:
        """Limit the subscription to these seats; None for all. Changes of the whole session always come."""
        if self._changes is not None:
            self._changes.limit_to(NOBODY if self.asleep else seats)

    def _hear_change(self, change: Change) -> None:
        writer, panel = self._room.writer, self._room.panel
        seat, acting = writer.seat, writer.acting_seat
        if self.asleep:
            return
        if seat in change.seats and not writer.holds_seat:
            self._post_message(TakenBack())
            return
        if seat is None:
            if change.room and not same_round(change.before.spot, change.after.spot):
                self._turns.prepare_when_quiet()
            return
        if acting in change.seats:
            writer.own_revision = change.after.revision
        if change.room:
            self._turns.show_change()
        elif seat in change.seats or acting in change.seats:
            if panel is None or not panel.caused(change):
                self._turns.wake()
        elif not self._turns.wakes_later and self._shown & changed_interests(change, seat):
            self._turns.wake_later()

    @property
    def _shown(self) -> Interests:
        """The work of others that the person sees. In the middle of a look we do not know yet what will be shown."""
        if self._room.guide.is_busy:
            return Interests.ANYTHING
        return self._room.panel.others if self._room.panel is not None else Interests.NOTHING

    def _hear_saving(self, state: SaveState) -> None:
        saved = self._room.saved
        if self.asleep or (saved.drawn == SAVED and not isinstance(state, NotSaved)):
            return  # only a few of two hundred people wait for each save
        if self._room.writer.seat is not None and saved.has_news:
            self._post_message(SavingChanged())

    def _hear_way_in(self, _sentence: str) -> None:
        if not self.asleep and self._room.writer.seat is not None:
            self._turns.show_change()
