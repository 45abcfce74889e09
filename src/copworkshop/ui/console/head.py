"""The head line of the console: step and round, how the room stands in time, the clock, and the state of saving."""

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.cells import fit, width_of
from copworkshop.ui.clock import clock_style, clock_text
from copworkshop.ui.console.side_words import ON_TIME, ROOM_FOR_SIDE, behind
from copworkshop.ui.saved import STYLES


def head_line(seen: Sight, saved: str, now: datetime, width: int) -> Sequence[Content]:
    """Return the line. `saved` is the word for the state of saving."""
    number = seen.plan.kinds.index(seen.spot.kind) + 1
    name = f" {number}/{len(seen.plan.steps)} {seen.step.short}"
    if len(seen.step.rounds) > 1:
        name += f" · {ROUND_NAMES[seen.spot.round]}"
    # In a closed session no time counts any more.
    clock = [] if seen.closed is not None else [_off(seen, now, width), clock_text(seen.clock, now), ""]
    right = "  ".join(part for part in clock if part) + "  "
    left = fit(name, max(0, width - width_of(right) - width_of(saved) - 2))
    gap = " " * max(1, width - width_of(left) - width_of(right) - width_of(saved) - 1)
    style = STYLES.get(saved, theme.QUIET)
    return [Content.assemble((left, theme.HEADING), gap, (right, clock_style(seen.clock, now)), (saved, style), " ")]


def _off(seen: Sight, now: datetime, width: int) -> str:
    """Say how far the room is behind the plan or ahead of it; empty if it is on time or the width is too small."""
    told = behind(seen.leading.pace, now) if seen.leading.pace is not None and width >= ROOM_FOR_SIDE else ""
    return "" if told == ON_TIME else told
