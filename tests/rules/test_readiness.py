"""Who has done what the present round asks of everybody."""

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.participation import Place
from copworkshop.rules.readiness import Readiness, readiness
from copworkshop.rules.request import Request
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from copworkshop.rules.sight import sight
from helpers.session_builder import ask, at, room


@pytest.mark.parametrize(
    ("kind", "round_name", "done"),
    [
        (
            Kind.PARTICIPATION,
            "place",
            (Place(seat=2, when="today", level="core"), Place(seat=2, when="later", level="core")),
        ),
        (Kind.TOP_TEN, "collect", (AddIdea(seat=2, text="x"),)),
        (Kind.TOP_TEN, "rank", (CastBallot(seat=2, picks=(1,)),)),
    ],
)
def test_who_is_not_ready_is_told_by_name(kind: Kind, round_name: str, done: tuple[Request, ...]) -> None:
    session = ask(at(room(3), Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="an idea of before"))
    session = at(session, kind, round_name)
    before = readiness(sight(session, FACILITATOR))
    after = readiness(sight(ask(session, *done, actor=participant(2)), FACILITATOR))

    assert before is not None
    assert "Participant 2" in before.waiting
    assert after == Readiness(
        ready=before.ready + 1, of=3, waiting=tuple(name for name in before.waiting if name != "Participant 2")
    )


def test_a_proposal_is_ready_with_its_core_fields() -> None:
    waiting = readiness(sight(at(room(2), Kind.PROPOSAL, "write"), FACILITATOR))

    assert waiting == Readiness(ready=0, of=2, waiting=("Participant 1", "Participant 2"))


def test_sifting_is_done_by_who_has_rated_all_that_they_were_dealt() -> None:
    session = at(room(2), Kind.TOP_TEN, "merge")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {number}") for number in range(41)))
    session = at(ask(session, WantSifting(wanted=True)), Kind.TOP_TEN, "sift")
    rate = [Rate(seat=2, idea=lead, rating=3) for lead in session.present[1].to_rate]
    short = ask(session, *rate[:-1], actor=participant(2))

    assert readiness(sight(short, FACILITATOR)) == Readiness(0, 2, ("Participant 1", "Participant 2"))
    assert readiness(sight(ask(short, rate[-1], actor=participant(2)), FACILITATOR)) == Readiness(
        1, 2, ("Participant 1",)
    )


def test_a_second_vote_waits_for_everybody_s_second_ballot() -> None:
    session = ask(at(room(2), Kind.TOP_TEN, "rank"), AddIdea(seat=None, text="x"))
    session = ask(session, CastBallot(seat=1, picks=(1,)), actor=participant(1))
    session = at(ask(at(session, Kind.TOP_TEN, "discuss"), HoldSecondVote()), Kind.TOP_TEN, "rank-again")
    voted = ask(session, CastBallot(seat=2, picks=(1,), vote=Vote.SECOND), actor=participant(2))

    assert readiness(sight(session, FACILITATOR)) == Readiness(0, 2, ("Participant 1", "Participant 2"))
    assert readiness(sight(voted, FACILITATOR)) == Readiness(1, 2, ("Participant 1",))


@pytest.mark.parametrize("kind", [Kind.WELCOME, Kind.LIFECYCLE, Kind.CLOSE])
def test_where_nothing_is_asked_nobody_is_waited_for(kind: Kind) -> None:
    assert readiness(sight(at(room(2), kind), FACILITATOR)) is None


def test_the_stage_and_participants_are_told_of_nobody() -> None:
    session = at(room(2), Kind.PARTICIPATION, "place")

    assert readiness(sight(session, STAGE)) is None
    assert readiness(sight(session, participant(1))) is None
