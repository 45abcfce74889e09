"""Merging ideas: near-duplicates put together under one wording, with everything undone again if need be."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.model.session import Spotlight
from copworkshop.rules.candidate_edits import Merge, RedoEdit, Reword, Split, Withdraw
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.sifting import EACH, KEEP, WantSifting
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys
from copworkshop.toolkit.theme import ACCENT, QUIET
from copworkshop.toolkit.widgets.cells import fit
from copworkshop.toolkit.widgets.hints import and_list
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_merge_words import (
    entries_of,
    list_state,
    merge_of_marked,
    merge_of_pair,
    reading_state,
)
from copworkshop.ui.console.topten_pairs import PairsPart
from copworkshop.ui.widgets.ideas import matching

_MOST_OF_EDIT: Final = 14  # cells that the keys say of what is undone


class MergePanel(PairsPart):
    """The list of ideas: mark some and merge them, reword, split, withdraw, undo.

    Enter merges the marked ideas and no other one. The idea that was marked last gives the words.

    A key goes through the pairs that may be the same: the list then holds the two of one pair, until it is merged or
    kept apart, and then the next.
    """

    def _on_idea(self) -> bool:
        return self._on_list() and self._candidate is not None and not self._on_held()

    def _on_held(self) -> bool:
        return self._list.cursor in {each.lead for each in self._held.collect.held_ideas}

    def _can_hold_back(self) -> bool:
        return self._on_list() and self._step.moderated and (self._on_held() or self._on_standing())

    def _is_list(self) -> bool:
        """Whether the list is shown; one of a closed round can only be looked through."""
        return self._sight is not None and self._sight.closed is None and self._pair is None

    def _has_ideas(self) -> bool:
        return self._is_list() and bool(self._held.candidates or self._held.collect.held_ideas)

    def _on_standing(self) -> bool:
        return self._on_idea() and self._candidate is not None and not self._candidate.withdrawn

    def _on_merged(self) -> bool:
        return self._on_standing() and self._candidate is not None and len(self._candidate.members) > 1

    def _has_pairs(self) -> bool:
        return self._on_list() and bool(self._held.merge.suggestions) and not self._marked

    def _has_marks(self) -> bool:
        return self._on_list() and len(self._marked) > 1

    def _can_redo(self) -> bool:
        return self._on_list() and self._held.merge.can_redo is not None

    def _can_sift(self) -> bool:
        held = self._held if self._on_list() else None
        return held is not None and (held.can_sift or held.sifting is not None) and self._round == "merge"

    def _can_show_all(self) -> bool:
        return self._is_list() and bool(self._wanted or self._marked)

    def _of_escape(self) -> str:
        return "show all" if self._wanted else "unmark"

    def _of_pairs(self) -> str:
        return "proposed, pairs" if any(each.people for each in self._held.merge.suggestions) else "pairs"

    def _of_withdraw(self) -> str:
        return "put back" if self._candidate is not None and self._candidate.withdrawn else "remove from the list"

    def _of_hold_back(self) -> str:
        return "release" if self._on_held() else "hold back"

    def _of_redo(self) -> str:
        return f"redo {fit(self._held.merge.can_redo or '', _MOST_OF_EDIT)}"

    def _of_sift(self) -> str:
        return "no sifting" if self._held.sifting is not None else "sift first"

    WORDS = frozenset({"add", "reword"})
    LINE: ClassVar[Mapping[str, LineKeys]] = {
        "filter": LineKeys("to the list", "show all", "move"),
        "add": LineKeys("next idea", "back to the list"),
        "": LineKeys("save", "leave it as it is"),
    }
    KEYS: ClassVar[Commands["MergePanel"]] = (
        Command(
            "enter",
            "merge_pair",
            "Merge the pair into the highlighted idea",
            lambda self: self._of_pair(),
            lambda self: self._on_pair(),
        ),
        Command("x", "apart", "Keep the two of the pair apart", "keep apart", lambda self: self._on_pair()),
        Command("escape", "all", "Show all ideas again; unmark all", "list", lambda self: self._on_pair()),
        Command("up,down", hint="into the other", when=lambda self: self._on_pair(), label="Up Down"),
        Command("f", "pairs", "Go through what people propose to merge, and suggested pairs", _of_pairs, _has_pairs),
        Command("m", "mark", "Mark the idea for a merge, or unmark it", "mark", _on_standing),
        Command("enter", "merge", "Merge the marked ideas", "merge", _has_marks),
        Command("enter", "say_how", when=lambda self: self._on_list()),
        Command("w", "reword", "Reword the idea", "reword", lambda self: self._on_pair() or self._on_standing()),
        Command("s", "split", "Split a merged idea again", "split", _on_merged),
        Command("x", "withdraw", "Take the idea off the list, or put it back", _of_withdraw, _on_idea),
        Command("h", "hold_back", "Hold the idea back, or release it", _of_hold_back, _can_hold_back),
        Command("r", "redo", "Do again what was undone", _of_redo, _can_redo),
        Command("slash", "filter", "Show only ideas with these words or numbers", "find", _has_ideas),
        Command("a", "add", "Add a late idea", "add", lambda self: self._on_list()),
        Command("i", "sift", "Have the room sift its ideas before it ranks them, or not", _of_sift, _can_sift),
        Command("escape", "all", "Show all ideas again; unmark all", _of_escape, _can_show_all),
        Command("v", hint="ballots", when=lambda self: self._on_list() and self._round == "rank"),
        Command("up", "move(-1)", "Up and down the list", listed=False, while_typing=True),
        Command("down", "move(1)", "Up and down the list", listed=False, while_typing=True),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._plan = Words()
        self._marked: tuple[int, ...] = ()
        """The leads of the marked candidates, in the order in which they were marked."""
        self._rewording = 0

    @override
    def compose(self) -> ComposeResult:
        yield from (self._state, self._reading, self._line, self._list, self._plan, self._keys)

    @override
    def show(self, sight: Sight) -> None:
        held = sight.top_ten
        if held is None:
            return
        taken_back = (
            self._sight is not None
            and held.merge.can_redo is not None
            and self._held.merge.can_redo != held.merge.can_redo
        )
        self._sight = sight
        standing = {candidate.lead for candidate in held.candidates}
        self._marked = tuple(lead for lead in self._marked if lead in standing)
        if self._pair is not None and (sight.closed is not None or not standing.issuperset(self._pair.leads)):
            self._next_pair()  # somebody merged or withdrew one of the two at another terminal
        elif self._pair is not None and taken_back:
            self._next_pair()  # a pair that was merged is suggested again
        self._fill()

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
        """Merge the marked candidates, wherever the cursor is, in the wording of the one that was marked last."""
        *others, into = self._marked
        leads = (into, *others)
        if await self.client.request(Merge, leads=leads):
            self._marked = ()
            self.show(self.client.sight)
            self._list.move_to(into)
            self.client.show_message(
                f"Merged {and_list([str(lead) for lead in leads])}. w changes the wording, s splits, u undoes."
            )

    def action_say_how(self) -> None:
        """Say how ideas are merged."""
        self.client.show_message("Mark the ideas that say the same with m. Enter then merges the marked ones.")

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

    async def action_hold_back(self) -> None:
        """Hold the candidate under the cursor back, or release it."""
        candidate, hold = self._candidate, not self._on_held()
        if candidate is not None and await self.client.request(HoldBack, lead=candidate.lead, held=hold):
            self.show(self.client.sight)
            now = "held back, and stands at the end. Its author is told" if hold else "on the list"
            self.client.show_message(f"Idea {candidate.lead} is {now}.")

    async def action_redo(self) -> None:
        """Do again what was undone last, and say which it was."""
        what = self._held.merge.can_redo
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

    def action_all(self) -> None:
        """Show the whole list again; if it is whole, take the marks away."""
        if self._pair is not None:
            self._pair = None
        elif self._wanted:
            self._wanted = ""
        else:
            self._marked = ()
        self._fill()

    @override
    def typed(self, purpose: str, text: str) -> None:
        if purpose == self.purpose == "filter":
            self._wanted = text
            self._fill()

    @override
    async def take(self, purpose: str, text: str) -> bool:
        match purpose:
            case "filter":
                self._back_to_list()
                return True
            case "reword":
                granted = await self.client.request(Reword, lead=self._rewording, wording=text)
                if granted:
                    self._back_to_list()
                return granted
            case _:
                if not text.strip():
                    self.client.show_message("Type the idea first; Esc leaves the line.")
                    return True
                granted = await self.client.request(AddIdea, seat=None, text=text)
                if granted:
                    self.show(self.client.sight)
                return granted

    @override
    def left(self, purpose: str) -> None:
        if purpose == "filter":
            self._wanted = ""
        self._back_to_list()

    @override
    def moved(self) -> None:
        if self._candidate is not None:
            self.client.stage_pages.select(self._candidate.lead, self._list.entries[0].key)
        self._tell()

    @property
    @override
    def to_show_large(self) -> Spotlight | None:
        candidate = self._candidate if self._pair is None and not self._on_held() else None
        return None if candidate is None or candidate.withdrawn else Spotlight(kind="idea", number=candidate.lead)

    @property
    def _round(self) -> str:
        return self._sight.spot.round if self._sight is not None else ""

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
        self._compare_on_stage(())
        found = matching((*held.candidates, *held.withdrawn, *held.collect.held_ideas), self._wanted)
        empty = "No idea fits. Esc shows all again." if self._wanted else "No ideas yet. a adds one."
        self._list.show(entries_of(found, set(self._marked), held.own_words, held.collect.held_ideas), empty=empty)
        narrowed = bool(self._wanted) and self._line.purpose != "filter"
        only = f"only those with “{self._wanted}” ({len(found)})" if narrowed else ""
        self._state.update(list_state(self._sight, held, only))
        reading = reading_state(self._sight, held)
        self._reading.update(Content.styled(reading, QUIET))
        self._reading.display = bool(reading)
        self._tell()

    def _tell(self) -> None:
        into = self._candidate
        marked = merge_of_marked(self._marked, self._held)
        self._plan.update(merge_of_pair(into) if self._pair is not None else marked)
        self._plan.display = bool(self._marked) or self._pair is not None
        self.show_keys()
