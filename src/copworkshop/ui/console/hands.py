"""The hands that the facilitator counts for a question, as they are typed."""

from typing import Final

from copworkshop.model.question import CHOICES, QuestionKind

COUNT: Final = "How many hands for {choices}? A number for each, such as {example}."
COUNT_WORDS: Final = "A word, and how many people say it, such as: hopeful 3"
BAD_COUNT: Final = "Type {numbers} numbers with spaces between them, such as {example}."


def what_to_type(kind: QuestionKind) -> str:
    """Return the sentence that asks for the hands of a question of this kind."""
    choices = CHOICES[kind]
    if not choices:
        return COUNT_WORDS
    return COUNT.format(choices=", ".join(choices), example=_example(kind))


def _example(kind: QuestionKind) -> str:
    return " ".join("02431"[: len(CHOICES[kind])])


def read_hands(kind: QuestionKind, text: str) -> list[tuple[str, int]]:
    """Return how many hands there are for each answer, as typed.

    Raises:
        ValueError: it cannot be read; the sentence says what to type.

    """
    choices, parts = CHOICES[kind], text.replace(",", " ").split()
    if not choices:
        word, number = (parts[:-1], parts[-1]) if parts and _is_number(parts[-1]) else (parts, "1")
        if not word:
            raise ValueError(COUNT_WORDS + ".")
        return [(" ".join(word), int(number))]
    if len(parts) != len(choices) or not all(map(_is_number, parts)):
        raise ValueError(BAD_COUNT.format(numbers=len(choices), example=_example(kind)))
    return list(zip(choices, map(int, parts), strict=True))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("1000")
