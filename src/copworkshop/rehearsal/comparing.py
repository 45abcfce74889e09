"""Compares what people entered with what the session contains, at the end of a rehearsal."""

from collections.abc import Iterable, Iterator

from copworkshop.model.people import Seat
from copworkshop.model.session import Session
from copworkshop.rehearsal.person import Account


def differences(session: Session, accounts: Iterable[Account]) -> tuple[str, ...]:
    """Return one sentence for each thing that people saw entered and that is changed or missing in the session.

    People are identified by their rejoin words, because the facilitator may have renamed or removed them.
    """
    seats = {seat.word: seat for seat in session.seats.values()}
    found: list[str] = []
    for account in accounts:
        if account.fault is not None:
            found.append(account.fault)
        if account.word is None:
            continue
        seat = seats.get(account.word)
        if seat is None:
            found.append(f"{account.name} has no seat any more.")
        else:
            found += [f"{account.name}: {what}" for what in _of(account, seat, session)]
    return tuple(found)


def _of(account: Account, seat: Seat, session: Session) -> Iterator[str]:
    said, step = account.said, session.plan.participation
    if step is not None and said.levels:
        placed = [step.levels[level - 1].id for level in said.levels[-2:]]
        if [seat.placement.today, seat.placement.later][: len(placed)] != placed:
            yield "the places are not those that were chosen."
    lost = sum(text not in seat.proposal.answers.values() for text in said.answers)
    if lost:
        yield f"of {len(said.answers)} fields written {lost} are lost."
    if session.closed is not None:
        return  # a closed session does not say whose an idea or a ballot was
    missing = sum(text not in {idea.text for idea in seat.ideas} for text in said.ideas)
    if missing:
        yield f"of {len(said.ideas)} ideas handed in {missing} are lost."
    picks = list(seat.ballot.picks) if seat.ballot is not None else []
    if said.picks and picks != said.picks:
        yield f"the ballot has {len(picks)} places, not the {len(said.picks)} that were given."
