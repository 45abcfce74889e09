"""The run-off at the border of the list, and the second vote."""

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import Back, GoTo, following
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.candidates import ballots
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import LeaveOutWords, RemoveSeat
from copworkshop.rules.request import Refused
from copworkshop.rules.result import Topic, place_groups
from copworkshop.rules.runoff import CallOffRunOff, HoldRunOff, border, outcome
from copworkshop.rules.second_vote import CallOffSecondVote, HoldSecondVote
from copworkshop.rules.sight import sight
from copworkshop.rules.topten_sight import TopTenSight
from helpers.session_builder import ask, at, forward, later, opened_again, plan_with, room


def tied_room(size: int = 2) -> Session:
    """Six people, four ideas; idea 1 is first, and ideas 2, 3 and 4 share place 2 of a list of `size`."""
    session = at(room(6, plan_with(Kind.TOP_TEN, size=size)), Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in (1, 2, 3, 4)))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in enumerate(((1, 2), (1, 3), (1, 4)), start=1):
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    return at(session, Kind.TOP_TEN, "discuss")


def top_ten(session: Session, viewer: Actor = STAGE) -> TopTenSight:
    seen = sight(session, viewer).top_ten
    assert seen is not None
    return seen


def cast(session: Session, vote: Vote, *ballots_: tuple[int, ...]) -> Session:
    for seat, picks in enumerate(ballots_, start=1):
        session = ask(session, CastBallot(seat=seat, picks=picks, vote=vote), actor=participant(seat))
    return session


# The run-off


def test_a_run_off_is_between_those_that_share_the_last_place_where_not_all_have_room() -> None:
    found = border(tied_room(), Vote.FIRST)
    assert found is not None
    assert (found.tied, found.place, found.seats) == ((2, 3, 4), 2, 1)


@pytest.mark.parametrize("size", [1, 4, 10])
def test_a_tie_that_has_room_or_is_not_at_the_border_needs_none(size: int) -> None:
    assert border(tied_room(size), Vote.FIRST) is None
    with pytest.raises(Refused, match="nothing to settle"):
        ask(tied_room(size), HoldRunOff())


def test_the_room_goes_to_the_run_off_at_once_with_a_minute_on_a_clock_that_waits_as_in_every_round() -> None:
    session = ask(tied_room(), HoldRunOff())
    assert session.spot.round == "run-off"
    clock = sight(session, STAGE).clock
    assert not clock.begun
    assert clock.remaining(later(0)) == 60


def test_its_ballot_has_only_the_tied_and_as_many_places_as_there_is_room() -> None:
    session = ask(tied_room(3), HoldRunOff())
    seen = top_ten(session)
    assert ([each.lead for each in seen.ballot.on_ballot], seen.ballot.picks) == ([2, 3, 4], 2)
    with pytest.raises(Refused, match="no idea 1 on the list"):
        cast(session, Vote.RUN_OFF, (1,))
    with pytest.raises(Refused, match="at most 2 places"):
        cast(session, Vote.RUN_OFF, (2, 3, 4))


def test_what_wins_stays_on_the_list_and_the_first_ballots_stay_as_they_are() -> None:
    before = tied_room()
    session = forward(cast(ask(before, HoldRunOff()), Vote.RUN_OFF, (3,), (3,), (4,)))
    found = outcome(session, Vote.FIRST)
    assert (session.spot.round, found.stays, found.drops, found.ballots) == ("settled", (3,), (4, 2), 3)
    assert place_groups(session) == place_groups(before)
    assert ballots(session) == ballots(before)


def test_what_is_equal_in_the_run_off_too_goes_on_sharing_the_place() -> None:
    session = forward(cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,), (4,)))
    found = outcome(session, Vote.FIRST)
    assert (found.stays, found.undecided, found.drops) == ((3, 4), (3, 4), (2,))
    run_off = top_ten(session).result.run_off
    assert run_off is not None
    assert [(label, placed.idea) for label, placed in run_off.places()] == [("2=", 3), ("2=", 4), ("out", 2)]
    assert "longer by 1" in run_off.sentence(str)


def test_a_run_off_that_nobody_votes_in_changes_nothing() -> None:
    session = forward(ask(tied_room(), HoldRunOff()))
    run_off = top_ten(session).result.run_off
    assert run_off is not None
    assert run_off.sentence(str) == "Nobody voted, so they go on sharing place 2."


