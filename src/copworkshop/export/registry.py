"""The formats of the report by name.

Each is loaded when it is first rendered, or by :func:`load`: the screens know this registry from their start, and the
template engine behind HTML alone would keep them waiting for longer than all of ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from copworkshop.export.tree import Report


def _nothing(_: Report) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the report down."""

    name: str
    ending: str
    """The ending of its files, with the dot."""
    media_type: str
    """Its media type, as a web server or a mail program would say it."""
    render: Callable[[Report], bytes]
    """Turns the report into the bytes of its file. Text is UTF-8."""
    is_text: bool = True
    """A terminal can show it."""
    warn: Callable[[Report], str | None] = _nothing
    """Says in a sentence what this machine cannot show in it; None if there is nothing to say."""


def _markdown(report: Report) -> bytes:
    from copworkshop.export.markdown import markdown

    return markdown(report).encode()


def _html(report: Report) -> bytes:
    from copworkshop.export.html_page import html_page

    return html_page(report).encode()


def _csv(report: Report) -> bytes:
    from copworkshop.export.csv_tables import csv_tables

    return csv_tables(report).encode()


def _json(report: Report) -> bytes:
    from copworkshop.export.json_document import json_document

    return json_document(report).encode()


def _docx(report: Report) -> bytes:
    from copworkshop.export.text_document import text_document

    return text_document(report)


def _svg(report: Report) -> bytes:
    from copworkshop.export.slide_svg import slide_svg

    return slide_svg(report).encode()


def _png(report: Report) -> bytes:
    from copworkshop.export.slide_png import slide_png

    return slide_png(report)


def _about_letters(report: Report) -> str | None:
    from copworkshop.export.slide_png import about_letters

    return about_letters(report)


def _xlsx(report: Report) -> bytes:
    from copworkshop.export.workbook import workbook

    return workbook(report)


MARKDOWN = Format(name="md", ending=".md", media_type="text/markdown; charset=utf-8", render=_markdown)
"""CommonMark, readable as plain text. The media type is that of RFC 7763."""

HTML = Format(name="html", ending=".html", media_type="text/html; charset=utf-8", render=_html)
"""One page for screens, telephones and paper, with pictures."""

CSV = Format(name="csv", ending=".csv", media_type="text/csv; charset=utf-8; header=absent", render=_csv)
"""The result, the ideas and the ballots for a spreadsheet. The media type is that of RFC 7111."""

JSON = Format(name="json", ending=".json", media_type="application/json", render=_json)
"""Everything, for programs."""

XLSX = Format(
    name="xlsx",
    ending=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    render=_xlsx,
    is_text=False,
)
"""The tables of CSV and those of participation as a workbook, a sheet for each."""

DOCX = Format(
    name="docx",
    ending=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    render=_docx,
    is_text=False,
)
"""The words of Markdown as a text document, to edit."""

SVG = Format(name="svg", ending=".svg", media_type="image/svg+xml", render=_svg)
"""The top ten or the picture of participation as a drawing for a slide."""

PNG = Format(name="png", ending=".png", media_type="image/png", render=_png, is_text=False, warn=_about_letters)
"""The same in pixels, with the fonts of this machine."""

FORMATS: Mapping[str, Format] = MappingProxyType(
    {each.name: each for each in (MARKDOWN, HTML, CSV, JSON, XLSX, DOCX, SVG, PNG)}
)
"""All formats, the default first."""


TABLES: Final = (CSV, XLSX)
"""The formats of tables, which hold no proposal."""

SLIDES: Final = (SVG, PNG)
"""The formats of drawings, each of one part of a report."""

PDF: Final = "pdf"
NO_PDF: Final = "There is no PDF to be had here: take html, open it in a browser, print it and choose “Save as PDF”."
"""What to say to a person who wants one."""


def csv_parted_by(delimiter: str) -> Format:
    """Return the format CSV with another character between its cells."""

    def render(report: Report) -> bytes:
        from copworkshop.export.csv_tables import csv_tables

        return csv_tables(report, delimiter).encode()

    return replace(CSV, render=render)


def load() -> None:
    """Load what the slowest format needs, so that the first document is not slower than others.

    It takes 0.1 s of the processor.
    """
    from copworkshop.export import html_page

    html_page.load()
