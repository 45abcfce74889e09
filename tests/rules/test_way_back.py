"""Looking back is read-only, a round is opened again by a request of its own, and the last action can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from copworkshop.model.closed_rounds import CAN_CLOSE
from copworkshop.model.people import FACILITATOR, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import Back, Forward, GoTo
from copworkshop.rules.balloting import CastBallot, PutPaperBallots
from copworkshop.rules.candidate_edits import Merge, RedoEdit, Reword, Split, Withdraw
from copworkshop.rules.candidates import ballots, candidates
from copworkshop.rules.clock import MoveTimer, StartTimer
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.pace import start_clock, stop_clock
from copworkshop.rules.participation import Place
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.request import Refused, Request, Stale, apply
from copworkshop.rules.runoff import CallOffRunOff, HoldRunOff
from copworkshop.rules.second_vote import CallOffSecondVote, HoldSecondVote
from copworkshop.rules.sight import sight
from copworkshop.rules.undo import Undo, last_action
from helpers.any_requests import ASKED, MOVES, REQUESTS, play
from helpers.session_builder import NOW, ask, at, forward, later, room, undo

LATER = NOW + timedelta(days=1)
"""Long after the seconds in which a closed round still takes words."""


def back(session: Session, times: int = 1) -> Session:
    for _ in range(times):
        session = ask(session, Back(at=session.spot), now=LATER)
    return session


def what(session: Session) -> str:
    last = last_action(session)
    return last.what if last is not None else ""


def ranked(*picks: tuple[int, ...], ideas: int = 4) -> Session:
    """A room in the reveal, with a ballot of each person."""
    session = at(room(max(3, len(picks))), Kind.TOP_TEN, "collect")
    for number in range(ideas):
        session = ask(session, AddIdea(seat=None, text=f"Idea {number}"))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, each in enumerate(picks, start=1):
        session = ask(session, CastBallot(seat=seat, picks=each, done=True), actor=participant(seat))
    return session


def kept(session: Session) -> Any:
    """What a session says but for when, and for what taking back leaves: what can be done again, who rates what.

    Nobody is asked to look up again, either: whoever asked did so before something else was done.
    """
    told = session.model_dump(exclude={"plan", "revision", "history", "closing", "since", "look_up"})
    for progress in told["progress"].values():
        progress.pop("spent")
    for seat in told["seats"].values():
        seat.pop("to_rate")
    for words in ("notes", "questions"):  # what was withdrawn is kept out of sight, with its number
        told[words] = [each for each in told[words] if not each["withdrawn"]]
    for field in ("undo", "redo", "apart"):
        told["top_ten"].pop(field)
    return told


def input_of(session: Session) -> Any:
    """What people have put in, without what the facilitator decided on it."""
    told = {number: seat.replace(to_rate=(), proposed=()) for number, seat in session.seats.items()}
    return told, {number: [note.text for note in seat.proposed] for number, seat in session.seats.items()}


INPUT = [
    Place(seat=1, when="today", level="core"),
    WriteField(seat=1, field="problems", text="Something else"),
    AddIdea(seat=1, text="One more"),
    CastBallot(seat=1, picks=(2,), done=True),
]


@pytest.mark.parametrize(
    ("kind", "round_name"),
    [
        (Kind.PARTICIPATION, "place"),
        (Kind.PROPOSAL, "write"),
        (Kind.TOP_TEN, "collect"),
        (Kind.TOP_TEN, "merge"),
        (Kind.TOP_TEN, "rank"),
    ],
)
def test_a_closed_round_stays_closed_when_the_room_looks_back_at_it(kind: Kind, round_name: str) -> None:
    session = back(forward(at(room(people=2), kind, round_name)))
    assert (session.spot.kind, session.spot.round) == (kind, round_name)
    assert sight(session, participant(1)).way_back.round_closed
    for request in INPUT:
        with pytest.raises(Refused):
            ask(session, request, actor=participant(1), now=LATER)


def test_looking_back_shows_no_countdown_and_going_forward_again_begins_none() -> None:
    session = forward(at(room(people=1), Kind.TOP_TEN, "collect"))
    looking = ask(session, Back(at=session.spot), now=later(1))
    assert sight(looking, participant(1)).closing is None
    again = ask(looking, Forward(at=looking.spot), now=later(60))
    assert again.closing == session.closing
    assert again.spot == session.spot


def test_going_back_leaves_the_round_that_was_open_open() -> None:
    session = forward(at(room(people=1), Kind.TOP_TEN, "collect"), times=2)
    assert session.spot.round == "rank"
    again = forward(back(session, 2), 2)
    assert ask(again, CastBallot(seat=1, picks=(), done=True), now=LATER).seats[1].ballot is not None


def test_a_reveal_that_was_shown_stands_as_a_whole_when_the_room_comes_back_to_it() -> None:
    session = at(ranked((1, 2, 3), (2, 1, 3)), Kind.TOP_TEN, "discuss")
    reveal = back(session)
    assert sight(reveal, participant(1)).top_ten.result.whole  # type: ignore[union-attr]
    looking = back(reveal)
    assert looking.spot.round == "rank"
    assert forward(looking).spot == reveal.spot
    assert at(looking, Kind.TOP_TEN, "reveal").spot == reveal.spot


def test_a_settled_run_off_is_looked_at_and_not_voted_in_again() -> None:
    tied = at(ranked(*[(number,) for number in range(1, 12)], ideas=11), Kind.TOP_TEN, "discuss")
    session = ask(tied, HoldRunOff())
    session = ask(session, CastBallot(seat=1, picks=(3,), vote=Vote.RUN_OFF), actor=participant(1))
    settled = forward(session)
    assert settled.spot.round == "settled"
    with pytest.raises(Refused, match="ballot is closed"):
        ask(back(settled), CastBallot(seat=2, picks=(4,), vote=Vote.RUN_OFF), actor=participant(2), now=LATER)
    assert forward(settled).spot.round == "discuss"


CLOSED = [(kind, name) for kind, names in CAN_CLOSE.items() for name in names]
PAST = [(Kind.PARTICIPATION, "picture"), (Kind.PROPOSAL, "share"), (Kind.TOP_TEN, "discuss"), (Kind.TOP_TEN, "settled")]


@given(ASKED, st.sampled_from(CLOSED), st.lists(st.tuples(REQUESTS, st.sampled_from([1, 2, 3])), max_size=12))
def test_looking_back_changes_nothing_that_a_person_can_change(asked: Any, closed: Any, tried: Any) -> None:
    session = play(asked)[-1]
    for kind, name in (*PAST, closed):
        before = session
        try:
            session = apply(session, GoTo(kind=kind, round=name), FACILITATOR, LATER)
        except Refused:
            continue  # a vote that nobody held
    if session.spot.kind is not closed[0] or session.spot.round != closed[1] or session.closed is not None:
        return
    assert session.closed_rounds == before.closed_rounds
    assert (session.seats, session.top_ten) == (before.seats, before.top_ten)
    assert session.has_closed(*closed)
    for request, seat in tried:
        try:
            after = apply(session, request, participant(seat), LATER)
        except Refused:
            continue
        for number, now in after.seats.items():
            was = session.seats.get(number)
            if was is None or was.removed or now.removed:
                continue
            assert now.placement == was.placement
            assert now.ideas == was.ideas
            assert (now.ballot, now.later_ballots) == (was.ballot, was.later_ballots)
            assert now.ratings == was.ratings
            assert now.proposal.answers == was.proposal.answers


@given(ASKED, REQUESTS | MOVES)
def test_what_is_taken_back_is_as_it_was_before(asked: Any, last: Any) -> None:
    before = play(asked)[-1]
    request: Request = last(at=before.spot) if isinstance(last, type) else last
    try:
        after = apply(before, request, FACILITATOR, NOW + timedelta(minutes=30))
    except Refused:
        return
    assume(after.history and after.history[-1].number == before.revision + 1)
    try:
        undone = undo(after, NOW + timedelta(minutes=31))
    except Refused:
        # What was shown stays closed, and ballots that are in stay.
        assert after.closed_rounds != before.closed_rounds or after.spot.round.startswith(("reveal", "run", "rank"))
        return
    assert kept(undone) == kept(before)
    assert undone.history == before.history[-9:] or undone.history == before.history


@given(ASKED, st.integers(1, 12))
def test_taking_back_loses_nobodys_input(asked: Any, times: int) -> None:
    session = play(asked)[-1]
    for _ in range(times):
        before = session
        if last_action(session) is None:
            break
        try:
            session = undo(session, LATER)
        except Refused:
            break
        assert input_of(session) == input_of(before)


def test_each_action_is_told_before_it_is_taken_back() -> None:
    session = at(room(people=2), Kind.TOP_TEN, "rank")
    assert what(session) == "the room moved to ranking ideas"
    session = ask(session, StartTimer(running=True))
    assert what(session) == "the clock was started"
    session = ask(session, MoveTimer(seconds=-60))
    assert what(session) == "the clock got 1 min less"
    session = at(ask(session, AddIdea(seat=None, text="One"), AddIdea(seat=None, text="Two")), Kind.TOP_TEN, "merge")
    assert what(session) == "the room moved to merging ideas"
    session = ask(at(session, Kind.TOP_TEN, "rank"), Merge(leads=(1, 2)))
    assert what(session) == "merge 1 + 2"
    for told in ("the room moved to ranking ideas", "the room moved to merging ideas", "the clock got 1 min less"):
        session = undo(session)
        assert what(session) == told


def test_a_clock_is_taken_back_as_it_ran() -> None:
    started = ask(at(room(), Kind.TOP_TEN, "collect"), StartTimer(running=True))
    paused = ask(started, StartTimer(running=False), now=later(30))
    assert kept(undo(paused, later(60))) == kept(started)
    assert kept(undo(undo(paused, later(60)))) == kept(at(room(), Kind.TOP_TEN, "collect"))


def test_merges_are_taken_back_one_by_one_and_can_be_done_again() -> None:
    session = at(ranked((1, 2)), Kind.TOP_TEN, "rank")
    first = ask(session, Merge(leads=(1, 2)))
    then = ask(first, Reword(lead=3, wording="Other words"), Withdraw(lead=4))
    assert candidates(undo(undo(then))) == candidates(first)
    assert candidates(ask(undo(then), RedoEdit())) == candidates(then)
    assert candidates(undo(undo(undo(then)))) == candidates(session)
    assert candidates(undo(ask(first, Split(lead=1)))) == candidates(first)


def test_a_round_that_was_closed_by_mistake_opens_again_while_nothing_of_it_was_shown() -> None:
    session = forward(at(room(people=1), Kind.PROPOSAL, "write"))
    again = undo(session)
    written = ask(again, WriteField(seat=1, field="problems", text="More"), actor=participant(1), now=LATER)
    assert written.seats[1].proposal.answers["problems"] == "More"
    ranking = ranked((1, 2))
    assert undo(forward(ranking)).spot.round == "rank"


@pytest.mark.parametrize(("round_name", "shown"), [("collect", "The ideas were shown"), ("rank", "stays known")])
def test_a_round_of_which_something_was_shown_is_opened_by_the_key_that_asks(round_name: str, shown: str) -> None:
    session = (
        ranked((1, 2))
        if round_name == "rank"
        else ask(at(room(1), Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="One"))
    )
    session = forward(session, 2) if round_name == "rank" else forward(session)
    with pytest.raises(Refused, match=shown):
        undo(session)


def test_nothing_before_what_was_revealed_is_taken_back() -> None:
    session = back(back(forward(ranked((1, 2)), 2)))
    assert session.spot.round == "rank"
    session = undo(undo(session))
    with pytest.raises(Refused, match="stays known"):
        undo(session)


def test_a_run_off_and_a_second_vote_are_taken_back_until_ballots_are_in() -> None:
    session = at(ranked(*[(number,) for number in range(1, 12)], ideas=11), Kind.TOP_TEN, "discuss")
    for begun, vote, off in (
        (HoldRunOff(), Vote.RUN_OFF, CallOffRunOff()),
        (HoldSecondVote(), Vote.SECOND, CallOffSecondVote()),
    ):
        held = ask(session, begun)
        assert kept(undo(held)) == kept(session)
        assert kept(undo(ask(held, off))) == kept(held)
        voted = ask(held, CastBallot(seat=1, picks=(1,), vote=vote), actor=participant(1))
        with pytest.raises(Refused, match="Ballots are in"):
            undo(voted)


def test_paper_ballots_of_a_file_are_taken_back_unless_they_were_changed() -> None:
    session = ranked()
    entered = ask(session, PutPaperBallots(ballots=((1, 2), (3,))))
    assert what(entered) == "2 paper ballots were entered"
    assert kept(undo(entered)) == kept(session)


def test_a_proposal_on_the_stage_is_taken_back() -> None:
    session = ask(at(room(1), Kind.PROPOSAL, "write"), WriteField(seat=1, field="problems", text="One"))
    session = ask(at(session, Kind.PROPOSAL, "share"), ShareProposal(seat=1, shared=True))
    assert kept(undo(ask(session, PutOnStage(seat=1)))) == kept(session)


def test_a_key_on_two_terminals_takes_one_action_back() -> None:
    session = at(at(room(), Kind.LIFECYCLE), Kind.TOP_TEN, "collect")
    last = last_action(session)
    assert last is not None
    session = ask(session, Undo(number=last.number))
    with pytest.raises(Stale):
        ask(session, Undo(number=last.number))


def test_only_the_facilitator_takes_back_or_opens_again_or_sees_that_they_can() -> None:
    session = back(forward(at(room(1), Kind.TOP_TEN, "collect")))
    for request in (Undo(number=1), Reopen(at=session.spot)):
        with pytest.raises(Refused, match="Only the facilitator"):
            ask(session, request, actor=participant(1))
    for viewer in (participant(1), Actor(role=Role.STAGE)):
        seen = sight(session, viewer).way_back
        assert (seen.reopening, seen.undo, seen.round_closed) == (None, None, True)


def test_after_the_program_was_left_there_is_nothing_to_take_back_but_after_a_crash_there_is() -> None:
    session = at(start_clock(room(), NOW), Kind.TOP_TEN, "collect")
    left = start_clock(stop_clock(session, later(60)), later(120))
    assert last_action(left) is None
    with pytest.raises(Refused, match="nothing to take back"):
        ask(left, Undo(number=1))
    assert undo(start_clock(session, later(60))).spot.kind is Kind.WELCOME


def test_opening_a_round_again_keeps_what_people_gave() -> None:
    session = back(at(ranked((1, 2)), Kind.TOP_TEN, "discuss"), 2)
    assert session.spot.round == "rank"
    question = sight(session, FACILITATOR).way_back.reopening
    assert question is not None
    assert "The result that was revealed is discarded" in question
    again = ask(session, Reopen(at=session.spot))
    assert ballots(again) == ballots(session)
    changed = ask(again, CastBallot(seat=1, picks=(3,), done=True), actor=participant(1), now=LATER)
    assert forward(changed).spot.point == 0
    assert last_action(again) is None


def test_opening_a_round_again_opens_the_rounds_that_depend_on_it() -> None:
    session = back(at(ranked((1, 2)), Kind.TOP_TEN, "discuss"), 4)
    assert session.spot.round == "collect"
    again = forward(ask(session, Reopen(at=session.spot)), 2)
    assert again.spot.round == "rank"
    assert ask(again, CastBallot(seat=1, picks=(3,), done=True), actor=participant(1), now=LATER) is not again


def test_opening_the_first_vote_again_says_that_the_second_is_discarded_and_discards_it() -> None:
    session = ask(at(ranked((1, 2)), Kind.TOP_TEN, "discuss"), HoldSecondVote())
    session = ask(session, CastBallot(seat=1, picks=(3,), vote=Vote.SECOND), actor=participant(1))
    session = at(session, Kind.TOP_TEN, "rank")
    question = sight(session, FACILITATOR).way_back.reopening
    assert question is not None
    assert "The second vote is discarded, with a ballot." in question
    again = ask(session, Reopen(at=session.spot))
    assert not again.top_ten.second
    assert ballots(again, Vote.SECOND) == ()
    assert ballots(again) == ballots(session)


def test_a_round_that_is_open_is_not_opened_again() -> None:
    session = at(room(), Kind.TOP_TEN, "collect")
    with pytest.raises(Refused, match="not closed"):
        ask(session, Reopen(at=session.spot))