def test_paper_ballots_count_in_a_run_off() -> None:
    session = ask(tied_room(), HoldRunOff(), PutPaperBallot(picks=(4,), vote=Vote.RUN_OFF))
    assert outcome(session, Vote.FIRST).stays == (4,)


@pytest.mark.parametrize("viewer", [FACILITATOR, STAGE, participant(2)])
def test_nobody_sees_how_a_run_off_stands_before_it_is_shown(viewer: Actor) -> None:
    session = cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,))
    seen = top_ten(session, viewer).result.run_off
    assert seen is not None
    assert (seen.ballots_in, seen.outcome) == (1, None)
    shown = top_ten(forward(session), viewer).result.run_off
    assert shown is not None
    assert shown.outcome is not None


def test_a_ballot_in_a_run_off_is_seen_by_the_person_alone() -> None:
    session = cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,))
    own = sight(session, participant(1)).own
    assert own is not None
    assert own.top_ten.ballots[Vote.RUN_OFF].picks == (3,)
    person = sight(session, FACILITATOR).person(1)
    assert person is not None
    assert person.top_ten.ballot is None
    assert person.done is not None
    assert person.done.voted


def test_a_ballot_that_goes_with_its_person_takes_the_run_off_its_ground() -> None:
    session = forward(cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,)))
    session = ask(session, RemoveSeat(seat=3), LeaveOutWords(seat=3))
    run_off = top_ten(session).result.run_off
    assert run_off is not None
    assert not run_off.still_tied
    assert "as it was counted" in run_off.sentence(str)


def test_a_repeated_run_off_between_other_ideas_begins_with_no_ballots() -> None:
    session = cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,))
    session = opened_again(session, Kind.TOP_TEN, "rank")
    session = ask(session, CastBallot(seat=4, picks=(2,)), CastBallot(seat=5, picks=(3,)))
    session = ask(at(session, Kind.TOP_TEN, "discuss"), HoldRunOff())
    assert session.top_ten.runoffs[Vote.RUN_OFF].tied == (2, 3)
    assert ballots(session, Vote.RUN_OFF) == ()


def test_it_is_part_of_the_walk_once_held_and_of_the_discussion_once_shown() -> None:
    session = forward(ask(tied_room(), HoldRunOff()))
    assert following(session) is not None
    session = ask(session, Back(at=session.spot))
    assert session.spot.round == "run-off"
    session = ask(session, Back(at=session.spot))
    assert session.spot.round == "discuss"
    assert Topic.RUN_OFF in top_ten(session).discussion.topics


def test_it_can_be_called_off_until_a_ballot_is_in() -> None:
    session = ask(tied_room(), HoldRunOff())
    off = ask(session, CallOffRunOff())
    assert (off.spot.round, off.top_ten.runoffs) == ("discuss", {})
    with pytest.raises(Refused, match="Ballots are in already"):
        ask(cast(session, Vote.RUN_OFF, (3,)), CallOffRunOff())


def test_a_round_that_nobody_asked_for_cannot_be_gone_to() -> None:
    for name in ("sift", "rank-again", "run-off", "settled"):
        with pytest.raises(Refused, match="no such place"):
            ask(tied_room(), GoTo(kind=Kind.TOP_TEN, round=name))


def test_ballots_of_a_run_off_are_nobodys_once_the_session_is_closed() -> None:
    session = forward(cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,), (3,)))
    closed = ask(session, CloseSession())
    assert not any(seat.later_ballots for seat in closed.seats.values())
    assert outcome(closed, Vote.FIRST) == outcome(session, Vote.FIRST)


def test_only_the_facilitator_holds_a_vote() -> None:
    for request in (HoldRunOff(), HoldSecondVote(), CallOffRunOff(), CallOffSecondVote()):
        with pytest.raises(Refused, match="Only the facilitator"):
            ask(tied_room(), request, actor=participant(1))


# The second vote


def test_the_second_vote_begins_with_empty_ballots_and_keeps_the_first() -> None:
    before = tied_room(10)
    session = ask(before, HoldSecondVote())
    assert (session.spot.round, ballots(session, Vote.SECOND)) == ("rank-again", ())
    assert ballots(session) == ballots(before)


