from itertools import permutations

import pytest

from copworkshop.model.attendance import NOBODY, Activity, Attendance, Attending
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Withdraw
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.participation import Place
from copworkshop.rules.people import LeaveOutWords, RemoveSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import attendance, sight
from helpers.session_builder import ask, at, room

OTHERS = [FACILITATOR, STAGE, participant(2)]


def own_words() -> Session:
    """Six people; the first has written, placed, put in an idea and voted."""
    first = participant(1)
    session = at(room(people=6), Kind.PARTICIPATION, "place")
    session = ask(session, Place(seat=1, when="today", level="core"), actor=first)
    session = at(session, Kind.PROPOSAL)
    session = ask(session, WriteField(seat=1, field="problems", text="SECRET problem"), actor=first)
    session = at(session, Kind.TOP_TEN, "collect")
    return ask(session, AddIdea(seat=1, text="SECRET idea"), actor=first)


def shown(session: Session, viewer: Actor) -> str:
    """All that a viewer is handed, as one text, but for the plan."""
    seen = sight(session, viewer)
    return repr([getattr(seen, name) for name in seen.__dataclass_fields__ if name != "plan"])


@pytest.mark.parametrize("viewer", OTHERS)
def test_nobody_else_is_handed_a_draft_or_an_idea_before_it_is_time(viewer: Actor) -> None:
    assert "SECRET" not in shown(own_words(), viewer)


def test_people_see_their_own_words() -> None:
    own = sight(own_words(), participant(1)).own
    assert own is not None
    assert own.top_ten.ideas is not None
    assert [idea.text for idea in own.top_ten.ideas] == ["SECRET idea"]
    assert own.proposal is not None
    assert own.proposal.answers == {"problems": "SECRET problem"}


@pytest.mark.parametrize("viewer", OTHERS)
def test_all_see_every_idea_once_the_room_merges(viewer: Actor) -> None:
    seen = sight(at(own_words(), Kind.TOP_TEN, "merge"), viewer)
    assert seen.top_ten is not None
    assert [candidate.wording for candidate in seen.top_ten.candidates] == ["SECRET idea"]


@pytest.mark.parametrize("viewer", OTHERS)
def test_a_shared_proposal_is_seen_by_all_and_hidden_from_all_when_the_consent_is_taken_back(viewer: Actor) -> None:
    session = ask(own_words(), ShareProposal(seat=1, shared=True), actor=participant(1))
    assert "SECRET problem" in shown(session, viewer)
    session = ask(session, ShareProposal(seat=1, shared=False), actor=participant(1))
    assert "SECRET problem" not in shown(session, viewer)


def test_the_facilitator_cannot_share_what_a_person_wrote() -> None:
    with pytest.raises(Refused, match="Only the author"):
        ask(own_words(), ShareProposal(seat=1, shared=True))


def test_no_answer_is_entered_for_a_person_who_gave_one() -> None:
    session = at(room(people=2), Kind.PARTICIPATION, "place")
    session = ask(session, Place(seat=1, when="later", level="core"), actor=participant(1))
    with pytest.raises(Refused, match="Only they can change it"):
        ask(session, Place(seat=1, when="today", level="active"))
    person = sight(session, FACILITATOR).person(1)
    assert person is not None
    assert person.placement is None


def test_the_facilitator_sees_what_they_entered_for_someone() -> None:
    session = ask(at(room(people=2), Kind.PROPOSAL), WriteField(seat=2, field="problems", text="entered"))
    person = sight(session, FACILITATOR).person(2)
    assert person is not None
    assert person.proposal is not None
    assert person.proposal.for_someone


@pytest.mark.parametrize("viewer", OTHERS)
def test_a_ballot_is_seen_by_nobody_else_and_the_result_by_none_before_the_reveal(viewer: Actor) -> None:
    session = at(own_words(), Kind.TOP_TEN, "rank")
    session = ask(session, CastBallot(seat=1, picks=(1,), done=True), actor=participant(1))
    seen = sight(session, viewer)
    assert seen.top_ten is not None
    assert (seen.top_ten.ballot.ballots_in, seen.top_ten.result.revealed, seen.top_ten.ballot.papers) == (1, (), ())
    assert all(person.top_ten.ballot is None for person in seen.people)


