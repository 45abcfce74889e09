"""The part of the questions outside the plan that a viewer may see.

While a question is open, a person sees their own answer. The stage gets how many answers are in, and the facilitator
also who has not answered. The result is for all once the question is closed.
"""

from dataclasses import dataclass
from datetime import datetime

from copworkshop.model.people import Actor, Role, Seat
from copworkshop.model.question import CHOICES, Counted, Question, QuestionKind
from copworkshop.model.session import Session
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.question import answer_of, least_answers, unanswered


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The question that people answer now."""

    number: int
    kind: QuestionKind
    text: str | None
    """None for a question that is asked aloud."""
    until: datetime | None
    """The end of the countdown after which it is closed; None while there is none."""
    own: str | None
    """The viewer's own answer, or the one that they entered as a scribe."""
    answered: int | None
    """How many people in the room have answered. None for participants."""
    waiting: frozenset[int]
    """The seats of the people who have not answered, for the facilitator."""
    hands: tuple[Counted, ...]
    """What was counted by hand, for the facilitator."""
    counted: int | None
    """How many hands were counted. None for participants."""


@dataclass(frozen=True, slots=True)
class ClosedQuestion:
    """A question whose result does not change any more."""

    number: int
    kind: QuestionKind
    text: str | None
    given: int
    """How many answers were given."""
    counts: tuple[Counted, ...]
    """How often each answer was given. Choices that nobody took are not among them."""
    held_back: frozenset[str]
    """Words that are held back, for the facilitator: they are among the counts. For others they are not."""
    held: int
    """How many answers are held back."""
    few: int
    """How many answers are too few to be told."""

    @property
    def bars(self) -> tuple[tuple[str, int], ...]:
        """Each answer to show with how often it was given: all choices, or the words."""
        times = {each.answer: each.times for each in self.counts if each.answer not in self.held_back}
        return tuple((choice, times.get(choice, 0)) for choice in CHOICES[self.kind] or times)

    def told(self, least: int) -> list[str]:
        """Say how many answers there are, and why some are not shown; `least` answers are shown at the least."""
        told = [f"{self.given} {'answer' if self.given == 1 else 'answers'}."]
        if self.few:
            where = "a terminal" if self.few == 1 else "terminals"
            those = "That is" if self.few == self.given else f"{self.few} came from {where},"
            told.append(f"{those} too few to be shown: from {least} on nobody can guess whose they are.")
        if self.held:
            told.append(f"{self.held} {'answer is' if self.held == 1 else 'answers are'} held back.")
        return told


@dataclass(frozen=True, slots=True)
class QuestionSight:
    """The questions outside the plan, as one viewer sees them."""

    open: OpenQuestion | None
    shown: ClosedQuestion | None
    """The one whose result everybody sees now."""
    closed: tuple[ClosedQuestion, ...]
    """All of them, in the order in which they were asked; not those that were withdrawn."""
    least: int
    """How many answers from terminals are shown at the least."""


def question_sight(session: Session, viewer: Actor, acting: int | None) -> QuestionSight:
    """Return what a viewer may see who speaks for the seat `acting`."""
    closed = _closed(session, viewer.role is Role.FACILITATOR)
    last = closed[-1] if closed else None
    at = session.last_question
    shown = last is not None and at is not None and at.shown and at.number == last.number
    return QuestionSight(
        open=_open(session, viewer, acting),
        shown=last if shown else None,
        closed=closed,
        least=least_answers(session),
    )


def _open(session: Session, viewer: Actor, acting: int | None) -> OpenQuestion | None:
    asked = session.open_question
    if asked is None:
        return None
    leads, looks_on = viewer.role is Role.FACILITATOR, viewer.role is not Role.PARTICIPANT
    waiting = unanswered(session)
    return OpenQuestion(
        number=asked.number,
        kind=asked.kind,
        text=asked.text,
        until=asked.until,
        own=_own(session, viewer, session.seats.get(acting) if acting is not None else None),
        answered=len(session.present) - len(waiting) if looks_on else None,
        waiting=waiting if leads else frozenset(),
        hands=asked.hands if leads else (),
        counted=sum(each.times for each in asked.hands) if looks_on else None,
    )


def _own(session: Session, viewer: Actor, seat: Seat | None) -> str | None:
    answer = answer_of(session, seat) if seat is not None else None
    if answer is None or (viewer.on_behalf_of is not None and not answer.for_someone):
        return None
    return answer.words


@memoized_of(depends_on(room={"questions"}))
def _closed(session: Session, leads: bool) -> tuple[ClosedQuestion, ...]:  # noqa: FBT001 - it is hashed by position
    return tuple(_told(each, leads=leads) for each in session.questions if not each.open and not each.withdrawn)


def _told(asked: Question, *, leads: bool) -> ClosedQuestion:
    counts = asked.result.counts if asked.result is not None else ()
    given = asked.result.given if asked.result is not None else 0
    held = frozenset(asked.held_back)
    return ClosedQuestion(
        number=asked.number,
        kind=asked.kind,
        text=asked.text,
        given=given,
        counts=counts if leads else tuple(each for each in counts if each.answer not in held),
        held_back=held if leads else frozenset(),
        held=sum(each.times for each in counts if each.answer in held),
        few=given - sum(each.times for each in counts),
    )
