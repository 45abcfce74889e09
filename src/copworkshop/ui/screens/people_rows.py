"""The rows of the list of people, everybody in the room, then those who were taken out."""

from typing import Final

from textual.content import Content

from copworkshop.model.attendance import Attendance, Attending
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry
from copworkshop.ui.attendance import how, whole

COLUMNS: Final = (Column("No", align="right"), Column("Name", words=True), Column("Table"), Column())


def rows(seen: Sight, attendance: Attendance, *, words_shown: bool) -> list[Entry]:
    """Return a row for each person; that of somebody who was taken out has their number below zero as its key.

    `words_shown` tells whether rejoin words are shown.
    """
    here = [_of_person(person, attendance.of(person.number), words_shown=words_shown) for person in seen.people]
    return here + [_of_removed(number, name, stays=stays) for number, name, stays in seen.leading.removed]


def _of_person(person: Person, attending: Attending, *, words_shown: bool) -> Entry:
    connected = whole(attending)
    return Entry(
        person.number,
        (
            Content.styled(str(person.number), QUIET),
            Content.assemble(person.name or "", (", scribe" if person.scribe else "", QUIET)),
            Content.styled(person.table or "", QUIET),
            Content.styled(person.word or "", QUIET) if words_shown else how(attending),
        ),
        below=(Content.styled(connected, QUIET),) if connected else (),
    )


def _of_removed(number: int, name: str, *, stays: bool) -> Entry:
    told = ("taken out" if stays else "left out", "" if stays else "with all they gave")
    return Entry(-number, tuple(Content.styled(each, QUIET) for each in (str(number), name, *told)))
