"""What the apps of a facilitator have in common, on the local terminal or on one that is connected over SSH."""

from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual import on
from typing_extensions import override

from copworkshop.store.errors import StoreError
from copworkshop.toolkit.app import LEAVES, BaseApp
from copworkshop.toolkit.dialogs.palette import Offer
from copworkshop.toolkit.large_text import LargeTextFound
from copworkshop.ui.messages import (
    AttendanceChanged,
    ExportReport,
    HandOut,
    PageTurned,
    PrintPaper,
    SavingChanged,
    SeatRequestsChanged,
    SessionChanged,
)

if TYPE_CHECKING:
    from copworkshop.live.exports import Written
    from copworkshop.live.workshop import Running
    from copworkshop.ui.facilitator_screens import FacilitatorScreens


@runtime_checkable
class LeadsRoom(Protocol):
    """A screen from which the room is led."""

    def steps_to_go_to(self) -> Sequence[Offer]:
        """Return a line of the palette for each step, round and phase."""


class LeadingApp(BaseApp):
    """Refreshes the screens of a session, and handles the keys that concern the whole app."""

    asks_terminal = True
    """Headings of the stage are drawn larger, and in true colours, if the terminal can."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._open: Running | None = None
        self.views: FacilitatorScreens | None = None

    @property
    def open_session(self) -> "Running | None":
        """The session that is shown; None before one is open."""
        return self._open

    @override
    def more_offers(self) -> Sequence[Offer]:
        steps = self.screen.steps_to_go_to() if isinstance(self.screen, LeadsRoom) else ()
        return [*steps, *super().more_offers()]

    async def action_turn(self) -> None:
        """Show the console instead of the stage, or the stage instead of the console."""
        if self.views is not None:
            await self.switch_screen(self.views.other_than(self.screen))
            if self.screen is self.views.console:
                self.views.tell_what_the_room_sees()

    @override
    def action_help_quit(self) -> None:
        if self.views is not None:
            self.views.show_message_here(LEAVES)

    @on(LargeTextFound)
    def _show_larger(self) -> None:
        if self.views is not None:
            self.views.refresh()

    @on(SessionChanged)
    def _show_change(self) -> None:
        if self.views is not None:
            self.views.refresh()

    @on(AttendanceChanged)
    def _show_attendance(self) -> None:
        if self.views is not None:
            self.views.refresh_attendance()

    @on(SeatRequestsChanged)
    def _show_requests(self) -> None:
        if self.views is not None:
            self.views.refresh_requests()

    @on(PageTurned)
    def _show_page(self) -> None:
        if self.views is not None:
            self.views.refresh_page()

    @on(SavingChanged)
    def _show_saving(self) -> None:
        if self.views is not None:
            self.views.refresh_saving()

    @on(ExportReport)
    async def _export(self, event: ExportReport) -> None:
        running = self._open
        if running is not None:
            await self._say_where([running.write_report(name) for name in event.formats])

    @on(HandOut)
    async def _hand_out(self) -> None:
        if self._open is not None:
            await self._say_where([self._open.hand_out()])

    @on(PrintPaper)
    async def _print_paper(self) -> None:
        if self._open is not None and self.views is not None:
            joining = self.views.console.joining
            await self._say_where([self._open.write_paper(None if joining is None else joining.on_paper)])

    async def _say_where(self, writing: Sequence["Awaitable[Written]"]) -> None:
        """Wait for documents one after the other, and say where they are, or why they were not written."""
        written: list[Path] = []
        warnings: list[str] = []
        trouble = ""
        for each in writing:
            try:
                done = await each
            except StoreError as error:
                trouble = str(error)
            else:
                written += done.paths
                warnings += done.warnings
        told = f"Written into {written[0].parent}: {', '.join(path.name for path in written)}." if written else ""
        if self.views is not None:
            self.views.show_message(" ".join(part for part in (told, trouble, *dict.fromkeys(warnings)) if part))
