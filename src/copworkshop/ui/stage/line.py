"""The stage's bottom line: how to join, where the room is, and the clock."""

from typing import Final

from textual.content import Content

from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import clock_style, clock_time, clock_words
from copworkshop.ui.theme import QUIET
from copworkshop.ui.widgets.cells import fit, width_of

_GAP: Final = "   "
_ROOM_FOR_WORDS: Final = 60  # cells; in a narrower line the clock has no words beside it


def bottom_line(canvas: Canvas) -> Content:
    """Return one line of exactly the canvas's width.

    The clock stands at the right end. Of the rest the way in is given up last and the step's name first.
    """
    sight, timer, width = canvas.sight, canvas.sight.clock, canvas.width
    words = clock_words(timer, canvas.now) if width >= _ROOM_FOR_WORDS else ""
    time = fit(" ".join(part for part in (words, clock_time(timer, canvas.now)) if part), width)
    room = width - width_of(time) - (len(_GAP) if time else 0)
    left = _fitting(_ways(canvas), sight.step.short, room)
    space = " " * (width - width_of(left) - width_of(time))
    return Content.assemble((left, QUIET), space, (time, clock_style(timer, canvas.now)))


def _ways(canvas: Canvas) -> list[str]:
    """Return what the line begins with, shorter each time."""
    joining = canvas.joining
    if joining is None:
        return [canvas.sight.heading or ""]
    command = joining.back if canvas.sight.door_closed else joining.command
    arguments = command.removeprefix("ssh ")
    if canvas.sight.door_closed:
        return [f"{command}{_GAP}door closed", f"{arguments}{_GAP}door closed", "door closed"]
    if joining.code is None:
        return [command, arguments]
    code = f"{_GAP}code {joining.code}"
    return [command + code, arguments + code, f"{arguments}  {joining.code}", arguments]


def _fitting(ways: list[str], step: str, room: int) -> str:
    whole = _GAP.join(part for part in (ways[0], step) if part)
    candidates = [whole, *(way for way in ways if way)]
    return next((each for each in candidates if width_of(each) <= room), fit(candidates[-1], room))
