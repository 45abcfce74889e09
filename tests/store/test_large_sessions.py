"""However much people say, it can be saved: whatever the rules grant fits into files, and closing loses nothing."""

import errno
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from copworkshop.content.loader import packaged_text
from copworkshop.model.limits import (
    MOST_IDEAS,
    MOST_MERGED,
    MOST_PAPERS,
    MOST_PEOPLE,
    MOST_REMARKS,
    MOST_SEATS,
    MOST_TABLES,
    MOST_WITHDRAWN,
    SEAT_BYTES,
    seat_bytes,
)
from copworkshop.model.numbering import every_idea
from copworkshop.model.people import Seat, participant
from copworkshop.model.plan import Kind
from copworkshop.model.question import MOST_COUNTED_WORDS, Answer, QuestionKind
from copworkshop.model.session import Session
from copworkshop.model.topten import Ballot, Idea
from copworkshop.rules.balloting import PutPaperBallot
from copworkshop.rules.candidate_edits import Merge, Split, UndoEdit
from copworkshop.rules.candidates import ballots
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.lifecycle import AddNote, ProposeNote, TakeBackNote, TakeUpNote
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.question import AnswerQuestion, AskQuestion, CloseQuestion, CountHands
from copworkshop.rules.readings import LeaveRemark
from copworkshop.rules.request import Refused
from copworkshop.store import files
from copworkshop.store import folder as folder_module
from copworkshop.store.changes import changes
from copworkshop.store.check import check
from copworkshop.store.codec import seat_text
from copworkshop.store.errors import NotAllSaved
from copworkshop.store.files import MAX_BYTES, add_end_marker
from copworkshop.store.sessions import Opened, create, open_, open_read_only
from helpers.sampling import some_of
from helpers.session_builder import NOW, ask, at
from helpers.strategies import seats

pytestmark = pytest.mark.slow

NAME = "2026-11-23-large"
PLAN = packaged_text("session4")
MANY_EACH = PLAN.replace("ideas_each = 3", "ideas_each = 20")
SCRIPTS = {"beyond the first plane": "\U00020000", "ascii": "a", "quotes": '"', "devanagari": "\u0905"}
"""The first takes the most bytes."""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return create(tmp_path, NAME, MANY_EACH, NOW)


def crowd(session: Session, people: int) -> Session:
    """Seat so many people at once; the rules would take a second for 500."""
    seats = {
        number: Seat(number=number, word=f"maple-{number:04d}", name=f"Participant {number}", joined=NOW)
        for number in range(1, people + 1)
    }
    return session.replace(seats=seats)


def with_ideas(session: Session, each: int, letter: str) -> Session:
    """Everybody has put in so many ideas, as long as an idea may be, and chosen five of them."""
    found: dict[int, Seat] = {}
    for number, seat in session.seats.items():
        first = (number - 1) * each
        ideas = tuple(
            Idea(number=first + place, text=f"{first + place} ".ljust(200, letter)) for place in range(1, each + 1)
        )
        found[number] = seat.replace(ideas=ideas, ballot=Ballot(picks=tuple(range(1, 6)), done=True))
    return session.replace(seats=found, revision=session.revision + 1)


def texts_of(session: Session) -> set[str]:
    return {idea.text for idea in every_idea(session)}


@pytest.mark.parametrize("script", some_of(SCRIPTS, 1))
def test_500_people_with_20_long_ideas_each_are_closed_and_all_is_there(
    tmp_path: Path, opened: Opened, script: str
) -> None:
    full = with_ideas(at(crowd(opened.session, 500), Kind.TOP_TEN, "rank"), 20, SCRIPTS[script])
    opened.save(opened.session, full)
    closed = ask(full, CloseSession())
    opened.save(full, closed)
    opened.close()
    again = open_read_only(tmp_path, NAME)
    assert (again.session.closed, again.incidents) == (NOW, ())
    assert len(every := texts_of(again.session)) == 10_000
    assert every == texts_of(full)
    assert len(ballots(again.session)) == 500
    assert again.session == closed
    assert check(tmp_path / NAME) == ()


def test_as_many_seats_as_a_session_has_half_of_them_taken_out_are_closed_with_all_ideas_of_the_others(
    tmp_path: Path, opened: Opened
) -> None:
    each = MOST_IDEAS // MOST_SEATS
    full = with_ideas(at(crowd(opened.session, MOST_SEATS), Kind.TOP_TEN, "rank"), each, "a")
    out = {number: seat.replace(removed=True) for number, seat in full.seats.items() if number > MOST_PEOPLE}
    full = full.replace(seats={**full.seats, **out})
    opened.save(opened.session, full)
    closed = ask(full, CloseSession())
    opened.save(full, closed)
    opened.close()
    assert open_read_only(tmp_path, NAME).session == closed
    assert len(texts_of(closed)) == each * MOST_PEOPLE
    assert check(tmp_path / NAME) == ()