def test_places_are_revealed_from_the_last_to_the_first() -> None:
    session = at(room(people=3), Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in (1, 2, 3)))
    session = ask(at(session, Kind.TOP_TEN, "rank"), CastBallot(seat=1, picks=(2, 3, 1)))
    revealed = []
    for point in range(5):
        seen = sight(at(session, Kind.TOP_TEN, "reveal", point), STAGE).top_ten
        assert seen is not None
        revealed.append([group[0].idea for group in seen.result.revealed])
    assert revealed == [[], [1], [3, 1], [2, 3, 1], [2, 3, 1]]


def test_no_picture_is_handed_out_before_five_people_have_answered() -> None:
    session = at(room(people=6), Kind.PARTICIPATION, "place")
    for seat in range(1, 5):
        session = ask(session, Place(seat=seat, when="today", level="core"))
    assert sight(session, FACILITATOR).participation.picture is None
    assert sight(session, STAGE).participation.placed == 4
    assert sight(at(session, Kind.PARTICIPATION, "picture"), FACILITATOR).participation.picture is None
    session = ask(session, Place(seat=5, when="today", level="active"))
    assert sight(session, STAGE).participation.picture is None, "answers may still change"
    picture = sight(at(session, Kind.PARTICIPATION, "picture"), STAGE).participation.picture
    assert picture is not None
    assert (picture.today["core"], picture.today["active"], picture.later) == (4, 1, {})


def test_the_picture_counts_who_moves_inwards_outwards_and_stays() -> None:
    session = at(room(people=6), Kind.PARTICIPATION, "place")
    moves = [("core", "core"), ("active", "core"), ("peripheral", "active"), ("core", "active"), ("active", "active")]
    for seat, (today, then) in enumerate(moves, start=1):
        session = ask(session, Place(seat=seat, when="today", level=today))
        session = ask(session, Place(seat=seat, when="later", level=then))
    picture = sight(at(session, Kind.PARTICIPATION, "picture"), STAGE).participation.picture
    assert picture is not None
    assert (picture.inwards, picture.same, picture.outwards) == (2, 2, 1)


def test_the_stage_has_names_on_the_welcome_step_only() -> None:
    session = room(people=2)
    assert [person.name for person in sight(session, STAGE).people] == ["Participant 1", "Participant 2"]
    assert sight(at(session, Kind.LIFECYCLE), STAGE).people == ()


@pytest.mark.parametrize("viewer", [STAGE, participant(2)])
def test_rejoin_words_of_others_are_for_the_facilitator_only(viewer: Actor) -> None:
    assert "maple-0001" not in shown(room(people=2), viewer)


def test_a_removed_person_is_in_nobodys_sight_but_the_facilitators_list_of_removed() -> None:
    session = ask(room(people=2), RemoveSeat(seat=1))
    assert "Participant 1" not in shown(session, STAGE)
    assert sight(session, FACILITATOR).leading.removed == ((1, "Participant 1", True),)


def test_a_withdrawn_candidate_is_shown_to_the_facilitator_only() -> None:
    session = ask(at(own_words(), Kind.TOP_TEN, "merge"), Withdraw(lead=1))
    assert "SECRET idea" not in shown(session, STAGE)
    assert "SECRET idea" in shown(session, FACILITATOR)


def test_a_reveal_that_became_shorter_is_shown_at_its_end() -> None:
    session = at(room(people=3), Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in (1, 2, 3)))
    session = at(session, Kind.TOP_TEN, "rank")
    session = ask(session, CastBallot(seat=1, picks=(2, 3, 1)), CastBallot(seat=2, picks=(2,)))
    session = at(session, Kind.TOP_TEN, "reveal", 4)
    shorter = ask(session, RemoveSeat(seat=1), LeaveOutWords(seat=1))
    assert sight(shorter, STAGE).spot.point == 2


