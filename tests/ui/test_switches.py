"""What the facilitator turns on for the room, and off with the same key."""

import pytest

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.ui.screens.switches import SWITCHES
from helpers.participant_driver import House


@pytest.mark.parametrize("name", SWITCHES)
async def test_a_switch_sees_what_its_request_turned_on_and_off(name: str) -> None:
    switch = SWITCHES[name]
    house = House().start_at(Kind.LIFECYCLE)
    for on in (True, False, True):
        await house.ask(switch.request.model_validate({switch.field: on}))
        assert switch.is_on(house.hub.sight(FACILITATOR)) is on
