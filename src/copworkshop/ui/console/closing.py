"""The console at the close step: what is left to do, the report, and closing the session for good."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.export.wording import many
from copworkshop.model.plan import ProposalStep
from copworkshop.model.session import RoomNote
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.lifecycle import EditNote
from copworkshop.rules.parking import Park
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import BODY, DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel
from copworkshop.ui.messages import OfferReport

MOST_NAMES = 12

CLOSING = (
    "Close the session? After that nothing can be changed, and the link between people and their ideas and votes is "
    "erased for good. The report can still be exported."
)
ON_PAPER = "E writes proposals of people without a device as pages to print."


def left_to_do(seen: Sight) -> list[tuple[bool, str]]:
    """Return the tasks before the session is closed, each as whether it is done, and its text."""
    closed = seen.closed is not None
    items = _proposals_left(seen, seen.plan.proposal) if seen.plan.proposal is not None else []
    if seen.top_ten is not None:
        whole = seen.top_ten.result.whole
        missing = "The top ten was not revealed." if closed else "The top ten is not revealed yet; g goes to it."
        items.append((whole, "The top ten is revealed." if whole else missing))
    items.append((closed, "The session is closed." if closed else "The session is still open."))
    return items


def _proposals_left(seen: Sight, step: ProposalStep) -> list[tuple[bool, str]]:
    started = (
        f"{seen.proposals.started} of {seen.present} have a proposal, {seen.proposals.shared} shared with the room"
    )
    core = sum(field.core for field in step.fields)
    if core:
        started += f", {seen.proposals.core_done} with all {core} core fields"
    items = [(seen.proposals.started == seen.present, f"{started}.")]
    without = [person.name for person in seen.people if person.done and not person.done.fields and person.name]
    if without:
        items.append((False, f"Without one: {_named(without)}."))
    if wrote := having_written(seen):
        left = not_taken(seen)
        told = f"{len(wrote) - len(left)} of {many(len(wrote), 'proposal')} taken home."
        items.append((not left, f"{told} Not yet: {_named(left)}." if left else told))
    if seen.to_hand_out:
        items.append((False, ON_PAPER))
    return items


def having_written(seen: Sight) -> list[str]:
    """Return the names of the people with a device who wrote something in their proposal."""
    return [person.name for person in _writers(seen) if person.name]


def not_taken(seen: Sight) -> list[str]:
    """Return the names of the people with a device who have not fetched the present version of their proposal."""
    return [person.name for person in _writers(seen) if person.name and person.done and not person.done.taken]


def _writers(seen: Sight) -> list[Person]:
    return [person for person in seen.people if person.device and person.done is not None and person.done.fields]


def closing_question(seen: Sight) -> str:
    """Return the question that the facilitator must confirm before the session is closed."""
    left = not_taken(seen)
    told = [CLOSING, f"Not yet taken home: {_named(left)}." if left else "", ON_PAPER if seen.to_hand_out else ""]
    return " ".join(sentence for sentence in told if sentence)


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more}"


class ClosePanel(EntriesPanel, Panel):
    """Shows what is left to do, and the parked remarks. Keys write the report and close the session."""

    def _is_open(self) -> bool:
        return self.client.sight.closed is None

    def _on_remark(self) -> bool:
        return self._is_open() and self._note is not None

    def _has_prompt(self) -> bool:
        return self._on_remark() and self._note is not None and self._note.prompt is not None

    KEYS: ClassVar[Commands["ClosePanel"]] = (
        Command("e", "export", "Export the report, in any format", "export the report"),
        Command("c", "close_session", "Close the session for good", "close the session", _is_open),
        Command("P", "unpark", "Put the parked remark back next to its prompt", "put it back", _has_prompt),
        Command("x", "withdraw", "Take the parked remark away", "take away", _on_remark),
    )

    can_focus = True

    def __init__(self, client: SessionClient) -> None:
        super().__init__(client)
        self._left = Words(id="left-to-do")
        self._heading = Words(Content.styled("Parked for later", HEADING))
        self._list = EntryList(Column(), Column(words=True), id="parked")
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        yield Words(Content.styled("Before everybody goes", HEADING))
        yield self._left
        yield Words(" ")
        yield self._heading
        yield self._list
        yield self._keys

    @override
    def show(self, sight: Sight) -> None:
        self._left.update(
            [
                Content.assemble(("✓ ", DONE) if done else ("– ", QUIET), (told, QUIET if done else BODY))
                for done, told in left_to_do(sight)
            ]
        )
        self._list.show(
            [Entry(note.number, (Content.styled("–", QUIET), Content.styled(note.text, BODY))) for note in sight.parked]
        )
        self._heading.display = self._list.display = bool(sight.parked)
        self.show_keys()

    @override
    def focus_first(self) -> None:
        (self._list if self._list.display else self).focus()

    @property
    def _note(self) -> RoomNote | None:
        """The parked remark under the cursor."""
        parked = self.client.sight.parked
        return next((note for note in parked if note.number == self._list.cursor), None)

    async def action_unpark(self) -> None:
        """Put the remark under the cursor back next to its prompt."""
        if self._note is not None:
            await self.client.request(Park, number=self._note.number, parked=False)

    async def action_withdraw(self) -> None:
        """Take the remark under the cursor away. The undo key brings it back."""
        if self._note is not None and await self.client.request(EditNote, number=self._note.number, withdrawn=True):
            self.client.show_message("The remark is taken away. u brings it back.")

    def action_export(self) -> None:
        """Ask the facilitator which documents to write."""
        self.post_message(OfferReport())

    def action_close_session(self) -> None:
        """Ask for confirmation, then close the session."""

        async def close() -> None:
            if await self.client.request(CloseSession):
                self.post_message(OfferReport("The session is closed. Write its report?"))

        ask(self.app, Confirm(closing_question(self.client.sight), yes="Close it"), close)
