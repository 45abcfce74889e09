"""What a person made or changed at their own terminal is theirs: others neither change it nor see it as their own."""

from collections.abc import Callable

import pytest

from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot, TakeBackBallot
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.joining import GiveNewWord, TakeSeat
from copworkshop.rules.lifecycle import ProposeNote, TakeBackNote
from copworkshop.rules.merging import MarkRead, ProposeMerge, TakeBackProposal
from copworkshop.rules.participation import Place
from copworkshop.rules.people import MakeScribe
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark, OpenProposal
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, number_of, room

PERSON, SCRIBE = participant(2), participant(1, on_behalf_of=2)


def people() -> Session:
    """A scribe in seat 1, and a person in seat 2 who came in by a terminal."""
    session = ask(room(3), TakeSeat(seat=1), actor=participant(1))
    return ask(ask(session, MakeScribe(seat=1, scribe=True)), TakeSeat(seat=2), actor=PERSON)


def sharing() -> Session:
    session = at(people(), Kind.PROPOSAL)
    session = ask(session, WriteField(seat=3, field="problems", text="Nets"), ShareProposal(seat=3, shared=True))
    return at(session, Kind.PROPOSAL, "share")


def with_ideas(count: int = 2) -> Session:
    session = at(people(), Kind.TOP_TEN, "collect")
    return ask(session, *(AddIdea(seat=None, text=f"idea {number}") for number in range(count)))


def sifting() -> Session:
    return at(ask(at(with_ideas(41), Kind.TOP_TEN, "merge"), WantSifting(wanted=True)), Kind.TOP_TEN, "sift")


def again() -> Session:
    """A room that votes a second time."""
    session = ask(at(with_ideas(), Kind.TOP_TEN, "rank"), CastBallot(seat=3, picks=(1,)))
    return at(ask(at(session, Kind.TOP_TEN, "discuss"), HoldSecondVote()), Kind.TOP_TEN, "rank-again")


def rate(session: Session, rating: int | None) -> Request:
    return Rate(seat=2, idea=session.seats[2].to_rate[0], rating=rating)


Case = tuple[Callable[[], Session], Callable[[Session], Request], Callable[[Session], Request]]


def case(begin: Callable[[], Session], own: Request, change: Request) -> Case:
    return begin, lambda _: own, lambda _: change


TODAY = Place(seat=2, when="today", level="core")
BALLOT = CastBallot(seat=2, picks=(2, 1))
SECOND = CastBallot(seat=2, picks=(2, 1), vote=Vote.SECOND)
MEET = AddIdea(seat=2, text="Meet")
REMARK = LeaveRemark(seat=2, author=3, strength="Clear", question=None)

CASES: dict[str, Case] = {
    "placement": case(lambda: at(people(), Kind.PARTICIPATION, "place"), TODAY, TODAY.replace(level="active")),
    "other half of a placement": case(
        lambda: at(people(), Kind.PARTICIPATION, "place"), TODAY, TODAY.replace(when="later")
    ),
    "placement taken back": case(lambda: at(people(), Kind.PARTICIPATION, "place"), TODAY, TODAY.replace(level=None)),
    "ballot": case(lambda: at(with_ideas(), Kind.TOP_TEN, "rank"), BALLOT, BALLOT.replace(picks=(1,))),
    "ballot without a pick": case(
        lambda: at(with_ideas(), Kind.TOP_TEN, "rank"), BALLOT.replace(picks=(), done=True), BALLOT
    ),
    "ballot taken back": case(lambda: at(with_ideas(), Kind.TOP_TEN, "rank"), BALLOT, TakeBackBallot(seat=2)),
    "second ballot": case(again, SECOND, SECOND.replace(picks=(1,))),
    "second ballot taken back": case(again, SECOND, TakeBackBallot(seat=2, vote=Vote.SECOND)),
    "rating": (sifting, lambda s: rate(s, 5), lambda s: rate(s, 1)),
    "rating taken back": (sifting, lambda s: rate(s, 5), lambda s: rate(s, None)),
    "idea": (with_ideas, lambda _: MEET, lambda s: EditIdea(number=number_of(s, MEET.text), text="Part")),
    "idea withdrawn": (with_ideas, lambda _: MEET, lambda s: EditIdea(number=number_of(s, MEET.text), withdrawn=True)),
    "field": case(
        lambda: at(people(), Kind.PROPOSAL),
        WriteField(seat=2, field="problems", text="Mine"),
        WriteField(seat=2, field="problems", text=""),
    ),
    "remark of a reader": case(sharing, REMARK, REMARK.replace(strength="Dull")),
    "remark of a reader taken back": case(sharing, REMARK, REMARK.replace(strength=None)),
    "remark for the lifecycle": case(
        lambda: at(people(), Kind.LIFECYCLE),
        ProposeNote(seat=2, prompt="launch", text="Tides"),
        TakeBackNote(seat=2, number=1),
    ),
}


