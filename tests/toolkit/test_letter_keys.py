"""A letter is a key with Caps Lock on, and from a Russian, Greek or Hebrew keyboard."""

import string
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.letter_keys import ONLY_LATIN, meant_key


class Board(Screen[None]):
    """A screen on which every small letter is a key, and X too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"note('{letter}')", letter) for letter in string.ascii_lowercase + "X"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.pressed = ""
        self.said = list[str]()

    def compose(self) -> ComposeResult:
        yield Input(id="field")

    def action_note(self, letter: str) -> None:
        self.pressed += letter

    def show_message(self, sentence: str) -> None:
        self.said.append(sentence)


class Lettered(BaseApp):
    """An app with one such screen, whose field has no focus yet."""

    AUTO_FOCUS = None

    def get_default_screen(self) -> Board:
        return Board()

    @property
    def board(self) -> Board:
        board = self.screen_stack[0]
        assert isinstance(board, Board)
        return board


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bX", "bX"),
        ("BTGJ", "btgj"),
        ("x", "x"),
        ("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm"),
        ("ЙЦУКЕНГ", "qwertyu"),
        ("Чч", "Xx"),
        ("ії", "s"),
        ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
        ("ΔΒΣ", "dbs"),
        ("קראטוןםפשדגכעיחלךזסבהנמצ", "ertyuiopasdfghjklzxcvbnm"),
    ],
)
async def test_a_letter_is_the_key_in_its_place(typed: str, meant: str) -> None:
    app = Lettered()
    async with app.run_test() as pilot:
        await pilot.press(*typed)
        await pilot.pause()
        assert app.board.pressed == meant


async def test_in_a_field_every_letter_is_text() -> None:
    app = Lettered()
    async with app.run_test() as pilot:
        field = app.board.query_one(Input)
        field.focus()
        await pilot.press(*"aBи")
        assert (field.value, app.board.pressed) == ("aBи", "")


async def test_for_a_script_whose_places_nobody_knows_a_sentence_says_what_to_do() -> None:
    app = Lettered()
    async with app.run_test() as pilot:
        await pilot.press("あ")
        await pilot.press("é")
        await pilot.pause()
        assert (app.board.said, app.board.pressed) == ([ONLY_LATIN], "")


@pytest.mark.parametrize("yes", ["Y", "н", "Н", "υ"])
async def test_a_question_is_answered_with_them_too(yes: str) -> None:
    app = Lettered()
    answers = list[bool | None]()
    async with app.run_test() as pilot:
        app.push_screen(Confirm("Close it?"), answers.append)
        await pilot.pause()
        await pilot.press(yes)
        await pilot.pause()
        assert answers == [True]
        assert app.board.pressed == ""


def test_what_a_letter_of_another_script_is_bound_to_itself_stays() -> None:
    assert meant_key("ы", {"ы", "s"}.__contains__) == "ы"
