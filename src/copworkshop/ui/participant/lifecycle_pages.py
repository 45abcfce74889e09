"""The pages of the lifecycle overview in front of one person, and the one that the stage shows."""

from dataclasses import dataclass

from copworkshop.model.plan import Kind, LifecycleStep
from copworkshop.model.plan_words import Prompt
from copworkshop.rules.lifecycle import Stop, stops
from copworkshop.ui.participant.view import View


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the overview."""

    phase: int | None = None
    """The index of the phase, from 0; None for the path, the questions and the models."""
    questions: bool = False
    beside: bool = False
    """The page shows the literature's models next to the phases."""


def reached_pages(step: LifecycleStep, stop: Stop, *, left: bool, beside: bool) -> tuple[Page, ...]:
    """Return the pages that can be turned to: those of the stop that the room is at, and all before it.

    `left` says that the room has gone on to a later step. `beside` says that the stage shows the literature's models.
    """
    all_reached = left or stop.questions
    questions = bool(step.questions) and all_reached
    begun = 0 if stop.phase is None else stop.phase + 1
    phases = len(step.phases) if all_reached else begun
    pages = [Page(), *(Page(phase=index) for index in range(phases))]
    if questions:
        pages.append(Page(questions=True))
    if beside and step.models:
        pages.append(Page(beside=True))
    return tuple(pages)


def _page_of_stop(stop: Stop, *, beside: bool) -> Page:
    """Return the page that the stage shows at a stop."""
    return Page(beside=True) if beside else Page(phase=stop.phase, questions=stop.questions)


def prompts_of(step: LifecycleStep, page: Page) -> tuple[Prompt, ...]:
    """Return the prompts of a page."""
    if page.phase is not None:
        return step.phases[page.phase].prompts
    return step.questions if page.questions else ()


def name_of(step: LifecycleStep, page: Page) -> str:
    """Return what a page is called in a sentence."""
    if page.phase is not None:
        return step.phases[page.phase].label.text
    return "the models next to the phases" if page.beside else "the questions" if page.questions else "the overview"


class TurnedPages:
    """The pages turn with the stage. A page that the person turns to stays until they are at the stage's page."""

    def __init__(self) -> None:
        self.stage = Page()
        """The page that the stage showed when the room was here last."""
        self._reached: tuple[Page, ...] = (self.stage,)
        self._farthest = 0
        """The last point that the room has reached. It does not shrink when the stage goes back."""
        self._chosen: Page | None = None
        """The page that the person turned to; None for the stage's page."""
        self._held: Page | None = None

    def take_in(self, step: LifecycleStep, view: View) -> None:
        """Take in where the room is."""
        walk, point, kinds = stops(step), view.sight.spot.point, view.sight.plan.kinds
        beside = view.with_room and view.sight.stage.literature_shown
        if view.with_room:
            self.stage = _page_of_stop(walk[point], beside=beside)
        self._farthest = max(self._farthest, point)
        left = kinds.index(view.room.kind) > kinds.index(Kind.LIFECYCLE)
        self._reached = reached_pages(step, walk[self._farthest], left=left, beside=beside)

    @property
    def shown(self) -> Page:
        """The page in front of the person."""
        wanted = (self._held, self._chosen, self.stage)
        return next((page for page in wanted if page is not None and page in self._reached), self._reached[0])

    @property
    def counted(self) -> str:
        """The number of the page that is shown, and of all; empty if there is only one."""
        pages = self._reached
        return f"page {pages.index(self.shown) + 1} of {len(pages)}" if len(pages) > 1 else ""

    def can_turn(self, by: int) -> bool:
        """Return whether there is a page that is `by` pages further."""
        return 0 <= self._reached.index(self.shown) + by < len(self._reached)

    def turn(self, by: int) -> None:
        """Turn to the page that is `by` pages further. There must be one."""
        page = self._reached[self._reached.index(self.shown) + by]
        self._chosen = None if page == self.stage else page

    def rejoin(self) -> None:
        """Turn to the stage's page."""
        self._chosen = None

    @property
    def is_held(self) -> bool:
        """Whether the page stays, wherever the room goes."""
        return self._held is not None

    def hold(self) -> None:
        """Let the page stay while a remark on it is written."""
        self._held = self.shown

    def let_go(self) -> None:
        """Undo :meth:`hold`."""
        self._held = None
