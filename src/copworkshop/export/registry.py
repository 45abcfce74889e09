"""The formats of the report by name.

Each is loaded when it is first rendered, or by :func:`load`: the screens know this registry from their start, and the
template engine behind HTML alone would keep them waiting for longer than all of ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from copworkshop.export.tree import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the report down."""

    name: str
    ending: str
    """The ending of its files, with the dot."""
    media_type: str
    """Its media type, as a web server or a mail program would say it."""
    render: Callable[[Report], str]
    """Turns the report into the document's text, to be written as UTF-8 with its line ends as they are."""


def _markdown(report: Report) -> str:
    from copworkshop.export.markdown import markdown

    return markdown(report)


def _html(report: Report) -> str:
    from copworkshop.export.html_page import html_page

    return html_page(report)


def _csv(report: Report) -> str:
    from copworkshop.export.csv_tables import csv_tables

    return csv_tables(report)


def _json(report: Report) -> str:
    from copworkshop.export.json_document import json_document

    return json_document(report)


MARKDOWN = Format(name="md", ending=".md", media_type="text/markdown; charset=utf-8", render=_markdown)
"""CommonMark, readable as plain text. The media type is that of RFC 7763."""

HTML = Format(name="html", ending=".html", media_type="text/html; charset=utf-8", render=_html)
"""One page for screens, telephones and paper, with pictures."""

CSV = Format(name="csv", ending=".csv", media_type="text/csv; charset=utf-8; header=absent", render=_csv)
"""The result, the ideas and the ballots for a spreadsheet. The media type is that of RFC 7111."""

JSON = Format(name="json", ending=".json", media_type="application/json", render=_json)
"""Everything, for programs."""

FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in (MARKDOWN, HTML, CSV, JSON)})
"""All formats, the default first."""


def load() -> None:
    """Load what the slowest format needs, so that the first document is not slower than others.

    It takes 0.1 s of the processor.
    """
    from copworkshop.export import html_page

    html_page.load()
