"""The panel that the console shows at each kind of step."""

from collections.abc import Mapping
from typing import Final

from copworkshop.model.plan import Kind
from copworkshop.ui.console.closing import ClosePanel
from copworkshop.ui.console.lifecycle import LifecyclePanel
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.participation import ParticipationPanel
from copworkshop.ui.console.proposal import ProposalPanel
from copworkshop.ui.console.topten import TopTenPanel
from copworkshop.ui.console.welcome import WelcomePanel

PANELS: Final[Mapping[Kind, type[Panel]]] = {
    Kind.WELCOME: WelcomePanel,
    Kind.LIFECYCLE: LifecyclePanel,
    Kind.PARTICIPATION: ParticipationPanel,
    Kind.PROPOSAL: ProposalPanel,
    Kind.TOP_TEN: TopTenPanel,
    Kind.CLOSE: ClosePanel,
}
"""The panel of each kind of step."""
