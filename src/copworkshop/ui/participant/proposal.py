"""Activity 1: writing one's own proposal, and by consent reading each other's."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import visible
from copworkshop.rules.proposal import WRITING, ShareProposal, WriteField
from copworkshop.rules.sight import Person
from copworkshop.ui.console.hints import Keys, hint
from copworkshop.ui.participant.following import Holding
from copworkshop.ui.participant.panel import Panel, Place
from copworkshop.ui.participant.place import View
from copworkshop.ui.participant.reader import Reader
from copworkshop.ui.participant.waking import Others
from copworkshop.ui.theme import BODY, DONE, HEADING, QUIET
from copworkshop.ui.widgets.cells import wrap_content
from copworkshop.ui.widgets.entries import Column, Entry, EntryList
from copworkshop.ui.widgets.proposal_form import ProposalForm
from copworkshop.ui.widgets.proposal_text import proposal_text
from copworkshop.ui.widgets.words import Words

_FIELD: Final = "field "
"""What a draft of a field is kept under, before the field's id."""

_LATE: Final = "What you typed last came too late. It is kept here, and goes in if writing is opened again."


class WritingPanel(Panel):
    """The form, for as long as writing is open."""

    rounds = WRITING

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._form: ProposalForm | None = None

    def compose(self) -> ComposeResult:
        """Show the form with what is written so far, what was typed too late the last time included."""
        sight = self.desk.sight
        step = sight.plan.proposal
        assert step is not None, "the panel is shown on this step alone"  # noqa: S101
        proposal = _own(sight.own)
        self._form = ProposalForm(step, proposal.but(answers={**proposal.answers, **self._drafts(step)}))
        yield self._form

    async def on_mount(self) -> None:
        """Hand in what was typed too late the last time."""
        step = self.desk.sight.plan.proposal
        for field, text in self._drafts(step).items() if step is not None else ():
            del self.place.drafts[_FIELD + field]
            await self._write(field, text)

    def show(self, view: View) -> None:
        """Take in what changed elsewhere; what is being typed is never overwritten."""
        if self._form is not None:
            self._form.show(_own(view.sight.own))

    def focus_first(self) -> None:
        """Begin to write."""
        if self._form is not None:
            self._form.focus_field()

    @property
    def holding(self) -> Holding:
        """A field with text in it is begun; what was typed since it was last sent is unsent."""
        form = self._form
        if form is None:
            return Holding.NOTHING
        if form.pending is not None:
            return Holding.UNSENT
        return Holding.BEGUN if visible(form.answers[form.field.id]) else Holding.NOTHING

    async def settle(self) -> None:
        """Hand in what is being typed."""
        pending = self._form.pending if self._form is not None else None
        if pending is not None:
            await self._write(*pending)

    @on(ProposalForm.Written)
    async def _written(self, event: ProposalForm.Written) -> None:
        event.stop()
        await self._write(event.field, event.text)

    async def _write(self, field: str, text: str) -> None:
        if self.desk.sight.own is None:  # taken out of the room, which the screen says
            self.place.drafts[_FIELD + field] = text
        elif await self.desk.ask(WriteField, seat=self.place.seat, field=field, text=text):
            self.place.drafts.pop(_FIELD + field, None)
        elif self.place.drafts.get(_FIELD + field) != text:
            self.place.drafts[_FIELD + field] = text
            self.desk.say(_LATE)

    def _drafts(self, step: ProposalStep) -> dict[str, str]:
        held = self.place.drafts
        return {field.id: held[_FIELD + field.id] for field in step.fields if _FIELD + field.id in held}


