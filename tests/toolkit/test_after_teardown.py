"""Long after a step was left its widgets are gone, and whatever somebody does then finds a screen that lives."""

import gc
from collections.abc import Awaitable, Callable
from weakref import ref

import pytest
from textual import events
from textual.widget import Widget

from copworkshop.live.hub import Hub
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import rounds_of
from copworkshop.toolkit import teardown as remains
from copworkshop.toolkit import theme
from copworkshop.ui.participant import panels
from helpers.participant_driver import Guest, House
from helpers.rooms import used_room, voted_again
from helpers.sampling import some_of
from helpers.session_builder import at

COLOURS = (2**24, 256, 16, 0)
SIZES = ((40, 20), (80, 24), (120, 35))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is torn down at once, and not after a minute."""
    monkeypatch.setattr(panels, "KEPT_SECONDS", 0.01)
    monkeypatch.setattr(remains, "GRACE_SECONDS", 0.01)
    monkeypatch.setattr(remains, "DIALOG_GRACE_SECONDS", 0.01)


def a_house() -> House:
    """A room that had every round there is but the sifting, and is back at the welcome."""
    house = House()
    house.hub = Hub(at(voted_again(used_room()), Kind.WELCOME), now=house.clock.now)
    return house


async def leave_every_step(guest: Guest) -> None:
    """Follow the room through every round, and wait until what was left on the way is torn down."""
    house, left = guest.house, dict[int, Widget]()
    for step in house.hub.session.plan.steps:
        for name in rounds_of(house.hub.session, step):
            await house.lead(step.kind, name)
            await guest.press("f5")
            await guest.until(lambda spot=(step.kind, name): guest.at == spot, f"{step.kind}, {name}")  # type: ignore[misc]
            panel = guest.app.room.panel
            assert panel is not None
            left[id(panel)] = panel
    left.popitem()
    assert len(left) > 10
    await guest.until(lambda: not any(map(vars, left.values())), "the end of what was left")


async def in_every_theme(guest: Guest) -> None:
    for _ in theme.THEMES:
        await guest.press("f8")


async def with_every_number_of_colours(guest: Guest) -> None:
    for colours in COLOURS:
        guest.app.detach()
        await guest.pilot.pause()
        guest.app.assign(1, theme_name=theme.theme_for(colours=colours))
        await guest.until(lambda: guest.app.composed.is_set(), "the return")
        await guest.pilot.pause()


async def at_every_size(guest: Guest) -> None:
    for size in SIZES:
        await guest.pilot.resize_terminal(*size)
        await guest.sees("maple")


async def with_every_key(guest: Guest) -> None:
    keys = {active.binding.key for active in guest.app.screen.active_bindings.values()} - {"ctrl+q"}
    assert {"f1", "f3", "f8"} <= keys
    for key in sorted(keys):
        await guest.press(key)
        if guest.app.screen is not guest.app.room:
            await guest.press("escape")


async def with_the_mouse(guest: Guest) -> None:
    await guest.house.lead(Kind.LIFECYCLE, "overview")
    await guest.press("f5")
    for x, y in ((3, 4), (30, 8), (60, 12)):
        await guest.pilot.hover(offset=(x, y))
        await guest.pilot.mouse_down(offset=(x, y))
        await guest.pilot.hover(offset=(x + 5, y + 1))
        await guest.pilot.mouse_up(offset=(x + 5, y + 1))


@pytest.mark.parametrize(
    "what",
    some_of([in_every_theme, with_every_number_of_colours, at_every_size, with_every_key, with_the_mouse], 3),
)
async def test_a_screen_lives_on_after_every_step_was_left(what: Callable[[Guest], Awaitable[None]]) -> None:
    async with a_house().guest(1) as guest:
        await leave_every_step(guest)
        await what(guest)
        await guest.house.lead(Kind.PROPOSAL, "write")
        await guest.press("f5")
        await guest.press(*"still here")
        await guest.sees("still here")


async def leave_the_writing(guest: Guest) -> None:
    """Go on from the writing, and wait until it is torn down."""
    panel = guest.app.room.panel
    assert panel is not None
    await guest.house.lead(Kind.LIFECYCLE, "overview")
    await guest.press("f5")
    await guest.house.lead(Kind.PARTICIPATION, "levels")
    await guest.press("f5")
    await guest.until(lambda: not vars(panel), "the end of the panel")
    await guest.pilot.pause()


async def test_a_person_who_was_in_another_window_meanwhile_finds_a_screen_that_lives() -> None:
    async with House().start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        await guest.press("a")
        guest.app.post_message(events.AppBlur())
        await guest.pilot.pause()
        await leave_the_writing(guest)
        guest.app.post_message(events.AppFocus())
        await guest.press("f8")
        await guest.sees("maple-0001")


async def test_a_mouse_that_rests_where_the_writing_was_finds_a_screen_that_lives() -> None:
    async with House().start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        await guest.pilot.hover(offset=(50, 12))
        await guest.pilot.mouse_down(offset=(50, 12))
        await leave_the_writing(guest)
        await guest.pilot.hover(offset=(51, 13))
        await guest.pilot.mouse_up(offset=(51, 13))
        await guest.pilot.hover(offset=(10, 5))
        await guest.press("f8")
        await guest.sees("maple-0001")


async def test_nothing_holds_a_panel_that_was_torn_down() -> None:
    async with House().start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        panel = guest.app.room.panel
        assert panel is not None
        parts = [ref(part) for part in panel.walk_children(Widget, with_self=True)]
        del panel
        await leave_the_writing(guest)
        await guest.house.lead(Kind.LIFECYCLE, "overview")
        await guest.press("f5")
        gc.collect()
        assert [part() for part in parts if part() is not None] == []
