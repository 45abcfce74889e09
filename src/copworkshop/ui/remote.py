"""The console and the stage on a terminal that is connected over SSH: a second view of the running session."""

from typing_extensions import override

from copworkshop.live.workshop import Running
from copworkshop.toolkit import theme
from copworkshop.ui.door import Door
from copworkshop.ui.facilitator_screens import FacilitatorScreens
from copworkshop.ui.leading_app import LeadingApp
from copworkshop.ui.way_in import WayIn


class RemoteApp(LeadingApp):
    """Shows a session that this process already runs. Leaving the app ends only the app.

    With `stage_only` it never shows a dialog, the console, or a sentence for the facilitator.
    """

    def __init__(
        self,
        running: Running,
        *,
        stage_only: bool,
        way_in: WayIn | None = None,
        door: Door | None = None,
        theme_name: str = theme.DARK.name,
        ansi_color: bool | None = None,
    ) -> None:
        super().__init__(ansi_color=ansi_color)
        self.animation_level = "none"
        self.theme = theme_name
        self._open = running
        self._stage_only = stage_only
        self.has_palette = not stage_only
        self._way_in = way_in
        self._door = door

    async def on_mount(self) -> None:
        """Show the stage, or the console."""
        assert self._open is not None, "a remote app is made for a session"  # noqa: S101
        self.views = FacilitatorScreens(
            self, self._open, way_in=self._way_in, door=self._door, stage_only=self._stage_only, far=True
        )
        await self.push_screen(self.views.stage if self._stage_only else self.views.console)

    @override
    async def action_quit(self) -> None:
        if self.views is not None:
            await self.views.submit_pending()
        self.exit()

    def on_unmount(self) -> None:
        """Stop listening to the session."""
        if self.views is not None:
            self.views.close()
