"""The keys of the list of people, and when they work."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.ui.screens.people_removal import seats_to_clear

if TYPE_CHECKING:
    from copworkshop.ui.screens.people import PeopleScreen

_CLEAR: Final = "Take out everybody who has entered nothing and is not connected, after a question"
_LEAVE_OUT: Final = "Leave out what the person gave who was taken out, after a question"
_SCRIBE: Final = "Let the person write for those of their table without a device, or no longer"
_DOOR: Final = "Close the door, so that nobody new comes in, and open it again"
_GIVE_WORD: Final = "Give the person a new rejoin word; whoever is at their seat has to leave it"


def _is_open(screen: "PeopleScreen") -> bool:
    return screen.client.sight.closed is None


def _on_person(screen: "PeopleScreen") -> bool:
    return _is_open(screen) and screen.person is not None


def _on_writer(screen: "PeopleScreen") -> bool:
    person = screen.person if _is_open(screen) else None
    return person is not None and (person.device or person.scribe)


def _can_clear(screen: "PeopleScreen") -> bool:
    return _is_open(screen) and bool(seats_to_clear(screen.client))


def _can_leave_out(screen: "PeopleScreen") -> bool:
    return _is_open(screen) and screen.removed is not None


def _can_restore(screen: "PeopleScreen") -> bool:
    return _is_open(screen) and bool(screen.client.sight.leading.removed)


def _can_seat(screen: "PeopleScreen") -> bool:
    return _on_person(screen) and bool(screen.client.sight.tables)


def _of_scribe(screen: "PeopleScreen") -> str:
    person = screen.person
    return "no scribe" if person is not None and person.scribe else "scribe"


def _of_door(screen: "PeopleScreen") -> str:
    return "open the door" if screen.client.sight.door_closed else "close the door"


PEOPLE_KEYS: Final[Commands["PeopleScreen"]] = (
    Command("enter", hint="add, and on to the next", when=lambda screen: screen.takes_text),
    Command("a", "add", "Add people by their names", "add", _is_open),
    Command("e,enter", "rename", "Rename the highlighted person", "rename", _on_person),
    Command("x", "remove", "Take the person out of the room; what they gave stays", "take out", _on_person),
    Command("X", "clear", _CLEAR, "take out the empty", _can_clear),
    Command("d", "leave_out", _LEAVE_OUT, "leave out what they gave", _can_leave_out),
    Command("u", "restore", "Bring back who was taken out", "bring back", _can_restore),
    Command("t", "table", "Seat the person at the next table", "next table", _can_seat),
    Command("T", "tables", "Name the tables", "name tables", _is_open),
    Command("s", "scribe", _SCRIBE, _of_scribe, _on_writer),
    Command("o", "door", _DOOR, _of_door, lambda screen: screen.has_door and _is_open(screen)),
    Command("n", "new_word", _GIVE_WORD, "new word", _on_person),
    Command(
        "w",
        "words",
        "Show the rejoin words, or hide them",
        lambda screen: "hide words" if screen.words_shown else "show words",
    ),
    Command("f1,question_mark", "app.help", HELP),
    Command(
        "escape,p", "leave", "Back to the screen", lambda screen: "" if screen.purpose else "back", while_typing=None
    ),
)
