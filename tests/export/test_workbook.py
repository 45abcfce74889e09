"""The tables as a workbook: read again by another library, and harmless."""

import csv
from io import BytesIO, StringIO
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from reports import report_of

from copworkshop.export.csv_tables import csv_tables, words_in
from copworkshop.export.workbook import workbook
from copworkshop.export.xml_words import for_xml
from copworkshop.model.plan import Kind
from copworkshop.model.plan_words import Words
from copworkshop.model.session import Session
from helpers.rooms import contested_room, finished_room, room_that_says, room_with_tables
from helpers.session_builder import plan_without, room, session4
from helpers.words import HOSTILE_LINES, SCRIPTS

FORMULAS = [
    '=HYPERLINK("http://example.org")',
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "http://example.org",
    "_x0041_",
    "12",
    "{=1}",
]


def read(session: Session) -> Workbook:
    return load_workbook(BytesIO(workbook(report_of(session))))


def values(book: Workbook, sheet: str) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


def below_heading(book: Workbook, sheet: str, first: str) -> list[list[object]]:
    rows = values(book, sheet)
    return rows[next(place for place, row in enumerate(rows) if row and row[0] == first) + 1 :]


def test_there_is_a_sheet_for_each_table() -> None:
    assert read(finished_room()).sheetnames == [
        *("Result", "Session", "Ideas", "Ballots", "Participation", "Movement", "Parked"),
    ]
    assert "Tables" in read(room_with_tables()).sheetnames
    assert {"Run-off", "First vote"} & {*read(contested_room()).sheetnames, "Run-off"}


def test_a_workbook_says_what_the_csv_says() -> None:
    session = finished_room()
    lines = [*csv.reader(StringIO(csv_tables(report_of(session)).removeprefix("\ufeff")))]
    results = [line for line in lines if len(line) == 7][1:]
    found = below_heading(read(session), "Result", "place")
    assert [[f"{cell}" for cell in row] for row in found] == results


def test_ballots_and_counts_are_numbers() -> None:
    book = read(finished_room())
    ballots = [row for row in values(book, "Ballots") if isinstance(row[0], int)]
    assert len(ballots) == 6
    levels = below_heading(book, "Participation", "level")
    assert levels[0] == ["Core group", 1, 2]
    assert all(isinstance(cell, int) for row in levels for cell in row[1:])


@pytest.mark.parametrize("words", [*FORMULAS, *HOSTILE_LINES, *SCRIPTS])
def test_words_are_cells_of_words_as_they_were_typed(words: str) -> None:
    book = read(room_that_says(words))
    wordings = [row[5] for row in below_heading(book, "Result", "place")]
    assert wordings == [words]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.hyperlink is None


def test_an_empty_session_and_a_plan_without_a_top_ten_have_a_sentence() -> None:
    assert any("has not been revealed yet" in f"{row}" for row in values(read(room()), "Result"))
    bare = room(plan=plan_without(Kind.TOP_TEN, Kind.PARTICIPATION))
    assert ["This plan has no top ten."] in values(read(bare), "Result")


@given(st.text(st.characters(), max_size=20))
@settings(max_examples=50)
def test_words_for_xml_lose_only_what_xml_cannot_hold(words: str) -> None:
    held = for_xml(words)
    assert len(held) == len(words)
    made = Element("words")
    made.text = held
    assert (fromstring(tostring(made)).text or "") == held.replace("\r\n", "\n").replace("\r", "\n")  # noqa: S314


def test_csv_for_other_readers_has_no_formula_behind_their_delimiters() -> None:
    made = csv_tables(report_of(room_that_says("a,=1;+2")), ";")
    assert "a,'=1;'+2" in made
    [cell] = {line[5] for line in csv.reader(StringIO(made), delimiter=";") if len(line) == 7 and line[0] == "1"}
    assert words_in(cell, ";") == "a,=1;+2"


def test_a_sheet_says_what_the_session_was_and_what_it_ended_with() -> None:
    plan = session4().replace(
        organisation="The harbour", facilitator="=Ada", purpose=Words(text="To agree\non one list.")
    )
    session = finished_room()
    made = report_of(session.replace(plan=plan))
    rows = below_heading(load_workbook(BytesIO(workbook(made))), "Session", "about")
    assert ["Organisation", "The harbour"] in rows
    assert ["Facilitator", "=Ada"] in rows
    assert ["Purpose", "To agree on one list."] in rows
    assert ["People in the room", made.present] in rows
    assert ["What you take home", "Thank you for taking part."] in rows
