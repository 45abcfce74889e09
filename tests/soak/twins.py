"""Two sessions that differ in one secret, and everybody else who looks at them: ``twins SESSIONS [mutants]``.

Both get the same random requests. No other viewer's sight, document or refusal differs, and no file after the close,
before the moment at which it may (:mod:`soak.twin_secrets`). With `mutants`, the same for rules that leak: each has to
be found.
"""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from random import Random
from typing import Final

from copworkshop.export.documents import REPORT, TOP_TEN, NotThere
from copworkshop.model.numbering import every_idea
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Session, begin
from copworkshop.rules.agenda import Forward, GoTo
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Split, UndoEdit, Withdraw
from copworkshop.rules.candidates import candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.joining import GiveNewWord, TakeSeat
from copworkshop.rules.merging import MarkRead, ProposeMerge
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat, MakeScribe, MoveToTable, RemoveSeat, RestoreSeats, SetTables
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark
from copworkshop.rules.reopening import Reopen, can_reopen
from copworkshop.rules.request import Refused, Request, apply
from copworkshop.rules.result import tables_shown
from copworkshop.rules.sifting import Rate, WantSifting
from copworkshop.rules.sight import sight
from copworkshop.store.codec import seat_file, seat_text, session_text, words_text
from copworkshop.store.room_files import room_files
from helpers.session_builder import NOW, ask, opened_again, session4
from soak.twin_mutants import MUTANTS, none
from soak.twin_secrets import FIRST, READ, SECOND, SECRETS, Asked, Secret

PEOPLE, SCRIBE, STEPS = 9, 6, 30
ROUNDS = ("collect", "merge", "merge", "sift", "rank", "reveal", "discuss")
TABLES = ("North", "South")


class Leak(AssertionError):  # noqa: N818 - it is what was found
    """Somebody can tell the two sessions apart; the text says who, by what and after which requests."""


@dataclass
class Figures:
    """What was tried."""

    sessions: int = 0
    requests: int = 0
    comparisons: int = 0


@cache
def plan() -> Plan:
    """The plan of Session 4, for which eight ideas are enough to sift."""
    whole = session4()
    steps = tuple(
        step.model_copy(update={"sift_over": 5}) if step.kind is Kind.TOP_TEN else step for step in whole.steps
    )
    return whole.model_copy(update={"steps": steps})


def beginning(secret: Secret) -> Session:
    """A room with proposals to read, ideas, tables and a scribe, where the secret is given."""
    session = begin("2026-11-23-twins", plan(), NOW, draw="drawn")
    for number in range(1, PEOPLE + 1):
        session = ask(session, AddSeat(name=f"Person {number}", word=f"maple-{number:04d}"))
        if number != 5:
            session = ask(session, TakeSeat(seat=number), actor=participant(number))
    session = ask(session, SetTables(tables=TABLES), MakeScribe(seat=SCRIBE, scribe=True))
    session = ask(session, *(MoveToTable(seat=number, table=TABLES[0]) for number in (FIRST, SECOND, 3, SCRIBE)))
    session = ask(session, *(MoveToTable(seat=number, table=TABLES[1]) for number in range(7, PEOPLE + 1)))
    session = ask(session, GoTo(kind=Kind.PROPOSAL, round="write"))
    for author in READ:
        own = participant(author)
        session = ask(session, WriteField(seat=author, field="problems", text=f"Of {author}"), actor=own)
        session = ask(session, ShareProposal(seat=author, shared=True), actor=own)
    session = ask(session, GoTo(kind=Kind.TOP_TEN, round="collect"))
    for number in (3, 4, 5, 3, 4):
        session = ask(session, AddIdea(seat=number, text=f"idea {len([*every_idea(session)])}"))
    for seat in (FIRST, SECOND):
        session = ask(session, AddIdea(seat=seat, text=f"first of {seat}"), actor=participant(seat))
    if secret.kind is Kind.TOP_TEN and secret.round != "collect":
        session = ask(session, GoTo(kind=Kind.TOP_TEN, round="merge"), WantSifting(wanted=secret.round == "sift"))
    return opened_again(session, secret.kind, secret.round)


