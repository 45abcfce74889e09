"""Nothing in the folder of a closed session tells whose an idea, a ballot, a rating or a noted remark was.

Two sessions differ in one secret, such as which of two people wrote an idea. After the close their folders are the
same, byte for byte: whatever is in them tells nothing of the secret. That holds after a kill at any write of the close,
too.
"""

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from replay import Tree, tree

from copworkshop.content.loader import packaged_text
from copworkshop.export.documents import REPORT
from copworkshop.live.exports import write_document
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge, Reword, UndoEdit
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.lifecycle import ProposeNote, TakeUpNote
from copworkshop.rules.merging import ProposeMerge
from copworkshop.rules.people import AddSeat, MoveToTable, RemoveSeat, SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.question import AnswerQuestion, AskQuestion, CloseQuestion
from copworkshop.rules.readings import LeaveRemark
from copworkshop.rules.sight import sight
from copworkshop.store import loading, sessions
from copworkshop.store.check import check
from copworkshop.store.codec import SEATS_FOLDER
from copworkshop.store.sessions import create, open_
from helpers.fault_injection import Faults, Killed
from helpers.sampling import some_of
from helpers.session_builder import NOW, ask, at

pytestmark = pytest.mark.slow

NAME: Final = "2026-11-23-harbour"
PLAN: Final = packaged_text("session4")
PEOPLE: Final = 7
STRIDE: Final = 5
"""Of so many calls of a close one is struck. A write makes more of them, so each write is."""

Secret = bool


def own(seat: int) -> Actor:
    return participant(seat)


def who(secret: Secret) -> int:
    """The person whose it was: one in the first session, another one in its twin."""
    return 1 if secret else 2


def collected(session: Session, *authors: int | None) -> Session:
    """Canary ideas from these people in this order; None is an idea without a name."""
    session = at(session, Kind.TOP_TEN, "collect")
    for number, seat in enumerate(authors, start=1):
        idea = AddIdea(seat=seat, text=f"canary idea {number}")
        session = ask(session, idea, actor=FACILITATOR if seat is None else own(seat))
    return session


def ranked(session: Session, ballots: Mapping[int, tuple[int, ...]]) -> Session:
    session = at(session, Kind.TOP_TEN, "rank")
    for seat in sorted(ballots):
        session = ask(session, CastBallot(seat=seat, picks=ballots[seat], done=True), actor=own(seat))
    return session


def the_author_of_an_idea(session: Session, secret: Secret) -> Session:
    return collected(session, who(secret), 3, 4)


def the_only_author(session: Session, secret: Secret) -> Session:
    return collected(session, who(secret))


def who_entered_an_idea(session: Session, secret: Secret) -> Session:
    session = at(session, Kind.TOP_TEN, "collect")
    actor = own(1) if secret else FACILITATOR
    return ask(session, AddIdea(seat=1, text="canary idea"), actor=actor)


def an_idea_of_nobody(session: Session, secret: Secret) -> Session:
    return collected(session, 3 if secret else None, 3)


def whose_ideas_left_with_a_person(session: Session, secret: Secret) -> Session:
    return ask(collected(session, who(secret), 3), RemoveSeat(seat=1), RemoveSeat(seat=2))


def whose_merged_idea_left_with_a_person(session: Session, secret: Secret) -> Session:
    """The candidate goes by that idea's number, and is worded and voted for."""
    session = collected(session, 5 if secret else 1, 2, 3)
    session = ask(at(session, Kind.TOP_TEN, "merge"), Merge(leads=(1, 2)), Reword(lead=1, wording="canary of both"))
    return ask(ranked(session, {2: (1, 3), 3: (2,), 4: (3, 1)}), RemoveSeat(seat=5), RemoveSeat(seat=1))


def who_cast_a_ballot(session: Session, secret: Secret) -> Session:
    session = collected(session, 3, 4, 5)
    return ranked(session, {who(secret): (1, 2), 3: (3,)})


def whose_ballot_is_whose(session: Session, secret: Secret) -> Session:
    session = collected(session, 3, 4, 5)
    return ranked(session, {who(secret): (1, 2), 3 - who(secret): (3,), 3: (2,)})


