"""What a person sees after they were taken out of the room."""

from collections.abc import Sequence

from textual.content import Content
from typing_extensions import override

from copworkshop.toolkit.theme import BODY
from copworkshop.toolkit.widgets.cells import wrap_content
from copworkshop.ui.participant.panel import ReadingPanel
from copworkshop.ui.participant.view import View

GONE = (
    "You were taken out of the room. Ideas, ballots and answers that you gave stay with the room, without your name. "
    "If the facilitator brings you back, this screen goes on by itself. Ctrl+Q leaves."
)


class GonePanel(ReadingPanel):
    """A sentence, and nothing else."""

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        return wrap_content(Content.styled(GONE, BODY), width)
