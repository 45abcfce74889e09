"""A question outside the plan: asked at any step, answered with one key, and shown once it is closed.

While it is open, an answer stands at its person's seat. When it is closed, only how often each answer
was given is kept.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from copworkshop.model.base import Frozen, Moment
from copworkshop.model.text import Line, Name

MOST_QUESTIONS: Final = 50
"""Questions of one session, withdrawn ones included. Each has a file."""

MOST_HANDS: Final = 1_000
"""Hands counted for one answer."""

MOST_COUNTED_WORDS: Final = 100
"""Different words counted by hand for one question."""


class QuestionKind(StrEnum):
    """The answers that a question takes."""

    SCALE = "scale"
    YES_NO = "yes-no"
    WORD = "word"


KIND_NAMES: Final[Mapping[QuestionKind, str]] = MappingProxyType(
    {QuestionKind.SCALE: "1 to 5", QuestionKind.YES_NO: "yes or no", QuestionKind.WORD: "one word"}
)

CHOICES: Final[Mapping[QuestionKind, tuple[str, ...]]] = MappingProxyType(
    {QuestionKind.SCALE: ("1", "2", "3", "4", "5"), QuestionKind.YES_NO: ("yes", "no"), QuestionKind.WORD: ()}
)
"""The answers to choose from, in their order; none where people answer in a word of their own."""

QuestionNumber = Annotated[int, Field(ge=1, le=MOST_QUESTIONS)]


class Answer(Frozen):
    """A person's answer to the question that is open. It leaves the seat when the question is closed."""

    question: QuestionNumber
    words: Name
    """One of :data:`CHOICES`, or a word of the person's own."""
    for_someone: bool = False
    """Entered by a scribe for a person without a device."""


class Counted(Frozen):
    """An answer, and how often it was given."""

    answer: Name
    times: int = Field(ge=1, le=2 * MOST_HANDS)


class Result(Frozen):
    """The answers to a question that was closed, without any link to people."""

    given: int = Field(ge=0)
    """How many answers were given. Where the counts add up to fewer, the others are too few to be shown."""
    counts: tuple[Counted, ...] = ()


class Question(Frozen):
    """A question that the facilitator asked."""

    number: QuestionNumber
    kind: QuestionKind
    text: Line | None = None
    """None for a question that is only asked aloud."""
    hands: tuple[Counted, ...] = ()
    """Answers that the facilitator counted in the room."""
    until: Moment | None = None
    """The end of the countdown after which it is closed; None while there is none."""
    result: Result | None = None
    """None while it is open."""
    shown: bool = False
    """Everybody sees the result, until the facilitator puts it away."""
    held_back: tuple[Name, ...] = ()
    """Answers of the result that the facilitator does not show."""
    withdrawn: bool = False

    @property
    def open(self) -> bool:
        """Whether people answer it now."""
        return self.result is None and not self.withdrawn