def test_the_second_vote_has_a_list_of_its_own_in_addition_to_the_first() -> None:
    session = cast(ask(tied_room(10), HoldSecondVote()), Vote.SECOND, (4, 1), (4, 1))
    session = at(session, Kind.TOP_TEN, "discuss-again")
    seen = top_ten(session)
    assert [placed.idea for group in seen.result.revealed for placed in group] == [4, 1]
    assert seen.result.first is not None
    assert [placed.idea for group in seen.result.first.groups for placed in group] == [1, 2, 3, 4]
    assert (
        seen.result.first.changed(seen.result.revealed)
        == "New on the list: 0. No longer on it: 2. At another place: 2."
    )
    assert seen.discussion.topics[:2] == (Topic.LIST, Topic.FIRST_VOTE)


def test_the_first_vote_takes_no_ballots_while_the_room_votes_again() -> None:
    session = ask(tied_room(10), HoldSecondVote())
    with pytest.raises(Refused, match="closed"):
        ask(session, CastBallot(seat=1, picks=(2,)), now=later(100))


def test_ideas_cannot_be_merged_while_the_room_votes_again() -> None:
    with pytest.raises(Refused, match="rounds “merge” and “rank”"):
        ask(ask(tied_room(10), HoldSecondVote()), Merge(leads=(1, 2)), now=later(100))


def test_nobody_sees_the_second_list_before_its_reveal_but_the_first_stays() -> None:
    seen = top_ten(cast(ask(tied_room(10), HoldSecondVote()), Vote.SECOND, (4, 1)))
    assert seen.result.revealed == ()
    assert seen.result.first is not None
    assert seen.result.first.groups


def test_page_up_from_the_second_vote_leads_back_to_the_discussion_of_the_first() -> None:
    session = ask(tied_room(10), HoldSecondVote())
    session = ask(session, Back(at=session.spot))
    assert session.spot.round == "discuss"
    assert top_ten(session).ballot.vote is Vote.FIRST
    assert following(at(session, Kind.TOP_TEN, "discuss", sight(session, STAGE).points - 1)).round == "rank-again"  # type: ignore[union-attr]


def test_the_second_vote_can_be_called_off_until_a_ballot_is_in() -> None:
    session = ask(tied_room(10), HoldSecondVote())
    off = ask(session, CallOffSecondVote())
    assert (off.spot.round, off.top_ten.second) == ("discuss", False)
    with pytest.raises(Refused, match="loses nothing"):
        ask(cast(session, Vote.SECOND, (1,)), CallOffSecondVote())


def test_a_second_vote_needs_a_first() -> None:
    with pytest.raises(Refused, match="Nobody has voted yet"):
        ask(at(room(3), Kind.TOP_TEN, "discuss"), HoldSecondVote())


def test_the_border_of_the_second_list_has_a_run_off_of_its_own() -> None:
    session = forward(cast(ask(tied_room(), HoldRunOff()), Vote.RUN_OFF, (3,)))
    session = cast(ask(session, HoldSecondVote()), Vote.SECOND, (4, 1), (4, 2))
    session = ask(at(session, Kind.TOP_TEN, "discuss-again"), HoldRunOff())
    session = forward(cast(session, Vote.RUN_OFF_AGAIN, (1,)))
    seen = top_ten(session)
    assert seen.result.run_off is not None
    assert seen.result.run_off.tied == (1, 2)
    assert seen.result.run_off.outcome is not None
    assert seen.result.run_off.outcome.stays == (1,)
    assert seen.result.first is not None
    assert seen.result.first.run_off is not None
    assert seen.result.first.run_off.outcome is not None
    assert seen.result.first.run_off.outcome.stays == (3,)


def test_the_second_ballots_are_nobodys_once_the_session_is_closed() -> None:
    session = cast(ask(tied_room(10), HoldSecondVote()), Vote.SECOND, (4, 1), (2,))
    session = at(session, Kind.TOP_TEN, "discuss-again")
    closed = ask(session, CloseSession())
    assert place_groups(closed, Vote.SECOND) == place_groups(session, Vote.SECOND)
    assert not any(seat.later_ballots for seat in closed.seats.values())