def test_withdrawing_ideas_without_end_is_refused_and_saved_all_the_same(tmp_path: Path, opened: Opened) -> None:
    session = at(ask(opened.session, AddSeat(name="Participant 1", word="maple-0001")), Kind.TOP_TEN, "collect")
    add = AddIdea(seat=1, text="\U00020000" * 200)
    for _ in range(MOST_WITHDRAWN + 20):
        session = ask(session, add, actor=participant(1))
        last = session.seats[1].ideas[-1].number
        session = ask(session, EditIdea(number=last, withdrawn=True), actor=participant(1))
    with pytest.raises(Refused, match="Bring one of them back"):
        ask(session, add, actor=participant(1))
    assert len(session.seats[1].ideas) == MOST_WITHDRAWN + 20
    opened.save(opened.session, session)
    back = EditIdea(number=session.seats[1].ideas[0].number, withdrawn=False, text="It can be used again")
    assert ask(session, back, actor=participant(1)).seats[1].live_ideas
    opened.close()
    assert open_read_only(tmp_path, NAME).session == session


def test_proposing_remarks_and_taking_them_back_without_end_is_refused(opened: Opened) -> None:
    session = ask(opened.session, AddSeat(name="Participant 1", word="maple-0001"))
    propose = ProposeNote(seat=1, prompt="problems", text="a")
    for number in range(1, MOST_REMARKS + 1):
        session = ask(session, propose, actor=participant(1))
        session = ask(session, TakeBackNote(seat=1, number=number), actor=participant(1))
    with pytest.raises(Refused, match="Say this one in the room"):
        ask(session, propose, actor=participant(1))
    assert len(session.seats[1].proposed) == MOST_REMARKS


def test_a_seat_that_is_full_takes_a_shorter_text_and_no_longer_one(opened: Opened) -> None:
    session = at(ask(opened.session, AddSeat(name="Participant 1", word="maple-0001")), Kind.PROPOSAL, "write")
    long_step = session.plan.proposal
    assert long_step is not None
    full = session.seats[1].proposal.replace(answers={f"field-{n}": "\U00020000" * 10_000 for n in range(17)})
    session = session.replace(seats={1: session.seats[1].replace(proposal=full)})
    with pytest.raises(Refused, match="There is no space left at this seat"):
        ask(session, WriteField(seat=1, field="problems", text="\U00020000" * 9000), actor=participant(1))
    assert ask(session, WriteField(seat=1, field="problems", text="short"), actor=participant(1)) is not session


