"""The public numbers of ideas on the disk: whatever could not be written, no number changes and none is used twice."""

from pathlib import Path

import pytest

import copworkshop.content
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.people import AddSeat, RenameSeat
from copworkshop.store.changes import changes
from copworkshop.store.check import check
from copworkshop.store.sessions import Opened, create, open_, open_read_only
from helpers.session_builder import NOW, ask, at, opened_again, public_ideas

PLAN = Path(copworkshop.content.__file__).with_name("session4.toml").read_text(encoding="utf-8")
NAME = "2026-11-23-test"
GIVEN = ((1, "nets"), (2, "boats"), (1, "tides"), (None, "ropes"), (3, "light"), (None, "harbour"))
MERGE = GoTo(kind=Kind.TOP_TEN, round="merge")
NUMBERS = "room/numbers.toml"


def gave(session: Session, *given: tuple[int | None, str]) -> Session:
    for seat, text in given:
        one = AddIdea(seat=seat, text=text)
        session = ask(session, one) if seat is None else ask(session, one, actor=participant(seat))
    return session


def collected(root: Path, *given: tuple[int | None, str]) -> Opened:
    """A session on the disk in which these ideas were put in, still collecting."""
    opened = create(root, NAME, PLAN, NOW)
    session = ask(opened.session, *(AddSeat(name=f"Person {n}", word=f"maple-{n:04d}") for n in (1, 2, 3)))
    session = gave(at(session, Kind.TOP_TEN, "collect"), *given)
    opened.save(opened.session, session)
    opened.close()
    return open_(root, NAME)


def closed_collecting(root: Path) -> Session:
    opened = collected(root, *GIVEN)
    merging = ask(opened.session, MERGE)
    opened.save(opened.session, merging)
    opened.close()
    return merging


def test_the_numbers_are_read_back(tmp_path: Path) -> None:
    merging = closed_collecting(tmp_path)
    assert open_read_only(tmp_path, NAME).session == merging
    assert check(tmp_path / NAME) == ()
    assert not (tmp_path / NAME / "room/ideas-new-1.toml").read_text(encoding="utf-8").count("text")


def test_an_idea_whose_seat_could_not_be_written_has_its_number_when_it_is_read(tmp_path: Path) -> None:
    opened = collected(tmp_path, *GIVEN)
    merging = ask(opened.session, MERGE)
    seats = {path: path.read_bytes() for path in (tmp_path / NAME / "seats").glob("*.toml")}
    opened.save(opened.session, merging)
    opened.close()
    for path, old in seats.items():
        path.write_bytes(old)
    assert public_ideas(open_read_only(tmp_path, NAME).session) == public_ideas(merging)
    assert check(tmp_path / NAME) == ()


def test_an_idea_of_the_room_that_a_power_cut_left_in_two_files_is_there_once(tmp_path: Path) -> None:
    opened = collected(tmp_path, *GIVEN)
    new = tmp_path / NAME / "room/ideas-new-1.toml"
    before = new.read_bytes()
    merging = ask(opened.session, MERGE)
    opened.save(opened.session, merging)
    opened.close()
    new.write_bytes(before)
    seen = open_read_only(tmp_path, NAME).session
    assert seen.top_ten.unsigned_ideas == merging.top_ten.unsigned_ideas


def test_all_that_names_ideas_by_their_numbers_waits_for_the_numbers(tmp_path: Path) -> None:
    opened = collected(tmp_path, *GIVEN)
    after = ask(opened.session, MERGE, GoTo(kind=Kind.TOP_TEN, round="rank"), RenameSeat(seat=2, name="Another name"))
    after = ask(after, CastBallot(seat=3, picks=(1,)), actor=participant(3))
    writes = changes(opened.session, after)
    opened.close()
    assert next(iter(writes)) == NUMBERS
    waiting = {name for name, write in writes.items() if NUMBERS in write.needs}
    assert waiting == writes.keys() - {NUMBERS}
    assert "room/ideas-1.toml" in writes["room/ideas-new-1.toml"].needs


