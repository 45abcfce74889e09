"""Ranking: a person fills in their ballot, with a key for each place, in their own order of the ideas."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.model.topten import Ballot, Candidate, Vote
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidates import resolved
from copworkshop.rules.personal_order import personal_order
from copworkshop.rules.sight import Sight
from copworkshop.rules.vote_sight import RunOffSight
from copworkshop.rules.voting import RUN_OFF, RUN_OFF_OF
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, HEADING, KEY, QUIET, WARN
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.own_ideas import YOURS, own_choice, own_leads
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.picks import (
    Pick,
    merged_since,
    what_changed,
    with_next_place,
    with_pick_moved,
    with_place,
    without_pick,
)
from copworkshop.ui.participant.view import View

_LOW: Final = 14  # rows
_MOST_CHANGES: Final = 3  # sentences on changes to the ballot

_DONE: Final = "Say that your ballot is done, or that it is not; a change takes it back"


DIGITS_ARE_PLACES: Final = "A digit is a place on your ballot. Go to idea 10 with Up and Down."


class RankPanel(EntriesPanel, Panel):
    """The ideas, each with the place that the person gave it. Every change is submitted at once.

    The ideas are listed in the person's own order. A key shows only the ballot, in its order. If the facilitator
    merges, splits, rewords or withdraws ideas on the ballot, the ballot keeps its order and the person is notified.
    """

    DEFAULT_CSS = """
    RankPanel {
        &.-low #question {
            display: none;
        }
        #changed {
            max-height: 4;
        }
        &.-low Keys {
            max-height: 1;
        }
    }
    """

    def _can_place(self) -> bool:
        return self._open and self._lead is not None

    def _on_pick(self) -> bool:
        return self._open and self._lead in self._picks

    def _of_enter(self) -> str:
        return "" if self._lead in self._picks or len(self._picks) >= self._most else "next place"

    def _can_turn(self) -> bool:
        return self._in_order or bool(self._picks)

    def _of_turn(self) -> str:
        return "all ideas" if self._in_order else "your ballot" if self._can_place() else ""

    def _of_done(self) -> str:
        return "" if self._lead is None else "not done" if self._ballot.done else "I'm done"

    @property
    def _most(self) -> int:
        return min(self._places, len(self._candidates))

    # What every idea offers stands first in the hint line, so that it stays where it is while the cursor moves.
    KEYS: ClassVar[Commands["RankPanel"]] = (
        Command(DIGITS, "place", "Give the idea this place; the others move down", "rank this idea", _can_place, _most),
        Command("0", "explain_digits", "What the digits do", when=_can_place, listed=False),
        Command("d,f7", "done", _DONE, _of_done, lambda self: self._open),
        Command("v", "in_order", "Show your ballot alone, in its order, or all ideas", _of_turn, _can_turn),
        Command("enter", "next_place", "Give the idea the next free place", _of_enter, _can_place),
        Command(
            "plus,equals_sign,shift+up", "move_pick(-1)", "Put the idea a place higher", "move", _on_pick, label="+ -"
        ),
        Command("minus,shift+down", "move_pick(1)", "Put the idea a place lower", when=_on_pick),
        Command("backspace,delete", "take_out", "Take the idea off your ballot", "remove", _on_pick),
    )

    rounds = ("rank",)
    _before_head: ClassVar[str] = ""
    """The head of the column with the places on the person's earlier ballot; empty where there is no earlier vote."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._known: tuple[Pick, ...] | None = None
        """The picks as they were last shown; None before that, and after the person has changed the ballot."""
        self._changes: tuple[str, ...] = ()
        """Sentences on what happened to the picks since. They are shown until the person changes the ballot."""
        self._in_order: bool = False
        self._question = Words(id="question")
        self._summary = Words()
        self._changed = Words(id="changed")
        self._list = EntryList(
            Column("Place", align="right"),
            Column("Idea", words=True),
            Column(self._before_head, align="right"),
            Column(align="right"),
            empty="No ideas are in yet.",
        )
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._question, self._summary, self._changed, self._list, self._keys)

    def on_resize(self, event: Resize) -> None:
        """Hide the question if there are few rows. It is on the stage, too."""
        self.set_class(event.size.height < _LOW, "-low")

    @property
    @override
    def others(self) -> Interests:
        # Other people's ballots are not shown here.
        return Interests.IDEAS

    @property
    @override
    def unsaved_work(self) -> UnsavedWork:
        return UnsavedWork.BEGUN if self._open and not self._ballot.done and self._list.entries else UnsavedWork.NOTHING

    @override
    def show(self, view: View) -> None:
        self._view = view
        self._fill()

    @property
    @override
    def first(self) -> Widget | None:
        return self._list

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Take away a sentence that was about the idea where the cursor was."""
        event.stop()
        self.client.show_message("")

    async def action_place(self, place: int) -> None:
        """Give the idea under the cursor this place, and show a message if another idea loses its place."""
        lead = self._lead
        if lead is None:
            return
        before = self._picks
        after = with_place(before, lead, place, self._most)
        if await self._cast(after):
            self._say_fallen(before, after)
            if (given := after.index(lead) + 1) < place:
                self.client.show_message(f"Place {given} was still free, so the idea has place {given}, not {place}.")

    def action_explain_digits(self) -> None:
        """Say that a digit is a place, and not the number of an idea."""
        self.client.show_message(DIGITS_ARE_PLACES)

    async def action_take_out(self) -> None:
        """Take the idea under the cursor off the ballot."""
        if self._lead is not None:
            await self._cast(without_pick(self._picks, self._lead))

    async def action_move_pick(self, by: int) -> None:
        """Put the idea under the cursor `by` places lower, or higher if `by` is negative."""
        if self._lead is not None:
            await self._cast(with_pick_moved(self._picks, self._lead, by))

    def action_in_order(self) -> None:
        """Show only the ballot in its order, or all ideas again."""
        self._in_order = not self._in_order
        self._fill()

    async def action_done(self) -> None:
        """Say that the ballot is done, or that it is not."""
        await self._cast(self._picks, done=not self._ballot.done)

    async def action_next_place(self) -> None:
        """Give the idea under the cursor the next free place."""
        lead, picks = self._lead, self._picks
        if lead is None:
            return
        if lead in picks:
            self.client.show_message(
                f"It has place {picks.index(lead) + 1}. A number gives it another, Backspace takes it off."
            )
        elif len(picks) >= self._most:
            self.client.show_message(
                f"All {self._most} places are given. A number gives one to this idea, Backspace frees one."
            )
        else:
            await self._cast(with_next_place(picks, lead, self._most))

    async def _cast(self, picks: tuple[int, ...], *, done: bool = False) -> bool:
        granted = await self.client.request(CastBallot, seat=self.context.seat, picks=picks, done=done, vote=self._vote)
        if granted:
            self._changes, self._known = (), None
        self._fill()
        return granted

    def _say_fallen(self, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        fallen = [pick for pick in before if pick not in after]
        for candidate in self._candidates:
            if candidate.lead in fallen:
                self.client.show_message(f"“{candidate.wording}” has no place any more.")

    @property
    def _sight(self) -> Sight:
        """What the person sees at this moment. A key may come before the screen was notified of the key before."""
        return self.client.sight

    @property
    def _open(self) -> bool:
        return self._view is not None and self._view.open

    @property
    def _vote(self) -> Vote:
        """The vote that the ballot is for."""
        return Vote.FIRST

    @property
    def _called(self) -> str:
        """What a vote after the first is called, before what it asks; empty for the first."""
        return ""

    @property
    def _places(self) -> int:
        """The number of places on a ballot."""
        step = self._sight.plan.top_ten
        return step.picks if step is not None else 0

    @property
    def _candidates(self) -> tuple[Candidate, ...]:
        """The candidates that can be chosen."""
        held = self._sight.top_ten
        return held.candidates if held is not None else ()

    @property
    def _ballot(self) -> Ballot:
        own = self._sight.own
        return (own.top_ten.ballots.get(self._vote) if own is not None else None) or Ballot()

    @property
    def _picks(self) -> tuple[int, ...]:
        """The candidates on the ballot, the best first."""
        lead_of = {member: candidate.lead for candidate in self._candidates for member in candidate.members}
        return resolved(self._ballot.picks, lead_of)

    @property
    def _lead(self) -> int | None:
        cursor = self._list.cursor
        return cursor if isinstance(cursor, int) else None

    def _fill(self) -> None:
        held = self._sight.top_ten
        if held is None:
            return
        self._question.update(Content.styled(held.question, HEADING))
        candidates = {candidate.lead: candidate for candidate in self._candidates}
        picks, before, own = self._picks, self._places_before(), own_leads(self._sight)
        order = picks if self._in_order else personal_order(self._sight.session, self.context.seat, candidates)
        empty = "Nothing is on your ballot yet. v shows all ideas." if self._in_order else "No ideas are in yet."
        self._list.show([_entry(candidates[lead], picks, before, own=lead in own) for lead in order], empty=empty)
        self._note_changes(tuple(candidates[lead] for lead in picks))
        self._summary.update(self._state())
        self.show_keys()

    @property
    def _vote_before(self) -> Vote | None:
        """The earlier vote whose ballot is shown next to this one."""
        return None

    def _places_before(self) -> tuple[int, ...]:
        """Return the candidates on the person's earlier ballot, the best first."""
        return own_choice(self._sight, self._vote_before) if self._vote_before is not None else ()

    def _note_changes(self, chosen: tuple[Candidate, ...]) -> None:
        """Note what happened to the ideas on the ballot since it was last shown, or since it was submitted."""
        if not self._open:
            self._changes = ()
        elif self._known is None:
            self._changes = merged_since(self._ballot.picks, self._candidates)
        else:
            self._changes += what_changed(self._known, self._candidates)
        self._known = tuple(Pick(each.lead, each.wording, frozenset(each.members)) for each in chosen)
        self._changed.update([Content.styled(sentence, WARN) for sentence in self._changes[-_MOST_CHANGES:]])
        self._changed.display = bool(self._changes)

    def _state(self) -> Content:
        given, most = len(self._picks), self._most
        if self._sight.closed is not None:
            return Content.styled("The session is closed, and nobody's name is left on any ballot.", QUIET)
        counted = f"{given} of {most} chosen{'; fewer is fine.' if most > 1 else '.'}"
        if not self._open:
            return Content.styled(f"The ballot is closed. {given} of {most} chosen.", QUIET)
        if self._ballot.done:
            return Content.assemble(("Done. ", DONE), (f"{counted} You can still change it.", QUIET))
        ask = f"Choose up to {most}, the best first." if most > 1 else "Choose one, or none."
        return Content.assemble((self._called, ACCENT), (f"{ask} {counted}", QUIET))


