"""An app that tears its replaced screens down later, in a quiet moment, so that the person does not wait for it."""

from typing import Any, Final

from textual.screen import Screen
from typing_extensions import override

from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.teardown import dispose_dialog_later, dispose_later, subtree

_ASIDE: Final = "aside"
"""The name of the stack that holds screens set aside. It is never the current stack."""


class AsideApp(BaseApp):
    """Disposes of each screen that it replaces. It can also set a screen aside until :meth:`clear_aside` removes it.

    Textual removes a replaced screen at once. The person then waits until its widgets have ended.
    """

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._screen_stacks[_ASIDE] = []

    def sets_aside(self, screen: Screen[Any]) -> bool:
        """Return whether a screen that is being replaced is set aside, to be removed later."""
        return False

    @override
    async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
        if self.sets_aside(screen):
            self._screen_stacks[_ASIDE].append(screen)
            return await super()._replace_screen(screen)
        nodes = subtree(screen)
        replaced = await super()._replace_screen(screen)
        dispose_dialog_later(nodes, self)
        return replaced

    async def clear_aside(self, current: Screen[Any]) -> None:
        """Remove the screens that were set aside, and dispose of them once `current` uses none of their widgets.

        Nothing is painted and no style is computed for them.
        """
        aside = self._screen_stacks[_ASIDE]
        while aside and self.is_running:  # an app that ends removes them itself
            screen = aside[-1]
            nodes = subtree(screen)
            screen.set_reactive(LeanScreen.focused, None)  # otherwise its field would be blurred
            await self._prune(screen)
            if screen in aside:
                aside.remove(screen)
            dispose_later(nodes, current)
