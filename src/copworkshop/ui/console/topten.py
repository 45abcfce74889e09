"""The facilitator's work on Activity 2, each round with a panel of its own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.topten_collect import CollectPanel
from copworkshop.ui.console.topten_merge import MergePanel
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


class TopTenPanel(Panel):
    """Shows the panel of the present round.

    A panel that was shown stays behind the others, so that what was being typed when the room moved on is there
    again when it comes back. While ballots are open ideas can still be merged: a key turns to that and back.
    """

    DEFAULT_CSS = """
    TopTenPanel {
        padding: 0;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "turn", "Turn from the ballots to the ideas to merge them, and back"),
    ]

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._panels: Mapping[type[Panel], Panel] = {kind: kind(client) for kind in dict.fromkeys(PANELS.values())}
        self._shown: Panel | None = None
        self._sight: Sight | None = None
        self._merging = False

    def compose(self) -> ComposeResult:
        """All panels, of which one is shown: so each is there when it is wanted."""
        for panel in self._panels.values():
            panel.display = panel is self._shown
            yield panel

    def show(self, sight: Sight) -> None:
        """Show the session as it is now."""
        if sight.top_ten is None:
            return
        if self._sight is None or sight.spot.round != self._sight.spot.round:
            self._merging = False
        self._sight = sight
        panel = self._panels[MergePanel if self._merging else PANELS[sight.spot.round]]
        panel.show(sight)
        if panel is not self._shown:
            self._turn_to(panel)
        self.refresh_bindings()

    def focus_first(self) -> None:
        """Put the focus where the present round's panel wants it."""
        if self._shown is not None:
            self._shown.focus_first()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to turn to the ideas only while ballots are open."""
        if action == "turn":
            return self._sight is not None and self._sight.closed is None and self._sight.spot.round == "rank"
        return super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Turn from the ballots to the ideas, and back."""
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
