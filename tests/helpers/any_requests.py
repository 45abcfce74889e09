"""Any requests of anybody, in any order, for tests of laws that hold whatever people ask for."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role, Seat, participant
from copworkshop.model.plan import Kind, TopTenStep
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session, Spot, Spotlight
from copworkshop.model.topten import Vote
from copworkshop.rules.admission import CloseDoor, ShowAddress
from copworkshop.rules.agenda import Back, Blank, CloseRound, Forward, GoTo, LayBeside, LookUp
from copworkshop.rules.balloting import (
    CastBallot,
    PutPaperBallot,
    PutPaperBallots,
    TakeBackBallot,
)
from copworkshop.rules.candidate_edits import KeepApart, Merge, RedoEdit, Reword, Split, UndoEdit, Withdraw
from copworkshop.rules.catching_up import TakeMinutes
from copworkshop.rules.clock import MoveTimer, StartTimer
from copworkshop.rules.closing import SetHeading
from copworkshop.rules.collecting import AddIdea, AddIdeas, EditIdea, SetQuestion
from copworkshop.rules.finished import SayDone
from copworkshop.rules.joining import GiveNewWord, HandOver, TakeSeat, TakeSeatByName
from copworkshop.rules.lifecycle import AddNote, DeclineNote, EditNote, ProposeNote, TakeBackNote, TakeUpNote
from copworkshop.rules.merging import MarkRead, ProposeMerge, TakeBackProposal
from copworkshop.rules.moderation import HoldBack
from copworkshop.rules.parking import Park, ParkNew, ParkProposed
from copworkshop.rules.participation import Place
from copworkshop.rules.people import (
    AddSeat,
    LeaveOutWords,
    MakeScribe,
    MoveToTable,
    RemoveSeat,
    RemoveUnusedSeats,
    RenameSeat,
    RestoreSeat,
    RestoreSeats,
    ReuseSeat,
    SetTables,
)
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.rules.question import (
    AnswerQuestion,
    AskQuestion,
    CloseQuestion,
    CountHands,
    HoldBackAnswer,
    KeepQuestionOpen,
    ShowResult,
    WithdrawQuestion,
)
from copworkshop.rules.readings import LeaveRemark, OpenProposal
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.request import Refused, Request, apply
from copworkshop.rules.runoff import CallOffRunOff, HoldRunOff
from copworkshop.rules.second_vote import CallOffSecondVote, HoldSecondVote
from copworkshop.rules.sifting import Rate, WantSifting
from copworkshop.rules.spotlight import ShowLarge
from copworkshop.rules.undo import Undo
from helpers.session_builder import NOW, room

SEATS = st.integers(1, 4)
NUMBERS = st.integers(1, 8)
TEXTS = st.sampled_from(["one", "two", "[/] markup", "多い", "e\u0301", "=1+1"])
LEVELS = st.sampled_from(["core", "active", None])
ANSWERS = st.sampled_from(["1", "5", "yes", "one", None])
VOTES = st.sampled_from(Vote)
TOP_TEN_ROUNDS = TopTenStep.rounds
PICKS = st.lists(NUMBERS, max_size=6).map(tuple)

REQUESTS: st.SearchStrategy[Request] = st.one_of(
    st.builds(GoTo, kind=st.sampled_from(Kind)),
    st.builds(GoTo, kind=st.just(Kind.TOP_TEN), round=st.sampled_from(TOP_TEN_ROUNDS)),
    st.builds(GoTo, kind=st.just(Kind.PARTICIPATION), round=st.sampled_from(["levels", "place", "picture"])),
    st.builds(Blank, blank=st.booleans()),
    st.builds(LookUp, shown=st.booleans()),
    st.builds(ShowAddress, shown=st.booleans()),
    st.builds(CloseDoor, closed=st.booleans()),
    st.builds(LayBeside, beside=st.booleans()),
    st.builds(ShowLarge, what=st.none() | st.builds(Spotlight, kind=st.just("idea"), number=NUMBERS)),
    st.builds(StartTimer, running=st.booleans()),
    st.builds(MoveTimer, seconds=st.integers(-120, 120)),
    st.builds(
        TakeMinutes,
        at=st.sampled_from(["collect", "merge"]).map(lambda name: Spot(kind=Kind.TOP_TEN, round=name, point=0)),
        minutes=st.integers(0, 20),
    ),
    st.builds(SetHeading, heading=st.none() | TEXTS),
    st.builds(AddNote, prompt=st.sampled_from(["focal-point", "launch", "no-such"]), text=TEXTS),
    st.builds(EditNote, number=SEATS, text=st.none() | TEXTS, withdrawn=st.none() | st.booleans()),
    st.builds(
        Place, seat=SEATS, when=st.sampled_from(["today", "later"]), level=st.sampled_from(["core", "active", None])
    ),
    st.builds(AddSeat, name=TEXTS, word=st.sampled_from(["cedar-aaaa", "cedar-bbbb", "maple-0001"])),
    st.builds(RenameSeat, seat=SEATS, name=TEXTS),
    st.builds(RemoveSeat, seat=SEATS),
    st.builds(LeaveOutWords, seat=SEATS),
    st.builds(RestoreSeat, seat=SEATS),
    st.builds(RemoveUnusedSeats, seats=st.lists(SEATS).map(tuple)),
    st.builds(RestoreSeats, seats=st.lists(SEATS).map(tuple)),
    st.builds(ReuseSeat, seat=SEATS, name=TEXTS, word=st.sampled_from(["maple-cccc", "cedar-dddd"])),
    st.builds(SetTables, tables=st.lists(TEXTS, max_size=3).map(tuple)),
    st.builds(MoveToTable, seat=SEATS, table=st.none() | TEXTS),
    st.builds(WriteField, seat=SEATS, field=st.sampled_from(["problems", "pitch", "no-such"]), text=TEXTS),
    st.builds(ShareProposal, seat=SEATS, shared=st.booleans()),
    st.builds(PutOnStage, seat=st.none() | SEATS),
    st.builds(GoTo, kind=st.just(Kind.PROPOSAL), round=st.sampled_from(["write", "share"])),
    st.builds(OpenProposal, seat=SEATS, author=SEATS),
    st.builds(LeaveRemark, seat=SEATS, author=SEATS, strength=st.none() | TEXTS, question=st.none() | TEXTS),
    st.builds(TakeSeat, seat=SEATS),
    st.builds(TakeSeatByName, seat=SEATS, name=TEXTS | SEATS.map("Participant {}".format)),
    st.builds(HandOver, seat=SEATS),
    st.builds(GiveNewWord, seat=SEATS, word=st.sampled_from(["maple-0002", "maple-aaaa", "cedar-cccc"])),
    st.builds(MakeScribe, seat=SEATS, scribe=st.booleans()),
    st.builds(ProposeNote, seat=SEATS, prompt=st.sampled_from(["focal-point", "no-such"]), text=TEXTS),
    st.builds(TakeBackNote, seat=SEATS, number=SEATS),
    st.builds(TakeUpNote, seat=SEATS, number=SEATS),
    st.builds(DeclineNote, seat=SEATS, number=SEATS, declined=st.booleans()),
    st.builds(Park, number=SEATS, parked=st.booleans()),
    st.builds(ParkNew, text=TEXTS),
    st.builds(ParkProposed, seat=SEATS, number=SEATS),
    st.builds(SetQuestion, text=st.none() | TEXTS),
    st.builds(AddIdeas, seat=st.none() | SEATS, texts=st.lists(TEXTS, min_size=1, max_size=4).map(tuple)),
    st.builds(AddIdea, seat=st.none() | SEATS, text=TEXTS),
    st.builds(EditIdea, number=NUMBERS, text=st.none() | TEXTS, withdrawn=st.none() | st.booleans()),
    st.builds(Merge, leads=PICKS, wording=st.none() | TEXTS),
    st.builds(Split, lead=NUMBERS),
    st.builds(HoldBack, lead=NUMBERS, held=st.booleans()),
    st.builds(KeepApart, leads=st.tuples(NUMBERS, NUMBERS)),
    st.builds(Reword, lead=NUMBERS, wording=TEXTS),
    st.builds(Withdraw, lead=NUMBERS, withdrawn=st.booleans()),
    st.builds(UndoEdit),
    st.builds(RedoEdit),
    st.builds(CastBallot, seat=SEATS, picks=PICKS, done=st.booleans(), vote=VOTES),
    st.builds(TakeBackBallot, seat=SEATS, vote=VOTES),
    st.builds(PutPaperBallots, ballots=st.lists(PICKS, max_size=3).map(tuple), vote=VOTES),
    st.builds(PutPaperBallot, picks=PICKS, instead_of=st.none() | st.integers(0, 3), vote=VOTES),
    st.builds(Undo, number=st.integers(0, 60)),
    st.builds(HoldRunOff),
    st.builds(CallOffRunOff),
    st.builds(HoldSecondVote),
    st.builds(CallOffSecondVote),
    st.builds(WantSifting, wanted=st.booleans()),
    st.builds(Rate, seat=SEATS, idea=NUMBERS, rating=st.none() | st.integers(1, 5)),
    st.builds(MarkRead, seat=SEATS, ideas=PICKS),
    st.builds(ProposeMerge, seat=SEATS, leads=PICKS),
    st.builds(TakeBackProposal, seat=SEATS, leads=PICKS),
    st.builds(SayDone, seat=SEATS, round=st.sampled_from(["place", "write", "collect", "rank"]), done=st.booleans()),
    st.builds(GoTo, kind=st.sampled_from(Kind), connected=st.just(frozenset({1, 2}))),
    st.builds(AskQuestion, kind=st.sampled_from(QuestionKind), text=st.none() | TEXTS),
    st.builds(AnswerQuestion, number=st.integers(1, 3), seat=SEATS, answer=ANSWERS),
    st.builds(CountHands, number=st.integers(1, 3), answer=ANSWERS.filter(bool), times=st.integers(0, 3)),
    st.builds(CloseQuestion, number=st.integers(1, 3), connected=st.sampled_from([frozenset[int](), frozenset({1})])),
    st.builds(KeepQuestionOpen, number=st.integers(1, 3)),
    st.builds(ShowResult, number=st.integers(1, 3), shown=st.booleans()),
    st.builds(HoldBackAnswer, number=st.integers(1, 3), answer=ANSWERS.filter(bool), held=st.booleans()),
    st.builds(WithdrawQuestion, number=st.integers(1, 3)),
    st.builds(CloseRound, until=st.just(NOW + timedelta(seconds=20))),
)
NEWCOMER = Actor(role=Role.PARTICIPANT)
MOVES = st.sampled_from([Forward, Back, Reopen])
ACTORS = st.sampled_from(
    [FACILITATOR, FACILITATOR, participant(1), participant(2), participant(1, on_behalf_of=3), NEWCOMER, STAGE]
)
ASKED = st.lists(st.tuples(REQUESTS | MOVES, ACTORS, st.integers(0, 30)), max_size=40)


def play(asked: list[tuple[Any, Actor, int]]) -> list[Session]:
    """Every session on the way; a refused request must have left it as it was."""
    session, now = room(people=3), NOW
    states = [session]
    for request, actor, seconds in asked:
        now += timedelta(seconds=seconds)
        before = session.model_dump_json()
        try:
            session = apply(session, request(at=session.spot) if isinstance(request, type) else request, actor, now)
        except Refused:
            assert session.model_dump_json() == before
        states.append(session)
    return states


def gave_words(seat: Seat) -> bool:
    """The laws' own opinion whether somebody gave something at a seat, written without the rule."""
    given = (seat.ideas, seat.ballot, seat.later_ballots, seat.ratings, seat.readings, seat.proposed, seat.read)
    return bool(any(given) or seat.proposal.started or seat.placement.begun or seat.scribe or seat.proposed_merges)
