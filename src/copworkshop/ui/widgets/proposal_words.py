"""The progress of a proposal: the count of filled fields, the first field to write, and the line below the text."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from textual.content import Content

from copworkshop.export.wording import many
from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.model.text import visible
from copworkshop.toolkit.theme import QUIET, WARN
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.ui.widgets.aloud import told

OF_ALOUD: Final = ("stop", "again", "read it aloud")
"""The words for the key of reading aloud: while it runs, when the time is over, and before."""

_NEARLY: Final = 0.9  # share of the allowed characters from which on the line shows their number


def count_of(step: ProposalStep, answers: Mapping[str, str]) -> str:
    """Say how far a proposal is: “4 of 6 core fields, 7 of 12”."""
    filled = [field.core for field in step.fields if visible(answers.get(field.id, ""))]
    core = sum(field.core for field in step.fields)
    every = f"{len(filled)} of {len(step.fields)}"
    return f"{sum(filled)} of {core} core fields, {every}" if core else every


def first_to_write(step: ProposalStep, answers: Mapping[str, str]) -> ProposalField:
    """Return the first field to write: the first empty core field, or the first field if all core fields are filled."""
    empty = (field for field in step.fields if field.core and not visible(answers.get(field.id, "")))
    return next(empty, step.fields[0])


def line_below(text: str, most: int, keys: tuple[tuple[str, str], ...]) -> Content:
    """Return the line below a text of at most `most` characters: its length, and the keys."""
    words = len(text.split())
    length = many(words, "word")
    if len(text) >= _NEARLY * most:
        length = f"{len(text):,} of {most:,} characters"
    return _line(length, keys)


@lru_cache(maxsize=256)  # called after every key, and most keys do not change the result
def _line(length: str, keys: tuple[tuple[str, str], ...]) -> Content:
    return Content.assemble((length, QUIET), "   ", hint(*keys))


def line_while_reading(text: str, left: int, seconds: int, keys: tuple[tuple[str, str], ...]) -> Content:
    """Return the line below a text that is read aloud: the seconds that are left, and the key of reading aloud."""
    aloud = [each for each in keys if each[1] in OF_ALOUD]
    return Content.assemble((told(left, seconds, len(text.split())), WARN), "   ", hint(*aloud))
