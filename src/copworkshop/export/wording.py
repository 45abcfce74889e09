"""Small matters of English that every part of a report needs."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

from copworkshop.export.tree import Movement
from copworkshop.ranking.rule import score_text

PARKED: Final = "Parked for later"
"""The heading of the parked remarks."""

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


QUESTIONS: Final = "Questions asked"
"""The heading of the questions that were asked outside the plan."""

ASKED_ALOUD: Final = "A question that was asked aloud"
"""Stands for a question that was not typed."""


def in_words(number: int) -> str:
    """Return a small number as a word, such as “five”; one above ten stays in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def many(number: int, noun: str) -> str:
    """Return how many of something there are, such as “1 ballot” or “12 ballots”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def people(number: int) -> str:
    """Return how many people there are, such as “1 person” or “12 people”."""
    return f"{number:,} {'person' if number == 1 else 'people'}"


def points(score: Fraction) -> str:
    """Return a score with its unit, such as “1 point” or “5.50 points”."""
    return "1 point" if score == 1 else f"{score_text(score)} points"


def joined(words: Sequence[str]) -> str:
    """Return a list as it is said: “a”, “a and b”, “a, b and c”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def moment(when: datetime) -> str:
    """Return a moment to the minute by this machine's clock, with its zone, such as “2026-11-23, 09:30 UTC+01:00”."""
    try:
        here = when.astimezone()
    except (OverflowError, OSError, ValueError):  # at the ends of time, and before 1970 on some systems
        here = when
    ahead = f"{here:%z}"
    zone = "" if not here.utcoffset() else f"{ahead[:3]}:{ahead[3:5]}"
    return f"{here:%Y-%m-%d, %H:%M} UTC{zone}"


def moved(movement: Movement) -> str:
    """Return how the room moves, in a sentence."""
    return (
        f"From today to six months from now, {movement.inwards:,} would move nearer to the centre, "
        f"{movement.same:,} would stay and {movement.outwards:,} would move outwards."
    )
