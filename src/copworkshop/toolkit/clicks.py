"""When a terminal reports clicks: only while something in sight answers them.

A terminal that reports clicks and the wheel does not select text any more, so nobody could copy a command from it.
Hint lines are nearly everywhere. So where nothing else answers clicks, they are reported only to a person who has
tapped a label before.
"""

from abc import abstractmethod
from typing import Any, Final

from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, TextArea

CLICKS_ON: Final = "\x1b[?1000h\x1b[?1006h"
"""Asks a terminal for clicks and the wheel, but not for motion, which would flood a connection."""

CLICKS_OFF: Final = "\x1b[?1006l\x1b[?1000l"
"""Undoes :data:`CLICKS_ON`."""


class ClicksDriver(Driver):
    """A driver whose terminal can be told whether to report clicks."""

    reports_clicks = False
    """Whether the terminal was told to report them."""

    @abstractmethod
    def report_clicks(self, *, wanted: bool) -> None:
        """Tell the terminal whether to report clicks, if it was not told so already."""


def answers_clicks(screen: Screen[Any], *, labels: bool) -> bool:
    """Return whether a click on anything in sight of a screen would do something. `labels` says that labels count.

    A widget of ours says so by a property `answers_clicks`, and `has_labels` for labels alone. They are asked after
    each frame, so nothing slower would do.
    """
    seen = screen._compositor.visible_widgets
    return any(_answers(widget) for widget in seen) or (
        labels and any(getattr(widget, "has_labels", False) for widget in seen)
    )


def _answers(widget: Widget) -> bool:
    if isinstance(widget, OptionList):
        return widget.option_count > 0
    return isinstance(widget, Button | Input | TextArea) or getattr(widget, "answers_clicks", False)
