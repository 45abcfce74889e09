"""The screens of one running session on the facilitator's terminal: the stage and the console.

This module is imported after the start screen is shown, because it loads everything that a session needs.
"""

from collections.abc import Callable
from typing import Any, Final, Protocol, runtime_checkable

from textual.app import App
from textual.screen import Screen

from copworkshop.live.autosave import NotSaved, SaveState
from copworkshop.live.hub import Change
from copworkshop.live.workshop import Running
from copworkshop.model.attendance import Attendance
from copworkshop.model.people import FACILITATOR, Role
from copworkshop.toolkit.throttle import Throttle
from copworkshop.ui.bell import Bell
from copworkshop.ui.client import SessionClient
from copworkshop.ui.door import Door
from copworkshop.ui.messages import AttendanceChanged, PageTurned, SavingChanged, SeatRequestsChanged, SessionChanged
from copworkshop.ui.notices import Notices
from copworkshop.ui.screens.console import ConsoleScreen
from copworkshop.ui.screens.room import RoomScreen
from copworkshop.ui.screens.stage import ProjectorScreen, StageScreen
from copworkshop.ui.way_in import WayIn

STAGE_ELSEWHERE = "The room sees the stage on another terminal, and not this console."
STAGE_HERE = "The room sees this console if this terminal is on the projector. F2 shows the stage."

CAME_BY_NAME: Final = "{name} has come in by their name. What you enter for them, they read at their terminal."

REFRESH_SECONDS: Final = 0.3
"""The least seconds between two refreshes for what other people do."""


@runtime_checkable
class ShowsSession(Protocol):
    """A screen that shows the session."""

    def refresh_sight(self) -> None:
        """Show the session as it is now."""


@runtime_checkable
class ShowsAttendance(Protocol):
    """A screen that shows who is connected."""

    def refresh_attendance(self) -> None:
        """Show who is connected now."""


