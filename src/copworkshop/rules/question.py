"""Questions outside the plan: asked, answered, closed, and what is counted then.

One question is open at a time. It is a round that takes input: it closes at once where all who are connected have
answered, and after a countdown otherwise. Nothing of its answers is shown before, and a result does not change.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field
from typing_extensions import override

from copworkshop.model.people import Actor, Role, Seat
from copworkshop.model.question import (
    CHOICES,
    MOST_COUNTED_WORDS,
    MOST_HANDS,
    MOST_QUESTIONS,
    Answer,
    Counted,
    Question,
    QuestionKind,
    Result,
)
from copworkshop.model.session import QuestionBefore, Session, Undoable
from copworkshop.model.text import Line, Name, same_words
from copworkshop.rules.history import noted
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.request import (
    Refused,
    Request,
    Stale,
    facilitator_only,
    require_entered,
    seat_for,
    with_seat,
)

LEAST_ANSWERS: Final = 5
"""Answers from terminals before they are shown, where the plan does not say it for the picture of participation."""

_GONE: Final = "That question is closed."


def shown_question(session: Session) -> Question | None:
    """Return the question whose result everybody sees now."""
    last = session.last_question
    return last if last is not None and last.shown else None


def least_answers(session: Session) -> int:
    """Return how many answers from terminals are shown at the least, so that nobody can be guessed."""
    step = session.plan.participation
    return LEAST_ANSWERS if step is None else step.least_answers


def answer_of(session: Session, seat: Seat) -> Answer | None:
    """Return the answer of a person to the question that is open."""
    asked = session.open_question
    return seat.answer if asked is not None and seat.answer and seat.answer.question == asked.number else None


def closes_question(before: Session, after: Session) -> bool:
    """Whether a question that people could answer takes no answers any more."""
    was, now = before.open_question, after.open_question
    return was is not None and (now is None or now.number != was.number)


@memoized_of(depends_on(seats={"answer"}, room={"questions"}))
def unanswered(session: Session) -> frozenset[int]:
    """Return the seats of the people in the room who have not answered the question that is open."""
    if session.open_question is None:
        return frozenset()
    return frozenset(seat.number for seat in session.present if answer_of(session, seat) is None)


class AskQuestion(Request):
    """Ask everybody a question, at any step."""

    kind: QuestionKind
    text: Line | None = None
    """None for a question that is asked aloud."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, one at a time. The result of the one before is put away."""
        facilitator_only(actor)
        if session.open_question is not None:
            raise Refused("A question is open already. Close it first, or withdraw it.")
        number = max((each.number for each in session.questions), default=0) + 1
        if number > MOST_QUESTIONS:
            raise Refused(f"A session holds {MOST_QUESTIONS} questions, and all are used. Ask for a show of hands.")
        asked = Question(number=number, kind=self.kind, text=self.text)
        before = tuple(each.replace(shown=False) if each.shown else each for each in session.questions)
        return session.replace(questions=(*before, asked), blank=False, look_up=False)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        shown = next((each.number for each in before.questions if each.shown), None)
        number = after.questions[-1].number
        was = QuestionBefore(kind="question", number=number, blank=before.blank, result_shown=shown)
        return noted("the question was asked", before, was)


class AnswerQuestion(Request):
    """Answer the question that is open, or change the answer; None takes it back."""

    number: int
    seat: int
    answer: Name | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the person, and to a scribe of theirs, until the question is closed."""
        if actor.role is Role.FACILITATOR:
            raise Refused("Answers of people without a device are counted by hand.")
        seat, for_someone = seat_for(session, actor, self.seat)
        asked = _require_open(session, self.number)
        old = answer_of(session, seat)
        require_entered(seat, for_someone=for_someone, own=old is not None and not old.for_someone)
        if self.answer is None:
            return session if seat.answer is None else with_seat(session, seat.replace(answer=None))
        new = Answer(question=asked.number, words=_fitting(asked, self.answer), for_someone=for_someone)
        return session if new == old else with_seat(session, seat.replace(answer=new))


class CountHands(Request):
    """Say how many people in the room give an answer; 0 takes the count away. The last count of an answer stands."""

    number: int
    answer: Name
    times: int = Field(ge=0)

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator until the question is closed."""
        facilitator_only(actor)
        asked = _require_open(session, self.number)
        if self.times > MOST_HANDS:
            raise Refused(f"At most {MOST_HANDS:,} hands are counted for an answer.")
        answer = _fitting(asked, self.answer)
        counts = {same_words(each.answer): each for each in asked.hands}
        counts.pop(same_words(answer), None)
        if self.times:
            counts[same_words(answer)] = Counted(answer=answer, times=self.times)
        if len(counts) > MOST_COUNTED_WORDS:
            raise Refused(f"{MOST_COUNTED_WORDS} different words are counted already. Count a similar one with them.")
        hands = tuple(sorted(counts.values(), key=lambda each: each.answer))
        return session if hands == asked.hands else _with(session, asked.replace(hands=hands))


