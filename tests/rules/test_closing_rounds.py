"""Closing a round: the countdown, who has finished, and the law that nothing is shown before it is closed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind, TopTenStep
from copworkshop.model.session import Session, Spot
from copworkshop.model.topten import Vote
from copworkshop.rules import agenda, balloting, reopening, sight
from copworkshop.rules.agenda import Back, CloseRound, Forward, GoTo
from copworkshop.rules.balloting import CastBallot, PutPaperBallot, TakeBackBallot
from copworkshop.rules.candidate_edits import Merge, UndoEdit
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.finished import SayDone, countdown, finished, takes_input, unfinished
from copworkshop.rules.participation import Place, picture
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import OpenProposal
from copworkshop.rules.reopening import Reopen, can_reopen
from copworkshop.rules.request import Refused, Request, Stale, apply, make_request
from copworkshop.rules.rounds import looks_back
from copworkshop.rules.runoff import CallOffRunOff, HoldRunOff
from copworkshop.rules.second_vote import CallOffSecondVote, HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.undo import Undo
from copworkshop.rules.voting import LIST_OF, ROUNDS, RUN_OFF
from helpers.session_builder import NOW, ask, at, later, room

PEOPLE = 6
EVERYBODY = frozenset(range(1, PEOPLE + 1))
INPUT = [
    (Kind.PARTICIPATION, "place"),
    (Kind.PROPOSAL, "write"),
    (Kind.PROPOSAL, "share"),
    (Kind.TOP_TEN, "collect"),
    (Kind.TOP_TEN, "merge"),
    (Kind.TOP_TEN, "rank"),
]


def devices(people: int = PEOPLE) -> Session:
    """A room of people who all came in by a terminal."""
    session = room(people)
    return session.replace(seats={number: seat.replace(device=True) for number, seat in session.seats.items()})


def in_use(people: int = PEOPLE) -> Session:
    """A room in which people have placed themselves, put in four ideas, and voted so that two tie."""
    session = at(devices(people), Kind.PARTICIPATION, "place")
    for seat in range(1, people + 1):
        session = ask(session, Place(seat=seat, when="today", level="core"), actor=participant(seat))
    session = at(session, Kind.TOP_TEN, "collect")
    for seat in (1, 2, 3, 4):
        session = ask(session, AddIdea(seat=seat, text=f"idea {seat}"), actor=participant(seat))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in ((1, (1, 2)), (2, (2, 1)), (3, (3, 4))):
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    return session


def press(session: Session, connected: frozenset[int] = EVERYBODY, kind: type[Any] = Forward) -> Session:
    """Press a key that moves the room, on a screen that shows the session as it is."""
    closing = countdown(session)
    more = {"connected": connected, "until": closing.until if closing else None} if kind is Forward else {}
    return ask(session, kind(at=session.spot, **more))


@pytest.mark.parametrize(("kind", "name"), INPUT)
def test_a_round_closes_at_once_where_nobody_is_connected(kind: Kind, name: str) -> None:
    session = at(devices(), kind, name)
    assert press(session, frozenset()).spot.round != name


@pytest.mark.parametrize(("kind", "name"), INPUT)
def test_a_round_closes_at_once_when_all_who_are_connected_say_that_they_are_done(kind: Kind, name: str) -> None:
    session = at(ask(at(devices(), Kind.TOP_TEN, "collect"), AddIdea(seat=None, text="x")), kind, name)
    for seat in (1, 2):
        session = ask(session, SayDone(seat=seat, round=name, done=True), actor=participant(seat))
    assert press(session, frozenset({1, 2})).spot.round != name


SHARED = (WriteField(seat=1, field="problems", text="x"), ShareProposal(seat=1, shared=True))


@pytest.mark.parametrize(("kind", "name"), INPUT)
def test_the_first_press_counts_down_and_the_second_closes(kind: Kind, name: str) -> None:
    session = ask(at(devices(), Kind.TOP_TEN, "collect"), AddIdea(seat=None, text="x"))
    session = at(ask(at(session, Kind.PROPOSAL, "write"), *SHARED, actor=participant(1)), kind, name)
    counting = press(session)
    closing = countdown(counting)
    assert counting.spot == session.spot
    assert closing is not None
    assert closing.until == later(session.plan.grace)
    assert press(counting).spot.round != name
    ended = ask(counting, CloseRound(until=closing.until))
    assert ended == press(counting)
    assert ended.closing is None


def test_page_up_cancels_the_countdown_and_stays() -> None:
    session = at(devices(), Kind.TOP_TEN, "collect")
    counting = press(session)
    stayed = press(counting, kind=Back)
    assert (stayed.spot, stayed.closing) == (session.spot, None)
    with pytest.raises(Stale):
        ask(stayed, CloseRound(until=later(session.plan.grace)))


def test_a_key_that_was_sent_twice_does_not_close_the_round() -> None:
    session = at(devices(), Kind.TOP_TEN, "collect")
    twice = Forward(at=session.spot, connected=EVERYBODY)
    with pytest.raises(Stale):
        ask(ask(session, twice), twice)


def test_a_round_that_is_left_backwards_shows_no_countdown() -> None:
    session = at(devices(), Kind.TOP_TEN, "merge")
    back = ask(session, GoTo(kind=Kind.TOP_TEN, round="collect", connected=EVERYBODY))
    assert (back.spot.round, back.closing) == ("collect", None)


def test_going_to_a_later_step_closes_the_round_by_the_same_rule() -> None:
    session = at(devices(), Kind.TOP_TEN, "collect")
    counting = ask(session, GoTo(kind=Kind.CLOSE, connected=EVERYBODY))
    assert counting.spot == session.spot
    assert press(counting).spot.kind is Kind.CLOSE


def test_a_plan_without_a_grace_has_no_countdown() -> None:
    session = at(devices(), Kind.TOP_TEN, "collect")
    session = session.replace(plan=session.plan.replace(grace=0))
    assert press(session).spot.round == "merge"


def test_going_on_in_the_proposal_on_the_stage_closes_nothing() -> None:
    session = at(ask(at(devices(), Kind.PROPOSAL, "write"), *SHARED, actor=participant(1)), Kind.PROPOSAL, "share")
    shown = session.replace(on_stage=1)
    assert press(shown).spot.point == 1


# Who has finished


def test_who_gives_something_after_saying_that_they_are_done_is_not_done_any_more() -> None:
    session = at(devices(), Kind.TOP_TEN, "collect")
    done = ask(session, SayDone(seat=1, round="collect", done=True), actor=participant(1))
    assert finished(done) == {1}
    more = ask(done, AddIdea(seat=1, text="another"), actor=participant(1))
    assert finished(more) == frozenset()


def test_saying_that_one_is_done_can_be_taken_back() -> None:
    session = at(devices(), Kind.PROPOSAL, "write")
    done = ask(session, SayDone(seat=1, round="write", done=True), actor=participant(1))
    assert finished(ask(done, SayDone(seat=1, round="write", done=False), actor=participant(1))) == frozenset()


def test_nobody_says_for_another_that_they_are_done() -> None:
    session = at(devices(), Kind.TOP_TEN, "collect")
    with pytest.raises(Refused):
        ask(session, SayDone(seat=2, round="collect", done=True), actor=participant(1))


def test_nobody_is_done_with_a_round_that_the_room_has_left() -> None:
    session = at(devices(), Kind.TOP_TEN, "discuss")
    with pytest.raises(Refused, match="is closed"):
        ask(session, SayDone(seat=1, round="rank", done=True), actor=participant(1))


@pytest.mark.parametrize(
    ("kind", "name", "gifts"),
    [
        (
            Kind.PARTICIPATION,
            "place",
            (Place(seat=1, when="today", level="core"), Place(seat=1, when="later", level="core")),
        ),
        (Kind.PROPOSAL, "share", (OpenProposal(seat=1, author=2),)),
        (Kind.TOP_TEN, "collect", tuple(AddIdea(seat=1, text=f"idea {number}") for number in (1, 2, 3))),
        (Kind.TOP_TEN, "rank", (CastBallot(seat=1, picks=(1, 2)),)),
    ],
)
def test_who_has_nothing_left_to_give_has_finished(kind: Kind, name: str, gifts: tuple[Request, ...]) -> None:
    session = ask(at(devices(2), Kind.TOP_TEN, "collect"), *(AddIdea(seat=None, text=text) for text in "ab"))
    writing = (WriteField(seat=2, field="problems", text="x"), ShareProposal(seat=2, shared=True))
    session = at(ask(at(session, Kind.PROPOSAL, "write"), *writing, actor=participant(2)), kind, name)
    assert 1 not in finished(session)
    assert 1 not in finished(ask(session, *gifts[:-1], actor=participant(1)))
    assert 1 in finished(ask(session, *gifts, actor=participant(1)))


# The law


@dataclass(frozen=True)
class Press:
    """A key that moves the room, on a screen that may have missed a countdown."""

    kind: type[Any]
    connected: frozenset[int]
    sees_countdown: bool

    def at(self, session: Session) -> Request:
        closing = countdown(session)
        if self.kind is CloseRound:
            return CloseRound(until=closing.until if closing is not None and self.sees_countdown else NOW)
        if self.kind is Undo:
            return Undo(number=session.history[-1].number if session.history else 1)
        if self.kind in {Back, Reopen}:
            asked: Request = make_request(self.kind, at=session.spot)
            return asked
        until = closing.until if closing is not None and self.sees_countdown else None
        return Forward(at=session.spot, connected=self.connected, until=until)


def results(seen: sight.Sight) -> dict[tuple[Vote | None, str], object]:
    """Return what a viewer is told of results, by the vote that it is of; the picture is of none."""
    found: dict[tuple[Vote | None, str], object] = {}
    if seen.participation.picture is not None:
        found[None, "picture"] = seen.participation.picture
    held = seen.top_ten
    if held is not None:
        found |= dict(_of_votes(held))
    return found


def _of_votes(held: TopTenSight) -> Iterator[tuple[tuple[Vote, str], object]]:
    for group in held.result.revealed:
        yield from (((held.ballot.vote, f"place of {placed.idea}"), placed.place) for placed in group)
    if held.result.whole:
        yield (held.ballot.vote, "spread"), dict(held.result.spread)
    if held.result.cast:
        yield (held.ballot.vote, "ballots"), held.result.cast
    if held.discussion.topics:
        yield (
            (held.ballot.vote, "agreement"),
            (held.discussion.agreement, held.discussion.divisive, held.discussion.ties, held.discussion.stays),
        )
    if held.result.first is not None:
        for group in held.result.first.groups:
            yield from (((Vote.FIRST, f"place of {placed.idea}"), placed.place) for placed in group)
        if held.result.first.cast:
            yield (Vote.FIRST, "ballots"), held.result.first.cast
    for vote, run_off in (
        (held.ballot.vote, held.result.run_off),
        (Vote.FIRST, held.result.first.run_off if held.result.first else None),
    ):
        if run_off is not None and run_off.outcome is not None:
            yield (Vote.RUN_OFF if vote is Vote.FIRST else Vote.RUN_OFF_AGAIN, "outcome"), run_off.outcome


def still_open(session: Session) -> set[Vote | None]:
    """Return the votes whose ballots somebody could change now, found by trying; None is for the picture."""
    tries: list[tuple[Vote | None, Request, Actor]] = [
        (None, Place(seat=1, when=when, level="active"), actor)
        for when in ("today", "later")
        for actor in (participant(1), FACILITATOR)
    ]
    tries += [(vote, CastBallot(seat=1, picks=(), done=True, vote=vote), participant(1)) for vote in Vote]
    tries += [(vote, PutPaperBallot(picks=(1,), vote=vote), FACILITATOR) for vote in Vote]
    return {of for of, request, actor in tries if _granted(session, request, actor)}


def _granted(session: Session, request: Request, actor: Actor) -> bool:
    try:
        apply(session, request, actor, NOW + timedelta(hours=1))
    except Refused:
        return False
    return True


def reopened(session: Session) -> set[Vote | None]:
    """Return the votes whose round is open, or was opened again: what was shown of them may be another thing later."""
    names = {vote: rounds.rank for vote, rounds in ROUNDS.items()} | dict.fromkeys(LIST_OF, RUN_OFF)
    found: set[Vote | None] = {vote for vote, name in names.items() if not session.has_closed(Kind.TOP_TEN, name)}
    return found if session.has_closed(Kind.PARTICIPATION, "place") else {*found, None}


Asked = list[tuple[Any, Actor, int]]


def play(session: Session, asked: Asked) -> list[str]:
    """Return how the law was broken on the way."""
    now, broken = NOW, list[str]()
    told: dict[Actor, dict[tuple[Vote | None, str], object]] = {}
    for request, actor, seconds in [(None, FACILITATOR, 0), *asked]:
        now += timedelta(seconds=seconds)
        before = session
        pressed = request.at(session) if isinstance(request, Press) else request
        try:
            session = session if pressed is None else apply(session, pressed, actor, now)
        except Refused:
            continue
        broken += _of_moving(before, session, pressed, now)
        can_change, opened = still_open(session), reopened(session)
        for viewer in (FACILITATOR, STAGE, participant(1), participant(2)):
            found = results(sight.sight(session, viewer))
            known = {name: value for name, value in told.get(viewer, {}).items() if name[0] not in opened}
            broken += [f"{name} is shown while it may change" for name in found if name[0] in can_change]
            broken += [f"{name} changed" for name, value in found.items() if known.get(name, value) != value]
            told[viewer] = known | found
    return broken


def _of_moving(before: Session, after: Session, request: Request | None, now: datetime) -> list[str]:
    same = (before.spot.kind, before.spot.round) == (after.spot.kind, after.spot.round)
    closing = countdown(before)
    if same or not takes_input(before.spot) or looks_back(before):
        return []
    if isinstance(request, CloseRound):
        return [] if closing is not None and request.until == closing.until else ["an old countdown closed the round"]
    if isinstance(request, Forward) and closing is None and unfinished(before, request.connected):
        return ["the room moved on without those who have not finished"]
    if isinstance(request, Back) and closing is not None:
        return ["Page Up left the round during a countdown"]
    return []


SEATS = st.integers(1, 3)
VOTES = st.sampled_from(Vote)
PICKS = st.lists(st.integers(1, 5), max_size=3, unique=True).map(tuple)
PRESSES = st.builds(
    Press,
    kind=st.sampled_from([Forward, Forward, Forward, Back, CloseRound, Reopen, Undo]),
    connected=st.sampled_from([frozenset(), frozenset({1}), EVERYBODY]),
    sees_countdown=st.booleans(),
)
GIVING: st.SearchStrategy[Request] = st.one_of(
    st.builds(Place, seat=SEATS, when=st.sampled_from(["today", "later"]), level=st.sampled_from(["core", "active"])),
    st.builds(AddIdea, seat=SEATS, text=st.sampled_from(["one", "two"])),
    st.builds(Merge, leads=PICKS),
    st.builds(UndoEdit),
    st.builds(CastBallot, seat=SEATS, picks=PICKS, done=st.booleans(), vote=VOTES),
    st.builds(TakeBackBallot, seat=SEATS, vote=VOTES),
    st.builds(PutPaperBallot, picks=PICKS, vote=VOTES),
    st.builds(Rate, seat=SEATS, idea=st.integers(1, 5), rating=st.integers(1, 5)),
    st.builds(SayDone, seat=SEATS, round=st.sampled_from(["place", "collect", "rank", "run-off"]), done=st.booleans()),
)
LEADING: st.SearchStrategy[Request] = st.one_of(
    st.builds(HoldRunOff),
    st.builds(CallOffRunOff),
    st.builds(HoldSecondVote),
    st.builds(CallOffSecondVote),
    st.builds(WantSifting, wanted=st.booleans()),
    st.builds(
        GoTo,
        kind=st.just(Kind.TOP_TEN),
        round=st.sampled_from(TopTenStep.rounds),
        connected=st.sampled_from([frozenset(), EVERYBODY]),
    ),
    st.builds(GoTo, kind=st.sampled_from(Kind)),
)
SECONDS = st.integers(0, 30)
ASKED = st.lists(
    st.one_of(
        st.tuples(PRESSES, st.just(FACILITATOR), SECONDS),
        st.tuples(GIVING, st.sampled_from([FACILITATOR, participant(1), participant(2)]), SECONDS),
        st.tuples(LEADING, st.just(FACILITATOR), SECONDS),
    ),
    max_size=30,
)
SIZES = st.sampled_from([1, 10])  # with one place, two that tie need a run-off


def beginning(spot: tuple[Kind, str], size: int) -> Session:
    session = in_use()
    steps = tuple(
        step.replace(size=size, picks=3) if isinstance(step, TopTenStep) else step for step in session.plan.steps
    )
    session = at(session.replace(plan=session.plan.replace(steps=steps)), *spot)
    return ask(session, Reopen(at=session.spot)) if can_reopen(session) else session


@given(st.sampled_from([*INPUT, (Kind.TOP_TEN, "discuss")]), SIZES, ASKED)
def test_no_result_is_shown_that_may_still_change_and_none_changes(
    spot: tuple[Kind, str], size: int, asked: Asked
) -> None:
    assert play(beginning(spot, size), asked) == []


def lead(kind: type[Any], connected: frozenset[int] = frozenset(), *, sees: bool = True) -> tuple[Any, Actor, int]:
    return Press(kind, connected, sees), FACILITATOR, 1


def say(request: Request, seat: int | None = None) -> tuple[Any, Actor, int]:
    return request, FACILITATOR if seat is None else participant(seat), 1


SCRIPT: Asked = [
    lead(Forward, EVERYBODY),
    lead(CloseRound, sees=False),
    lead(Back),
    lead(Forward, EVERYBODY),
    lead(Forward, EVERYBODY),
    *[lead(Forward)] * 3,
    say(GoTo(kind=Kind.TOP_TEN, round="discuss")),
    say(HoldRunOff()),
    say(CastBallot(seat=1, picks=(1,), vote=Vote.RUN_OFF), 1),
    lead(Forward),
    lead(Back),
    lead(Reopen),
]
"""In the round “rank”: a countdown that is cancelled, another, the whole reveal, a run-off, which is opened again."""


def _moving_to(find: Callable[[Session], Spot | None]) -> Callable[..., Session]:
    def grant(_request: Request, session: Session, _actor: Actor, now: datetime) -> Session:
        spot = find(session)
        return session if spot is None else agenda.moved(session, spot, now)

    return grant


MUTANTS: dict[str, tuple[Any, str, Callable[..., Any] | str]] = {
    "the room moves on at once": (agenda, "unfinished", lambda session, connected: False),
    "a round that was left still takes ballots": (balloting, "require_open", lambda *asked: None),
    "the picture is shown while people place themselves": (sight, "closed_picture", picture),
    "a run-off that is open again shows its result": (reopening, "RUN_OFF", "nothing"),
    "any countdown closes the round": (CloseRound, "grant", _moving_to(agenda.next_round)),
    "Page Up leaves the round during a countdown": (Back, "grant", _moving_to(agenda.preceding)),
}


def test_the_script_keeps_the_law() -> None:
    assert play(beginning((Kind.TOP_TEN, "rank"), 1), SCRIPT) == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_law_catches_rules_in_which(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    where = (Kind.PARTICIPATION, "place") if "picture" in mutant else (Kind.TOP_TEN, "rank")
    session = beginning(where, 1)
    monkeypatch.setattr(*MUTANTS[mutant])
    assert play(session, SCRIPT) != []