def whose_ballot_was_on_paper(session: Session, secret: Secret) -> Session:
    session = at(collected(session, 3, 4, 5), Kind.TOP_TEN, "rank")
    session = ask(session, CastBallot(seat=3, picks=(2,), done=True), actor=own(3))
    by_hand = PutPaperBallot(picks=(1, 2))
    return ask(session, CastBallot(seat=1, picks=(1, 2), done=True), actor=own(1)) if secret else ask(session, by_hand)


def who_was_not_done(session: Session, secret: Secret) -> Session:
    session = ranked(collected(session, 3, 4), {3: (1,)})
    for seat in (1, 2):
        session = ask(session, CastBallot(seat=seat, picks=(seat,), done=seat == who(secret)), actor=own(seat))
    return session


def whose_ballot_a_small_table_has(session: Session, secret: Secret) -> Session:
    session = ask(session, SetTables(tables=("North", "South")))
    session = ask(session, *(MoveToTable(seat=seat, table="North") for seat in (1, 2, 3, 4)))
    session = ask(session, MoveToTable(seat=5, table="South"))
    return ranked(collected(session, 3, 4, 5), {who(secret): (1, 2), 5 if secret else 6: (3,), 3: (2,), 4: (1,)})


def who_proposed_to_merge(session: Session, secret: Secret) -> Session:
    session = at(collected(session, 3, 4, 5), Kind.TOP_TEN, "merge")
    session = ask(session, ProposeMerge(seat=who(secret), leads=(1, 2)), actor=own(who(secret)))
    return ask(session, Merge(leads=(1, 2)), UndoEdit())


def whose_remark_was_noted(session: Session, secret: Secret) -> Session:
    session = at(session, Kind.LIFECYCLE)
    for seat, text in (
        (1, "one of 1"),
        (2, "one of 2"),
        (who(secret), "canary remark"),
        (1, "two of 1"),
        (2, "two of 2"),
    ):
        session = ask(session, ProposeNote(seat=seat, prompt="problems", text=text), actor=own(seat))
    number = next(note.number for note in session.seats[who(secret)].proposed if note.text == "canary remark")
    return ask(session, TakeUpNote(seat=who(secret), number=number))


def who_left_a_remark(session: Session, secret: Secret) -> Session:
    session = at(session, Kind.PROPOSAL)
    session = ask(
        session, WriteField(seat=3, field="problems", text="of 3"), ShareProposal(seat=3, shared=True), actor=own(3)
    )
    remark = LeaveRemark(seat=who(secret), author=3, strength="canary strength", question=None)
    return ask(session, remark, actor=own(who(secret)))


def who_answered_a_question(session: Session, secret: Secret) -> Session:
    session = ask(session, AskQuestion(kind=QuestionKind.WORD, text="canary question"))
    for seat, words in ((who(secret), "one"), (3, "one"), (4, "two"), (5, "two"), (6, "two")):
        session = ask(session, AnswerQuestion(number=1, seat=seat, answer=words), actor=own(seat))
    return session


def whose_answer_was_counted(session: Session, secret: Secret) -> Session:
    session = who_answered_a_question(session, secret)
    for seat, words in ((who(secret), "canary one"), (3 - who(secret), "canary two")):
        session = ask(session, AnswerQuestion(number=1, seat=seat, answer=words), actor=own(seat))
    return ask(session, CloseQuestion(number=1))


SECRETS: Final[tuple[Callable[[Session, Secret], Session], ...]] = (
    the_author_of_an_idea,
    the_only_author,
    who_entered_an_idea,
    an_idea_of_nobody,
    whose_ideas_left_with_a_person,
    whose_merged_idea_left_with_a_person,
    who_cast_a_ballot,
    whose_ballot_is_whose,
    whose_ballot_was_on_paper,
    who_was_not_done,
    whose_ballot_a_small_table_has,
    who_proposed_to_merge,
    whose_remark_was_noted,
    who_left_a_remark,
    who_answered_a_question,
    whose_answer_was_counted,
)


