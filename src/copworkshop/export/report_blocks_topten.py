"""Activity 2 in blocks."""

from collections.abc import Iterator
from typing import Final

from copworkshop.export.blocks import (
    Block,
    Item,
    Line,
    Listing,
    Rows,
    Said,
    Strong,
    bullets,
    cited,
    heading,
    line,
    paragraph,
    parted,
)
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
from copworkshop.export.wording import joined, many, points
from copworkshop.ranking.rule import score_text

_COLUMNS: Final = ("Place", "Idea", "Points", "Chosen by")


def top_ten(part: TopTenPart) -> Iterator[Block]:
    """Yield the blocks of the ideas, the ballots and the result."""
    yield heading(2, Said(part.title.text))
    yield paragraph("The question: ", Said(part.question))
    by = f" by {part.authors:,} {'person' if part.authors == 1 else 'people'}" if part.authors else ""
    yield paragraph(f"{many(part.ideas, 'idea')}{by}, {many(part.ballots, 'ballot')}.")
    yield from _result(part)
    yield from _of_parts(part)
    if part.discussion is not None:
        yield from _discussion(part.discussion)
    if part.comparison is not None:
        yield from _comparison(part.comparison)
    yield from _all_ideas(part)
    if part.sifting is not None:
        yield from _sifting(part.sifting)


def _result(part: TopTenPart) -> Iterator[Block]:
    """Yield the list of the whole room, or of all rooms, and what led to it."""
    yield heading(3, "The result over all rooms" if part.rooms else "The room's result")
    if part.how is not None:
        yield paragraph(Said(part.how))
    if part.missing is not None:
        yield paragraph(Said(part.missing))
    if part.places:
        yield paragraph("How it was counted: ", Said(part.rule))
        if part.first_vote is not None:
            yield paragraph("It is that of the second vote; the first stands below.")
        yield _voted(part.places, part.ballots)
    if part.run_off is not None:
        yield from _run_off(part.run_off)
    if part.first_vote is not None:
        yield from _first_vote(part.first_vote)


def _of_parts(part: TopTenPart) -> Iterator[Block]:
    """Yield the lists of tables, or of the rooms of a report of several."""
    if part.tables:
        yield heading(3, "Each table's own result")
    for own in part.tables:
        yield from _table(own)
    if part.rooms:
        yield heading(3, "Each room's own result")
    for room in part.rooms:
        yield from _room(room, overall=bool(part.places))


def _all_ideas(part: TopTenPart) -> Iterator[Block]:
    yield heading(3, "All ideas")
    if part.unlisted is not None:
        yield paragraph(part.unlisted)
    if part.listed:
        yield bullets(_listed(idea) for idea in part.listed)
    if part.held_back:
        yield paragraph(f"{many(part.held_back, 'idea')} held back by the facilitator.")


def _run_off(part: RunOffPart) -> Iterator[Block]:
    yield heading(3, f"Run-off for place {part.place}")
    yield paragraph(
        f"{len(part.places)} ideas shared place {part.place} by the count, and the list had room for {part.seats}."
    )
    yield _voted(part.places, part.ballots)
    yield paragraph(Said(part.outcome))


def _first_vote(part: FirstVotePart) -> Iterator[Block]:
    yield heading(3, "The first vote")
    yield paragraph(f"From {many(part.ballots, 'ballot')}, counted in the same way.")
    if part.places:
        yield _voted(part.places, part.ballots)
    if part.changed:
        yield paragraph(Said(part.changed))
    if part.run_off is not None:
        yield from _run_off(part.run_off)


def _voted(places: tuple[RankedIdea | VotedIdea, ...], ballots: int) -> Rows:
    return Rows(
        _COLUMNS,
        tuple(_cells(place, ballots) for place in places),
        Listing(tuple(Item(_wording(place), line(_told(place, ballots))) for place in places)),
    )


def _cells(place: RankedIdea | VotedIdea | TableIdea, ballots: int) -> tuple[Line, ...]:
    return (
        line(Strong(place.label)),
        line(Said(place.wording), f" (idea {place.lead})"),
        line(score_text(place.score)),
        line(f"{place.chosen_by:,} of {ballots:,}"),
    )


