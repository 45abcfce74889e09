"""The tables of the report for spreadsheets: the result, what stands next to it, the ideas and the ballots.

CSV writes them one below the other, a workbook on a sheet each. Their words are as they were typed, on one line: making
them harmless is each format's business.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from copworkshop.export.glance import glance
from copworkshop.export.tree import ParticipationPart, QuestionsPart, Report
from copworkshop.export.tree_topten import (
    ListedIdea,
    RankedIdea,
    RunOffPart,
    SiftingPart,
    TableIdea,
    TopTenPart,
    VotedIdea,
)
from copworkshop.export.wording import ASKED_ALOUD, PARKED, QUESTIONS, moment

Cell = str | int | Fraction
Row = tuple[Cell, ...]

BALLOTS: Final = "Ballots"
"""The sheet of the ballots, whose rows ``copworkshop count`` reads."""
NO_TOP_TEN: Final = "This plan has no top ten."
NOTHING_CHOSEN: Final = "nothing chosen"
"""Stands in the row of a ballot without a choice, so that no ballot is an empty row."""

_PLACE: Final = ("place", "shared", "points", "chosen by", "idea", "wording")
_RESULT: Final = (*_PLACE, "first places")
_TABLES: Final = ("table", *_PLACE)
_VOTED: Final = ("place", "points", "chosen by", "idea", "wording")
_SIFTED: Final = ("mean", "idea", "wording")
_ROOMS: Final = ("room", *_PLACE, "place over all rooms")
_IDEAS: Final = ("idea", "wording", "merged into")
_LEVELS: Final = ("level", "today", "in six months")
_PARKED: Final = ("remark", "prompt")
_FACTS: Final = ("about", "what")
_ANSWERS: Final = ("number", "question", "answer", "people")
_MOVES: Final = ("from", "to", "people")


@dataclass(frozen=True, slots=True)
class Table:
    """One table."""

    sheet: str
    """A short name: at most 31 letters, and none of those that a sheet's name may not hold."""
    title: str
    """What it holds, in a few words of ours that need no quotation in any format."""
    notes: tuple[str, ...] = ()
    """Sentences about it, or why it is empty."""
    heading: tuple[str, ...] = ()
    """Names of the columns; the ballots have none."""
    rows: tuple[Row, ...] = ()
    closing: tuple[str, ...] = ()
    """Sentences that stand below it."""


def top_ten_tables(part: TopTenPart) -> list[Table]:
    """Return the tables of the top ten in their order: the result first, the ballots last."""
    tables = [_result(part), _ideas(part), _ballots(part)]
    if part.tables:
        tables.insert(1, _tables(part))
    if part.first_vote is not None:
        if part.first_vote.run_off is not None:
            tables.insert(1, _run_off(part.first_vote.run_off, " of the first vote"))
        tables.insert(1, _voted("First vote", "The first vote", part.first_vote.places))
    if part.run_off is not None:
        tables.insert(1, _run_off(part.run_off))
    if part.sifting is not None:
        tables.insert(-1, _sifted(part.sifting))
    if part.rooms:
        tables.insert(1, _rooms(part))
    return tables


def participation_tables(part: ParticipationPart) -> list[Table]:
    """Return how many people are on each level and who would move where; a sentence stands for what is not shown."""
    levels = tuple(
        (on_one_line(level.name.text), level.today, "" if level.later is None else level.later)
        for level in part.levels
        if level.today is not None
    )
    notes = () if part.missing is None else (part.missing,)
    tables = [Table("Participation", "How many people are on each level", notes, _LEVELS if levels else (), levels)]
    if part.movement is not None:
        moves = tuple(
            (on_one_line(move.start.text), on_one_line(move.end.text), move.people) for move in part.movement.moves
        )
        tables.append(Table("Movement", "How many people would move where", (), _MOVES, moves))
    return tables


def question_table(part: QuestionsPart) -> Table:
    """Return how often each answer to the questions outside the plan was given."""
    rows = tuple(
        (number, f"{asked.room}: {name}" if asked.room is not None else name, on_one_line(each.answer), each.times)
        for number, asked in enumerate(part.asked, start=1)
        for name in [on_one_line(asked.question or ASKED_ALOUD)]
        for each in asked.counts
    )
    notes = tuple(
        f"{on_one_line(asked.question or ASKED_ALOUD)}: {asked.told}" for asked in part.asked if not asked.counts
    )
    return Table("Questions", QUESTIONS, notes, _ANSWERS if rows else (), rows)


def parked_tables(report: Report) -> list[Table]:
    """Return the table of the remarks that were parked for later, if there are any."""
    rows = tuple(
        (on_one_line(each.text), on_one_line(each.prompt.text) if each.prompt is not None else "")
        for each in report.parked
    )
    return [Table("Parked", PARKED, (), _PARKED, rows)] if rows else []


