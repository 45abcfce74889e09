"""The README and the pages of the documentation: short enough, linked, and with the figures that the program has."""

import re
import runpy
from pathlib import Path

import pytest

from copworkshop.cli.admission import EXPECTED, SCREEN_MEGABYTES
from copworkshop.content.loader import load_plan
from helpers.documents import DOCS, LINK, PAGES, README, anchors, name_of, text_of


def test_the_readme_has_at_most_900_words() -> None:
    assert len(text_of(README).split()) <= 900


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_to_a_heading_of_it(page: Path) -> None:
    broken = []
    for path, anchor in LINK.findall(text_of(page)):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{path}#{anchor}" if anchor else path)
    assert broken == []


def test_the_contents_of_the_site_have_every_page_once() -> None:
    contents: dict[str, list[str]] = runpy.run_path(str(DOCS / "conf.py"))["CONTENTS"]
    listed = [page for pages in contents.values() for page in pages]
    there = [page.relative_to(DOCS).with_suffix("").as_posix() for page in PAGES if page.is_relative_to(DOCS)]
    assert sorted([*listed, "index"]) == sorted(there)


def test_every_page_of_the_contents_can_be_reached_from_the_first_page() -> None:
    reached, left = set[Path](), [DOCS / "index.md"]
    while left:
        page = left.pop()
        if page not in reached:
            reached.add(page)
            left += [(page.parent / path).resolve() for path, _ in LINK.findall(text_of(page)) if path.endswith(".md")]
    assert [name_of(page) for page in PAGES if page.resolve() not in reached and page != README] == []


@pytest.mark.parametrize(
    "page", [README, DOCS / "lead" / "before.md", DOCS / "host.md", DOCS / "how" / "speed.md"], ids=name_of
)
def test_what_expected_people_cost_is_said_as_the_help_says_it(page: Path) -> None:
    text = " ".join(text_of(page).split())
    said = re.findall(r"([\d.]+) MB(?: of memory)? each", text)
    assert said
    assert set(said) == {str(SCREEN_MEGABYTES)}
    assert page.name == "speed.md" or re.search(rf"\b{EXPECTED} people\b|\({EXPECTED} by default\)", text)


def test_the_limit_on_words_is_not_reached_by_leaving_out_what_has_to_be_said() -> None:
    said = " ".join(text_of(README).split())
    for needed in (
        "not yet been used in a real workshop",
        "As far as their documentation says",
        "uv run copworkshop",
        "uv run pytest",
    ):
        assert needed in said, needed


@pytest.mark.parametrize("plan", sorted((DOCS / "gallery").glob("*.toml")), ids=lambda plan: plan.name)
def test_every_plan_of_the_gallery_is_sound_and_listed_with_its_minutes(plan: Path) -> None:
    minutes = sum(step.minutes for step in load_plan(plan).steps)
    gallery = text_of(DOCS / "plan-gallery.md")
    assert re.search(
        rf"^\| \[{re.escape(plan.name)}\]\(gallery/{re.escape(plan.name)}\) \|.*\| {minutes:g} \|$",
        gallery,
        re.MULTILINE,
    )


def test_every_page_begins_with_one_heading() -> None:
    for page in PAGES:
        first = next(line for line in text_of(page).splitlines() if line and not line.startswith("<!--"))
        assert first.startswith("# "), name_of(page)


def test_no_picture_is_larger_than_a_megabyte_or_needs_the_network() -> None:
    for picture in (DOCS / "pictures").glob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        assert len(text.encode()) < 1_000_000, picture.name
        assert re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?\s*https?:", text) == [], picture.name
