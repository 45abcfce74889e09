"""The words of the column next to every panel of the console.

It shows what the room sees, what comes next, the time, who is ready, and the step's notes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from textual.content import Content

from copworkshop.export.wording import many
from copworkshop.live.stage_pages import StageSize
from copworkshop.model.attendance import Attendance, Health
from copworkshop.model.plan import ParticipationStep, StepBase
from copworkshop.model.plan_words import Words
from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.rules.pace import Pace
from copworkshop.rules.readiness import readiness
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.cells import pad
from copworkshop.toolkit.widgets.lines import hanging
from copworkshop.ui.console.catching_up import can_catch_up
from copworkshop.ui.console.next_words import what_next

ROOM_FOR_SIDE: Final = 70
"""Below this many columns the side column replaces the panel instead of standing next to it."""

MOST_NAMES: Final = 8
"""The longest list of names. A longer one ends in a number; the lists of the panels have all names."""

_Part = tuple[str, str, str]
"""A label, the text after it, and the text's style."""

_LABEL: Final = 7  # cells for the labels

_LARGE: Final = (130, 40)
"""Columns and rows. On a larger stage the letters are small."""
_SMALL: Final = (60, 18)

ON_TIME: Final = "on time"

_MINUTE: Final = 60


def side(
    seen: Sight, attendance: Attendance | None, now: datetime, width: int, stages: Sequence[StageSize] = ()
) -> list[Content]:
    """Return the column as lines of at most `width` cells. `attendance` is None if nobody can join over the network.

    `stages` are the stages that the room may see.
    """
    parts = [("Stage", on_the_stage(seen), theme.BODY)]
    parts += [("", sentence, theme.WARN) for sentence in filter(None, map(wrong_size, stages))][:1]
    parts += [("Next", what_next(seen), theme.BODY)]
    if seen.way_back.undo is not None:
        parts.append(("Undo", f"u takes back: {seen.way_back.undo.what}", theme.QUIET))
    if seen.door_closed:
        parts.append(("Door", "closed: nobody new comes in. o opens it.", theme.BODY))
    if seen.leading.pace is not None and seen.closed is None:
        parts += _time(seen, seen.leading.pace, now)
    ready = readiness(seen) if seen.round_is_open else None
    if ready is not None:
        parts.append(("Ready", f"{ready.ready} of {ready.of}", theme.BODY))
        if ready.waiting:
            parts.append(("", f"not yet: {_names(ready.waiting)}", theme.QUIET))
    if attendance is not None:
        parts += _connected(seen, attendance)
    lines = [
        line
        for label, words, style in parts
        for line in hanging(pad(label, _LABEL), words, width, style, theme.HEADING)
    ]
    notes = [Content(""), *_notes(seen.step, seen.spot.round, width)]
    talk = _to_discuss(seen.step, width)
    return [*lines, *talk, *notes] if seen.spot.round == "picture" else [*lines, *notes, *talk]


def wrong_size(stage: StageSize) -> str:
    """Say what to do about a stage whose letters are too small or too few; empty for a good size."""
    size = f"{stage.width}×{stage.height}"
    if stage.far and stage.width > _LARGE[0] and stage.height > _LARGE[1]:
        keys = "Press Ctrl and + in its window until it is about 80×24."
        return f"The stage is {size}, so its letters are small. {keys}"
    if stage.far and (stage.width < _SMALL[0] or stage.height < _SMALL[1]):
        return f"The stage is {size}, so it holds little. Press Ctrl and - in its window until it is about 80×24."
    return ""


def _names(names: Sequence[str]) -> str:
    """Return names with commas between them. After `MOST_NAMES` names a number stands for the rest."""
    names = [name.replace(" ", "\u00a0") for name in names]  # a name stays on one line
    more = len(names) - MOST_NAMES
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:MOST_NAMES])} and {more} more"


def on_the_stage(seen: Sight) -> str:
    """Say in a few words what the room sees now."""
    if seen.stage.blank:
        return "Blank. b shows it again."
    if seen.stage.address:
        return "How to join. j takes it away."
    if seen.question.open is not None:
        return "A question, until it is closed."
    if seen.question.shown is not None:
        return "The answers to a question."
    if seen.stage.spotlit is not None:
        return f"{seen.stage.spotlit.what.kind.capitalize()}, large. z puts it away."
    told = seen.step.short if len(seen.step.rounds) == 1 else f"{seen.step.short}, {ROUND_NAMES[seen.spot.round]}"
    if seen.top_ten is not None and seen.top_ten.collect.waits and seen.spot.round == "merge":
        return f"{told}: no ideas yet."
    if seen.points > 1 and seen.spot.round != "merge":
        told += f", {seen.spot.point + 1} of {seen.points}"
    return told + (", next to the literature." if seen.stage.literature_shown else ".")


