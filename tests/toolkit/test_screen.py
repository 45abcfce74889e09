"""What is sent for a change makes the same screen as painting all of it would."""

import asyncio
import contextvars
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pyte
import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import TextArea

from copworkshop.hosting.driver import RemoteDriver
from copworkshop.hosting.output_filter import output_filter
from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.model.plan import Kind
from copworkshop.toolkit import teardown as remains
from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.compositor import LeanCompositor
from copworkshop.toolkit.panel_stack import PanelStack
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.teardown import subtree
from copworkshop.ui.participant import panels
from copworkshop.ui.participant.app import ParticipantApp
from helpers.participant_driver import House
from helpers.screens import Look, drawn, looks

HERE = TerminalInfo(colours=Colours.TRUE)
PATIENCE = 60.0

KEYS = (
    *"abcdefgh    ",
    "漢",
    "é",
    "\r",
    "\x7f",
    "\x7f",
    "\x1b[3~",  # delete
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1b[H",
    "\x1b[F",
    "\x1b[1;2D",  # with shift: selects
    "\x1b[1;2A",
    "\x0b",  # to the end of the line
    "\x1a",  # undo
    "\x19",  # redo
    "\t",
    "\x1b[200~some words that are pasted, more than fit\rinto one row of the field\x1b[201~",
)


class Watched:
    """A terminal that what is sent is drawn on."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(*HERE.size)
        self._stream = pyte.ByteStream(self.screen)
        self.frames: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.frames.append(data)
        self._stream.feed(data)

    def unsent(self) -> int:
        return 0

    def pause(self) -> None:
        pass

    def resume(self) -> None:
        pass

    def end(self) -> None:
        pass

    is_silent = False

    async def answers(self) -> bool:
        return True

    @property
    def cells(self) -> list[list[Look]]:
        """What a person sees of every cell."""
        return [[looks(self.screen.buffer[y][x]) for x in range(HERE.columns)] for y in range(HERE.rows)]


class Seen:
    """A person's app, and what its terminal shows."""

    def __init__(self, app: ParticipantApp, driver: RemoteDriver, terminal: Watched) -> None:
        self.app = app
        self.driver = driver
        self.terminal = terminal

    def whole(self) -> list[list[Look]]:
        """What a terminal shows that all of the screen is drawn for at this moment, from nothing that was kept."""
        return self.driver._context.run(self._whole)

    def _whole(self) -> list[list[Look]]:
        for widget in self.app.screen.walk_children(Widget, with_self=True):
            widget._styles_cache.clear()
            if isinstance(widget, TextArea):
                widget._line_cache.clear()
        fresh = Watched()
        for row, strip in enumerate(drawn(self.app.screen), start=1):
            fresh.send(f"\x1b[{row};1H{output_filter(HERE.colours)(strip.render(self.app.console))}".encode())
        return fresh.cells

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"{what} did not come"
            await asyncio.sleep(0.002)

    async def presses(self, keys: str) -> None:
        """Send keys, and wait until all they lead to was worked off by the app, the field and the screen in turn."""
        self.driver.feed(keys.encode())
        while self.driver.keys.waiting or self.driver.keys.is_scheduled:  # noqa: ASYNC110 - it is a condition
            await asyncio.sleep(0.001)
        for _ in range(3):
            for pump in (self.app, self.app.focused or self.app, self.app.screen):
                done = asyncio.Event()
                pump.post_message(events.Callback(callback=done.set))
                async with asyncio.timeout(PATIENCE):
                    await done.wait()

    async def agrees(self) -> None:
        """Wait until the terminal shows what the screen is."""
        end = time.monotonic() + PATIENCE
        while (shown := self.terminal.cells) != (wanted := self.whole()):
            if time.monotonic() > end:
                wrong = [(y, x) for y, row in enumerate(wanted) for x, c in enumerate(row) if c != shown[y][x]]
                raise AssertionError(
                    f"stale cells (row, column): {wrong[:20]}\n" + "\n".join(self.terminal.screen.display)
                )
            await asyncio.sleep(0.01)


@asynccontextmanager
async def seen(house: House) -> AsyncIterator[Seen]:
    app = house.app()
    terminal = Watched()
    drivers: list[RemoteDriver] = []

    def make_driver(of: Any, **options: Any) -> RemoteDriver:
        driver = RemoteDriver(of, **options)
        driver.attach(terminal, HERE)
        drivers.append(driver)
        return driver

    app.assign(1)
    running = asyncio.get_running_loop().create_task(
        app.run_hosted(make_driver, HERE.size), context=contextvars.Context()
    )
    end = time.monotonic() + PATIENCE
    while app.room.panel is None or not drivers:
        assert time.monotonic() < end, "the app did not start"
        await asyncio.sleep(0.005)
    try:
        yield Seen(app, drivers[0], terminal)
    finally:
        app.exit()
        await running


@pytest.mark.parametrize("seed", range(2))
async def test_a_storm_of_keys_in_the_proposal_leaves_no_stale_cell(seed: int) -> None:
    chance = random.Random(seed)
    async with seen(House(1).start_at(Kind.PROPOSAL, "write")) as person:
        await person.agrees()
        for _ in range(8):
            await person.presses("".join(chance.choices(KEYS, k=chance.randint(1, 8))))
            await person.agrees()


async def test_a_moving_room_leaves_no_stale_cell() -> None:
    house = House(3).start_at(Kind.WELCOME)
    async with seen(house) as person:
        for kind, round_name in (
            (Kind.LIFECYCLE, "overview"),
            (Kind.PARTICIPATION, "levels"),
            (Kind.PARTICIPATION, "place"),
            (Kind.PROPOSAL, "write"),
            (Kind.TOP_TEN, "collect"),
            (Kind.CLOSE, "close"),
        ):
            house.clock.seconds += 100
            await house.lead(kind, round_name)
            await person.agrees()
            await person.presses("1ab\x1b[B")
            await person.agrees()


async def test_a_panel_that_takes_anothers_place_is_sent_once_and_whole() -> None:
    house = House(1).start_at(Kind.WELCOME)
    async with seen(house) as person:
        await person.agrees()
        house.clock.seconds += 100
        person.terminal.frames.clear()
        await house.lead(Kind.PROPOSAL, "write")
        async with asyncio.timeout(PATIENCE):
            while "What is the focal point?" not in "\n".join(person.terminal.screen.display):  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await person.agrees()
        assert sum(b"What is the focal point?" in frame for frame in person.terminal.frames) == 1


async def test_a_panel_that_waits_is_laid_out_once_before_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with seen(house) as person:
        frames, room = person.terminal.frames, person.app.room
        layouts: list[int] = []
        arrange = LeanCompositor._arrange_root

        def arranged(compositor: LeanCompositor, *arguments: Any, **options: Any) -> Any:
            layouts.append(len(frames))
            return arrange(compositor, *arguments, **options)

        def made_ready() -> bool:
            return (
                room.guide.is_prepared
                and all(each._size for each in room.query_one(PanelStack).waiting)
                and not room._layout_required
            )

        monkeypatch.setattr(LeanCompositor, "_arrange_root", arranged)
        for round_name, shown in (("share", b"other proposals are shared"), ("write", b"0 words")) * 2:
            for _ in range(2):  # its new sizes may ask for another layout
                await person.until(made_ready, "the next panel made ready")
                await person.presses("")
            await person.agrees()
            frames.clear()
            layouts.clear()
            house.clock.seconds += 100
            await house.lead(Kind.PROPOSAL, round_name)
            await person.until(lambda shown=shown: any(shown in each for each in frames), round_name)  # type: ignore[misc]
            assert layouts.count(0) == 1, round_name


async def test_after_each_step_the_terminals_own_cursor_is_where_the_text_goes() -> None:
    house = House(1).start_at(Kind.PARTICIPATION, "picture")
    async with seen(house) as person:
        await person.until(lambda: person.app.room.guide.is_prepared, "the next panel made ready")
        for round_name in ("write", "share", "write"):
            house.clock.seconds += 100
            await house.lead(Kind.PROPOSAL, round_name)
            await person.until(lambda there=round_name: person.app.room.position.here.round == there, round_name)  # type: ignore[misc, union-attr]
            await person.agrees()
        area, cursor = person.app.focused, person.terminal.screen.cursor
        assert isinstance(area, TextArea)
        assert (cursor.x, cursor.y) == area.cursor_screen_offset
        await person.presses("ab")
        await person.agrees()
        assert (cursor.x, cursor.y) == area.cursor_screen_offset


async def test_a_terminal_that_was_smaller_for_a_moment_is_drawn_whole_again() -> None:
    async with seen(House(1).start_at(Kind.PROPOSAL, "write")) as person:
        await person.agrees()
        for rows, columns in ((10, 40), (HERE.rows, HERE.columns)):  # both before the app hears of the first
            person.terminal.screen.resize(rows, columns)
            person.driver.resize(columns, rows)
        await person.agrees()


async def test_a_panel_that_was_left_is_torn_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remains, "GRACE_SECONDS", 0.01)
    monkeypatch.setattr(panels, "KEPT_SECONDS", 0.01)
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        panel = guest.app.room.panel
        assert panel is not None
        left = [node for node in subtree(panel) if isinstance(node, Widget)]
        await guest.taken_to(Kind.TOP_TEN, "collect")
        await guest.until(lambda: not any(map(vars, left)), "nothing is left")
        await guest.press("x")
        await guest.sees("x")


