"""The field for one line."""

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.notices import Cleaned, Notice, Refused
from helpers.screens import drawn


class Counts(Screen[None]):
    """Counts how often it is laid out."""

    layouts = 0

    def _refresh_layout(self, size: object = None, scroll: bool = False) -> None:
        self.layouts += 1
        super()._refresh_layout(size, scroll=scroll)  # type: ignore[arg-type]


class Asks(App[None]):
    """Asks for one line of at most twelve characters."""

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.value = value
        self.notices: list[Notice] = []
        self.submitted: list[str] = []

    def get_default_screen(self) -> Counts:
        return Counts()

    def compose(self) -> ComposeResult:
        self.field = LineInput(self.value, max_length=12, placeholder="Your idea")
        yield self.field

    @on(Notice)
    def keep_notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    @on(Input.Submitted)
    def keep_submitted(self, event: Input.Submitted) -> None:
        self.submitted.append(event.value)

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in drawn(self.screen)]


async def test_enter_submits_the_line() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("h", "i", "enter")

    assert app.submitted == ["hi"]


async def test_a_paste_of_several_lines_becomes_one() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)) as pilot:
        app.field.post_message(events.Paste("one\r\n two\n"))
        await pilot.pause()

    assert app.field.value == "one two"
    assert app.notices == []


async def test_a_paste_that_is_too_long_is_refused_whole() -> None:
    app = Asks("typed")
    async with app.run_test(size=(40, 5)) as pilot:
        app.field.post_message(events.Paste("x" * 8))
        await pilot.pause()

    assert app.field.value == "typed"
    assert [type(notice) for notice in app.notices] == [Refused]
    assert "12" in app.notices[0].sentence


async def test_a_huge_paste_is_refused() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)) as pilot:
        app.field.post_message(events.Paste("x" * 30_000))
        await pilot.pause()

    assert app.field.value == ""
    assert "20 KB" in app.notices[0].sentence


async def test_a_paste_is_cleaned_and_says_so() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)) as pilot:
        app.field.post_message(events.Paste("a\u202eb\x1b"))
        await pilot.pause()

    assert app.field.value == "ab"
    assert [type(notice) for notice in app.notices] == [Cleaned]


async def test_a_paste_from_the_programs_own_clipboard_becomes_one_line_too() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)) as pilot:
        app.copy_to_clipboard("one\ntwo")
        await pilot.press("ctrl+v")

    assert app.field.value == "one two"


async def test_a_key_past_the_limit_is_refused_and_nothing_is_lost() -> None:
    app = Asks("twelve chars")
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("x")

    assert app.field.value == "twelve chars"
    assert [type(notice) for notice in app.notices] == [Refused]


async def test_coming_back_to_the_field_does_not_select_what_is_there() -> None:
    app = Asks("abc")
    async with app.run_test(size=(40, 5)) as pilot:
        app.set_focus(None)
        app.field.focus()
        await pilot.press("d")

    assert app.field.value == "abcd"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
async def test_a_joiner_can_be_typed(joiner: str) -> None:
    app = Asks("a")
    async with app.run_test(size=(40, 5)) as pilot:
        app.field.post_message(events.Key("joiner", joiner))
        await pilot.press("b")

    assert app.field.value == f"a{joiner}b"


async def test_a_key_does_not_lay_out_the_screen() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)) as pilot:
        screen = app.screen
        assert isinstance(screen, Counts)
        await pilot.press("a")
        before = screen.layouts
        await pilot.press("b", "c", "backspace")

        assert screen.layouts == before
        assert "ab" in app.rows()[1]


async def test_the_end_of_a_line_longer_than_the_field_is_in_sight() -> None:
    app = Asks()
    async with app.run_test(size=(10, 5)) as pilot:
        await pilot.press(*"abcdefghijkl")

        assert "jkl" in app.rows()[1]
        assert "abc" not in app.rows()[1]


@pytest.mark.parametrize("said", ["[/]", "[red]", "[@click=q]x"])
async def test_what_looks_like_markup_is_shown_as_it_was_typed(said: str) -> None:
    app = Asks(said)
    async with app.run_test(size=(40, 5), notifications=True, tooltips=True):
        assert said in app.rows()[1]


async def test_the_cursor_does_not_blink() -> None:
    app = Asks()
    async with app.run_test(size=(40, 5)):
        assert app.field.cursor_blink is False
