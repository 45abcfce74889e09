"""Reading each other's proposals, and what readers leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.people import LeaveOutWords, RemoveSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark, OpenProposal, gathered, to_read
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, plan_with, room, session4

NAMING = plan_with(Kind.PROPOSAL, named_remarks=True)


def sharing(people: int, *authors: int, plan: Plan | None = None) -> Session:
    """A room in the round “share”, where these people share what they wrote."""
    session = at(room(people, plan), Kind.PROPOSAL)
    for author in authors:
        session = ask(session, WriteField(seat=author, field="problems", text="Nets"), actor=participant(author))
        session = ask(session, ShareProposal(seat=author, shared=True), actor=participant(author))
    return at(session, Kind.PROPOSAL, "share")


def remarked(
    session: Session, reader: int, author: int, strength: str | None = "Clear", question: str | None = None
) -> Session:
    request = LeaveRemark(seat=reader, author=author, strength=strength, question=question)
    return ask(session, request, actor=participant(reader))


def test_an_author_reads_what_is_left_without_a_name() -> None:
    own = sight(remarked(sharing(3, 1), 2, 1, "Clear", "Who pays?"), participant(1)).own
    assert own is not None
    assert own.feedback.remarks is not None
    assert [(told.remark.strength, told.remark.question, told.reader) for told in own.feedback.remarks] == [
        ("Clear", "Who pays?", None)
    ]


def test_an_author_reads_who_left_it_where_the_plan_says_so() -> None:
    own = sight(remarked(sharing(3, 1, plan=NAMING), 2, 1), participant(1)).own
    assert own is not None
    assert own.feedback.remarks is not None
    assert own.feedback.remarks[0].reader == "Participant 2"


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("plan", [session4(), NAMING], ids=["unnamed", "named"])
@pytest.mark.parametrize("viewer", [FACILITATOR, STAGE, participant(3)])
def test_nobody_else_is_handed_what_a_reader_left(viewer: Actor, plan: Plan, closed: bool) -> None:
    session = remarked(sharing(3, 1, plan=plan), 2, 1, "SECRET strength", "SECRET question")
    session = ask(session, CloseSession()) if closed else session
    seen = sight(session, viewer)
    assert seen.person(1) is not None, "the proposal is shared"
    assert "SECRET" not in repr(seen)
    assert "SECRET" not in repr(report(seen))


def test_a_remark_is_changed_and_taken_back() -> None:
    session = remarked(remarked(sharing(2, 1), 2, 1, "Clear"), 2, 1, "Very clear", "Why?")
    assert len(session.seats[2].readings) == 1
    session = remarked(session, 2, 1, None, None)
    assert gathered(session).remarks == {}
    assert gathered(session).readers == {1: 1}


def test_ones_own_proposal_takes_no_remark() -> None:
    with pytest.raises(Refused, match="your own"):
        remarked(sharing(2, 1), 1, 1)


def test_what_is_not_shared_cannot_be_opened() -> None:
    with pytest.raises(Refused, match="does not share"):
        ask(sharing(3, 1), OpenProposal(seat=2, author=3), actor=participant(2))


def test_taking_the_consent_back_hides_the_proposal_from_its_readers() -> None:
    session = ask(remarked(sharing(2, 1), 2, 1), ShareProposal(seat=1, shared=False), actor=participant(1))
    seen = sight(session, participant(2))
    assert (seen.proposals.to_read, seen.person(1)) == ((), None)
    with pytest.raises(Refused, match="does not share"):
        remarked(session, 2, 1, "Still clear")


def test_what_a_reader_left_stays_when_they_are_taken_out_unless_it_is_left_out() -> None:
    before = remarked(sharing(3, 1), 2, 1)
    session = ask(before, RemoveSeat(seat=2))
    assert gathered(session) == gathered(before)
    assert gathered(ask(session, LeaveOutWords(seat=2))).readers == {}


def test_closing_leaves_the_words_with_their_author_and_no_trace_of_the_reader() -> None:
    session = ask(remarked(remarked(sharing(3, 1), 3, 1, "Warm"), 2, 1, "Clear"), CloseSession())
    assert all(seat.readings == () for seat in session.seats.values())
    assert [remark.strength for remark in session.seats[1].proposal.remarks] == ["Clear", "Warm"]
    own = sight(session, participant(1)).own
    assert own is not None
    assert own.feedback.remarks is not None
    assert len(own.feedback.remarks) == 2


def test_closing_keeps_the_readers_where_the_plan_names_them() -> None:
    session = ask(remarked(sharing(2, 1, plan=NAMING), 2, 1), CloseSession())
    own = sight(session, participant(1)).own
    assert own is not None
    assert own.feedback.remarks is not None
    assert own.feedback.remarks[0].reader == "Participant 2"


def test_what_was_read_comes_last() -> None:
    session = sharing(4, 1, 2, 3)
    first = sight(session, participant(4)).proposals.to_read[0]
    session = ask(session, OpenProposal(seat=4, author=first), actor=participant(4))
    assert sight(session, participant(4)).proposals.to_read[-1] == first


def test_many_who_begin_at_once_begin_with_different_proposals() -> None:
    session = sharing(12, *range(1, 13))
    firsts = [sight(session, participant(reader)).proposals.to_read[0] for reader in range(1, 13)]
    assert sorted(firsts) == list(range(1, 13))


@given(st.data())
def test_whoever_reads_what_comes_first_each_proposal_gets_about_as_many_readers(data: st.DataObject) -> None:
    people = data.draw(st.integers(2, 8), "people")
    authors = data.draw(st.sets(st.integers(1, people), min_size=1), "authors")
    session = sharing(people, *authors)
    for reader in data.draw(st.lists(st.integers(1, people), max_size=16), "readers in turn"):
        order = to_read(session, reader, gathered(session).readers)
        unread = [a for a in order if a not in {r.author for r in session.seats[reader].readings}]
        if unread:
            session = ask(session, OpenProposal(seat=reader, author=unread[0]), actor=participant(reader))
            # Nobody was passed over: of what this reader could open, nothing had fewer readers.
            readers = gathered(session).readers
            assert readers[unread[0]] - 1 <= min(readers.get(a, 0) for a in unread if a != unread[0] or len(unread) < 2)
