"""Merging ideas: near-duplicates put together under one wording, with everything undone again if need be."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from typing_extensions import override

from copworkshop.model.topten import Candidate
from copworkshop.rules.candidate_edits import KeepApart, Merge, RedoEdit, Reword, Split, Withdraw
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.sifting import EACH, KEEP, WantSifting
from copworkshop.rules.sight import Sight
from copworkshop.rules.suggestions import Suggestion
from copworkshop.toolkit.theme import ACCENT, QUIET
from copworkshop.toolkit.widgets.entries import Column, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys, and_list, hint
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_merge_words import (
    entries_of,
    keys_of_line,
    keys_of_list,
    keys_of_pair,
    list_state,
    merge_of_marked,
    merge_of_pair,
    pair_state,
    reading_state,
)
from copworkshop.ui.console.topten_part import TopTenPart
from copworkshop.ui.widgets.ideas import matching


class MergePanel(TopTenPart):
    """The list of ideas: mark some and merge them, reword, split, withdraw, undo.

    Enter merges the marked ideas and no other one. The idea that was marked last gives the words.

    A key goes through the pairs that may be the same: the list then holds the two of one pair, until it is merged or
    kept apart, and then the next.
    """

    DEFAULT_CSS = """
    MergePanel {
        padding: 0 1;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", "Mark the idea for a merge, or unmark it"),
        Binding("w", "reword", "Reword the idea"),
        Binding("s", "split", "Split a merged idea again"),
        Binding("x", "withdraw", "Take the idea off the list, or put it back"),
        Binding("r", "redo", "Do again what was undone"),
        Binding("slash", "filter", "Show only ideas with these words or numbers"),
        Binding("a", "add", "Add a late idea"),
        Binding("f", "pairs", "Go through what people propose to merge, and suggested pairs"),
        Binding("i", "sift", "Have the room sift its ideas before it ranks them, or not"),
        Binding("x", "apart", "Keep the two of the pair apart"),
        Binding("escape", "all", "Show all ideas again; unmark all"),
        Binding("up", "move(-1)", "Up and down the list", show=False),
        Binding("down", "move(1)", "Up and down the list", show=False),
    ]

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._state = Words()
        self._reading = Words()
        self._list = EntryList(Column(), Column(align="right"), Column(words=True), Column())
        self._plan = Words()
        self._keys = Keys()
        self._marked: tuple[int, ...] = ()
        """The leads of the marked candidates, in the order in which they were marked."""
        self._wanted = ""
        """What the list is narrowed down to."""
        self._rewording = 0
        self._pair: Suggestion | None = None
        """The suggested pair that is shown; None while the list is."""

    @override
    def compose(self) -> ComposeResult:
        yield self._state
        yield self._reading
        yield self._line
        yield self._list
        yield self._plan
        yield self._keys

    @override
    def show(self, sight: Sight) -> None:
        held = sight.top_ten
        if held is None:
            return
        taken_back = self._sight is not None and held.can_redo is not None and self._held.can_redo != held.can_redo
        self._sight = sight
        standing = {candidate.lead for candidate in held.candidates}
        self._marked = tuple(lead for lead in self._marked if lead in standing)
        if self._pair is not None and (sight.closed is not None or not standing.issuperset(self._pair.leads)):
            self._next_pair()  # somebody merged or withdrew one of the two at another terminal
        elif self._pair is not None and taken_back:
            self._next_pair()  # a pair that was merged is suggested again
        self._fill()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in _OWN:
            return super().check_action(action, parameters)
        held = self._sight.top_ten if self._sight is not None else None
        if held is None or self._sight is None or self._sight.closed is not None:
            return False
        if self._sight.way_back.round_closed:
            return action in {"filter", "all", "move"}
        if self._line.purpose is not None:
            return action == "move"
        if self._pair is not None:
            return action in _ON_PAIR
        candidate = self._candidate
        standing = candidate is not None and not candidate.withdrawn
        offered = {
            "pairs": bool(held.suggestions) and not self._marked,
            "mark": standing,
            "merge": len(self._marked) > 1,
            "reword": standing,
            "split": standing and candidate is not None and len(candidate.members) > 1,
            "withdraw": candidate is not None,
            "redo": held.can_redo is not None,
            "filter": bool(held.candidates),
            "add": True,
            "sift": (held.can_sift or held.sifting is not None) and self._sight.spot.round == "merge",
            "all": bool(self._wanted or self._marked),
        }
        return offered.get(action, False)

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list while the focus is in the line."""
        self._list.action_move(rows)

    def action_mark(self) -> None:
        """Mark the candidate under the cursor, or unmark it. The cursor stays, so that the mark is seen."""
        candidate = self._candidate
        if candidate is None:
            return
        if candidate.lead in self._marked:
            self._marked = tuple(lead for lead in self._marked if lead != candidate.lead)
        else:
            self._marked = (*self._marked, candidate.lead)
        self._fill()

    async def action_merge(self) -> None:
        """Merge the marked candidates, in the wording of the one that was marked last."""
        *others, into = self._marked
        leads = (into, *others)
        if await self.client.request(Merge, leads=leads):
            self._marked = ()
            self.show(self.client.sight)
            self._list.move_to(into)
            self.client.show_message(
                f"Merged {and_list([str(lead) for lead in leads])}. w changes the wording, s splits, u undoes."
            )

    def action_reword(self) -> None:
        """Open the line with the wording under the cursor."""
        candidate = self._candidate
        if candidate is not None:
            self._rewording = candidate.lead
            self._line.open("reword", Content.styled(f"Wording of {candidate.lead}", ACCENT), candidate.wording)
            self._fill()

    async def action_split(self) -> None:
        """Take the merged candidate under the cursor apart."""
        candidate = self._candidate
        if candidate is not None and await self.client.request(Split, lead=candidate.lead):
            self.show(self.client.sight)

    async def action_withdraw(self) -> None:
        """Take the candidate under the cursor off the list, or put it back."""
        candidate = self._candidate
        if candidate is None:
            return
        if await self.client.request(Withdraw, lead=candidate.lead, withdrawn=not candidate.withdrawn):
            self.show(self.client.sight)

    async def action_redo(self) -> None:
        """Do again what was undone last, and say which it was."""
        what = self._held.can_redo
        if await self.client.request(RedoEdit):
            self.show(self.client.sight)
            self.client.show_message(f"Done again: {what}. u undoes it.")

    def action_filter(self) -> None:
        """Open the line for words or numbers to look for."""
        self._line.open("filter", Content.styled("Show only ideas with", ACCENT), self._wanted, keeps=True)
        self._fill()

    def action_add(self) -> None:
        """Open the line for a late idea."""
        label = Content.assemble(("A late idea", ACCENT), (" · for the room", QUIET))
        self._line.open("add", label, placeholder="An idea, then Enter")
        self._fill()

    def action_pairs(self) -> None:
        """Show the pair that is likeliest the same."""
        self._next_pair()
        self._fill()

    async def action_sift(self) -> None:
        """Have the room sift its ideas before it ranks them, or not after all."""
        wanted = self._held.sifting is None
        if await self.client.request(WantSifting, wanted=wanted):
            self.show(self.client.sight)
            if wanted:
                self.client.show_message(
                    f"The room sifts first: each rates {EACH} ideas, the best {KEEP} go on. Page Down begins."
                )
            else:
                self.client.show_message("The room ranks all ideas, without sifting them first.")

    async def action_apart(self) -> None:
        """Keep the two of the pair apart, and go on to the next."""
        pair = self._pair
        if pair is not None and await self.client.request(KeepApart, leads=pair.leads):
            self._go_on()

    def action_all(self) -> None:
        """Show the whole list again; if it is whole, take the marks away."""
        if self._pair is not None:
            self._pair = None
        elif self._wanted:
            self._wanted = ""
        else:
            self._marked = ()
        self._fill()

    def on_entry_line_typed(self, event: EntryLine.Typed) -> None:
        """Narrow the list down as it is typed."""
        event.stop()
        if event.purpose == "filter" and self._line.purpose == "filter":
            self._wanted = event.value
            self._fill()

    async def on_entry_line_given(self, event: EntryLine.Given) -> None:
        """Ask for what was typed; it stays in the line where it is refused."""
        event.stop()
        match event.purpose:
            case "filter":
                self._back_to_list()
            case "reword":
                if await self.client.request(Reword, lead=self._rewording, wording=event.value):
                    self._back_to_list()
                else:
                    self._line.put_back(event.value)
            case "add":
                if not event.value.strip():
                    self.client.show_message("Type the idea first; Esc leaves the line.")
                elif await self.client.request(AddIdea, seat=None, text=event.value):
                    self.show(self.client.sight)
                else:
                    self._line.put_back(event.value)

    def on_entry_line_left(self, event: EntryLine.Left) -> None:
        """Go back to the list; leaving the search ends it."""
        event.stop()
        if event.purpose == "filter":
            self._wanted = ""
        self._back_to_list()

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Say what can be done with the idea under the cursor."""
        event.stop()
        self._tell()

    async def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """Enter: merge the pair into the idea under the cursor, or the marked ideas, wherever the cursor is."""
        event.stop()
        if self._pair is not None:
            await self._merge_pair(self._pair)
        elif self.check_action("merge", ()):
            await self.action_merge()
        else:
            self.client.show_message("Mark the ideas that say the same with m. Enter then merges the marked ones.")

    @property
    def _candidate(self) -> Candidate | None:
        held = self._sight.top_ten if self._sight is not None else None
        if held is None:
            return None
        cursor = self._list.cursor
        return next((each for each in (*held.candidates, *held.withdrawn) if each.lead == cursor), None)

    async def _merge_pair(self, pair: Suggestion) -> None:
        into = self._list.cursor
        others = [lead for lead in pair.leads if lead != into]
        if await self.client.request(Merge, leads=(into, *others)):
            self._go_on()
            self.client.show_message(f"Merged {and_list([str(lead) for lead in others])} into {into}. u undoes it.")

    def _go_on(self) -> None:
        """Go on to the next pair, or back to the list if there is none."""
        self._sight = self.client.sight
        self._next_pair()
        self.show(self.client.sight)

    def _next_pair(self) -> None:
        left = self._held.suggestions
        if self._pair is not None and not left:
            self.client.show_message("No more pairs are suggested.")
        self._pair = left[0] if left else None
        self._wanted = ""

    def _back_to_list(self) -> None:
        self._line.close()
        self.show(self.client.sight)
        self._list.focus()

    def _fill(self) -> None:
        """Show the list as it is marked and narrowed down."""
        held = self._sight.top_ten if self._sight is not None else None
        if held is None or self._sight is None:
            return
        if self._pair is not None:
            self._show_pair(self._pair)
            return
        found = matching((*held.candidates, *held.withdrawn), self._wanted)
        empty = "No idea fits. Esc shows all again." if self._wanted else "No ideas yet. a adds one."
        self._list.show(entries_of(found, set(self._marked), held.own_words), empty=empty)
        narrowed = bool(self._wanted) and self._line.purpose != "filter"
        only = f"only those with “{self._wanted}” ({len(found)})" if narrowed else ""
        self._state.update(list_state(self._sight, held, only))
        reading = reading_state(self._sight, held)
        self._reading.update(Content.styled(reading, QUIET))
        self._reading.display = bool(reading)
        self._tell()

    def _show_pair(self, pair: Suggestion) -> None:
        """Show the two of the pair, and why they may be the same."""
        held = self._held
        self._reading.display = False
        two = [each for each in held.candidates if each.lead in pair.leads]
        new = {entry.key for entry in self._list.entries} != set(pair.leads)
        self._list.show(entries_of(two, (), held.own_words))
        if new:
            self._list.action_first()
        self._state.update(pair_state(pair, len(held.suggestions)))
        self._tell()

    def _tell(self) -> None:
        into = self._candidate
        marked = merge_of_marked(self._marked, self._held)
        self._plan.update(merge_of_pair(into) if self._pair is not None else marked)
        self._plan.display = bool(self._marked) or self._pair is not None
        self._keys.update(self._hint())
        self.refresh_bindings()

    def _hint(self) -> Content:
        if self._line.purpose is not None:
            return keys_of_line(self._line.purpose)
        if self._pair is not None:
            return keys_of_pair(self._list.cursor)
        if self._sight is None:
            return hint()
        offered = {action for action in _OWN if self.check_action(action, ())}
        round_name = self._sight.spot.round
        return keys_of_list(self._held, self._candidate, offered, round_name, narrowed=bool(self._wanted))


_ON_PAIR: Final = {"reword", "apart", "all"}
"""What can be done with a suggested pair, in addition to Enter."""
_OWN: Final = {
    *{"mark", "merge", "reword", "split", "withdraw", "redo"},
    *{"filter", "add", "pairs", "apart", "all", "move", "sift"},
}
