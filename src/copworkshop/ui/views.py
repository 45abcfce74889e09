"""The views of one running session on the facilitator's terminal: the stage and the console.

Imported once the start screen is up, since it brings everything that a session needs.
"""

from typing import Any

from textual.app import App

from copworkshop.live.autosave import SaveState
from copworkshop.live.hub import Change
from copworkshop.live.workshop import Running
from copworkshop.model.people import FACILITATOR
from copworkshop.ui.desk import Desk
from copworkshop.ui.messages import SavingChanged, SessionChanged
from copworkshop.ui.screens.console import ConsoleScreen
from copworkshop.ui.screens.room import RoomScreen
from copworkshop.ui.screens.stage import StageScreen


class Views:
    """Keeps the screens of an app in step with a running session.

    Listeners of the hub only post a message to the app, one for many changes; what it does on its next turn is
    take a fresh look.
    """

    def __init__(self, app: App[Any], running: Running) -> None:
        self._app = app
        self._told = False
        desk = Desk(running.hub, FACILITATOR, self.say)
        self.stage = StageScreen(desk)
        self.console = ConsoleScreen(desk, running.autosave)
        running.hub.subscribe(self._hear_change)
        running.autosave.subscribe(self._hear_saving)
        running.autosave.subscribe_to_mishaps(self.say)
        app.install_screen(self.stage, "stage")
        app.install_screen(self.console, "console")

    def refresh(self) -> None:
        """Have every screen that shows the session take a fresh look."""
        self._told = False
        for screen in self._app.screen_stack:
            if callable(look := getattr(screen, "refresh_sight", None)):
                look()

    async def settle(self) -> None:
        """Ask for what is still being typed, before the app ends."""
        await self.console.settle()

    def refresh_saving(self) -> None:
        """Show how it stands with saving."""
        if self.console.is_current:
            self.console.refresh_lines()

    def say(self, sentence: str) -> None:
        """Say a sentence to the facilitator, on whichever of the two views is up."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, RoomScreen):
                screen.say(sentence)
                return

    def _hear_change(self, _change: Change) -> None:
        if not self._told:
            self._told = True
            self._app.post_message(SessionChanged())

    def _hear_saving(self, _state: SaveState) -> None:
        self._app.post_message(SavingChanged())
