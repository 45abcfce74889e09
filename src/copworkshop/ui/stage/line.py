"""The stage's bottom line: how to join, where the room is, and the clock."""

from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import ACCENT, QUIET, WARN
from copworkshop.toolkit.widgets.cells import fit, width_of
from copworkshop.ui.clock import clock_style, clock_text, clock_time
from copworkshop.ui.countdown import countdown
from copworkshop.ui.stage.canvas import Canvas

NO_NETWORK: Final = "no network"
ROUND_CLOSED: Final = "This round is closed."
_GAP: Final = "   "
_ROOM_FOR_WORDS: Final = 60  # cells; in a narrower line the clock stands without words


def bottom_line(canvas: Canvas) -> Content:
    """Return one line of exactly the canvas's width. It is empty on a blank stage of a closed session.

    The clock stands at the right end, or at a closed round the words that say so. Before a round is closed, the seconds
    until then stand there too. If both do not fit next to how to join, only these seconds are shown. If the rest does
    not fit, the step's name is left out first, then a clock that was not started, and how to join last.
    """
    width, ways = canvas.width, _ways(canvas)
    if canvas.sight.stage.blank and canvas.sight.closed is not None:
        return Content(" " * width)
    edge = " " if width >= _ROOM_FOR_WORDS else ""
    time = _time(canvas, ways, edge)
    room = width - width_of(time) - (len(_GAP) if time else 0)
    left = edge + _fitting(ways, canvas.sight.step.short, room - len(edge) - bool(time) * len(edge))
    space = " " * (width - width_of(left) - width_of(time) - len(edge))
    style = WARN if finishing(canvas) else clock_style(canvas.sight.clock, canvas.now)
    line = Content.assemble((left, QUIET), space, (time, style), edge)
    code = canvas.joining.code if canvas.joining is not None else None
    start = left.rfind(code) if code else -1
    return line.stylize(ACCENT, start, start + len(code or "")) if start > 0 else line


def _time(canvas: Canvas, ways: list[str], edge: str) -> str:
    """Return what stands at the right end; empty for a clock that was not started where it takes too much space."""
    width, words = canvas.width, finishing(canvas)
    time = fit(" ".join(part for part in (words, _clock(canvas, wordy=not words)) if part), width)
    if words:
        return time if width_of(ways[0] + _GAP + time + 2 * edge) <= width else words.rstrip()
    return "" if not canvas.sight.clock.begun and _is_short_of(ways, width, time) else time


def _clock(canvas: Canvas, *, wordy: bool) -> str:
    """Return the clock, or that the round is closed: in words if there is space, the clock only if `wordy`."""
    roomy = canvas.width >= _ROOM_FOR_WORDS
    if canvas.sight.closed is not None:
        return ""  # no time counts any more
    if canvas.sight.way_back.round_closed:
        return ROUND_CLOSED if roomy else "closed"
    return (clock_text if roomy and wordy else clock_time)(canvas.sight.clock, canvas.now)


def finishing(canvas: Canvas) -> str:
    """Say in how many seconds the round is closed; empty while there is no countdown."""
    said = countdown(canvas.sight, canvas.now)
    return f"{said} " if said else ""


def _ways(canvas: Canvas) -> list[str]:
    """Return the possible beginnings of the line, from the longest to the shortest."""
    joining = canvas.joining
    if joining is None:
        return [canvas.sight.heading or ""]
    if not joining.command:
        return [joining.unreachable, NO_NETWORK]
    command = joining.back if canvas.sight.door_closed else joining.command
    arguments = command.removeprefix("ssh ")
    if canvas.sight.door_closed:
        return [f"{command}{_GAP}door closed", f"{arguments}{_GAP}door closed", "door closed"]
    if joining.code is None:
        return [command, arguments]
    code = f"{_GAP}code {joining.code}"
    return [command + code, f"{command}  {joining.code}", command, f"{arguments}  {joining.code}", arguments]


def _is_short_of(ways: list[str], width: int, time: str) -> bool:
    """Whether a whole way of joining, with the code, fits only without the time."""
    least = min(map(width_of, ways[:2]))
    return least <= width < least + width_of(_GAP + time)


def _fitting(ways: list[str], step: str, room: int) -> str:
    whole = _GAP.join(part for part in (ways[0], step) if part)
    candidates = [whole, *(way for way in ways if way)]
    return next((each for each in candidates if width_of(each) <= room), fit(candidates[-1], room))
