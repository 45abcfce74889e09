"""The report's tables as a workbook for a spreadsheet, a sheet for each table.

Every cell is written as words or as a number, never as a formula or a link, whatever its words look like. So they can
stand as they were typed.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

from copworkshop.export.tables import (
    NOTHING_CHOSEN,
    Cell,
    Table,
    about,
    parked_tables,
    participation_tables,
    question_table,
    session_table,
    top_ten_tables,
)
from copworkshop.export.tree import Report
from copworkshop.export.xml_words import for_xml

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDE: Final = {
    "what": 90,
    **dict.fromkeys(("wording", "question", "remark", "prompt"), 60),
    **dict.fromkeys(("answer", "level", "from", "to", "table", "room", "about"), 24),
}
"""How wide a column is by its name, in characters."""
_NARROW: Final = 14


@dataclass(frozen=True, slots=True)
class _Formats:
    strong: "Format"
    words: "Format"
    whole: "Format"
    broken: "Format"


def workbook(report: Report) -> bytes:
    """Return the workbook; its first sheet has the result, where the plan has a top ten."""
    held = BytesIO()
    book = Workbook(
        held,
        # These are for write(), which is not called; they hold if somebody does.
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    made = report.closed or report.begun
    book.set_properties({"title": for_xml(report.title)[:255], "created": made.replace(tzinfo=None)})
    strong = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    whole = book.add_format({"valign": "top"})
    broken = book.add_format({"num_format": "0.00", "valign": "top"})
    formats = _Formats(strong, words, whole, broken)
    tables = top_ten_tables(report.top_ten) if report.top_ten is not None else []
    if report.participation is not None:
        tables += participation_tables(report.participation)
    if report.questions is not None:
        tables.append(question_table(report.questions))
    if not tables:
        tables = [Table("Result", "Result")]
    tables.insert(1, session_table(report))
    tables += parked_tables(report)
    for place, table in enumerate(tables):
        sheet = book.add_worksheet(table.sheet)
        above = [table.title, *table.notes] if place else [*about(report), *table.notes]
        _fill(sheet, above, table, formats)
    book.close()
    return held.getvalue()


def _fill(sheet: "Worksheet", above: list[str], table: Table, formats: _Formats) -> None:
    row = 0
    for line in above:
        sheet.write_string(row, 0, for_xml(line))  # not wrapped: it runs over the empty cells next to it
        row += 1
    for column, name in enumerate(table.heading):
        sheet.set_column(column, column, _WIDE.get(name, _NARROW))
        sheet.write_string(row, column, name, formats.strong)
    if table.heading:
        row += 1
        sheet.freeze_panes(row, 0)
        sheet.repeat_rows(row - 1)
    for cells in table.rows:
        for column, cell in enumerate(cells or (NOTHING_CHOSEN,)):
            _write(sheet, row, column, cell, formats)
        row += 1
    for line in table.closing:
        sheet.write_string(row, 0, for_xml(line))
        row += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: "Worksheet", row: int, column: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, for_xml(cell), formats.words)
    elif cell.denominator == 1:
        sheet.write_number(row, column, int(cell), formats.whole)
    else:
        sheet.write_number(row, column, float(cell), formats.broken)
