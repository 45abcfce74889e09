"""The answers stand first, each remark stands once, and paper has what a client files."""

import re
from collections.abc import Callable

import pytest

from copworkshop.export.documents import PROPOSAL, TOP_TEN, Document
from copworkshop.export.html_page import css_string, html_page
from copworkshop.export.markdown import markdown
from copworkshop.export.report import report
from copworkshop.export.tree import Report
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.sight import sight
from rooms import HOSTILE_LINES, Room, finished_room, ranked_room, room_that_says

WRITERS = [markdown, html_page]


def told(room: Room) -> Report:
    return report(sight(room.session, FACILITATOR))


def first_part(made: str) -> str:
    """Return what stands under the first heading below the title, without markup."""
    return re.sub(r"<[^>]+>|\*", "", re.split(r"<h2[^>]*>|^## ", made, flags=re.MULTILINE)[1])


@pytest.mark.parametrize("write", WRITERS)
def test_the_list_how_firm_it_is_and_the_movement_stand_first(write: Callable[[Report], str]) -> None:
    first = first_part(write(told(finished_room())))
    assert first.startswith("At a glance")
    for words in (
        "Meet once a month, always on the same day",
        "5= Welcome those",
        "We hardly agree on the order: 19 on",
    ):
        assert words in first
    assert "3 would move nearer to the centre, 3 would stay and 0 would move outwards." in first


@pytest.mark.parametrize("write", WRITERS)
def test_during_the_reveal_the_answers_are_what_is_revealed(write: Callable[[Report], str]) -> None:
    room = ranked_room()
    room.goes_to(Kind.TOP_TEN, "reveal", 2)
    first = first_part(write(told(room)))
    assert "The reveal is not over" in first
    assert "Meet once a month" not in first


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("document", [TOP_TEN, PROPOSAL])
def test_a_document_of_one_part_has_no_answers_of_its_own(write: Callable[[Report], str], document: Document) -> None:
    assert "At a glance" not in write(document.of(sight(finished_room().session, participant(1))))


@pytest.mark.parametrize("write", WRITERS)
def test_a_session_without_answers_has_none(write: Callable[[Report], str]) -> None:
    assert "At a glance" not in write(told(Room()))


def test_a_remark_stands_once_on_the_page_and_prompts_without_one_are_folded() -> None:
    made = html_page(told(finished_room()))
    assert made.count("The locks, and who may open them") == 1
    folded = "".join(re.findall(r"<details>.*?</details>", made, flags=re.DOTALL))
    assert "What problems do you solve?" in folded
    assert "What is the focal point?" not in folded


@pytest.mark.parametrize("words", [*HOSTILE_LINES, '"; } </style><script>', "\\", "שרה 😀"])
def test_a_running_title_is_a_string_that_no_words_can_end(words: str) -> None:
    assert re.fullmatch(r"(\\[0-9a-f]+ )+", css_string(words))
    assert css_string(f"Workshop report: {words}") in html_page(told(room_that_says(words)))