class CloseQuestion(Request):
    """A key that closes the question, or the end of its countdown.

    It closes it at once if all `connected` people have answered. Otherwise a countdown begins, and a second key closes
    it: one pressed where the view showed that countdown.
    """

    number: int
    connected: frozenset[int] = frozenset()
    until: datetime | None = None
    """The end of the countdown that the view showed; None if it showed none."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, and note how often each answer was given."""
        facilitator_only(actor)
        asked = _require_open(session, self.number)
        if self.until != asked.until:
            raise Stale("The countdown has changed; look again before you press the key.")
        waits = not unanswered(session).isdisjoint(self.connected)
        if asked.until is None and session.plan.grace and waits:
            return _with(session, asked.replace(until=now + timedelta(seconds=session.plan.grace)))
        return _closed(session, asked, shown=True)


class KeepQuestionOpen(Request):
    """Take away the countdown: the question stays open."""

    number: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        asked = _require_open(session, self.number)
        return session if asked.until is None else _with(session, asked.replace(until=None))


class ShowResult(Request):
    """Show the result of a question to everybody, or put it away."""

    number: int
    shown: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator; only the last question can be shown again."""
        facilitator_only(actor)
        last = _require_closed(session, self.number)
        if last is not session.last_question:
            raise Stale("Another question was asked since; its result is the one to show.")
        return session if last.shown is self.shown else _with(session, last.replace(shown=self.shown))

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        what = "the result was shown" if self.shown else "the result was put away"
        was = QuestionBefore(kind="question", number=self.number, shown=not self.shown)
        return noted(what, before, was)


class HoldBackAnswer(Request):
    """Hold back one answer of a result, or show it again. Others learn how many answers are held back."""

    number: int
    answer: Name
    held: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator for a word, once the question is closed."""
        facilitator_only(actor)
        asked = _require_closed(session, self.number)
        if asked.kind is not QuestionKind.WORD or self.answer not in _words(asked):
            raise Refused("There is no such word in the result. Choose one from the list.")
        return _with_held(session, asked, self.answer, held=self.held)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        what = "a word was held back" if self.held else "a word was shown again"
        was = QuestionBefore(kind="question", number=self.number, word=self.answer, held=not self.held)
        return noted(what, before, was)


class WithdrawQuestion(Request):
    """Withdraw a question, with its answers or its result: it is in no report."""

    number: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        asked = _asked(session, self.number)
        return _withdrawn(session, asked)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        if before.open_question is not None:
            return None  # the answers left the seats
        was = QuestionBefore(kind="question", number=self.number, withdrawn=False)
        return noted("the question was withdrawn", before, was)


def question_before(session: Session, was: QuestionBefore) -> Session:
    """Return the session with a question as it was before the facilitator changed it.

    Raises:
        Refused: answers are in, which would be lost.

    """
    asked = next(each for each in session.questions if each.number == was.number)
    if was.shown is not None:
        return _with(session, asked.replace(shown=was.shown))
    if was.withdrawn is not None:
        return _with(session, asked.replace(withdrawn=was.withdrawn))
    if was.word is not None:
        return _with_held(session, asked, was.word, held=was.held)
    if asked.hands or any(answer_of(session, seat) is not None for seat in session.contributors):
        raise Refused("Answers are in, and taking this back would lose them. Close the question, or withdraw it.")
    taken_back = _withdrawn(session, asked).replace(blank=was.blank)
    before = (each for each in taken_back.questions if each.number == was.result_shown and not each.withdrawn)
    shown = next(before, None)
    return taken_back if shown is None else _with(taken_back, shown.replace(shown=True))


def has_question(session: Session, was: QuestionBefore) -> bool:
    """Whether the question that an action was about is still there."""
    return any(each.number == was.number for each in session.questions)


def with_question_closed(session: Session) -> Session:
    """Return the session, which is about to end, with the open question closed, and no answer at any seat."""
    asked = session.open_question
    if asked is None:
        return session
    closed = _closed(session, asked, shown=False)
    last = closed.last_question
    return closed if last is not None and last.result and last.result.given else _withdrawn(session, asked)


