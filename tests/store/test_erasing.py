"""Erasing a session, or one person's words: what goes, what stays, and that a second try finishes after a kill."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.export.documents import REPORT
from copworkshop.live.exports import write_document
from copworkshop.live.failure_log import FILE
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, begin
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Reword
from copworkshop.rules.candidates import candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.erasing import ErasePerson
from copworkshop.rules.lifecycle import ProposeNote, TakeUpNote
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark
from copworkshop.rules.sight import sight
from copworkshop.store import erasing
from copworkshop.store.check import check
from copworkshop.store.erasing import Content, erase, erase_person, open_to_erase, session_to_erase
from copworkshop.store.errors import Busy, CannotRead, CannotSave, NoSession
from copworkshop.store.sessions import create, open_, open_read_only
from helpers.fault_injection import Faults, Killed
from helpers.session_builder import NOW, ask, at, number_of, opened_again, session4

NAME = "2026-11-23-harbour"
CANARY = b"canary"


def nobody_asks(_: Content) -> None:
    """Stands for a person who says yes."""


def full(session: Session) -> Session:
    """Three people; the second one's words all have the canary in them."""
    session = ask(session, *(AddSeat(name=name, word=f"{name.lower()}xx-0001") for name in ("Ann", "Canary", "Cleo")))
    session = at(session, Kind.LIFECYCLE)
    session = ask(session, ProposeNote(seat=2, prompt="problems", text="canary remark"), actor=participant(2))
    session = ask(session, TakeUpNote(seat=2, number=1))
    session = at(session, Kind.PROPOSAL)
    for seat, text in ((1, "of Ann"), (2, "canary text")):
        mine = (WriteField(seat=seat, field="problems", text=text), ShareProposal(seat=seat, shared=True))
        session = ask(session, *mine, actor=participant(seat))
    for seat, author, text in ((2, 1, "canary strength"), (1, 2, "of Ann on it")):
        remark = LeaveRemark(seat=seat, author=author, strength=text, question=None)
        session = ask(session, remark, actor=participant(seat))
    session = ask(at(session, Kind.PROPOSAL, "share"), PutOnStage(seat=2))
    session = at(session, Kind.TOP_TEN, "collect")
    for seat, text in ((2, "canary first"), (1, "Ann's own"), (3, "Cleo's own"), (2, "canary second")):
        session = ask(session, AddIdea(seat=seat, text=text), actor=participant(seat))
    session = at(session, Kind.TOP_TEN, "merge")
    first, ann, cleo, second = (
        number_of(session, text) for text in ("canary first", "Ann's own", "Cleo's own", "canary second")
    )
    session = ask(session, Merge(leads=(first, ann)), Reword(lead=cleo, wording="Cleo's, better"))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in ((1, (first, second)), (2, (cleo,)), (3, (second, cleo))):
        session = ask(session, CastBallot(seat=seat, picks=picks, done=True), actor=participant(seat))
    return session


def kept(root: Path, *, closed: bool = False) -> Path:
    """A session on the disk with copies from before, a log and reports; returns its folder."""
    opened = create(root, NAME, packaged_text("session4"), NOW)
    session = full(opened.session)
    opened.save(opened.session, session)
    more = WriteField(seat=2, field="people", text="canary people")
    later = ask(opened_again(session, Kind.PROPOSAL, "write"), more, actor=participant(2))
    opened.save(session, later)
    if closed:
        done = ask(later, CloseSession())
        opened.save(later, done)
    opened.close()
    for form in REPORT.formats:
        write_document(root / NAME / "exports", REPORT.file, form, REPORT, sight(later, FACILITATOR))
    (root / NAME / FILE).write_text("an error\n")
    return root / NAME


