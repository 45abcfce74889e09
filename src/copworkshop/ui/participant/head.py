"""The first line of a participant's screen: where they are, the clock, and how it stands with saving."""

from functools import lru_cache
from typing import Final

from textual.content import Content

from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.cells import fit, width_of
from copworkshop.toolkit.widgets.pending import SAVING
from copworkshop.ui.saved import STYLES

_KEPT: Final = 64
"""Lines that are kept: nearly all screens of a room show one of a few."""


@lru_cache(_KEPT)
def head_line(width: int, name: str, time: str, time_style: str, saving: str) -> Content:
    """Return the line for a width in cells; `saving` is the word that says how it stands with saving."""
    style = STYLES.get(saving, theme.QUIET)
    said = saving.rjust(width_of(SAVING))  # so the clock does not move with what is typed
    right = width_of(time) + width_of(said) + 4
    left = fit(name, max(0, width - right))
    gap = " " * max(1, width - width_of(left) - right + 1)
    return Content.assemble((left, theme.HEADING), gap, (time, time_style), "  ", (said, style), " ")
