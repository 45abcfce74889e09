"""Adding people and naming tables. The welcome panel and the list of people use it."""

from copworkshop.live.words import new_word
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.toolkit.widgets.lists import joined_names, names_of
from copworkshop.ui.client import SessionClient


async def add_people(client: SessionClient, text: str) -> str:
    """Add a seat for every name in `text`. Return the names that are left.

    If a name is refused, the refusal is shown; that name and all names after it are left. Otherwise the result is
    empty.
    """
    names = names_of(text)
    for index, name in enumerate(names):
        word = new_word({person.word for person in client.sight.people if person.word is not None})
        if not await client.request(AddSeat, name=name, word=word):
            return joined_names(names[index:])
    return ""


async def set_tables(client: SessionClient, text: str) -> bool:
    """Set the tables to those named in `text`, which may be none. Return whether that was granted."""
    return await client.request(SetTables, tables=tuple(names_of(text)))
