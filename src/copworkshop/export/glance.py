"""What a reader wants first: the list, how firm it is, where the room would like to go, and what comes next."""

from dataclasses import dataclass

from copworkshop.export.tree import ClosePart, Report
from copworkshop.export.tree_topten import RankedIdea, RoomTopTen
from copworkshop.export.wording import moved


@dataclass(frozen=True, slots=True)
class Glance:
    """The answers of a report, to stand on its first page."""

    question: str | None
    """The question that the list answers; None without a list."""
    places: tuple[RankedIdea, ...]
    missing: str | None
    """Why that is not the whole list, or why there is none over all rooms."""
    rooms: tuple[RoomTopTen, ...]
    """The lists of several rooms, where there is none over all of them."""
    firm: str | None
    """How far the room agrees, in a sentence."""
    movement: str | None
    """How the room moves, in a sentence."""
    close: ClosePart | None
    """What was said at the end."""


def glance(report: Report) -> Glance | None:
    """Return the answers of a whole report; None before there is any, and for a document of one part."""
    parts = (report.lifecycle, report.participation, report.proposal, report.top_ten)
    if sum(part is not None for part in parts) < 2:
        return None
    top_ten, participation = report.top_ten, report.participation
    listed = top_ten if top_ten is not None and top_ten.places else None
    movement = participation.movement if participation is not None else None
    rooms = tuple(own for own in top_ten.rooms if own.places) if top_ten is not None and listed is None else ()
    if listed is None and movement is None and not rooms:
        return None
    firm = listed.discussion.agreement if listed is not None and listed.discussion is not None else None
    return Glance(
        question=listed.question if listed is not None else None,
        places=listed.places if listed is not None else (),
        missing=top_ten.missing if top_ten is not None and (listed is not None or rooms) else None,
        rooms=rooms,
        firm=f"{firm}." if firm is not None else None,
        movement=moved(movement) if movement is not None else None,
        close=report.close,
    )
