"""Which rounds of Activity 2 belong to which vote, and which rounds are gone through at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote

SIFT: Final = "sift"
RUN_OFF: Final = "run-off"
SETTLED: Final = "settled"


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of a vote on the whole list."""

    rank: str
    reveal: str
    discuss: str


ROUNDS: Final[Mapping[Vote, Rounds]] = MappingProxyType(
    {
        Vote.FIRST: Rounds("rank", "reveal", "discuss"),
        Vote.SECOND: Rounds("rank-again", "reveal-again", "discuss-again"),
    }
)
REVEALS: Final = tuple(rounds.reveal for rounds in ROUNDS.values())
DISCUSSIONS: Final = tuple(rounds.discuss for rounds in ROUNDS.values())
RANKINGS: Final = tuple(rounds.rank for rounds in ROUNDS.values())

RUN_OFF_OF: Final[Mapping[Vote, Vote]] = MappingProxyType({Vote.FIRST: Vote.RUN_OFF, Vote.SECOND: Vote.RUN_OFF_AGAIN})
"""The run-off that settles the border of each vote's list."""

LIST_OF: Final[Mapping[Vote, Vote]] = MappingProxyType({run_off: vote for vote, run_off in RUN_OFF_OF.items()})
"""The vote whose list a run-off settles."""


def latest(session: Session) -> Vote:
    """Return the vote that the room holds last: the second where it is wanted, else the first."""
    return Vote.SECOND if session.top_ten.second else Vote.FIRST


def vote_of(session: Session, round_name: str) -> Vote:
    """Return the vote whose list a round is about."""
    if round_name in {RUN_OFF, SETTLED}:
        return latest(session)
    again = ROUNDS[Vote.SECOND]
    return Vote.SECOND if round_name in {again.rank, again.reveal, again.discuss} else Vote.FIRST


def cast_in(session: Session, round_name: str) -> Vote:
    """Return the vote whose ballots a round is about: in a run-off its own."""
    vote = vote_of(session, round_name)
    return RUN_OFF_OF[vote] if round_name in {RUN_OFF, SETTLED} else vote


def ranking_round(vote: Vote) -> str:
    """Return the round in which ballots of a vote are cast."""
    return RUN_OFF if vote in LIST_OF else ROUNDS[vote].rank


def reached(session: Session) -> str:
    """Return the round of Activity 2 that the room is in, or was in when it left; its first if it never was there."""
    progress = session.progress.get(Kind.TOP_TEN)
    step = session.plan.top_ten
    return progress.round if progress is not None else step.rounds[0] if step is not None else ""


def skipped(session: Session) -> frozenset[str]:
    """Return the rounds of Activity 2 that are not gone through, because nobody has asked for them."""
    held = session.top_ten
    left_out: set[str] = set()
    if not held.sifting:
        left_out.add(SIFT)
    if not held.second:
        again = ROUNDS[Vote.SECOND]
        left_out |= {again.rank, again.reveal, again.discuss}
    if RUN_OFF_OF[latest(session)] not in held.runoffs:
        left_out |= {RUN_OFF, SETTLED}
    return frozenset(left_out)
