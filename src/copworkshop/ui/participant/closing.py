"""The close: what a person takes home, and how; and the same to read here."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, ClassVar, Final

from textual.content import Content
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.ui.participant.panel import StagePanel, canvas_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.closing import draw_close, take_home
from copworkshop.ui.stage.page import count_of, measure, page, paragraph
from copworkshop.ui.stage.standings import standings
from copworkshop.ui.widgets.proposal_text import left_with, proposal_text, wrapped

_ALL_ROWS: Final = 10_000  # the list scrolls, so no wording is cut for want of rows


class _Page(Enum):
    CLOSE = "close"
    PROPOSAL = "proposal"
    TOP_TEN = "top ten"


class ClosePanel(StagePanel):
    """The close on a participant's screen: what the stage shows, how to take things home, and their own proposal.

    A key shows the proposal, or the top ten, on a page of its own.
    """

    together = False

    def _has_proposal(self) -> bool:
        own = self.view.sight.own if self.view is not None else None
        return own is not None and own.proposal is not None and own.proposal.started

    def _has_top_ten(self) -> bool:
        held = self.view.sight.top_ten if self.view is not None else None
        return held is not None and bool(held.result.revealed)

    def _can_open_proposal(self) -> bool:
        return self._page_read is not _Page.PROPOSAL and self._has_proposal()

    def _can_open_top_ten(self) -> bool:
        return self._page_read is not _Page.TOP_TEN and self._has_top_ten()

    KEYS: ClassVar[Commands[Any]] = (
        Command("p", "read('PROPOSAL')", "Read your proposal here", "read your proposal", _can_open_proposal),
        Command("t", "read('TOP_TEN')", "Read the top ten here", "read the top ten", _can_open_top_ten),
        Command("escape", "read('CLOSE')", "Back to the close", "back", lambda self: self.is_reading),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._page_read = _Page.CLOSE

    @property
    def is_reading(self) -> bool:
        """Whether one document stands here alone."""
        return self._page_read is not _Page.CLOSE

    def action_read(self, name: str) -> None:
        """Show a page, from its top."""
        self._page_read = _Page[name]
        if self.view is not None:
            self.show(self.view)

    @override
    def page_of(self, view: View) -> object:
        return (view.sight.spot, self._page_read)

    @override
    def show(self, view: View) -> None:
        self.view = view
        # What is read may be gone: a list that is counted again is not revealed any more.
        if (self._page_read is _Page.PROPOSAL and not self._has_proposal()) or (
            self._page_read is _Page.TOP_TEN and not self._has_top_ten()
        ):
            self._page_read = _Page.CLOSE
        super().show(view)

    @override
    def leave(self) -> None:
        self._page_read = _Page.CLOSE
        super().leave()

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        canvas = canvas_of(view, width, height)
        room, seen = measure(canvas), view.sight
        match self._page_read:
            case _Page.PROPOSAL:
                return page(canvas, _own_proposal(seen, room))
            case _Page.TOP_TEN if seen.top_ten is not None:
                return page(canvas, *_top_ten(canvas, seen.top_ten, room))
        home: list[Content] = []
        if how_back := self.context.how_back():
            home = take_home(seen, how_back, room)
            home += paragraph("Without the “>” and what follows it, the text is shown in that window.", room, QUIET)
        return [*draw_close(canvas), Content(), *page(canvas, home, _own_proposal(seen, room), gap=1)]


def _own_proposal(seen: Sight, width: int) -> list[Content]:
    step, own = seen.plan.proposal, seen.own
    if step is None:
        return []
    if own is None or own.proposal is None or not own.proposal.started:
        return paragraph("You have written no proposal.", width, BODY)
    lines = [*proposal_text(step, own.proposal), *left_with(own.feedback.remarks or ())]
    return [*paragraph("Your proposal", width, HEADING), *wrapped(lines, width)]


def _top_ten(canvas: Canvas, held: TopTenSight, width: int) -> list[Sequence[Content]]:
    placed = [each for group in held.result.revealed for each in group]
    head = [*paragraph("The top ten", width, HEADING), *paragraph(held.question, width, ACCENT)]
    ballots = count_of(held.ballot.ballots_in, "ballot", "ballots")
    if not held.result.whole:
        under = paragraph(f"These are the places that were revealed. From {ballots}.", width, QUIET)
        return [head, standings(canvas, held, placed, width, _ALL_ROWS), under]
    under = [
        *paragraph(f"{held.discussion.agreement.in_words}.", width, BODY),
        *paragraph(f"The numbers at the right are from {ballots}. {held.result.rule}", width, QUIET),
    ]
    return [head, standings(canvas, held, placed, width, _ALL_ROWS, merged=True), under]
