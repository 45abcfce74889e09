"""The top ten as the room sees it together: the reveal, the discussion, and the result of a run-off."""

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content
from typing_extensions import override

from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.own_ideas import with_own_marked
from copworkshop.ui.participant.panel import StagePanel
from copworkshop.ui.participant.view import View


class ResultPanel(StagePanel):
    """The reveal and the discussion, point by point with the stage."""

    @property
    @override
    def others(self) -> Interests:
        # The count is made from these.
        return Interests.IDEAS | Interests.BALLOTS

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        return super().draw(replace(view, sight=with_own_marked(view.sight)), width, height)
