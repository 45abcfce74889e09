"""The top ten as the room sees it together: the ideas while they are merged, the reveal, the discussion."""

from copworkshop.ui.participant.panel import StagePanel
from copworkshop.ui.participant.waking import Others


class MergePanel(StagePanel):
    """All ideas, without names, as they stand; scrolling is the reader's own."""

    @property
    def others(self) -> Others:
        """The ideas."""
        return Others.IDEAS


class ResultPanel(StagePanel):
    """The reveal and the discussion, point by point with the stage."""

    @property
    def others(self) -> Others:
        """All that the count is made of."""
        return Others.IDEAS | Others.BALLOTS