def test_a_seat_in_which_nothing_names_an_idea_does_not_wait(tmp_path: Path) -> None:
    opened = collected(tmp_path, (1, "nets"))
    writes = changes(opened.session, ask(opened.session, MERGE, RenameSeat(seat=3, name="Another name")))
    opened.close()
    assert not writes["seats/03-maple.toml"].needs


@pytest.mark.parametrize("lost", [NUMBERS, "session.toml", "seats/01-maple.toml"])
def test_no_number_is_used_again_after_a_file_was_lost(tmp_path: Path, lost: str) -> None:
    merging = closed_collecting(tmp_path)
    for path in (tmp_path / NAME).glob(f"{lost}*"):
        path.unlink()
    opened = open_(tmp_path, NAME)
    again = gave(opened_again(opened.session, Kind.TOP_TEN, "collect"), (2, "late"), (None, "later"))
    found = public_ideas(ask(again, MERGE))
    opened.close()
    known = public_ideas(merging)
    assert all(known[number] == text for number, text in found.items() if number in known)
    assert {number for number, text in found.items() if text in {"late", "later"}} == {7, 8}


def test_the_files_of_a_closed_session_do_not_tell_in_which_order_ideas_came(tmp_path: Path) -> None:
    def files(root: Path, *given: tuple[int | None, str]) -> dict[str, str]:
        opened = collected(root, *given)
        draw = opened.session.top_ten.draw
        assert draw
        # Two sessions draw from other things; here only the order of the ideas differs.
        same = opened.session.replace(top_ten=opened.session.top_ten.replace(draw="drawn-alike"))
        merging = ask(same, MERGE)
        opened.save(opened.session, merging)
        opened.save(merging, ask(merging, CloseSession()))
        opened.close()
        texts = {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8", errors="replace")
            for path in root.rglob("*")
            if path.is_file()
        }
        assert not [name for name, text in texts.items() if draw in text or "drawn-alike" in text]
        return texts

    assert files(tmp_path / "one", *GIVEN) == files(tmp_path / "two", *GIVEN[::-1])


def test_what_is_held_back_is_read_back_and_its_words_are_in_no_file_after_the_close(tmp_path: Path) -> None:
    opened = create(tmp_path, NAME, PLAN.replace('kind = "top_ten"', 'kind = "top_ten"\nmoderated = true'), NOW)
    session = ask(at(opened.session, Kind.TOP_TEN, "collect"), AddSeat(name="Ann", word="maple-0001"))
    session = ask(gave(session, (1, "nets"), (None, "ropes"), (1, "light")), MERGE)
    held = [number for number, text in public_ideas(session).items() if text in {"nets", "ropes"}]
    session = ask(session, *(HoldBack(lead=number, held=True) for number in held))
    opened.save(opened.session, session)
    assert open_read_only(tmp_path, NAME).session == session
    assert session.top_ten.held_back == tuple(sorted(held))
    assert check(tmp_path / NAME) == ()

    closed = ask(session, CloseSession())
    opened.save(session, closed)
    opened.close()
    assert open_read_only(tmp_path, NAME).session == closed
    words = b"".join(path.read_bytes() for path in (tmp_path / NAME).rglob("*") if path.is_file())
    assert b"light" in words
    assert b'"nets"' not in words
    assert b'"ropes"' not in words
    assert check(tmp_path / NAME) == ()


def test_check_names_an_idea_that_is_held_back_and_not_there(tmp_path: Path) -> None:
    closed_collecting(tmp_path)
    file = tmp_path / NAME / "session.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[top_ten]\n", "[top_ten]\nheld_back = [77]\n"), encoding="utf-8")
    assert any("the session has no idea 77" in str(fault) for fault in check(tmp_path / NAME))
