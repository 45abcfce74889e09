"""The key of the console that parks something that was said, at any step, and the line for it."""

from abc import abstractmethod
from typing import Any, ClassVar, Final

from textual import on
from textual.content import Content
from typing_extensions import override

from copworkshop.rules.parking import ParkNew
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.theme import ACCENT, KEY, QUIET
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.catching_up import CatchingUpScreen
from copworkshop.ui.screens.room_keys import is_open

PARKED: Final = "Parked. It returns at the close and in the report. u takes it back."
EMPTY: Final = "Type what you want to park; Esc leaves the line."

_PARK: Final = "Park a remark for later: it returns at the close and in the report"
_LABEL: Final = Content.assemble(
    ("What do you want to park?  ", ACCENT), ("Enter", KEY), (" parks it  ", QUIET), ("Esc", KEY), (" leaves it", QUIET)
)


class ParkingLine(EntryLine):
    """Takes the words to park. Words that were typed and not parked are there again the next time."""

    DEFAULT_CSS = """
    ParkingLine {
        padding: 0 1;
    }
    """

    def __init__(self, client: SessionClient) -> None:
        super().__init__(id="parking")
        self._client = client

    def ask(self) -> None:
        """Open the line."""
        self.open("park", _LABEL)

    @on(EntryLine.Given)
    async def _park(self, event: EntryLine.Given) -> None:
        event.stop()
        if not event.value.strip():
            self._client.show_message(EMPTY)
        elif await self._client.request(ParkNew, text=event.value):
            self.action_leave()
            self._client.show_message(PARKED)
        else:
            self.put_back(event.value)


class ParkingScreen(CatchingUpScreen):
    """A view of the facilitator with the key that parks a remark."""

    KEYS: ClassVar[Commands[Any]] = (Command("P", "park", _PARK, "park", is_open, rank=14),)

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self._parking = ParkingLine(client)

    @property
    def parking_line(self) -> ParkingLine:
        """The line for what is to be parked."""
        return self._parking

    @abstractmethod
    def focus_panel(self) -> None:
        """Focus the panel, unless it is out of sight."""

    def on_entry_line_left(self, event: EntryLine.Left) -> None:
        """Go back to the panel."""
        event.stop()
        self.focus_panel()

    def action_park(self) -> None:
        """Ask what to park."""
        self._parking.ask()

    @override
    def refresh_sight(self) -> None:
        super().refresh_sight()
        if not is_open(self) and self._parking.purpose is not None:
            self._parking.action_leave()
