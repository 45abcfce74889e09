"""What the form of a proposal says of how far it is: the count, the field to begin with, the line below the text."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from textual.content import Content

from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.model.text import visible
from copworkshop.toolkit.theme import QUIET, WARN
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.ui.widgets.aloud import told

_NEARLY: Final = 0.9  # of the characters that fit; from here on they are counted


def count_of(step: ProposalStep, answers: Mapping[str, str]) -> str:
    """Say how far a proposal is: “4 of 6 core, 7 of 12”."""
    filled = [field.core for field in step.fields if visible(answers.get(field.id, ""))]
    core = sum(field.core for field in step.fields)
    of_all = f"{len(filled)} of {len(step.fields)}"
    return f"{sum(filled)} of {core} core, {of_all}" if core else of_all


def first_to_write(step: ProposalStep, answers: Mapping[str, str]) -> ProposalField:
    """Return the field to begin with: the first starred one that is empty, or else the very first."""
    empty = (field for field in step.fields if field.core and not visible(answers.get(field.id, "")))
    return next(empty, step.fields[0])


def line_below(text: str, most: int, *, aloud: bool, more: bool) -> Content:
    """Return the line below a text that takes `most` characters: how long it is, and the keys.

    `aloud` says that it is to be read aloud, `more` that there are more questions than fit above it.
    """
    words = len(text.split())
    length = "1 word" if words == 1 else f"{words:,} words"
    if len(text) >= _NEARLY * most:
        length = f"{len(text):,} of {most:,} characters"
    return _line(length, aloud=aloud, more=more)


@lru_cache(maxsize=256)  # it is asked for at every key, and most keys change nothing of it
def _line(length: str, *, aloud: bool, more: bool) -> Content:
    keys = [("Ctrl+Down", "more")] if more else []
    keys += [("Tab", "next field"), ("Shift+Tab", "before"), ("F4", "all of it"), ("Ctrl+Z", "undo")]
    keys += [("F6", "read it aloud")] if aloud else []
    return Content.assemble((length, QUIET), "   ", hint(*keys))


def line_while_reading(text: str, left: int, seconds: int) -> Content:
    """Return the line below a text that is being read aloud, with so many of the seconds left."""
    return Content.assemble(
        (told(left, seconds, len(text.split())), WARN), "   ", hint(("F6", "stop" if left else "again"))
    )
