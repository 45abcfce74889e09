"""One person's proposal at the console: the form that is filled in for them, or their text to read."""

from textual import on
from textual.containers import Vertical
from textual.content import Content

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.rules.person_sight import Person
from copworkshop.rules.proposal import WriteField
from copworkshop.toolkit.widgets.pending import tell_screen
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.proposal_access import Access
from copworkshop.ui.screens.preview import PreviewScreen
from copworkshop.ui.stage.reader import Reader
from copworkshop.ui.widgets.proposal_form import ProposalForm
from copworkshop.ui.widgets.proposal_text import left_with, proposal_text, wrapped


class FormFor(ProposalForm):
    """The form of one person's proposal."""

    ESCAPES = False

    def __init__(self, seat: int, step: ProposalStep, proposal: Proposal) -> None:
        super().__init__(step, proposal)
        self.seat = seat


class OpenedProposal(Vertical):
    """Holds the proposal that is open, if one is."""

    def __init__(self, client: SessionClient) -> None:
        super().__init__(id="opened")
        self._client = client
        self.seat: int | None = None
        """The seat whose proposal is open."""
        self._form: FormFor | None = None
        self._reader: Reader | None = None
        self._read: list[Content] = []
        """The lines of the proposal that is open for reading."""

    @property
    def is_written(self) -> bool:
        """Whether it is open for writing."""
        return self._form is not None

    @property
    def is_read(self) -> bool:
        """Whether it is open for reading."""
        return self._reader is not None

    @property
    def is_typing(self) -> bool:
        """Whether text is being typed that :meth:`submit_pending` would submit."""
        return self._form is not None and self._form.typed.pending is not None

    async def open(self, step: ProposalStep, person: Person, way: Access) -> None:
        """Open a person's proposal for writing or for reading, and focus it."""
        self.seat = person.number
        proposal = person.proposal or Proposal()
        if way is Access.WRITE:
            self._form = FormFor(person.number, step, proposal)
            await self.mount(self._form)
            self._form.area.focus()
        else:
            self._read = _lines(step, person, proposal)
            self._reader = Reader(lambda width, height: wrapped(self._read, width))
            await self.mount(self._reader)
            self._reader.focus()

    def show(self, step: ProposalStep, person: Person, way: Access) -> bool:
        """Show what changed in the proposal; return False if it may no longer be seen or written here."""
        if self._form is not None and way is Access.WRITE:
            self._form.show(person.proposal or Proposal())
            return True
        if self._reader is not None and way is not Access.NONE and person.proposal:
            self._read = _lines(step, person, person.proposal)
            self._reader.redraw()
            return True
        return False

    async def submit_pending(self) -> None:
        """Submit the text that is still being typed."""
        form = self._form
        if form is not None and (pending := form.typed.pending) is not None:
            field, text = pending
            await self._client.request(WriteField, seat=form.seat, field=field, text=text)

    async def clear(self) -> None:
        """Remove the proposal, with what is pending in its form."""
        self._form = self._reader = self.seat = None
        await self.remove_children()

    @on(ProposalForm.Written)
    async def _write(self, event: ProposalForm.Written) -> None:
        event.stop()
        if isinstance(event.form, FormFor):
            await self._client.request(WriteField, seat=event.form.seat, field=event.field, text=event.text)
        tell_screen(event.over, self)

    @on(ProposalForm.WholeAsked)
    def _show_whole(self, event: ProposalForm.WholeAsked) -> None:
        event.stop()
        seen = self._client.sight
        person = seen.person(self.seat) if self.seat is not None else None
        if person is not None and seen.plan.proposal is not None:
            lines = proposal_text(seen.plan.proposal, Proposal(answers=event.form.typed.clean_answers))
            self.app.push_screen(PreviewScreen(f"Proposal of {person.name}", lines))


def _lines(step: ProposalStep, person: Person, proposal: Proposal) -> list[Content]:
    return [*proposal_text(step, proposal), *left_with(person.feedback.remarks or ())]
