"""A session as text: what is written is read back equal, and what cannot be used is said in a sentence."""

import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.content.faults import LARGEST_NUMBER, BadFile
from copworkshop.model.people import Seat
from copworkshop.model.plan import Kind
from copworkshop.model.proposal import Proposal
from copworkshop.model.session import SESSION_SCHEMA, Session
from copworkshop.model.topten import Ballot
from copworkshop.store.codec import (
    UPGRADES,
    SavedSeat,
    Table,
    Upgrade,
    assembled,
    parse_seat,
    parse_session,
    parse_words,
    seat_file,
    seat_text,
    session_text,
    words_text,
)
from copworkshop.store.errors import NewerSchema
from copworkshop.store.files import add_end_marker, strip_end_marker
from copworkshop.store.room_files import room_files
from helpers.session_builder import NOW, at, room, session4
from helpers.strategies import AWKWARD, seats, sessions

FILE = "seats/07-maple.toml"
SEAT = Seat(number=7, word="maple-k7fd", name="Participant 7", joined=NOW)
SEAT_TEXT = seat_text(SEAT, 3)
ROOM_TEXT = session_text(room())


def read_back(session: Session) -> Session:
    """Through the very bytes of the files."""
    fields = parse_session(strip_end_marker(add_end_marker(session_text(session))))
    saved = [
        parse_seat(strip_end_marker(add_end_marker(seat_text(seat, session.revision))), seat_file(seat))
        for seat in session.seats.values()
    ]
    words = [
        parse_words(strip_end_marker(add_end_marker(words_text(content, session.revision))), name)
        for name, content in room_files(session).items()
    ]
    return assembled(session.name, session.plan, fields, saved, words)


def faults_of_seat(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        parse_seat(text, FILE)
    return [str(fault) for fault in caught.value.faults]


def faults_of_room(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        parse_session(text)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.slow
@given(sessions())
def test_any_session_is_read_back_equal(session: Session) -> None:
    assert read_back(session) == session


@given(seats(), st.integers(0, LARGEST_NUMBER))
def test_any_seat_is_read_back_equal_with_its_revision(seat: Seat, revision: int) -> None:
    assert parse_seat(seat_text(seat, revision), FILE) == SavedSeat(seat, revision)


@pytest.mark.parametrize("words", AWKWARD)
def test_an_answer_that_trips_up_files_is_read_back_equal(words: str) -> None:
    proposal = Proposal(answers={"problems": f"one{words}two", "pitch": words})
    seat = SEAT.replace(proposal=proposal)
    assert parse_seat(strip_end_marker(add_end_marker(seat_text(seat, 1))), FILE).seat == seat


def test_a_session_that_nothing_happened_in_is_a_few_lines() -> None:
    text = session_text(room())
    assert tomllib.loads(text) == {
        "schema": 4,
        "created": NOW,
        "at": "welcome",
        "progress": {"welcome": {"round": "welcome", "entered": NOW}},
    }


def test_a_seat_that_said_nothing_is_a_few_lines() -> None:
    assert list(tomllib.loads(SEAT_TEXT)) == ["schema", "revision", "number", "word", "name", "joined"]


@pytest.mark.parametrize("text", [ROOM_TEXT, SEAT_TEXT], ids=["room", "seat"])
def test_the_schema_comes_first(text: str) -> None:
    assert text.startswith(f"schema = {SESSION_SCHEMA}\n")


def test_an_answer_of_several_lines_is_written_as_it_looks() -> None:
    seat = SEAT.replace(proposal=Proposal(answers={"problems": "one\n  two\n"}))
    assert 'problems = """\none\n  two\n"""' in seat_text(seat, 1)


def test_a_ballot_without_a_pick_is_not_the_same_as_none() -> None:
    seat = SEAT.replace(ballot=Ballot())
    assert parse_seat(seat_text(seat, 1), FILE).seat.ballot == Ballot()


@pytest.mark.parametrize(
    ("number", "file"), [(7, "seats/07-maple.toml"), (120, "seats/120-maple.toml"), (9999, "seats/9999-maple.toml")]
)
def test_a_seats_file_bears_its_number_and_the_first_part_of_its_word(number: int, file: str) -> None:
    assert seat_file(SEAT.replace(number=number)) == file


def test_a_time_with_another_offset_is_read_in_utc() -> None:
    text = SEAT_TEXT.replace("2026-11-23 09:00:00+00:00", "2026-11-23T10:00:00+01:00")
    assert parse_seat(text, FILE).seat.joined == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_words_in_a_file_pass_the_gate() -> None:
    text = SEAT_TEXT.replace("Participant 7", r"\u001B]0;Part\u202Eicipant 7\u0007")
    assert parse_seat(text, FILE).seat.name == "]0;Participant 7"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("number = 7", 'number = "7"', f"{FILE}, line 3, number: must be a whole number, not “7”."),
        ("number = 7", "number = 7.0", f"{FILE}, line 3, number: must be a whole number, not 7.0."),
        ("number = 7", "", f"{FILE}, number: is missing; add it."),
        ("name =", "nmae =", f"{FILE}, line 5, nmae: there is no key “nmae”; did you mean “name”?"),
        (
            "maple-k7fd",
            "Maple",
            f"{FILE}, line 4, word: must be lower-case words or digits joined by hyphens, such as focal-point, "
            "not “Maple”.",
        ),
        (
            "Participant 7",
            " ",
            f"{FILE}, line 5, name: Type at least one character that can be seen.",
        ),
        (
            "2026-11-23 09:00:00+00:00",
            "2026-11-23",
            f"{FILE}, line 6, joined: is a date or a time on its own; "
            "write date and time, such as 2026-11-23T09:30:00Z.",
        ),
        (
            "2026-11-23 09:00:00+00:00",
            "2026-11-23 09:00:00",
            f"{FILE}, line 6, joined: must be a date and time with its offset from UTC, "
            "such as 2026-11-23T09:30:00Z, not “2026-11-23T09:00:00”.",
        ),
        ("schema = 4", "", f"{FILE}, schema: the number of its format is missing; add schema = 4."),
        (
            "schema = 4",
            "schema = true",
            f"{FILE}, line 1, schema: the number of its format is missing; add schema = 4.",
        ),
        ("schema = 4", "schema = 0", f"{FILE}, line 1, schema: there never was a session format 0."),
    ],
)
def test_a_seats_file_that_cannot_be_used_says_where_and_why(old: str, new: str, sentence: str) -> None:
    found = faults_of_seat(SEAT_TEXT.replace(old, new))
    assert sentence in found


