"""What the console says of the way in: its address, port and code, trouble with the door, and when places run out."""

from collections.abc import Callable
from typing import Any, Final

from textual.app import App

from copworkshop.model.limits import MOST_PEOPLE
from copworkshop.ui.door import OpenDoor
from copworkshop.ui.screens.console import ConsoleScreen
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.way_in import WayIn

ADDRESS: Final = "address"
"""The subject of what the console says of a new address. A later sentence takes the place of an earlier one."""
PORT: Final = "port"
"""The subject of what the console says of another port."""
CODE: Final = "code"
"""The subject of what the console says of another join code."""

PLACES: Final = "places"
"""The subject of what the console says when few places are left."""
FEW_PLACES: Final = (
    "{taken} of {places} places are taken. p shows by whom. X there takes out all who are not connected and have "
    "entered nothing. o closes the door, and J changes the join code."
)
FEW: Final = MOST_PEOPLE // 5


class Notices:
    """Pins sentences to the console. A later one about the same subject takes the place of an earlier one."""

    def __init__(
        self, app: App[Any], console: ConsoleScreen, refresh: Callable[[], None], tell_stage: Callable[[], None]
    ) -> None:
        """Call `refresh` after people join another way, and `tell_stage` after a sentence was pinned."""
        self._app = app
        self._console = console
        self._refresh = refresh
        self._tell_stage = tell_stage
        self._few_places = False
        self._joining: Joining | None = None
        """How people joined when the last change of it was noticed."""

    def follow(self, way_in: WayIn) -> Callable[[], None]:
        """Say from now on how people join. Return the function that ends this."""
        self._joining = way_in.joining
        self._console.way_in = way_in
        return way_in.subscribe(self._hear_way_in)

    def pin(self, door: OpenDoor) -> None:
        """Show what the facilitator has to know about how the door was opened."""
        if door.port_notice:
            self._console.messages.pin(door.port_notice, about=PORT)
        if door.notice:
            self._console.messages.pin(door.notice)
        self._tell_stage()

    def pin_trouble(self, sentence: str) -> None:
        """Show why the door could not be opened, until it is open or the facilitator dismisses it."""
        self._console.messages.pin(sentence, about=PORT)
        self._tell_stage()

    def tell_of_places(self) -> None:
        """Say once that few places are left, and nothing of it when there are more again."""
        taken = self._console.client.sight.present
        few = MOST_PEOPLE - taken <= FEW
        if few is not self._few_places:
            self._few_places = few
            sentence = FEW_PLACES.format(taken=taken, places=MOST_PEOPLE) if few else ""
            self._console.messages.pin(sentence, about=PLACES)
            self._tell_stage()

    def _hear_way_in(self, sentence: str) -> None:
        before, now = self._joining, self._console.joining
        self._joining = now
        about = ADDRESS
        if before is not None and now is not None and before.code != now.code:
            about = CODE
        elif before is not None and now is not None and before.port != now.port:
            about = PORT
        self._app.call_later(self._show_way_in, sentence, about)

    def _show_way_in(self, sentence: str, about: str) -> None:
        joining = self._console.joining
        reached = joining is not None and bool(joining.command)  # otherwise the console says that nobody can join
        self._console.messages.pin(sentence if reached or about != ADDRESS else "", about=about)
        self._refresh()
        self._tell_stage()
