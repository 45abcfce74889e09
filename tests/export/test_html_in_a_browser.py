"""The page in a real browser: it is painted, it is printed, and nothing of it sticks out."""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import PHONE, dom_of, needs_browser, with_script
from reports import report_of

from copworkshop.export.html_page import html_page
from copworkshop.model.session import Session
from helpers.rooms import finished_room, room_that_says

MEASURE = """
const pictures = [...document.querySelectorAll("svg")];
const right = text => text.getBBox().x + text.getBBox().width;
const out = svg => [...svg.querySelectorAll("text")].filter(text => right(text) > svg.viewBox.baseVal.width);
const facts = {page: document.documentElement.scrollWidth, out: pictures.flatMap(out).map(text => text.textContent)};
document.title = "measured " + JSON.stringify(facts);
"""

pytestmark = [pytest.mark.slow, needs_browser]


@dataclass(frozen=True)
class Opened:
    """What a browser made of a page."""

    dom: str
    picture: bytes
    print: bytes


def opened(page: str, folder: Path) -> Opened:
    picture, printed = folder / "page.png", folder / "page.pdf"
    dom = dom_of(page, folder, f"--screenshot={picture}", f"--print-to-pdf={printed}", "--no-pdf-header-footer")
    return Opened(dom=dom, picture=picture.read_bytes(), print=printed.read_bytes())


def page_on(paper: str, session: Session) -> str:
    page = html_page(report_of(session))
    return page.replace("@page {", f"@page {{ size: {paper};")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A finished session on A4, with a script that somebody smuggled in."""
    page = page_on("A4", finished_room()).replace("</body>", "<script>document.title = 'run'</script></body>")
    return opened(page, tmp_path_factory.mktemp("usual"))


@pytest.fixture(scope="module")
def broad(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A session of the broadest words on Letter, measured by a script that the page's own policy would not let run."""
    page = page_on("letter", room_that_says("W" * 40))
    return opened(with_script(page, MEASURE), tmp_path_factory.mktemp("broad"))


def pages(printed: bytes) -> list[list[int]]:
    """Return the size of every page, in points."""
    return [[round(float(side)) for side in box.split()] for box in re.findall(rb"/MediaBox \[([^]]+)\]", printed)]


def test_it_is_painted(usual: Opened) -> None:
    assert struct.unpack(">II", usual.picture[16:24]) == (PHONE, 900)


def test_it_is_printed_on_a4(usual: Opened) -> None:
    assert len(pages(usual.print)) > 2
    assert [page for page in pages(usual.print) if page != [0, 0, 595, 842]] == []


def test_it_is_printed_on_letter(broad: Opened) -> None:
    assert len(pages(broad.print)) > 2
    assert [page for page in pages(broad.print) if page != [0, 0, 612, 792]] == []


def test_a_script_that_got_in_does_not_run(usual: Opened) -> None:
    assert "<title>Workshop report: Harbour Trust</title>" in usual.dom


def test_nothing_sticks_out_on_a_phone(broad: Opened) -> None:
    assert f'<title>measured {{"page":{PHONE},"out":[]}}</title>' in broad.dom
