"""Which panel a participant has in each round."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from copworkshop.live.hub import Hub
from copworkshop.model.plan import Kind
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.closing import ClosePanel
from copworkshop.ui.participant.gone import GonePanel
from copworkshop.ui.participant.lifecycle import LifecyclePanel
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.participation import ParticipationPanel
from copworkshop.ui.participant.proposal import WritingPanel
from copworkshop.ui.participant.sharing import SharingPanel
from copworkshop.ui.participant.topten import ResultPanel
from copworkshop.ui.participant.topten_collect import CollectPanel
from copworkshop.ui.participant.topten_merge import MergePanel
from copworkshop.ui.participant.topten_rank import RankAgainPanel, RankPanel, RunOffPanel
from copworkshop.ui.participant.topten_sift import SiftPanel
from copworkshop.ui.participant.view import View, view_from
from copworkshop.ui.participant.welcome import WelcomePanel

PANELS: Final[Mapping[tuple[Kind, str], type[Panel]]] = MappingProxyType(
    {
        (Kind.WELCOME, "welcome"): WelcomePanel,
        (Kind.LIFECYCLE, "overview"): LifecyclePanel,
        (Kind.PARTICIPATION, "levels"): ParticipationPanel,
        (Kind.PARTICIPATION, "place"): ParticipationPanel,
        (Kind.PARTICIPATION, "picture"): ParticipationPanel,
        (Kind.PROPOSAL, "write"): WritingPanel,
        (Kind.PROPOSAL, "share"): SharingPanel,
        (Kind.TOP_TEN, "collect"): CollectPanel,
        (Kind.TOP_TEN, "merge"): MergePanel,
        (Kind.TOP_TEN, "sift"): SiftPanel,
        (Kind.TOP_TEN, "rank"): RankPanel,
        (Kind.TOP_TEN, "reveal"): ResultPanel,
        (Kind.TOP_TEN, "discuss"): ResultPanel,
        (Kind.TOP_TEN, "rank-again"): RankAgainPanel,
        (Kind.TOP_TEN, "reveal-again"): ResultPanel,
        (Kind.TOP_TEN, "discuss-again"): ResultPanel,
        (Kind.TOP_TEN, "run-off"): RunOffPanel,
        (Kind.TOP_TEN, "settled"): ResultPanel,
        (Kind.CLOSE, "close"): ClosePanel,
    }
)
"""The panel for every round of every kind of step."""


def panel_for(spot: Spot, *, open_: bool) -> type[Panel]:
    """Return the panel for a round. If writing is closed, a proposal can only be read and shared."""
    kind = PANELS[spot.kind, spot.round]
    return SharingPanel if kind is WritingPanel and not open_ else kind


def panel_and_view(hub: Hub, seen: Sight, here: Spot | None) -> tuple[type[Panel], View]:
    """Return what a person sees from `here`, and in which panel. A person who was taken out is nowhere."""
    if here is None:
        return GonePanel, View(seen, room=seen.spot, now=hub.now())
    view = view_from(hub, seen, here, PANELS[here.kind, here.round].rounds)
    return panel_for(here, open_=view.open), view
