"""The keys that lead the room, on the stage and on the console of a facilitator, and when."""

from typing import TYPE_CHECKING, Final

from textual.widgets import TextArea

from copworkshop.model.plan import Kind
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.theme import GOES_THROUGH

if TYPE_CHECKING:
    from copworkshop.ui.screens.room import RoomScreen

EXPORT: Final = "Export: the report in any format as it stands now, and the paper kit"
_FORWARD: Final = "Forward: the next point, then the next step"
_BACK: Final = "Back, as far as you like; a closed round stays closed"


def is_open(room: "RoomScreen") -> bool:
    """Whether the session is not closed."""
    return room.seen.closed is None


def _has_question(seen: Sight) -> bool:
    """Whether the stage shows a question outside the plan, or the answers to one."""
    return seen.question.open is not None or seen.question.shown is not None


def _is_at_start(seen: Sight) -> bool:
    """Whether the room is at the first point of the plan."""
    first, at = seen.plan.steps[0], seen.spot
    return (at.kind, at.round, at.point) == (first.kind, first.rounds[0], 0)


def can_go_back(room: "RoomScreen") -> bool:
    """Whether there is a point before this one, and Page Up leads to it."""
    leads = not _is_at_start(room.seen) or _has_question(room.seen)
    return leads and is_open(room) and not _keeps_page_keys(room)


def _can_go_on(room: "RoomScreen") -> bool:
    return (room.seen.leading.next is not None or _has_question(room.seen)) and not _keeps_page_keys(room)


def _keeps_page_keys(room: "RoomScreen") -> bool:
    """Whether the focused text area keeps Page Down and Page Up for itself."""
    return isinstance(room.focused, TextArea)


def _has_pages(room: "RoomScreen") -> bool:
    return room.client.stage_pages.has_pages


def _lets_people_in(room: "RoomScreen") -> bool:
    return is_open(room) and room.joining is not None


def _can_show_address(room: "RoomScreen") -> bool:
    # The welcome shows it by itself.
    return _lets_people_in(room) and (room.seen.stage.address or room.seen.spot.kind is not Kind.WELCOME)


def _can_ask_to_look_up(room: "RoomScreen") -> bool:
    return is_open(room) and (room.joining is not None or room.seen.stage.look_up)


def _of_timer(room: "RoomScreen") -> str:
    clock = room.seen.clock
    return "pause" if clock.running else "go on" if clock.begun else "start"


ROOM_KEYS: Final[Commands["RoomScreen"]] = (
    # A wireless presenter sends Page Down. It must lead the room even while a list has the focus.
    Command("pagedown", "forward", _FORWARD, "on", _can_go_on, label="PgDn", rank=3, priority=True),
    Command("right,space", "advance", _FORWARD, when=_can_go_on),
    Command("pageup", "back", _BACK, when=can_go_back, priority=True),
    Command("left", "back", _BACK, when=can_go_back),
    Command("down", "page(1)", "The next page of a long list on the stage; it also turns by itself", when=_has_pages),
    Command("up", "page(-1)", "The page before it", when=_has_pages),
    Command("g", "agenda", "Go to any step, round or phase", "go", is_open, rank=8),
    Command("t", "timer", "Timer: start or pause", _of_timer, is_open, rank=10),
    Command("plus,equals_sign", "minute(1)", "Timer: a minute more", when=is_open),
    Command("minus", "minute(-1)", "Timer: a minute less", when=is_open),
    Command(
        "b,full_stop",
        "switch('blank')",
        "Blank the stage, and bring it back",
        lambda room: "stage on" if room.seen.stage.blank else "blank",
        is_open,
        rank=11,
    ),
    Command(
        "l",
        "switch('literature')",
        "Show the literature next to it, and hide it again",
        lambda _: "literature",
        lambda room: room.seen.stage.has_literature,
        rank=6,
    ),
    Command("j", "address", "Show on the stage how to join, at any step, and take it away", when=_can_show_address),
    Command(
        "o",
        "switch('door')",
        "Close the door, so that nobody new comes in, and open it again",
        when=_lets_people_in,
    ),
    Command(
        "k",
        "switch('look_up')",
        "Please look up: ask so on every participant's screen, and take it away",
        when=_can_ask_to_look_up,
    ),
    Command("p", "people", "People: add, rename, take out, tables", "people", is_open, rank=9),
    Command("f2", "app.turn", "Console and stage, in turn", "stage", rank=5),
    Command("d", "app.next_theme", GOES_THROUGH),
    Command("f1,question_mark", "app.help", HELP, "keys", rank=6),
)
"""The ranks are the places in the last line of the console."""
