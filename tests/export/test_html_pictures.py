"""The pictures of the page: what they show, and that it fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import report_of

from copworkshop.export.html_pictures import agreement_scale, lifecycle_path, participation_flow, top_ten_bars
from copworkshop.export.html_shapes import PICTURE_WIDTH, Box, Curve, Label, Picture, wrapped
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from helpers.rooms import finished_room, ranked_room
from helpers.session_builder import at, placed, revealed, room, voted, with_ideas


def lifecycle(session: Session) -> Picture:
    part = report_of(session).lifecycle
    assert part is not None
    return lifecycle_path(part)


def participation(session: Session) -> Picture | None:
    part = report_of(session).participation
    assert part is not None
    return participation_flow(part)


def top_ten(session: Session) -> Picture | None:
    part = report_of(session).top_ten
    assert part is not None
    return top_ten_bars(part)


def words(picture: Picture | None) -> list[str]:
    assert picture is not None
    return [shape.text for shape in picture.shapes if isinstance(shape, Label)]


def boxes(picture: Picture | None, style: str) -> list[Box]:
    assert picture is not None
    return [shape for shape in picture.shapes if isinstance(shape, Box) and shape.style.startswith(style)]


def flows(picture: Picture | None) -> list[Curve]:
    assert picture is not None
    return [shape for shape in picture.shapes if isinstance(shape, Curve) and shape.style.startswith("flow")]


# Lifecycle


def test_the_path_has_a_stop_for_each_phase_and_no_remark_a_second_time() -> None:
    said = words(lifecycle(finished_room()))
    assert [word for word in said if word.startswith("Phase")] == ["Phase One: COMMITTING", "Phase Two", "Phase Three"]
    assert "The locks, and who may open them" not in said


# Participation


def test_a_ribbon_runs_for_every_move() -> None:
    part = report_of(finished_room()).participation
    assert part is not None
    assert part.movement is not None
    assert len(flows(participation(finished_room()))) == len(part.movement.moves)


def test_bands_are_as_high_as_there_are_people_on_them() -> None:
    today = boxes(participation(finished_room()), "band")[::2]
    assert [round(box.height / today[0].height) for box in today] == [1, 1, 2, 1, 1]


def test_a_room_without_a_picture_draws_none() -> None:
    assert participation(room()) is None


def test_half_a_picture_is_drawn_without_the_other_half() -> None:
    session = at(room(6), Kind.PARTICIPATION, "place")
    session = placed(session, "today", ["core"] * 5)
    session = at(session, Kind.PARTICIPATION, "picture")
    assert "in six months" not in words(participation(session))
    assert len(boxes(participation(session), "band")) == 5


# The top ten


def test_a_bar_is_as_long_as_its_share_of_the_most_points() -> None:
    lengths = [box.width for box in boxes(top_ten(finished_room()), "bar")]
    assert lengths == pytest.approx([lengths[0] * points / 22 for points in (22, 16, 16, 9, 3, 3)])


def test_a_column_stands_for_each_place_that_somebody_gave() -> None:
    # Of the six ideas, three were put in three different places, one in two, and two in one.
    assert len(boxes(top_ten(finished_room()), "column")) == 3 * 3 + 2 + 1 + 1


def test_nobody_sees_how_ideas_were_placed_before_the_whole_list() -> None:
    session = at(ranked_room(), Kind.TOP_TEN, "reveal", 2)
    assert boxes(top_ten(session), "column") == []
    assert len(boxes(top_ten(session), "bar")) == 3


def test_no_list_is_no_picture() -> None:
    assert top_ten(ranked_room()) is None


# Agreement


def test_the_mark_stands_where_the_agreement_is() -> None:
    part = report_of(finished_room()).top_ten
    assert part is not None
    assert part.discussion is not None
    assert "0.19" in words(agreement_scale(part.discussion))


# Words within a picture


@given(st.text(), st.integers(40, 400), st.integers(1, 3))
def test_words_take_no_more_lines_than_there_are_and_are_cut_only_at_their_end(text: str, room: int, most: int) -> None:
    lines = wrapped(text, room, most)
    assert len(lines) <= most
    kept = "".join(lines).removesuffix("…")
    assert "".join(text.split()).startswith("".join(kept.split()))


def test_words_that_fit_are_not_cut() -> None:
    assert wrapped("Meet every month, always on the same day", 150, 3) == [
        "Meet every month,",
        "always on the same",
        "day",
    ]


@pytest.mark.parametrize("line", ["W" * 200, "多" * 200, "word " * 40])
def test_no_picture_is_wider_than_the_page(line: str) -> None:
    session = at(room(1), Kind.TOP_TEN, "collect")
    session = with_ideas(session, 1, line.strip())
    session = at(session, Kind.TOP_TEN, "rank")
    session = voted(session, 1, 1)
    session = revealed(session)
    picture = top_ten(session)
    assert picture is not None
    rights = [shape.x + shape.width for shape in picture.shapes if isinstance(shape, Box)]
    assert max(rights) <= PICTURE_WIDTH