@pytest.mark.parametrize("actor", [FACILITATOR, SCRIBE], ids=["facilitator", "scribe"])
@pytest.mark.parametrize("name", CASES)
def test_nobody_changes_what_a_person_made(name: str, actor: Actor) -> None:
    begin, own, change = CASES[name]
    session = begin()
    session = ask(session, own(session), actor=PERSON)
    # Without a device, as it is after a new rejoin word, a person can be written for by a scribe.
    session = ask(session, GiveNewWord(seat=2, word="maple-new2"))
    with pytest.raises(Refused, match=r"Only they can|so nobody else can|no idea that you can change|is not there"):
        ask(session, change(session), actor=actor)


@pytest.mark.parametrize("actor", [FACILITATOR, SCRIBE], ids=["facilitator", "scribe"])
@pytest.mark.parametrize("name", CASES)
def test_what_was_entered_for_a_person_is_changed_by_those_who_enter(name: str, actor: Actor) -> None:
    begin, entered, change = CASES[name]
    session = ask(begin(), GiveNewWord(seat=2, word="maple-new2"))
    session = ask(session, entered(session), actor=actor)
    assert ask(session, change(session), actor=actor) is not session


@pytest.mark.parametrize("name", CASES)
def test_a_person_changes_what_was_entered_for_them(name: str) -> None:
    begin, entered, change = CASES[name]
    session = begin()
    session = ask(session, entered(session))
    assert ask(session, change(session), actor=PERSON) is not session


@pytest.mark.parametrize("viewer", [FACILITATOR, SCRIBE], ids=["facilitator", "scribe"])
@pytest.mark.parametrize("by", [FACILITATOR, SCRIBE], ids=["by the facilitator", "by a scribe"])
@pytest.mark.parametrize("name", CASES)
def test_what_a_person_changed_is_seen_as_if_they_had_entered_it(name: str, by: Actor, viewer: Actor) -> None:
    begin, entered, change = CASES[name]
    seen = []
    for actor in (by, PERSON):
        session = ask(begin(), GiveNewWord(seat=2, word="maple-new2"))
        session = ask(session, entered(session), actor=actor)
        session = ask(session, TakeSeat(seat=2), actor=PERSON)
        session = ask(session, change(session), actor=PERSON)
        session = ask(session, GiveNewWord(seat=2, word="maple-new3"))
        seen.append(sight(session, viewer))
    same = seen[0] == seen[1]
    assert same, "without a comparison, which would take minutes"


def test_a_scribe_sees_nothing_of_what_a_person_read_and_proposed_to_merge() -> None:
    session = at(with_ideas(3), Kind.TOP_TEN, "merge")
    session = ask(session, MarkRead(seat=2, ideas=(1, 2)), ProposeMerge(seat=2, leads=(1, 2)), actor=PERSON)
    session = ask(session, GiveNewWord(seat=2, word="maple-new2"))
    own = sight(session, SCRIBE).own
    assert own is not None
    assert (own.top_ten.read, own.top_ten.merges) == (frozenset(), ())
    for request in (MarkRead(seat=2, ideas=(3,)), TakeBackProposal(seat=2, leads=(1, 2))):
        with pytest.raises(Refused, match="Only they can change it"):
            ask(session, request, actor=SCRIBE)


@pytest.mark.parametrize("actor", [FACILITATOR, SCRIBE], ids=["facilitator", "scribe"])
def test_only_its_author_stops_sharing_a_proposal(actor: Actor) -> None:
    session = ask(at(people(), Kind.PROPOSAL), WriteField(seat=2, field="problems", text="Mine"), actor=PERSON)
    session = ask(session, ShareProposal(seat=2, shared=True), actor=PERSON)
    session = ask(session, GiveNewWord(seat=2, word="maple-new2"))
    with pytest.raises(Refused, match="Only the author can stop sharing"):
        ask(session, ShareProposal(seat=2, shared=False), actor=actor)
    assert not ask(session, ShareProposal(seat=2, shared=False), actor=PERSON).seats[2].proposal.shared


def test_a_scribe_does_not_learn_from_the_order_which_proposals_a_person_read() -> None:
    session = at(people(), Kind.PROPOSAL)
    for author in (1, 3):
        session = ask(session, WriteField(seat=author, field="problems", text="Nets"))
        session = ask(session, ShareProposal(seat=author, shared=True))
    session = at(session, Kind.PROPOSAL, "share")
    orders = set()
    for own, others in ((1, OpenProposal(seat=1, author=3)), (3, OpenProposal(seat=3, author=1))):
        read = ask(session, OpenProposal(seat=2, author=own), actor=PERSON)
        read = ask(read, others, GiveNewWord(seat=2, word="maple-new2"))
        orders.add(sight(read, SCRIBE).proposals.to_read)
    assert len(orders) == 1
