"""A participant's app for a visitor who comes over SSH."""

from collections.abc import Awaitable, Callable

from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.workshop import Running
from copworkshop.toolkit import theme
from copworkshop.toolkit.scheduler import FairScheduler
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.way_in import WayIn

FindSeatFrom = Callable[[str, str], Awaitable[int | None]]
"""Returns the seat of a rejoin word that a person at an address gave at the name prompt; None if there is none."""


class SeatApp(ParticipantApp):
    """A participant's app that gets its person from a visitor, and reports the seat that they take."""

    def __init__(
        self,
        running: Running,
        seated: Callable[[int, Visitor], None],
        *,
        find_seat_from: FindSeatFrom,
        way_in: WayIn | None,
        scheduler: FairScheduler,
    ) -> None:
        super().__init__(
            running.hub,
            running.autosave,
            find_seat=lambda word: find_seat_from(word, self._address),
            way_in=way_in,
            composes_ahead=True,
            turns=scheduler,
        )
        self._tell_seated = seated
        self._address = ""

    def welcome(self, visitor: Visitor, shown: Callable[[], None]) -> None:
        """Show the session to a visitor. `shown` is called when the screen is theirs."""
        self._address = visitor.address
        self.assign(
            visitor.seat,
            seated=lambda seat: self._tell_seated(seat, visitor),
            theme_name=theme_of(visitor.terminal),
            shown=shown,
        )


def theme_of(terminal: TerminalInfo) -> str:
    """Return the name of the theme that a terminal can show."""
    return theme.theme_for(colours=terminal.colours)
