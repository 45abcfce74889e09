"""Handing in a list of ideas, and the sentence that says what was taken."""

from collections.abc import Iterable, Sequence

from copworkshop.model.text import LINE_LIMIT, folded
from copworkshop.rules.collecting import AddIdeas
from copworkshop.ui.client import SessionClient


async def add_ideas(
    client: SessionClient, seat: int | None, lines: Sequence[str], there: Iterable[str], *, each: int | None, left: int
) -> bool:
    """Hand in the lines that fit as ideas, and say how many were taken; return whether any were.

    A line is not taken if the same words are `there` or earlier in the list, if it is too long for an idea, or if
    `left` ideas were taken before it. `each` is how many one person may write; None if that is not limited.
    """
    known = {folded(text) for text in there}
    taken: list[str] = []
    double, long, over = 0, 0, 0
    for line in lines:
        if folded(line) in known:
            double += 1
        elif len(line) > LINE_LIMIT:
            long += 1
        elif each is not None and len(taken) >= left:
            over += 1
        else:
            taken.append(line)
            known.add(folded(line))
    if taken and not await client.request(AddIdeas, seat=seat, texts=tuple(taken)):
        return False
    reasons = [
        f"each person may write {each}" if over else "",
        f"{double} {'is' if double == 1 else 'are'} there already" if double else "",
        f"{long} {'has' if long == 1 else 'have'} more than {LINE_LIMIT} characters" if long else "",
    ]
    told = f"{len(taken)} of {len(lines)} taken" if len(taken) < len(lines) else f"All {len(lines)} taken"
    client.show_message("; ".join([told, *filter(None, reasons)]) + ".")
    return bool(taken)
