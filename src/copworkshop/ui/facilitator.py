"""The facilitator's app: the start screen, then the stage and the console of the session.

What a session needs is imported while the start screen is up already: this file and the start screen import
nothing of it.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App

from copworkshop.store.errors import StoreError
from copworkshop.ui import theme
from copworkshop.ui.messages import ExportReport, SavingChanged, SessionChanged
from copworkshop.ui.screens.help import HelpScreen, key_lines
from copworkshop.ui.screens.start import StartScreen

if TYPE_CHECKING:
    from copworkshop.live.workshop import Running, Wanted, Workshop
    from copworkshop.ui.views import Views

TRUE_COLOUR, PALETTE, ANSI = 2**24, 256, 16
COLOURS = {"truecolor": TRUE_COLOUR, "256": PALETTE, "standard": ANSI, "windows": ANSI, None: 0}


class FacilitatorApp(App[None]):
    """Opens a session, and shows it as stage and as console in turn.

    What may be done is decided by the rules, what is shown by the screens; the app holds what is open.
    """

    TITLE = "copworkshop"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, workshop: "Callable[[], Workshop]", wanted: "Callable[[Workshop], Wanted] | None" = None
    ) -> None:
        """Take a way to the workshop, called off the event loop, and the session to go straight into, if any."""
        super().__init__(ansi_color=theme.ansi_color(os.environ))
        self._find_workshop = workshop
        self._find_wanted = wanted
        self._workshop: Workshop | None = None
        self._open: Running | None = None
        self._views: Views | None = None
        self.trouble: str | None = None
        """Why the app ended, as a sentence for standard error, where it had to."""
        theme.register(self)
        self.theme = theme.theme_for(colours=COLOURS.get(self.console.color_system, TRUE_COLOUR))

    @property
    def open_session(self) -> "Running | None":
        """The session that is open."""
        return self._open

    async def on_mount(self) -> None:
        """Show the start screen, or go straight into the session asked for."""
        self._catch_signals()
        wanted = self._find_wanted
        if wanted is not None:
            await self._enter(lambda workshop: workshop.enter(wanted(workshop)))
            return
        start = StartScreen()
        await self.push_screen(start)
        self.call_after_refresh(self._list_sessions, start)

    @work(exclusive=True)
    async def _list_sessions(self, start: StartScreen) -> None:
        def look() -> None:
            workshop = self._in_workshop()
            self.call_from_thread(start.show, workshop.sessions(), workshop.plans())
            self._import_views()  # while the facilitator reads the list

        try:
            await asyncio.to_thread(look)
        except (StoreError, OSError) as error:
            start.say(str(error))

    @on(StartScreen.Resume)
    async def _resume(self, event: StartScreen.Resume) -> None:
        await self._enter(lambda workshop: workshop.resume(event.name))

    @on(StartScreen.Begin)
    async def _begin(self, event: StartScreen.Begin) -> None:
        await self._enter(lambda workshop: workshop.begin(event.heading or None, event.plan))

    async def _enter(self, opening: "Callable[[Workshop], Running]") -> None:
        """Open a session off the event loop and show it; one that cannot be opened is said, not entered."""
        if self._open is not None:
            return
        try:
            views, running = await asyncio.to_thread(lambda: (self._import_views(), opening(self._in_workshop())))
        except StoreError as error:
            if isinstance(self.screen, StartScreen):
                self.screen.say(str(error))
            else:
                self.trouble = str(error)
                self.exit(return_code=1)
            return
        self._open = running
        running.start()
        self._views = views(self, running)
        if isinstance(self.screen, StartScreen):
            await self.switch_screen("stage")
        else:
            await self.push_screen("stage")
        for mishap in running.mishaps:
            self._views.say(mishap)

    def _in_workshop(self) -> "Workshop":
        if self._workshop is None:
            self._workshop = self._find_workshop()
        return self._workshop

    def _import_views(self) -> "type[Views]":
        from copworkshop.ui.views import Views

        return Views

    @on(SessionChanged)
    def _show_change(self) -> None:
        if self._views is not None:
            self._views.refresh()

    @on(SavingChanged)
    def _show_saving(self) -> None:
        if self._views is not None:
            self._views.refresh_saving()

    async def action_turn(self) -> None:
        """Show the console instead of the stage, or the stage instead of the console."""
        if self._views is not None:
            await self.switch_screen("stage" if self.screen is self._views.console else "console")

    def action_next_theme(self) -> None:
        """Go through the themes."""
        names = [each.name for each in theme.THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def action_help(self) -> None:
        """List every key that works on this screen now."""
        title = getattr(self.screen, "title_for_help", "")
        self.push_screen(HelpScreen(title, key_lines(self.screen.active_bindings.values())))

    def action_help_quit(self) -> None:
        """Say how to leave, to a person who presses Ctrl+C."""
        if self._views is not None:
            self._views.say("Ctrl+Q leaves; nothing is lost.")

    async def action_quit(self) -> None:
        """Save, and end the app."""
        await self._close()
        self.exit()

    async def _close(self) -> None:
        running, self._open = self._open, None
        if running is None:
            return
        if self._views is not None:
            await self._views.settle()
        try:
            await running.close()
        except StoreError as error:
            self.trouble = str(error)

    @on(ExportReport)
    async def _export(self) -> None:
        if self._open is None or self._views is None:
            return
        try:
            path = await self._open.write_report()
        except StoreError as error:
            self._views.say(str(error))
        else:
            self._views.say(f"The report is in {path}.")

    def _catch_signals(self) -> None:
        """Leave as Ctrl+Q does when the system asks us to, so that the terminal is as it was and all is saved."""
        if os.name == "nt":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, lambda: self.run_worker(self.action_quit(), exclusive=True))
