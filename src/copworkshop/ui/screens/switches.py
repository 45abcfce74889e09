"""What the facilitator turns on for the room with a key, and off with the same key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from copworkshop.rules.admission import CloseDoor, ShowAddress
from copworkshop.rules.agenda import Blank, LayBeside, LookUp
from copworkshop.rules.request import Request
from copworkshop.rules.sight import Sight

LOOKING_UP: Final = "Every participant's screen says “Please look up”. k, or any move of the room, takes it away."


@dataclass(frozen=True, slots=True)
class Switch:
    """A request that turns something on or off."""

    request: type[Request]
    field: str
    """The field of the request that is true to turn it on."""
    is_on: Callable[[Sight], bool]
    turned_on: str
    """The sentence for the facilitator once it is on."""
    turned_off: str
    """The sentence once it is off."""


SWITCHES: Final[Mapping[str, Switch]] = MappingProxyType(
    {
        "blank": Switch(
            Blank,
            "blank",
            lambda seen: seen.stage.blank,
            "The stage is blank. b brings it back.",
            "The stage shows the step again.",
        ),
        "literature": Switch(
            LayBeside,
            "beside",
            lambda seen: seen.stage.literature_shown,
            "The stage shows the literature. l takes it away.",
            "The literature is off the stage.",
        ),
        "address": Switch(
            ShowAddress,
            "shown",
            lambda seen: seen.stage.address,
            "The stage shows how to join. j takes it away.",
            "The stage shows the step again.",
        ),
        "door": Switch(
            CloseDoor,
            "closed",
            lambda seen: seen.door_closed,
            "Nobody new comes in; who has a seat still does. o opens the door.",
            "The door is open: everybody with the code comes in.",
        ),
        "look_up": Switch(
            LookUp,
            "shown",
            lambda seen: seen.stage.look_up,
            LOOKING_UP,
            "The participants' screens show the step again.",
        ),
    }
)
"""The switches by the name that a key gives them."""
