"""What stands next to the panels of the console."""

from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.live.stage_pages import StageSize
from copworkshop.model.attendance import Activity, Attendance, Attending, Health
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Back, Blank, GoTo
from copworkshop.rules.pace import start_clock
from copworkshop.rules.sight import sight
from copworkshop.ui.console.side_words import side, wrong_size
from helpers.facilitator_driver import walk as walk_through
from helpers.rooms import to_the_end, used_room
from helpers.session_builder import NOW, ask, at, later, room
from helpers.words import HOSTILE


def text(session: Session, attendance: Attendance | None = None, now: datetime = NOW) -> str:
    lines = side(sight(session, FACILITATOR), attendance, now, 40)
    return " ".join(" ".join(line.plain for line in lines).replace("\u00a0", " ").split())


@given(st.integers(16, 60), st.integers(0, 1000))
def test_no_line_is_wider_than_the_column(width: int, which: int) -> None:
    spots = list(to_the_end(used_room(HOSTILE))) if which % 7 == 0 else [at(used_room(HOSTILE), Kind.TOP_TEN, "merge")]
    session = spots[which % len(spots)]

    assert max(line.cell_length for line in side(sight(session, FACILITATOR), Attendance(), NOW, width)) <= width


def test_it_says_what_the_room_sees_and_what_comes_next() -> None:
    session = at(room(), Kind.PARTICIPATION, "levels", 2)

    assert text(session).startswith("Stage Participation, the levels, 3 of 6. Next Occasional.")


@pytest.mark.parametrize(
    ("kind", "round_name", "point", "told"),
    [
        (Kind.LIFECYCLE, "overview", 0, "Next Phase One: COMMITTING."),
        (Kind.LIFECYCLE, "overview", 1, "Next What is the focal point?"),
        (Kind.PARTICIPATION, "levels", 0, "Next Core group."),
        (Kind.PARTICIPATION, "levels", 5, "Next Placing ourselves."),
        (Kind.TOP_TEN, "reveal", 0, "Next The last place."),
        (Kind.TOP_TEN, "discuss", 0, "Next How far we agree."),
    ],
)
def test_what_comes_next_is_told_in_its_own_words(kind: Kind, round_name: str, point: int, told: str) -> None:
    assert told in text(at(used_room(HOSTILE), kind, round_name, point))


def test_no_next_point_is_without_words() -> None:
    told = [text(session) for session in to_the_end(used_room(HOSTILE))]

    assert len(told) > 40
    assert not [each for each in told if "Next The next" in each and "Next The next place" not in each]
    assert not [each for each in told if "Next Stage" in each or ".." in each.partition("Notes")[0]]


def test_it_says_when_the_stage_is_blank() -> None:
    assert "Stage Blank. b shows it again." in text(ask(room(), Blank(blank=True)))


def test_it_says_the_time_spent_and_planned_and_how_far_the_room_is_behind() -> None:
    session = ask(start_clock(room(), NOW), GoTo(kind=Kind.LIFECYCLE), now=NOW)

    told = text(session, now=later(26 * 60 + 30))

    ends = [f"{later(minutes * 60 + 30).astimezone():%H:%M}" for minutes in (26 + 85, 26)]
    assert f"Time 26 min of 1 h 45 min; ends {ends[0]}, 6 min behind Step 26 of 20 min; ends {ends[1]}" in told


@pytest.mark.parametrize(("minutes", "behind"), [(1, False), (20, False), (21.5, True)])
def test_less_than_a_minute_off_is_on_time(minutes: float, behind: bool) -> None:
    session = ask(start_clock(room(), NOW), GoTo(kind=Kind.LIFECYCLE), now=NOW)

    assert ("1 min behind" in text(session, now=later(minutes * 60))) is behind


def test_at_the_welcome_it_says_what_is_planned() -> None:
    assert "Time 1 h 45 min planned, starting when the welcome ends" in text(room())


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

    assert "Online 3 of 4, 1 at the name prompt, 1 stage on other terminals" in told
    assert "no answer: Participant 2 slow: Participant 3" in told


def test_without_a_network_it_says_nothing_of_connections() -> None:
    assert "Online" not in text(room(4))


def test_the_notes_are_those_of_the_present_round() -> None:
    told = text(at(room(), Kind.TOP_TEN, "rank"))

    assert "Notes – Each person picks" in told
    assert "ettle the question first" not in told


@pytest.mark.parametrize(("round_name", "first"), [("levels", "Notes"), ("picture", "To discuss")])
def test_the_questions_for_the_talk_about_the_picture_are_among_the_notes(round_name: str, first: str) -> None:
    told = text(at(room(), Kind.PARTICIPATION, round_name))
    assert "To discuss – When is the edge the right place to be?" in told
    assert told.index(first) == min(told.index("Notes"), told.index("To discuss"))


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((200, 60), "The stage is 200×60, so its letters are small. Press Ctrl and + in its window"),
        ((40, 12), "The stage is 40×12, so it holds little. Press Ctrl and - in its window"),
        ((80, 24), ""),
        ((120, 35), ""),
    ],
)
def test_it_says_what_to_do_about_a_stage_of_a_bad_size(size: tuple[int, int], sentence: str) -> None:
    told = wrong_size(StageSize(*size, far=True))

    assert told.startswith(sentence)
    assert bool(told) == bool(sentence)
    lines = side(sight(room(), FACILITATOR), None, NOW, 200, (StageSize(*size, far=True),))
    assert told in " ".join(" ".join(line.plain for line in lines).split())


def test_nobody_is_waited_for_in_a_round_that_is_closed() -> None:
    session = at(room(2), Kind.PARTICIPATION, "place")
    assert "Ready 0 of 2" in text(session)
    after = at(session, Kind.PARTICIPATION, "picture")
    back = ask(after, Back(at=after.spot))
    assert back.spot == session.spot
    assert "Ready" not in text(back)


async def test_the_next_round_is_shown_from_the_top_of_the_column_however_far_its_notes_were_read(
    tmp_path: Path,
) -> None:
    async with walk_through(tmp_path) as leader:
        await leader.press("f2")
        await leader.sees("Stage Welcome.", "n notes")
        await leader.press("n")
        await leader.until(lambda: "Stage Welcome." not in leader.text, "the notes that follow")
        await leader.go(Kind.PARTICIPATION, "place")
        await leader.sees("Stage Participation,")
