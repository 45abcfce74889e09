"""Ranking: a person's ballot, a key a place, in an order of ideas that is their own."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize

from copworkshop.model.topten import Ballot, Candidate
from copworkshop.rules.candidates import resolved
from copworkshop.rules.order import personal_order
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten import RANKING, CastBallot
from copworkshop.ui.console.hints import Keys, hint
from copworkshop.ui.participant.following import Holding
from copworkshop.ui.participant.panel import Panel, Place
from copworkshop.ui.participant.picks import with_next_place, with_place, without_pick
from copworkshop.ui.participant.place import View
from copworkshop.ui.participant.waking import Others
from copworkshop.ui.theme import BODY, DONE, HEADING, KEY, QUIET
from copworkshop.ui.widgets.entries import Column, Entry, EntryList
from copworkshop.ui.widgets.words import Words

_LOW: Final = 14  # rows


class RankPanel(Panel):
    """The ideas, each with the place that the person gave it. Every change is handed in at once."""

    DEFAULT_CSS = """
    RankPanel {
        &.-low #question {
            display: none;
        }
        &.-low Keys {
            max-height: 1;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"place({n})", "Give the idea this place; the others move") for n in range(1, 10)),
        Binding("backspace,delete", "take_out", "Take the idea off your ballot"),
        Binding("d", "done", "Say that your ballot is done, or that it is not"),
    ]

    rounds = RANKING

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._view: View | None = None
        self._question = Words(id="question")
        self._told = Words()
        self._list = EntryList(
            Column("Place", align="right"),
            Column("Idea", words=True),
            Column(align="right"),
            empty="No ideas are in yet.",
        )
        self._keys = Keys()

    def compose(self) -> ComposeResult:
        """The question, how far the ballot is, the ideas, the keys."""
        yield self._question
        yield self._told
        yield self._list
        yield self._keys

    def on_resize(self, event: Resize) -> None:
        """Leave the rows to the ideas where there are few; the question is on the stage, too."""
        self.set_class(event.size.height < _LOW, "-low")

    @property
    def others(self) -> Others:
        """The ideas; other people's ballots are nobody's business."""
        return Others.IDEAS

    @property
    def holding(self) -> Holding:
        """A ballot that can be changed and is not done is begun."""
        return Holding.BEGUN if self._open and not self._ballot.done and self._list.entries else Holding.NOTHING

    def show(self, view: View) -> None:
        """Show the session as it is now; the ideas stay in the person's own order."""
        self._view = view
        self._fill()

    def focus_first(self) -> None:
        """Begin on the list."""
        self._list.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now with the idea under the cursor."""
        match action, parameters:
            case "place", (int() as number,):
                return self._open and self._lead is not None and number <= self._most
            case "take_out", _:
                return self._open and self._lead in self._picks
            case "done", _:
                return self._open
            case _:
                return super().check_action(action, parameters)

    async def action_place(self, place: int) -> None:
        """Give the idea under the cursor this place; say so if another falls out."""
        lead = self._lead
        if lead is None:
            return
        before = self._picks
        after = with_place(before, lead, place, self._most)
        if await self._cast(after):
            self._say_fallen(before, after)

    async def action_take_out(self) -> None:
        """Take the idea under the cursor off the ballot."""
        if self._lead is not None:
            await self._cast(without_pick(self._picks, self._lead))

    async def action_done(self) -> None:
        """Say that the ballot is done, or that it is not."""
        await self._cast(self._picks, done=not self._ballot.done)

    async def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """Enter on an idea: give it the next free place."""
        event.stop()
        lead = event.entries.cursor
        if not self._open or not isinstance(lead, int):
            return
        picks = self._picks
        if lead in picks:
            self.desk.say(f"It has place {picks.index(lead) + 1}. A number gives it another, Backspace takes it off.")
        elif len(picks) >= self._most:
            self.desk.say(f"All {self._most} places are given. A number gives one to this idea, Backspace frees one.")
        else:
            await self._cast(with_next_place(picks, lead, self._most))

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Offer what can be done with the idea under the cursor."""
        event.stop()
        self._tell()

    async def _cast(self, picks: tuple[int, ...], *, done: bool | None = None) -> bool:
        done = self._ballot.done if done is None else done
        granted = await self.desk.ask(CastBallot, seat=self.place.seat, picks=picks, done=done)
        self._fill()
        return granted

    def _say_fallen(self, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        fallen = [pick for pick in before if pick not in after]
        for candidate in self._candidates:
            if candidate.lead in fallen:
                self.desk.say(f"“{candidate.wording}” has no place any more.")

    @property
    def _sight(self) -> Sight:
        """What the person sees at this very moment: a key may come before the screen has heard of the one before."""
        return self.desk.sight

    @property
    def _open(self) -> bool:
        return self._view is not None and self._view.open

    @property
    def _most(self) -> int:
        step = self._sight.plan.top_ten
        return min(step.picks, len(self._candidates)) if step is not None else 0

    @property
    def _candidates(self) -> tuple[Candidate, ...]:
        held = self._sight.top_ten
        return held.candidates if held is not None else ()

    @property
    def _ballot(self) -> Ballot:
        own = self._sight.own
        return (own.ballot if own is not None else None) or Ballot()

    @property
    def _picks(self) -> tuple[int, ...]:
        """The candidates that the ballot names, the best first."""
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
        picks = self._picks
        order = personal_order(self._sight.session, self.place.seat, candidates)
        self._list.show([_entry(candidates[lead], picks) for lead in order])
        self._tell()

    def _tell(self) -> None:
        self._told.update(self._state())
        self._keys.update(self._hint())
        self.refresh_bindings()

    def _state(self) -> Content:
        given, most = len(self._picks), self._most
        if self._sight.closed is not None:
            return Content.styled("The session is closed, and nobody's name is left on any ballot.", QUIET)
        counted = f"{given} of {most} places given; fewer is fine."
        if not self._open:
            return Content.styled(f"The ballot is closed. {given} of {most} places given.", QUIET)
        if self._ballot.done:
            return Content.assemble(("Done. ", DONE), (f"{counted} You can still change it.", QUIET))
        return Content.styled(f"Choose up to {most}, the best first. {counted}", QUIET)

    def _hint(self) -> Content:
        if not self._open or self._lead is None:
            return Content()
        most, picks = self._most, self._picks
        keys = [("1" if most == 1 else f"1-{most}", "place")]
        if self._lead in picks:
            keys.append(("Backspace", "take off"))
        elif len(picks) < most:
            keys.append(("Enter", "next place"))
        return hint(*keys, ("d", "not done" if self._ballot.done else "done"))


def _entry(candidate: Candidate, picks: tuple[int, ...]) -> Entry:
    place = f"[{picks.index(candidate.lead) + 1}]" if candidate.lead in picks else ""
    style = f"bold {BODY}" if place else BODY
    cells = (
        Content.styled(place, KEY),
        Content.styled(candidate.wording, style),
        Content.styled(f"no. {candidate.lead}", QUIET),
    )
    return Entry(candidate.lead, cells)
