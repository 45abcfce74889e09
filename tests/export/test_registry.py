"""The formats by name."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from reports import report_of

from copworkshop.export.csv_tables import csv_tables
from copworkshop.export.html_page import html_page
from copworkshop.export.json_document import json_document
from copworkshop.export.markdown import markdown
from copworkshop.export.registry import FORMATS
from copworkshop.export.slide_svg import slide_svg
from helpers.rooms import finished_room

TESTS: Final = Path(__file__).parents[1]

RENDER = {"md": markdown, "html": html_page, "csv": csv_tables, "json": json_document, "svg": slide_svg}


def test_every_format_goes_by_its_own_name() -> None:
    assert {name: each.name for name, each in FORMATS.items()} == {name: name for name in FORMATS}


def test_markdown_is_the_default() -> None:
    assert next(iter(FORMATS)) == "md"


def test_every_ending_begins_with_a_dot() -> None:
    assert all(each.ending.startswith(".") for each in FORMATS.values())


@pytest.mark.parametrize("name", RENDER)
def test_a_format_is_rendered_by_what_it_is_called_after(name: str) -> None:
    told = report_of(finished_room())
    assert FORMATS[name].render(told).decode() == RENDER[name](told)


@pytest.mark.parametrize("name", RENDER)
def test_every_document_ends_in_one_newline(name: str) -> None:
    made = FORMATS[name].render(report_of(finished_room())).decode()
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


LIBRARIES = {"jinja2", "xlsxwriter", "docx", "lxml", "resvg_py"}


def test_knowing_the_formats_loads_none_of_their_libraries() -> None:
    code = f"import sys, copworkshop.export.documents; print({LIBRARIES} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_after_loading_the_first_document_loads_nothing_more() -> None:
    code = """
import sys
from copworkshop.export.registry import HTML, load
from copworkshop.export.report import report
from copworkshop.export.slide_svg import slide_svg
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.sight import sight
from helpers.session_builder import room
told = report(sight(room(), FACILITATOR))
load()
before = set(sys.modules)
HTML.render(told)
print(sorted(set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
