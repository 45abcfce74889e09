"""The report as data: golden, and as its published schema says.

The schema is renewed as the golden documents are.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from goldens import golden
from hypothesis import given
from jsonschema import Draft202012Validator
from random_rooms import random_rooms
from reports import report_of

from copworkshop.export.json_document import json_document, json_schema
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from helpers.rooms import contested_room, finished_room, ranked_room, room_that_says, room_with_tables
from helpers.sampling import inputs
from helpers.session_builder import plan_with, revealed, room
from helpers.words import HOSTILE_LINES, SCRIPTS

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"


def document(session: Session) -> str:
    return json_document(report_of(session))


def faults(session: Session) -> list[str]:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return [error.message for error in validator.iter_errors(json.loads(document(session)))]


def top_ten(session: Session) -> dict[str, Any]:
    part: dict[str, Any] = json.loads(document(session))["report"]["top_ten"]
    return part


def test_a_finished_session_makes_the_golden_document() -> None:
    made = document(finished_room())
    assert made == golden("report.json", made)


def test_the_published_schema_is_the_one_that_the_tree_makes() -> None:
    made = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("COPWORKSHOP_RENEW_GOLDEN"):
        SCHEMA.write_text(made, encoding="utf-8", newline="\n")
    assert made == SCHEMA.read_text(encoding="utf-8")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_every_object_of_the_schema_refuses_what_it_does_not_know() -> None:
    objects = [json_schema(), *json_schema()["$defs"].values()]
    assert [each["title"] for each in objects if each["type"] == "object" and each["additionalProperties"]] == []


@pytest.mark.parametrize("made", [room, ranked_room, finished_room, contested_room, room_with_tables])
def test_a_document_is_as_its_schema_says(made: Callable[[], Session]) -> None:
    assert faults(made()) == []


@given(random_rooms())
@inputs(10)
def test_whatever_people_did_the_document_is_as_its_schema_says(session: Session) -> None:
    assert faults(session) == []


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_words_are_read_as_they_were_typed(line: str) -> None:
    assert {idea["wording"] for idea in top_ten(room_that_says(line))["listed"]} == {line}


def test_whole_points_are_numbers() -> None:
    assert [place["score"] for place in top_ten(finished_room())["places"]] == [22, 16, 16, 9, 3, 3]


def test_broken_points_are_exact() -> None:
    session = revealed(ranked_room(plan_with(Kind.TOP_TEN, rule="dowdall")))
    assert [place["score"] for place in top_ten(session)["places"]][:2] == ["23/6", "7/3"]


def test_the_ballots_stand_in_the_order_of_what_they_hold() -> None:
    assert top_ten(finished_room())["cast"] == [[1, 4, 5], [1, 5, 4], [1, 7, 9], [4, 1, 2], [5, 4], [7, 5, 1]]
