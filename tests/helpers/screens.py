"""What stands on a screen of Textual."""

from textual.screen import Screen
from textual.strip import Strip


def drawn(screen: Screen[object]) -> list[Strip]:
    """Return the rows as they are on the terminal. Textual has no public way to get them."""
    return screen._compositor.render_strips()  # noqa: SLF001
