"""The result, the ideas and the ballots for a spreadsheet: one file, its sections parted by empty lines.

A line that begins with ``#`` says what follows. The ballots have no other heading, so that its lines, cut out
into a file of their own, are what ``copworkshop count`` reads.

People's words can do nothing in a spreadsheet: a cell that would be taken for a formula begins with an apostrophe
instead. :func:`words_in` takes it off again, and nothing else, so that no word is lost.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from copworkshop.export.tree import Report
from copworkshop.export.tree_topten import (
    ListedIdea,
    RankedIdea,
    RunOffPart,
    SiftingPart,
    TableIdea,
    TopTenPart,
    VotedIdea,
)
from copworkshop.export.wording import figure

_MARK: Final = "\ufeff"
"""A byte-order mark: without it, a widespread spreadsheet reads everything but English as another alphabet."""

_FORMULA: Final = re.compile(r"(?:^|(?<=;))(?='*\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")
"""Where a formula could begin: at the start of a cell, and after a semicolon, which parts cells in many countries.

The characters are those of the OWASP page "CSV Injection", with the wide forms that East Asian keyboards give. Where
apostrophes stand before them already, one more keeps the cell's own words apart from ours.
"""

_GUARD: Final = re.compile(rf"{_FORMULA.pattern}'")

_PLACE: Final = ("place", "shared", "points", "chosen by", "idea", "wording")
_RESULT: Final = (*_PLACE, "first places")
_TABLES: Final = ("table", *_PLACE)
_VOTED: Final = ("place", "points", "chosen by", "idea", "wording")
_SIFTED: Final = ("mean", "idea", "wording")
_ROOMS: Final = ("room", *_PLACE, "place over all rooms")
_IDEAS: Final = ("idea", "wording", "merged into")

Row = Iterable[str | int]


def csv_tables(report: Report) -> str:
    """Return the top ten's result, ideas and ballots as one CSV text, with a byte-order mark, ending in a newline."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    for row in _rows(report):
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return _MARK + written.getvalue()


def safe(words: str) -> str:
    """Return words so that no spreadsheet takes them, or a part of them, for a formula."""
    return _FORMULA.sub("'", words)


def words_in(cell: str) -> str:
    """Return the words that :func:`safe` made a cell of."""
    return _GUARD.sub("", cell)


def _rows(report: Report) -> Iterator[Row]:
    yield [f"# {_one_line(report.title)}"]
    part = report.top_ten
    if part is None:
        yield ["# This plan has no top ten."]
        return
    yield [f"# The question: {_one_line(part.question)}"]
    sections = [_result(part), _ideas(part), _ballots(part)]
    if part.tables:
        sections.insert(1, _tables(part))
    if part.first_vote is not None:
        if part.first_vote.run_off is not None:
            sections.insert(1, _run_off(part.first_vote.run_off, " of the first vote"))
        sections.insert(1, _voted("# The first vote", part.first_vote.places))
    if part.run_off is not None:
        sections.insert(1, _run_off(part.run_off))
    if part.sifting is not None:
        sections.insert(-1, _sifted(part.sifting))
    if part.rooms:
        sections.insert(1, _rooms(part))
    for section in sections:
        yield []
        yield from section


def _result(part: TopTenPart) -> Iterator[Row]:
    yield ["# Result"]
    if part.how is not None:
        yield [f"# {_one_line(part.how)}"]
    if part.missing is not None:
        yield [f"# {part.missing}"]
    if part.places:
        yield [f"# How it was counted: {part.rule}"]
        yield _RESULT
        for idea in part.places:
            yield [*_place(idea), idea.firsts]


def _place(idea: RankedIdea | TableIdea) -> Row:
    shared = "yes" if idea.shared else "no"
    return [idea.place, shared, figure(idea.score), idea.chosen_by, idea.lead, _one_line(idea.wording)]


def _run_off(part: RunOffPart, of: str = "") -> Iterator[Row]:
    yield from _voted(f"# Run-off for place {part.place}{of}", part.places)
    yield [f"# {part.outcome}".replace(",", "")]


def _voted(title: str, places: tuple[VotedIdea, ...]) -> Iterator[Row]:
    yield [title]
    yield _VOTED
    for idea in places:
        yield [idea.label, figure(idea.score), idea.chosen_by, idea.lead, _one_line(idea.wording)]


def _sifted(part: SiftingPart) -> Iterator[Row]:
    yield ["# Left behind by the sifting with the mean of its ratings from 1 to 5"]
    yield _SIFTED
    for idea in part.out:
        yield [figure(idea.mean), idea.lead, _one_line(idea.wording)]


def _tables(part: TopTenPart) -> Iterator[Row]:
    yield ["# Each table's own result"]
    for own in part.tables:
        if own.missing is not None:
            yield [f"# {_one_line(own.table)}: {own.missing}"]
    yield _TABLES
    for own in part.tables:
        for idea in own.places:
            yield [_one_line(own.table), *_place(idea)]


def _rooms(part: TopTenPart) -> Iterator[Row]:
    yield ["# Each room's own result"]
    for own in part.rooms:
        if own.missing is not None:
            yield [f"# {_one_line(own.room)}: {own.missing}"]
    yield _ROOMS
    for own in part.rooms:
        for idea in own.places:
            yield [_one_line(own.room), *_place(idea), idea.in_room or ""]


def _ideas(part: TopTenPart) -> Iterator[Row]:
    yield ["# Ideas"]
    if part.unlisted is not None:
        yield [f"# {part.unlisted}"]
    if part.listed:
        yield _IDEAS
        yield from sorted((row for idea in part.listed for row in _members(idea)), key=lambda row: row[0])


def _members(idea: ListedIdea) -> Iterator[tuple[int, str, int | str]]:
    """Yield a row for each number that the idea goes by: its own, then those of what was merged into it."""
    wording = _one_line(idea.wording)
    yield idea.lead, wording, ""
    for number in idea.merged:
        yield number, wording, idea.lead


def _ballots(part: TopTenPart) -> Iterator[Row]:
    """Yield the ballots. No comma may stand in what is said about them: its quotation marks would hide the ``#``."""
    yield ["# Ballots without names: one a row by the numbers of the ideas with the best first"]
    if part.uncast is not None:
        yield [f"# {part.uncast.replace(',', '')}"]
    for ballot in part.cast:
        yield ballot or ["# nothing chosen"]


def _one_line(words: str) -> str:
    return " ".join(words.split())
