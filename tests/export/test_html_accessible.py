"""The page as axe-core judges it, the checker that browsers' own audits use: a screen reader finds its way."""

import html
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browser import dom_of, needs_browser, with_script
from reports import report_of

from copworkshop.export.html_page import html_page
from copworkshop.export.merging import merged
from copworkshop.export.paper import JoiningOnPaper, Kept, paper_kit
from copworkshop.export.paper_page import paper_page
from copworkshop.export.tree import Report
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.rules.sight import sight
from helpers.rooms import finished_room, ranked_room, room_that_says
from helpers.sampling import some_of
from helpers.session_builder import room
from helpers.words import HOSTILE_LINES

pytestmark = pytest.mark.slow

AUDIT = """
axe.run(document, {resultTypes: ["violations"]}).then(found => {
    const told = each => [each.id, ...each.nodes.map(node => node.html)];
    document.title = "axe " + JSON.stringify({broken: found.violations.map(told), kept: found.passes.length});
});
"""


PAGES = {
    "a finished session": lambda: report_of(finished_room()),
    "what a participant gets of it": lambda: report_of(finished_room(), participant(1)),
    "a session with nothing in it": lambda: report_of(room()),
    "hostile words": lambda: report_of(room_that_says(HOSTILE_LINES[0])),
    "rooms that are merged": lambda: merged(
        [sight(session, FACILITATOR) for session in (finished_room(), ranked_room())]
    ),
}


def audited(page: str, folder: Path, *options: str) -> dict[str, Any]:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    dom = dom_of(with_script(page, axe + AUDIT), folder, "--virtual-time-budget=20000", *options)
    title = re.search(r"<title>axe (.*?)</title>", dom, re.DOTALL)
    assert title is not None, "axe-core did not come to an end"
    found: dict[str, Any] = json.loads(html.unescape(title[1]))
    return found


@needs_browser
@pytest.mark.parametrize("name", some_of(PAGES, 2))
def test_the_page_breaks_no_rule_of_axe(name: str, tmp_path: Path) -> None:
    made: Report = PAGES[name]()
    found = audited(html_page(made), tmp_path)
    assert found["broken"] == []
    assert found["kept"] > 10


@needs_browser
def test_the_dark_page_breaks_no_rule_of_axe(tmp_path: Path) -> None:
    page = html_page(report_of(finished_room()))
    assert "(prefers-color-scheme: dark)" in page
    dark = page.replace("(prefers-color-scheme: dark)", "(min-width: 1px)")
    assert audited(dark, tmp_path)["broken"] == []


@needs_browser
def test_the_paper_kit_breaks_no_rule_of_axe(tmp_path: Path) -> None:
    seen = sight(ranked_room(), FACILITATOR)
    joining = JoiningOnPaper("ssh -p 2222 room@host", 2222, "271 828", link="ssh://room@host:2222", wifi="Pier")
    kit = paper_kit(seen, joining, Kept("~/sessions/here", "copworkshop run here", "copworkshop run ./here"))
    assert audited(paper_page(kit), tmp_path)["broken"] == []


@needs_browser
def test_axe_finds_a_page_without_a_language(tmp_path: Path) -> None:
    assert audited("<!DOCTYPE html><title>Nothing</title><body><p>Words</p></body>", tmp_path)["broken"] != []
