"""Member participation: a person gives their level, for today and in six months, and then sees the room's picture."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.participation import Placement
from copworkshop.model.plan import ParticipationStep, Plan
from copworkshop.rules.participation import OPEN, Place, When
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import KeysPanel
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel, canvas_of
from copworkshop.ui.participant.participation_page import own_answers, questions_page
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.page import measure
from copworkshop.ui.stage.participation import draw_participation
from copworkshop.ui.stage.reader import Reader


class ParticipationPanel(KeysPanel, Panel):
    """Asks one of two questions at a time. A digit answers it. The answers stay in sight, and can be changed."""

    rounds = OPEN

    @property
    def _placing(self) -> bool:
        return self._view is not None and self._view.open and self._view.sight.spot.round in OPEN

    def _levels(self) -> int:
        return len(self._step.levels)

    def _of_answer(self) -> str:
        return "today" if self._question == "today" else "in six months"

    def _has_answer(self) -> bool:
        return self._placing and getattr(self._answers, self._question) is not None

    KEYS: ClassVar[Commands["ParticipationPanel"]] = (
        Command(DIGITS, "answer", "Place yourself: today, then in six months", _of_answer, _placing, _levels),
        Command("space", hint="more", when=lambda self: self._reader.scrolls),
        Command("up", "ask('today')", "The first question", "today", lambda self: self._can_ask("today")),
        Command("down", "ask('later')", "The second question", "in six months", lambda self: self._can_ask("later")),
        Command("backspace,delete", "take_back", "Take the answer back", "take it back", _has_answer),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._asked: When | None = None
        """The question that a digit answers; None until the person has chosen or answered one."""
        self._reader: Reader = Reader(self._draw, arrows=False)
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield self._reader
        yield self._keys

    def on_mount(self) -> None:
        """Update the keys when the page begins or ceases to scroll."""
        self.watch(self._reader, "show_vertical_scrollbar", self._show_more, init=False)

    def _show_more(self) -> None:
        if self._view is not None:
            self.show_keys()

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        # One answer of two counts as begun.
        open_ = self._view is not None and self._view.open
        return (
            UnsavedWork.BEGUN if open_ and self._answers.begun and not self._answers.complete else UnsavedWork.NOTHING
        )

    @override
    def show(self, view: View) -> None:
        before, self._view = self._view, view
        if before is not None and before.sight.spot == view.sight.spot:
            self._reader.redraw()
        else:
            self._reader.turn()
        self.show_keys()

    @property
    @override
    def first(self) -> Widget | None:
        return self._reader

    async def action_answer(self, number: int) -> None:
        """Answer the current question with the level of this number, and go on to the other one if it has no answer."""
        when = self._question
        if not await self.client.request(
            Place, seat=self.context.seat, when=when, level=self._step.levels[number - 1].id
        ):
            return
        answers = self._answers
        self._asked = "later" if when == "today" and answers.later is None else when
        if answers.today is None:
            self._asked = "today"
        self._refresh()

    async def action_take_back(self) -> None:
        """Take back the answer to the current question."""
        self._asked = self._question
        if await self.client.request(Place, seat=self.context.seat, when=self._asked, level=None):
            self._refresh()

    def action_ask(self, when: When) -> None:
        """Go to the other question."""
        self._asked = when
        self._refresh()

    @property
    def _step(self) -> ParticipationStep:
        step = self.client.sight.plan.participation
        assert step is not None, "the panel is shown on this step alone"  # noqa: S101
        return step

    def _can_ask(self, when: When) -> bool:
        return self._placing and self._question != when

    @property
    def _answers(self) -> Placement:
        """The person's answers at this moment. A key may come before the screen was notified of the key before."""
        own = self.client.sight.own
        return (own.placement if own is not None else None) or Placement()

    @property
    def _question(self) -> When:
        if self._asked is not None:
            return self._asked
        answers = self._answers
        return "later" if answers.today is not None and answers.later is None else "today"

    def _refresh(self) -> None:
        self._reader.redraw()
        self.show_keys()

    def _draw(self, width: int, height: int) -> Sequence[Content]:
        view = self._view
        if view is None:
            return []
        match view.sight.spot.round:
            case "levels":
                return draw_participation(canvas_of(view, width, height))
            case "place":
                asked = self._question if self._placing else None
                return questions_page(canvas_of(view, width, height), self._step, self._answers, asked)
            case _:
                room = min(width, measure(canvas_of(view, width, height)))
                answers = own_answers(self._step, self._answers, room)
                picture = draw_participation(canvas_of(view, width, max(1, height - len(answers) - 1)))
                return [*picture, Content(), *answers]
