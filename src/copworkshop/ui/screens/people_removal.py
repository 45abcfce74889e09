"""Taking people out of the room and bringing them back: whom a key means, and the questions before it."""

from collections.abc import Hashable
from typing import Final

from copworkshop.export.wording import joined, many
from copworkshop.rules.sight import Sight
from copworkshop.ui.client import SessionClient

_NAMED: Final = 3
"""How many of the people who are to be taken out together are named."""


class Removals:
    """Who was taken out on one screen, in this order, so that a key can bring them back."""

    def __init__(self) -> None:
        self._seats: list[tuple[int, ...]] = []

    def note(self, seats: tuple[int, ...]) -> None:
        """Remember the seats that were taken out together."""
        self._seats.append(seats)

    def to_bring_back(self, seen: Sight, cursor: Hashable) -> tuple[int, ...]:
        """Return which of the removed people come back: the one under the cursor, else those removed last.

        `cursor` is a key of the list of people. The result is empty if nobody is removed.
        """
        out = [number for number, _, _ in seen.leading.removed]
        lately = [kept for seats in self._seats if (kept := tuple(number for number in seats if number in out))]
        if isinstance(cursor, int) and -cursor in out and (seen.people or not lately):
            return (-cursor,)
        return lately[-1] if lately else tuple(out[-1:])


def seats_to_clear(client: SessionClient) -> tuple[int, ...]:
    """Return the seats at which nothing was entered and nobody is, the one taken last at the end."""
    used = client.presence.seats_in_use() if client.presence is not None else frozenset[int]()
    return tuple(number for number in client.sight.leading.unused if number not in used)


def question_to_clear(seen: Sight, seats: tuple[int, ...]) -> str:
    """Return the question whether the people at these seats are to be taken out; the last ones are named first."""
    names = [person.name or "" for number in seats if (person := seen.person(number)) is not None]
    told = ", ".join(reversed(names[-_NAMED:]))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"Take out {many(len(names), 'empty seat')}? Nothing was entered there, and nobody is connected: {told}{more}. "
        "u brings them back."
    )


def question_to_leave_out(seen: Sight, name: str) -> str:
    """Return the question whether what a person gave who was taken out is to be left out, too."""
    return (
        f"Leave out what {name} gave: ideas, ballots, ratings, answers and remarks? "
        f"{_told(seen, 'leave')}u brings {name} back with all of it."
    )


def question_to_bring_back(seen: Sight, seats: tuple[int, ...]) -> str | None:
    """Return the question whether the people of these seats are to come back.

    The result is None if that tells nothing: their words were not left out, or nobody has seen them.
    """
    names = [name for number, name, stays in seen.leading.removed if number in seats and not stays]
    told = _told(seen, "come back to") if names else ""
    return f"Bring {names[0]} back with all that they gave? {told.rstrip()}" if told else None


def _told(seen: Sight, leave: str) -> str:
    """Say what people can work out when what somebody gave leaves what was shown, or comes back; empty if nothing."""
    top_ten = seen.top_ten
    shown: list[tuple[str, str, object]] = [("answers", "the picture", seen.participation.picture)]
    shown.append(("remarks", "the proposals that they read", seen.proposals.shared))
    if top_ten is not None:
        rated = top_ten.sifting is not None and top_ten.sifting.scores
        shown.append(("ideas", "the list", top_ten.candidates))
        shown.append(("ratings", "the result of the sifting", rated))
        shown.append(("ballots", "the result", top_ten.result.revealed or top_ten.result.first))
    moves = [f"their {what} {leave} {where}" for what, where, is_shown in shown if is_shown]
    if not moves:
        return ""
    listed = joined(moves)
    return f"{listed[0].upper()}{listed[1:]} in front of everybody, so people can work out which were theirs. "
