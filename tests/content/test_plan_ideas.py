"""Ideas that a plan brings to the room."""

from datetime import UTC, datetime

import pytest

from copworkshop.content.loader import BadPlan, parse_plan
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import begin
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.request import apply
from copworkshop.rules.sight import sight

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PLAN = """schema = 1
title = "Ideas of the last time"

[[steps]]
kind = "top_ten"
title = "Top ten"
short = "Top ten"
questions = ["What next?"]
ideas = {ideas}
"""


def faults(ideas: str) -> list[str]:
    with pytest.raises(BadPlan) as caught:
        parse_plan(PLAN.format(ideas=ideas), "plan.toml")
    return [str(fault) for fault in caught.value.faults]


def test_the_room_begins_with_the_ideas_of_the_plan() -> None:
    plan = parse_plan(PLAN.format(ideas='["Trust", "Time"]'), "plan.toml")
    session = begin("friday", plan, NOW)
    session = apply(session, EditIdea(number=2, withdrawn=True), FACILITATOR, NOW)
    session = apply(session, AddIdea(seat=None, text="Tools"), FACILITATOR, NOW)
    seen = sight(session, participant(1)).top_ten
    assert seen is not None
    assert (seen.collect.ideas_in, seen.candidates, seen.collect.room_ideas) == (2, (), ())
    session = apply(session, GoTo(kind=Kind.TOP_TEN, round="merge"), FACILITATOR, NOW)
    assert [(each.lead, each.wording) for each in candidates(session)] == [(1, "Trust"), (3, "Tools")]


@pytest.mark.parametrize(
    ("ideas", "sentences"),
    [
        (
            '["Trust", "Time", " TRUST ", "time"]',
            [
                "plan.toml, line 9, steps.0.ideas.2: "
                "there is another idea “TRUST” before this one; each may stand only once.",
                "plan.toml, line 9, steps.0.ideas.3: "
                "there is another idea “time” before this one; each may stand only once.",
            ],
        ),
        ('"Trust"', ["plan.toml, line 9, steps.0.ideas: must be a list in square brackets, not “Trust”."]),
        (
            '["", 3]',
            [
                "plan.toml, line 9, steps.0.ideas.0: Type at least one character that can be seen.",
                "plan.toml, line 9, steps.0.ideas.1: must be a text in quotation marks, not 3.",
            ],
        ),
        (
            str([f"{number}" for number in range(501)]),
            ["plan.toml, line 9, steps.0.ideas: must have at most 500 in the list."],
        ),
        (
            f'["{"x" * 201}"]',
            ["plan.toml, line 9, steps.0.ideas.0: That is 201 characters; at most 200 fit. Shorten it by 1."],
        ),
    ],
)
def test_every_fault_of_the_ideas_is_reported(ideas: str, sentences: list[str]) -> None:
    assert faults(ideas) == sentences
