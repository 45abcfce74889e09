"""The words of a question outside the plan, for every screen that shows it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from copworkshop.model.question import QuestionKind
from copworkshop.rules.question_sight import ClosedQuestion, OpenQuestion

MEANINGS: Final[Mapping[QuestionKind, str]] = MappingProxyType(
    {
        QuestionKind.SCALE: "1 is the lowest, 5 the highest.",
        QuestionKind.YES_NO: "Yes or no.",
        QuestionKind.WORD: "One word.",
    }
)
"""What an answer is."""

KEYS: Final[Mapping[QuestionKind, str]] = MappingProxyType(
    {
        QuestionKind.SCALE: "Press a digit from 1 to 5: 1 is the lowest, 5 the highest.",
        QuestionKind.YES_NO: "Press y for yes or n for no.",
        QuestionKind.WORD: "Type one word, then press Enter.",
    }
)
"""How a person answers at a terminal."""

HANDS: Final[Mapping[QuestionKind, str]] = MappingProxyType(
    {
        QuestionKind.SCALE: "Hold up as many fingers as your answer: 1 is the lowest, 5 the highest.",
        QuestionKind.YES_NO: "Raise your hand for yes, then for no.",
        QuestionKind.WORD: "Say one word.",
    }
)
"""How people answer who have no terminal."""

ALOUD: Final = "A question for everybody: listen to the facilitator."
"""Stands for a question that is only asked aloud."""


def words_of(asked: OpenQuestion | ClosedQuestion) -> str:
    """Return the question, or the sentence that stands for one that is only asked aloud."""
    return asked.text or (ALOUD if isinstance(asked, OpenQuestion) else "The question that was asked aloud")
