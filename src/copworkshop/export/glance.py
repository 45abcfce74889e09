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
    top_ten, movement = report.top_ten, _movement(report)
    if top_ten is not None and top_ten.places:
        return Glance(
            question=top_ten.question,
            places=top_ten.places,
            missing=top_ten.missing,
            rooms=(),
            firm=f"{top_ten.discussion.agreement}." if top_ten.discussion is not None else None,
            movement=movement,
            close=report.close,
        )
    rooms = tuple(own for own in top_ten.rooms if own.places) if top_ten is not None else ()
    if movement is None and not rooms:
        return None
    return Glance(
        question=None,
        places=(),
        missing=top_ten.missing if top_ten is not None and rooms else None,
        rooms=rooms,
        firm=None,
        movement=movement,
        close=report.close,
    )


def _movement(report: Report) -> str | None:
    if report.participation is None or report.participation.movement is None:
        return None
    return moved(report.participation.movement)
