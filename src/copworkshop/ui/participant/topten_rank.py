"""Ranking: a person fills in their ballot, with a key for each place, in their own order of the ideas."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.plan import Plan
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.personal_order import personal_order
from copworkshop.rules.sight import Sight
from copworkshop.rules.voting import RUN_OFF
from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, HEADING, KEY, QUIET, WARN
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.participant.ballot_changes import BallotChanges
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.own_ballot import (
    OwnBallot,
    first_ballot,
    run_off_ballot,
    second_ballot,
    with_next_place,
    with_pick_moved,
    with_place,
    without_pick,
)
from copworkshop.ui.participant.own_ideas import YOURS, own_leads
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import View

_LOW: Final = 14  # rows
_MOST_CHANGES: Final = 3  # sentences on changes to the ballot

DIGITS_ARE_PLACES: Final = "A digit is a place on your ballot. Go to idea 10 with Up and Down."

_DONE: Final = "Say that your ballot is done, or that it is not; a change takes it back"


def _can_place(panel: "RankPanel") -> bool:
    return panel.is_open and panel.lead is not None


def _is_on_pick(panel: "RankPanel") -> bool:
    return panel.is_open and panel.lead in panel.ballot.picks


def _of_enter(panel: "RankPanel") -> str:
    return "" if panel.ballot.is_full or panel.lead in panel.ballot.picks else "next place"


def _can_turn(panel: "RankPanel") -> bool:
    return panel.shows_picks_alone or bool(panel.ballot.picks)


def _of_turn(panel: "RankPanel") -> str:
    return "all ideas" if panel.shows_picks_alone else "your ballot" if _can_place(panel) else ""


def _of_done(panel: "RankPanel") -> str:
    return "" if panel.lead is None else "not done" if panel.ballot.submitted.done else "I'm done"


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

    # What every idea offers stands first in the hint line, so that it stays where it is while the cursor moves.
    KEYS: ClassVar[Commands["RankPanel"]] = (
        Command(
            DIGITS,
            "place",
            "Give the idea this place; the others move down",
            "rank this idea",
            _can_place,
            lambda panel: panel.ballot.most,
        ),
        Command("0", "explain_digits", "What the digits do", when=_can_place, listed=False),
        Command("d,f7", "done", _DONE, _of_done, lambda panel: panel.is_open),
        Command("v", "in_order", "Show your ballot alone, in its order, or all ideas", _of_turn, _can_turn),
        Command("enter", "next_place", "Give the idea the next free place", _of_enter, _can_place),
        Command(
            "plus,equals_sign,shift+up",
            "move_pick(-1)",
            "Put the idea a place higher",
            "move",
            _is_on_pick,
            label="+ -",
        ),
        Command("minus,shift+down", "move_pick(1)", "Put the idea a place lower", when=_is_on_pick),
        Command("backspace,delete", "take_out", "Take the idea off your ballot", "remove", _is_on_pick),
    )

    rounds = ("rank",)
    _before_head: ClassVar[str] = ""
    """The head of the column with the places on the person's earlier ballot; empty where there is no earlier vote."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._view: View | None = None
        self._sight: Sight | None = None
        """What :attr:`_ballot` was read from; None before the first look."""
        self._ballot = OwnBallot()
        self._changes = BallotChanges()
        self.shows_picks_alone = False
        """Whether only the ideas on the ballot are listed, in their order."""
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
        is_begun = self.is_open and not self.ballot.submitted.done and bool(self._list.entries)
        return UnsavedWork.BEGUN if is_begun else UnsavedWork.NOTHING

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
        lead, ballot = self.lead, self.ballot
        if lead is None:
            return
        after = with_place(ballot.picks, lead, place, ballot.most)
        if await self._cast(after):
            self._say_fallen(ballot.picks, after)
            if (given := after.index(lead) + 1) < place:
                self.client.show_message(f"Place {given} was still free, so the idea has place {given}, not {place}.")

    def action_explain_digits(self) -> None:
        """Say that a digit is a place, and not the number of an idea."""
        self.client.show_message(DIGITS_ARE_PLACES)

    async def action_take_out(self) -> None:
        """Take the idea under the cursor off the ballot."""
        if self.lead is not None:
            await self._cast(without_pick(self.ballot.picks, self.lead))

    async def action_move_pick(self, by: int) -> None:
        """Put the idea under the cursor `by` places lower, or higher if `by` is negative."""
        if self.lead is not None:
            await self._cast(with_pick_moved(self.ballot.picks, self.lead, by))

    def action_in_order(self) -> None:
        """Show only the ballot in its order, or all ideas again."""
        self.shows_picks_alone = not self.shows_picks_alone
        self._fill()

    async def action_done(self) -> None:
        """Say that the ballot is done, or that it is not."""
        await self._cast(self.ballot.picks, done=not self.ballot.submitted.done)

    async def action_next_place(self) -> None:
        """Give the idea under the cursor the next free place."""
        lead, ballot = self.lead, self.ballot
        if lead is None:
            return
        if lead in ballot.picks:
            place = ballot.picks.index(lead) + 1
            self.client.show_message(f"It has place {place}. A number gives it another, Backspace takes it off.")
        elif ballot.is_full:
            self.client.show_message(
                f"All {ballot.most} places are given. A number gives one to this idea, Backspace frees one."
            )
        else:
            await self._cast(with_next_place(ballot.picks, lead, ballot.most))

    async def _cast(self, picks: tuple[int, ...], *, done: bool = False) -> bool:
        granted = await self.client.request(
            CastBallot, seat=self.context.seat, picks=picks, done=done, vote=self.ballot.vote
        )
        if granted:
            self._changes.forget()
        self._fill()
        return granted

    def _say_fallen(self, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        fallen = [pick for pick in before if pick not in after]
        for candidate in self.ballot.candidates.values():
            if candidate.lead in fallen:
                self.client.show_message(f"“{candidate.wording}” has no place any more.")

    @property
    def is_open(self) -> bool:
        """Whether the ballot can be changed now."""
        return self._view is not None and self._view.open

    @property
    def lead(self) -> int | None:
        """The candidate under the cursor; None if the list is empty."""
        cursor = self._list.cursor
        return cursor if isinstance(cursor, int) else None

    @property
    def ballot(self) -> OwnBallot:
        """The ballot at this moment. A key may come before the screen was notified of the key before."""
        sight = self.client.sight
        if sight is not self._sight:
            self._sight, self._ballot = sight, self._read(sight)
        return self._ballot

    def _read(self, sight: Sight) -> OwnBallot:
        return first_ballot(sight)

    def _fill(self) -> None:
        sight, ballot = self.client.sight, self.ballot
        held = sight.top_ten
        if held is None:
            return
        self._question.update(Content.styled(held.question, HEADING))
        alone, own = self.shows_picks_alone, own_leads(sight)
        order = ballot.picks if alone else personal_order(sight.session, self.context.seat, ballot.candidates)
        empty = "Nothing is on your ballot yet. v shows all ideas." if alone else "No ideas are in yet."
        self._list.show([_entry(ballot, lead, own=lead in own) for lead in order], empty=empty)
        self._changes.take_in(ballot, is_open=self.is_open)
        sentences = self._changes.sentences[-_MOST_CHANGES:]
        self._changed.update_or_hide([Content.styled(sentence, WARN) for sentence in sentences])
        self._summary.update(_state(ballot, is_open=self.is_open, closed=sight.closed is not None))
        self.show_keys()


class RankAgainPanel(RankPanel):
    """Ranking for the second vote, with a ballot of its own."""

    rounds = ("rank-again",)
    _before_head = "Before"

    @override
    def _read(self, sight: Sight) -> OwnBallot:
        return second_ballot(sight)


class RunOffPanel(RankPanel):
    """Ranking for the run-off: only the tied candidates, and as many places as the list has free."""

    rounds = (RUN_OFF,)
    _before_head = "Before"

    @override
    def _read(self, sight: Sight) -> OwnBallot:
        return run_off_ballot(sight)


def _entry(ballot: OwnBallot, lead: int, *, own: bool) -> Entry:
    candidate, picks, before = ballot.candidates[lead], ballot.picks, ballot.before
    place = f"[{picks.index(lead) + 1}]" if lead in picks else ""
    style = f"bold {BODY}" if place else BODY
    cells = (
        Content.styled(place, KEY),
        Content.assemble((candidate.wording, style), (f" {YOURS}" if own else "", ACCENT)),
        Content.styled(str(before.index(lead) + 1) if lead in before else "", QUIET),
        Content.styled(f"no. {lead}", QUIET),
    )
    return Entry(lead, cells)


def _state(ballot: OwnBallot, *, is_open: bool, closed: bool) -> Content:
    """Return the line below the question. `closed` says that the session is."""
    given, most = len(ballot.picks), ballot.most
    if closed:
        return Content.styled("The session is closed, and nobody's name is left on any ballot.", QUIET)
    counted = f"{given} of {most} chosen{'; fewer is fine.' if most > 1 else '.'}"
    if not is_open:
        return Content.styled(f"The ballot is closed. {given} of {most} chosen.", QUIET)
    if ballot.submitted.done:
        return Content.assemble(("Done. ", DONE), (f"{counted} You can still change it.", QUIET))
    ask = f"Choose up to {most}, the best first." if most > 1 else "Choose one, or none."
    return Content.assemble((ballot.called, ACCENT), (f"{ask} {counted}", QUIET))
