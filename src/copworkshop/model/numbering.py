"""The public numbers of ideas: given when collecting is closed, in an order that tells nothing.

While ideas are collected, an idea goes by a key. It is above :data:`LAST_NUMBER` and is never shown. The key of an idea
that its author typed is made of the seat and a count within it, so it tells nothing of when the idea came. Once the
room has closed collecting, every idea that stands goes by its public number, the one that the room says aloud.

Laws:

* The order of the ideas that get numbers at the same time is drawn from their words and from what was drawn for the
  session when it began. Who gave them, when, and in which order has no part in it.
* A public number never changes and is never given again. Ideas that come in later get the next ones: the number of one
  that comes in alone tells that it was late, as its coming does.
* The ideas of the plan have the numbers that they have in the plan: everybody may know those before.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import count
from typing import Final

from copworkshop.model.people import Seat
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import LAST_NUMBER, Idea

OLD: Final = 100_000
"""An idea that format 3 or older holds under a number has this more, until it is known whether that was public."""

_ENTERED: Final = 200_000  # ideas that somebody entered for others, in the order in which they were entered
_OF_SEATS: Final = 1_000_000
_OF_A_SEAT: Final = 10_000


def is_public(number: int) -> bool:
    """Whether it is a public number, and not the key of an idea that has none yet."""
    return number <= LAST_NUMBER


def within(key: int) -> int:
    """Return how many ideas of its kind were there with a key, itself included."""
    return key - (_OF_SEATS if key > _OF_SEATS else _ENTERED if key > _ENTERED else OLD)


def named_in_files(number: int, numbers: Mapping[int, int], *, old: bool) -> int:
    """Return by which number other files name an idea that a file holds under this one; `numbers` are those given.

    `old` says that the session was saved last in a format in which ideas had their numbers at once.
    """
    if number in numbers:
        return numbers[number]
    return number - OLD if old and OLD < number <= OLD + LAST_NUMBER else number


def are_shown(session: Session) -> bool:
    """Whether everybody sees all ideas: in a moderated plan not before the facilitator has looked through them."""
    step, progress = session.plan.top_ten, session.progress.get(Kind.TOP_TEN)
    if step is None or progress is None or not are_numbered(session):
        return False
    return progress.round != "merge" or not step.moderated or session.top_ten.shown


def are_numbered(session: Session) -> bool:
    """Whether the room has come to the round in which ideas have public numbers."""
    step, progress = session.plan.top_ten, session.progress.get(Kind.TOP_TEN)
    return step is not None and progress is not None and _order(step.rounds, progress.round)


def _order(rounds: tuple[str, ...], reached: str) -> bool:
    return rounds.index(reached) >= rounds.index("merge")


def keys(session: Session, seat: Seat | None, *, for_someone: bool) -> Iterator[int]:
    """Yield the keys of the next ideas at a seat, or with none of the room; `for_someone` as :class:`Idea` has it."""
    if seat is None or for_someone:
        first, behind = _ENTERED, _OF_SEATS
        held = [idea.number for idea in every_idea(session)]
    else:
        first = _OF_SEATS + seat.number * _OF_A_SEAT
        behind = first + _OF_A_SEAT
        held = [idea.number for idea in seat.ideas]
    taken = (key for key in (*held, *session.top_ten.numbers) if first < key < behind)
    return count(max(taken, default=first) + 1)


def every_idea(session: Session) -> Iterator[Idea]:
    """Yield every idea that was ever put in, the withdrawn and those of removed people included."""
    for seat in session.seats.values():
        yield from seat.ideas
    yield from session.top_ten.unsigned_ideas


def numbers_used(session: Session) -> int:
    """Return the highest public number that there is once every idea has one, the withdrawn included."""
    # Asked for with each idea, of thousands at most: the numbers are looked at in one go.
    held = [idea.number for idea in every_idea(session)]
    return _last(session, held) + sum([number > LAST_NUMBER for number in held])


def current(session: Session, number: int) -> int:
    """Return what an idea goes by now: a terminal may still name one by the key that it had a moment ago."""
    return session.top_ten.numbers.get(number, number)


def with_numbers(session: Session) -> Session:
    """Return the session with a public number for each idea that stands and has none, if collecting was closed."""
    return _given(session, _waiting(session)) if are_numbered(session) else session


def lacks_numbers(session: Session) -> bool:
    """Whether an idea stands without a public number although collecting was closed."""
    return are_numbered(session) and any(True for _ in _waiting(session))


def with_all_numbered(session: Session) -> Session:
    """Return the session with a public number for every idea, those last that do not stand: for the session's end."""
    session = _given(session, _waiting(session))
    return _given(session, every_idea(session))


