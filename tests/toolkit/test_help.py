"""The list of keys, as it is drawn."""

import pytest

from copworkshop.toolkit.dialogs.help import HelpScreen

GROUPS = [
    ("Here", [("a", "Add people by their names")]),
    ("At every step", [("Page Down  Right  Space", "Forward: the next point, then the next step"), ("t", "Timer")]),
]


def drawn(width: int, groups: list[tuple[str, list[tuple[str, str]]]] = GROUPS) -> list[str]:
    return [line.plain.rstrip() for line in HelpScreen("Welcome", groups)._draw(width, 0)]


def test_what_can_be_done_here_stands_before_what_can_be_done_everywhere() -> None:
    assert drawn(72) == [
        "Here",
        "a                        Add people by their names",
        "",
        "At every step",
        "Page Down  Right  Space  Forward: the next point, then the next step",
        "t                        Timer",
    ]


def test_where_all_keys_are_of_one_kind_there_is_no_heading() -> None:
    assert drawn(72, GROUPS[:1]) == ["a  Add people by their names"]


def test_on_a_narrow_terminal_long_keys_stand_above_what_they_do_and_its_lines_are_indented() -> None:
    told = drawn(34)
    keys = told.index("Page Down  Right  Space")

    assert told[keys + 1 : keys + 4] == [
        f"{'':13}{part}" for part in ("Forward: the next", "point, then the next", "step")
    ]


@pytest.mark.parametrize("width", [20, 34, 72])
def test_no_line_is_wider_than_the_list(width: int) -> None:
    assert max(map(len, drawn(width))) <= width
