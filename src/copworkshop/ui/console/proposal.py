"""The console at Activity 1: how far everybody is, forms for people without a device, and shared proposals."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from typing_extensions import override

from copworkshop.model.attendance import Activity, Attendance
from copworkshop.model.plan import Kind, ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.rules.person_sight import Person
from copworkshop.rules.proposal import SHARING, WRITING, PutOnStage, ShareProposal, WriteField
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import BODY, DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.pending import tell_screen
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.proposal_access import Access, access, is_private, why_not
from copworkshop.ui.screens.preview import PreviewScreen
from copworkshop.ui.stage.reader import Reader
from copworkshop.ui.widgets.proposal_fields import TICK
from copworkshop.ui.widgets.proposal_form import ProposalForm
from copworkshop.ui.widgets.proposal_text import left_with, proposal_text, wrapped

NOBODY = "Nobody is here yet: press p to add people."
_OPEN = "·"  # a core field that is still empty


class FormFor(ProposalForm):
    """The form of one person's proposal."""

    ESCAPES = False

    def __init__(self, seat: int, step: ProposalStep, proposal: Proposal) -> None:
        super().__init__(step, proposal)
        self.seat = seat


class ProposalPanel(EntriesPanel, Panel):
    """Lists people and how far they are. Enter shows a proposal in place of the list; Escape shows the list again."""

    def _is_opened(self) -> bool:
        return self._open is not None

    def _can_share(self) -> bool:
        return self._sharing() is not None

    def _is_on_list(self) -> bool:
        return self._open is None and self._under_cursor() is not None

    def _of_enter(self) -> str:
        person = self._under_cursor()
        return self._access(person).value if person is not None else ""

    def _of_share(self) -> str:
        person = self._sharing()
        shared = person is not None and person.proposal is not None and person.proposal.shared
        return "stop sharing" if shared else "share, if they agree"

    def _of_stage(self) -> str:
        person = self._to_tell()
        if person is None:
            return ""
        return "off the stage" if self._seen.proposals.on_stage == person.number else "on the stage"

    @property
    def _telling(self) -> bool:
        """Whether proposals can be shown on the stage in this round."""
        spot = self._seen.spot
        return self._seen.closed is None and (spot.kind, spot.round) == (Kind.PROPOSAL, SHARING)

    KEYS: ClassVar[Commands["ProposalPanel"]] = (
        Command("up,down", hint="scroll", when=lambda self: self._reader is not None, label="Up Down"),
        Command("escape", "back_to_list", "Back to the list of people", "back to the list", _is_opened),
        Command("enter", "open", "Write for the person, or read what they share", _of_enter, _is_on_list),
        Command("s", "share", "Share the proposal with the room, or take it back", _of_share, _can_share),
        # Also if there is no proposal to show: else the same key would close the door.
        Command(
            "o",
            "on_stage",
            "Tell the shared proposal on the stage, field by field, or take it off",
            _of_stage,
            _telling,
        ),
    )

    DEFAULT_CSS = """
    ProposalPanel {
        #opened {
            height: 1fr;
            display: none;
        }
        &.-opened #opened {
            display: block;
        }
        &.-opened #people {
            display: none;
        }
    }
    """

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self._seen = client.sight
        self._open: int | None = None
        """The seat whose proposal is open."""
        self._form: FormFor | None = None
        self._reader: Reader | None = None
        self._read: list[Content] = []
        """The lines of the proposal that is open for reading."""
        self._head = Words()
        self._list = EntryList(
            Column("Name", words=True),
            Column("Core"),
            Column("All", align="right"),
            Column(),
            Column(),
            empty=NOBODY,
            id="people",
        )
        self._opened = Vertical(id="opened")
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield from (self._head, self._list, self._opened, self._keys)

    async def on_unmount(self) -> None:
        """Submit the text typed last, whatever removes the panel."""
        await self.submit_pending()

    @override
    def show(self, sight: Sight) -> None:
        self._seen = sight
        step = sight.plan.proposal
        if step is None:
            return
        connected = self.client.attendance  # computed over all connections, so it is read only once
        self._list.show([self._entry(step, person, connected) for person in sight.people])
        if self._open is not None:
            self._show_opened(step, sight.person(self._open))
        self._show_words()

    @override
    def refresh_attendance(self) -> None:
        self.show(self.client.sight)

    @override
    def focus_first(self) -> None:
        self._list.focus()

    async def action_back_to_list(self) -> None:
        """Submit the text typed last, and show the list again."""
        await self._close_reader()

    async def action_share(self) -> None:
        """Share the proposal after its author agreed, or stop sharing it at once."""
        person = self._sharing()
        if person is None or person.proposal is None:
            return
        if person.proposal.shared:
            if await self.client.request(ShareProposal, seat=person.number, shared=False):
                self.client.show_message(f"The proposal of {person.name} is not shared any more.")
            return

        async def share(agreed: bool | None) -> None:  # noqa: FBT001 - what the dialog hands back
            if agreed and await self.client.request(ShareProposal, seat=person.number, shared=True):
                self.client.show_message(f"Everybody here can read the proposal of {person.name} now.")

        question = f"Does {person.name} agree that everybody here reads this proposal?"
        self.app.push_screen(Confirm(question, yes="They agree", no="Go back"), share)

    async def action_on_stage(self) -> None:
        """Show the shared proposal on the stage, at its first field, or take it off the stage."""
        person = self._to_tell()
        if person is None:
            self.client.show_message("Only what its author shares can go on the stage.")
            return
        told = self._seen.proposals.on_stage == person.number
        await self.client.request(PutOnStage, seat=None if told else person.number)

    @property
    def _writing(self) -> bool:
        spot = self._seen.spot
        open_ = self._seen.closed is None and not self._seen.way_back.round_closed
        return open_ and spot.kind is Kind.PROPOSAL and spot.round in WRITING

    async def action_open(self) -> None:
        """Open the form or the text of the person under the cursor, or say why neither is possible."""
        person, step = self._under_cursor(), self._seen.plan.proposal
        if person is None or step is None:
            return
        way = self._access(person)
        if way is Access.NONE:
            self.client.show_message(why_not(person, writing=self._writing))
            return
        self._open = person.number
        proposal = person.proposal or Proposal()
        self.add_class("-opened")
        if way is Access.WRITE:
            self._form = FormFor(person.number, step, proposal)
            await self._opened.mount(self._form)
            self._form.area.focus()
        else:
            self._read = [*proposal_text(step, proposal), *left_with(person.feedback.remarks or ())]
            self._reader = Reader(lambda width, height: wrapped(self._read, width))
            await self._opened.mount(self._reader)
            self._reader.focus()
        self._show_words()

    @override
    def moved(self) -> None:
        self._show_words()

    @on(ProposalForm.Written)
    async def _write(self, event: ProposalForm.Written) -> None:
        event.stop()
        if isinstance(event.form, FormFor):
            await self.client.request(WriteField, seat=event.form.seat, field=event.field, text=event.text)
        tell_screen(event.over, self)

    @on(ProposalForm.WholeAsked)
    def _show_whole(self, event: ProposalForm.WholeAsked) -> None:
        event.stop()
        person, step = self._under_cursor(), self._seen.plan.proposal
        if person is not None and step is not None:
            lines = proposal_text(step, Proposal(answers=event.form.typed.clean_answers))
            self.app.push_screen(PreviewScreen(f"Proposal of {person.name}", lines))

    @property
    @override
    def is_typing(self) -> bool:
        return self._form is not None and self._form.typed.pending is not None

    @override
    async def submit_pending(self) -> None:
        form = self._form
        if form is not None and (pending := form.typed.pending) is not None:
            field, text = pending
            await self.client.request(WriteField, seat=form.seat, field=field, text=text)

    async def _close_reader(self) -> None:
        if self._open is None:
            return
        await self.submit_pending()
        await self._discard()

    async def _discard(self) -> None:
        self._form = self._reader = self._open = None
        self.remove_class("-opened")
        self._list.focus()
        await self._opened.remove_children()
        self._show_words()

    def _show_opened(self, step: ProposalStep, person: Person | None) -> None:
        """Show what changed in the open proposal. Close it if it may no longer be seen or written here."""
        if person is None:
            self.call_later(self._close_reader)
            return
        way = self._access(person)
        if self._form is not None and way is Access.WRITE:
            self._form.show(person.proposal or Proposal())
            return
        if self._reader is not None and way is not Access.NONE and person.proposal:
            self._read = [*proposal_text(step, person.proposal), *left_with(person.feedback.remarks or ())]
            self._reader.redraw()
            return
        if self._form is not None and self._writing:
            if is_private(person):
                # They began to write on their own device. Typing here could overwrite text that is not shown here.
                self.client.show_message(f"{person.name} has begun to write, so this form is closed here.")
                self.call_later(self._discard)
                return
            self.client.show_message(f"{person.name} has joined on their own device, and has all that you wrote.")
        self.call_later(self._close_reader)

    def _entry(self, step: ProposalStep, person: Person, connected: Attendance) -> Entry:
        starred = person.done.starred if person.done is not None else ()
        filled = person.done.fields if person.done is not None else 0
        ticks = "".join(TICK if full else _OPEN for full in starred)
        ready = all(starred) and bool(starred)
        return Entry(
            person.number,
            (
                Content(person.name or ""),
                Content.styled(ticks, DONE if ready else BODY),
                Content.styled(f"{filled}/{len(step.fields)}", BODY if filled else QUIET),
                _doing(person, connected),
                Content.styled(self._state(person), QUIET),
            ),
            below=_below(step, person),
        )

    def _access(self, person: Person) -> Access:
        return access(person, writing=self._writing, here=self.client.attendance.has(person.number))

    def _state(self, person: Person) -> str:
        if self._seen.proposals.on_stage == person.number:
            return "on stage"
        if person.proposal is not None and person.proposal.shared:
            return "shared"
        return "entered" if person.proposal is not None and person.proposal.for_someone else ""

    def _under_cursor(self) -> Person | None:
        """Return the person whose proposal is open, or if none is open, the person under the cursor."""
        number = self._open if self._open is not None else self._list.cursor
        return self._seen.person(number) if isinstance(number, int) else None

    def _sharing(self) -> Person | None:
        """Return the person whose proposal can be shared, or unshared, now."""
        person = self._under_cursor()
        if self._seen.closed is not None or self._form is not None or person is None or person.proposal is None:
            return None
        proposal = person.proposal
        for_them = proposal.for_someone and proposal.started
        return person if for_them and (proposal.shared or not self.client.attendance.has(person.number)) else None

    def _to_tell(self) -> Person | None:
        """Return the person whose proposal can be put on the stage, or taken off it, now."""
        person = self._under_cursor()
        if not self._telling or person is None or person.proposal is None:
            return None
        return person if person.proposal.shared and person.proposal.started else None

    def _show_words(self) -> None:
        self._head.update(self._told())
        self.show_keys()

    def _told(self) -> Content:
        seen, person = self._seen, self._under_cursor()
        if self._open is not None and person is not None:
            entered = self._form is not None or (person.proposal is not None and person.proposal.for_someone)
            before = "You are writing for " if entered else ""
            after = "; they can read it" if self._form is not None and person.device else ""
            return Content.assemble((before, QUIET), (person.name or "", HEADING), (after, QUIET))
        if self._writing:
            far = seen.proposals
            counts = f"{far.started} of {seen.present} have begun, {far.core_done} have filled all core fields."
            return Content.assemble(("Writing is open. ", HEADING), (counts, BODY))
        author = seen.person(seen.proposals.on_stage) if seen.proposals.on_stage is not None else None
        if author is not None:
            at = f"On the stage: {author.name}, field {seen.spot.point} of {seen.points - 1}. "
            return Content.assemble((at, HEADING), ("PgDn shows the next.", BODY))
        counts = f"{seen.proposals.started} of {seen.present} wrote one, {seen.proposals.shared} shared."
        return Content.assemble(("Writing is closed. ", HEADING), (counts, BODY))


def _doing(person: Person, connected: Attendance) -> Content:
    """Return whether a person is typing, idle or away; empty for a person without a device."""
    activity = connected.of(person.number).activity
    if activity is Activity.AWAY and not person.device:
        return Content()
    return Content.styled(activity.value, BODY if activity is Activity.TYPING else QUIET)


def _below(step: ProposalStep, person: Person) -> tuple[Content, ...]:
    """Return the lines below the person under the cursor: the empty core fields, and who read the proposal."""
    starred = person.done.starred if person.done is not None else ()
    core = [field.label.text for field in step.fields if field.core]
    still = [label for label, full in zip(core, starred, strict=True) if not full] if starred else []
    lines = [f"Open: {' · '.join(still)}"] if any(starred) and still else []
    if person.feedback.readers:
        lines.append(f"Read by {person.feedback.readers}")
    return tuple(Content(line) for line in lines)
