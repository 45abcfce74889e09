"""The report as Markdown: a golden document, and what no room's words may do to it.

After a wanted change, renew the golden document and look at what changed::

    COPWORKSHOP_RENEW_GOLDEN=1 pytest tests/export/test_markdown.py
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reports import report_of

from copworkshop.export.markdown import markdown
from copworkshop.model.people import FACILITATOR, Actor
from copworkshop.model.plan import Kind
from copworkshop.model.plan_words import all_words
from copworkshop.model.session import Session
from copworkshop.rules.agenda import rounds_of
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.people import MoveToTable
from helpers.rooms import contested_room, finished_room, ranked_room, room_that_says
from helpers.session_builder import (
    ask,
    at,
    placed,
    plan_with,
    revealed,
    room,
    session4,
    shared,
    voted,
    with_people,
    written,
)
from helpers.words import HOSTILE_LINES, SCRIPTS

GOLDEN = Path(__file__).with_name("golden") / "report.md"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NEVER_OURS = {"link_open", "image", "html_inline", "html_block", "code_inline", "fence", "em_open"}
NEVER_OURS |= {"table_open", "s_open"}


def document(session: Session, viewer: Actor = FACILITATOR) -> str:
    return markdown(report_of(session, viewer))


def parsed(session: Session, viewer: Actor = FACILITATOR) -> list[Token]:
    return READER.parse(document(session, viewer))


def seen(inline: Token) -> str:
    return "".join("\n" if each.type == "hardbreak" else each.content for each in inline.children or [])


def headings(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield every heading with its rank, as “h1” and words."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token.tag, seen(tokens[index + 1])


def all_seen(tokens: list[Token]) -> list[str]:
    return [seen(token) for token in tokens if token.type == "inline"]


def types(tokens: list[Token]) -> set[str]:
    return {each.type for token in tokens for each in (token, *(token.children or []))}


# The whole of it


def test_a_finished_session_reads_as_the_golden_document_does() -> None:
    made = document(finished_room())
    if os.environ.get("COPWORKSHOP_RENEW_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_the_words_of_the_deck_are_unaltered() -> None:
    read = "\n".join(all_seen(parsed(finished_room())))
    step = session4().lifecycle
    assert step is not None
    assert [words.text for words in all_words(step.phases) if words.text not in read] == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_moment_of_an_empty_session_can_be_reported(kind: Kind) -> None:
    session = room()
    step = session.plan.step(kind)
    assert step is not None
    for round_name in rounds_of(session, step):
        session = at(session, kind, round_name)
        assert "In the room: 0 people" in document(session)


def test_an_empty_session_has_a_sentence_under_every_heading() -> None:
    tokens = parsed(room())
    opened = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    for index in opened:
        following = tokens[index + 3] if index + 3 < len(tokens) else None
        assert following is not None, "a heading at the very end"
        # Only a heading of a lower rank may follow at once.
        assert following.type != "heading_open" or following.tag > tokens[index].tag


TABLES = """

#### North

From 3 ballots, counted as the room's are:

- **1** Meet once a month, always on the same day\x20\x20
  idea 1: 13 points, chosen by 3 of 3; the room's place 1
- **2** Share failures\x20\x20
  idea 5: 11 points, chosen by 3 of 3; the room's place 2
- **3** Name a coordinator\x20\x20
  idea 4: 7 points, chosen by 2 of 3; the room's place 3
- **4** Visit each other's work\x20\x20
  idea 7: 5 points, chosen by 1 of 3; the room's place 4

#### South

Fewer than 3 ballots here or elsewhere, so no list of its own.
"""


def room_at_tables() -> Session:
    session = ask(ranked_room(), *(MoveToTable(seat=seat, table="North") for seat in (1, 2, 3)))
    session = voted(session, 6)
    return revealed(session)


def of_tables(session: Session) -> str:
    return document(session).partition("### Each table's own result")[2].partition("\n### ")[0]


def test_each_tables_result_stands_next_to_the_rooms() -> None:
    assert of_tables(room_at_tables()) == TABLES


def test_the_tables_results_outlive_the_seats_ballots() -> None:
    session = ask(room_at_tables(), CloseSession())
    assert of_tables(session) == TABLES


def test_no_tables_result_is_told_before_the_rooms() -> None:
    session = at(room_at_tables(), Kind.TOP_TEN, "rank")
    assert of_tables(session) == ""


def test_one_person_is_a_person() -> None:
    session = at(room(1), Kind.PARTICIPATION, "place")
    session = placed(session, "today", ["core"])
    made = document(session)
    assert "In the room: 1 person\n" in made
    assert "1 person has placed themselves for today." in made


def test_no_result_is_told_before_the_reveal() -> None:
    made = document(ranked_room())
    assert "The top ten has not been revealed yet, so there is no result." in made
    assert "point" not in made.partition("## Activity 2")[2]


def test_a_rule_that_would_change_the_list_says_how() -> None:
    made = document(contested_room())
    assert "The list would change under other rules:" in made
    assert re.search(r"^- dowdall \(.+\): in comes “Often first”; out goes “Always second”$", made, re.MULTILINE)


def test_no_name_of_a_level_ends_the_figure() -> None:
    participation = session4().participation
    assert participation is not None
    levels = tuple(level.replace(name=level.name.replace(text=f"```\n# {level.id}")) for level in participation.levels)
    tokens = parsed(ranked_room(plan_with(Kind.PARTICIPATION, levels=levels)))
    (figure,) = [token.content for token in tokens if token.type == "code_block"]
    assert len(figure.splitlines()) == 2 * len(levels)
    assert figure.startswith("``` # core")


# Words of all sorts


def test_names_in_many_scripts_are_headings_as_they_are() -> None:
    session = with_people(room(), *SCRIPTS)
    session = at(session, Kind.PROPOSAL, "write")
    for seat, name in enumerate(SCRIPTS, start=1):
        session = written(session, seat, people=name)
        session = shared(session, seat)
    names = [words for tag, words in headings(parsed(session)) if tag == "h3"]
    assert [name for name in names if name in SCRIPTS] == SCRIPTS


def test_an_answer_of_ten_thousand_characters_is_whole() -> None:
    answer = ("word " * 2000)[:9999] + "."
    session = at(room(1), Kind.PROPOSAL, "write")
    session = written(session, 1, people=answer)
    session = shared(session, 1)
    assert answer in all_seen(parsed(session))


@pytest.fixture(scope="module")
def plain_headings() -> list[tuple[str, str]]:
    return list(headings(parsed(room_that_says("x"))))


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_no_words_change_the_structure(line: str, plain_headings: list[tuple[str, str]]) -> None:
    tokens = parsed(room_that_says(line))
    ours = [
        (tag, f"Workshop report: {line}" if tag == "h1" else line if words == "x" else words)
        for tag, words in plain_headings
    ]
    assert list(headings(tokens)) == ours
    assert types(tokens) & NEVER_OURS == set()


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_words_are_read_as_they_were_typed_wherever_they_stand(line: str) -> None:
    read = all_seen(parsed(room_that_says(line)))
    expected = [
        f"For: {line}",
        f"The question: {line}",
        f"Noted: {line}",
        f"before\n{line}",
        line,
        f"1 {line}\nidea 2: 5 points, chosen by 1 of 1",
        f"Idea 3: {line}",
    ]
    assert [words for words in expected if words not in read] == []
