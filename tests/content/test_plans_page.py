"""The page on writing plans, held against the models and the loader."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from copworkshop.content.loader import BadPlan, parse_plan
from copworkshop.model import plan as nouns
from copworkshop.model.plan import Kind, StepBase
from copworkshop.model.plan_words import Prompt, Source, Words

PAGE = (Path(__file__).parents[2] / "docs" / "plans.md").read_text(encoding="utf-8")

STEPS: dict[Kind, type[StepBase]] = {
    Kind.WELCOME: nouns.WelcomeStep,
    Kind.LIFECYCLE: nouns.LifecycleStep,
    Kind.PARTICIPATION: nouns.ParticipationStep,
    Kind.PROPOSAL: nouns.ProposalStep,
    Kind.TOP_TEN: nouns.TopTenStep,
    Kind.CLOSE: nouns.CloseStep,
}

TABLES: dict[str, type[BaseModel]] = {
    "The plan": nouns.Plan,
    "A source": Source,
    "Every step": StepBase,
    "A phase": nouns.Phase,
    "A part of a phase": nouns.Part,
    "A model of the literature": nouns.LifecycleModel,
    "A level": nouns.Level,
    "A field": nouns.ProposalField,
    "A list to compare with": nouns.Comparison,
    **{f"A step of kind `{kind}`": step for kind, step in STEPS.items()},
}


def section(heading: str) -> str:
    """Return what stands under a heading of the third rank."""
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, heading
    return found[1]


def documented(heading: str) -> dict[str, str]:
    """Return the keys in the first table under a heading, each with its default."""
    table = section(heading).strip().split("\n\n")
    rows = next(block for block in table if block.startswith("| key |"))
    return dict(re.findall(r"^\| `([a-z_]+)` \| [^|]+ \| ([^|]+) \|", rows, re.MULTILINE))


def default_of(field: FieldInfo) -> str:
    """Return the default as the page writes it."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return "none" if value in (None, (), {}) else str(value)


def as_modelled(model: type[BaseModel]) -> dict[str, str]:
    """Return the keys of a model, each with its default; of a step, only those that not every step has."""
    shared = set(StepBase.model_fields) | {"kind"} if model in STEPS.values() else set()
    keys = {field.alias or name: default_of(field) for name, field in model.model_fields.items() if name not in shared}
    return {"kind": "required", **keys} if model is StepBase else keys


@pytest.mark.parametrize("heading", TABLES)
def test_the_page_has_every_key_of_a_table_with_its_default(heading: str) -> None:
    assert documented(heading) == as_modelled(TABLES[heading])


@pytest.mark.parametrize(("heading", "model"), [("A text and its mark", Words), ("A prompt", Prompt)])
def test_the_page_has_every_key_of_a_marked_text(heading: str, model: type[Words]) -> None:
    assert set(documented(heading)) == set(model.written)


def test_the_page_has_the_rounds_of_every_kind_of_step() -> None:
    listed = dict(re.findall(r"^\| `([a-z_]+)` \| (`[^|]+`) \|$", section("Every step"), re.MULTILINE))
    assert listed == {kind: ", ".join(f"`{name}`" for name in step.rounds) for kind, step in STEPS.items()}


def test_the_whole_plan_on_the_page_is_sound() -> None:
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    assert parse_plan(example[1], "page.toml").kinds == (Kind.WELCOME, Kind.TOP_TEN)


def test_the_faults_on_the_page_are_what_the_loader_says() -> None:
    source = (
        'schema = 1\ntitle = "x"\n[[steps]]\nkind = "welcome"\ntitle = "x"\nshort = "x"\nminuts = 3\n'
        '[[steps]]\nkind = "close"\nshort = "x"\ntitle = { literature = "x", source = "wenger-2003" }\n'
    )
    with pytest.raises(BadPlan) as caught:
        parse_plan(source, "my-plan.toml")
    assert f"```text\n{caught.value}\n```" in PAGE
