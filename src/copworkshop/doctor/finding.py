"""What was found out about one thing, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How much something matters, in the word that stands before it."""

    FINE = "ok"
    LOOK = "look"
    """It may be as it is, but somebody should know."""
    WRONG = "FAIL"
    """A workshop would suffer from it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    grade: Grade
    about: str
    """What was looked at, in a word or two."""
    said: str
    """What was found, in a sentence."""
    todo: str = ""
    """What to do about it: a sentence, or a command after a colon."""


def fine(about: str, said: str, todo: str = "") -> Finding:
    """Return that something is as it should be."""
    return Finding(Grade.FINE, about, said, todo)


def look(about: str, said: str, todo: str = "") -> Finding:
    """Return that somebody should look at something."""
    return Finding(Grade.LOOK, about, said, todo)


def wrong(about: str, said: str, todo: str) -> Finding:
    """Return that something is wrong, and what to do about it."""
    return Finding(Grade.WRONG, about, said, todo)
