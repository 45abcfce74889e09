"""The console at Activity 1: how far everybody is, forms for people without a device, and shared proposals."""

from typing import ClassVar

from textual.app import ComposeResult
from typing_extensions import override

from copworkshop.model.plan import ProposalStep
from copworkshop.rules.person_sight import Person
from copworkshop.rules.proposal import PutOnStage, ShareProposal
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.console.proposal_access import Access, access, can_be_told, is_private, why_not, writing_is_open
from copworkshop.ui.console.proposal_opened import OpenedProposal
from copworkshop.ui.console.proposal_words import entry_of, heading_of, state_of

NOBODY = "Nobody is here yet: press p to add people."


def _is_on_list(panel: "ProposalPanel") -> bool:
    return panel.opened.seat is None and panel.person is not None


def _of_enter(panel: "ProposalPanel") -> str:
    person = panel.person
    return panel.access_to(person).value if person is not None else ""


def _of_share(panel: "ProposalPanel") -> str:
    person = panel.to_share
    shared = person is not None and person.proposal is not None and person.proposal.shared
    return "stop sharing" if shared else "share, if they agree"


def _of_stage(panel: "ProposalPanel") -> str:
    person = panel.to_tell
    if person is None:
        return ""
    return "off the stage" if panel.seen.proposals.on_stage == person.number else "on the stage"


class ProposalPanel(EntriesPanel, Panel):
    """Lists people and how far they are. Enter shows a proposal in place of the list; Escape shows the list again."""

    KEYS: ClassVar[Commands["ProposalPanel"]] = (
        Command("up,down", hint="scroll", when=lambda panel: panel.opened.is_read, label="Up Down"),
        Command(
            "escape",
            "back_to_list",
            "Back to the list of people",
            "back to the list",
            lambda panel: panel.opened.seat is not None,
        ),
        Command("enter", "open", "Write for the person, or read what they share", _of_enter, _is_on_list),
        Command(
            "s",
            "share",
            "Share the proposal with the room, or take it back",
            _of_share,
            lambda panel: panel.to_share is not None,
        ),
        # Also if there is no proposal to show: else the same key would close the door.
        Command(
            "o",
            "on_stage",
            "Tell the shared proposal on the stage, field by field, or take it off",
            _of_stage,
            lambda panel: can_be_told(panel.seen),
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
        self.seen: Sight = client.sight
        """What the panel shows."""
        self.opened: OpenedProposal = OpenedProposal(client)
        """The proposal that is shown in place of the list."""
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
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield from (self._head, self._list, self.opened, self._keys)

    async def on_unmount(self) -> None:
        """Submit the text typed last, whatever removes the panel."""
        await self.submit_pending()

    @override
    def show(self, sight: Sight) -> None:
        self.seen = sight
        step = sight.plan.proposal
        if step is None:
            return
        connected = self.client.attendance  # computed over all connections, so it is read only once
        on_stage = sight.proposals.on_stage
        self._list.show([entry_of(step, person, connected, on_stage) for person in sight.people])
        if self.opened.seat is not None:
            self._show_opened(step, sight.person(self.opened.seat))
        self._show_words()

    @override
    def refresh_attendance(self) -> None:
        self.show(self.client.sight)

    @override
    def focus_first(self) -> None:
        self._list.focus()

    async def action_back_to_list(self) -> None:
        """Submit the text typed last, and show the list again."""
        if self.opened.seat is not None:
            await self.submit_pending()
            await self._discard()

    async def action_share(self) -> None:
        """Share the proposal after its author agreed, or stop sharing it at once."""
        person = self.to_share
        if person is None or person.proposal is None:
            return
        if person.proposal.shared:
            if await self.client.request(ShareProposal, seat=person.number, shared=False):
                self.client.show_message(f"The proposal of {person.name} is not shared any more.")
            return

        async def share() -> None:
            if await self.client.request(ShareProposal, seat=person.number, shared=True):
                self.client.show_message(f"Everybody here can read the proposal of {person.name} now.")

        question = f"Does {person.name} agree that everybody here reads this proposal?"
        ask(self.app, Confirm(question, yes="They agree"), share)

    async def action_on_stage(self) -> None:
        """Show the shared proposal on the stage, at its first field, or take it off the stage."""
        person = self.to_tell
        if person is None:
            self.client.show_message("Only what its author shares can go on the stage.")
            return
        told = self.seen.proposals.on_stage == person.number
        await self.client.request(PutOnStage, seat=None if told else person.number)

    async def action_open(self) -> None:
        """Open the form or the text of the person under the cursor, or say why neither is possible."""
        person, step = self.person, self.seen.plan.proposal
        if person is None or step is None:
            return
        way = self.access_to(person)
        if way is Access.NONE:
            self.client.show_message(why_not(person, writing=writing_is_open(self.seen)))
            return
        self.add_class("-opened")
        await self.opened.open(step, person, way)
        self._show_words()

    @override
    def moved(self) -> None:
        self._show_words()

    @property
    @override
    def is_typing(self) -> bool:
        return self.opened.is_typing

    @override
    async def submit_pending(self) -> None:
        await self.opened.submit_pending()

    async def _discard(self) -> None:
        """Show the list again, without the text typed last."""
        self.remove_class("-opened")
        self._list.focus()
        await self.opened.clear()
        self._show_words()

    def _show_opened(self, step: ProposalStep, person: Person | None) -> None:
        """Show what changed in the open proposal. Close it if it may no longer be seen or written here."""
        if person is not None and self.opened.show(step, person, self.access_to(person)):
            return
        if person is not None and self.opened.is_written and writing_is_open(self.seen):
            if is_private(person):
                # They began to write on their own device. Typing here could overwrite text that is not shown here.
                self.client.show_message(f"{person.name} has begun to write, so this form is closed here.")
                self.call_later(self._discard)
                return
            self.client.show_message(f"{person.name} has joined on their own device, and has all that you wrote.")
        self.call_later(self.action_back_to_list)

    def access_to(self, person: Person) -> Access:
        """Return what the facilitator can do with a person's proposal now."""
        here = self.client.attendance.has(person.number)
        return access(person, writing=writing_is_open(self.seen), here=here)

    @property
    def person(self) -> Person | None:
        """The person whose proposal is open; if none is open, the person under the cursor."""
        number = self.opened.seat if self.opened.seat is not None else self._list.cursor
        return self.seen.person(number) if isinstance(number, int) else None

    @property
    def to_share(self) -> Person | None:
        """The person whose proposal can be shared, or unshared, now."""
        person = self.person
        if self.seen.closed is not None or self.opened.is_written or person is None or person.proposal is None:
            return None
        proposal = person.proposal
        for_them = proposal.for_someone and proposal.started
        return person if for_them and (proposal.shared or not self.client.attendance.has(person.number)) else None

    @property
    def to_tell(self) -> Person | None:
        """The person whose proposal can be put on the stage, or taken off it, now."""
        person = self.person
        if not can_be_told(self.seen) or person is None or person.proposal is None:
            return None
        return person if person.proposal.shared and person.proposal.started else None

    def _show_words(self) -> None:
        person = self.person if self.opened.seat is not None else None
        self._head.update(state_of(self.seen) if person is None else heading_of(person, writes=self.opened.is_written))
        self.show_keys()
