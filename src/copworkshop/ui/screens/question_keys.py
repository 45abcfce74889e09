"""What the keys that lead the room do while a question outside the plan is open, or its answers are shown."""

from copworkshop.rules.question import CloseQuestion, KeepQuestionOpen, ShowResult
from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient


def has_question(seen: Sight) -> bool:
    """Whether the stage shows a question outside the plan, or the answers to one."""
    return seen.question.open is not None or seen.question.shown is not None


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
