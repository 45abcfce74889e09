"""The stage as a whole: every spot of a session, at every size, with everybody's words.

After a wanted change, renew the golden drawings and look at what changed::

    COPWORKSHOP_RENEW_GOLDEN=1 pytest tests/ui/test_stage_registry.py
"""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Blank, LayBeside, literature_here, rounds_of
from copworkshop.rules.closing import SetHeading
from copworkshop.toolkit.widgets.cells import ELLIPSIS
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.line import bottom_line
from copworkshop.ui.stage.registry import DRAW, draw_stage, newest_row
from helpers.rooms import room_that_sifts, to_the_end, used_room, voted_again
from helpers.sampling import some_of
from helpers.session_builder import ask, at, room, session4
from helpers.stage import JOINING, canvas, resized, said_on
from helpers.words import HOSTILE, IDEAS

GOLDEN = Path(__file__).with_name("golden")
DECK = Path(__file__).parents[1] / "content" / "deck.txt"
SIZES = st.tuples(st.integers(20, 200), st.integers(6, 60))


@cache
def spots(words: tuple[str, ...] = IDEAS) -> tuple[Canvas, ...]:
    """Every spot of a room that said these words, with and without the literature next to it."""
    started = ask(used_room(words), SetHeading(heading=words[0]))
    sessions = [session for here in to_the_end(started) for session in _with_literature(here)]
    return tuple(canvas(session) for session in sessions)


def _with_literature(session: Session) -> list[Session]:
    return [session, ask(session, LayBeside(beside=True))] if literature_here(session) else [session]


@cache
def empty_spots() -> tuple[Canvas, ...]:
    return tuple(canvas(session, joining=None) for session in to_the_end(room()))


def name_of(drawn: Canvas) -> str:
    spot = drawn.sight.spot
    return f"{spot.kind.value}-{spot.round}"


@cache
def extra_spots(words: tuple[str, ...] = IDEAS) -> tuple[Canvas, ...]:
    """Every spot of Activity 2 in a room that votes again and holds a run-off, and one that sifts."""
    again = to_the_end(voted_again(used_room(words)))
    spots_again = [canvas(session) for session in again if session.at is Kind.TOP_TEN]
    return (canvas(room_that_sifts()), *spots_again)


@cache
def every_spot() -> tuple[Canvas, ...]:
    return (*spots(), *spots(HOSTILE), *empty_spots(), *extra_spots(), *extra_spots(HOSTILE))


@pytest.mark.parametrize(
    "size", some_of([(40, 12), (20, 6), (21, 60), (59, 8), (60, 20), (80, 23), (120, 34), (200, 60)], 2)
)
def test_no_line_is_wider_than_the_room(size: tuple[int, int]) -> None:
    for spot in every_spot():
        assert max((line.cell_length for line in draw_stage(resized(spot, *size))), default=0) <= size[0]


@given(SIZES, st.integers(0, 10_000))
def test_no_line_is_wider_than_any_room(size: tuple[int, int], which: int) -> None:
    spot = every_spot()[which % len(every_spot())]

    assert max((line.cell_length for line in draw_stage(resized(spot, *size))), default=0) <= size[0]


@given(st.integers(20, 200), st.integers(0, 10_000))
def test_the_bottom_line_is_exactly_as_wide_as_the_room(width: int, which: int) -> None:
    spot = every_spot()[which % len(every_spot())]

    assert bottom_line(resized(spot, width, 23)).cell_length == width


@pytest.mark.parametrize("words", [IDEAS, HOSTILE])
def test_no_drawn_line_holds_a_line_break(words: tuple[str, ...]) -> None:
    assert not [line for spot in spots(words) for line in draw_stage(spot) if "\n" in line.plain]


def test_every_kind_of_step_has_a_drawing() -> None:
    assert set(DRAW) == set(Kind)


def test_every_drawing_begins_with_the_step_s_title() -> None:
    for spot in spots():
        first = next(line.plain for line in draw_stage(spot) if line.plain.strip())
        assert first.strip() == spot.sight.step.title.text


@pytest.mark.parametrize("width", [76, 80])
def test_nothing_of_the_plan_is_cut_at_80_columns(width: int) -> None:
    cut = [spot.sight.spot for spot in spots() if ELLIPSIS in said_on(resized(spot, width, 23))]

    assert cut == []


@pytest.mark.parametrize("width", [76, 80])
def test_everything_that_six_people_do_fits_80_by_24(width: int) -> None:
    too_high = [
        (spot.sight.spot, spot.sight.stage.literature_shown)
        for spot in spots()
        if len(draw_stage(resized(spot, width, 23))) > 23
    ]

    assert too_high == []


@pytest.mark.parametrize("size", [(80, 23), (76, 23), (40, 12), (120, 34)])
def test_every_sentence_of_the_deck_is_on_the_stage(size: tuple[int, int]) -> None:
    lines = [" ".join(line.split()).replace(" .", ".") for line in DECK.read_text(encoding="utf-8").splitlines()]
    sentences: list[str] = []
    for line in filter(None, lines):
        if line[0].islower():  # the deck's line goes on
            sentences[-1] += f" {line}"
        else:
            sentences.append(line)
    shown = [said_on(resized(canvas(session), *size)) for session in to_the_end(room(2))]

    assert [
        sentence
        for sentence in sentences
        if not any(sentence in each or all(part in each for part in sentence.split(": ")) for each in shown)
    ] == []


SMALL_MAIN = {("lifecycle-overview", 0), ("lifecycle-overview", 1)}
"""The path, a picture whose boxes would only be emptier; the name of a phase, one word as wide as the stage."""