def _time(seen: Sight, pace: Pace, now: datetime) -> list[_Part]:
    """Say how long the session and the step have taken, how long they may take, and when they will end."""
    planned = _hours(pace.session_planned)
    if not pace.counts:
        return [("Time", f"{planned} planned, starting when the welcome ends", theme.BODY)]
    session = f"{_hours(pace.at_session(now))} of {planned}; {_ends(pace.session_ends(now))}"
    step = f"{_minutes(pace.at_step(now))} of {_minutes(pace.step_planned)} min; {_ends(pace.step_ends(now))}"
    late = behind(pace, now)
    return [
        ("Time", session + ("" if late == ON_TIME else f", {late}"), theme.BODY),
        ("Step", step, theme.BODY),
        *([("", "M proposes minutes to take from what is to come", theme.QUIET)] if can_catch_up(seen, now) else []),
    ]


def _ends(moment: datetime) -> str:
    """Say when something ends, by the clock on the wall where this program runs."""
    return f"ends {moment.astimezone():%H:%M}"


def behind(pace: Pace, now: datetime) -> str:
    """Say how far the room is behind the plan or ahead of it, in whole minutes."""
    minutes = int(pace.behind(now) / _MINUTE)
    if not minutes:
        return ON_TIME
    return f"{minutes} min behind" if minutes > 0 else f"{-minutes} min ahead"


def _hours(seconds: float) -> str:
    hours, minutes = divmod(_minutes(seconds), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _minutes(seconds: float) -> int:
    return int(seconds // _MINUTE)


def _connected(seen: Sight, attendance: Attendance) -> list[_Part]:
    """Say how many people are connected, and whose connection is slow or silent."""
    told = [f"{attendance.connected} of {seen.present}"]
    if attendance.newcomers:
        told.append(f"{attendance.newcomers} at the name prompt")
    if attendance.stages:
        told.append(f"{many(attendance.stages, 'stage')} on other terminals")
    parts: list[_Part] = [("Online", ", ".join(told), theme.BODY)]
    for health, word in ((Health.SILENT, "no answer"), (Health.SLOW, "slow")):
        names = [person.name for person in seen.people if person.name and _is(attendance, person.number, health)]
        if names:
            parts.append(("", f"{word}: {_names(names)}", theme.WARN))
    return parts


def _is(attendance: Attendance, seat: int, health: Health) -> bool:
    return seat in attendance.seats and attendance.of(seat).health is health


def _to_discuss(step: StepBase, width: int) -> list[Content]:
    """Return the questions for the discussion of the answers. The stage shows them only at its last point."""
    if not isinstance(step, ParticipationStep) or not step.questions:
        return []
    asked = [line for question in step.questions for line in hanging("– ", question.text, width, theme.BODY)]
    return [Content(""), Content.styled("To discuss", theme.HEADING), *asked]


def _notes(step: StepBase, round_name: str, width: int) -> list[Content]:
    """Return the notes of the present round, and those for the whole step."""
    here = [note for note in step.notes if _round_of(step, note) == round_name]
    always = [note for note in step.notes if _round_of(step, note) is None]
    lines = [line for note in (*here, *always) for line in hanging("– ", _shown(note, step), width, theme.BODY)]
    none = Content.styled("None for this round." if step.notes else "None for this step.", theme.QUIET)
    return [Content.styled("Notes", theme.HEADING), *(lines or [none])]


def _shown(note: Words, step: StepBase) -> str:
    """Return the text of a note, without the round that it begins with: it is shown in that round only."""
    words = note.text if _round_of(step, note) is None else note.text.partition(":")[2].strip()
    return words[:1].upper() + words[1:]


def _round_of(step: StepBase, note: Words) -> str | None:
    """Return the round whose name the note begins with, as in “Merge: …”; None for a note for all rounds."""
    name, colon, _ = note.text.partition(":")
    return name.casefold() if colon and name.casefold() in step.rounds else None
