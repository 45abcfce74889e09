"""Sessions in their folders: begun, saved, opened again whatever happened to the files, and listed."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.content.loader import BadPlan, packaged_text
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, begin
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.store.changes import changes
from copworkshop.store.codec import PLAN_FILE, SESSION_FILE, seat_file, seat_text
from copworkshop.store.errors import BadName, Busy, CannotRead, CannotSave, NewerSchema, StoreError
from copworkshop.store.files import add_end_marker, strip_end_marker
from copworkshop.store.room_files import room_files
from copworkshop.store.sessions import Opened, create, open_, open_read_only, overview
from helpers.sampling import inputs
from helpers.session_builder import NOW, ask, at, session4
from helpers.strategies import seats, sessions

NAME = "2026-11-23-harbour"
PLAN = packaged_text("session4")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


@pytest.fixture
def path(root: Path) -> Path:
    return root / NAME


@pytest.fixture
def opened(root: Path) -> Iterator[Opened]:
    made = create(root, NAME, PLAN, NOW)
    yield made
    made.close()


def two_people(session: Session) -> Session:
    return ask(
        session,
        AddSeat(name="Participant 1", word="maple-0001"),
        AddSeat(name="Participant 2", word="cedar-0002"),
    )


def busy_room(session: Session) -> Session:
    """Two people who wrote, had ideas and voted."""
    session = at(two_people(session), Kind.PROPOSAL)
    session = ask(session, WriteField(seat=1, field="problems", text="one\ntwo"), actor=participant(1))
    session = at(session, Kind.TOP_TEN, "collect")
    session = ask(session, AddIdea(seat=1, text="First idea"), actor=participant(1))
    session = ask(session, AddIdea(seat=2, text="Second idea"), actor=participant(2))
    session = at(session, Kind.TOP_TEN, "rank")
    return ask(session, CastBallot(seat=2, picks=(2, 1), done=True), actor=participant(2))


def left_behind(opened: Opened, session: Session) -> Session:
    """Saved, and the folder let go of."""
    opened.save(opened.session, session)
    opened.close()
    return session


def contents(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def every_text(path: Path) -> str:
    return b"".join(contents(path).values()).decode()


# Beginning


def test_a_new_session_is_the_one_that_the_rules_begin(opened: Opened) -> None:
    assert opened.session == begin(NAME, session4(), NOW, draw=opened.session.top_ten.draw)
    assert len(opened.session.top_ten.draw) == 32


def test_a_new_session_is_read_back_equal(root: Path) -> None:
    made = create(root, NAME, PLAN, NOW, heading="Harbour trust")
    made.close()
    assert open_read_only(root, NAME).session == made.session


def test_the_plan_is_kept_word_for_word(opened: Opened, path: Path) -> None:
    assert strip_end_marker((path / PLAN_FILE).read_bytes()) == PLAN


def test_a_second_session_of_the_name_is_refused(root: Path, opened: Opened) -> None:
    opened.close()
    with pytest.raises(StoreError, match="already a session"):
        create(root, NAME, PLAN, NOW)


def test_a_session_with_an_unsound_plan_leaves_no_folder(root: Path, path: Path) -> None:
    with pytest.raises(BadPlan):
        create(root, NAME, PLAN.replace("schema = 1", "schmea = 1", 1), NOW)
    assert not path.exists()


def test_a_session_whose_heading_is_too_long_leaves_no_folder(root: Path, path: Path) -> None:
    with pytest.raises(StoreError, match="at most 200 fit"):
        create(root, NAME, PLAN, NOW, heading="a" * 201)
    assert not path.exists()


def test_a_name_that_leads_out_of_the_folder_is_refused(root: Path) -> None:
    with pytest.raises(BadName):
        create(root, "../elsewhere", PLAN, NOW)


# Saving


def test_a_change_at_one_seat_rewrites_only_its_file(opened: Opened) -> None:
    before = at(two_people(opened.session), Kind.PROPOSAL)
    after = ask(before, WriteField(seat=1, field="problems", text="a"), actor=participant(1))
    assert list(changes(before, after)) == ["seats/01-maple.toml"]


def test_a_change_at_one_seat_leaves_every_other_file_alone(opened: Opened, path: Path) -> None:
    before = at(two_people(opened.session), Kind.PROPOSAL)
    opened.save(opened.session, before)
    untouched = {name: data for name, data in contents(path).items() if "01-maple" not in name}
    after = ask(before, WriteField(seat=1, field="problems", text="a"), actor=participant(1))
    opened.save(before, after)
    assert untouched.items() <= contents(path).items()


def test_the_revision_does_not_go_back_when_only_a_seat_was_saved(root: Path, opened: Opened) -> None:
    before = at(two_people(opened.session), Kind.PROPOSAL)
    opened.save(opened.session, before)
    after = ask(before, WriteField(seat=1, field="problems", text="a"), actor=participant(1))
    opened.save(before, after)
    opened.close()
    assert open_read_only(root, NAME).session.revision == after.revision > before.revision


def test_a_revision_that_shows_in_no_file_is_counted_in_the_rooms(opened: Opened) -> None:
    session = opened.session
    assert list(changes(session, session.replace(revision=session.revision + 1))) == [SESSION_FILE]


def test_a_session_that_is_the_same_changes_no_file(opened: Opened) -> None:
    assert changes(opened.session, opened.session.replace()) == {}


def test_seats_are_written_before_the_room(opened: Opened) -> None:
    session = busy_room(opened.session)
    written = [name for name in changes(None, session) if not name.startswith("room/")]
    assert written == ["seats/01-maple.toml", "seats/02-cedar.toml", SESSION_FILE]


def test_the_ideas_of_a_plan_are_saved_with_the_session_and_opened_again(root: Path) -> None:
    plan = (
        'schema = 1\ntitle = "Next"\n\n[[steps]]\nkind = "top_ten"\ntitle = "Top ten"\nshort = "Top ten"\n'
        'questions = ["What next?"]\nideas = ["Trust", "Time"]\n'
    )
    made = create(root, NAME, plan, NOW)
    made.close()
    assert made.session == begin(NAME, made.session.plan, NOW, draw=made.session.top_ten.draw)
    assert [idea.text for idea in made.session.top_ten.unsigned_ideas] == ["Trust", "Time"]
    assert "Trust" in (root / NAME / "room" / "ideas-1.toml").read_text(encoding="utf-8")
    again = open_(root, NAME)
    again.close()
    assert again.session == made.session


def test_the_room_is_written_first_when_it_takes_the_ideas_over(opened: Opened) -> None:
    session = busy_room(opened.session)
    closed = ask(session, CloseSession())
    written = list(changes(session, closed))
    assert written[-3:] == [SESSION_FILE, "seats/01-maple.toml", "seats/02-cedar.toml"]
    assert written[:-3] == list(room_files(closed))


def test_a_seat_too_large_for_a_file_is_said_and_the_others_are_saved(root: Path, opened: Opened) -> None:
    session = two_people(opened.session)
    huge = session.seats[1].replace(proposal=session.seats[1].proposal.replace(answers={"problems": "a" * 1_000_000}))
    after = session.replace(seats={**session.seats, 1: huge})
    with pytest.raises(CannotSave, match=r"seats/01-maple.toml could not be saved: it is longer"):
        opened.save(opened.session, after)
    assert open_read_only(root, NAME).session.seats == {2: session.seats[2]}


def test_a_session_that_is_only_looked_at_is_not_saved(root: Path, opened: Opened) -> None:
    seen = open_read_only(root, NAME)
    with pytest.raises(StoreError, match="reading only"):
        seen.save(seen.session, two_people(seen.session))


def test_a_folder_that_vanished_while_the_session_ran_is_written_again_whole(
    root: Path, opened: Opened, path: Path
) -> None:
    left_behind(opened, busy_room(opened.session))
    again = open_(root, NAME)
    shutil.rmtree(path)
    session = ask(again.session, SetHeading(heading="New"))
    said = again.save(again.session, session)
    again.close()
    assert said
    assert open_read_only(root, NAME).session == session


STEPS = st.sampled_from(
    [
        lambda session, seat: session.replace(seats={**session.seats, seat.number: seat}),
        lambda session, seat: session.replace(heading=seat.name),
        lambda session, seat: session.replace(notes=(), tables=(seat.name,)),
        lambda session, seat: session,
    ]
)


@inputs(10)
@given(sessions(closed=False), st.lists(st.tuples(STEPS, seats()), max_size=6))
def test_any_sequence_of_saves_leaves_the_folder_equal_to_memory(start: Session, steps: list[Any]) -> None:
    with TemporaryDirectory() as place:
        made = create(Path(place), NAME, PLAN, NOW)
        session = start.replace(plan=made.session.plan)
        made.save(None, session)
        for change, seat in steps:
            number = min(session.seats, default=1) if seat.number % 2 else seat.number
            old = session.seats.get(number)
            # A seat's word never changes, so neither does its file.
            seat = seat.replace(number=number, word=old.word if old else f"maple-{number:04d}")
            before, session = session, change(session, seat)
            session = session.replace(revision=session.revision + (session is not before))
            made.save(before, session)
        made.close()
        assert open_read_only(Path(place), NAME).session == session


# Opening


def test_a_session_is_opened_as_it_was_saved(root: Path, opened: Opened) -> None:
    session = left_behind(opened, busy_room(opened.session))
    with_hindsight = open_(root, NAME)
    with_hindsight.close()
    assert (with_hindsight.session, with_hindsight.incidents) == (session, ())


def test_opening_a_sound_session_writes_nothing(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, busy_room(opened.session))
    before = contents(path)
    open_(root, NAME).close()
    assert contents(path) == before


def test_looking_at_a_session_touches_nothing(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, busy_room(opened.session))
    (path / "seats/01-maple.toml").write_text("torn")
    before = contents(path)
    open_read_only(root, NAME)
    assert contents(path) == before


def test_a_session_that_runs_is_not_opened_twice(root: Path, opened: Opened) -> None:
    with pytest.raises(Busy):
        open_(root, NAME)


def test_a_session_goes_by_the_name_of_its_folder(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, busy_room(opened.session))
    path.rename(root / "another")
    assert open_read_only(root, "another").session.name == "another"


@pytest.mark.parametrize("open_session", [open_, open_read_only])
def test_a_session_that_is_not_there_is_not_made(root: Path, open_session: Any) -> None:
    with pytest.raises(CannotRead, match="There is no session"):
        open_session(root, "no-such")
    assert not root.exists()


def test_a_torn_seat_goes_back_to_its_copy_and_is_told_of(root: Path, opened: Opened, path: Path) -> None:
    first = two_people(opened.session)
    opened.save(opened.session, first)
    moved = at(first, Kind.PROPOSAL)
    left_behind(opened, ask(moved, WriteField(seat=1, field="problems", text="a"), actor=participant(1)))
    (path / "seats/01-maple.toml").write_text("schema = 1\n")
    again = open_(root, NAME)
    again.close()
    assert again.session.seats[1] == first.seats[1]
    assert "seats/01-maple.toml could not be read (it is cut short" in again.incidents[0]


def test_a_seat_of_no_use_is_missing_and_put_aside(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, two_people(opened.session))
    (path / "seats/01-maple.toml").write_bytes(add_end_marker('schema = 1\nnumber = "one"\n'))
    again = open_(root, NAME)
    again.close()
    assert list(again.session.seats) == [2]
    assert "seats/01-maple.toml could not be read (" in again.incidents[0]
    assert any("unreadable" in name for name in contents(path))


def test_a_fault_in_a_file_is_told_with_its_line(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, two_people(opened.session))
    file = path / "seats/01-maple.toml"
    file.write_text(file.read_text().replace("number = 1", 'number = "one"'))
    again = open_(root, NAME)
    again.close()
    assert "could not be read (line 3, number: must be a whole number, not “one”)" in again.incidents[0]


def test_a_seat_written_by_a_newer_version_is_left_alone(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, two_people(opened.session))
    file = path / "seats/01-maple.toml"
    file.write_text(file.read_text().replace("schema = 4", "schema = 5"))
    before = file.read_text()
    with pytest.raises(NewerSchema, match="Install a newer"):
        open_(root, NAME)
    assert file.read_text() == before


def test_a_session_that_could_not_be_opened_is_let_go_of(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, opened.session)
    sound = (path / PLAN_FILE).read_bytes()
    for name in (PLAN_FILE, f"{PLAN_FILE}.previous"):
        (path / name).unlink()
    with pytest.raises(CannotRead):
        open_(root, NAME)
    (path / PLAN_FILE).write_bytes(sound)
    open_(root, NAME).close()


def test_a_lost_room_starts_again_at_the_first_step_with_what_people_wrote(
    root: Path, opened: Opened, path: Path
) -> None:
    session = left_behind(opened, busy_room(opened.session))
    for file in path.glob(f"{SESSION_FILE}*"):
        file.unlink()
    again = open_(root, NAME)
    again.close()
    assert again.session.seats == session.seats
    assert again.session.at is Kind.WELCOME
    assert "starts again at the first step" in again.incidents[-1]


def test_a_lost_room_is_written_when_it_was_rebuilt(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, busy_room(opened.session))
    for file in path.glob(f"{SESSION_FILE}*"):
        file.unlink()
    rebuilt = open_(root, NAME)
    rebuilt.close()
    again = open_read_only(root, NAME)
    assert (again.session, again.incidents) == (rebuilt.session, ())


def test_with_neither_room_nor_seats_nor_usable_plan_the_plan_of_the_beginning_starts_again(
    root: Path, opened: Opened, path: Path
) -> None:
    left_behind(opened, opened.session)
    (path / SESSION_FILE).unlink()
    (path / PLAN_FILE).write_text("title =\n")
    again = open_(root, NAME)
    again.close()
    assert (again.session.at, again.session.seats, len(again.incidents)) == (Kind.WELCOME, {}, 2)


def test_a_plan_of_no_use_is_left_alone_and_the_first_one_used(root: Path, opened: Opened, path: Path) -> None:
    session = left_behind(opened, busy_room(opened.session))
    (path / PLAN_FILE).write_text("title =\n")
    again = open_(root, NAME)
    again.close()
    assert again.session == session
    assert again.incidents[0].startswith("plan.toml cannot be used (line 1, ")
    assert (path / PLAN_FILE).read_text() == "title =\n"


def test_without_any_plan_the_sentence_says_to_put_it_back(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, opened.session)
    for file in path.glob(f"{PLAN_FILE}*"):
        file.unlink()
    with pytest.raises(CannotRead, match=r"there is no such file.*put the plan that the session was begun with back"):
        open_(root, NAME)


def test_a_plan_that_a_person_put_back_is_used_with_a_remark(root: Path, opened: Opened, path: Path) -> None:
    session = left_behind(opened, busy_room(opened.session))
    (path / PLAN_FILE).write_text(PLAN)
    seen = open_read_only(root, NAME)
    assert seen.session == session
    assert "does not end with its last line" in seen.incidents[0]


def test_a_plan_without_the_step_that_the_room_is_at_is_refused(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, at(opened.session, Kind.CLOSE))
    begins = PLAN.rindex("[[steps]]")
    assert 'kind = "close"' in PLAN[begins:]
    (path / PLAN_FILE).write_bytes(add_end_marker(PLAN[:begins]))
    with pytest.raises(CannotRead, match=r"no step of kind “close”. Put that step back"):
        open_(root, NAME)


def test_of_two_files_for_one_seat_ours_is_used(root: Path, opened: Opened, path: Path) -> None:
    session = left_behind(opened, two_people(opened.session))
    (path / "seats/00-copy.toml").write_bytes(
        add_end_marker(seat_text(session.seats[1].replace(name="Copy", word="copy-0001"), 99))
    )
    seen = open_read_only(root, NAME)
    assert seen.session.seats == session.seats
    assert seen.incidents[0].startswith("seats/00-copy.toml was not used, for seats/01-maple.toml holds seat 1 as well")


def test_two_seats_with_one_rejoin_word_are_told_of(root: Path, opened: Opened, path: Path) -> None:
    session = left_behind(opened, two_people(opened.session))
    twin = session.seats[1].replace(number=3)
    (path / seat_file(twin)).write_bytes(add_end_marker(seat_text(twin, 1)))
    seen = open_read_only(root, NAME)
    assert list(seen.session.seats) == [1, 2, 3]
    assert "have the same rejoin word" in seen.incidents[0]


# Closing for good


def test_a_closed_session_has_whose_idea_it_was_in_no_file(root: Path, opened: Opened, path: Path) -> None:
    session = busy_room(opened.session)
    opened.save(opened.session, session)
    left_behind(opened, ask(session, CloseSession()))
    seat_files = "".join(file.read_text() for file in (path / "seats").iterdir())
    assert "idea" not in seat_files
    assert "ballot" not in seat_files
    assert not list(path.rglob("*.previous"))


def test_what_was_put_aside_and_may_tell_whose_idea_it_was_is_named(opened: Opened, path: Path) -> None:
    session = busy_room(opened.session)
    opened.save(opened.session, session)
    aside = path / "seats/01-maple.toml.unreadable-20261123T090000Z"
    aside.write_text("torn")
    said = opened.save(session, ask(session, CloseSession()))
    assert said[-1].startswith("The session is closed, but seats/01-maple.toml.unreadable-20261123T090000Z may")


def test_a_power_cut_while_closing_loses_no_idea_and_leaves_none_at_a_seat(
    root: Path, opened: Opened, path: Path
) -> None:
    session = busy_room(opened.session)
    opened.save(opened.session, session)
    closed = ask(session, CloseSession())
    room_first = {name: write.text for name, write in changes(session, closed).items() if "seats/" not in name}
    opened.folder.write({name: add_end_marker(text) for name, text in room_first.items()})
    opened.close()
    again = open_(root, NAME)
    again.close()
    assert again.session == closed
    assert open_read_only(root, NAME).session == closed
    assert "First idea" not in "".join(file.read_text() for file in (path / "seats").iterdir())
    assert "First idea" in every_text(path)


# Listing


def test_a_folder_that_is_not_there_has_no_sessions(root: Path) -> None:
    assert overview(root) == ()


def test_a_line_says_where_a_session_stands(root: Path, opened: Opened) -> None:
    opened.save(opened.session, busy_room(opened.session))
    (line,) = overview(root)
    assert (line.name, line.plan, line.step, line.people, line.closed, line.fault) == (
        NAME,
        str(session4().title),
        "Activity 2: Top Ten",
        2,
        False,
        None,
    )


def test_a_line_says_when_a_seat_was_saved_last(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, busy_room(opened.session))
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    os.utime(path / SESSION_FILE, (0, 0))
    os.utime(path / "seats", (0, noon.timestamp()))
    assert overview(root)[0].saved == noon


def test_a_line_says_which_process_runs_the_session(root: Path, opened: Opened) -> None:
    assert overview(root)[0].held_by == os.getpid()


def test_a_session_that_was_left_is_run_by_nobody(root: Path, opened: Opened) -> None:
    opened.close()
    assert overview(root)[0].held_by is None


def test_a_process_that_died_runs_nothing(root: Path, opened: Opened, path: Path) -> None:
    opened.close()
    (path / ".lock-holder").write_text("pid = 999999999\n")
    assert overview(root)[0].held_by is None


def test_a_line_says_that_a_session_is_closed(root: Path, opened: Opened) -> None:
    left_behind(opened, ask(opened.session, CloseSession()))
    assert overview(root)[0].closed


def test_a_session_that_cannot_be_opened_says_why_in_its_line(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, opened.session)
    create(root, "sound", PLAN, NOW).close()
    for file in path.glob(f"{PLAN_FILE}*"):
        file.unlink()
    broken, sound = overview(root)
    assert broken.fault is not None
    assert broken.fault.startswith(f"The plan of the session “{NAME}” cannot be used")
    assert sound.fault is None


def test_listing_touches_nothing(root: Path, opened: Opened, path: Path) -> None:
    left_behind(opened, busy_room(opened.session))
    (path / SESSION_FILE).write_text("torn")
    before = contents(root)
    overview(root)
    assert contents(root) == before


def test_a_folder_that_is_no_session_is_not_listed(root: Path, opened: Opened) -> None:
    (root / "notes").mkdir()
    (root / "README.md").write_text("text")
    assert [line.name for line in overview(root)] == [NAME]