def test_the_main_message_takes_two_fifths_of_the_cells_at_120_by_35() -> None:
    less = {
        (name_of(spot), spot.sight.spot.point)
        for spot in spots()
        if draw_stage(resized(spot, 116, 34)).cells < 0.4 * 120 * 35
    }

    assert less <= SMALL_MAIN


@pytest.mark.parametrize("size", [(116, 34), (196, 59)])
def test_the_command_to_join_is_at_least_four_rows_high(size: tuple[int, int]) -> None:
    drawn = draw_stage(canvas(room(6), *size))

    assert JOINING.command in drawn.said
    large = [line.plain for line in drawn if line.plain.strip() and set(line.plain) <= set(" █▀▄")]
    assert len(large) >= 4


@pytest.mark.parametrize("size", [(120, 34), (200, 54)])
def test_a_larger_room_is_used(size: tuple[int, int]) -> None:
    def used(spot: Canvas) -> int:
        rows = [row for row, line in enumerate(draw_stage(spot)) if line.plain.strip()]
        return rows[-1] - rows[0]

    unused = [name_of(spot) for spot in spots() if used(resized(spot, *size)) < used(resized(spot, 80, 23))]

    assert unused == []


def test_nothing_is_shown_while_the_stage_is_blank() -> None:
    assert draw_stage(canvas(ask(used_room(), Blank(blank=True)))) == []


def test_the_bottom_line_stays_while_the_stage_is_blank() -> None:
    assert JOINING.command in bottom_line(canvas(ask(used_room(), Blank(blank=True)))).plain


def test_nobody_s_name_is_on_the_stage_but_at_the_welcome_and_on_shared_proposals() -> None:
    named = {name_of(spot) for spot in spots() if "Participant" in said_on(spot)}

    assert named == {"welcome-welcome", "proposal-share"}


def test_no_idea_is_shown_in_words_before_the_merge() -> None:
    collecting = [spot for spot in spots() if name_of(spot) == "top_ten-collect"]

    assert collecting
    assert not [idea for spot in collecting for idea in IDEAS if idea in said_on(spot)]


def test_the_newest_row_is_the_prompt_revealed_last() -> None:
    session = at(room(), Kind.LIFECYCLE, "overview", 4)
    lines = draw_stage(canvas(session, 36))
    row = newest_row(lines)

    assert row is not None
    assert lines[row].plain.strip() == "> What are the processes?"


def test_people_s_words_are_never_taken_for_what_was_revealed_last() -> None:
    words = ("> look at me", *IDEAS[1:])
    merge = [spot for spot in spots(words) if name_of(spot) == "top_ten-merge"]

    assert [newest_row(draw_stage(spot)) for spot in merge] == [None]


def check_golden(name: str, spot: Canvas) -> None:
    drawn = "".join(f"{line.plain.rstrip()}\n" for line in [*draw_stage(spot), bottom_line(spot)])
    golden = GOLDEN / f"stage-{name}.txt"
    if os.environ.get("COPWORKSHOP_RENEW_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(drawn, encoding="utf-8", newline="\n")

    assert drawn == golden.read_text(encoding="utf-8")


USUAL = [f"{step.kind.value}-{name}" for step in session4().steps for name in rounds_of(room(), step)]
WANTED = [f"{step.kind.value}-{name}" for step in session4().steps for name in step.rounds]


@pytest.mark.parametrize("name", [name for name in WANTED if name not in USUAL])
def test_the_end_of_a_round_that_was_asked_for_is_drawn_as_the_golden_drawing_is(name: str) -> None:
    check_golden(name, [spot for spot in extra_spots() if name_of(spot) == name][-1])


def test_the_first_vote_stands_next_to_the_second_as_the_golden_drawing_does() -> None:
    beside = next(spot for spot in extra_spots() if name_of(spot) == "top_ten-discuss-again" and spot.sight.spot.point)
    check_golden("top_ten-discuss-again-first", beside)


@pytest.mark.parametrize("width", [76, 80])
def test_everything_of_the_rounds_that_were_asked_for_fits_80_by_24(width: int) -> None:
    again = [spot for spot in extra_spots() if len(draw_stage(resized(spot, width, 23))) > 23]

    assert [spot.sight.spot for spot in again] == []


@pytest.mark.parametrize("name", USUAL)
def test_the_end_of_a_round_is_drawn_as_the_golden_drawing_is(name: str) -> None:
    check_golden(
        name, [spot for spot in spots() if name_of(spot) == name and not spot.sight.stage.literature_shown][-1]
    )


@pytest.mark.parametrize(
    ("name", "point", "beat"),
    [("lifecycle-overview", 17, 0), ("top_ten-reveal", 4, 1), ("top_ten-reveal", 4, 2), ("top_ten-reveal", 5, 0)],
)
def test_the_middle_of_a_round_is_drawn_as_the_golden_drawing_is(name: str, point: int, beat: int) -> None:
    middle = next(spot for spot in spots() if name_of(spot) == name and spot.sight.spot.shown == (point, beat))

    check_golden(f"{name}-{point}" + (f"-beat-{beat}" if beat else ""), middle)


@pytest.mark.parametrize("name", ["lifecycle-overview", "top_ten-discuss"])
def test_the_literature_is_shown_next_to_ours_as_the_golden_drawing_is(name: str) -> None:
    check_golden(
        f"{name}-beside", next(spot for spot in spots() if name_of(spot) == name and spot.sight.stage.literature_shown)
    )
