"""Slides: drawings that other programs read, with people's words as words, and letters that can be read far away."""

import struct
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from reports import report_of

from copworkshop.export.slide_png import about_letters, missing, slide_png
from copworkshop.export.slide_svg import NoSlide, slide_svg
from copworkshop.export.slides import HEIGHT, WIDTH, slide
from helpers.rooms import finished_room, room_that_says
from helpers.session_builder import room
from helpers.words import HOSTILE_LINES, SCRIPTS

SVG = "{http://www.w3.org/2000/svg}"


def texts(made: str) -> list[str]:
    root = ElementTree.fromstring(made)  # noqa: S314 - our own document
    return [(each.text or "").strip("\u2067\u2069") for each in root.iter(f"{SVG}text")]


def test_the_top_ten_has_every_idea_with_its_place_points_and_people() -> None:
    found = texts(slide_svg(report_of(finished_room())))
    assert " ".join(found[:2]) == "What are your tips for a community of practice that works?"
    assert "Meet once a month, always on the same day" in found
    for words in ("5=", "22", "5 of 6", "8 ideas, 6 ballots", "Harbour Trust"):
        assert words in found


def test_the_picture_of_participation_has_every_level_and_a_sentence() -> None:
    found = texts(slide_svg(replace(report_of(finished_room()), top_ten=None)))
    assert found.count("Peripheral") == 2
    assert " ".join(found).count("3 would move nearer to the centre, 3 would stay and 0 would move outwards.") == 1


def test_where_there_is_nothing_to_draw_a_sentence_says_why() -> None:
    with pytest.raises(NoSlide, match="has not been revealed yet"):
        slide_svg(report_of(room()))


@pytest.mark.parametrize("count", [1, 10, 16, 40])
@pytest.mark.parametrize("wording", ["Short", "A tip of some length that says what to do and why " * 4])
def test_all_words_are_on_the_slide_and_in_lines_that_do_not_overlap(count: int, wording: str) -> None:
    whole = report_of(finished_room())
    assert whole.top_ten is not None
    many = tuple(
        replace(whole.top_ten.places[0], place=place, wording=f"{place} {wording}") for place in range(1, count + 1)
    )
    drawn = slide(replace(whole, top_ten=replace(whole.top_ten, places=many)))
    assert drawn is not None
    lines = [each for each in drawn.words if each.style == "words"]
    assert len({each.y for each in lines}) == len(lines)
    for above, below in pairwise(lines):
        assert below.y - above.y >= below.size
    assert all(0 < each.x <= WIDTH and each.size <= each.y <= HEIGHT for each in drawn.words)
    if count <= 10:
        assert min(each.size for each in lines) >= 26


@pytest.mark.parametrize("words", [*HOSTILE_LINES, *SCRIPTS, "]]>", "{{ 7 * 7 }}", "&amp;", '" onload="x'])
def test_words_stay_words(words: str) -> None:
    made = slide_svg(report_of(room_that_says(words)))
    assert words in texts(made)
    tags = {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(made).iter()}  # noqa: S314
    assert tags <= {"svg", "title", "desc", "rect", "text", "g", "path"}


@pytest.mark.parametrize("words", ["שרה", "مريم says"])
def test_words_from_right_to_left_are_marked_as_such(words: str) -> None:
    assert f"\u2067{words}\u2069" in slide_svg(report_of(room_that_says(words)))


def test_a_png_is_as_large_as_a_slide() -> None:
    made = slide_png(report_of(finished_room()))
    assert made.startswith(b"\x89PNG\r\n")
    assert struct.unpack_from(">II", made, 16) == (WIDTH, HEIGHT)


def test_letters_that_no_font_has_are_named() -> None:
    nobody_has = "\U0010fffd"
    assert missing([nobody_has]) == [nobody_has]
    lacking = missing(["陈", "𓀀"])  # it depends on the machine
    warning = about_letters(report_of(room_that_says("陈𓀀 and words"))) or ""
    assert all(letter in warning for letter in lacking)
    assert ("Take the SVG" in warning) is bool(lacking)


def test_a_slide_in_letters_that_are_here_needs_no_warning() -> None:
    if missing(["A"]):
        pytest.skip("this machine has no font at all")
    assert about_letters(report_of(room_that_says("Share failures"))) is None
