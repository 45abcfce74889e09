"""Reads a participant's screen. Only this module knows the wording of these screens.

It looks only for the program's own words (keys, questions, counts), because a plan may contain any words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Task(StrEnum):
    """The task that a screen gives to a person."""

    NAME = "name"
    TABLE = "table"
    PLACE = "place"
    WRITE = "write"
    SHARE = "share"
    CONSENT = "consent"
    IDEA = "idea"
    RANK = "rank"
    QUESTION = "question"
    """A question outside the plan, on the screen or announced in a line."""
    ANSWERS = "answers"
    """The answers to it, which cover the screen."""


@dataclass(frozen=True, slots=True)
class Line:
    """An idea in the list to rank."""

    number: int
    """The number of the idea."""
    words: str
    """Its wording, as far as it is on the screen."""
    place: int | None
    """The place that the person gave it; None if it has none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The contents of a screen."""

    task: Task | None = None
    """What the person can do now; None if there is nothing to do."""
    again: bool = False
    """Whether the name prompt asks for Enter once more, because somebody of that name is in the room already."""
    later: bool = False
    """Whether the participation step asks its second question, the one about later."""
    choices: int = 0
    """The number of levels, places on a ballot, ideas that a person may have, or fields of a proposal."""
    given: int = 0
    """The number of ideas handed in, places given, or fields filled in."""
    asked: str = ""
    """The current field of the proposal, and its questions."""
    words: int = 0
    """The number of words in the current field of the proposal."""
    done: bool = False
    """Whether the ballot is marked as done, or the person's own proposal is shared."""
    ideas: tuple[Line, ...] = ()
    """The ideas to rank that are on the screen, from the top."""
    answers: tuple[str, ...] | None = None
    """The keys that answer the question on the screen; empty for a word. None while it is only announced."""
    moved_on: bool = False
    """Whether the group is elsewhere and F5 follows it."""
    saved: bool = False
    """Whether the screen shows that everything is on the disk."""


_ANNOUNCED: Final = "The facilitator asks a question."
_COVER: Final = "Esc back │"  # in the frame that covers what the person does
_ANSWERED_BY: Final = {
    "Press a digit from 1 to 5": ("1", "2", "3", "4", "5"),
    "Press y for yes or n for no": ("y", "n"),
    "Type one word": (),
}
_LEVELS: Final = re.compile(r"^1-(\d) (today|in six months)")
_IDEA: Final = re.compile(r"^(?:(?P<given>\d+) of your (?P<of>\d+)|All (?P<all>\d+) of your) ideas (?:is|are) in")
_FIELDS: Final = re.compile(r"^(?:\d+ of \d+ core fields, )?(\d+) of (\d+)\b")
_WORDS: Final = re.compile(r"([\d,]+) words?\b")
_CORNER: Final = "╔"  # the corner of the frame around the text field
_PLACES: Final = re.compile(r"(\d+) of (\d+) chosen")
_LINE: Final = re.compile(r"^\s*(?:\[(\d+)\])?\s+(\S.*?)\s{2,}no\. (\d+)[^\w]*$")  # the scroll bar may be next to it


def read(rows: Sequence[str]) -> Seen:
    """Return the contents of a screen, given as its rows from the top."""
    plain = [" ".join(row.split()) for row in rows]
    text = " ".join(plain)
    foot = plain[-1] if plain else ""
    moved_on = re.search(r"\b(F5|f) follow\b", foot) is not None
    seen = Seen(moved_on=moved_on, saved=bool(plain) and plain[0].endswith("saved"))
    if "What is your name?" in text:
        again = "Enter again if that is you" in text or "Enter once more" in text
        return replace(seen, task=Task.NAME, again=again)
    if "Which table do you sit at?" in text:
        return replace(seen, task=Task.TABLE)
    if "Share this proposal?" in text:
        return replace(seen, task=Task.CONSENT, moved_on=False)  # no other key works before this is answered
    if _COVER in text:
        answers = next((keys for words, keys in _ANSWERED_BY.items() if words in text), None)
        task = Task.ANSWERS if answers is None else Task.QUESTION
        return replace(seen, task=task, answers=answers, moved_on=False)
    if _ANNOUNCED in text:
        return replace(seen, task=Task.QUESTION, moved_on=False)
    return _on_panel(seen, rows, plain)


def _on_panel(seen: Seen, rows: Sequence[str], plain: Sequence[str]) -> Seen:
    """Return the contents of a screen without a question: its lines of keys tell which panel it is."""
    for row in plain[-4:-1]:
        levels = _LEVELS.match(row)
        if levels is not None and f"1-{levels[1]}?" in plain:
            return replace(seen, task=Task.PLACE, later=levels[2] != "today", choices=int(levels[1]))
        if "Tab next field" in row:
            return _writing(seen, rows, plain, row)
        if re.search(r"\bs (stop sharing|share) yours", row):
            return replace(seen, task=Task.SHARE, done="s stop sharing yours" in row)
        if "Enter add it" in row:
            return _collecting(seen, plain)
        done = re.search(r"\bd (I'm|not) done\b", row)
        if done is not None and _first(_PLACES, plain) is not None:
            return _ranking(seen, rows, plain, done=done[1] == "not")
    return seen


def _first(pattern: re.Pattern[str], rows: Iterable[str]) -> re.Match[str] | None:
    return next((found for row in rows if (found := pattern.search(row))), None)


def _writing(seen: Seen, rows: Sequence[str], plain: Sequence[str], status: str) -> Seen:
    filled, words = _first(_FIELDS, plain), _WORDS.search(status)
    given, choices = (0, 1) if filled is None else (int(filled[1]), int(filled[2]))
    count = int(words[1].replace(",", "")) if words is not None else 0
    top = next((y for y, row in enumerate(rows) if _CORNER in row), 0)
    left = rows[top].find(_CORNER) if top else 0
    asked = " ".join(" ".join(row[left:] for row in rows[1:top]).split())
    return replace(seen, task=Task.WRITE, given=given, choices=choices, asked=asked, words=count)


def _collecting(seen: Seen, plain: Sequence[str]) -> Seen:
    found = _first(_IDEA, plain)
    choices = 1 if found is None else int(found["of"] or found["all"])
    given = 0 if found is None else int(found["given"] or choices)
    return replace(seen, task=Task.IDEA, given=given, choices=choices)


def _ranking(seen: Seen, rows: Sequence[str], plain: Sequence[str], *, done: bool) -> Seen:
    found = _first(_PLACES, plain)
    lines = filter(None, map(_LINE.match, rows))
    ideas = tuple(Line(int(line[3]), line[2], None if line[1] is None else int(line[1])) for line in lines)
    given, choices = (0, 0) if found is None else (int(found[1]), int(found[2]))
    return replace(seen, task=Task.RANK, done=done, ideas=ideas, given=given, choices=choices)