FITTING: Final[Mapping[str, type[Request]]] = {
    "place": Place,
    "rank": CastBallot,
    "collect": AddIdea,
    "merge": MarkRead,
    "sift": Rate,
}
"""What people are there for in a round."""


def next_request(session: Session, secret: Secret, rng: Random) -> Asked:
    """Something that somebody asks next who does not know the secret."""
    leads = [each.lead for each in candidates(session)] or [1]
    other = rng.choice((3, 4, SCRIBE))
    person, own = participant(other), rng.choice((FIRST, SECOND))
    picks = tuple(rng.sample(leads, min(len(leads), 3)))
    shown = bool(tables_shown(session))
    by_other: list[Request] = [
        CastBallot(seat=other, picks=picks, done=True),
        AddIdea(seat=other, text=f"idea {rng.randrange(1000)}"),
        MarkRead(seat=other, ideas=picks),
        ProposeMerge(seat=other, leads=picks),
        Place(seat=other, when=rng.choice(("today", "later")), level=rng.choice(("core", "active"))),
        LeaveRemark(seat=other, author=rng.choice(READ), strength=f"Good {other}", question=None),
        Rate(seat=other, idea=rng.choice(session.seats[other].to_rate or (1,)), rating=rng.randint(1, 5)),
    ]
    fitting = FITTING.get(session.spot.round)
    if fitting is not None and not can_reopen(session):  # elsewhere nearly everything is refused
        by_other += 8 * [each for each in by_other if isinstance(each, fitting)]
    by_scribe: list[Request] = [CastBallot(seat=own, picks=picks), MarkRead(seat=own, ideas=picks), *secret.probes]
    numbers = [idea.number for idea in every_idea(session)]
    led: list[Request] = [
        *([Reopen(at=session.spot)] * (12 if can_reopen(session) else 0)),
        *([GoTo(kind=Kind.TOP_TEN, round=rng.choice(ROUNDS))] * 5),
        *([Forward(at=session.spot)] * 3),
        GoTo(kind=rng.choice((Kind.PROPOSAL, Kind.PARTICIPATION))),
        Merge(leads=picks[:2]),
        Split(lead=rng.choice(leads)),
        Withdraw(lead=rng.choice(leads), withdrawn=rng.random() < 0.7),
        UndoEdit(),
        *([EditIdea(number=rng.choice(numbers), withdrawn=True)] * 2),
        *([RemoveSeat(seat=rng.choice((own, other)))] * 2),
        RestoreSeats(seats=(own, other)),
        GiveNewWord(seat=own, word=f"maple-{rng.randrange(1000, 9999)}"),
        *([MoveToTable(seat=own, table=rng.choice(TABLES))] * (3 if shown else 0)),
        MoveToTable(seat=other, table=rng.choice(TABLES)),
        *secret.probes,
        *([CloseSession()] if rng.random() < 0.2 else []),
    ]
    who = rng.random()
    if who < 0.6:
        return rng.choice(by_other), person
    if who < 0.7:
        return rng.choice(by_scribe), participant(SCRIBE, on_behalf_of=own)
    return rng.choice(led), FACILITATOR


def viewers(secret: Secret) -> Iterator[Actor]:
    """Everybody who looks and does not know the secret."""
    yield from (STAGE, *(() if secret.led else (FACILITATOR,)))
    seats = [number for number in range(1, PEOPLE + 1) if number not in secret.knows]
    yield from (participant(number) for number in seats)
    yield from (participant(SCRIBE, on_behalf_of=own) for own in (FIRST, SECOND))


def asked(session: Session, request: Request, actor: Actor) -> tuple[Session, str]:
    """The session after a request, and what whoever asked learns of it."""
    try:
        after = apply(session, request, actor, NOW)
    except Refused as refusal:
        return session, str(refusal)
    return after, "unchanged" if after is session else "changed"


def documents(session: Session, viewer: Actor) -> list[str]:
    seen, told = sight(session, viewer), list[str]()
    for document in (REPORT, TOP_TEN):
        try:
            tree = document.of(seen)
        except NotThere as answer:
            told.append(str(answer))
        else:
            told += [kind.render(tree).decode() for kind in document.formats if kind.name in {"md", "csv", "json"}]
    return told