def with_canary(folder: Path) -> list[str]:
    """The files, by name, in which a word of that person is, or their name."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if CANARY in file.read_bytes().lower() or "canary" in file.name)


def remove_canary(root: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    opened = open_to_erase(root, NAME)
    try:
        seat = next(seat for seat in opened.session.seats.values() if seat.name == "Canary")
        return erase_person(opened, ask(opened.session, ErasePerson(seat=seat.number)), seat)
    finally:
        opened.close()


def test_a_session_is_erased_with_its_folder(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    assert set(erase(folder, nobody_asks).foreign) == set()
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_else_put_there_stays_and_no_link_is_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    outside.mkdir()
    (outside / "01-maple.toml").write_text("precious")
    folder = kept(root)
    (folder / "notes.odt").write_text("mine")
    (folder / "seats" / "07-link.toml").symlink_to(outside / "01-maple.toml")
    shutil.rmtree(folder / "room")
    (folder / "room").symlink_to(outside)
    (folder / "exports" / "budget.xls").write_text("mine")
    assert set(erase(folder, nobody_asks).foreign) == {"notes.odt", "seats/07-link.toml", "room", "exports/budget.xls"}
    assert (outside / "01-maple.toml").read_text() == "precious"
    there = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*"))
    assert there == ["exports", "exports/budget.xls", "notes.odt", "room", "seats", "seats/07-link.toml"]


def test_a_session_that_is_a_link_is_not_erased(tmp_path: Path) -> None:
    folder = kept(tmp_path / "there")
    (tmp_path / NAME).symlink_to(folder)
    with pytest.raises(CannotRead, match=r"is a link to another folder\. Erase the session there"):
        erase(tmp_path / NAME, nobody_asks)
    assert with_canary(folder) != []


def test_a_session_that_is_open_is_not_erased(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    opened = open_(tmp_path, NAME)
    for attempt in (lambda: erase(folder, nobody_asks), lambda: remove_canary(tmp_path)):
        with pytest.raises(Busy, match="already running"):
            attempt()
    opened.close()
    assert with_canary(folder) != []


def test_a_session_with_torn_files_is_erased(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    for name in ("plan.toml", "session.toml", "seats/02-canaryxx.toml"):
        (folder / name).write_bytes(b"\x00\xff")
    erase(folder, nobody_asks)
    assert list(tmp_path.iterdir()) == []


def test_a_person_is_erased_and_everything_of_the_others_stays(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    reports, left = remove_canary(tmp_path)
    assert len(reports) == len(REPORT.formats)
    assert left == ()
    assert with_canary(folder) == []
    assert check(folder) == ()
    session = open_read_only(tmp_path, NAME).session
    assert {seat.name for seat in session.seats.values()} == {"Ann", "Cleo"}
    words = {each.lead: each.wording for each in candidates(session)}
    assert sorted(words.values()) == ["Ann's own", "Cleo's, better"]
    cast = [seat.ballot.picks for seat in session.seats.values() if seat.ballot is not None]
    assert [[words[pick] for pick in picks] for picks in cast] == [["Ann's own"], ["Cleo's, better"]]
    assert session.seats[1].proposal.answers == {"problems": "of Ann"}
    assert session.on_stage is None


def test_nothing_can_be_taken_back_that_names_what_was_erased() -> None:
    session = full(begin(NAME, session4(), NOW)).replace(on_stage=None)
    assert session.history
    assert ask(session, ErasePerson(seat=2)).history == ()


def test_after_the_close_ideas_stay_because_nobody_can_tell_whose_they_are(tmp_path: Path) -> None:
    folder = kept(tmp_path, closed=True)
    before = open_read_only(tmp_path, NAME).session
    remove_canary(tmp_path)
    session = open_read_only(tmp_path, NAME).session
    assert session.top_ten == before.top_ten
    assert with_canary(folder) == ["01-annxx.toml", "ideas-1.toml", "merges.toml", "remarks-1.toml"]
    assert check(folder) == ()


def test_of_a_torn_seat_the_copy_from_before_and_what_was_put_aside_go(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    (folder / "seats" / "02-canaryxx.toml").write_bytes(b"canary, torn")
    assert remove_canary(tmp_path)[1] == ()
    assert with_canary(folder) == []


def test_files_that_were_put_aside_and_may_hold_the_words_are_named(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    (folder / "room" / "remarks-1.toml.unreadable-20261123T090000Z").write_bytes(b"canary")
    (folder / "my notes.txt").write_bytes(b"mine")
    assert set(remove_canary(tmp_path)[1]) == {"room/remarks-1.toml.unreadable-20261123T090000Z", "my notes.txt"}


def test_a_folder_in_a_session_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    folder = kept(tmp_path / "root")
    shutil.move(folder / "seats", tmp_path / "outside")
    (folder / "seats").symlink_to(tmp_path / "outside")
    with pytest.raises(CannotSave, match=r"seats in .* is a link to another place"):
        remove_canary(tmp_path / "root")


class NoLock:
    """Stands for the lock, which the system lets go when the process dies."""

    def __init__(self, *_: object) -> None:
        pass

    def take(self) -> None:
        pass

    def release(self) -> None:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("dies", [True, False], ids=["death", "an error"])
def test_a_session_is_erased_by_a_second_try_after_one_that_was_struck_at_any_call(tmp_path: Path, dies: bool) -> None:
    base = kept(tmp_path / "base")
    for number in range(1, 2000, 3):
        folder = tmp_path / str(number) / NAME
        shutil.copytree(base, folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(erasing, "Lock", NoLock)
            faults = Faults(patch, number, dies=dies, below=folder)
            with suppress(Killed, CannotSave, CannotRead):
                erase(folder, nobody_asks)
        with suppress(NoSession):
            erase(session_to_erase(folder.parent, NAME), nobody_asks)
        assert not folder.exists()
        if not faults.struck:
            return
    raise AssertionError("it makes fewer calls than that")


@pytest.mark.slow
@pytest.mark.parametrize("dies", [True, False], ids=["death", "an error"])
def test_a_person_is_erased_by_a_second_try_after_one_that_was_struck_at_any_call(tmp_path: Path, dies: bool) -> None:
    kept(tmp_path / "base")
    for number in range(1, 2000, 5):
        root = tmp_path / str(number)
        shutil.copytree(tmp_path / "base", root)
        opened = open_to_erase(root, NAME)
        after = ask(opened.session, ErasePerson(seat=2))
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, number, dies=dies, below=root)
            with suppress(Killed, CannotSave, CannotRead):
                erase_person(opened, after, opened.session.seats[2])
        opened.folder.lock.let_go()  # type: ignore[union-attr] # as the system does
        if 2 in open_read_only(root, NAME).session.seats:
            remove_canary(root)
        assert with_canary(root / NAME) == []
        assert check(root / NAME) == ()
        shutil.rmtree(root)
        if not faults.struck:
            return
    raise AssertionError("it makes fewer calls than that")
