"""Laws that hold whatever people ask for, in whatever order."""

from itertools import pairwise
from typing import Any

from hypothesis import given

from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.candidates import all_candidates, ballots, candidates, ideas, leads
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.request import apply
from copworkshop.rules.result import table_lists
from copworkshop.rules.sight import sight
from helpers.any_requests import ASKED, play
from helpers.session_builder import NOW


@given(ASKED)
def test_any_sequence_of_requests_leaves_a_valid_session_or_is_refused_with_it_unchanged(asked: Any) -> None:
    last = play(asked)[-1]
    assert Session.model_validate(last.model_dump(by_alias=True)) == last


@given(ASKED)
def test_the_revision_only_grows_and_only_with_a_change(asked: Any) -> None:
    states = play(asked)
    for before, after in pairwise(states):
        assert after.revision == before.revision + (after is not before)


@given(ASKED)
def test_every_idea_that_stands_is_in_exactly_one_candidate(asked: Any) -> None:
    last = play(asked)[-1]
    members = [member for candidate in all_candidates(last) for member in candidate.members]
    assert len(members) == len(set(members))
    assert set(ideas(last)) <= set(members)


@given(ASKED)
def test_every_idea_number_is_given_out_once(asked: Any) -> None:
    last = play(asked)[-1]
    numbers = [idea.number for seat in last.seats.values() for idea in seat.ideas]
    numbers += [idea.number for idea in last.top_ten.unsigned_ideas]
    assert len(numbers) == len(set(numbers))


@given(ASKED)
def test_every_viewer_can_look_at_any_moment(asked: Any) -> None:
    for session in play(asked)[-5:]:
        for viewer in (FACILITATOR, STAGE, participant(1), participant(1, on_behalf_of=3), participant(9)):
            seen = sight(session, viewer)
            assert 0 <= seen.spot.point < seen.points


@given(ASKED)
def test_a_closed_session_has_nobodys_name_on_any_idea_or_ballot(asked: Any) -> None:
    last = play(asked)[-1]
    closed = apply(last, CloseSession(), FACILITATOR, NOW)
    assert all(seat == seat.unlinked() for seat in closed.seats.values())
    assert all(ballots(closed, vote) == ballots(last, vote) for vote in Vote)
    assert candidates(closed) == candidates(last)
    assert leads(closed) == leads(last)
    assert all(table_lists(closed, vote) == table_lists(last, vote) for vote in (Vote.FIRST, Vote.SECOND))
