"""Adding people and naming tables. The name prompt, the welcome panel and the list of people use it."""

from copworkshop.live.words import new_ending, new_word
from copworkshop.rules.people import AddSeat, ReuseSeat, SetTables
from copworkshop.toolkit.widgets.lists import joined_names, names_of
from copworkshop.ui.client import SessionClient


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
