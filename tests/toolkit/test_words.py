"""The widget for people's words."""

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content

from copworkshop.toolkit.theme import HEADING
from copworkshop.toolkit.widgets.words import Said, Words
from helpers.screens import drawn

HOSTILE = ["[/]", "[@click=app.quit]x[/]", "[red]", "[b]bold[/b]", "[x] todo", "[[", "]", "\\[", "$primary", "%s"]
SCRIPTS = [
    "实践社区是一群人",
    "ชุมชนนักปฏิบัติ",
    "مجتمع الممارسة",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 5,
    "e\u0301" * 30,
]


class Says(App[None]):
    """Shows words, with a tooltip's and a notification's machinery on as in real use."""

    def __init__(self, words: Said) -> None:
        super().__init__()
        self.words = Words(words)

    def compose(self) -> ComposeResult:
        yield self.words

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in drawn(self.screen)]


@pytest.mark.parametrize("said", HOSTILE)
async def test_what_looks_like_markup_is_shown_as_it_was_typed(said: str) -> None:
    app = Says(said)
    async with app.run_test(size=(40, 3), notifications=True, tooltips=True) as pilot:
        await pilot.click(Words)
        await pilot.hover(Words)

        assert app.rows()[0] == said
        assert app.is_running


async def test_an_escape_sequence_does_not_reach_the_terminal() -> None:
    app = Says("a\x1b]52;c;aGk=\x07b\x1b[2J")
    async with app.run_test(size=(40, 3), notifications=True, tooltips=True):
        assert "\x1b" not in "".join(app.rows())
        assert app.rows()[0].startswith("a\ufffd]52;c;aGk=")


@pytest.mark.parametrize("said", SCRIPTS)
async def test_every_script_is_wrapped_within_the_room(said: str) -> None:
    app = Says(said)
    async with app.run_test(size=(9, 12)):
        rows = app.rows()

    assert "".join(rows).replace(" ", "") == said.replace(" ", "")
    assert all(cell_len(row) <= 9 for row in rows)


async def test_words_are_as_high_as_they_need() -> None:
    app = Says("one two three")
    async with app.run_test(size=(5, 10)):
        assert app.words.size.height == 3


async def test_styled_lines_are_shown_a_line_each() -> None:
    app = Says([Content.styled("Vision", HEADING), Content("What is the focal point?")])
    async with app.run_test(size=(30, 3)):
        assert app.rows() == ["Vision", "What is the focal point?", ""]


async def test_new_words_take_the_place_of_the_old() -> None:
    app = Says("one")
    async with app.run_test(size=(5, 4)) as pilot:
        app.words.update("two three [/]")
        await pilot.pause()

        assert app.rows() == ["two", "three", "[/]", ""]


async def test_words_can_be_as_wide_as_they_are() -> None:
    app = Says("实践")
    async with app.run_test(size=(30, 3)) as pilot:
        app.words.styles.width = "auto"
        await pilot.pause()

        assert app.words.size.width == 4
