"""Sessions for tests, made by asking the rules as people would."""

import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import copworkshop.content
from copworkshop.live.hub import Hub
from copworkshop.model.numbering import every_idea
from copworkshop.model.people import FACILITATOR, Actor
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Session, begin
from copworkshop.rules.agenda import Forward, GoTo
from copworkshop.rules.people import AddSeat
from copworkshop.rules.reopening import Reopen, can_reopen
from copworkshop.rules.request import Request, apply

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
    for number in range(1, people + 1):
        session = ask(session, AddSeat(name=f"Participant {number}", word=f"maple-{number:04d}"))
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


def number_of(session: Session, text: str) -> int:
    """What the idea in these words goes by: its public number once collecting was closed."""
    return next(idea.number for idea in every_idea(session) if idea.text == text)


def moderated_plan(*, moderated: bool = True) -> Plan:
    steps = tuple(step.replace(moderated=moderated) if step.kind is Kind.TOP_TEN else step for step in session4().steps)
    return session4().replace(steps=steps)


def hub_at(kind: Kind, round_name: str | None = None, people: int = 6, plan: Plan | None = None) -> Hub:
    """A session of Session 4 with so many people (Participant 1, Participant 2 …), at this step and round."""
    return Hub(at(room(people, plan), kind, round_name), now=lambda: NOW)


async def told(hub: Hub, *requests: Request, actor: Actor = FACILITATOR) -> Hub:
    """The same hub after these requests."""
    for request in requests:
        await hub.submit(request, actor)
    return hub
