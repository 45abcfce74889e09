"""The texts of simulated people. Each one says that it comes from a rehearsal, so nobody mistakes it for real words."""

from random import Random
from typing import Final

MARK: Final = "(rehearsal)"
"""The end of every text."""

_ANSWERS: Final = (
    "A first thought on this question",
    "Two or three words would have done",
    "What we do today, and one thing we would change about it",
    "Something short, to be talked about with a neighbour first",
    "An answer of two sentences. The second one says what it is good for",
    "An example from last month, and what came of it",
    "Not sure yet, but this is where we would begin",
    "A longer answer, so that the text wraps to a second line and one can see on the screen what that looks like",
)

# Some say nearly the same, so that there is something to merge. One is too long for a line. One is not in English.
_IDEAS: Final = (
    "Meet on the same day every month",
    "Meet at the same time each month",
    "Bring one real case to every meeting",
    "Always bring a real case",
    "Welcome new members by name",
    "Greet each new member personally",
    "Let somebody else lead each time",
    "Rotate who leads the meeting",
    "Write down what was learned, in five lines, and keep it where everybody finds it again a year later",
    "Keep a short record of each meeting",
    "Start small",
    "Start with five people",
    "Ask what members need, twice a year",
    "Visit each other's workplaces",
    "Have a question of the month",
    "Finish ten minutes early",
    "Celebrate what worked",
    "Say thank you in public",
    "Invite a guest from outside",
    "Have a budget for coffee",
    "Pair old and new members",
    "Compartir también lo que no funcionó",
    "Share what did not work, too",
    "Stop meetings that nobody needs",
)

WORDS: Final = ("hopeful", "curious", "tired", "Curious", "clear", "unsure")
"""Answers to a question that asks for one word."""


def answers(chance: Random, how_many: int) -> list[str]:
    """Return answers for `how_many` fields of a proposal."""
    return [f"{chance.choice(_ANSWERS)} {MARK}" for _ in range(how_many)]


def ideas(chance: Random, how_many: int) -> list[str]:
    """Return `how_many` different ideas. Other people may have the same ones."""
    return [f"{idea} {MARK}" for idea in chance.sample(_IDEAS, min(how_many, len(_IDEAS)))]
