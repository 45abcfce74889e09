"""What the keys that lead the room say with their requests, and what they do about a question outside the plan."""

from copworkshop.rules.question import CloseQuestion, KeepQuestionOpen, ShowResult
from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient


def has_question(seen: Sight) -> bool:
    """Whether the stage shows a question outside the plan, or the answers to one."""
    return seen.question.open is not None or seen.question.shown is not None


def is_at_start(seen: Sight) -> bool:
    """Whether the room is at the first point of the plan."""
    first, at = seen.plan.steps[0], seen.spot
    return (at.kind, at.round, at.point) == (first.kind, first.rounds[0], 0)


def as_seen(client: SessionClient, seen: Sight) -> dict[str, object]:
    """Return what a key that may close a round has to say: who is connected, and the countdown that is shown."""
    closing = seen.closing
    return {
        "connected": frozenset(client.attendance.seats),
        "until": closing.until if closing is not None else None,
    }


async def lead_question(client: SessionClient, seen: Sight) -> bool:
    """Close the open question, or put the answers away that are shown; return whether there were any."""
    asked, shown = seen.question.open, seen.question.shown
    if asked is not None:
        connected = frozenset(client.attendance.seats)
        await client.request(CloseQuestion, number=asked.number, connected=connected, until=asked.until)
    elif shown is not None:
        await client.request(ShowResult, number=shown.number, shown=False)
    return asked is not None or shown is not None


async def lead_question_back(client: SessionClient, seen: Sight) -> bool:
    """Keep the question open whose countdown runs, or put the answers away; return whether there is a question."""
    asked = seen.question.open
    if asked is None:
        return await lead_question(client, seen)
    if asked.until is not None:
        await client.request(KeepQuestionOpen, number=asked.number)
    else:
        client.show_message("A question is open, so the room stays where it is. Page Down closes the question.")
    return True
