"""The stage's bottom line."""

from dataclasses import replace

from copworkshop.model.plan import Kind
from copworkshop.model.session import Closing, Session
from copworkshop.rules.agenda import Blank
from copworkshop.rules.clock import StartTimer
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.toolkit.theme import ACCENT, WARN
from copworkshop.ui.stage.canvas import Canvas, Joining
from copworkshop.ui.stage.line import bottom_line
from helpers.session_builder import NOW, ask, at, later, room
from helpers.stage import canvas

COLLECT = at(room(), Kind.TOP_TEN, "collect")  # six minutes
RUNNING = ask(COLLECT, StartTimer(running=True), now=NOW)


def at_second(session: Session, second: float, width: int = 80) -> Canvas:
    return replace(canvas(session, width), now=later(second))


def test_it_says_how_to_join_where_the_room_is_and_what_time_is_left() -> None:
    line = bottom_line(canvas(COLLECT)).plain

    assert line == " ssh -p 2222 room@192.0.2.7   code K7FQ2M   Activity 2: Top Ten" + "6 min".rjust(16) + " "


def test_without_a_code_it_names_none() -> None:
    drawn = canvas(COLLECT, joining=Joining(command="ssh room@192.0.2.7", code=None))

    assert "code" not in bottom_line(drawn).plain


def test_without_a_network_it_says_the_session_s_heading() -> None:
    session = ask(COLLECT, SetHeading(heading="Harbour Trust"))

    assert bottom_line(canvas(session, joining=None)).plain.startswith(" Harbour Trust   Activity 2: Top Ten  ")


def test_a_narrow_line_keeps_the_way_in_whole_before_a_clock_that_was_not_started() -> None:
    assert bottom_line(canvas(COLLECT, 40)).plain.rstrip() == "ssh -p 2222 room@192.0.2.7   code K7FQ2M"
    assert bottom_line(at_second(RUNNING, 61, 40)).plain.rstrip() == "ssh -p 2222 room@192.0.2.7          4:59"
    assert bottom_line(canvas(COLLECT, 45)).plain.rstrip() == "ssh -p 2222 room@192.0.2.7  K7FQ2M      6 min"


def test_without_a_clock_the_cell_at_the_end_is_free_for_the_way_in() -> None:
    plan = COLLECT.plan
    untimed = plan.replace(steps=tuple(step.replace(minutes=0, round_minutes={}) for step in plan.steps))
    whole = " ssh -p 2222 room@192.0.2.7   code K7FQ2M   Welcome "

    assert bottom_line(canvas(room(plan=untimed), max(60, len(whole)))).plain.rstrip() == whole.rstrip()


def test_the_clock_runs_down() -> None:
    assert bottom_line(at_second(RUNNING, 61)).plain.rstrip().endswith(" 4:59 left")


def test_a_begun_second_counts_as_a_whole_one() -> None:
    assert bottom_line(at_second(RUNNING, 61.5)).plain.rstrip().endswith(" 4:59 left")


def test_the_last_minute_is_said_in_words_and_in_another_style() -> None:
    line = bottom_line(at_second(RUNNING, 301))

    assert line.plain.rstrip().endswith("nearly up 0:59")
    assert any(span.style == WARN for span in line.spans)


def test_overtime_is_said_in_words_and_counts_up() -> None:
    assert bottom_line(at_second(RUNNING, 372)).plain.rstrip().endswith("time is up +0:12")


def test_half_a_minute_of_a_plan_is_on_the_clock() -> None:
    plan = COLLECT.plan
    half = plan.replace(steps=tuple(step.replace(minutes=2.5, round_minutes={}) for step in plan.steps))
    session = room(plan=half)

    assert bottom_line(canvas(session)).plain.rstrip().endswith("  2.5 min")
    assert (
        bottom_line(at_second(ask(session, StartTimer(running=True), now=NOW), 1)).plain.rstrip().endswith("2:29 left")
    )


def test_a_paused_clock_says_so() -> None:
    paused = ask(RUNNING, StartTimer(running=False), now=later(61))

    assert bottom_line(at_second(paused, 9999)).plain.rstrip().endswith("paused 4:59")


def test_a_narrow_line_has_the_time_left_alone() -> None:
    assert bottom_line(at_second(RUNNING, 61, 40)).plain.endswith(" 4:59")


def test_a_clock_that_was_never_started_warns_of_nothing() -> None:
    line = bottom_line(at_second(COLLECT, 9999))

    assert line.plain.rstrip().endswith("  6 min")
    assert not any(span.style == WARN for span in line.spans)


def test_where_no_time_is_planned_there_is_no_clock() -> None:
    plan = COLLECT.plan
    untimed = plan.replace(steps=tuple(step.replace(minutes=0, round_minutes={}) for step in plan.steps))

    assert bottom_line(canvas(room(plan=untimed))).plain.rstrip().endswith("Welcome")


def counting(session: Session) -> Session:
    spot = session.spot
    return session.replace(closing=Closing(kind=spot.kind, round=spot.round, until=later(80)))


def test_before_a_round_is_closed_it_counts_down() -> None:
    assert bottom_line(at_second(counting(COLLECT), 63)).plain.rstrip().endswith(" Closing in 17 s  6 min")
    assert "Last choices: 17 s" in bottom_line(at_second(counting(at(COLLECT, Kind.TOP_TEN, "rank")), 63)).plain


def test_the_command_stays_whole_next_to_the_countdown() -> None:
    line = bottom_line(at_second(counting(COLLECT), 63, 64)).plain

    assert line.startswith(" ssh -p 2222 room@192.0.2.7   code K7FQ2M ")
    assert line.rstrip().endswith("Closing in 17 s")


def test_a_narrow_stage_counts_down_too() -> None:
    assert "Closing in 17 s" in bottom_line(at_second(counting(COLLECT), 63, 40)).plain


def test_of_more_than_an_hour_over_no_one_reads_the_minutes() -> None:
    assert bottom_line(at_second(RUNNING, 360 + 3700)).plain.rstrip().endswith("time is up")


def test_a_blank_stage_of_a_closed_session_has_an_empty_line() -> None:
    closed = ask(ask(COLLECT, Blank(blank=True)), CloseSession())

    assert not closed.blank  # nobody could bring it back
    assert bottom_line(canvas(closed.replace(blank=True))).plain == " " * 80


def test_the_code_stands_out() -> None:
    line = bottom_line(canvas(COLLECT))
    styled = [line.plain[span.start : span.end] for span in line.spans if span.style == ACCENT]

    assert "K7FQ2M" in styled
