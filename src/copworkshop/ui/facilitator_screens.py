"""The views of one running session on the facilitator's terminal: the stage and the console.

Imported once the start screen is up, since it brings everything that a session needs.
"""

from typing import Any, Final

from textual.app import App
from textual.screen import Screen

from copworkshop.live.autosave import NotSaved, SaveState
from copworkshop.live.hub import Change
from copworkshop.live.workshop import Running
from copworkshop.model.attendance import Attendance
from copworkshop.model.people import FACILITATOR, Role
from copworkshop.toolkit.throttle import Throttle
from copworkshop.ui.client import SessionClient
from copworkshop.ui.messages import AttendanceChanged, SavingChanged, SessionChanged
from copworkshop.ui.screens.console import ConsoleScreen
from copworkshop.ui.screens.room import RoomScreen
from copworkshop.ui.screens.stage import ProjectorScreen, StageScreen
from copworkshop.ui.stage.canvas import Joining

STAGE_ELSEWHERE = "The room sees the stage on another terminal, and not this console."
STAGE_HERE = "The room sees this console if this terminal is on the projector. F2 shows the stage."

REFRESH_SECONDS: Final = 0.3
"""Seconds between two looks at what other people do."""


class FacilitatorScreens:
    """Keeps the screens of an app in step with a running session.

    Listeners of the hub only post a message to the app, one for many changes; what it does on its next turn is
    take a fresh look. What the facilitator does is shown at once, and so is where the room goes; what everybody else
    does, of which there is much, a few times a second.
    """

    def __init__(
        self, app: App[Any], running: Running, *, joining: Joining | None = None, stage_only: bool = False
    ) -> None:
        """Make the screens, and listen until :meth:`close`.

        `joining` is how people come in; `stage_only` keeps everything off the stage that is for the facilitator.
        """
        self._app = app
        self._told = False
        self._looks = Throttle(self._wake, REFRESH_SECONDS)
        self._saving = Throttle(lambda: app.post_message(SavingChanged()), REFRESH_SECONDS)
        self.console = ConsoleScreen(
            SessionClient(running.hub, FACILITATOR, self.show_message, running.presence), running.autosave, joining
        )
        kind = ProjectorScreen if stage_only else StageScreen
        self.stage = kind(
            SessionClient(running.hub, FACILITATOR, self.show_message_here, running.presence),
            running.autosave,
            lambda: self.console.message_waits,
            joining,
        )
        self._ends = (
            running.hub.subscribe(self._hear_change),
            running.presence.subscribe(self._hear_attendance),
            running.autosave.subscribe(self._hear_saving),
            running.autosave.subscribe_to_incidents(self.pin_message),
            running.failures.subscribe(self._hear_failure),
        )
        app.install_screen(self.stage, "stage")
        app.install_screen(self.console, "console")
        for incident in running.incidents:
            self.pin_message(incident)

    def close(self) -> None:
        """Listen no longer."""
        for end in (*self._ends, self._looks.cancel, self._saving.cancel):
            end()

    def tell_what_the_room_sees(self) -> None:
        """Say on the console, to somebody who has just turned to it, whether the room sees it too."""
        elsewhere = self.console.client.attendance.stages
        self.console.show_hint(STAGE_ELSEWHERE if elsewhere else STAGE_HERE)

    def other_than(self, screen: Screen[Any]) -> Screen[Any]:
        """Return the view to turn to from this one."""
        return self.stage if screen is self.console else self.console

    def refresh(self) -> None:
        """Have every screen that shows the session take a fresh look."""
        self._told = False
        for screen in self._app.screen_stack:
            if callable(look := getattr(screen, "refresh_sight", None)):
                look()

    def refresh_attendance(self) -> None:
        """Show who is connected, on whichever screens show it."""
        for screen in self._app.screen_stack:
            if screen.is_mounted and callable(look := getattr(screen, "refresh_attendance", None)):
                look()

    async def submit_pending(self) -> None:
        """Ask for what is still being typed, before the app ends."""
        await self.console.submit_pending()

    def refresh_saving(self) -> None:
        """Show how it stands with saving."""
        for screen in (self.stage, self.console):
            if screen.is_mounted:
                screen.refresh_lines()

    def show_message(self, sentence: str) -> None:
        """Say a sentence to the facilitator, on the console: the room sees no more than that there is one."""
        self.console.show_message(sentence)
        self._tell_stage()

    def pin_message(self, sentence: str) -> None:
        """Say on the console what happened to the session's files, until the facilitator puts it away."""
        self.console.pin_message(sentence)
        self._tell_stage()

    def show_message_here(self, sentence: str) -> None:
        """Say a sentence of ours, with nobody's words in it, on whichever of the two views is up."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, RoomScreen):
                screen.show_message(sentence)
                return

    def _tell_stage(self) -> None:
        if self.stage.is_mounted:
            self.stage.refresh_lines()

    def _hear_failure(self, sentence: str) -> None:
        # By the app's own queue: it is told in nobody's context, and only in the app's can a screen be drawn.
        self._app.call_later(self.pin_message, sentence)

    def _hear_change(self, change: Change) -> None:
        if change.room or change.by.role is Role.FACILITATOR:
            self._looks.run_now()
        else:
            self._looks.request()

    def _wake(self) -> None:
        if not self._told:
            self._told = True
            self._app.post_message(SessionChanged())

    def _hear_attendance(self, _attendance: Attendance) -> None:
        self._app.post_message(AttendanceChanged())

    def _hear_saving(self, state: SaveState) -> None:
        if isinstance(state, NotSaved):
            self._saving.run_now()
        else:
            self._saving.request()
