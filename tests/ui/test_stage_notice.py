"""The notice at one minute and at the end."""

from dataclasses import replace

import pytest

from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Blank
from copworkshop.rules.clock import MoveTimer, StartTimer
from copworkshop.ui.stage.registry import draw_stage
from helpers.rooms import used_room
from helpers.session_builder import NOW, ask, at, later
from helpers.stage import canvas, said_on

COLLECT = at(used_room(), Kind.TOP_TEN, "collect")  # six minutes
RUNNING = ask(COLLECT, StartTimer(running=True), now=NOW)
ONE_MINUTE, END = 300, 360


def text(session: Session, second: float, width: int = 40) -> str:
    """What the stage says at 40 columns, where the large letters are plain ones."""
    return said_on(replace(canvas(session, width, 12), now=later(second)))


@pytest.mark.parametrize(("second", "shown"), [(299, False), (300, True), (305.9, True), (306, False), (350, False)])
def test_at_one_minute_the_whole_stage_says_so_for_some_seconds(second: float, shown: bool) -> None:
    assert ("One minute is left for Activity 2: Top Ten." in text(RUNNING, second)) is shown
    assert ("ideas are in" in text(RUNNING, second)) is not shown


@pytest.mark.parametrize(("second", "shown"), [(359.5, False), (360, True), (365, True), (366, False)])
def test_at_the_end_the_whole_stage_says_so_for_some_seconds(second: float, shown: bool) -> None:
    assert ("Time is up Finish your sentence." in text(RUNNING, second)) is shown


def test_where_nobody_types_there_is_no_sentence_to_finish() -> None:
    arriving = ask(used_room(), StartTimer(running=True), now=NOW)  # ten minutes

    assert "Time is up" in text(arriving, 601)
    assert "Finish" not in text(arriving, 601)


@pytest.mark.parametrize("second", [ONE_MINUTE, END])
def test_a_clock_that_stands_says_nothing(second: int) -> None:
    standing = ask(COLLECT, MoveTimer(seconds=-second))

    assert "ideas are in" in text(standing, 0)


def test_what_is_told_point_by_point_is_never_hidden() -> None:
    telling = ask(at(used_room(), Kind.LIFECYCLE, "overview", 4), StartTimer(running=True), now=NOW)

    assert "What are the processes?" in text(telling, 20 * 60 - 58)


def test_a_blank_stage_stays_blank() -> None:
    assert text(ask(RUNNING, Blank(blank=True)), END) == ""


def test_the_notice_is_large_at_80_columns() -> None:
    drawn = draw_stage(replace(canvas(RUNNING), now=later(ONE_MINUTE)))

    assert sum(bool(set(line.plain) & set("█▀▄")) for line in drawn) == 3