def test_every_fault_of_a_file_is_said() -> None:
    text = SEAT_TEXT.replace("number = 7", "number = 0").replace("Participant 7", "")
    assert len(faults_of_seat(text)) == 2


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_a_clock_that_shows_no_number_is_refused(number: str) -> None:
    text = f"{ROOM_TEXT}timers.step.left = {number}\n"
    assert faults_of_room(text) == [
        "session.toml, line 8, progress.welcome.timers.step.left: must be a number that is not infinite."
    ]


def test_a_text_that_is_no_toml_names_the_line() -> None:
    assert faults_of_room("schema = 4\nat = \n")[0].startswith("session.toml, line 2, ")


@pytest.mark.parametrize("text", [SEAT_TEXT, ROOM_TEXT], ids=["seat", "room"])
def test_a_newer_format_is_refused_with_what_to_install(text: str) -> None:
    newer = text.replace("schema = 4", "schema = 6")
    with pytest.raises(NewerSchema, match=r"session format 6.*Install a newer copworkshop"):
        parse_seat(newer, FILE) if text is SEAT_TEXT else parse_session(newer)


def test_an_older_format_is_upgraded_step_by_step() -> None:
    def lowered(table: Table) -> Table:
        return {**table, "called": table["called"].lower()}

    def renamed(table: Table) -> Table:
        return {"name" if key == "called" else key: value for key, value in table.items()}

    upgrades = {**UPGRADES, 0: Upgrade(session=dict, seat=lowered), 1: Upgrade(session=dict, seat=renamed)}
    old = SEAT_TEXT.replace("schema = 4", "schema = 0").replace('name = "Participant 7"', 'called = "PARTICIPANT 7"')
    assert parse_seat(old, FILE, upgrades=upgrades).seat == SEAT.replace(name="participant 7")


def test_a_room_of_an_older_format_is_upgraded_too() -> None:
    upgrades = {**UPGRADES, 1: Upgrade(session=lambda table: {**table, "blank": True}, seat=dict)}
    assert parse_session(ROOM_TEXT.replace("schema = 4", "schema = 1"), upgrades=upgrades)["blank"] is True


def test_the_revision_is_the_highest_that_any_file_bears() -> None:
    session = room(people=2)
    fields = parse_session(session_text(session.replace(revision=5)))
    saved = [SavedSeat(session.seats[1], 9), SavedSeat(session.seats[2], 7)]
    assert assembled(session.name, session.plan, fields, saved).revision == 9


def test_a_room_at_a_step_that_the_plan_has_no_more_is_refused() -> None:
    plan = session4()
    shorter = plan.replace(steps=tuple(step for step in plan.steps if step.kind is not Kind.TOP_TEN))
    fields = parse_session(session_text(at(room(), Kind.TOP_TEN)))
    with pytest.raises(BadFile, match="the plan has no step of kind “top_ten”"):
        assembled("2026-11-23-test", shorter, fields, [])