def begun(
    root: Path, secret: Secret, keep: Callable[[Session, Secret], Session], *, reports: bool, people: int = PEOPLE
) -> Session:
    """A session with people and this secret on the disk, saved after each of its parts, with reports where asked."""
    opened = create(root, NAME, PLAN, NOW)
    alike = opened.session.replace(top_ten=opened.session.top_ten.replace(draw="drawn alike"))
    session = ask(alike, *(AddSeat(name=f"Person {n}", word=f"maple-000{n}") for n in range(1, people + 1)))
    opened.save(opened.session, session)
    full = keep(session, secret)
    opened.save(session, full)
    if reports:
        for form in REPORT.formats:
            write_document(root / NAME / "exports", REPORT.file, form, REPORT, sight(full, FACILITATOR))
    opened.close()
    return full


def close(root: Path) -> None:
    """Open the session, and close it if it is still open."""
    opened = open_(root, NAME)
    session = opened.session if opened.session.closed is not None else ask(opened.session, CloseSession())
    opened.save(opened.session, session)
    opened.close()


def out_of_order(root: Path) -> list[str]:
    """The seats' files whose time of change tells anything: they were not written in the order of their numbers."""
    files = sorted((root / NAME / SEATS_FOLDER).iterdir())
    times = [file.stat().st_mtime_ns for file in files]
    return [file.name for file, time, before in zip(files[1:], times[1:], times, strict=False) if time < before]


def told(one: Tree, other: Tree) -> list[str]:
    """The files that tell the secret: they differ, or are there in one session alone."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.mark.parametrize("keep", some_of(SECRETS, 6), ids=lambda keep: keep.__name__)
def test_no_byte_of_a_closed_session_tells(tmp_path: Path, keep: Callable[[Session, Secret], Session]) -> None:
    trees = []
    for secret in (False, True):
        root = tmp_path / str(secret)
        begun(root, secret, keep, reports=True)
        close(root)
        assert out_of_order(root) == []
        assert check(root / NAME) == ()
        trees.append(tree(root / NAME))
    assert told(*trees) == []
    assert any(b"canary" in data for data in trees[0].values())


def several(session: Session, secret: Secret) -> Session:
    """An idea, a ballot, a remark on a proposal and one that was noted, of one person or of the other."""
    session = who_left_a_remark(whose_remark_was_noted(session, secret), secret)
    return ranked(collected(session, who(secret), 3), {who(secret): (2, 1), 3: (1,)})


def trees_after_kills(root: Path) -> list[tuple[Tree, list[str]]]:
    """Kill the close of a session at every call to the system in turn; return what is there after the next start."""
    found: list[tuple[Tree, list[str]]] = []
    for number in range(1, 1000, STRIDE):
        place = root.with_name(f"{root.name}-{number}")
        shutil.copytree(root, place)
        opened = open_(place, NAME)
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, number, dies=True, below=place)
            with suppress(Killed):
                opened.save(opened.session, ask(opened.session, CloseSession()))
        opened.folder.lock.let_go()  # type: ignore[union-attr] # as the system does
        close(place)
        found.append((tree(place / NAME), out_of_order(place)))
        shutil.rmtree(place)
        if not faults.struck:
            return found
    raise AssertionError("a close makes fewer calls than that")


def told_after_kills(tmp_path: Path) -> list[str]:
    roots = [tmp_path / "one", tmp_path / "twin"]
    for root, secret in zip(roots, (False, True), strict=True):
        begun(root, secret, several, reports=False, people=3)
    ends = [trees_after_kills(root) for root in roots]
    first = ends[0][0][0]
    return [
        f"{place}: {name}"
        for end in ends
        for place, (held, disordered) in enumerate(end, start=1)
        for name in (*told(first, held), *disordered)
    ]


def test_no_byte_tells_after_a_kill_at_any_write_of_the_close(tmp_path: Path) -> None:
    assert told_after_kills(tmp_path) == []


def nothing_late(*_: object) -> set[int]:
    """Stands for a start that leaves the seats that the close had no time to write."""
    return set()


def test_the_trial_catches_a_start_that_leaves_seats_as_they_were_before_the_close(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_not_closed", nothing_late)
    assert told_after_kills(tmp_path) != []


def test_the_trial_catches_a_close_that_keeps_the_copies_from_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_without_links", lambda _: ())
    assert told_after_kills(tmp_path) != []
