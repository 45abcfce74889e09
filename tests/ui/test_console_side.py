"""What stands beside the panels of the console."""

from datetime import datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.attendance import Activity, Attendance, Attending, Health
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Blank, GoTo
from copworkshop.rules.pace import start_clock
from copworkshop.rules.sight import sight
from copworkshop.ui.console.side import side
from session_builder import NOW, ask, at, later, room
from stage_rooms import HOSTILE, said, walk


def text(session: Session, attendance: Attendance | None = None, now: datetime = NOW) -> str:
    lines = side(sight(session, FACILITATOR), attendance, now, 40)
    return " ".join(" ".join(line.plain for line in lines).replace("\u00a0", " ").split())


@given(st.integers(16, 60), st.integers(0, 1000))
def test_no_line_is_wider_than_the_column(width: int, which: int) -> None:
    spots = list(walk(said(HOSTILE))) if which % 7 == 0 else [at(said(HOSTILE), Kind.TOP_TEN, "merge")]
    session = spots[which % len(spots)]

    assert max(line.cell_length for line in side(sight(session, FACILITATOR), Attendance(), NOW, width)) <= width


def test_it_says_what_the_room_sees_and_what_comes_next() -> None:
    session = at(room(), Kind.PARTICIPATION, "levels", 2)

    assert text(session).startswith("Stage Participation, the levels, 3 of 6. Next The next point.")


def test_it_says_when_the_stage_is_blank() -> None:
    assert "Stage Nothing: it is blank. b brings it back." in text(ask(room(), Blank(blank=True)))


def test_it_says_the_time_spent_and_planned_and_how_far_the_room_is_behind() -> None:
    session = ask(start_clock(room(), NOW), GoTo(kind=Kind.LIFECYCLE), now=NOW)

    assert "Time 0:26 h of 1:45 h, 6 min behind Step 26 of 20 min" in text(session, now=later(26 * 60 + 30))


@pytest.mark.parametrize(("minutes", "told"), [(1, "on time"), (20, "on time"), (21.5, "1 min behind")])
def test_less_than_a_minute_off_is_on_time(minutes: float, told: str) -> None:
    session = ask(start_clock(room(), NOW), GoTo(kind=Kind.LIFECYCLE), now=NOW)

    assert told in text(session, now=later(minutes * 60))


def test_at_the_welcome_it_says_what_is_planned() -> None:
    assert "Time 1:45 h planned, from the end of the welcome on" in text(room())


def test_it_says_who_is_not_ready_by_name() -> None:
    assert "Ready 0 of 2 not yet: Participant 1, Participant 2" in text(at(room(2), Kind.PROPOSAL, "write"))


def test_very_many_who_are_not_ready_are_counted() -> None:
    told = text(at(room(40), Kind.PROPOSAL, "write"))

    assert "Participant 8 and 32 more" in told
    assert "Participant 9" not in told


def test_it_says_whose_connection_is_in_trouble() -> None:
    seats = {
        1: Attending(activity=Activity.IDLE, connections=1),
        2: Attending(activity=Activity.IDLE, connections=1, health=Health.SILENT),
        3: Attending(activity=Activity.TYPING, connections=1, health=Health.SLOW),
    }
    told = text(room(4), Attendance(seats=MappingProxyType(seats), connected=3, newcomers=1, stages=1))

    assert "In 3 of 4 connected, 1 at the name prompt, 1 stage elsewhere" in told
    assert "no answer: Participant 2 slow: Participant 3" in told


def test_without_a_network_it_says_nothing_of_connections() -> None:
    assert "connected" not in text(room(4))


def test_the_notes_of_the_present_round_come_first() -> None:
    told = text(at(room(), Kind.TOP_TEN, "rank"))

    assert "Notes – Ranking ideas: each person picks" in told
    assert "– Collecting ideas: settle the question first" in told


@pytest.mark.parametrize(("round_name", "first"), [("levels", "Notes"), ("picture", "To discuss")])
def test_the_questions_for_the_talk_about_the_picture_are_among_the_notes(round_name: str, first: str) -> None:
    told = text(at(room(), Kind.PARTICIPATION, round_name))
    assert "To discuss – When is the edge the right place to be?" in told
    assert told.index(first) == min(told.index("Notes"), told.index("To discuss"))