async def test_where_a_widget_was_just_removed_what_lies_behind_it_is_painted() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        compositor = guest.app.screen._compositor
        area = guest.app.screen.query_one(TextArea)
        with guest.app.batch_update():  # no layout in between
            await area.remove()
            assert area in compositor.visible_widgets
            assert "What is the focal point?" in compositor.render_full_update().render_segments(guest.app.console)


class OneField(App[None]):
    """A field that takes all of the screen."""

    def get_default_screen(self) -> LeanScreen[None]:
        return LeanScreen()

    def compose(self) -> ComposeResult:
        yield TextArea()


async def test_a_screen_drawn_between_two_layouts_has_no_hole() -> None:
    async with OneField().run_test() as pilot:
        compositor = pilot.app.screen._compositor
        before = compositor.cuts
        field = pilot.app.query_one(TextArea)
        field.styles.max_width = 33
        pilot.app.screen._clear_arrangement_cache()
        compositor._full_map_invalidated = True  # as it is for a moment while one panel takes another's place
        assert compositor.full_map[field].region.width == 33
        assert compositor.cuts is before
        terminal = Watched()
        terminal.send(b"\r\n".join([b"#" * HERE.columns] * HERE.rows))
        terminal.send(compositor.render_full_update().render_segments(pilot.app.console).encode())
        assert "#" not in "".join(terminal.screen.display)
