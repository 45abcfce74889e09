"""The field for a paragraph."""

import asyncio

import pytest
from rich.style import Style
from textual import events, on
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Button, TextArea

from copworkshop.toolkit.widgets.notices import Cleaned, Notice, Refused
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from helpers.screens import drawn

NEVER = 3600.0  # seconds
SOON = 0.01


class Asks(App[None]):
    """Asks for a paragraph of at most thirty characters."""

    def __init__(self, text: str = "", *, pause: float = NEVER, at_most: float = NEVER) -> None:
        super().__init__()
        self.field = ParagraphArea(
            text, max_length=30, pause=pause, at_most=at_most, placeholder="Who is the [community] for?"
        )
        self.field.paused = self.keep_text
        self.notices: list[Notice] = []
        self.told: list[str] = []
        self.heard = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield self.field
        yield Button("Next")

    @on(Notice)
    def keep_notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    def keep_text(self) -> None:
        self.told.append(self.field.text)
        self.heard.set()

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in drawn(self.screen)]


async def test_a_pause_in_typing_tells_the_text_once() -> None:
    app = Asks(pause=SOON)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("h", "i", "enter")
        async with asyncio.timeout(60):
            while app.told[-1:] != ["hi\n"]:
                app.heard.clear()
                await app.heard.wait()

        assert app.told.count("hi\n") == 1
        assert not app.field.unsent


async def test_typing_without_a_pause_tells_the_text_in_between() -> None:
    app = Asks(at_most=0.0)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("h", "i")

    assert app.told == ["h", "hi"]


async def test_typing_is_told_at_the_latest_when_its_time_is_up() -> None:
    app = Asks(pause=NEVER, at_most=SOON)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("h")
        async with asyncio.timeout(60):
            await app.heard.wait()

    assert app.told == ["h"]


async def test_leaving_the_field_tells_the_text() -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("h", "i", "tab")
        await pilot.pause()

    assert app.told == ["hi"]


async def test_leaving_an_unchanged_field_tells_nothing() -> None:
    app = Asks("hi")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("x", "backspace", "tab")
        await pilot.pause()

    assert app.told == []


async def test_a_text_from_elsewhere_is_shown_and_not_told_back() -> None:
    app = Asks("one")
    async with app.run_test(size=(40, 8)) as pilot:
        assert app.field.receive("two")
        await pilot.press("tab")
        await pilot.pause()

        assert app.field.text == "two"
    assert app.told == []


async def test_a_text_from_elsewhere_does_not_overwrite_typing() -> None:
    app = Asks("one")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("x")

        assert not app.field.receive("two")
        assert app.field.text == "xone"


async def test_a_text_from_elsewhere_leaves_the_cursor_where_it_was() -> None:
    app = Asks("one two")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("end")
        app.field.receive("one two three")

        assert app.field.cursor_location == (0, 7)


async def test_a_key_past_the_limit_is_refused_and_nothing_is_lost() -> None:
    app = Asks("x" * 30)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("y", "enter")

        assert app.field.text == "x" * 30
    assert [type(notice) for notice in app.notices] == [Refused, Refused]


async def test_a_text_over_the_limit_can_be_shortened() -> None:
    app = Asks("x" * 40)
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("delete")

        assert app.field.text == "x" * 39
    assert app.notices == []


@pytest.mark.parametrize(("pasted", "word"), [("x" * 31, "30"), ("ж" * 11_000, "20 KB"), ("x" * 30_000, "20 KB")])
async def test_a_paste_that_does_not_fit_is_refused_whole(pasted: str, word: str) -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)) as pilot:
        app.field.post_message(events.Paste(pasted))
        await pilot.pause()

        assert app.field.text == ""
    assert [type(notice) for notice in app.notices] == [Refused]
    assert word in app.notices[0].sentence


async def test_a_paste_is_cleaned_and_says_so() -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)) as pilot:
        app.field.post_message(events.Paste("a\u202e\r\nb\x1b"))
        await pilot.pause()

        assert app.field.text == "a\nb"
    assert [type(notice) for notice in app.notices] == [Cleaned]


async def test_a_paste_goes_in_once_and_the_cursor_behind_it() -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)) as pilot:
        app.field.post_message(events.Paste("one two"))
        await pilot.press("!")

        assert app.field.text == "one two!"


async def test_a_paste_from_the_programs_own_clipboard_is_held_to_the_limit() -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)) as pilot:
        app.copy_to_clipboard("x" * 31)
        await pilot.press("ctrl+v")

        assert app.field.text == ""
    assert [type(notice) for notice in app.notices] == [Refused]


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
async def test_a_joiner_can_be_typed(joiner: str) -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("a")
        app.field.post_message(events.Key("joiner", joiner))
        await pilot.press("b")

        assert app.field.text == f"a{joiner}b"


@pytest.mark.parametrize("said", ["[/]", "[red]", "[@click=app.quit]x[/]"])
async def test_what_looks_like_markup_is_shown_as_it_was_typed(said: str) -> None:
    app = Asks(said)
    async with app.run_test(size=(40, 8), notifications=True, tooltips=True):
        assert said in app.rows()[1]


async def test_a_prompt_keeps_its_brackets() -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)):
        assert "Who is the [community] for?" in app.rows()[1]


async def test_the_cursor_does_not_blink() -> None:
    app = Asks()
    async with app.run_test(size=(40, 8)):
        assert app.field.cursor_blink is False


async def test_a_paste_that_brought_the_scrollbar_is_undone_and_redone() -> None:
    app = Asks()
    app.field.max_length = 1000
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("h", "i", "enter")
        app.field.post_message(events.Paste("\n".join(f"line {number}" for number in range(30))))
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert app.field.text == "hi\n"
        await pilot.press("ctrl+y")
        app.field.select_all()
        await pilot.press("backspace")
        assert app.field.text == ""


async def test_the_cursor_stands_where_stock_text_areas_have_it_in_any_text() -> None:
    app = Asks("漁 nets\tand 漁師 boats\n\nmended")
    async with app.run_test(size=(16, 12)):
        stock = app.field.wrapped_document.location_to_offset
        for line, text in enumerate(app.field.document.lines):
            for column in range(len(text) + 1):
                app.field.move_cursor((line, column))
                assert app.field._cursor_offset == stock((line, column))


async def test_rows_are_drawn_as_stock_text_areas_draw_them() -> None:
    app = Asks("漁 nets\tand 漁師 boats\n\nmended nets, a boat, e\u0301 and more\nx")

    def cells(row: Strip) -> list[tuple[str, Style | None]]:
        return [(char, style) for text, style, _ in row for char in text]

    async with app.run_test(size=(16, 14)):
        for line, text in enumerate(app.field.document.lines):
            for column in range(len(text) + 1):
                app.field.move_cursor((line, column))
                for y in range(app.field.size.height):
                    own, stock = app.field._render_line(y), TextArea._render_line(app.field, y)
                    assert cells(own) == cells(stock)
                    assert own.cell_length == stock.cell_length
