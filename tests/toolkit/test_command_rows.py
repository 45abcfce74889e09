"""Keys as rows of data."""

import re
from typing import Any, ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical

from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import DIGITS, Command, Commands, is_text, key_name
from copworkshop.toolkit.dialogs.help import key_groups
from copworkshop.toolkit.widgets.hints import Keys, hint, keys_that_fit


class Board(CommandNode, Vertical, can_focus=True):
    """A panel with ideas, of which the first `most` can get a place."""

    KEYS: ClassVar[Commands[Any]] = (
        Command("x", "cut", "Cut the idea", lambda board: "bring back" if board.is_cut else "cut", rank=1),
        Command(DIGITS, "place", "Give it this place", "place", most=lambda board: board.most),
        Command("down,up", hint="move", label="Up Down"),
        Command("r", "reword", "Reword it", "reword", when=lambda board: not board.is_cut),
        Command("", "publish", "Publish it", when=lambda board: not board.is_cut),
    )

    def __init__(self) -> None:
        super().__init__()
        self.is_cut = False
        self.most = 3
        self.places: list[int] = []

    def action_cut(self) -> None:
        self.is_cut = True

    def action_reword(self) -> None:
        raise AssertionError

    def action_place(self, number: int) -> None:
        self.places.append(number)


class Longer(Board):
    KEYS: ClassVar[Commands[Any]] = (Command("z", "undo", "Undo", "undo"),)


class Own(Board, inherit_bindings=False):
    KEYS: ClassVar[Commands[Any]] = (Command("z", "undo", "Undo", "undo"),)


class Boards(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.board = Board()

    def compose(self) -> ComposeResult:
        yield self.board

    def on_mount(self) -> None:
        self.board.focus()


def test_the_hint_line_has_what_is_possible_now_in_the_order_of_the_ranks() -> None:
    board = Board()
    assert board.hints() == (("1-3", "place"), ("Up Down", "move"), ("r", "reword"), ("x", "cut"))

    board.is_cut, board.most = True, 1
    assert board.hints() == (("1", "place"), ("Up Down", "move"), ("x", "bring back"))


async def test_a_key_does_nothing_while_its_command_is_not_possible() -> None:
    app = Boards()
    async with app.run_test() as pilot:
        await pilot.press("4", "3", "x", "r")

    assert (app.board.places, app.board.is_cut) == ([3], True)


async def test_the_list_of_keys_comes_from_the_rows() -> None:
    app = Boards()
    async with app.run_test():
        groups = dict(key_groups(app.screen.active_bindings.values(), app.focused))

    assert groups["Here"] == [("x", "Cut the idea"), ("1  2  3", "Give it this place"), ("r", "Reword it")]


def test_a_command_without_a_key_has_a_condition_too() -> None:
    board = Board()
    assert board.check_action("publish", ())

    board.is_cut = True
    assert not board.check_action("publish", ())


def test_rows_are_added_to_those_of_the_bases() -> None:
    assert Longer().hints()[-1] == ("x", "cut")
    assert ("z", "undo") in Longer().hints()
    assert Own().hints() == (("z", "undo"),)


def test_a_narrow_line_has_the_first_keys() -> None:
    keys = [("F1", "keys"), ("x", "cut it"), ("r", "reword it")]
    assert keys_that_fit(keys, 20).plain == " F1 keys  x cut it …"
    assert keys_that_fit(keys[:2], 18).plain == " F1 keys  x cut it"
    assert keys_that_fit(keys, 19).plain == " F1 keys …"


@pytest.mark.parametrize("width", range(24, 40))
async def test_no_key_of_a_panel_is_cut_in_two(width: int) -> None:
    labels = ["a add", "b bring back", "c cut it", "d draw", "e enter it", "f find", "g go there", "h help"]
    keys = Keys(hint(*(tuple(label.split(" ", 1)) for label in labels)))

    class Panel(App[None]):
        def compose(self) -> ComposeResult:
            yield keys

    async with Panel().run_test(size=(width, 10)):
        rows = [strip.text.strip() for strip in (keys.render_line(y) for y in range(keys.size.height))]
    shown = [label.replace("\u00a0", " ") for row in rows for label in re.split(" {2,}| (?=…)", row)]
    assert shown[-1] == "…"
    assert shown[:-1] == labels[: len(shown) - 1]


@pytest.mark.parametrize(
    ("key", "printed"), [("pagedown", "Page Down"), ("ctrl+q", "Ctrl+Q"), ("f1", "F1"), ("x", "x"), ("X", "X")]
)
def test_a_key_is_named_as_it_is_printed_on_keyboards(key: str, printed: str) -> None:
    assert key_name(key) == printed


def test_a_field_takes_letters_and_signs_as_text_and_no_other_keys() -> None:
    assert all(is_text(key) for key in ("a", "T", "2", "slash", "space"))
    assert not any(is_text(key) for key in ("f1", "enter", "escape", "ctrl+q", "pagedown", "tab"))
