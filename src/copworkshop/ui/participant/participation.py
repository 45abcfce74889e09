"""Member participation: a person gives their level, for today and in six months, and then sees the room's picture."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.participation import Placement
from copworkshop.model.plan import Level, ParticipationStep, Plan
from copworkshop.model.plan_words import Words
from copworkshop.rules.participation import OPEN, Place, When
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import KeysPanel
from copworkshop.toolkit.taps import tappable
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, QUIET
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel, canvas_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.page import NEWEST, STRONG, hanging, measure, page, sourced, title_of
from copworkshop.ui.stage.participation import draw_participation
from copworkshop.ui.stage.reader import Reader

_QUESTIONS: Final[tuple[When, When]] = ("today", "later")
_INDENT: Final = " " * width_of(NEWEST)


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

    def _has_more(self) -> bool:
        return self._reader.scrolls

    KEYS: ClassVar[Commands["ParticipationPanel"]] = (
        Command(DIGITS, "answer", "Place yourself: today, then in six months", _of_answer, _placing, _levels),
        Command("space", hint="more", when=_has_more),
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
                canvas = canvas_of(view, width, height)
                closed = [Content.styled("Placing is closed.", QUIET)] if view.sight.way_back.round_closed else []
                return self._ask_for_places(view, canvas, closed)
            case _:
                answers = self._own_line(min(width, measure(canvas_of(view, width, height))))
                picture = draw_participation(canvas_of(view, width, max(1, height - len(answers) - 1)))
                return [*picture, Content(), *answers]

    def _ask_for_places(self, view: View, canvas: Canvas, closed: list[Content]) -> Sequence[Content]:
        """Draw the questions and the levels. Where they do not fit, each level gets one row, and is explained below."""
        room = measure(canvas)
        levels = [self._level(number, level, room) for number, level in enumerate(self._step.levels, 1)]
        flat = [line for lines in levels for line in lines]
        whole = page(canvas, title_of(canvas), closed, *self._questions(view, room), flat)
        if len(whole) <= canvas.height:
            return whole
        short = [_shortened(lines, room) for lines in levels]
        asked = [line for lines in self._questions(view, room) for line in lines]
        return [*closed, *asked, *short, Content(), *flat]

    def _questions(self, view: View, width: int) -> list[list[Content]]:
        asked: dict[When, Words] = {"today": self._step.today, "later": self._step.later}
        drawn = []
        for when in _QUESTIONS:
            chosen = self._placing and when == self._question
            question = sourced(view.sight.plan, asked[when], STRONG if chosen else BODY)
            lines = hanging(NEWEST if chosen else _INDENT, question, width, mark_style=ACCENT)
            drawn.append([*lines, *self._answer(when, width, chosen=chosen)])
        return drawn

    def _answer(self, when: When, width: int, *, chosen: bool) -> list[Content]:
        level = self._numbered(getattr(self._answers, when))
        if level is not None:
            return hanging(_INDENT * 2, f"✓ {level}", width, DONE)
        if not self._placing:
            return hanging(_INDENT * 2, "no answer", width, QUIET)
        return hanging(_INDENT * 2, f"1-{len(self._step.levels)}?", width, ACCENT if chosen else QUIET)

    def _own_line(self, width: int) -> list[Content]:
        """Return the person's own answers, to be shown below the room's picture."""
        today, later = (self._numbered(getattr(self._answers, when)) or "no answer" for when in _QUESTIONS)
        if today == later == "no answer":
            return hanging("", "You did not answer.", width, BODY)
        return hanging("", f"You: today {today}, in six months {later}.", width, BODY)

    def _numbered(self, level_id: str | None) -> str | None:
        found = ((n, level) for n, level in enumerate(self._step.levels, 1) if level.id == level_id)
        return next((f"{number} {level.name.text}" for number, level in found), None)

    def _level(self, number: int, level: Level, width: int) -> list[Content]:
        name = Content.assemble((level.name.text, STRONG), ("  ", ""), (level.meaning.text, BODY))
        lines = hanging(f"{_INDENT}{number}  ", name, width, mark_style=ACCENT)
        return [tappable(line, str(number)) for line in lines] if self._placing else lines


def _shortened(lines: Sequence[Content], width: int) -> Content:
    """Return the first of several lines, with a sign that there are more."""
    return lines[0] if len(lines) == 1 else Content.assemble(lines[0].truncate(width - 2), " …")