def voted() -> Session:
    """Three ideas, the second merged into the first, and three ballots; the first two people chose by themselves."""
    session = at(room(people=3), Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in (1, 2, 3)))
    session = ask(at(session, Kind.TOP_TEN, "merge"), Merge(leads=(1, 2)))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in ((1, (3, 2)), (2, (2, 3)), (3, (1,))):
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    return session


@pytest.mark.parametrize("viewer", [*OTHERS, participant(1)])
@pytest.mark.parametrize(("round_name", "point"), [("rank", 0), ("reveal", 0), ("reveal", 1), ("reveal", 2)])
def test_nobody_is_handed_the_ballots_before_the_list_stands_as_a_whole(
    viewer: Actor, round_name: str, point: int
) -> None:
    seen = sight(at(voted(), Kind.TOP_TEN, round_name, point), viewer).top_ten
    assert seen is not None
    assert seen.result.cast == ()


def test_the_facilitator_is_handed_the_ballots_as_they_were_counted_once_the_list_stands() -> None:
    seen = sight(at(voted(), Kind.TOP_TEN, "reveal", 3), FACILITATOR).top_ten
    assert seen is not None
    assert seen.result.whole
    assert seen.result.cast == ((1,), (1, 3), (3, 1))


@pytest.mark.parametrize("viewer", [STAGE, participant(1)])
def test_nobody_else_is_ever_handed_single_ballots(viewer: Actor) -> None:
    seen = sight(at(voted(), Kind.TOP_TEN, "discuss"), viewer).top_ten
    assert seen is not None
    assert seen.result.whole
    assert seen.result.cast == ()


@pytest.mark.parametrize("viewer", [*OTHERS, participant(1)])
def test_all_are_told_how_often_each_idea_stood_at_each_place_once_the_list_stands(viewer: Actor) -> None:
    session = voted()
    before, after = (sight(at(session, Kind.TOP_TEN, "reveal", point), viewer).top_ten for point in (2, 3))
    assert before is not None
    assert after is not None
    assert (before.result.spread, after.result.spread) == ({}, {1: (2, 1), 3: (1, 1)})


def test_the_ballots_stand_in_the_same_order_whoever_cast_them() -> None:
    session = at(room(people=3), Kind.TOP_TEN, "collect")
    session = at(ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in (1, 2, 3))), Kind.TOP_TEN, "rank")
    told = set()
    for order in permutations([(3, 2), (2, 3), (1,)]):
        cast = ask(session, *(CastBallot(seat=seat, picks=picks) for seat, picks in enumerate(order, start=1)))
        seen = sight(at(cast, Kind.TOP_TEN, "discuss"), FACILITATOR).top_ten
        assert seen is not None
        told.add(seen.result.cast)
    assert told == {((1,), (2, 3), (3, 2))}


def test_a_session_closed_before_the_reveal_keeps_its_ballots_to_itself() -> None:
    seen = sight(ask(voted(), CloseSession()), FACILITATOR).top_ten
    assert seen is not None
    assert seen.result.cast == ()


PRESENT = Attendance(
    seats={number: Attending(Activity.TYPING, 1) for number in (1, 2, 3)}, newcomers=1, consoles=1, connected=3
)


def test_the_facilitator_sees_who_is_connected_and_those_taken_out_do_not_count() -> None:
    session = ask(room(people=6), RemoveSeat(seat=3))

    seen = attendance(PRESENT, session, FACILITATOR)

    assert seen.of(1).activity is Activity.TYPING
    assert (seen.connected, seen.newcomers) == (2, 1)


def test_the_stage_sees_how_many_are_connected_and_not_who() -> None:
    assert attendance(PRESENT, room(people=6), STAGE) == Attendance(connected=3)


def test_a_participant_sees_nothing_of_who_is_connected() -> None:
    assert attendance(PRESENT, room(people=6), participant(1)) == NOBODY
