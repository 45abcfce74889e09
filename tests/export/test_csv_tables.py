"""The tables for a spreadsheet: golden, readable by our own count, and harmless."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from goldens import golden
from hypothesis import example, given
from hypothesis import strategies as st
from reports import report_of

from copworkshop.export.csv_tables import csv_tables, safe, words_in
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.ranking.papers import read_papers
from copworkshop.ranking.registry import rule_named
from copworkshop.ranking.votes import Votes
from helpers.rooms import finished_room, ranked_room, room_that_says, room_with_tables
from helpers.session_builder import at, plan_without, revealed, room, voted
from helpers.words import HOSTILE_LINES, SCRIPTS

FORMULA_STARTS = "=+-@\t\r＝＋－＠"


def document(session: Session) -> str:
    return csv_tables(report_of(session))


def tables(made: str) -> list[str]:
    """Return the parts of the document that empty lines part: the head, the result, the ideas, the ballots."""
    return made.removeprefix("\ufeff").rstrip("\n").split("\n\n")


def rows(table: str) -> list[dict[str, str]]:
    """Return what a table holds below its heading, with people's words as they were."""
    lines = [line for line in csv.reader(StringIO(table)) if not line[0].startswith("#")]
    return [{key: words_in(cell) for key, cell in zip(lines[0], line, strict=True)} for line in lines[1:]]


def cells(made: str, delimiter: str = ",") -> Iterator[str]:
    for row in csv.reader(StringIO(made), delimiter=delimiter):
        yield from row


def discussed(session: Session) -> Session:
    return at(revealed(session), Kind.TOP_TEN, "discuss")


def test_a_finished_session_makes_the_golden_tables() -> None:
    made = document(finished_room())
    assert made == golden("report.csv", made)


def test_the_ballots_cut_out_are_counted_to_the_same_result() -> None:
    made = document(finished_room())
    _, result, _, _, ballots = tables(made)
    papers = read_papers("ballots.csv", ballots.encode(), shape="rows")
    count = rule_named("points").count_votes(Votes.gather(papers.ideas, papers.ballots), depth=5)
    expected = [(row["idea"], row["place"], row["points"], row["chosen by"]) for row in rows(result)]
    counted = [(each.idea, f"{each.place}", f"{each.score}", f"{each.chosen_by}") for each in count.ranking]
    assert sorted(counted) == sorted(expected)


def test_a_table_has_its_own_result_and_one_with_few_ballots_a_sentence() -> None:
    made = document(room_with_tables()).split("\n\n")[2]
    assert [(row["table"], row["points"], row["idea"]) for row in rows(made)][:2] == [
        ("North", "13", "1"),
        ("North", "11", "5"),
    ]
    assert "South: Fewer than" in made


def test_a_merged_idea_says_into_which_one() -> None:
    ideas = rows(tables(document(finished_room()))[2])
    assert {row["idea"]: row["merged into"] for row in ideas if row["merged into"]} == {"3": "1"}


def test_somebody_who_chose_nothing_has_a_row_of_their_own() -> None:
    session = voted(ranked_room(), 6)
    ballots = tables(document(discussed(session)))[-1].splitlines()
    assert len(ballots) == 1 + 7
    assert "# nothing chosen" in ballots


def test_before_the_whole_reveal_sentences_stand_in_for_result_and_ballots() -> None:
    _, result, _, _, ballots = tables(document(ranked_room()))
    assert "The top ten has not been revealed yet" in result
    assert "once the whole list is" in ballots
    assert all(line.startswith("#") for line in ballots.splitlines())


def test_a_plan_without_a_top_ten_says_so() -> None:
    assert "# This plan has no top ten." in document(room(plan=plan_without(Kind.TOP_TEN)))


def test_an_empty_session_has_a_sentence_in_every_table() -> None:
    assert [len(table.splitlines()) for table in tables(document(room()))] == [2, 2, 2, 2]


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_words_can_be_had_back_as_they_were_typed(line: str) -> None:
    _, questions, result, ideas, _ = tables(document(room_that_says(line)))
    assert [row["question"] for row in rows(questions)] == [line]
    assert [row["wording"] for row in (*rows(result), *rows(ideas))] == [line] * 4


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_no_cell_of_a_spreadsheet_is_a_formula(line: str, delimiter: str) -> None:
    made = document(room_that_says(line))
    assert [cell for cell in cells(made, delimiter) if cell.startswith(tuple(FORMULA_STARTS))] == []


hostile_words = st.text(st.sampled_from([*FORMULA_STARTS, "'", ";", " ", "a"]), max_size=8)


@given(hostile_words)
@example("'=1")
@example("a; ';=")
def test_what_is_made_safe_can_be_had_back(words: str) -> None:
    assert words_in(safe(words)) == words


@given(hostile_words)
def test_no_part_between_semicolons_begins_like_a_formula(words: str) -> None:
    assert [part for part in safe(words).split(";") if part.lstrip(" ").startswith(tuple(FORMULA_STARTS))] == []


@given(st.text(st.characters(exclude_characters=[*FORMULA_STARTS]), max_size=20))
def test_words_that_are_no_formula_stay_as_they_are(words: str) -> None:
    assert safe(words) == words
