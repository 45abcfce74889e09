"""The close: what a person takes home, and how."""

from collections.abc import Sequence

from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit.theme import BODY, HEADING
from copworkshop.ui.participant.panel import StagePanel, canvas_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.closing import draw_close, take_home
from copworkshop.ui.stage.page import measure, page, paragraph
from copworkshop.ui.widgets.proposal_text import proposal_text, wrapped


class ClosePanel(StagePanel):
    """What the stage shows, and below it how to take things home and the person's own proposal."""

    together = False

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        canvas = canvas_of(view, width, height)
        room, own, step = measure(canvas), view.sight.own, view.sight.plan.proposal
        home: list[Content] = []
        if how_back := self.context.how_back():
            home = take_home(view.sight, how_back, room)
        mine: list[Content] = []
        if step is not None and own is not None and own.proposal is not None and own.proposal.started:
            mine = paragraph("Your proposal", room, HEADING)
            mine += wrapped(proposal_text(step, own.proposal), room)
        elif step is not None:
            mine = paragraph("You have written no proposal.", room, BODY)
        below = page(canvas, home, mine, gap=1)
        return [*draw_close(canvas), Content(), *below]
