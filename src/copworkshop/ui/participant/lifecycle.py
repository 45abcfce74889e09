"""The lifecycle overview at a person's own pace: all phases that the room has reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.model.people import Fate, ProposedNote
from copworkshop.model.plan import Kind, LifecycleStep, Part, Phase, Plan
from copworkshop.model.plan_words import Prompt
from copworkshop.rules.lifecycle import ProposeNote, Stop, TakeBackNote, current_prompt, stops
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.choosing import ChoosingScreen
from copworkshop.toolkit.list_panel import LineKeys, LinePanel
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.cells import width_of, wrap_content
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import ReadingPanel, canvas_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.lifecycle import draw_lifecycle
from copworkshop.ui.stage.page import NEWEST, STRONG, hanging, measure, page, sourced, title_of

_INDENT: Final = " " * width_of(NEWEST)


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


def page_of_stop(stop: Stop, *, beside: bool) -> Page:
    """Return the page that the stage shows at a stop."""
    return Page(beside=True) if beside else Page(phase=stop.phase, questions=stop.questions)


class LifecyclePanel(LinePanel, ReadingPanel):
    """Pages that turn with the stage. A page that the person turns to stays until they are at the stage's page."""

    def _has_next(self) -> bool:
        return self._turned(1) is not None

    def _can_propose(self) -> bool:
        return self.client.sight.closed is None and bool(self._prompts)

    def _has_proposed(self) -> bool:
        return self.client.sight.closed is None and self._waiting is not None

    def _which_page(self) -> str:
        pages = self._pages(self.view) if self.view is not None else ()
        return f"page {pages.index(self._shown(self.view)) + 1} of {len(pages)}" if self.view and len(pages) > 1 else ""

    LINE: ClassVar[Mapping[str, LineKeys]] = {"": LineKeys("propose it", "leave it")}
    KEYS: ClassVar[Commands["LifecyclePanel"]] = (
        Command("left,right", hint=_which_page, label="Left Right"),
        Command("left", "turn(-1)", "The page before", when=lambda self: self._turned(-1) is not None),
        Command("right", "turn(1)", "The next page that the group has reached", when=_has_next),
        Command("r", "remark", "Propose a remark on a prompt", "propose a remark", _can_propose),
        Command("x", "take_back", "Take back the remark that you proposed last", "take yours back", _has_proposed),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._chosen: Page | None = None
        """The page that the person turned to; None for the stage's page."""
        self._held: Page | None = None
        """The page that stays while a remark on it is written, wherever the room goes."""
        self._stage = Page()
        """The page that the stage showed when the room was here last."""
        self._farthest = 0
        """The last point that the room has reached. It does not shrink when the stage goes back."""
        self._line = EntryLine()
        self._prompt = ""
        """The id of the prompt that the typed remark belongs to."""

    @override
    def compose(self) -> ComposeResult:
        yield from (self.reader, self._line, self._keys)

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        # A person who chooses the prompt for a remark has begun one.
        if self._line.purpose is not None and self._line.value.strip():
            return UnsavedWork.UNSENT
        return UnsavedWork.NOTHING if self._held is None else UnsavedWork.BEGUN

    @override
    async def submit_pending(self) -> None:
        if self._line.purpose is not None and self._line.value.strip():
            await self._propose(self._line.value)

    @override
    def show(self, view: View) -> None:
        self._farthest = max(self._farthest, view.sight.spot.point)
        if view.with_room:
            self._stage = page_of_stop(
                stops(self._step)[view.sight.spot.point], beside=view.sight.stage.literature_shown
            )
        super().show(view)

    def action_turn(self, by: int) -> None:
        """Turn a page."""
        turned = self._turned(by)
        if turned is not None and self.view is not None:
            self._chosen = None if turned == self._stage else turned
            self.show(self.view)
            self.post_message(self.Turned())

    @property
    @override
    def elsewhere(self) -> str:
        view = self.view
        if view is None or not view.with_room or self._shown(view) == self._stage:
            return ""
        stage = self._stage
        if stage.phase is not None:
            return self._step.phases[stage.phase].label.text
        return (
            "the models next to the phases" if stage.beside else "the questions" if stage.questions else "the overview"
        )

    @override
    def rejoin(self) -> None:
        self._chosen = None
        self._let_go()

    async def action_remark(self) -> None:
        """Let the person choose a prompt of the page, then type."""
        prompts = self._prompts
        if len(prompts) == 1:
            self._write_remark(prompts[0])
            return
        newest = current_prompt(self._step, self.client.sight.spot.point)
        at = prompts.index(newest) if newest in prompts else 0
        choices = [(prompt.text, prompt) for prompt in prompts]
        self._hold()

        def chosen(prompt: Prompt | None) -> None:
            if not self.shown:  # the group has moved on, and the person with it
                return
            if prompt is not None:
                self._write_remark(prompt)
            else:
                self._let_go()

        asked = "Which question is your remark about?"
        await self.app.push_screen(ChoosingScreen(asked, choices, otherwise="none", at=at), chosen)

    async def action_take_back(self) -> None:
        """Take back the person's last proposed remark on this page that is still undecided."""
        waiting = self._waiting
        if waiting is None:
            return
        if await self.client.request(TakeBackNote, seat=self.context.seat, number=waiting.number):
            self.client.show_message(f"Taken back: “{waiting.text}”")  # the remark itself may be out of sight

    @override
    async def take(self, purpose: str, text: str) -> bool:
        if text.strip():
            return await self._propose(text)
        self.close_line()
        return True

    @override
    def left(self, purpose: str) -> None:
        self.reader.focus()
        self._let_go()

    def _hold(self) -> None:
        self._held = self._shown(self.view) if self.view is not None else None

    def _let_go(self) -> None:
        self._held = None
        if self.view is not None:
            self.show(self.view)

    def _write_remark(self, prompt: Prompt) -> None:
        self._hold()
        self._prompt = prompt.id
        label = Content.assemble(("Your remark on: ", QUIET), (prompt.text, BODY))
        self._line.open(f"remark {prompt.id}", label)
        self.show_keys()

    async def _propose(self, text: str) -> bool:
        if not await self.client.request(ProposeNote, seat=self.context.seat, prompt=self._prompt, text=text):
            return False
        self.client.show_message("Sent, without your name. The facilitator decides whether to show it.")
        self.close_line()
        return True

    @property
    def _step(self) -> LifecycleStep:
        step = self.client.sight.plan.lifecycle
        assert step is not None, "the panel is shown on this step alone"  # noqa: S101
        return step

    @property
    def _prompts(self) -> tuple[Prompt, ...]:
        """The prompts of the page that is shown."""
        page = self._shown(self.view) if self.view is not None else Page()
        if page.phase is not None:
            return self._step.phases[page.phase].prompts
        return self._step.questions if page.questions else ()

    @property
    def _waiting(self) -> ProposedNote | None:
        own = self.client.sight.own
        proposed = (own.proposed if own is not None else None) or ()
        here = {prompt.id for prompt in self._prompts}
        return next((note for note in reversed(proposed) if note.fate is Fate.WAITS and note.prompt in here), None)

    @override
    def page_of(self, view: View) -> object:
        # A page begins at its top. What the stage reveals on it does not turn the page.
        return self._shown(view)

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        step, shown = view.sight.plan.lifecycle, self._shown(view)
        if step is None:
            return []
        if shown.phase is not None:
            return self._phase(view, step, shown.phase, width, height)
        stop = Stop(questions=shown.questions, revealed=len(step.questions) if shown.questions else 0)
        spot = view.sight.spot.replace(point=stops(step).index(stop))
        canvas = canvas_of(view, width, height, spot)
        stage = replace(canvas.sight.stage, literature_shown=shown.beside)
        drawn = draw_lifecycle(replace(canvas, sight=replace(canvas.sight, stage=stage)))
        asked = step.questions if shown.questions else ()
        own = [line for prompt in asked for line in _own(view.sight, prompt, measure(canvas))]
        return [*drawn, *own]

    def _phase(self, view: View, step: LifecycleStep, index: int, width: int, height: int) -> list[Content]:
        canvas = canvas_of(view, width, height)
        room, sight, phase = measure(canvas), view.sight, step.phases[index]
        newest = current_prompt(step, sight.spot.point) if view.with_room else None
        parts = [_part(sight, part, newest, room) for part in phase.parts]
        return page(canvas, title_of(canvas), _head(sight, phase, room), *parts)

    def _shown(self, view: View) -> Page:
        pages = self._pages(view)
        wanted = (self._held, self._chosen, self._stage)
        return next((page for page in wanted if page is not None and page in pages), pages[0])

    def _pages(self, view: View) -> tuple[Page, ...]:
        step, kinds = view.sight.plan.lifecycle, view.sight.plan.kinds
        assert step is not None, "the panel is shown on this step alone"  # noqa: S101
        left = kinds.index(view.room.kind) > kinds.index(Kind.LIFECYCLE)
        beside = view.with_room and view.sight.stage.literature_shown
        return reached_pages(step, stops(step)[self._farthest], left=left, beside=beside)

    def _turned(self, by: int) -> Page | None:
        """Return the page that is `by` pages further, if there is one."""
        if self.view is None:
            return None
        pages = self._pages(self.view)
        at = pages.index(self._shown(self.view)) + by
        return pages[at] if 0 <= at < len(pages) else None


def _head(sight: Sight, phase: Phase, width: int) -> list[Content]:
    label = Content.assemble((phase.label.text, HEADING), ("  ", ""), (phase.called, STRONG))
    intro = wrap_content(sourced(sight.plan, phase.intro), width) if phase.intro is not None else []
    return [*wrap_content(label, width), *intro]


def _part(sight: Sight, part: Part, newest: Prompt | None, width: int) -> list[Content]:
    lines = hanging(_INDENT, part.heading.text, width, HEADING)
    for prompt in part.prompts:
        is_new = newest is not None and prompt.id == newest.id
        words = sourced(sight.plan, prompt, STRONG if is_new else BODY)
        lines += hanging(NEWEST if is_new else _INDENT, words, width, mark_style=ACCENT)
        for note in sight.notes_on(prompt.id):
            lines += hanging(f"{_INDENT * 2}– ", note.text, width, QUIET)
        lines += _own(sight, prompt, width)
    return lines


_FATES: Final = {Fate.WAITS: "sent by you", Fate.DECLINED: "not shown to the room"}


def _own(sight: Sight, prompt: Prompt, width: int) -> list[Content]:
    """Return the remarks that the person has proposed for a prompt, with the facilitator's decision on each."""
    proposed = (sight.own.proposed if sight.own is not None else None) or ()
    told = [(note, _fate(sight, note)) for note in proposed if note.prompt == prompt.id]
    return [
        line
        for note, fate in told
        if fate
        for line in hanging(f"{_INDENT * 2}– ", f"{note.text} ({fate})", width, QUIET)
    ]


def _fate(sight: Sight, note: ProposedNote) -> str:
    """Say what became of a remark; empty for one that stands next to its prompt, as the room's."""
    parked = note.fate is Fate.TAKEN_UP and (note.prompt, note.text) in {
        (each.prompt, each.text) for each in sight.parked
    }
    return "parked for later" if parked else _FATES.get(note.fate, "")
