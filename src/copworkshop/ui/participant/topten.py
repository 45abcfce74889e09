"""The top ten as the room sees it together: the reveal, the discussion, what a run-off settled."""

from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.panel import StagePanel


class ResultPanel(StagePanel):
    """The reveal and the discussion, point by point with the stage."""

    @property
    def others(self) -> Interests:
        """All that the count is made of."""
        return Interests.IDEAS | Interests.BALLOTS
