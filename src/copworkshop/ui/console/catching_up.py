"""The key of the console that proposes minutes to take from what is still to come.

It is a capital letter, because m marks ideas for a merge.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.rules.catching_up import TakeMinutes
from copworkshop.rules.minutes import cuts
from copworkshop.rules.pace import Pace, minutes_behind
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.dialog import framed
from copworkshop.toolkit.dialogs.question import Question, ask
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.console.way_back import WayBackScreen

_MINUTES: Final = "Behind time: see which minutes could be taken from what is still to come"

HALF: Final = "No step and no round gets less than half of its time."


def shorter_steps(seen: Sight, minutes: int) -> list[str]:
    """Return a line for each step that would get fewer minutes, such as “Activity 2: 40 → 34 min”."""
    parts = seen.leading.pace.to_shorten if seen.leading.pace is not None else ()
    less: dict[str, int] = {}
    for part, cut in zip(parts, cuts(parts, minutes), strict=True):
        less[part.kind] = less.get(part.kind, 0) + cut
    lines = []
    for step in seen.plan.steps:
        if cut := less.get(step.kind, 0):
            now = seen.minutes[step.kind]
            lines.append(f"{step.short}: {now:g} → {now - cut:g} min")
    return lines


class MinutesScreen(Question):
    """Proposes minutes to take from the steps to come."""

    KEYS: ClassVar[Commands[Any]] = (
        Command("enter", "came_early", "Take these minutes", "take them"),
        Command("escape,M,q", "dismiss(False)", "Leave the minutes as they are", "leave them"),
    )

    title_for_help = "minutes to take"
    yes_key = "enter"

    def __init__(self, behind: int, taken: int, lines: Sequence[str]) -> None:
        """Take the minutes that the room is behind, how many of them can be taken, and a line for each step."""
        super().__init__()
        self._told = f"You are {behind} min behind the plan. Take {taken} min from what is still to come?"
        self._limit = f"The other {behind - taken} min cannot be taken. {HALF}" if taken < behind else ""
        self._lines = lines

    @override
    def compose(self) -> ComposeResult:
        lines = [Content.styled(f"  {line}", theme.BODY) for line in self._lines]
        if self._limit:
            lines.append(Content.styled(self._limit, theme.QUIET))
        lines.append(Content.styled("The plan's file stays as it is. u gives the minutes back.", theme.QUIET))
        yield from framed(self, self._told, *map(Words, lines))


class CatchingUpScreen(WayBackScreen):
    """A view of the facilitator with the key that proposes minutes to take from what is still to come."""

    def _is_running(self) -> bool:
        return self.seen.closed is None and self.seen.leading.pace is not None

    def _of_minutes(self) -> str:
        return "minutes" if can_catch_up(self.seen, self.client.hub.now()) else ""

    KEYS: ClassVar[Commands[Any]] = (Command("M", "minutes", _MINUTES, _of_minutes, _is_running, rank=8),)

    def action_minutes(self) -> None:
        """Propose which minutes to take, and take them if the facilitator agrees; or say why there are none."""
        seen, now = self.seen, self.client.hub.now()
        if seen.leading.pace is None:
            return
        if not can_catch_up(seen, now):
            self.show_message(_why_none(seen.leading.pace, now))
            return
        behind = minutes_behind(seen.leading.pace, now)
        taken = sum(cuts(seen.leading.pace.to_shorten, behind))

        async def take() -> None:
            if await self.client.request(TakeMinutes, at=seen.spot, minutes=behind):
                self.show_message(f"{taken} min were taken from what is still to come. u gives them back.")

        ask(self.app, MinutesScreen(behind, taken, shorter_steps(seen, behind)), take)


def can_catch_up(seen: Sight, now: datetime) -> bool:
    """Return whether the room is behind the plan, and minutes can be taken from what is still to come."""
    pace = seen.leading.pace
    return pace is not None and minutes_behind(pace, now) > 0 and any(part.most for part in pace.to_shorten)


def _why_none(pace: Pace, now: datetime) -> str:
    if not pace.session_planned:
        return "This plan has no minutes, so there is nothing to take."
    behind = minutes_behind(pace, now)
    if not behind:
        return "You are not behind, so there is nothing to take."
    return f"You are {behind} min behind, but nothing that is still to come can be shorter. {HALF}"
