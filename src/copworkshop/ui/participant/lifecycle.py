"""The lifecycle overview at a person's own pace: all phases that the room has reached."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.model.people import Fate, ProposedNote
from copworkshop.model.plan import LifecycleStep, Part, Phase, Plan
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
from copworkshop.ui.participant.lifecycle_pages import TurnedPages, name_of, prompts_of
from copworkshop.ui.participant.panel import ReadingPanel, canvas_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.lifecycle import draw_lifecycle
from copworkshop.ui.stage.page import NEWEST, STRONG, hanging, measure, page, sourced, title_of

_INDENT: Final = " " * width_of(NEWEST)


class LifecyclePanel(LinePanel, ReadingPanel):
    """A page of the overview, and a line to propose a remark on one of its prompts."""

    def _can_propose(self) -> bool:
        return self.client.sight.closed is None and bool(self._prompts)

    def _has_proposed(self) -> bool:
        return self.client.sight.closed is None and self._waiting is not None

    LINE: ClassVar[Mapping[str, LineKeys]] = {"": LineKeys("propose it", "leave it")}
    KEYS: ClassVar[Commands["LifecyclePanel"]] = (
        Command("left,right", hint=lambda self: self._pages.counted, label="Left Right"),
        Command("left", "turn(-1)", "The page before", when=lambda self: self._pages.can_turn(-1)),
        Command(
            "right", "turn(1)", "The next page that the group has reached", when=lambda self: self._pages.can_turn(1)
        ),
        Command("r", "remark", "Propose a remark on a prompt", "propose a remark", _can_propose),
        Command("x", "take_back", "Take back the remark that you proposed last", "take yours back", _has_proposed),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._pages: TurnedPages = TurnedPages()
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
        return UnsavedWork.BEGUN if self._pages.is_held else UnsavedWork.NOTHING

    @override
    async def submit_pending(self) -> None:
        if self._line.purpose is not None and self._line.value.strip():
            await self._propose(self._line.value)

    @override
    def show(self, view: View) -> None:
        self._pages.take_in(self._step, view)
        super().show(view)

    def action_turn(self, by: int) -> None:
        """Turn a page."""
        if self.view is not None and self._pages.can_turn(by):
            self._pages.turn(by)
            self.show(self.view)
            self.post_message(self.Turned())

    @property
    @override
    def elsewhere(self) -> str:
        with_room, pages = self.view is not None and self.view.with_room, self._pages
        return name_of(self._step, pages.stage) if with_room and pages.shown != pages.stage else ""

    @override
    def rejoin(self) -> None:
        self._pages.rejoin()
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
        self._pages.hold()

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

    def _let_go(self) -> None:
        self._pages.let_go()
        if self.view is not None:
            self.show(self.view)

    def _write_remark(self, prompt: Prompt) -> None:
        self._pages.hold()
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
        return prompts_of(self._step, self._pages.shown)

    @property
    def _waiting(self) -> ProposedNote | None:
        own = self.client.sight.own
        proposed = (own.proposed if own is not None else None) or ()
        here = {prompt.id for prompt in self._prompts}
        return next((note for note in reversed(proposed) if note.fate is Fate.WAITS and note.prompt in here), None)

    @override
    def page_of(self, view: View) -> object:
        # A page begins at its top. What the stage reveals on it does not turn the page.
        return self._pages.shown

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        step, shown = self._step, self._pages.shown
        if shown.phase is not None:
            return _phase(view, step, shown.phase, width, height)
        stop = Stop(questions=shown.questions, revealed=len(step.questions) if shown.questions else 0)
        spot = view.sight.spot.replace(point=stops(step).index(stop))
        canvas = canvas_of(view, width, height, spot)
        stage = replace(canvas.sight.stage, literature_shown=shown.beside)
        drawn = draw_lifecycle(replace(canvas, sight=replace(canvas.sight, stage=stage)))
        asked = step.questions if shown.questions else ()
        own = [line for prompt in asked for line in _own(view.sight, prompt, measure(canvas))]
        return [*drawn, *own]


def _phase(view: View, step: LifecycleStep, index: int, width: int, height: int) -> list[Content]:
    canvas = canvas_of(view, width, height)
    room, sight, phase = measure(canvas), view.sight, step.phases[index]
    newest = current_prompt(step, sight.spot.point) if view.with_room else None
    parts = [_part(sight, part, newest, room) for part in phase.parts]
    return page(canvas, title_of(canvas), _head(sight, phase, room), *parts)


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
