"""Activity 1: writing one's own proposal, and by consent reading each other's."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from copworkshop.live.hub import Change
from copworkshop.model.plan import Plan
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import clean_paragraph, visible
from copworkshop.rules.proposal import WRITING, WriteField
from copworkshop.toolkit.widgets.pending import tell_screen
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.sharing import own_proposal, sharing_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.screens.preview import PreviewScreen
from copworkshop.ui.widgets.proposal_form import ProposalForm
from copworkshop.ui.widgets.proposal_text import left_with, proposal_text

_FIELD: Final = "field "
"""What a draft of a field is kept under, before the field's id."""

_LATE: Final = "What you typed last came too late. It is kept here, and goes in if writing is opened again."


class WritingPanel(Panel):
    """The form, for as long as writing is open."""

    rounds = WRITING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        assert plan.proposal is not None, "the panel is shown on this step alone"  # noqa: S101
        self._step = plan.proposal
        self._form = ProposalForm(plan.proposal, Proposal())
        self._begun = False
        self._asking: tuple[str, str] | None = None
        """The field that is being handed in, and its text."""

    def compose(self) -> ComposeResult:
        """Show the form."""
        yield self._form

    async def enter(self, view: View) -> None:
        """Show what is written so far, and hand in what was typed too late the last time."""
        proposal, drafts = own_proposal(view.sight), self._drafts
        proposal = proposal.replace(answers={**proposal.answers, **drafts}) if drafts else proposal
        if self._begun:
            self._form.show(proposal)
        else:
            self._begun = True
            self._form.begin(proposal)
        for field, text in drafts.items():
            del self.context.drafts[_FIELD + field]
            await self._write(field, text)

    def leave(self) -> None:
        """Let the form rest: what stood in its field was handed in, or is kept as a draft."""
        self._form.rest()

    def show(self, view: View) -> None:
        """Take in what changed elsewhere; what is being typed is never overwritten."""
        self._form.show(own_proposal(view.sight))

    def caused(self, change: Change) -> bool:
        """What was typed here stands in the form already, its tick and the count included."""
        if self._asking is None or change.seats != {self.context.seat} or change.room:
            return False
        field, text = self._asking
        taken = change.after.seats[self.context.seat].proposal.answers.get(field, "")
        return taken == text and self._form.wrote(field, text)

    @property
    def first(self) -> Widget | None:
        """Begin to write."""
        return self._form.area

    @property
    def unsaved_work(self) -> UnsavedWork:
        """A field with text in it is begun; what was typed since it was last sent is unsent."""
        form = self._form
        if form.pending is not None:
            return UnsavedWork.UNSENT
        return UnsavedWork.BEGUN if visible(form.answers[form.field.id]) else UnsavedWork.NOTHING

    async def submit_pending(self) -> None:
        """Hand in what is being typed."""
        pending = self._form.pending
        if pending is not None:
            await self._write(*pending)

    @on(ProposalForm.WholeAsked)
    def _show_whole(self, event: ProposalForm.WholeAsked) -> None:
        """Show the whole proposal, what is being typed included, with the key that shares it."""
        event.stop()
        sight = self.client.sight
        step, own = self._step, sight.own
        if own is None:
            return
        proposal = own_proposal(sight).replace(answers=event.form.clean_answers)
        lines = [*proposal_text(step, proposal), *left_with(own.remarks or ())]
        # What is still being typed goes in first: it is shared with the rest.
        sharing = sharing_of(self.context, before=self.submit_pending) if proposal.started else None
        self.app.push_screen(PreviewScreen(f"Proposal of {own.name}", lines, sharing))

    @on(ProposalForm.Written)
    async def _written(self, event: ProposalForm.Written) -> None:
        event.stop()
        await self._write(event.field, event.text)
        tell_screen(event.over, self)

    async def _write(self, field: str, text: str) -> None:
        if await self._ask(field, text):
            self.context.drafts.pop(_FIELD + field, None)
        elif self.client.sight.own is None:  # taken out of the room, which the screen says
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