def files(session: Session, secret: Secret) -> dict[str, str]:
    """The texts of the files of a closed session."""
    own = {FIRST, SECOND, *secret.knows} if secret.files else set[int]()
    held = {seat_file(seat): seat_text(seat, 0) for seat in session.seats.values() if seat.number not in own}
    held |= {name: words_text(content, 0) for name, content in room_files(session).items()}
    return held | {"session.toml": session_text(session)}


def compare(twins: tuple[Session, Session], secret: Secret, rng: Random, figures: Figures) -> str | None:
    """Return what somebody who does not know the secret can tell the sessions apart by."""
    one, other = ([(viewer, sight(session, viewer)) for viewer in viewers(secret)] for session in twins)
    for (viewer, seen), (_, also) in zip(one, other, strict=True):
        figures.comparisons += 1
        if seen != also:
            parts = [each.name for each in fields(seen) if getattr(seen, each.name) != getattr(also, each.name)]
            return f"{viewer}: {', '.join(parts)} of the sight"
    if twins[0].closed is not None or rng.random() < 0.1:
        for viewer in (FACILITATOR, participant(5)):
            figures.comparisons += 1
            if documents(twins[0], viewer) != documents(twins[1], viewer):
                return f"{viewer}: a document"
    if twins[0].closed is not None:
        held, also_held = (files(session, secret) for session in twins)
        figures.comparisons += len(held)
        different = [name for name in held if held[name] != also_held.get(name)]
        if different or len(held) != len(also_held):
            return f"the files {different}"
    return None


def play(name: str, seed: int, figures: Figures) -> None:
    """Give a secret, and ask for anything afterwards.

    Raises:
        Leak: somebody can tell the sessions apart.

    """
    secret, rng = SECRETS[name], Random(seed)
    session = beginning(secret)
    for request, actor in secret.before:
        session = ask(session, request, actor=actor)
    one, other = secret.given(session, rng)
    twins = (_after(session, one), _after(session, other))
    figures.sessions += 1
    done: list[Asked] = []
    for step in range(STEPS + 2):
        if secret.may(twins[0]):
            return
        if found := compare(twins, secret, rng, figures):
            raise Leak(f"{name}, {seed}: {found} after {done}")
        if twins[0].closed is not None:
            return
        request, actor = next_request(twins[0], secret, rng) if step < STEPS else (CloseSession(), FACILITATOR)
        done.append((request, actor))
        figures.requests += 1
        (first, told), (second, also) = (asked(session, request, actor) for session in twins)
        if told != also:
            raise Leak(f"{name}, {seed}: “{told}” and “{also}” after {done}")
        twins = (first, second)


def _after(session: Session, given: Sequence[Asked]) -> Session:
    for request, actor in given:
        session = ask(session, request, actor=actor)
    return session


def trial(names: Sequence[str], sessions: int, figures: Figures) -> str | None:
    """Play so many pairs of sessions, of each of these secrets in turn; return the first leak."""
    for number in range(sessions):
        try:
            play(names[number % len(names)], number, figures)
        except Leak as leak:
            return str(leak)
    return None


def main(arguments: Sequence[str]) -> int:
    """Play so many pairs, or with `mutants` each leaking rule until it is found, and print the figures."""
    numbers, ok = [int(each) for each in arguments if each.isdigit()], True
    sessions = numbers[0] if numbers else 1500
    runs = MUTANTS if "mutants" in arguments else {"the rules as they are": (none, tuple(SECRETS))}
    for name, (mutant, secrets) in runs.items():
        figures, began = Figures(), time.monotonic()
        with mutant():
            leak = trial(secrets, sessions, figures)
        seconds = time.monotonic() - began
        tried = f"{figures.sessions} pairs of sessions, {figures.requests} requests, {figures.comparisons} comparisons"
        print(f"{name}: {tried}, {seconds:.0f} s: {leak or 'no leak'}"[:1500], flush=True)
        ok = ok and (leak is not None) == (mutant is not none)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
