"""The answers stand first, each remark stands once, and paper has what a client files."""

import re
from collections.abc import Callable

import pytest
from reports import report_of

from copworkshop.export.csv_tables import csv_tables
from copworkshop.export.documents import PROPOSAL, TOP_TEN, Document
from copworkshop.export.html_page import css_string, html_page
from copworkshop.export.markdown import markdown
from copworkshop.export.tree import Report
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.plan_words import Words
from copworkshop.rules.sight import sight
from helpers.rooms import finished_room, ranked_room, room_that_says
from helpers.session_builder import at, plan_with, room, session4
from helpers.words import HOSTILE_LINES

WRITERS = [markdown, html_page]


def first_part(made: str) -> str:
    """Return what stands under the first heading below the title, without markup."""
    return re.sub(r"<[^>]+>|\*", "", re.split(r"<h2[^>]*>|^## ", made, flags=re.MULTILINE)[1])


@pytest.mark.parametrize("write", WRITERS)
def test_the_list_how_firm_it_is_and_the_movement_stand_first(write: Callable[[Report], str]) -> None:
    first = first_part(write(report_of(finished_room())))
    assert first.startswith("At a glance")
    for words in (
        "Meet once a month, always on the same day",
        "5= Welcome those",
        "We hardly agree on the order: 19 on",
    ):
        assert words in first
    assert "3 would move nearer to the centre, 3 would stay and 0 would move outwards." in first


def led(**changes: object) -> Report:
    """Return the report of a session whose plan says who it was for, who led it, and its purpose."""
    plan = session4().replace(organisation="The harbour", facilitator="Ada L.", purpose=Words(text="Agree on a list."))
    return report_of(finished_room().replace(plan=plan.replace(**changes)))


def head(made: str) -> str:
    """Return what stands above the first heading below the title, without markup."""
    found = re.split(r"<h2[^>]*>|^## ", made, flags=re.MULTILINE)[0]
    return re.sub(r"<[^>]+>|[*\\]", "", found)


@pytest.mark.parametrize("write", WRITERS)
def test_the_head_says_who_it_was_for_who_led_it_and_its_purpose(write: Callable[[Report], str]) -> None:
    told_of = head(write(led()))
    for words in ("Organisation", "The harbour", "Facilitator", "Ada L.", "Purpose", "Agree on a list."):
        assert words in told_of


@pytest.mark.parametrize("write", WRITERS)
def test_a_plan_without_them_has_no_empty_line_for_them(write: Callable[[Report], str]) -> None:
    told_of = head(write(led(organisation=None, facilitator=None, purpose=None)))
    for words in ("Organisation", "Facilitator", "Purpose"):
        assert words not in told_of


def test_the_tables_begin_with_them_too() -> None:
    assert "# Organisation: The harbour\n# Facilitator: Ada L.\n# Purpose: Agree on a list.\n" in csv_tables(led())


def test_a_purpose_that_is_quoted_names_its_source_and_the_source_is_listed() -> None:
    purpose = Words.model_validate({"literature": "To learn together.", "source": "wenger-2002"})
    made = PROPOSAL.of(sight(finished_room().replace(plan=session4().replace(purpose=purpose)), participant(1)))
    assert [work.short for work in made.sources] == ["Wenger, McDermott and Snyder 2002"]


@pytest.mark.parametrize("write", WRITERS)
def test_what_was_said_at_the_end_stands_on_the_first_page_once(write: Callable[[Report], str]) -> None:
    made = write(led())
    assert "What you take home" in first_part(made)
    assert "Choose one thing you will do within a week" in first_part(made)
    assert made.count("Choose one thing you will do within a week") == 1


@pytest.mark.parametrize("write", WRITERS)
def test_a_plan_that_says_nothing_at_the_end_has_no_such_part(write: Callable[[Report], str]) -> None:
    assert "What you take home" not in write(led(steps=plan_with(Kind.CLOSE, lines=()).steps))


@pytest.mark.parametrize("write", WRITERS)
def test_during_the_reveal_the_answers_are_what_is_revealed(write: Callable[[Report], str]) -> None:
    session = at(ranked_room(), Kind.TOP_TEN, "reveal", 2)
    first = first_part(write(report_of(session)))
    assert "The reveal is not over" in first
    assert "Meet once a month" not in first


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("document", [TOP_TEN, PROPOSAL])
def test_a_document_of_one_part_has_no_answers_of_its_own(write: Callable[[Report], str], document: Document) -> None:
    assert "At a glance" not in write(document.of(sight(finished_room(), participant(1))))


@pytest.mark.parametrize("write", WRITERS)
def test_a_session_without_answers_has_none(write: Callable[[Report], str]) -> None:
    assert "At a glance" not in write(report_of(room()))


def test_a_remark_stands_once_on_the_page_and_prompts_without_one_are_folded() -> None:
    made = html_page(report_of(finished_room()))
    assert made.count("The locks, and who may open them") == 1
    folded = "".join(re.findall(r"<details>.*?</details>", made, flags=re.DOTALL))
    assert "What problems do you solve?" in folded
    assert "What is the focal point?" not in folded


@pytest.mark.parametrize("words", [*HOSTILE_LINES, '"; } </style><script>', "\\", "שרה 😀"])
def test_a_running_title_is_a_string_that_no_words_can_end(words: str) -> None:
    assert re.fullmatch(r"(\\[0-9a-f]+ )+", css_string(words))
    assert css_string(f"Workshop report: {words}") in html_page(report_of(room_that_says(words)))