class RankAgainPanel(RankPanel):
    """Ranking for the second vote, with a ballot of its own."""

    rounds = ("rank-again",)
    _before_head = "Before"

    @property
    @override
    def _vote_before(self) -> Vote:
        return Vote.FIRST

    @property
    @override
    def _vote(self) -> Vote:
        return Vote.SECOND

    @property
    @override
    def _called(self) -> str:
        return "Second vote: your first ballot is kept, see “Before”. " if self._places_before() else "Second vote. "


class RunOffPanel(RankPanel):
    """Ranking for the run-off: only the tied candidates, and as many places as the list has free."""

    rounds = (RUN_OFF,)
    _before_head = "Before"

    @property
    @override
    def _vote_before(self) -> Vote | None:
        held = self._sight.top_ten
        return held.ballot.vote if held is not None else None

    @property
    @override
    def _vote(self) -> Vote:
        held = self._sight.top_ten
        return RUN_OFF_OF[held.ballot.vote] if held is not None else Vote.RUN_OFF

    @property
    @override
    def _called(self) -> str:
        return f"Run-off for place {self._run_off.place}: " if self._run_off is not None else ""

    @property
    @override
    def _places(self) -> int:
        run_off = self._run_off
        return run_off.seats if run_off is not None else 0

    @property
    @override
    def _candidates(self) -> tuple[Candidate, ...]:
        run_off = self._run_off
        tied = run_off.tied if run_off is not None else ()
        return tuple(candidate for candidate in super()._candidates if candidate.lead in tied)

    @property
    def _run_off(self) -> RunOffSight | None:
        held = self._sight.top_ten
        return held.result.run_off if held is not None else None


def _entry(candidate: Candidate, picks: tuple[int, ...], before: tuple[int, ...], *, own: bool) -> Entry:
    place = f"[{picks.index(candidate.lead) + 1}]" if candidate.lead in picks else ""
    style = f"bold {BODY}" if place else BODY
    cells = (
        Content.styled(place, KEY),
        Content.assemble((candidate.wording, style), (f" {YOURS}" if own else "", ACCENT)),
        Content.styled(str(before.index(candidate.lead) + 1) if candidate.lead in before else "", QUIET),
        Content.styled(f"no. {candidate.lead}", QUIET),
    )
    return Entry(candidate.lead, cells)
