"""The facilitator's app: the start screen, then the stage and the console of the session.

The modules that a session needs are imported while the start screen is already shown. So neither this file nor the
start screen imports them when it is loaded.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events, on, work
from textual.geometry import Size
from textual.screen import ModalScreen
from typing_extensions import override

from copworkshop.model.failures import log_failure, log_unheard
from copworkshop.model.system_errors import Doing, why
from copworkshop.store.errors import StoreError
from copworkshop.toolkit import theme
from copworkshop.toolkit.app import LEAVES
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.local_terminal import take_over
from copworkshop.ui.door import LocalDoor, OpenDoor, OpensDoor
from copworkshop.ui.leading_app import LeadingApp
from copworkshop.ui.least_size import too_small
from copworkshop.ui.screens.enlarge import EnlargeScreen
from copworkshop.ui.screens.start import StartScreen

if TYPE_CHECKING:
    from pathlib import Path

    from copworkshop.live.presence import Visit
    from copworkshop.live.workshop import Running, Wanted, Workshop
    from copworkshop.ui.facilitator_screens import FacilitatorScreens


_log = logging.getLogger(__name__)

SAVING_SECONDS = 2.0
"""How long the app waits for the disk before it asks the facilitator whether to leave."""


class FacilitatorApp(LeadingApp):
    """Opens a session, and shows its stage or its console.

    The rules decide what may be done, and the screens decide what is shown. The app holds what is open.
    """

    def __init__(
        self,
        workshop: "Callable[[], Workshop]",
        wanted: "Callable[[Workshop], Wanted] | None" = None,
        open_door: OpensDoor | None = None,
    ) -> None:
        """Create the app.

        `workshop` returns the workshop; it is called in a thread. `wanted` returns the session to enter without the
        start screen. `open_door` lets people join from other terminals; without it nobody can.
        """
        super().__init__()
        self._find_workshop = workshop
        self._find_wanted = wanted
        self._workshop: Workshop | None = None
        self._open_door = open_door
        self._door: LocalDoor | None = None
        self._visit: Visit | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._asked = False
        self._shown_incidents: int | None = None
        """How many incidents there were before the save at the end began; None before it."""
        self.failure_log: Path | None = None
        """The log file for failures; None if no session was entered."""
        self.trouble: str | None = None
        """Why the app had to end, as a sentence for standard error; None if it did not have to."""
        self.last_incidents: tuple[str, ...] = ()
        """What happened to the session's files in the last save, which no screen could show any more: sentences."""
        self.theme = theme.theme_for(colours=take_over(self))

    @override
    async def run_async(self, *arguments: Any, **options: Any) -> None:
        # At its end everything is saved, and the exception that ended it, if any, is logged.
        log_unheard(asyncio.get_running_loop())
        try:
            await super().run_async(*arguments, **options)
        finally:
            if self.fault is not None:
                log_failure(_log, "The facilitator's own screen failed", self.fault)
            await self._close(settle=False)

    async def on_mount(self) -> None:
        """Show the start screen, or enter the wanted session."""
        self._catch_signals()
        wanted = self._find_wanted
        if wanted is not None:
            await self._enter(lambda workshop: workshop.enter(wanted(workshop)))
            return
        start = StartScreen()
        await self.push_screen(start)
        self._cover(self.size)
        self.call_after_refresh(self._list_sessions, start)

    @work(exclusive=True)
    async def _list_sessions(self, start: StartScreen) -> None:
        def look() -> None:
            workshop = self._in_workshop()
            self.call_from_thread(start.show, workshop.sessions(), workshop.plans(), workshop.home)
            self._import_views()  # while the facilitator reads the list

        try:
            await asyncio.to_thread(look)
        except StoreError as error:
            start.show_message(str(error))
        except OSError as error:
            start.show_message(f"The sessions could not be listed: {why(error, Doing.LISTING)}.")

    @on(StartScreen.Resume)
    async def _resume(self, event: StartScreen.Resume) -> None:
        await self._enter(lambda workshop: workshop.resume(event.name))

    @on(StartScreen.Begin)
    async def _begin(self, event: StartScreen.Begin) -> None:
        await self._enter(lambda workshop: workshop.begin(event.heading or None, event.plan))

    @on(StartScreen.TryExample)
    async def _try_example(self) -> None:
        await self._enter(lambda workshop: workshop.try_example())

    async def _enter(self, opening: "Callable[[Workshop], Running]") -> None:
        """Open a session in a thread and show it. If it cannot be opened, show why."""
        if self._open is not None:
            return
        try:
            views, running = await asyncio.to_thread(lambda: (self._import_views(), opening(self._in_workshop())))
        except StoreError as error:
            start = next((screen for screen in self.screen_stack if isinstance(screen, StartScreen)), None)
            if start is not None:
                start.show_message(str(error))
            else:
                self.trouble = str(error)
                self.exit(return_code=1)
            return
        self._open = running
        running.start()
        self.failure_log = running.failures.path
        self._visit = running.facilitator_comes()
        opened, trouble = await self._let_people_in(running)
        self.views = views(self, running, way_in=None if opened is None else opened.way_in, door=self._door)
        if opened is not None:
            self.views.notices.pin(opened)
        if trouble:
            self.views.notices.pin_trouble(trouble)
        while isinstance(self.screen, ModalScreen):  # help, or the request for a larger terminal
            await self.pop_screen()
        if isinstance(self.screen, StartScreen):
            await self.switch_screen("stage")
        else:
            await self.push_screen("stage")
        self._cover(self.size)

    async def _let_people_in(self, running: "Running") -> tuple[OpenDoor | None, str]:
        """Open the door; return it, or None and the reason, which is empty where none is to be opened.

        If it cannot be opened, the session goes on without it, and a key of the console opens it.
        """
        if self._open_door is None or running.hub.session.closed is not None:
            return None, ""
        self._door = LocalDoor(self._open_door, running, self._opened_later)
        try:
            return await self._door.open(), ""
        except StoreError as error:
            return None, str(error)

    def _opened_later(self, door: OpenDoor) -> None:
        if self.views is not None and door.way_in is not None:
            self.views.let_in_by(door.way_in)
            self.views.notices.pin(door)

    def _in_workshop(self) -> "Workshop":
        if self._workshop is None:
            self._workshop = self._find_workshop()
        return self._workshop

    def _import_views(self) -> "type[FacilitatorScreens]":
        from copworkshop.ui.facilitator_screens import FacilitatorScreens

        return FacilitatorScreens

    @override
    async def on_event(self, event: events.Event) -> None:
        if self._visit is not None and isinstance(event, events.Key | events.Paste):
            self._visit.note_key()
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Ask for a larger terminal if this one became too small."""
        self._cover(event.size)

    def _cover(self, size: Size) -> None:
        """Cover the screen if the terminal is too small for it. The cover goes away by itself."""
        shown = len(self.screen_stack) > 1  # Textual's own blank screen is the first
        if shown and too_small(size.width, size.height) and not self._shows(EnlargeScreen):
            self.push_screen(EnlargeScreen())

    def _shows(self, kind: type) -> bool:
        return any(isinstance(screen, kind) for screen in self.screen_stack)

    @override
    def action_help_quit(self) -> None:
        if isinstance(self.screen, StartScreen):
            self.screen.show_message(LEAVES)
        else:
            super().action_help_quit()

    @override
    async def action_quit(self) -> None:
        if self._asked:
            return
        running = self._open
        self._shown_incidents = None if running is None else len(running.autosave.incidents)
        question = "" if running is None or self._leaving is not None else await self._worth_asking(running)
        if not question:
            await self._leave()
            return

        async def answer(leaves: bool | None) -> None:  # noqa: FBT001 - how Textual hands an answer back
            self._asked = False
            if leaves:
                await self._leave()

        self._asked = True
        self.push_screen(Confirm(question, yes="Leave all the same"), answer)

    async def _worth_asking(self, running: "Running") -> str:
        """Return the question to ask before leaving; empty if there is none."""
        if not await self._saves(running):
            return "Not everything is saved, and leaving would lose that. The console says what is in the way."
        people = running.presence.attendance.connected
        if not people:
            return ""
        are = "person is" if people == 1 else "people are"
        if running.hub.session.closed is not None:
            return f"{people} {are} connected. Leaving ends their screens: they can take nothing home then."
        return f"{people} {are} connected. Leaving sends them home until you are back; all they wrote is kept."

    async def _saves(self, running: "Running") -> bool:
        """Tell whether everything is on the disk, or is being written there."""
        if self.views is not None:
            await self.views.submit_pending()
        return await running.autosave.flush(SAVING_SECONDS) or not running.saving_fails

    async def _leave(self, return_code: int = 0) -> None:
        """Save what is not saved yet, and end the app. It may be called several times."""
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._close(settle=True))
        await asyncio.shield(self._leaving)
        self.exit(return_code=return_code)

    async def _close(self, *, settle: bool) -> None:
        running, self._open = self._open, None
        if running is None:
            return
        if settle and self.views is not None:
            await self.views.submit_pending()
        if self._visit is not None:
            self._visit.leave()
        if self._door is not None:
            await self._door.close()
        shown = len(running.autosave.incidents) if self._shown_incidents is None else self._shown_incidents
        try:
            await running.close()
        except StoreError as error:
            self.trouble = str(error)
        self.last_incidents = running.autosave.incidents[shown:]

    def _catch_signals(self) -> None:
        """On a signal of the system, leave as after Ctrl+Q: everything is saved and the terminal is restored."""
        if os.name == "nt":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self._leave_on, number)

    def _leave_on(self, number: int) -> None:
        # Shells expect the exit code 128 plus the signal's number from a process that a signal ended.
        self.run_worker(self._leave(128 + number), group="signals")
