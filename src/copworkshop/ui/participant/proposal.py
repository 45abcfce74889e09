"""Activity 1: writing one's own proposal."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from typing_extensions import override

from copworkshop.live.hub import Change
from copworkshop.model.plan import Plan
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import clean_paragraph, visible
from copworkshop.rules.proposal import WRITING, WriteField
from copworkshop.toolkit.theme import QUIET
from copworkshop.toolkit.widgets.pending import tell_screen
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.own_proposal import own_proposal, sharing_of
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import View
from copworkshop.ui.screens.preview import PreviewScreen
from copworkshop.ui.widgets.proposal_form import ProposalForm
from copworkshop.ui.widgets.proposal_text import STAR, left_with, proposal_text

_FIELD: Final = "field "
"""The prefix of the key of a field's draft. The field's id follows."""

_LATE: Final = "What you typed last came too late. It is kept here, and goes in if writing is opened again."


FEW_WORDS: Final = f"A few words in each {STAR} field are enough."
PRIVATE: Final = "Your text is saved as you type, and nobody reads it unless you share it."
SHARED: Final = "Your text is saved as you type, and everybody here can read it, because you share it."

_SPACE_FOR_RULES: Final = (60, 16)  # columns and rows of the panel


class WritingPanel(Panel):
    """The form for the proposal, while writing is open."""

    rounds = WRITING
    _has_space = True

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        assert plan.proposal is not None, "the panel is shown on this step alone"  # noqa: S101
        self._step = plan.proposal
        self.form = ProposalForm(plan.proposal, Proposal())
        self._rules = Words(id="rules")
        self._begun = False
        self._asking: tuple[str, str] | None = None
        """The field that is being submitted, and its text; None if none is."""

    @override
    def compose(self) -> ComposeResult:
        yield self._rules
        yield self.form

    def on_mount(self) -> None:
        """Have all rows before the panel is shown: it is laid out and drawn while it waits."""
        self._show_rules()

    @override
    def look_as_shown(self) -> None:
        self.form.show_status()

    def on_resize(self, event: Resize) -> None:
        """Leave the rows of a low or narrow screen to the text, once something is written."""
        self._has_space = event.size.width >= _SPACE_FOR_RULES[0] and event.size.height >= _SPACE_FOR_RULES[1]
        self._show_rules()

    def _show_rules(self) -> None:
        core = any(field.core for field in self._step.fields)
        rules = [FEW_WORDS] if core else []
        rules += [SHARED if self.form.typed.written.shared else PRIVATE]
        self._rules.update(Content.styled(" ".join(rules), QUIET))
        self._rules.display = self._has_space or not any(map(visible, self.form.typed.answers.values()))

    @override
    async def enter(self, view: View) -> None:
        # Text that was typed too late the last time is shown in the form and submitted again.
        proposal, drafts = own_proposal(view.sight), self._drafts
        proposal = proposal.replace(answers={**proposal.answers, **drafts}) if drafts else proposal
        if self._begun:
            self.form.show(proposal)
        else:
            self._begun = True
            self.form.begin(proposal)
        self._show_rules()
        for field, text in drafts.items():
            del self.context.drafts[_FIELD + field]
            await self._write(field, text)

    @override
    def leave(self) -> None:
        # The text of the field was submitted before, or is kept as a draft.
        self.form.rest()

    @override
    def show(self, view: View) -> None:
        # The form never overwrites text that is being typed.
        self.form.show(own_proposal(view.sight))
        self._show_rules()

    @override
    def caused(self, change: Change) -> bool:
        # Text that was typed here is in the form already, with its tick and the count.
        if self._asking is None or change.seats != {self.context.seat} or change.room:
            return False
        field, text = self._asking
        taken = change.after.seats[self.context.seat].proposal.answers.get(field, "")
        return taken == text and self.form.typed.written.came_back(field, text)

    @property
    @override
    def first(self) -> Widget | None:
        return self.form.area

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        typed = self.form.typed
        if typed.pending is not None:
            return UnsavedWork.UNSENT
        return UnsavedWork.BEGUN if visible(typed.text) else UnsavedWork.NOTHING

    @override
    async def submit_pending(self) -> None:
        pending = self.form.typed.pending
        if pending is not None:
            await self._write(*pending)

    @on(ProposalForm.WholeAsked)
    def _show_whole(self, event: ProposalForm.WholeAsked) -> None:
        """Show the whole proposal, including the text that is being typed, with the key that shares it."""
        event.stop()
        sight = self.client.sight
        step, own = self._step, sight.own
        if own is None:
            return
        proposal = own_proposal(sight).replace(answers=event.form.typed.clean_answers)
        lines = [*proposal_text(step, proposal), *left_with(own.feedback.remarks or ())]
        # Text that is still being typed is submitted first, so that it is shared with the rest.
        sharing = sharing_of(self.context, before=self.submit_pending) if proposal.started else None
        self.app.push_screen(PreviewScreen(f"Proposal of {own.name}", lines, sharing))

    @on(ProposalForm.Written)
    async def _written(self, event: ProposalForm.Written) -> None:
        event.stop()
        await self._write(event.field, event.text)
        self._show_rules()
        tell_screen(event.over, self)

    async def _write(self, field: str, text: str) -> None:
        if await self._ask(field, text):
            self.context.drafts.pop(_FIELD + field, None)
        elif self.client.sight.own is None:  # the person was taken out of the room, and the screen says so
            self.context.drafts[_FIELD + field] = text
        elif self.context.drafts.get(_FIELD + field) != text:
            self.context.drafts[_FIELD + field] = text
            self.client.show_message(_LATE)

    async def _ask(self, field: str, text: str) -> bool:
        self._asking = (field, clean_paragraph(text))
        try:
            return await self.client.request(WriteField, seat=self.context.seat, field=field, text=text)
        finally:
            self._asking = None

    @property
    def _drafts(self) -> dict[str, str]:
        held = self.context.drafts
        return {field.id: held[_FIELD + field.id] for field in self._step.fields if _FIELD + field.id in held}
