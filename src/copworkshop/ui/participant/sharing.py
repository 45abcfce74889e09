"""Reading proposals that their authors share: a list, a reader, and a line for one strength and one question."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.model.proposal import Remark
from copworkshop.rules.readings import LeaveRemark, OpenProposal
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.own_proposal import own_proposal, sharing_of
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.shared_proposals import SharedProposals, remarks_by
from copworkshop.ui.participant.sharing_words import entry_of, heading_of, label_of, page_of, state_of
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.reader import Reader

_STRENGTH: Final = "strength"
_QUESTION: Final = "question"


def _can_read(panel: "SharingPanel") -> bool:
    return panel.proposals.read is None and bool(panel.proposals.people)


def _scrolls(panel: "SharingPanel") -> bool:
    return _is_reading(panel) and panel.reader.scrolls


def _can_share(panel: "SharingPanel") -> bool:
    """Whether the person may share their proposal, or stop it, and looks at it, or at the list that it is in."""
    if panel.view is None or panel.view.sight.closed is not None:
        return False
    own = own_proposal(panel.view.sight)
    return (own.started or own.shared) and panel.proposals.read in (None, panel.context.seat)


def _of_share(panel: "SharingPanel") -> str:
    return "stop sharing yours" if own_proposal(panel.client.sight).shared else "share yours"


def _may_remark(panel: "SharingPanel") -> bool:
    view, author = panel.view, panel.proposals.author
    return view is not None and view.sight.closed is None and author is not None and not author.own


def _of_remark(panel: "SharingPanel") -> str:
    return "change your feedback" if panel.remark.said else "give feedback"


def _has_next(panel: "SharingPanel") -> bool:
    return panel.proposals.next_to_read(panel.client.sight) is not None


def _is_reading(panel: "SharingPanel") -> bool:
    return panel.proposals.author is not None


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

    LINE: ClassVar[Mapping[str, LineKeys]] = {
        _STRENGTH: LineKeys("save, and on to the question", "leave it"),
        _QUESTION: LineKeys("save", "leave it"),
    }
    KEYS: ClassVar[Commands["SharingPanel"]] = (
        Command("enter", "read", "Read the proposal", "read", _can_read),
        Command("up,down", hint="scroll", when=_scrolls, label="Up Down"),
        Command(
            "s",
            "share",
            "Let everybody here read your proposal, after a question; or stop that",
            _of_share,
            _can_share,
            rank=1,
        ),
        Command("r", "remark", "Leave one strength and one question, or change them", _of_remark, _may_remark),
        Command("n", "next", "Read the next proposal", "read the next", _has_next),
        Command("escape", "back_to_list", "Back to the list", "back to the list", _is_reading),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.view: View | None = None
        self.proposals = SharedProposals()
        self._strength: str | None = None
        """The typed strength, while the question is being typed."""
        self._head = Words()
        self._list = EntryList(Column(words=True), Column())
        self.reader = Reader(self._draw)
        self._line = EntryLine()
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._head, self._list, self.reader, self._line, self._keys)

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
        return UnsavedWork.BEGUN if self.proposals.read is not None else UnsavedWork.NOTHING

    def on_mount(self) -> None:
        """Update the keys when the page begins or ceases to scroll."""
        self.watch(self.reader, "show_vertical_scrollbar", self._show_words, init=False)

    @override
    def show(self, view: View) -> None:
        self.view = view
        proposals, remarks = self.proposals, remarks_by(self.client.sight)
        proposals.take_in(view.sight)
        self._list.show([entry_of(author, remarks.get(author.number)) for author in proposals.people])
        # A proposal that is not shared any more is closed at once.
        if proposals.read is not None and proposals.author is None:
            self.client.show_message("Its author does not share this proposal any more.")
            self._close_reader()
        self.reader.redraw()
        self._show_words()

    @property
    @override
    def first(self) -> Widget | None:
        return self._list if self.proposals.read is None else self.reader

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
        self._line.open(_STRENGTH, label_of(self.client.sight, "One strength of it"), self.remark.strength or "")
        self._show_words()

    async def action_next(self) -> None:
        """Read the next proposal that the person has not read."""
        author = self.proposals.next_to_read(self.client.sight)
        if author is not None:
            await self._open(author)

    def action_back_to_list(self) -> None:
        """Show the list again, with the proposals to read next at its top."""
        self._close_reader()
        if self.view is not None:
            self.proposals.forget_order()
            self.show(self.view)

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
        self.reader.focus()
        self._show_words()

    async def _open(self, author: int) -> None:
        person = self.proposals.find(author)
        if person is None:
            return
        if not person.own and not await self.client.request(OpenProposal, seat=self.context.seat, author=author):
            return
        self.proposals.read = author
        self.add_class("-reading")
        self.reader.turn()
        self.reader.focus()
        self._show_words()

    async def _take(self, purpose: str, value: str, *, leaving: bool = False) -> bool:
        """Take the typed text: first the strength, then the question. Then both are submitted."""
        typed = value if value.strip() else None
        if purpose == _STRENGTH and not leaving:
            self._strength = typed or ""
            self._line.open(_QUESTION, label_of(self.client.sight, "One question about it"), self.remark.question or "")
            self._show_words()
            return True
        strength = typed if purpose == _STRENGTH else self._strength or None
        question = self.remark.question if purpose == _STRENGTH else typed
        fields = {"seat": self.context.seat, "author": self.proposals.read, "strength": strength, "question": question}
        if not await self.client.request(LeaveRemark, **fields):
            return False
        self._strength = None
        self._line.close()
        if leaving:
            self.client.show_message("What you had typed was sent to the author of the proposal.")
        else:
            self.reader.focus()
            if self.view is not None:
                self.show(self.view)
            self.reader.call_after_refresh(self.reader.action_end)
        return True

    @property
    def remark(self) -> Remark:
        """What the person has left with the proposal that is read, at this moment; an empty one if nothing."""
        return self.proposals.remark(self.client.sight)

    def _close_reader(self) -> None:
        had_focus = self.reader.has_focus or self._line.purpose is not None
        self.proposals.read = self._strength = None
        self._line.close()
        self.remove_class("-reading")
        if had_focus:
            self._list.focus()

    def _draw(self, width: int, height: int) -> list[Content]:
        view, author = self.view, self.proposals.author
        if view is None or author is None:
            return []
        return page_of(view.sight, author, self.remark, width)

    def _show_words(self) -> None:
        if self.view is None:
            return
        author = self.proposals.author
        head = heading_of(author) if author is not None else state_of(self.view.sight, self.proposals.people)
        self._head.update(head)
        self.show_keys()