def test_what_readers_leave_with_a_proposal_fits_into_it_when_the_session_closes(
    tmp_path: Path, opened: Opened
) -> None:
    session = at(crowd(opened.session, 300), Kind.PROPOSAL, "write")
    session = ask(session, WriteField(seat=1, field="problems", text="a"), actor=participant(1))
    session = at(ask(session, ShareProposal(seat=1, shared=True), actor=participant(1)), Kind.PROPOSAL, "share")
    long = "\U00020000" * 200
    for reader in range(2, 2 + 200_000 // (2 * 4 * 200 + 200)):
        remark = LeaveRemark(seat=reader, author=1, strength=long, question=long)
        session = ask(session, remark, actor=participant(reader))
    with pytest.raises(Refused, match="as many remarks as it can hold"):
        ask(session, LeaveRemark(seat=300, author=1, strength=long, question=long), actor=participant(300))
    closed = ask(session, CloseSession())
    opened.save(None, closed)
    opened.close()
    assert open_read_only(tmp_path, NAME).session == closed


@given(seats())
def test_a_seat_takes_no_more_bytes_than_are_counted(seat: Seat) -> None:
    bare = Seat(number=seat.number, word=seat.word, name=seat.name, joined=seat.joined)
    rest = seat.replace(
        proposal=bare.proposal, ideas=(), readings=(), proposed=(), read=(), proposed_merges=()
    )  # what is not counted is small
    assert (
        len(add_end_marker(seat_text(seat, 2**40)))
        <= seat_bytes(seat) + len(add_end_marker(seat_text(rest, 2**40))) + 2000
    )


def test_a_full_seat_leaves_space_for_what_is_not_counted() -> None:
    assert SEAT_BYTES + 200_000 < MAX_BYTES


def test_merging_rewording_and_undoing_stay_within_a_file_whatever_is_merged(tmp_path: Path, opened: Opened) -> None:
    session = at(with_ideas(crowd(opened.session, 60), 20, "\U00020000"), Kind.TOP_TEN, "merge")
    leads = sorted(idea.number for idea in every_idea(session))
    with pytest.raises(Refused, match=f"at most {MOST_MERGED} ideas"):
        ask(session, Merge(leads=tuple(leads[: MOST_MERGED + 1])))
    before = opened.session
    for start in range(0, len(leads) - MOST_MERGED, MOST_MERGED):
        session = ask(session, Merge(leads=tuple(leads[start : start + MOST_MERGED])))
        session = ask(session, Split(lead=leads[start]))
        opened.save(before, session)
        before = session
    undone = ask(session, UndoEdit())
    opened.save(session, undone)
    opened.close()
    assert open_read_only(tmp_path, NAME).session == undone


def test_tables_and_paper_ballots_have_an_end(opened: Opened) -> None:
    session = at(with_ideas(crowd(opened.session, 2), 3, "a"), Kind.TOP_TEN, "rank")
    with pytest.raises(Refused, match="at most 200 tables"):
        ask(session, SetTables(tables=tuple(f"Table {number}" for number in range(MOST_TABLES + 1))))
    papers = session.top_ten.replace(unsigned_ballots=(Ballot(picks=(1,), done=True),) * MOST_PAPERS)
    with pytest.raises(Refused, match="at most 1,000 paper ballots"):
        ask(session.replace(top_ten=papers), PutPaperBallot(picks=(1, 2)))


def test_a_different_long_word_of_everybody_is_kept_with_all_of_them_held_back(tmp_path: Path, opened: Opened) -> None:
    session = ask(crowd(opened.session, MOST_SEATS), AskQuestion(kind=QuestionKind.WORD, text="\U00020000" * 200))
    number = session.questions[0].number
    answers = {
        seat: Answer(question=number, words=f"{seat:04d}" + "\U00020000" * 36) for seat in range(1, MOST_SEATS + 1)
    }
    session = session.replace(seats={n: seat.replace(answer=answers[n]) for n, seat in session.seats.items()})
    for each in range(MOST_COUNTED_WORDS):
        session = ask(session, CountHands(number=number, answer=f"{each:03d}-" + "\U00020000" * 36, times=1))
    closed = ask(session, CloseQuestion(number=number))
    held = closed.questions[0].replace(held_back=tuple(sorted(each.words for each in answers.values())))
    full = closed.replace(questions=(held,))
    opened.save(opened.session, full)
    opened.close()
    assert open_read_only(tmp_path, NAME).session == full


def test_an_answer_that_a_power_cut_left_at_its_seat_is_in_no_question(tmp_path: Path, opened: Opened) -> None:
    asked = ask(crowd(opened.session, 2), AskQuestion(kind=QuestionKind.YES_NO))
    answered = ask(asked, AnswerQuestion(number=1, seat=1, answer="yes"), actor=participant(1))
    closed = ask(answered, CloseQuestion(number=1))
    names = [*changes(answered, closed)]
    assert names.index("room/question-1.toml") < names.index("seats/01-maple.toml")
    assert changes(answered, closed)["seats/01-maple.toml"].needs == {"room/question-1.toml"}
    opened.save(opened.session, answered)
    seat = tmp_path / NAME / "seats" / "01-maple.toml"
    before = seat.read_bytes()
    opened.save(answered, ask(closed, AskQuestion(kind=QuestionKind.YES_NO)))
    opened.close()
    seat.write_bytes(before)
    again = open_(tmp_path, NAME)
    assert [each.answer for each in again.session.seats.values()] == [None, None]
    again.close()
    assert "answer" not in seat.read_text(encoding="utf-8")
    assert check(tmp_path / NAME) == ()


def test_a_remark_is_with_the_room_before_its_seat_says_that_it_was_taken_up(opened: Opened) -> None:
    session = ask(opened.session, AddSeat(name="Participant 1", word="maple-0001"))
    session = ask(session, ProposeNote(seat=1, prompt="problems", text="a"), actor=participant(1))
    taken_up = ask(session, TakeUpNote(seat=1, number=1))
    writes = changes(session, taken_up)
    assert list(writes) == ["room/remarks-1.toml", "seats/01-maple.toml", "session.toml"]
    assert writes["seats/01-maple.toml"].needs == {"room/remarks-1.toml"}


def failing(name: str) -> Callable[..., None]:
    """A disk on which this one file cannot be written."""
    really_replace = files.replace

    def replace(path: Path, data: bytes, **options: object) -> None:
        if path.name == name:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        really_replace(path, data, **options)  # type: ignore[arg-type]

    return replace


@pytest.fixture
def session_of_two(opened: Opened) -> Session:
    session = opened.session
    for number in (1, 2):
        session = ask(session, AddSeat(name=f"Participant {number}", word=f"maple-000{number}"))
    session = at(session, Kind.TOP_TEN, "collect")
    for number in (1, 2):
        session = ask(session, AddIdea(seat=number, text=f"Idea of {number}"), actor=participant(number))
    opened.save(opened.session, session)
    return session


def test_a_seat_that_cannot_be_written_keeps_nobody_elses_words_from_the_disk(
    tmp_path: Path, opened: Opened, session_of_two: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = session_of_two
    for number in (1, 2):
        after = ask(after, AddIdea(seat=number, text=f"Another of {number}"), actor=participant(number))
    monkeypatch.setattr(folder_module, "replace", failing("01-maple.toml"))
    with pytest.raises(NotAllSaved) as caught:
        opened.save(session_of_two, after)
    assert caught.value.seats == {1: "seats/01-maple.toml could not be saved: permission was taken away."}
    assert not caught.value.room
    assert texts_of(open_read_only(tmp_path, NAME).session) == {"Idea of 1", "Idea of 2", "Another of 2"}


@pytest.mark.parametrize("file", ["ideas-1.toml", "session.toml"])
def test_a_close_that_stops_halfway_leaves_the_session_open_with_all_ideas(
    tmp_path: Path, opened: Opened, session_of_two: Session, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = ask(session_of_two, CloseSession())
    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "replace", failing(file))
        with pytest.raises(NotAllSaved) as caught:
            opened.save(session_of_two, closed)
    assert caught.value.room
    seen = open_read_only(tmp_path, NAME).session
    assert (seen.closed, texts_of(seen)) == (None, {"Idea of 1", "Idea of 2"})
    more = ask(session_of_two, AddNote(prompt="problems", text="It goes on"))
    opened.save(None, more)
    opened.close()
    again = open_(tmp_path, NAME)
    again.close()
    assert (again.session, again.incidents) == (more, ())
    assert not (tmp_path / NAME / "closed").exists()


def test_a_close_whose_ideas_would_not_fit_into_their_file_takes_none_from_its_seat(
    tmp_path: Path, opened: Opened, session_of_two: Session
) -> None:
    """The rules grant no such ideas: the store is not to lose them all the same."""
    long = {
        number: seat.replace(ideas=(seat.ideas[0].replace(text=f"{number} ".ljust(600_000, "a")),))
        for number, seat in session_of_two.seats.items()
    }
    session = session_of_two.replace(seats=long)
    opened.save(session_of_two, session)
    before = {file.name: file.read_bytes() for file in (tmp_path / NAME / "seats").glob("*.toml")}
    with pytest.raises(NotAllSaved, match=r"closed/ideas-1\.toml could not be saved: it is longer"):
        opened.save(session, ask(session, CloseSession()))
    assert {file.name: file.read_bytes() for file in (tmp_path / NAME / "seats").glob("*.toml")} == before
    assert tomllib.loads((tmp_path / NAME / "session.toml").read_text()).get("closed") is None


def test_nothing_in_the_files_of_a_closed_session_is_left_of_the_open_one(
    tmp_path: Path, opened: Opened, session_of_two: Session
) -> None:
    noted = ask(session_of_two, AddNote(prompt="problems", text="A remark"))
    opened.save(session_of_two, noted)
    assert (tmp_path / NAME / "room").is_dir()
    opened.save(noted, ask(noted, CloseSession()))
    opened.close()
    left = {file.parent.name for file in (tmp_path / NAME).rglob("*.toml")}
    assert left == {NAME, "closed", "seats"}
    assert not list((tmp_path / NAME).rglob("*.previous"))


def test_a_file_of_the_room_that_is_missing_is_told_of(tmp_path: Path, opened: Opened, session_of_two: Session) -> None:
    noted = ask(session_of_two, AddNote(prompt="problems", text="A remark"))
    opened.save(session_of_two, noted)
    opened.close()
    for file in (tmp_path / NAME / "room").iterdir():
        file.unlink()
    assert [str(fault) for fault in check(tmp_path / NAME)] == ["room/remarks-1.toml: the file is missing."]
    seen = open_read_only(tmp_path, NAME)
    assert seen.incidents == (
        "room/remarks-1.toml is missing, and there is no copy from before, so what it held is, too.",
    )
