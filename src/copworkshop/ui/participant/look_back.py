"""The dialogs to choose a step to look back at, and somebody to write for."""

from collections.abc import Sequence

from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.dialogs.choosing import ChoosingScreen
from copworkshop.ui.participant.position import Position
from copworkshop.ui.participant.view import listed


def look_back_dialog(position: Position, seen: Sight) -> ChoosingScreen[Spot]:
    """Return a dialog with the steps that the room has reached, the cursor on the one where the person is."""
    here, spots = position.here, position.reached
    kinds = [spot.kind for spot in spots]
    choices = [(listed(seen, spot), spot) for spot in spots]
    at = kinds.index(here.kind) if here is not None and here.kind in kinds else 0
    return ChoosingScreen("Look at", choices, otherwise="stay here", at=at)


def scribe_dialog(without_device: Sequence[tuple[int, str]]) -> ChoosingScreen[int]:
    """Return a dialog with the people to write for, each given by number and name."""
    choices = [(name, number) for number, name in without_device]
    return ChoosingScreen("Write for", choices, otherwise="for yourself")