def session_table(report: Report) -> Table:
    """Return what the session was, and what the report says first apart from the list."""
    answers = glance(report)
    closed = moment(report.closed) if report.closed is not None else "still running"
    rows: list[tuple[str, str | int | None]] = [
        ("Sessions" if report.rooms else "Session", report.session),
        ("For", report.heading),
        *named_facts(report),
        ("Plan", report.plan.text),
        ("Begun", moment(report.begun)),
        ("Closed", closed),
        ("People in the room", report.present),
    ]
    rows += [("Room", f"{room.room} (session {room.session})") for room in report.rooms]
    if answers is not None:
        rows += [("How firm", answers.firm), ("Movement", answers.movement)]
    if report.close is not None:
        rows += [(report.close.title.text, each.text) for each in report.close.lines]
    told = (
        (on_one_line(name), on_one_line(what) if isinstance(what, str) else what)
        for name, what in rows
        if what is not None
    )
    return Table("Session", "The session", (), _FACTS, tuple(told))


def named_facts(report: Report) -> list[tuple[str, str]]:
    """Return who the workshop was for, who led it and its purpose, as far as the plan says so."""
    purpose = report.purpose.text if report.purpose is not None else None
    facts = (("Organisation", report.organisation), ("Facilitator", report.facilitator), ("Purpose", purpose))
    return [(name, on_one_line(what)) for name, what in facts if what is not None]


def about(report: Report) -> list[str]:
    """Return the lines that stand above the tables: which report it is, and the question."""
    if report.top_ten is None:
        return [on_one_line(report.title), NO_TOP_TEN]
    return [on_one_line(report.title), f"The question: {on_one_line(report.top_ten.question)}"]


def on_one_line(words: str) -> str:
    """Return words with single spaces for all their line breaks and spaces."""
    return " ".join(words.split())


def _result(part: TopTenPart) -> Table:
    notes = [on_one_line(part.how)] if part.how is not None else []
    if part.missing is not None:
        notes.append(part.missing)
    if not part.places:
        return Table("Result", "Result", tuple(notes))
    notes.append(f"How it was counted: {part.rule}")
    return Table("Result", "Result", tuple(notes), _RESULT, tuple((*_place(idea), idea.firsts) for idea in part.places))


def _place(idea: RankedIdea | TableIdea) -> Row:
    shared = "yes" if idea.shared else "no"
    return (idea.place, shared, idea.score, idea.chosen_by, idea.lead, on_one_line(idea.wording))


def _run_off(part: RunOffPart, of: str = "") -> Table:
    sheet = f"Run-off{of}"
    table = _voted(sheet, f"Run-off for place {part.place}{of}", part.places)
    return replace(table, closing=(part.outcome,))


def _voted(sheet: str, title: str, places: tuple[VotedIdea, ...]) -> Table:
    rows = tuple((idea.label, idea.score, idea.chosen_by, idea.lead, on_one_line(idea.wording)) for idea in places)
    return Table(sheet, title, (), _VOTED, rows)


def _sifted(part: SiftingPart) -> Table:
    rows = tuple((idea.mean, idea.lead, on_one_line(idea.wording)) for idea in part.out)
    return Table("Sifting", "Left behind by the sifting with the mean of its ratings from 1 to 5", (), _SIFTED, rows)


def _tables(part: TopTenPart) -> Table:
    notes = tuple(f"{on_one_line(own.table)}: {own.missing}" for own in part.tables if own.missing is not None)
    rows = tuple((on_one_line(own.table), *_place(idea)) for own in part.tables for idea in own.places)
    return Table("Tables", "Each table's own result", notes, _TABLES, rows)


def _rooms(part: TopTenPart) -> Table:
    notes = tuple(f"{on_one_line(own.room)}: {own.missing}" for own in part.rooms if own.missing is not None)
    rows = tuple(
        (on_one_line(own.room), *_place(idea), idea.in_room or "") for own in part.rooms for idea in own.places
    )
    return Table("Rooms", "Each room's own result", notes, _ROOMS, rows)


def _ideas(part: TopTenPart) -> Table:
    notes = () if part.unlisted is None else (part.unlisted,)
    if not part.listed:
        return Table("Ideas", "Ideas", notes)
    rows = sorted((row for idea in part.listed for row in _members(idea)), key=lambda row: row[0])
    return Table("Ideas", "Ideas", notes, _IDEAS, tuple(rows))


def _members(idea: ListedIdea) -> Iterator[tuple[int, str, int | str]]:
    """Yield a row for each number that the idea goes by: its own, then those of what was merged into it."""
    wording = on_one_line(idea.wording)
    yield idea.lead, wording, ""
    for number in idea.merged:
        yield number, wording, idea.lead


def _ballots(part: TopTenPart) -> Table:
    notes = () if part.uncast is None else (part.uncast,)
    title = "Ballots without names: one a row by the numbers of the ideas with the best first"
    return Table(BALLOTS, title, notes, (), part.cast)
