"""Adding people and naming tables. The name prompt, the welcome panel and the list of people use it."""

from collections.abc import Hashable, Sequence
from typing import Final

from copworkshop.live.words import new_ending, new_word
from copworkshop.rules.people import AddSeat, ReuseSeat, SetTables
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.widgets.lists import joined_names, names_of
from copworkshop.ui.client import SessionClient

NAMED: Final = 3
"""How many of the people who are to be taken out together are named."""


async def add_person(client: SessionClient, name: str) -> int | None:
    """Give a new person a seat: where there is no place for one more, one that was given up. Return its number.

    A refusal is shown, and the result is None.
    """
    taken = {seat.word for seat in client.hub.session.seats.values()}
    given_up = client.hub.seat_to_reuse()
    if given_up is None:
        word = new_word(taken)
        granted = await client.request(AddSeat, name=name, word=word)
    else:
        word = new_ending(given_up.word, taken)
        granted = await client.request(ReuseSeat, seat=given_up.number, name=name, word=word)
    if not granted:
        return None
    return next(seat.number for seat in client.hub.session.seats.values() if seat.word == word)


async def add_people(client: SessionClient, text: str) -> str:
    """Add a seat for every name in `text`. Return the names that are left.

    If a name is refused, the refusal is shown; that name and all names after it are left. Otherwise the result is
    empty.
    """
    names = names_of(text)
    for index, name in enumerate(names):
        if await add_person(client, name) is None:
            return joined_names(names[index:])
    return ""


async def set_tables(client: SessionClient, text: str) -> bool:
    """Set the tables to those named in `text`, which may be none. Return whether that was granted."""
    return await client.request(SetTables, tables=tuple(names_of(text)))


def empty_seats(number: int) -> str:
    """Say in words that `number` seats are empty."""
    return "1 empty seat" if number == 1 else f"{number} empty seats"


def question_to_clear(names: Sequence[str]) -> str:
    """Return the question whether the people of these names are to be taken out; the last ones are named first."""
    told = ", ".join(reversed(names[-NAMED:]))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return (
        f"Take out {empty_seats(len(names))}? Nothing was entered there, and nobody is connected: {told}{more}. "
        "u brings them back."
    )


def question_to_leave_out(name: str, seen: Sight) -> str:
    """Return the question whether what a person gave who was taken out is to be left out, too."""
    return (
        f"Leave out what {name} gave: ideas, ballots, ratings, answers and remarks? "
        f"{_told(seen, 'leave')}u brings {name} back with all of it."
    )


def to_bring_back(seen: Sight, cursor: Hashable, removals: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return which of the removed people come back: the one under the cursor, else those removed last.

    `cursor` is a key of the list of people, and `removals` are the seats of each removal on this screen, the latest
    last. Somebody must be removed.
    """
    out = [number for number, _, _ in seen.leading.removed]
    lately = [kept for removal in removals if (kept := tuple(number for number in removal if number in out))]
    if isinstance(cursor, int) and -cursor in out and (seen.people or not lately):
        return (-cursor,)
    return lately[-1] if lately else (out[-1],)


def question_to_bring_back(name: str, seen: Sight) -> str | None:
    """Return the question whether a person is to come back whose words were left out; None if that tells nothing."""
    told = _told(seen, "come back to")
    return f"Bring {name} back with all that they gave? {told.rstrip()}" if told else None


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
    listed = f"{', '.join(moves[:-1])} and {moves[-1]}" if len(moves) > 1 else moves[0]
    return f"{listed[0].upper()}{listed[1:]} in front of everybody, so people can work out which were theirs. "
