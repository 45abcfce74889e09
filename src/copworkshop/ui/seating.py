"""Adding people and naming tables, as the welcome and the list of people both do."""

from copworkshop.live.words import new_word
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.toolkit.widgets.names_input import split_names
from copworkshop.ui.client import SessionClient


async def add_people(client: SessionClient, text: str) -> str:
    """Give everybody named in `text` a seat; return what is left to add.

    Where one is refused, which is said, that name and those after it are what is left; otherwise nothing is.
    """
    names = split_names(text)
    for index, name in enumerate(names):
        word = new_word({person.word for person in client.sight.people if person.word is not None})
        if not await client.request(AddSeat, name=name, word=word):
            return ", ".join(names[index:])
    return ""


async def set_tables(client: SessionClient, text: str) -> bool:
    """Set the tables named in `text`, none if it names none; return whether that was granted."""
    return await client.request(SetTables, tables=tuple(split_names(text)))
