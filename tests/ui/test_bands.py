"""The levels of participation as nested bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ui.widgets.bands import Band, bands

LEVELS = (
    Band("Transactional", "Come for one thing.", "the rest", (5, 3)),
    Band("Peripheral", "Watch and learn, and take part now and then.", "", (9, 7)),
    Band("Core", "Lead: carry the work and bring others in.", "10-15 %", (2, 4)),
)
SIZES = st.tuples(st.integers(20, 200), st.integers(6, 55))


def drawn(width: int, height: int, *, shown: int | None = None, highlight: int | None = None) -> list[str]:
    return [line.plain.rstrip() for line in bands(LEVELS, width, height, shown=shown, highlight=highlight)]


@given(SIZES, st.integers(0, 3), st.none() | st.integers(0, 2))
def test_bands_stay_within_the_room(size: tuple[int, int], shown: int, highlight: int | None) -> None:
    width, height = size
    lines = bands(LEVELS, width, height, shown=shown, highlight=highlight)

    assert len(lines) <= height
    assert all(line.cell_length <= width for line in lines)


@given(SIZES, st.integers(0, 3))
def test_nothing_moves_when_a_band_is_revealed(size: tuple[int, int], shown: int) -> None:
    whole, part = drawn(*size), drawn(*size, shown=shown)

    assert len(whole) == len(part)
    for full, some in zip(whole, part, strict=True):
        assert all(char in {" ", "·", full[x]} for x, char in enumerate(some))


def test_bands_are_drawn_in_each_other() -> None:
    assert drawn(50, 12, highlight=2) == [
        "┌─ Transactional · the rest ──────────── 5 -> 3 ─┐",
        "│ Come for one thing.                            │",
        "│ ┌─ Peripheral ────────────────────── 9 -> 7 ─┐ │",
        "│ │ Watch and learn, and take part now and     │ │",
        "│ │ then.                                      │ │",
        "│ │ ╔═ > Core · 10-15 % ════════════ 2 -> 4 ═╗ │ │",
        "│ │ ║ Lead: carry the work and bring others  ║ │ │",
        "│ │ ║ in.                                    ║ │ │",
        "│ │ ╚════════════════════════════════════════╝ │ │",
        "│ └────────────────────────────────────────────┘ │",
        "└────────────────────────────────────────────────┘",
    ]


@pytest.mark.parametrize("size", [(80, 20), (40, 20)])
def test_every_band_has_its_name_from_the_first_moment(size: tuple[int, int]) -> None:
    text = "\n".join(drawn(*size, shown=0))

    for level in LEVELS:
        assert level.name in text
        assert level.meaning.split()[0] not in text


def test_what_is_to_come_is_there_as_dots() -> None:
    assert drawn(50, 12, shown=1)[:5] == [
        "·· Transactional " + "·" * 33,
        "·" + " " * 48 + "·",
        "· ·· Peripheral " + "·" * 32 + " ·",
        "· ·" + " " * 44 + "· ·",
        "· ·" + " " * 44 + "· ·",
    ]


@pytest.mark.parametrize("size", [(80, 20), (40, 12)])
def test_the_highlighted_band_is_marked_without_colour(size: tuple[int, int]) -> None:
    marked = [line for line in drawn(*size, highlight=1) if "> Peripheral" in line]

    assert len(marked) == 1
    assert not any("> Peripheral" in line for line in drawn(*size))


@pytest.mark.parametrize(("width", "height"), [(40, 12), (80, 5)])
def test_a_small_room_gets_an_indented_list(width: int, height: int) -> None:
    lines = drawn(width, height)

    assert not any(char in "".join(lines) for char in "┌│")
    assert [line.strip().split()[0] for line in lines if "->" in line] == ["Transactional", "Peripheral", "Core"]


def test_a_wider_script_keeps_the_frame_straight() -> None:
    levels = [Band("边缘参与者", "观察和学习，偶尔参与。" * 5, "大多数"), Band("核心", "带领", "10-15 %", (3,))]
    lines = bands(levels, 60, 12)

    assert {line.cell_length for line in lines} == {60}


def test_no_levels_draw_nothing() -> None:
    assert bands([], 80, 24) == []
