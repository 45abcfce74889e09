"""Activity 2 in the Markdown report."""

from collections.abc import Iterator

from copworkshop.export.markdown_pieces import bullets, cited, heading
from copworkshop.export.plain import HARD_BREAK, one_line
from copworkshop.export.tree_topten import (
    Discussion,
    FirstVotePart,
    ListedIdea,
    LiteratureList,
    RankedIdea,
    RoomTopTen,
    RunOffPart,
    SiftingPart,
    TableIdea,
    TableTopTen,
    TopTenPart,
    VotedIdea,
)
from copworkshop.export.wording import figure, joined, many


def top_ten(part: TopTenPart) -> Iterator[str]:
    """Yield the blocks of the ideas, the ballots and the result."""
    yield heading(2, one_line(part.title.text))
    yield f"The question: {one_line(part.question)}"
    by = f" by {part.authors:,} {'person' if part.authors == 1 else 'people'}" if part.authors else ""
    yield f"{many(part.ideas, 'idea')}{by}, {many(part.ballots, 'ballot')}."
    yield heading(3, "The result over all rooms" if part.rooms else "The room's result")
    if part.how is not None:
        yield one_line(part.how)
    if part.missing is not None:
        yield part.missing
    if part.places:
        yield f"How it was counted: {one_line(part.rule)}"
        if part.first_vote is not None:
            yield "It is that of the second vote; the first stands below."
        yield bullets(_voted(place, part.ballots) for place in part.places)
    if part.run_off is not None:
        yield from _run_off(part.run_off)
    if part.first_vote is not None:
        yield from _first_vote(part.first_vote)
    if part.tables:
        yield heading(3, "Each table's own result")
    for own in part.tables:
        yield from _table(own)
    if part.rooms:
        yield heading(3, "Each room's own result")
    for room in part.rooms:
        yield from _room(room, overall=bool(part.places))
    if part.discussion is not None:
        yield from _discussion(part.discussion)
    if part.comparison is not None:
        yield from _comparison(part.comparison)
    yield heading(3, "All ideas")
    if part.unlisted is not None:
        yield part.unlisted
    if part.listed:
        yield bullets(_listed(idea) for idea in part.listed)
    if part.sifting is not None:
        yield from _sifting(part.sifting)


def _run_off(part: RunOffPart) -> Iterator[str]:
    yield heading(3, f"Run-off for place {part.place}")
    yield f"{len(part.places)} ideas shared place {part.place} by the count, and the list had room for {part.seats}."
    yield bullets(_voted(place, part.ballots) for place in part.places)
    yield part.outcome


def _first_vote(part: FirstVotePart) -> Iterator[str]:
    yield heading(3, "The first vote")
    yield f"From {many(part.ballots, 'ballot')}, counted in the same way."
    if part.places:
        yield bullets(_voted(place, part.ballots) for place in part.places)
    if part.changed:
        yield part.changed
    if part.run_off is not None:
        yield from _run_off(part.run_off)


def _voted(place: RankedIdea | VotedIdea, ballots: int) -> str:
    points = "1 point" if place.score == 1 else f"{figure(place.score)} points"
    told = f"idea {place.lead}: {points}, chosen by {place.chosen_by:,} of {ballots:,}"
    return f"**{place.label}** {one_line(place.wording)}{HARD_BREAK}  {told}"


def _sifting(part: SiftingPart) -> Iterator[str]:
    yield heading(3, "Left behind by the sifting")
    yield part.told
    if part.out:
        yield bullets(f"Idea {idea.lead}: {one_line(idea.wording)}, {figure(idea.mean)} of 5" for idea in part.out)
    else:
        yield "Nothing was left behind."


def _table(own: TableTopTen) -> Iterator[str]:
    yield heading(4, one_line(own.table))
    if own.missing is not None:
        yield own.missing
        return
    yield f"From {many(own.ballots, 'ballot')}, counted as the room's are:"
    yield bullets(_table_place(place, own.ballots) for place in own.places)


def _table_place(place: TableIdea, ballots: int) -> str:
    return _part_of(place, ballots, "the room's place", "not on the room's list")


def _room(own: RoomTopTen, *, overall: bool) -> Iterator[str]:
    yield heading(4, one_line(own.room))
    yield f"The question: {one_line(own.question)}"
    if own.missing is not None:
        yield own.missing
        return
    yield f"From {many(own.ballots, 'ballot')}:"
    named = ("place over all rooms:", "not on the list over all rooms") if overall else ("", "")
    yield bullets(_part_of(place, own.ballots, *named) for place in own.places)


def _part_of(place: TableIdea, ballots: int, of_all: str, not_listed: str) -> str:
    """Return a place on a list that is part of a larger one, with the place that it has there."""
    points = "1 point" if place.score == 1 else f"{figure(place.score)} points"
    told = f"idea {place.lead}: {points}, chosen by {place.chosen_by:,} of {ballots:,}"
    there = f"{of_all} {place.in_room}" if place.in_room is not None else not_listed
    return f"**{place.label}** {one_line(place.wording)}{HARD_BREAK}  {told}{f'; {there}' if there else ''}"


def _listed(idea: ListedIdea) -> str:
    merged = f" (merged with {joined([str(number) for number in idea.merged])})" if idea.merged else ""
    return f"Idea {idea.lead}: {one_line(idea.wording)}{merged}"


def _discussion(told: Discussion) -> Iterator[str]:
    yield heading(3, "How firm it is")
    yield f"{one_line(told.agreement)}."
    if told.ties:
        yield "Equal points:"
        yield bullets(one_line(tie) for tie in told.ties)
    if told.divisive:
        yield "Ideas that divide the room:"
        yield bullets(f"“{one_line(idea.wording)}”: {one_line(idea.how)}" for idea in told.divisive)
    if not told.others:
        yield "Every other counting rule would put the same ideas on the list."
        return
    yield f"Under every counting rule these are on the list: {_named(told.stays)}."
    yield "The list would change under other rules:"
    yield bullets(
        f"{one_line(other.name)} ({one_line(other.sentence)}): in comes {_named(other.comes_in)}; "
        f"out goes {_named(other.drops_out)}"
        for other in told.others
    )


def _comparison(beside: LiteratureList) -> Iterator[str]:
    yield heading(3, f"Beside it: {cited(beside.title)}")
    # What the title cites need not be said again at every item.
    items = (one_line(item.text) if item.source == beside.title.source else cited(item) for item in beside.items)
    yield "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def _named(wordings: tuple[str, ...]) -> str:
    return joined([f"“{one_line(wording)}”" for wording in wordings]) if wordings else "none"
