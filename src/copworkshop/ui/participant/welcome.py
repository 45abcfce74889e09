"""The welcome: who the person is, and the word that brings them back."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from typing_extensions import override

from copworkshop.model.plan import WelcomeStep
from copworkshop.toolkit.theme import ACCENT, BODY, QUIET
from copworkshop.toolkit.widgets.cells import wrap_content
from copworkshop.toolkit.widgets.digits import biggest
from copworkshop.ui.participant.panel import ReadingPanel, canvas_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.page import STRONG, hanging, measure, page, paragraph, sourced, title_of

_ROWS_OF_WORD = 3

WAITS: Final = "You're in. Nothing to do yet: this screen changes by itself."


class WelcomePanel(ReadingPanel):
    """Shows who the person is, and their rejoin word in large letters, while people arrive."""

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        canvas = canvas_of(view, width, height)
        room, sight, own = measure(canvas), view.sight, view.sight.own
        if own is None or own.word is None:
            return []
        you = Content.assemble(("You are ", BODY), (own.name or "", STRONG))
        if own.table:
            you = Content.assemble(you, (f", at {own.table}", BODY))
        waits = hanging("", WAITS, room) if view.with_room and sight.closed is None else []
        word = [Content.styled(line, ACCENT) for line in biggest(own.word, room, _ROWS_OF_WORD)]
        keep = hanging("", f"Keep this word: {own.word}. It gives you your seat back, with all you wrote.", room)
        how = hanging("", how_back, room, QUIET) if (how_back := self.context.how_back()) else []
        step = sight.step
        said = [line for words in step.lines for line in wrap_content(sourced(sight.plan, words), room)] if isinstance(
            step, WelcomeStep
        ) else []  # fmt: skip
        heading = paragraph(sight.heading, room, STRONG) if sight.heading else []
        return page(
            canvas, [*title_of(canvas), *heading], [*wrap_content(you, room), *waits], word, [*keep, *how], said
        )
