"""The place on the console for the panel of the present step."""

import asyncio

from textual.containers import Vertical

from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.registry import PANELS
from copworkshop.ui.screens.room import RoomScreen


class PanelPlace(Vertical):
    """Shows one panel, and another one in its place when the room comes to a step of another kind."""

    def __init__(self, view: RoomScreen) -> None:
        """Create the place on this console."""
        super().__init__(id="panel")
        self._view = view
        self._panel: Panel | None = None
        self._showing = asyncio.Lock()
        self._is_covered = False

    async def show_step(self) -> None:
        """Show the panel of the present step. A lock keeps two changes of panel from overlapping."""
        async with self._showing:
            if not self.is_attached:  # the session may change while the app ends
                return
            seen, kind = self._view.seen, PANELS[self._view.seen.spot.kind]
            if type(self._panel) is kind:
                self._panel.show(seen)
                return
            old, self._panel = self._panel, (panel := kind(self._view.client))
            if old is not None:
                await old.remove()
            if self.is_attached:
                await self.mount(panel)
                panel.show(seen)
                self.focus_first()

    def refresh_attendance(self) -> None:
        """Show in the panel who is connected."""
        if self._panel is not None and self._panel.is_mounted:
            self._panel.refresh_attendance()

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed in the panel."""
        if self._panel is not None:
            await self._panel.submit_pending()

    def focus_first(self) -> None:
        """Focus the panel, unless it is covered: then it must not get keys."""
        if not self._is_covered and self._panel is not None and self._panel.is_mounted:
            self._panel.focus_first()

    def set_covered(self, *, covered: bool) -> None:
        """Take the keys from the panel while the side column replaces it, and give them back afterwards."""
        was_covered, self._is_covered = self._is_covered, covered
        if covered:
            self._view.set_focus(None)
        elif was_covered:
            self.focus_first()
