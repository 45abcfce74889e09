"""The top ten as the room sees it together: the reveal, the discussion, and the result of a run-off."""

from typing_extensions import override

from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.panel import StagePanel


class ResultPanel(StagePanel):
    """The reveal and the discussion, point by point with the stage."""

    @property
    @override
    def others(self) -> Interests:
        # The count is made from these.
        return Interests.IDEAS | Interests.BALLOTS
