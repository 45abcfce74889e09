"""The top ten of several rooms: over all ballots where they ranked the same ideas, side by side where not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copworkshop.export.report_topten import read_out
from copworkshop.export.tree_topten import RoomTopTen, TableIdea, TopTenPart
from copworkshop.export.wording import joined, many
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Progress, begin
from copworkshop.model.text import same_words
from copworkshop.model.topten import Ballot, Idea, TopTen
from copworkshop.rules.sight import Sight, sight
from copworkshop.rules.topten_sight import TopTenSight

_NAMED: Final = 3
"""Ideas that are named where rooms differ."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room under the name that tells it from the others."""

    name: str
    sight: Sight

    @property
    def seen(self) -> TopTenSight:
        """Activity 2 as its facilitator sees it; asked for only where the plan has it."""
        assert self.sight.top_ten is not None, "the plan has it"  # noqa: S101
        return self.sight.top_ten


def _ready(rooms: Iterable[Room]) -> list[Room]:
    return [room for room in rooms if room.seen.result.whole and room.seen.candidates]


def _share_ideas(rooms: Sequence[Room]) -> bool:
    """Whether these rooms answered the same question and ranked the same ideas."""
    questions = {same_words(room.seen.question) for room in rooms}
    return len(questions) == 1 and len({_ideas(room) for room in rooms}) == 1


def _ideas(room: Room) -> frozenset[str]:
    return frozenset(same_words(candidate.wording) for candidate in room.seen.candidates)


def one_ballot(plan: Plan, rooms: Sequence[Room]) -> TopTenSight | None:
    """Return the top ten over all ballots, counted by the rules as in any room, or else that of an empty room."""
    ready = _ready(rooms)
    held = TopTen()
    if len(ready) > 1 and _share_ideas(ready):
        number: dict[str, int] = {}
        ideas: list[Idea] = []
        for candidate in ready[0].seen.candidates:
            words = same_words(candidate.wording)
            if words not in number:
                number[words] = len(number) + 1
                ideas.append(Idea(number=number[words], text=candidate.wording))
        ballots = [ballot for room in ready for ballot in _ballots(room, number)]
        question = ready[0].seen.question
        held = TopTen(question=question, unsigned_ideas=tuple(ideas), unsigned_ballots=tuple(ballots))
    first = rooms[0].sight
    room = begin(first.session, plan, first.created).replace(
        at=Kind.TOP_TEN, progress={Kind.TOP_TEN: Progress(round="discuss")}, top_ten=held
    )
    return sight(room, FACILITATOR).top_ten


def _ballots(room: Room, number: Mapping[str, int]) -> list[Ballot]:
    shared = {candidate.lead: number[same_words(candidate.wording)] for candidate in room.seen.candidates}
    return [
        Ballot(picks=tuple(dict.fromkeys(shared[lead] for lead in cast)), done=True) for cast in room.seen.result.cast
    ]


def side_by_side(part: TopTenPart, rooms: Sequence[Room], joint: TopTenSight | None) -> TopTenPart:
    """Return the part with each room's own list, and how it was decided whether there is one over all."""
    ready, lists = _ready(rooms), _lists(rooms, joint)
    if len(ready) > 1 and _share_ideas(ready):
        ballots = many(sum(room.seen.ballot.ballots_in for room in ready), "ballot")
        how = (
            f"{joined([room.name for room in ready])} answered the same question with the same "
            f"{many(len(part.listed), 'idea')} (the same words, whatever their capitals, spaces and punctuation), so "
            f"their {ballots} were counted together."
        )
        left = [room.name for room in rooms if room not in ready]
        if left:
            how += f" The ballots of {joined(left)} are not among them: the list is not revealed there as a whole."
        return replace(part, rooms=lists, how=how, held_back=sum(room.seen.collect.held_back for room in rooms))
    return replace(
        part,
        ideas=sum(room.seen.collect.ideas_in for room in rooms),
        authors=sum(room.seen.collect.authors for room in rooms),
        held_back=sum(room.seen.collect.held_back for room in rooms),
        ballots=sum(room.seen.ballot.ballots_in for room in rooms),
        missing="There is no list over all rooms; each has its own.",
        how=_why_apart(ready),
        rooms=lists,
        discussion=None,
        comparison=part.comparison if ready else None,
        unlisted="The ideas are in each room's own report.",
        uncast="The ballots are in each room's own report.",
    )


def _why_apart(ready: Sequence[Room]) -> str:
    if len(ready) < 2:
        return "Fewer than two rooms have revealed their whole list, so there is nothing to count together."
    if len({same_words(room.seen.question) for room in ready}) > 1:
        return "The rooms answered different questions, so their ballots were not counted together."
    shared = frozenset.intersection(*map(_ideas, ready))
    told = (
        f"The rooms ranked different ideas ({len(shared)} are the same in all of them), so their ballots were not "
        "counted together: what a room never had could not be chosen there."
    )
    alone = [
        f"“{candidate.wording}” ({room.name})"
        for room in ready
        for candidate in room.seen.candidates
        if same_words(candidate.wording) not in shared
    ]
    more = f" and {len(alone) - _NAMED} more" if len(alone) > _NAMED else ""
    return f"{told} Not in all rooms: {', '.join(alone[:_NAMED])}{more}."


def _lists(rooms: Sequence[Room], joint: TopTenSight | None) -> tuple[RoomTopTen, ...]:
    revealed = [placed for group in joint.result.revealed for placed in group] if joint is not None else []
    overall = {same_words(joint.wording(placed.idea)): read_out(placed) for placed in revealed} if joint else {}
    return tuple(
        RoomTopTen(
            room=room.name,
            question=room.seen.question,
            ballots=room.seen.ballot.ballots_in,
            places=tuple(
                TableIdea(
                    place=placed.place,
                    shared=placed.shared,
                    lead=placed.idea,
                    wording=room.seen.wording(placed.idea),
                    score=placed.score,
                    chosen_by=placed.chosen_by,
                    in_room=overall.get(same_words(room.seen.wording(placed.idea))),
                )
                for group in room.seen.result.revealed
                for placed in group
            )
            if room.seen.result.whole
            else (),
            missing=None
            if room.seen.result.whole and room.seen.result.revealed
            else "Its list is not revealed as a whole.",
        )
        for room in rooms
    )
