"""The list with a cursor."""

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.strip import Strip

from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from helpers.screens import drawn

LONG = "a very long idea with so many words that it cannot stand in one row of a list"


def entry(key: int, words: str | None = None, state: str = "", below: tuple[str, ...] = ()) -> Entry:
    cells = (Content(str(key)), Content(words or f"idea {key}"), Content(state))
    return Entry(key, cells, tuple(map(Content, below)))


class Lists(App[None]):
    """Shows one list, as a screen on which Page Down leads the room."""

    BINDINGS = [Binding("pagedown", "lead", "Lead")]  # noqa: RUF012 - as Textual has it

    def __init__(self, *entries: Entry) -> None:
        super().__init__()
        self.list = EntryList(Column(align="right"), Column(words=True), Column("State"), empty="Nothing yet.")
        self.list.show(entries)
        self.heard: list[str] = []
        self.led = 0

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()

    def action_lead(self) -> None:
        self.led += 1

    @on(EntryList.Moved)
    def hear(self, event: EntryList.Moved) -> None:
        self.heard.append(f"{type(event).__name__} {event.control.cursor}")

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in drawn(self.screen)]


async def test_an_entry_is_cut_and_the_one_under_the_cursor_is_whole() -> None:
    app = Lists(entry(1, LONG), entry(2, LONG))
    async with app.run_test(size=(30, 12)):
        rows = app.rows()

    assert rows[0].split() == ["State"]
    assert " ".join(" ".join(rows[1:5]).split()) == f"1 {LONG} 2 a very long idea with so…"


async def test_what_belongs_to_an_entry_is_shown_below_it_under_the_cursor_only() -> None:
    app = Lists(entry(1, below=("merged from 7",)), entry(2, below=("merged from 8",)))
    async with app.run_test(size=(40, 8)) as pilot:
        first = "\n".join(app.rows())
        await pilot.press("down")
        second = "\n".join(app.rows())

    assert "from 7" in first
    assert "from 8" not in first
    assert "from 8" in second
    assert "from 7" not in second


async def test_the_cursor_stays_with_its_entry_when_others_come_and_go() -> None:
    app = Lists(entry(1), entry(2), entry(3))
    async with app.run_test() as pilot:
        await pilot.press("down")
        app.list.show([entry(0), entry(1), entry(2, "reworded")])
        assert app.list.cursor == 2


async def test_the_cursor_stays_near_an_entry_that_is_gone() -> None:
    app = Lists(entry(1), entry(2), entry(3))
    async with app.run_test() as pilot:
        await pilot.press("end")
        app.list.show([entry(1), entry(2)])
        assert app.list.cursor == 2


async def test_the_cursor_stops_at_the_ends() -> None:
    app = Lists(entry(1), entry(2))
    async with app.run_test() as pilot:
        await pilot.press("up", "down", "down", "down")
        assert app.list.cursor == 2


async def test_moving_is_told() -> None:
    app = Lists(entry(1), entry(2))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.heard.clear()
        await pilot.press("down")
        await pilot.pause()

    assert app.heard == ["Moved 2"]


async def test_the_cursor_is_in_sight_in_a_long_list() -> None:
    app = Lists(*(entry(number) for number in range(1, 201)))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("end", "up", "up")
        await pilot.pause()
        assert any("idea 198" in row for row in app.rows())
        await pilot.press("home")
        await pilot.pause()
        assert any("idea 1" in row.split("  ") for row in (row.strip() for row in app.rows()))


async def test_page_down_is_left_to_the_screen() -> None:
    app = Lists(*(entry(number) for number in range(1, 201)))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("pagedown")

    assert app.led == 1
    assert app.list.cursor == 1


async def test_a_click_moves_the_cursor() -> None:
    app = Lists(entry(1, below=("below",)), entry(2), entry(3))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(EntryList, offset=(2, 4))  # head, idea 1, what is below it, idea 2, idea 3
        assert app.list.cursor == 3


async def test_an_empty_list_says_so_and_takes_keys_calmly() -> None:
    app = Lists()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "enter", "home", "end")
        assert "Nothing yet." in "\n".join(app.rows())
        assert app.list.current is None


async def test_words_run_on_over_empty_cells_after_them() -> None:
    app = Lists(entry(1), entry(2, "x" * 60), entry(3, "x" * 60, state="withdrawn"))
    async with app.run_test(size=(40, 10)):
        rows = app.rows()

    assert rows[2].count("x") == rows[3].count("x") + len("withdrawn") + 2


@pytest.mark.parametrize(
    "words", ["[/]", "[@click=app.quit]x[/]", "$foreground", "\\[b]", "实践社区" * 9, "e\u0301" * 50]
)
@pytest.mark.parametrize("width", [10, 11, 40])
async def test_every_row_fits_and_nothing_is_markup(words: str, width: int) -> None:
    app = Lists(entry(1, words, below=(words,)), entry(2, words, state="in"))
    async with app.run_test(size=(width, 30), notifications=True, tooltips=True) as pilot:
        await pilot.click(EntryList, offset=(5, 1))
        rows = app.rows()

    assert all(cell_len(row) <= width for row in rows)
    if width == 40 and words.isascii():
        assert f"1  {words}" in rows[1]


async def test_control_characters_do_not_reach_the_terminal() -> None:
    app = Lists(entry(1, "a\x1b]52;c;aGk=\x07b"), entry(2, "\u202eabc\x9b2J"))
    async with app.run_test(size=(40, 6)):
        text = "".join(app.rows())

    assert not any(char in text for char in "\x1b\x07\x9b\u202e")


async def test_a_change_under_the_cursor_is_drawn_in_its_rows_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Lists(*(entry(number, LONG) for number in range(1, 4)))
    async with app.run_test(size=(30, 12)) as pilot:
        app.list.move_to(2)
        await pilot.pause()
        below = app.rows()[1:2]
        drawn: list[int] = []
        render = EntryList.render_line

        def noted(shown: EntryList, y: int) -> Strip:
            drawn.append(y)
            return render(shown, y)

        monkeypatch.setattr(EntryList, "render_line", noted)
        app.list.show([entry(1, LONG), entry(2, LONG.upper()), entry(3, LONG)])
        await pilot.pause()
        monkeypatch.undo()
        assert "A VERY LONG IDEA" in " ".join(" ".join(app.rows()).split())
        assert app.rows()[1:2] == below
        assert drawn
        assert 0 not in drawn
        assert 1 not in drawn
