"""Reading proposals that their authors share: a list, a reader, and a line for one strength and one question."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.model.proposal import Proposal, Remark
from copworkshop.rules.person_sight import Person
from copworkshop.rules.proposal import ShareProposal
from copworkshop.rules.readings import LeaveRemark, OpenProposal
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel, PanelContext
from copworkshop.ui.participant.view import View
from copworkshop.ui.screens.consent import Sharing
from copworkshop.ui.stage.reader import Reader
from copworkshop.ui.widgets.proposal_text import left_with, proposal_text, remark_text, wrapped

_STRENGTH: Final = "strength"
_QUESTION: Final = "question"


class SharingPanel(ListPanel, Panel):
    """Lists one's own proposal and those that others share. Enter reads one, and a key leaves a remark on it."""

    DEFAULT_CSS = """
    SharingPanel {
        & > Reader {
            display: none;
        }
        &.-reading > Reader {
            display: block;
        }
        &.-reading > EntryList {
            display: none;
        }
    }
    """

    def _can_read(self) -> bool:
        return self._read is None and bool(self._people)

    def _of_remark(self) -> str:
        return "change your feedback" if self._left.said else "give feedback"

    def _can_share(self) -> bool:
        return self._may_share and self._sees_own

    def _of_share(self) -> str:
        return "stop sharing yours" if own_proposal(self.client.sight).shared else "share yours"

    @property
    def _may_remark(self) -> bool:
        person, view = self._person, self._view
        return view is not None and view.sight.closed is None and person is not None and not person.own

    LINE: ClassVar[Mapping[str, LineKeys]] = {
        _STRENGTH: LineKeys("save, and on to the question", "leave it"),
        _QUESTION: LineKeys("save", "leave it"),
    }
    KEYS: ClassVar[Commands["SharingPanel"]] = (
        Command("enter", "read", "Read the proposal", "read", _can_read),
        Command("up,down", hint="scroll", when=lambda self: self._is_reading and self._reader.scrolls, label="Up Down"),
        Command(
            "s",
            "share",
            "Let everybody here read your proposal, after a question; or stop that",
            _of_share,
            _can_share,
            rank=1,
        ),
        Command("r", "remark", "Leave one strength and one question, or change them", _of_remark, _may_remark),
        Command("n", "next", "Read the next proposal", "read the next", lambda self: self._next is not None),
        Command("escape", "back_to_list", "Back to the list", "back to the list", lambda self: self._is_reading),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._order: tuple[int, ...] = ()
        """The authors of the listed proposals. The order stays the same while the person looks at it."""
        self._read: int | None = None
        """The seat whose proposal is being read; None while the list is shown."""
        self._strength: str | None = None
        """The typed strength, while the question is being typed."""
        self._head = Words()
        self._list = EntryList(Column(words=True), Column())
        self._reader: Reader = Reader(self._draw)
        self._line = EntryLine()
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._head, self._list, self._reader, self._line, self._keys)

    @property
    @override
    def others(self) -> Interests:
        return Interests.SHARED

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        # A typed remark is not submitted yet. A person who is reading has begun something.
        if self._line.purpose is not None and (self._line.value.strip() or self._strength):
            return UnsavedWork.UNSENT
        return UnsavedWork.BEGUN if self._read is not None else UnsavedWork.NOTHING

    def on_mount(self) -> None:
        """Update the keys when the page begins or ceases to scroll."""
        self.watch(self._reader, "show_vertical_scrollbar", self._show_words, init=False)

    @override
    def show(self, view: View) -> None:
        # A proposal that is not shared any more is closed at once.
        first, self._view = self._view is None, view
        self._put_in_order(again=first)
        self._list.show([self._entry(person) for person in self._people])
        if self._read is not None and self._person is None:
            self.client.show_message("Its author does not share this proposal any more.")
            self._close_reader()
        self._reader.redraw()
        self._show_words()

    @property
    @override
    def first(self) -> Widget | None:
        return self._list if self._read is None else self._reader

    @override
    async def submit_pending(self) -> None:
        if self._line.purpose is not None and (self._line.value.strip() or self._strength):
            await self._take(self._line.purpose, self._line.value, leaving=True)

    async def action_share(self) -> None:
        """Ask whether to share one's own proposal, or to stop sharing it."""
        await sharing_of(self.context).change(self, self.client.show_message)

    def action_remark(self) -> None:
        """Open the line with the strength that the person has left before, or empty."""
        self._strength = None
        self._line.open(_STRENGTH, self._label("One strength of it"), self._left.strength or "")
        self._show_words()

    async def action_next(self) -> None:
        """Read the next proposal that the person has not read."""
        if self._next is not None:
            await self._open(self._next)

    def action_back_to_list(self) -> None:
        """Show the list again, with the proposals to read next at its top."""
        self._close_reader()
        if self._view is not None:
            self._put_in_order(again=True)
            self.show(self._view)

    async def action_read(self) -> None:
        """Read the proposal under the cursor."""
        if isinstance(self._list.cursor, int):
            await self._open(self._list.cursor)

    @override
    async def take(self, purpose: str, text: str) -> bool:
        return await self._take(purpose, text)

    @override
    def left(self, purpose: str) -> None:
        self._strength = None
        self._reader.focus()
        self._show_words()

    async def _open(self, author: int) -> None:
        person = next((each for each in self._people if each.number == author), None)
        if person is None:
            return
        if not person.own and not await self.client.request(OpenProposal, seat=self.context.seat, author=author):
            return
        self._read = author
        self.add_class("-reading")
        self._reader.turn()
        self._reader.focus()
        self._show_words()

    async def _take(self, purpose: str, value: str, *, leaving: bool = False) -> bool:
        """Take the typed text: first the strength, then the question. Then both are submitted."""
        typed = value if value.strip() else None
        if purpose == _STRENGTH and not leaving:
            self._strength = typed or ""
            self._line.open(_QUESTION, self._label("One question about it"), self._left.question or "")
            self._show_words()
            return True
        strength = typed if purpose == _STRENGTH else self._strength or None
        question = self._left.question if purpose == _STRENGTH else typed
        fields = {"seat": self.context.seat, "author": self._read, "strength": strength, "question": question}
        if not await self.client.request(LeaveRemark, **fields):
            return False
        self._strength = None
        self._line.close()
        if leaving:
            self.client.show_message("What you had typed was sent to the author of the proposal.")
        else:
            self._reader.focus()
            if self._view is not None:
                self.show(self._view)
            self._reader.call_after_refresh(self._reader.action_end)
        return True

    @property
    def _people(self) -> list[Person]:
        """The person, and then the others who share, in the order of the list."""
        sight = self._view.sight if self._view is not None else None
        if sight is None:
            return []
        own = [sight.own] if sight.own is not None and own_proposal(sight).started else []
        found = (sight.person(number) for number in self._order)
        return own + [person for person in found if person is not None and _is_shared(person)]

    @property
    def _person(self) -> Person | None:
        return next((person for person in self._people if person.number == self._read), None)

    @property
    def _is_reading(self) -> bool:
        return self._person is not None

    @property
    def _may_share(self) -> bool:
        sight = self._view.sight if self._view is not None else None
        if sight is None or sight.closed is not None:
            return False
        own = own_proposal(sight)
        return own.started or own.shared

    @property
    def _sees_own(self) -> bool:
        """Whether the person's own proposal is in view: in the list, or because it is read."""
        return self._read is None or self._read == self.context.seat

    @property
    def _done(self) -> dict[int, Remark]:
        """The person's remarks on the proposals that they have read, by author, at this moment."""
        own = self.client.sight.own
        readings = own.feedback.readings if own is not None and own.feedback.readings is not None else ()
        return {reading.author: reading.remark for reading in readings}

    @property
    def _left(self) -> Remark:
        return self._done.get(self._read, Remark()) if self._read is not None else Remark()

    @property
    def _next(self) -> int | None:
        """The author of the proposal to read next: the first in the rules' order that the person has not read."""
        if self._read is None or self._view is None:
            return None
        done = self._done
        return next((n for n in self.client.sight.proposals.to_read if n not in done and n != self._read), None)

    def _put_in_order(self, *, again: bool) -> None:
        """Put the list into the rules' order if `again`. Otherwise keep its order, and add new proposals at the end."""
        assert self._view is not None, "there is something to list"  # noqa: S101
        now = self._view.sight.proposals.to_read
        kept = () if again else tuple(number for number in self._order if number in now)
        self._order = (*kept, *(number for number in now if number not in kept))

    def _label(self, what: str) -> Content:
        step = self.client.sight.plan.proposal
        named = step is not None and step.named_remarks
        return Content.styled(f"{what}. Its author reads it {'with' if named else 'without'} your name.", QUIET)

    def _close_reader(self) -> None:
        had_focus = self._reader.has_focus or self._line.purpose is not None
        self._read = self._strength = None
        self._line.close()
        self.remove_class("-reading")
        if had_focus:
            self._list.focus()

    def _draw(self, width: int, height: int) -> list[Content]:
        person = self._person
        step = self._view.sight.plan.proposal if self._view is not None else None
        if person is None or person.proposal is None or step is None:
            return []
        lines = proposal_text(step, person.proposal)
        if person.own:
            lines += left_with(person.feedback.remarks or ())
        elif self._left.said:
            lines += [Content(), Content.styled("You left with it", HEADING), *remark_text(self._left)]
        return wrapped(lines, width)

    def _entry(self, person: Person) -> Entry:
        name = Content.assemble((person.name or "", BODY), (" (you)" if person.own else "", QUIET))
        if not person.own:
            remark = self._done.get(person.number)
            state = "" if remark is None else "read, remark left" if remark.said else "read"
            return Entry(person.number, (name, Content.styled(state, DONE if remark and remark.said else QUIET)))
        shared = person.proposal is not None and person.proposal.shared
        readers = f", {_count(person.feedback.readers or 0, 'reader')}" if shared or person.feedback.readers else ""
        state = f"{'shared' if shared else 'not shared'}{readers}"
        return Entry(person.number, (name, Content.styled(state, DONE if shared else QUIET)))

    def _show_words(self) -> None:
        view = self._view
        if view is None:
            return
        self._head.update(self._summary(view))
        self.show_keys()

    def _summary(self, view: View) -> Content:
        person, own = self._person, own_proposal(view.sight)
        if person is not None:
            return Content.styled("Your proposal" if person.own else person.name or "", HEADING)
        others = len(self._people) - (1 if own.started else 0)
        shared = "1 other proposal is shared" if others == 1 else f"{others or 'No'} other proposals are shared"
        alone = "Nobody else can read yours unless you share it."
        yours = "Everybody here can read yours." if own.shared else alone
        seat = view.sight.own
        remarks = (seat.feedback.remarks if seat is not None else None) or ()
        read = f" {_count(len(remarks), 'reader')} left you feedback. Press Enter on your own proposal to read it."
        left = read if remarks else ""
        return Content.assemble((f"{yours} ", BODY), (f"{shared}.", QUIET), (left, ACCENT))


def sharing_of(context: PanelContext, before: Callable[[], Awaitable[None]] | None = None) -> Sharing:
    """Return how the proposal of this seat is shared. `before` is awaited before each change.

    If a scribe writes for somebody, the question names that person.
    """
    client = context.client

    async def turn(shared: bool) -> bool:  # noqa: FBT001 - the answer to the question
        if before is not None:
            await before()
        return await client.request(ShareProposal, seat=context.seat, shared=shared)

    own = client.sight.own if client.actor.on_behalf_of is not None else None
    return Sharing(lambda: own_proposal(client.sight).shared, turn, own.name if own is not None else None)


def own_proposal(sight: Sight) -> Proposal:
    """Return the viewer's own proposal, or an empty one."""
    own = sight.own
    return (own.proposal if own is not None else None) or Proposal()


def _is_shared(person: Person) -> bool:
    return person.proposal is not None and person.proposal.shared


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