def _wording(place: RankedIdea | VotedIdea | TableIdea) -> Line:
    return line(Strong(place.label), " ", Said(place.wording))


def _told(place: RankedIdea | VotedIdea | TableIdea, ballots: int) -> str:
    return f"idea {place.lead}: {points(place.score)}, chosen by {place.chosen_by:,} of {ballots:,}"


def _sifting(part: SiftingPart) -> Iterator[Block]:
    yield heading(3, "Left behind by the sifting")
    yield paragraph(part.told)
    if part.out:
        yield bullets(
            line(f"Idea {idea.lead}: ", Said(idea.wording), f", {score_text(idea.mean)} of 5") for idea in part.out
        )
    else:
        yield paragraph("Nothing was left behind.")


def _table(own: TableTopTen) -> Iterator[Block]:
    yield heading(4, Said(own.table))
    if own.missing is not None:
        yield paragraph(own.missing)
        return
    yield paragraph(f"From {many(own.ballots, 'ballot')}, counted as the room's are:")
    yield _part(own.places, own.ballots, "the room's place", "not on the room's list")


def _room(own: RoomTopTen, *, overall: bool) -> Iterator[Block]:
    yield heading(4, Said(own.room))
    yield paragraph("The question: ", Said(own.question))
    if own.missing is not None:
        yield paragraph(own.missing)
        return
    yield paragraph(f"From {many(own.ballots, 'ballot')}:")
    named = ("place over all rooms:", "not on the list over all rooms") if overall else ("", "")
    yield _part(own.places, own.ballots, *named)


def _part(places: tuple[TableIdea, ...], ballots: int, of_all: str, not_listed: str) -> Rows:
    """Return a list that is part of a larger one, with the places that its ideas have there."""

    def there(place: TableIdea) -> str:
        return f"{of_all} {place.in_room}" if place.in_room is not None else not_listed

    def told(place: TableIdea) -> str:
        return "; ".join(part for part in (_told(place, ballots), there(place)) if part)

    named = of_all.removesuffix(":")
    return Rows(
        (*_COLUMNS, f"{named[:1].upper()}{named[1:]}") if of_all else _COLUMNS,
        tuple((*_cells(place, ballots), *((line(place.in_room or "none"),) if of_all else ())) for place in places),
        Listing(tuple(Item(_wording(place), line(told(place))) for place in places)),
    )


def _listed(idea: ListedIdea) -> Line:
    merged = f" (merged with {joined([str(number) for number in idea.merged])})" if idea.merged else ""
    return line(f"Idea {idea.lead}: ", Said(idea.wording), merged)


def _discussion(told: Discussion) -> Iterator[Block]:
    yield heading(3, "How firm it is")
    yield paragraph(Said(told.agreement), ".")
    if told.ties:
        yield paragraph("Equal points:")
        yield bullets(line(Said(tie)) for tie in told.ties)
    if told.divisive:
        yield paragraph("Ideas that divide the room:")
        yield bullets(line("“", Said(idea.wording), "”: ", Said(idea.how)) for idea in told.divisive)
    if not told.others:
        yield paragraph("Every other counting rule would put the same ideas on the list.")
        return
    yield paragraph("Under every counting rule these are on the list: ", _named(told.stays), ".")
    yield paragraph("The list would change under other rules:")
    yield bullets(
        line(
            Said(other.name),
            " (",
            Said(other.sentence),
            "): in comes ",
            _named(other.comes_in),
            "; out goes ",
            _named(other.drops_out),
        )
        for other in told.others
    )


def _comparison(literature: LiteratureList) -> Iterator[Block]:
    yield heading(3, "For comparison: ", cited(literature.title))
    # What the title cites need not be said again at every item.
    items = (
        line(Said(item.text)) if item.source == literature.title.source else cited(item) for item in literature.items
    )
    yield Listing(tuple(map(Item, items)), numbered=True)


def _named(wordings: tuple[str, ...]) -> Line:
    return parted((line("“", Said(wording), "”") for wording in wordings), ", ", last=" and ") or line("none")
