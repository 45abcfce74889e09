"""The lifecycle as a path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ui.widgets.path import Stop, path

PHASES = (
    Stop("Phase One", "COMMITTING"),
    Stop("Phase Two", "Develop a strategy · Pilot the community"),
    Stop("Phase Three", "Launch · Grow · Promote · Reflect and evaluate"),
)
SIZES = st.tuples(st.integers(20, 200), st.integers(3, 55))


def drawn(width: int, height: int, *, current: int | None = None, shown: int | None = None) -> list[str]:
    return [line.plain.rstrip() for line in path(PHASES, width, height, current=current, shown=shown)]


@given(SIZES, st.none() | st.integers(0, 2), st.integers(0, 3))
def test_the_path_stays_within_the_room(size: tuple[int, int], current: int | None, shown: int) -> None:
    width, height = size
    lines = path(PHASES, width, height, current=current, shown=shown)

    assert len(lines) <= height
    assert all(line.cell_length <= width for line in lines)


@given(SIZES, st.integers(0, 3))
def test_nothing_moves_when_a_phase_is_revealed(size: tuple[int, int], shown: int) -> None:
    whole, part = drawn(*size), drawn(*size, shown=shown)

    assert len(whole) == len(part)
    for full, some in zip(whole, part, strict=True):
        assert all(char in {" ", full[x]} for x, char in enumerate(some))


def test_the_phases_stand_side_by_side_at_80_columns() -> None:
    assert drawn(80, 10, current=1) == [
        "┌─ Phase One ─────────┐     ╔═ > Phase Two ═══════╗     ┌─ Phase Three ───────┐",
        "│ COMMITTING          │     ║ Develop a           ║     │ Launch · Grow ·     │",
        "│                     │ ──> ║ strategy · Pilot    ║ ──> │ Promote · Reflect   │",
        "│                     │     ║ the community       ║     │ and evaluate        │",
        "└─────────────────────┘     ╚═════════════════════╝     └─────────────────────┘",
    ]


def test_the_phases_stand_side_by_side_at_60_columns() -> None:
    assert drawn(60, 10)[0] == "┌─ Phase One ───┐    ┌─ Phase Two ───┐    ┌─ Phase Three ─┐"


def test_the_phases_stand_below_each_other_in_a_narrow_room() -> None:
    lines = drawn(50, 12)

    assert [line.strip() for line in lines].count("v") == 2
    assert sum(line.startswith("┌") for line in lines) == 3


def test_a_small_room_gets_a_list_with_the_current_phase_marked() -> None:
    assert drawn(40, 4, current=0) == [
        "> Phase One  COMMITTING",
        "  Phase Two  Develop a strategy · Pilot…",
        "  Phase Three  Launch · Grow · Promote…",
    ]


def test_a_list_has_the_whole_names_where_there_are_rows_for_them() -> None:
    assert drawn(40, 6)[1:4] == [
        "  Phase Two  Develop a strategy · Pilot",
        "    the community",
        "  Phase Three  Launch · Grow · Promote ·",
    ]


@pytest.mark.parametrize("width", [80, 50])
def test_the_current_phase_has_a_double_frame(width: int) -> None:
    assert "╔" in "".join(drawn(width, 20, current=0))
    assert "╔" not in "".join(drawn(width, 20))


def test_no_phases_draw_nothing() -> None:
    assert path([], 80, 24) == []