class SharingPanel(Panel):
    """One's own proposal and those that others share: a list; Enter reads one, `s` shares one's own."""

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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "share", "Let everybody here read your proposal, or take it back"),
        Binding("escape", "back_to_list", "Back to the list"),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._view: View | None = None
        self._read: int | None = None
        """The seat whose proposal is being read."""
        self._head = Words()
        self._list = EntryList(Column(words=True), Column())
        self._reader = Reader(self._draw)
        self._keys = Keys()

    def compose(self) -> ComposeResult:
        """Show the head, the list or the proposal that is read, the keys."""
        yield self._head
        yield self._list
        yield self._reader
        yield self._keys

    @property
    def others(self) -> Others:
        """The proposals that others share."""
        return Others.SHARED

    def on_mount(self) -> None:
        """Say that there is more when there is."""
        self.watch(self._reader, "show_vertical_scrollbar", self._show_words, init=False)

    def show(self, view: View) -> None:
        """Show the session as it is now; a proposal that is not shared any more is shut at once."""
        self._view = view
        self._list.show([_entry(person) for person in self._people])
        if self._read is not None and self._person is None:
            self.desk.say("Its author does not share this proposal any more.")
            self._shut()
        self._reader.redraw()
        self._show_words()

    def focus_first(self) -> None:
        """Begin on the list."""
        (self._list if self._read is None else self._reader).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer sharing to who has something to share, and the way back where a proposal is read."""
        match action:
            case "back_to_list":
                return self._read is not None
            case "share":
                return self._may_share
            case _:
                return super().check_action(action, parameters)

    async def action_share(self) -> None:
        """Share one's own proposal, or take it back."""
        await self.desk.ask(ShareProposal, seat=self.place.seat, shared=not _own(self.desk.sight.own).shared)

    def action_back_to_list(self) -> None:
        """Show the list again."""
        self._shut()
        self._show_words()

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """Enter on a proposal: read it."""
        event.stop()
        if isinstance(event.entries.cursor, int):
            self._read = event.entries.cursor
            self.add_class("-reading")
            self._reader.turn()
            self._reader.focus()
            self._show_words()

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Nothing depends on where the cursor is."""
        event.stop()

    @property
    def _people(self) -> list[Person]:
        """The person, then the others who share, all with something written."""
        if self._view is None:
            return []
        shared = [p for p in self._view.sight.people if p.proposal is not None and (p.own or p.proposal.shared)]
        return sorted(shared, key=lambda person: not person.own)

    @property
    def _person(self) -> Person | None:
        return next((person for person in self._people if person.number == self._read), None)

    @property
    def _may_share(self) -> bool:
        sight = self._view.sight if self._view is not None else None
        return sight is not None and sight.closed is None and (_own(sight.own).started or _own(sight.own).shared)

    def _shut(self) -> None:
        had_focus = self._reader.has_focus
        self._read = None
        self.remove_class("-reading")
        if had_focus:
            self._list.focus()

    def _draw(self, width: int, height: int) -> list[Content]:
        person = self._person
        step = self._view.sight.plan.proposal if self._view is not None else None
        if person is None or person.proposal is None or step is None:
            return []
        return [part for line in proposal_text(step, person.proposal) for part in wrap_content(line, width)]

    def _show_words(self) -> None:
        person, view = self._person, self._view
        if view is None:
            return
        own = _own(view.sight.own)
        if person is not None:
            whose = "Your proposal" if person.own else person.name or ""
            self._head.update(Content.styled(whose, HEADING))
        else:
            self._head.update(self._told(view, own))
        keys = [("Esc", "back to the list")] if person is not None else [("Enter", "read")]
        if person is not None and self._reader.scrolls:
            keys.insert(0, ("Up Down", "scroll"))
        if self._may_share:
            keys.append(("s", "stop sharing yours" if own.shared else "share yours"))
        self._keys.update(hint(*keys))
        self.refresh_bindings()

    def _told(self, view: View, own: Proposal) -> Content:
        others = sum(not person.own for person in self._people)
        shared = "1 other proposal is shared" if others == 1 else f"{others or 'No'} other proposals are shared"
        yours = "Everybody here can read yours." if own.shared else "Nobody else can read yours unless you share it."
        return Content.assemble((f"{yours} ", BODY), (f"{shared}.", QUIET))


def _own(person: Person | None) -> Proposal:
    return (person.proposal if person is not None else None) or Proposal()


def _entry(person: Person) -> Entry:
    name = Content.assemble((person.name or "", BODY), (" (you)" if person.own else "", QUIET))
    if not person.own:
        return Entry(person.number, (name, Content()))
    shared = person.proposal is not None and person.proposal.shared
    return Entry(person.number, (name, Content.styled("shared" if shared else "not shared", DONE if shared else QUIET)))
