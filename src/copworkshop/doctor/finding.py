"""The result of one check, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How serious a finding is. The value is the word shown before it."""

    FINE = "ok"
    LOOK = "look"
    """It need not be changed, but somebody should know it."""
    WRONG = "FAIL"
    """It would harm a workshop."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    grade: Grade
    about: str
    """What was checked, in one or two words."""
    said: str
    """The result, in a sentence."""
    todo: str = ""
    """What to do about it: a sentence, or what stands before `command`."""
    command: str = ""
    """The command to do it with."""


def fine(about: str, said: str, todo: str = "", command: str = "") -> Finding:
    """Return a finding that something is as it should be."""
    return Finding(Grade.FINE, about, said, todo, command)


def look(about: str, said: str, todo: str = "", command: str = "") -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(Grade.LOOK, about, said, todo, command)


def wrong(about: str, said: str, todo: str, command: str = "") -> Finding:
    """Return a finding that something is wrong, and what to do about it."""
    return Finding(Grade.WRONG, about, said, todo, command)
