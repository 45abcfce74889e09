"""Larger letters, where the terminal has them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.content import Content

from copworkshop.model.text import clean_line
from copworkshop.toolkit.large_text import QUERY, LargeTextDriver, enlarged, plain_text, with_large_text
from copworkshop.ui.stage.registry import draw_stage
from helpers.rooms import to_the_end, used_room
from helpers.stage import canvas
from helpers.words import HOSTILE


class Wire(LargeTextDriver):
    """A driver whose terminal is the test."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._app = type("Wants", (), {"asks_terminal": wanted})()
        self.sent: list[str] = []
        self.told: list[object] = []

    def send_message(self, message: object) -> None:
        self.told.append(message)

    def write(self, data: str) -> None:
        self.sent.append(data)

    def start_application_mode(self) -> None: ...
    def disable_input(self) -> None: ...
    def stop_application_mode(self) -> None: ...

    def answered(self, *columns: int) -> bool:
        self.ask_for_large_text(self.write)
        for column in columns:
            self.process_message(events.CursorPosition(column, 1))
        return self.has_large_text


def test_the_terminal_is_asked_as_the_protocol_says() -> None:
    wire = Wire()
    wire.ask_for_large_text(wire.write)

    assert wire.sent == [QUERY]
    assert QUERY.count("\x1b[6n") == 3
    assert "\x1b]66;w=2; \x1b\\" in QUERY
    assert "\x1b]66;s=2; \x1b\\" in QUERY


def test_an_app_that_has_no_use_for_it_asks_nothing() -> None:
    wire = Wire(wanted=False)
    wire.ask_for_large_text(wire.write)

    assert wire.sent == []


@pytest.mark.parametrize(
    ("columns", "able"),
    [
        ((0, 2, 4), True),  # kitty
        ((0, 0, 0), False),  # passes over what it does not know
        ((0, 2, 2), False),  # knows widths only
        ((0, 11, 22), False),  # shows it as it came
        ((0, 2), False),  # has not answered all yet
        ((), False),  # never answers
    ],
)
def test_only_a_terminal_that_answers_as_it_should_can_do_it(columns: tuple[int, ...], able: bool) -> None:
    wire = Wire()

    assert wire.answered(*columns) is able
    assert len(wire.told) == able


def test_large_text_takes_two_rows_and_two_cells_a_character() -> None:
    above, below = enlarged(Content("Close"), 10)

    assert above.cell_length == below.cell_length == 10
    assert plain_text(above) == "Close"
    assert plain_text(below) == ""


@pytest.mark.parametrize("text", ["Close it", "実践", "e\u0301tude", ""])
def test_what_cannot_be_large_stays_as_it_is(text: str) -> None:
    assert [line.plain for line in enlarged(Content(text), 14)] == [text]


def test_the_way_out_makes_sequences_of_it() -> None:
    above, below = (line.plain for line in enlarged(Content("Go on"), 20))

    assert with_large_text(f"\x1b[1m{above}\x1b[0m|", able=True) == "\x1b[1m\x1b]66;s=2;Go on\x1b\\\x1b[0m|"
    assert with_large_text(f"a{below}b", able=True) == "a\x1b[10Cb"


def test_what_is_cut_is_stepped_over_and_not_written_to() -> None:
    above = enlarged(Content("Go on"), 20)[0].plain

    assert with_large_text(above[1:], able=True) == "\x1b[1C\x1b]66;s=2;o on\x1b\\"


def test_a_terminal_that_cannot_do_it_is_sent_none_of_it() -> None:
    above, below = (line.plain for line in enlarged(Content("Go"), 20))

    assert with_large_text(above + below, able=False) == "G o     "


@given(st.text(max_size=60))
def test_nobody_can_type_what_marks_large_text(typed: str) -> None:
    cleaned = clean_line(f"a\ufdd0{typed}\ufdd1")

    assert with_large_text(cleaned, able=True) == cleaned


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_nothing_but_plain_text_goes_into_the_sequence(text: str) -> None:
    marked = "".join(f"{char}\ufdd0" for char in text)
    sent = with_large_text(marked, able=True)

    for part in sent.split("\x1b]66;s=2;")[1:]:
        inside = part.partition("\x1b\\")[0]
        assert not [char for char in inside if ord(char) < 32 or 127 <= ord(char) < 160]


def test_no_line_of_a_stage_with_large_letters_is_wider_than_the_room() -> None:
    for session in (*list(to_the_end(used_room()))[::3], used_room(HOSTILE)):
        for size in ((40, 12), (80, 23), (120, 34)):
            drawn = draw_stage(replace(canvas(session, *size), sized=True))
            assert max(line.cell_length for line in drawn) <= size[0]


def test_headings_are_large_where_there_is_room() -> None:
    drawn = replace(canvas(used_room(), 120, 34), sized=True)
    lines = [plain_text(line).strip() for line in draw_stage(drawn) if "\ufdd0" in line.plain]

    assert lines == ["Session 4: Communities of Practice in Action"]


def test_a_low_room_has_no_large_letters() -> None:
    assert not [line for line in draw_stage(replace(canvas(used_room(), 80, 18), sized=True)) if "\ufdd0" in line.plain]
