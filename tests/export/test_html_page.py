"""The report as a page: golden, well-formed, readable by all, and nothing that a person typed becomes markup."""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from goldens import golden
from hypothesis import given
from pages import Page
from random_rooms import random_rooms
from reports import report_of
from textual.color import Color

from copworkshop.export.html_page import html_page
from copworkshop.export.markdown import markdown
from copworkshop.model.plan import Kind
from copworkshop.model.plan_words import all_words
from copworkshop.model.session import Session
from copworkshop.rules.agenda import rounds_of
from helpers.contrast import contrast
from helpers.rooms import contested_room, finished_room, ranked_room, room_that_says, room_with_tables
from helpers.sampling import inputs
from helpers.session_builder import at, room, session4, shared, written
from helpers.words import HOSTILE_LINES, SCRIPTS

ROOMS = [room, ranked_room, finished_room, contested_room, room_with_tables]


def document(session: Session) -> str:
    return html_page(report_of(session))


def page(session: Session) -> Page:
    return Page.read(document(session))


@cache
def finished() -> Page:
    return page(finished_room())


# The whole of it


def test_a_finished_session_makes_the_golden_page() -> None:
    made = document(finished_room())
    assert made == golden("report.html", made)


def test_the_words_of_the_deck_are_unaltered() -> None:
    (main,) = finished().words("main")
    step = session4().lifecycle
    assert step is not None
    assert [words.text for words in all_words(step.phases) if " ".join(words.text.split()) not in main] == []


@pytest.mark.parametrize("made", ROOMS)
def test_its_headings_are_those_of_the_markdown_and_the_ballots(made: Callable[[], Session]) -> None:
    session = made()
    told = markdown(report_of(session))
    expected = re.findall(r"^(#+) (.+)$", told.replace("\\", ""), re.MULTILINE)
    headings = [(f"h{len(marks)}", words) for marks, words in expected]
    ballots = ("h3", "The ballots, without names")
    assert [heading for heading in page(session).outline if heading != ballots] == headings


@pytest.mark.parametrize("kind", list(Kind))
def test_every_moment_of_an_empty_session_makes_a_page(kind: Kind) -> None:
    session = room()
    step = session.plan.step(kind)
    assert step is not None
    for round_name in rounds_of(session, step):
        session = at(session, kind, round_name)
        assert "0 people" in page(session).words("dd")


@given(random_rooms())
@inputs(10)
def test_whatever_people_did_the_page_is_well_formed(session: Session) -> None:
    assert page(session).doctype == "doctype html"


# Nothing from elsewhere


def test_it_refers_to_nothing_but_its_own_parts() -> None:
    names = {"href", "src", "srcset", "action", "data", "poster", "xlink:href", "background"}
    given_to = [value for each in finished().elements for name, value in each.attributes.items() if name in names]
    ids = {f"#{each.attributes['id']}" for each in finished().elements if "id" in each.attributes}
    assert given_to
    assert set(given_to) <= ids


def test_it_holds_nothing_that_runs_or_loads() -> None:
    never = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use", "foreignobject"}
    assert {each.tag for each in finished().elements} & never == set()


def test_its_style_loads_nothing() -> None:
    (style,) = finished().words("style")
    assert re.findall(r"url\(|@import|@font-face|expression|https?:", style) == []


def test_it_tells_the_browser_to_load_nothing() -> None:
    policies = [each.attributes["content"] for each in finished().all("meta") if "http-equiv" in each.attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


# For screen readers, small screens and the dark


def test_its_language_and_its_name_are_told() -> None:
    (html,) = finished().all("html")
    assert html.attributes["lang"] == "en"
    assert finished().words("title")[0] == "Workshop report: Harbour Trust"


def test_every_part_is_a_landmark_with_a_name() -> None:
    assert [each.tag for each in finished().all("header", "nav", "main")] == ["header", "nav", "main"]
    ids = [each.attributes["id"] for each in finished().all("h2")]
    assert [each.attributes["aria-labelledby"] for each in finished().all("section")] == ids


@pytest.mark.parametrize("made", ROOMS)
def test_no_heading_skips_a_rank(made: Callable[[], Session]) -> None:
    ranks = [int(tag[1]) for tag, _ in page(made()).outline]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert [(before, after) for before, after in pairwise(ranks) if after > before + 1] == []


@pytest.mark.parametrize("made", ROOMS)
def test_every_id_stands_once(made: Callable[[], Session]) -> None:
    ids = [each.attributes["id"] for each in page(made()).elements if "id" in each.attributes]
    assert len(set(ids)) == len(ids)


def test_every_table_has_a_caption_and_every_heading_cell_a_scope() -> None:
    assert len(finished().all("caption")) == len(finished().all("table")) == 4
    assert {each.attributes.get("scope") for each in finished().all("th")} == {"col", "row"}


def test_a_tables_own_result_says_which_place_the_room_gave() -> None:
    made = page(room_with_tables())
    assert "The result of North, from 3 ballots, counted as the room's are" in made.words("caption")


def test_every_picture_has_a_name_and_is_told_in_words() -> None:
    ids = {each.attributes["id"]: each.tag for each in finished().all("title", "desc") if "id" in each.attributes}
    pictures = finished().all("svg")
    assert len(pictures) == 4
    for picture in pictures:
        assert picture.attributes["role"] == "img"
        assert [ids[name] for name in str(picture.attributes["aria-labelledby"]).split()] == ["title", "desc"]


def test_there_are_colours_for_the_dark() -> None:
    (style,) = finished().words("style")
    assert "@media screen and (prefers-color-scheme: dark)" in style


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("letters", ["ink", "quiet", "accent"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_letters_stand_out_from_their_ground(letters: str, ground: str, dark: bool) -> None:
    (style,) = finished().words("style")
    light_colours, _, dark_colours = style.partition("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", dark_colours if dark else light_colours))
    assert contrast(Color.parse(colours[letters]), Color.parse(colours[ground])) >= 7


# Words of all sorts


@cache
def plain() -> Page:
    return page(room_that_says("x"))


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_no_words_change_the_structure(line: str) -> None:
    made = page(room_that_says(line))
    # In pictures, long words may take one line more than short ones.
    assert [each.tag for each in made.elements if each.tag != "text"] == [
        each.tag for each in plain().elements if each.tag != "text"
    ]


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_words_are_read_as_they_were_typed_wherever_they_stand(line: str) -> None:
    made = page(room_that_says(line))
    assert made.words("h1") == [f"Workshop report: {line}"]
    assert made.all("blockquote")[0].text == line
    assert made.all("blockquote")[1].text == f"before\n{line}\n\n{line}"
    assert [words for words in made.words("th") if words.endswith("(idea 2)")] == [f"{line} (idea 2)"]


def test_an_answer_of_ten_thousand_characters_is_whole() -> None:
    answer = ("word " * 2000)[:9999] + "."
    session = at(room(1), Kind.PROPOSAL, "write")
    session = written(session, 1, people=answer)
    session = shared(session, 1)
    assert [each.text for each in page(session).all("blockquote")] == [answer]