def without_countdown(session: Session) -> Session:
    """Return the session with no countdown on the open question; it stays open."""
    asked = session.open_question
    return session if asked is None or asked.until is None else _with(session, asked.replace(until=None))


def _asked(session: Session, number: int) -> Question:
    found = next((each for each in session.questions if each.number == number and not each.withdrawn), None)
    if found is None:
        raise Stale("That question was withdrawn.")
    return found


def _require_open(session: Session, number: int) -> Question:
    asked = session.open_question
    if asked is None or asked.number != number:
        raise Refused(_GONE)
    return asked


def _require_closed(session: Session, number: int) -> Question:
    asked = _asked(session, number)
    if asked.result is None:
        raise Refused("The question is still open. Its result is shown once it is closed.")
    return asked


def _fitting(asked: Question, answer: str) -> str:
    """Return the answer as it is kept.

    Raises:
        Refused: it is none of the answers to choose from.

    """
    choices = CHOICES[asked.kind]
    if not choices:
        return answer
    if answer.casefold() not in choices:
        raise Refused(f"Answer with {', '.join(choices[:-1])} or {choices[-1]}.")
    return answer.casefold()


def _closed(session: Session, asked: Question, *, shown: bool) -> Session:
    """Return the session with this question closed: nothing tells who gave which answer, or none."""
    cast = [answer.words for seat in session.contributors if (answer := answer_of(session, seat)) is not None]
    told = cast if len(cast) >= least_answers(session) else []
    hands = sum(each.times for each in asked.hands)
    result = Result(given=len(cast) + hands, counts=_counted(asked, told))
    closed = asked.replace(result=result, hands=(), until=None, shown=shown)
    return _forgotten(_with(session, closed), asked)


def _withdrawn(session: Session, asked: Question) -> Session:
    """Return the session with this question withdrawn. The answers to an open one are dropped for good."""
    gone = asked.replace(withdrawn=True, shown=False, hands=(), until=None)
    return _forgotten(_with(session, gone), asked) if asked.open else _with(session, gone)


def _forgotten(session: Session, asked: Question) -> Session:
    """Return the session without answers at the seats, and with nothing to take back of the question that is over."""
    answered = {number: seat for number, seat in session.seats.items() if seat.answer is not None}
    seats = {**session.seats, **{number: seat.replace(answer=None) for number, seat in answered.items()}}
    kept = [each for each in session.history if not _is_about(each, asked)]
    session = session.replace(seats=seats) if answered else session
    return session if len(kept) == len(session.history) else session.replace(history=tuple(kept))


def _is_about(action: Undoable, asked: Question) -> bool:
    return isinstance(action.inverse, QuestionBefore) and action.inverse.number == asked.number


def _counted(asked: Question, cast: Iterable[str]) -> tuple[Counted, ...]:
    """Return how often each answer was given: choices in their order, words by how often they were given.

    Words that are the same but for capitals, spaces and punctuation are one, spelled as most people spell it. The
    order of words that were given equally often is the alphabet's: it tells nothing of people or of time.
    """
    spelled: dict[str, Counter[str]] = {}
    for words, times in (*((words, 1) for words in cast), *((each.answer, each.times) for each in asked.hands)):
        spelled.setdefault(same_words(words), Counter())[words] += times
    counts = [
        Counted(answer=min(each, key=lambda words: (-each[words], words)), times=each.total())
        for each in spelled.values()
    ]
    return tuple(sorted(counts, key=_order(asked.kind)))


def _order(kind: QuestionKind) -> Callable[[Counted], tuple[int, str, str]]:
    choices: Mapping[str, int] = {choice: place for place, choice in enumerate(CHOICES[kind])}
    if choices:
        return lambda each: (choices[each.answer], "", "")
    return lambda each: (-each.times, each.answer.casefold(), each.answer)


def _words(asked: Question) -> frozenset[str]:
    return frozenset(each.answer for each in asked.result.counts) if asked.result is not None else frozenset()


def _with_held(session: Session, asked: Question, word: str, *, held: bool) -> Session:
    words = {*asked.held_back, word} if held else {*asked.held_back} - {word}
    new = tuple(sorted(words))
    return session if new == asked.held_back else _with(session, asked.replace(held_back=new))


def _with(session: Session, asked: Question) -> Session:
    return session.replace(
        questions=tuple(asked if each.number == asked.number else each for each in session.questions)
    )
