"""The list of steps: go to any step, round or phase."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from typing_extensions import override

from copworkshop.model.plan import LifecycleStep
from copworkshop.model.round_names import titled
from copworkshop.model.session import Spot
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.lifecycle import stop_of_phase
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.dialogs.dialog import DimmingDialog
from copworkshop.toolkit.widgets.cells import fit
from copworkshop.toolkit.widgets.words import Words

WIDTH = 70

AROUND = 5
"""How many rows stand around the list on a narrow terminal."""


def places(sight: Sight) -> list[tuple[str, Spot, GoTo]]:
    """Return every place to go to, as its name, its beginning, and the request that leads there.

    The entry of a step leads to the point where the room left it. The entry of a round or a phase leads to its
    beginning.
    """
    found: list[tuple[str, Spot, GoTo]] = []
    for number, step in enumerate(sight.plan.steps, start=1):
        begin = Spot(kind=step.kind, round=step.rounds[0], point=0)
        found.append((f"{number} {step.short}", begin, GoTo(kind=step.kind)))
        inner: list[tuple[str, Spot]] = []
        if isinstance(step, LifecycleStep):
            for index, phase in enumerate(step.phases):
                spot = begin.replace(point=stop_of_phase(step, index))
                inner.append((f"{phase.label}: {phase.called}", spot))
        elif len(step.rounds) > 1:
            inner = [(titled(name), begin.replace(round=name)) for name in step.rounds if name not in sight.skipped]
        found += [
            (f"    {name}", spot, GoTo(kind=spot.kind, round=spot.round, point=spot.point)) for name, spot in inner
        ]
    return found


class AgendaScreen(CommandNode, DimmingDialog[GoTo | None]):
    """Lets the facilitator choose where to go. The result is the request for it, or None."""

    DEFAULT_CSS = """
    AgendaScreen {
        & > Vertical {
            width: 74;
        }
        OptionList {
            height: auto;
            border: none;
            padding: 0;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            &:focus {
                border: none;
            }
        }
    }
    """

    KEYS: ClassVar[Commands["AgendaScreen"]] = (
        Command(DIGITS, "step", "To the step of this number", "to a step", most=lambda self: self._steps, listed=False),
        Command("enter", hint="goes there"),
        Command("escape,g,q", "dismiss(None)", "Stay here", "stays"),
    )

    def __init__(self, sight: Sight) -> None:
        super().__init__()
        self._sight = sight
        self._places = places(sight)

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(Content.styled("Go to", theme.HEADING))
            yield OptionList(*(self._option(name, spot) for name, spot, _ in self._places), markup=False)
            keys = " ".join(f"{key} {words}." for key, words in self.hints())
            yield Words(Content.styled(keys, theme.QUIET))

    def on_mount(self) -> None:
        """Move the cursor to the present place."""
        options = self.query_one(OptionList)
        here = [index for index, (_, spot, _) in enumerate(self._places) if self._is_here(spot)]
        options.highlighted = here[-1] if here else 0
        options.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Limit the list to the rows that the frame, the heading and the keys leave. Keep its cursor visible."""
        options = self.query_one(OptionList)
        options.styles.max_height = max(1, event.size.height - AROUND)
        self.call_after_refresh(options.scroll_to_highlight)

    def action_step(self, number: int) -> None:
        """Move the cursor to the step with this number, from 1."""
        steps = [index for index, (_, _, ask) in enumerate(self._places) if ask.round is None]
        self.query_one(OptionList).highlighted = steps[number - 1]

    @property
    def _steps(self) -> int:
        return len(self._sight.plan.steps)

    def _is_here(self, spot: Spot) -> bool:
        at = self._sight.spot
        return (spot.kind, spot.round) == (at.kind, at.round) and spot.point <= at.point

    def _option(self, name: str, spot: Spot) -> Option:
        here = "▸ " if self._is_here(spot) and spot.point == 0 else "  "
        return Option(Content(here + fit(name, WIDTH - 6)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._places[event.option_index][2])
