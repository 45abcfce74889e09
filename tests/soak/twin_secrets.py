"""In what two sessions can differ, and from when on others may know it: the table of the trial ``twins``.

A secret is content, such as the words of an idea, or whose something is: then two people have given the same two
things, in one session the one way round and in the other the other. Whose it is may never be known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind, TopTenStep
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import CastBallot, TakeBackBallot
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.merging import MarkRead, ProposeMerge
from copworkshop.rules.participation import Place
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.question import AnswerQuestion, AskQuestion, CloseQuestion
from copworkshop.rules.readings import LeaveRemark, OpenProposal
from copworkshop.rules.request import Request
from copworkshop.rules.sifting import Rate
from copworkshop.rules.sight import sight
from copworkshop.rules.voting import reached
from helpers.session_builder import number_of

Asked = tuple[Request, Actor]
Given = tuple[list[Asked], list[Asked]]
"""What is asked in the one session, and in the other."""

FIRST, SECOND = 1, 2
"""The people whose secret it is; each has a terminal."""

READ = (3, 4)
"""The people who share a proposal."""

X, Y = "Mend the nets", "Lend a boat"
FIELD = "problems"


@dataclass(frozen=True, slots=True)
class Secret:
    """What two sessions differ in."""

    kind: Kind
    round: str
    """Where it is given."""
    given: Callable[[Session, Random], Given]
    may: Callable[[Session], bool]
    """Whether others may know it now."""
    why: str
    """The reason."""
    knows: frozenset[int] = frozenset({FIRST, SECOND})
    """The seats of those who know it from the start."""
    led: bool = False
    """The facilitator knows it, too."""
    probes: tuple[Request, ...] = ()
    """What the facilitator and a scribe ask to find out."""
    files: bool = False
    """The files of these people may tell it after the close: it is theirs to take home."""
    before: tuple[Asked, ...] = ()
    """What is asked first in both sessions."""


def never(session: Session) -> bool:
    return False


def _ideas_shown(session: Session) -> bool:
    held = sight(session, FACILITATOR).top_ten
    return session.closed is not None or (held is not None and bool(held.candidates))


def _result_begun(session: Session) -> bool:
    """Whether the ballots are closed: how many places are shared is told before the first one is revealed."""
    rounds = TopTenStep.rounds
    return session.closed is not None or rounds.index(reached(session)) >= rounds.index("reveal")


def _sifted(session: Session) -> bool:
    held = sight(session, FACILITATOR).top_ten
    over = held is not None and held.sifting is not None and bool(held.sifting.scores)
    return session.closed is not None or over


def _picture_shown(session: Session) -> bool:
    return sight(session, FACILITATOR).participation.picture is not None


def _taken_up(session: Session) -> bool:
    return session.closed is not None or bool({note.text for note in session.notes} & {X, Y})


def _of(seat: int, *requests: Request) -> list[Asked]:
    return [(request, participant(seat)) for request in requests]


def _swapped(first: Callable[[int], Request], second: Callable[[int], Request]) -> Given:
    """One person gives the first and another one the second; in the other session it is the other way round."""
    one = _of(FIRST, first(FIRST)) + _of(SECOND, second(SECOND))
    return one, _of(FIRST, second(FIRST)) + _of(SECOND, first(SECOND))


def _content(first: Request, second: Request) -> Given:
    return _of(FIRST, first), _of(FIRST, second)


def _edited(session: Session, rng: Random) -> Given:
    number = number_of(session, "As it was entered")
    return _content(EditIdea(number=number, text=X), EditIdea(number=number, text=Y))


def _two(session: Session, rng: Random) -> tuple[int, ...]:
    return tuple(rng.sample([each.lead for each in candidates(session)], 3))


def _ballots(session: Session, rng: Random) -> Given:
    one, two, three = _two(session, rng)
    return _swapped(
        lambda seat: CastBallot(seat=seat, picks=(one, two), done=True),
        lambda seat: CastBallot(seat=seat, picks=(two, three), done=True),
    )


def _ballot(session: Session, rng: Random) -> Given:
    one, two, three = _two(session, rng)
    return _content(CastBallot(seat=FIRST, picks=(one, two)), CastBallot(seat=FIRST, picks=(three, two)))


def _ratings(session: Session, rng: Random) -> Given:
    both = [lead for lead in session.seats[FIRST].to_rate if lead in session.seats[SECOND].to_rate]
    if not both:
        return [], []
    lead = rng.choice(both)
    return _swapped(
        lambda seat: Rate(seat=seat, idea=lead, rating=5), lambda seat: Rate(seat=seat, idea=lead, rating=1)
    )


def _rating(session: Session, rng: Random) -> Given:
    lead = rng.choice(session.seats[FIRST].to_rate)
    return _content(Rate(seat=FIRST, idea=lead, rating=5), Rate(seat=FIRST, idea=lead, rating=1))


def _reads(session: Session, rng: Random) -> Given:
    one, two, _ = _two(session, rng)
    return _swapped(lambda seat: MarkRead(seat=seat, ideas=(one,)), lambda seat: MarkRead(seat=seat, ideas=(two,)))


def _merges(session: Session, rng: Random) -> Given:
    one, two, three = _two(session, rng)
    return _swapped(
        lambda seat: ProposeMerge(seat=seat, leads=(one, two)), lambda seat: ProposeMerge(seat=seat, leads=(two, three))
    )


def _remark(seat: int, author: int, text: str) -> Request:
    return LeaveRemark(seat=seat, author=author, strength=text, question=None)


def _answer(seat: int, words: str) -> Request:
    return AnswerQuestion(number=1, seat=seat, answer=words)


def _answers_shown(session: Session) -> bool:
    return any(each.counts for each in sight(session, FACILITATOR).question.closed)


ASKED: Final[tuple[Asked, ...]] = (
    (AskQuestion(kind=QuestionKind.WORD), FACILITATOR),
    *((_answer(seat, "nets"), participant(seat)) for seat in (3, 7, 8)),
)
"""A question that two more people have to answer before its result is shown."""

OVER: Final = (CloseQuestion(number=1), CloseQuestion(number=1, connected=frozenset({FIRST, 9})))

WHOSE: Final = "whose it is stays between a person and their terminal, for good"

SECRETS: Final = {
    "whose idea": Secret(
        Kind.TOP_TEN,
        "collect",
        lambda _s, _r: _swapped(lambda seat: AddIdea(seat=seat, text=X), lambda seat: AddIdea(seat=seat, text=Y)),
        never,
        WHOSE,
    ),
    "words of an idea": Secret(
        Kind.TOP_TEN,
        "collect",
        lambda _s, _r: _content(AddIdea(seat=FIRST, text=X), AddIdea(seat=FIRST, text=Y)),
        _ideas_shown,
        "the room merges ideas that it sees",
    ),
    "words of an idea that its person changed": Secret(
        Kind.TOP_TEN,
        "collect",
        _edited,
        _ideas_shown,
        "the room merges ideas that it sees",
        before=((AddIdea(seat=FIRST, text="As it was entered"), FACILITATOR),),
    ),
    "whose ballot": Secret(
        Kind.TOP_TEN,
        "rank",
        _ballots,
        never,
        WHOSE,
        before=tuple(
            (CastBallot(seat=seat, picks=(1 + seat % 4, 5), done=True), participant(seat)) for seat in (3, 6, 7, 8, 9)
        ),
    ),
    "a ballot": Secret(
        Kind.TOP_TEN,
        "rank",
        _ballot,
        _result_begun,
        "the result is counted from it",
        probes=(TakeBackBallot(seat=FIRST), CastBallot(seat=FIRST, picks=(1, 2), vote=Vote.FIRST)),
    ),
    "whose rating": Secret(Kind.TOP_TEN, "sift", _ratings, never, WHOSE),
    "a rating": Secret(Kind.TOP_TEN, "sift", _rating, _sifted, "what goes on to the vote is found by it"),
    "who read which ideas": Secret(Kind.TOP_TEN, "merge", _reads, never, WHOSE),
    "who proposed which merge": Secret(Kind.TOP_TEN, "merge", _merges, never, WHOSE),
    "whose place": Secret(
        Kind.PARTICIPATION,
        "place",
        lambda _s, _r: _swapped(
            lambda seat: Place(seat=seat, when="today", level="core"),
            lambda seat: Place(seat=seat, when="today", level="active"),
        ),
        never,
        WHOSE,
        probes=(Place(seat=FIRST, when="today", level="core"), Place(seat=SECOND, when="today", level=None)),
        files=True,
    ),
    "a place": Secret(
        Kind.PARTICIPATION,
        "place",
        lambda _s, _r: _content(
            Place(seat=FIRST, when="today", level="core"), Place(seat=FIRST, when="today", level="active")
        ),
        _picture_shown,
        "the picture counts it, from five answers on",
        probes=(Place(seat=FIRST, when="today", level="core"),),
        files=True,
    ),
    "whose answer": Secret(
        Kind.PARTICIPATION,
        "levels",
        lambda _s, _r: _swapped(lambda seat: _answer(seat, X), lambda seat: _answer(seat, Y)),
        never,
        WHOSE,
        probes=(*OVER, _answer(FIRST, X)),
        before=ASKED,
    ),
    "an answer": Secret(
        Kind.PARTICIPATION,
        "levels",
        lambda _s, _r: _content(_answer(FIRST, X), _answer(FIRST, Y)),
        _answers_shown,
        "the result counts it, from five answers on",
        probes=(*OVER, _answer(FIRST, X)),
        before=ASKED,
    ),
    "a field that is not shared": Secret(
        Kind.PROPOSAL,
        "write",
        lambda _s, _r: _content(
            WriteField(seat=FIRST, field=FIELD, text=X), WriteField(seat=FIRST, field=FIELD, text=Y)
        ),
        never,
        "nobody reads it unless its author shares it",
        probes=(WriteField(seat=FIRST, field=FIELD, text=X), ShareProposal(seat=FIRST, shared=True)),
        files=True,
    ),
    "who read which proposal": Secret(
        Kind.PROPOSAL,
        "share",
        lambda _s, _r: _swapped(
            lambda seat: OpenProposal(seat=seat, author=READ[0]), lambda seat: OpenProposal(seat=seat, author=READ[1])
        ),
        never,
        WHOSE,
        probes=(OpenProposal(seat=FIRST, author=READ[0]),),
    ),
    "who left a remark": Secret(
        Kind.PROPOSAL,
        "share",
        lambda _s, _r: _swapped(lambda seat: _remark(seat, READ[0], X), lambda seat: _remark(seat, READ[0], Y)),
        never,
        WHOSE,
        probes=(_remark(FIRST, READ[0], X),),
    ),
    "a remark": Secret(
        Kind.PROPOSAL,
        "share",
        lambda _s, _r: _content(_remark(FIRST, READ[0], X), _remark(FIRST, READ[0], Y)),
        never,
        "it is for the author of the proposal",
        knows=frozenset({FIRST, READ[0]}),
        files=True,
    ),
}
"""Every secret, by what it is called in the figures."""
