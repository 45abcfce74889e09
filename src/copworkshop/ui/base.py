"""What every app of ours does alike, whoever looks at it."""

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from copworkshop.ui import theme
from copworkshop.ui.screens.help import HelpScreen, key_groups
from copworkshop.ui.stylesheets import SharedStylesheet

LEAVES = "Ctrl+Q leaves; nothing is lost."


class BaseApp(App[None]):
    """Knows our themes, and lists the keys that work now."""

    TITLE = "copworkshop"
    ENABLE_COMMAND_PALETTE = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave; nothing is lost", priority=True),
    ]

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.stylesheet = SharedStylesheet(variables=self.stylesheet._variables)
        theme.register(self)

    def action_next_theme(self) -> None:
        """Go through the themes."""
        names = [each.name for each in theme.THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def action_help(self) -> None:
        """List every key that works on this screen now."""
        if not isinstance(self.screen, HelpScreen):
            title = getattr(self.screen, "title_for_help", "")
            self.push_screen(HelpScreen(title, key_groups(self.screen.active_bindings.values(), self.focused)))
