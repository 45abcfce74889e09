"""The widget that shows what a function draws."""

import asyncio
from collections.abc import Callable, Sequence

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.style import Style

from copworkshop.toolkit.theme import ACCENT, DARK, LIGHT, register
from copworkshop.toolkit.widgets.drawing import Draw, Drawing
from helpers.screens import drawn


class Watched(Drawing):
    """Keeps the regions that it asks to be painted again."""

    asked: list[Region]

    def _set_dirty(self, *regions: Region) -> None:
        self.asked = [*getattr(self, "asked", []), *regions]
        super()._set_dirty(*regions)


class Shows(App[None]):
    """Shows one drawing in a scrolling room without scroll bars."""

    CSS = "VerticalScroll { scrollbar-size-vertical: 0; }"

    def __init__(self, draw: Draw, *, centre: bool = False) -> None:
        super().__init__()
        register(self)
        self.theme = DARK.name
        self.drawing = Watched(draw, centre=centre)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield self.drawing

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in drawn(self.screen)]


def numbered(count: int) -> Callable[[int, int], Sequence[Content]]:
    return lambda width, height: [Content(f"line {n} of {width}x{height}") for n in range(count)]


async def test_it_draws_for_the_room_it_has() -> None:
    app = Shows(numbered(1))
    async with app.run_test(size=(30, 5)):
        assert app.rows()[0] == "line 0 of 30x5"
        assert app.drawing.size.height == 5


async def test_more_lines_than_rows_can_be_scrolled_and_know_the_rows() -> None:
    app = Shows(numbered(9))
    async with app.run_test(size=(30, 5)) as pilot:
        app.query_one(VerticalScroll).scroll_end(animate=False)
        async with asyncio.timeout(60):
            while app.rows() != [f"line {n} of 30x5" for n in range(4, 9)]:
                await pilot.pause()
        assert app.drawing.size.height == 9


async def test_it_is_redrawn_when_the_terminal_changes_its_size() -> None:
    app = Shows(numbered(1))
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.resize_terminal(40, 7)
        async with asyncio.timeout(60):
            while app.rows()[0] != "line 0 of 40x7":
                await pilot.pause()


async def test_few_lines_can_stand_in_the_middle() -> None:
    app = Shows(lambda width, height: [Content("here")], centre=True)
    async with app.run_test(size=(30, 5)):
        assert app.rows() == ["", "", "here", "", ""]


async def test_only_the_cells_that_differ_are_repainted() -> None:
    clock = ["12:34"]
    app = Shows(lambda width, height: [Content("heading"), Content.styled(clock[0], ACCENT)])
    async with app.run_test(size=(30, 5)) as pilot:
        clock[0] = "12:35"
        app.drawing.asked = []
        app.drawing.refresh_drawing()
        await pilot.pause()

        assert app.drawing.asked == [Region(4, 1, 1, 1)]
        assert app.rows()[:2] == ["heading", "12:35"]


async def test_a_line_drawn_in_the_middle_of_a_change_of_theme_is_in_no_other_screens_way() -> None:
    words = ["before"]

    def draw(width: int, height: int) -> Sequence[Content]:
        return [Content.styled(words[0], ACCENT)]

    changing, light = Shows(draw), Shows(draw)
    light.theme = LIGHT.name
    for app in changing, light:  # what it is painted on does not tell the two themes apart
        app.drawing.styles.background, app.drawing.styles.color = "black", "white"
    async with changing.run_test(size=(30, 5)):
        words[0] = "accented"
        changing.theme = LIGHT.name
        changing.drawing.refresh_drawing()
    async with light.run_test(size=(30, 5)):
        first = next(iter(light.drawing.render_line(0)))

        assert first.text == "accented"
        assert first.style is not None
        assert first.style.color == Style.parse(ACCENT).rich_style.color


async def test_a_wide_character_is_painted_with_its_whole_line() -> None:
    word = ["实践"]
    app = Shows(lambda width, height: [Content(word[0])])
    async with app.run_test(size=(30, 5)) as pilot:
        word[0] = "实验"
        app.drawing.asked = []
        app.drawing.refresh_drawing()
        await pilot.pause()

        assert app.drawing.asked == [Region(0, 0, 30, 1)]
        assert app.rows()[0] == "实验"


async def test_nothing_is_painted_when_nothing_differs() -> None:
    app = Shows(numbered(3))
    async with app.run_test(size=(30, 5)):
        app.drawing.asked = []
        app.drawing.refresh_drawing()

        assert app.drawing.asked == []


async def test_more_lines_make_it_higher() -> None:
    lines = [Content("one")]
    app = Shows(lambda width, height: lines)
    async with app.run_test(size=(30, 2)) as pilot:
        lines.extend([Content("two"), Content("three")])
        app.drawing.refresh_drawing()
        await pilot.pause()

        assert app.drawing.size.height == 3
        assert app.rows() == ["one", "two"]


async def test_a_line_wider_than_the_room_is_cut() -> None:
    app = Shows(lambda width, height: [Content("0123456789")])
    async with app.run_test(size=(4, 1)):
        assert app.rows() == ["0123"]


async def test_the_styles_follow_the_theme() -> None:
    app = Shows(lambda width, height: [Content.styled("code", ACCENT)])
    async with app.run_test(size=(30, 5)) as pilot:
        app.theme = LIGHT.name
        await pilot.pause()
        style = next(iter(app.drawing.render_line(0))).style

    assert style is not None
    assert style.color is not None
    assert style.color.triplet is not None
    assert style.color.triplet.hex.upper() == LIGHT.accent


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("a\x1b]0;title\x07b", ["a\ufffd]0;titleb", ""]),
        ("a\x9b31mb", ["a\ufffd31mb", ""]),
        ("a\u202eb", ["a\ufffdb", ""]),
        ("a\tb", ["a   b", ""]),
        ("a\nb", ["a", "b"]),
    ],
)
async def test_no_control_character_gets_through(said: str, rows: list[str]) -> None:
    app = Shows(lambda width, height: [Content(said)])
    async with app.run_test(size=(30, 2)):
        assert app.rows() == rows