def known_by_number(session: Session, *, old: bool) -> Session:
    """Return a session as it was read, its ideas by the public numbers that were given to them.

    The file of a seat can be older than the numbers. `old` says that the session was begun in a format in which ideas
    had their numbers at once: where the room has seen them, they stay; else they are drawn like all others.
    """
    held, top_ten = session.top_ten, session.plan.top_ten
    numbers = dict(held.numbers)
    if old:
        given = len(top_ten.ideas) if top_ten is not None else 0
        seen = session.closed is not None or _were_shown(session)
        for idea in every_idea(session):
            number = idea.number - OLD
            if 0 < number <= LAST_NUMBER and (seen or number <= given):
                numbers.setdefault(idea.number, number)
    if numbers:
        session = _renumbered(session, numbers)
    kept = {} if session.closed is not None else numbers
    return session if kept == held.numbers else session.replace(top_ten=session.top_ten.replace(numbers=kept))


def _were_shown(session: Session) -> bool:
    """Whether the room has seen all ideas, also if collecting was opened again since."""
    progress, held = session.progress.get(Kind.TOP_TEN), session.top_ten
    been = progress is not None and "merge" in progress.timers
    return been or are_numbered(session) or bool(held.edited) or any(_picks(session))


def _waiting(session: Session) -> list[Idea]:
    # Looked at after each request: of ideas that are all numbered, only the numbers are.
    room = session.top_ten.unsigned_ideas
    found = [idea for seat in session.contributors for idea in seat.ideas if idea.number > LAST_NUMBER]
    found += [idea for idea in room if idea.number > LAST_NUMBER]
    return [idea for idea in found if not idea.withdrawn]


def _given(session: Session, ideas: Iterable[Idea]) -> Session:
    waiting = [idea for idea in ideas if not is_public(idea.number)]
    if not waiting:
        return session
    held = session.top_ten
    last = _last(session, [idea.number for idea in every_idea(session)])

    def place(idea: Idea) -> tuple[bytes, bytes]:
        drawn = f"{held.draw}/{session.name}/{idea.text}"
        # Of ideas in the same words none comes first because of whose it is: nobody knows what was drawn.
        return sha256(drawn.encode()).digest(), sha256(f"{drawn}/{idea.number}".encode()).digest()

    numbers = {idea.number: number for number, idea in enumerate(sorted(waiting, key=place), last + 1)}
    session = _renumbered(session, numbers)
    return session.replace(top_ten=session.top_ten.replace(numbers={**held.numbers, **numbers}))


def _renumbered(session: Session, numbers: Mapping[int, int]) -> Session:
    def known(ideas: tuple[Idea, ...]) -> tuple[Idea, ...]:
        if not any(idea.number in numbers for idea in ideas):
            return ideas
        return tuple(idea.replace(number=numbers.get(idea.number, idea.number)) for idea in ideas)

    seats = {
        number: seat if (ideas := known(seat.ideas)) is seat.ideas else seat.replace(ideas=ideas)
        for number, seat in session.seats.items()
    }
    room = session.top_ten.unsigned_ideas
    if (ideas := known(room)) is not room:
        # One that a power cut left in two files is there once.
        by_number = {idea.number: idea for idea in reversed(ideas)}
        room = tuple(by_number[number] for number in sorted(by_number))
    return session.replace(seats=seats, top_ten=session.top_ten.replace(unsigned_ideas=room))


def _last(session: Session, known: Iterable[int]) -> int:
    """Return the highest public number there is, of the ideas' own numbers and of ideas whose file was lost."""
    held = session.top_ten
    public = [number for number in known if number <= LAST_NUMBER]
    members = (member for candidate in held.edited.values() for member in candidate.members)
    return max((*public, *members, *held.numbers.values(), *_picks(session)), default=0)


def _picks(session: Session) -> Iterator[int]:
    held = session.top_ten
    for seat in session.seats.values():
        yield from seat.read
        for ballot in (*([seat.ballot] if seat.ballot is not None else ()), *seat.later_ballots.values()):
            yield from ballot.picks
    for ballot in (*held.unsigned_ballots, *(each for papers in held.later_papers.values() for each in papers)):
        yield from ballot.picks
