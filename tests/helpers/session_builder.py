"""Sessions for tests, made by asking the rules as people would."""

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import copworkshop.content
from copworkshop.live.hub import Hub
from copworkshop.model.numbering import every_idea, is_public, with_all_numbered
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.question import QuestionKind
from copworkshop.model.session import Session, begin
from copworkshop.rules.agenda import Forward, GoTo, points
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.participation import Place, When
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.question import AnswerQuestion, AskQuestion, CloseQuestion, CountHands, ShowResult
from copworkshop.rules.reopening import Reopen, can_reopen
from copworkshop.rules.request import Request, apply
from copworkshop.rules.undo import Undo, last_action

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@cache
def session4() -> Plan:
    text = Path(copworkshop.content.__file__).with_name("session4.toml").read_text(encoding="utf-8")
    return Plan.model_validate(tomllib.loads(text))


def ask(session: Session, *requests: Request, actor: Actor = FACILITATOR, now: datetime = NOW) -> Session:
    for request in requests:
        session = apply(session, request, actor, now)
    return session


def room(people: int = 0, plan: Plan | None = None) -> Session:
    """A new session with so many people: Participant 1, Participant 2 …"""
    session = begin("2026-11-23-test", plan or session4(), NOW)
    return with_people(session, *(f"Participant {number}" for number in range(1, people + 1)))


def with_people(session: Session, *names: str) -> Session:
    for number, name in enumerate(names, start=len(session.seats) + 1):
        session = ask(session, AddSeat(name=name, word=f"maple-{number:04d}"))
    return session


def opened_again(session: Session, kind: Kind, round_name: str | None = None, point: int = 0) -> Session:
    """Return the session back in a round, which the facilitator has opened again if it was closed."""
    back = at(session, kind, round_name, point)
    return ask(back, Reopen(at=back.spot)) if can_reopen(back) else back


def at(session: Session, kind: Kind, round_name: str | None = None, point: int = 0) -> Session:
    return ask(session, GoTo(kind=kind, round=round_name, point=point))


def forward(session: Session, times: int = 1) -> Session:
    for _ in range(times):
        session = ask(session, Forward(at=session.spot))
    return session


def undo(session: Session, now: datetime = NOW) -> Session:
    """Press the key that takes the last action back."""
    last = last_action(session)
    assert last is not None
    return ask(session, Undo(number=last.number), now=now)


def seated(session: Session) -> Session:
    """Return the session with everybody at a device of their own."""
    for seat in session.seats:
        session = ask(session, TakeSeat(seat=seat), actor=participant(seat))
    return session


def placed(session: Session, when: When, levels: Sequence[str]) -> Session:
    """Return the session after the first people placed themselves, each at the next of these levels."""
    for seat, level in enumerate(levels, start=1):
        session = ask(session, Place(seat=seat, when=when, level=level), actor=participant(seat))
    return session


def written(session: Session, seat: int, **answers: str) -> Session:
    """Return the session with these fields of a proposal filled in; `focal_point` is the field `focal-point`."""
    fields = (WriteField(seat=seat, field=field.replace("_", "-"), text=text) for field, text in answers.items())
    return ask(session, *fields, actor=participant(seat))


def shared(session: Session, seat: int) -> Session:
    return ask(session, ShareProposal(seat=seat, shared=True), actor=participant(seat))


def with_ideas(session: Session, seat: int, *texts: str) -> Session:
    """Return the session with these ideas; each has the next number at once, so that a test can name it."""
    for text in texts:
        session = with_all_numbered(ask(session, AddIdea(seat=seat, text=text), actor=participant(seat)))
    return session


def voted(session: Session, seat: int, *picks: int) -> Session:
    return ask(session, CastBallot(seat=seat, picks=picks, done=True), actor=participant(seat))


def revealed(session: Session) -> Session:
    """Return the session at the point of the reveal at which the whole list is shown."""
    step = session.plan.top_ten
    assert step is not None
    return at(session, Kind.TOP_TEN, "reveal", points(session, step, "reveal") - 1)


def asked(session: Session, kind: QuestionKind, text: str | None, *hands: tuple[str, int]) -> Session:
    """Return the session after a question outside the plan: so many hands for each answer, closed, and not shown."""
    session = ask(session, AskQuestion(kind=kind, text=text))
    number = session.questions[-1].number
    session = ask(session, *(CountHands(number=number, answer=answer, times=times) for answer, times in hands))
    return ask(session, CloseQuestion(number=number), ShowResult(number=number, shown=False))


def public_ideas(session: Session) -> dict[int, str]:
    """The ideas that have a public number, by it."""
    return {idea.number: idea.text for idea in every_idea(session) if is_public(idea.number)}


def answered(session: Session, answers: Sequence[str], number: int = 1, first: int = 1) -> Session:
    """Return the session after people answered a question, one after the other from seat `first` on."""
    for seat, answer in enumerate(answers, start=first):
        session = ask(session, AnswerQuestion(number=number, seat=seat, answer=answer), actor=participant(seat))
    return session


def number_of(session: Session, text: str) -> int:
    """What the idea in these words goes by: its public number once collecting was closed."""
    return next(idea.number for idea in every_idea(session) if idea.text == text)


def plan_with(kind: Kind, **changes: Any) -> Plan:
    """Return Session 4 with these changes to one step."""
    return session4().replace(
        steps=tuple(step.replace(**changes) if step.kind is kind else step for step in session4().steps)
    )


def plan_without(*kinds: Kind) -> Plan:
    """Return Session 4 without these steps."""
    return session4().replace(steps=tuple(step for step in session4().steps if step.kind not in kinds))


def hub_at(kind: Kind, round_name: str | None = None, people: int = 6, plan: Plan | None = None) -> Hub:
    """A session of Session 4 with so many people (Participant 1, Participant 2 …), at this step and round."""
    return Hub(at(room(people, plan), kind, round_name), now=lambda: NOW)


async def told(hub: Hub, *requests: Request, actor: Actor = FACILITATOR) -> Hub:
    """The same hub after these requests."""
    for request in requests:
        await hub.submit(request, actor)
    return hub