class FacilitatorScreens:
    """Refreshes the screens of an app when the running session changes.

    Listeners of the hub only post a message to the app, one for many changes. The app then refreshes its screens.
    What the facilitator does, and where the room goes, is shown at once. What everybody else does is shown a few times
    a second, because there are many such changes.
    """

    def __init__(
        self,
        app: App[Any],
        running: Running,
        *,
        way_in: WayIn | None = None,
        door: Door | None = None,
        stage_only: bool = False,
        far: bool = False,
    ) -> None:
        """Create the screens, and listen to the session until :meth:`close`.

        `way_in` says how people join; None if nobody can over the network, until :meth:`let_in_by` is called. `door`
        changes how they join. With `stage_only` the stage shows nothing that is meant for the facilitator. With `far`,
        the console is on a connection: files that are typed there are read in the session's folder alone.
        """
        self._app = app
        self._told = False
        self._looks = Throttle(self._wake, REFRESH_SECONDS)
        self._saving = Throttle(lambda: app.post_message(SavingChanged()), REFRESH_SECONDS)
        self.console = ConsoleScreen(
            SessionClient(running.hub, FACILITATOR, self.show_message, running.presence), running.autosave, door
        )
        self.console.client.files_only_in = running.folder if far else None
        kind = ProjectorScreen if stage_only else StageScreen
        self.stage = kind(
            SessionClient(running.hub, FACILITATOR, self.show_message_here, running.presence),
            running.autosave,
            lambda: self.console.messages.waits or bool(running.hub.seat_requests.waiting),
        )
        self._bell = None if far else Bell(app, self.console.client)
        self.notices = Notices(app, self.console, self.refresh, self._tell_stage)
        """What the facilitator has to know about how people come in."""
        self._ends: list[Callable[[], None]] = [
            running.hub.subscribe(self._hear_change),
            running.presence.subscribe(self._hear_attendance),
            running.autosave.subscribe(self._hear_saving),
            running.autosave.subscribe_to_incidents(self.pin_message),
            running.failures.subscribe(self._hear_failure),
            running.hub.seat_requests.subscribe(self._hear_requests),
            running.hub.stage_pages.subscribe(self._hear_page),
        ]
        if way_in is not None:
            self._follow(way_in)
        app.install_screen(self.stage, "stage")
        app.install_screen(self.console, "console")
        for incident in running.incidents:
            self.pin_message(incident)
        self.notices.tell_of_places()
        if self._bell is not None:
            self._bell.follow()

    def close(self) -> None:
        """Stop listening to the session."""
        for end in (*self._ends, self._looks.cancel, self._saving.cancel):
            end()
        self.stage.client.stage_pages.note(self.stage, None)

    def let_in_by(self, way_in: WayIn) -> None:
        """Show from now on how people join: the door was opened after the screens were made."""
        self._follow(way_in)
        self.notices.pin_trouble("")
        self.refresh()
        self._tell_stage()

    def tell_what_the_room_sees(self) -> None:
        """Show on the console whether the room can see the console now."""
        elsewhere = self.console.client.attendance.stages
        self.console.messages.hint(STAGE_ELSEWHERE if elsewhere else STAGE_HERE)

    def other_than(self, screen: Screen[Any]) -> Screen[Any]:
        """Return the stage if `screen` is the console, else the console."""
        return self.stage if screen is self.console else self.console

    def refresh(self) -> None:
        """Refresh every screen that shows the session."""
        self._told = False
        self.notices.tell_of_places()
        if self._bell is not None:
            self._bell.follow()
        for screen in self._app.screen_stack:
            if isinstance(screen, ShowsSession):
                screen.refresh_sight()

    def refresh_attendance(self) -> None:
        """Refresh every screen that shows who is connected."""
        for screen in self._app.screen_stack:
            if screen.is_mounted and isinstance(screen, ShowsAttendance):
                screen.refresh_attendance()

    def refresh_page(self) -> None:
        """Show the present page of a long list, and what the console says of the stages."""
        if self.stage.is_mounted:
            self.stage.refresh_page()
        if self.console.is_current:
            self.console.refresh_attendance()  # the column that shows it also says if a stage is too large

    def refresh_requests(self) -> None:
        """Show who asks for a seat with text on it. The stage shows only that there is a message."""
        if self.console.is_mounted:
            self.console.refresh_requests()
        self._tell_stage()

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed, before the app ends."""
        await self.console.submit_pending()

    def refresh_saving(self) -> None:
        """Refresh the state of saving on both screens."""
        for screen in (self.stage, self.console):
            if screen.is_mounted:
                screen.refresh_lines()

    def show_message(self, sentence: str) -> None:
        """Show a sentence on the console. The stage shows only that there is one."""
        self.console.show_message(sentence)
        self._tell_stage()

    def pin_message(self, sentence: str) -> None:
        """Show a sentence on the console until the facilitator dismisses it. The stage shows only that there is one."""
        self.console.messages.pin(sentence)
        self._tell_stage()

    def show_message_here(self, sentence: str) -> None:
        """Show a sentence on the topmost of the two screens. It must not contain anything that a person wrote."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, RoomScreen):
                screen.show_message(sentence)
                return

    def _tell_stage(self) -> None:
        if self.stage.is_mounted:
            self.stage.refresh_lines()

    def _hear_failure(self, sentence: str) -> None:
        # The failure log calls this outside the app's context. A screen can be drawn only in that context.
        self._app.call_later(self.pin_message, sentence)

    def _follow(self, way_in: WayIn) -> None:
        self.stage.way_in = way_in
        self._ends.append(self.notices.follow(way_in))

    def _hear_change(self, change: Change) -> None:
        if change.by.role is Role.PARTICIPANT and change.by.seat is None:
            for seat in change.seats & change.before.seats.keys():
                self._app.call_later(self._tell_of_seat, change.after.seats[seat].name)
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

    def _tell_of_seat(self, name: str) -> None:
        if self.console.is_current:
            self.console.messages.hint(CAME_BY_NAME.format(name=name))

    def _hear_requests(self, _: None) -> None:
        self._app.post_message(SeatRequestsChanged())

    def _hear_page(self, _: None) -> None:
        self._app.post_message(PageTurned())

    def _hear_saving(self, state: SaveState) -> None:
        if isinstance(state, NotSaved):
            self._saving.run_now()
        else:
            self._saving.request()
