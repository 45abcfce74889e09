"""The console at Activity 2. Each round has a panel of its own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from textual.app import ComposeResult
from typing_extensions import override

from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.widgets.cells import fit
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.topten_collect import CollectPanel
from copworkshop.ui.console.topten_merge import MergePanel
from copworkshop.ui.console.topten_part import TopTenPart
from copworkshop.ui.console.topten_rank import RankPanel
from copworkshop.ui.console.topten_result import ResultPanel
from copworkshop.ui.console.topten_sift import SiftPanel

PANELS: Final[Mapping[str, type[Panel]]] = MappingProxyType(
    {
        "collect": CollectPanel,
        "merge": MergePanel,
        "sift": SiftPanel,
        "rank": RankPanel,
        "reveal": ResultPanel,
        "discuss": ResultPanel,
        "rank-again": RankPanel,
        "reveal-again": ResultPanel,
        "discuss-again": ResultPanel,
        "run-off": RankPanel,
        "settled": ResultPanel,
    }
)
"""The panel for each round."""


SUBMITTED: Final = "The round closed, so what you were typing was submitted: “{text}”"

_MOST_OF_TEXT: Final = 60  # cells


class TopTenPanel(Panel):
    """Shows the panel of the present round.

    What is being typed when a round closes is submitted first, and the facilitator is told. While ballots are open,
    ideas can still be merged: a key shows that panel, and the ballots again.
    """

    DEFAULT_CSS = """
    TopTenPanel {
        padding: 0;
    }
    """

    def _can_turn(self) -> bool:
        seen = self._sight
        return seen is not None and seen.round_is_open and seen.spot.round == "rank"

    KEYS: ClassVar[Commands["TopTenPanel"]] = (
        Command("v", "turn", "Turn from the ballots to the ideas to merge them, and back", when=_can_turn),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._panels: Mapping[type[Panel], Panel] = {kind: kind(client) for kind in dict.fromkeys(PANELS.values())}
        self._shown: Panel | None = None
        self._sight: Sight | None = None
        self._merging = False

    @override
    def compose(self) -> ComposeResult:
        # only one panel is visible at a time
        for panel in self._panels.values():
            panel.display = panel is self._shown
            yield panel

    @override
    def show(self, sight: Sight) -> None:
        if sight.top_ten is None:
            return
        if self._sight is None or sight.spot.round != self._sight.spot.round or sight.way_back.round_closed:
            self._merging = False
        self._sight = sight
        panel = self._panels[MergePanel if self._merging else PANELS[sight.spot.round]]
        panel.show(sight)
        if isinstance(panel, TopTenPart):
            panel.end_line()
        if panel is not self._shown:
            self._turn_to(panel)
        for each in self._panels.values():
            if (text := each.submitted()) is not None:
                self.client.show_message(SUBMITTED.format(text=fit(text, _MOST_OF_TEXT)))

    @override
    def focus_first(self) -> None:
        if self._shown is not None:
            self._shown.focus_first()

    def action_turn(self) -> None:
        """Switch from the ballots to the ideas, and back."""
        if self._sight is not None:
            self._merging = not self._merging
            self.show(self._sight)

    def _turn_to(self, panel: Panel) -> None:
        before, self._shown = self._shown, panel
        focused = self.screen.focused if self.is_attached else None
        moves = before is not None and (focused is None or before in focused.ancestors_with_self)
        for each in self._panels.values():
            each.display = each is panel
        if moves:
            panel.focus_first()
