"""What all apps have in common: themes, the list of keys, and leaving."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, ClassVar, Final, Protocol, runtime_checkable

from rich.terminal_theme import TerminalTheme
from textual import on
from textual.filter import ANSIToTruecolor, LineFilter
from textual.screen import Screen
from typing_extensions import override

from copworkshop.toolkit import event_loop, theme
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.help import HelpScreen, Lines, key_groups
from copworkshop.toolkit.dialogs.palette import Offer, PaletteScreen, offers_of
from copworkshop.toolkit.driver import ContextDriver
from copworkshop.toolkit.keyed_app import KeyedApp
from copworkshop.toolkit.large_text import LargeTextDriver
from copworkshop.toolkit.stand_ins import has_blocks
from copworkshop.toolkit.stylesheets import SharedStylesheet
from copworkshop.toolkit.widgets.notices import Notice
from copworkshop.toolkit.widgets.pending import UnsavedInput, tell_first

FIND: Final = "Find a command by its words"

LEAVES = "Ctrl+Q leaves; nothing is lost."


@runtime_checkable
class TitledForHelp(Protocol):
    """A screen with a title for the list of its keys."""

    @property
    def title_for_help(self) -> str:
        """The title of the screen in the list of keys."""


class BaseApp(CommandNode, KeyedApp):
    """An app that offers our themes and can list the keys that work now."""

    TITLE = "copworkshop"
    ENABLE_COMMAND_PALETTE = False

    has_palette = True
    """Whether a key lists every command. Textual's own palette is off: it would save screenshots on the server."""

    KEYS: ClassVar[Commands["BaseApp"]] = (
        Command("ctrl+q", "quit", "Leave; nothing is lost", priority=True),
        Command("ctrl+p", "palette", FIND, when=lambda self: self.has_palette),
        Command("ctrl+l", "redraw", "Draw the whole screen again", priority=True),
    )

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.stylesheet = SharedStylesheet(variables=self.stylesheet._variables)
        theme.register(self)

    @override
    def run(self, *arguments: Any, **options: Any) -> None:
        # Textual's own way makes a loop with eager tasks. On such a loop a login over SSH can wait for ever.
        event_loop.run(self.run_async(*arguments, **options))

    @property
    def has_large_text(self) -> bool:
        """Whether the terminal has answered that it can draw larger letters."""
        return isinstance(self._driver, LargeTextDriver) and self._driver.has_large_text

    @property
    def has_blocks(self) -> bool:
        """Whether the terminal's character set has the blocks that QR codes are made of."""
        return not isinstance(self._driver, LargeTextDriver) or has_blocks(self._driver.charset)

    @override
    def get_line_filters(self) -> Sequence[LineFilter]:
        # All apps share one filter, so a row that is on all screens is filtered once.
        return [
            _to_true_colour(each._terminal_theme) if isinstance(each, ANSIToTruecolor) else each
            for each in super().get_line_filters()
        ]

    @on(UnsavedInput)
    def _show_unsaved(self, said: UnsavedInput) -> None:
        """Let the screen behind a dialog show what a field of the dialog reports about saving."""
        tell_first(said, reversed(self.screen_stack))

    def action_next_theme(self) -> None:
        """Change to the next theme."""
        names = [each.name for each in theme.THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    @on(Notice)
    def _show_notice(self, notice: Notice) -> None:
        """Show what a field tells the person who types in it."""
        self.tell(notice.sentence)

    def more_offers(self) -> Sequence[Offer]:
        """Return what the palette offers in addition to the rows: here each theme."""
        return [Offer(f"Colours: {said}", partial(self._change_theme, name)) for name, said in theme.SAID.items()]

    async def _change_theme(self, name: str) -> None:
        self.theme = name

    def action_redraw(self) -> None:
        """Send the whole screen again. Something else may have written on the terminal."""
        if isinstance(self._driver, ContextDriver) and self._driver.sent is not None:
            self._driver.sent.forget()
        self.refresh()

    def action_palette(self) -> None:
        """Let the person choose among all commands that are possible now."""
        focused = self.focused
        nodes = [self.screen, self] if focused is None else focused.ancestors_with_self
        offers = [offer for offer in offers_of(self, nodes) if offer.words != FIND]

        async def run(offer: Offer | None) -> None:
            if offer is not None:
                await offer.run()

        self.push_screen(PaletteScreen([*offers, *self.more_offers()]), run)

    def action_help(self) -> None:
        """List every key that works on this screen now."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(*_help_on(self.screen)))

    def refresh_help(self) -> None:
        """Show the keys of the screen below as they are now, where the list of keys is open."""
        stack = self.screen_stack  # empty while the app ends
        if stack and isinstance(stack[-1], HelpScreen):
            stack[-1].show(*_help_on(stack[-2]))


def _help_on(screen: Screen[Any]) -> tuple[str, list[tuple[str, Lines]]]:
    """Return the title of a screen and the keys that work on it now."""
    title = screen.title_for_help if isinstance(screen, TitledForHelp) else ""
    return title, key_groups(screen.active_bindings.values(), screen.focused)


@lru_cache
def _to_true_colour(theme: TerminalTheme) -> LineFilter:
    return ANSIToTruecolor(theme)
