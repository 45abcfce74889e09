"""Reads and checks plan files, and describes each of their faults in a sentence."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from copworkshop.content import toml
from copworkshop.content.faults import LAST_SCHEMA, BadFile, Fault, fault_at, faults_of, in_order
from copworkshop.content.lines import lines_of
from copworkshop.model.plan import PLAN_SCHEMA, Plan
from copworkshop.model.plan_faults import Place, second_ones, stands_twice, unlisted

DEFAULT_PLAN: Final = "session4"
"""The name of the packaged plan that runs if no other is requested."""

_LONGEST_KEY: Final = 40
_FOLDER: Final = Path(__file__).parent


class BadPlan(BadFile):
    """A plan file that cannot be used as it is, with all its faults."""


class PackagedPlan(NamedTuple):
    """A plan that comes with the program."""

    name: str
    title: str
    path: Path


def load_plan(path: Path | str) -> Plan:
    """Return the plan in the file at `path`; raise :class:`BadPlan` with all its faults."""
    file = Path(path)
    try:
        text = toml.read_text(file, file.name or str(path))
    except BadFile as bad:
        raise BadPlan(bad.faults) from None
    return parse_plan(text, file.name)


def parse_plan(text: str, where: str) -> Plan:
    """Return the plan in `text`; raise :class:`BadPlan` with all its faults.

    `where` is what the person calls the file. The sentences use it.
    """
    try:
        data = toml.parse(text, where)
    except BadFile as bad:
        raise BadPlan(bad.faults) from None
    number = data.get("schema")
    if isinstance(number, int) and PLAN_SCHEMA < number <= LAST_SCHEMA:
        raise BadPlan([_too_new(number, text, where)])
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        # pydantic validates the whole plan only if its parts have no faults, so check across the parts here.
        lines = lines_of(text)
        across = (fault_at(place, message, lines, where) for place, message in _across(data))
        raise BadPlan(in_order([*faults_of(error, text, where, Plan), *across])) from None


def packaged_plans() -> tuple[PackagedPlan, ...]:
    """Return the plans that come with the program. The default one is first."""
    paths = sorted(_FOLDER.glob("*.toml"), key=lambda path: (path.stem != DEFAULT_PLAN, path.stem))
    return tuple(PackagedPlan(path.stem, str(load_plan(path).title), path) for path in paths)


def packaged_text(name: str) -> str:
    """Return the text of a packaged plan with its comments, for a person to copy.

    Raises :class:`KeyError` if there is no plan of this name.
    """
    path = _FOLDER / f"{name}.toml"
    if path not in _FOLDER.glob("*.toml"):
        raise KeyError(name)
    return toml.read_text(path, path.name)


def _too_new(number: int, text: str, where: str) -> Fault:
    message = (
        f"this plan is written in plan format {number}, and this copworkshop reads formats up to {PLAN_SCHEMA}; "
        f"install a newer copworkshop, one that reads plan format {number}"
    )
    return fault_at(("schema",), message, lines_of(text), where)


def _across(data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield the faults between the parts of a plan. The parts themselves may have faults too."""
    steps = data.get("steps")
    if not isinstance(steps, list):
        return
    kinds = [
        (("steps", number, "kind"), step["kind"])
        for number, step in enumerate(steps)
        if isinstance(step, dict) and isinstance(step.get("kind"), str)
    ]
    for place, kind in second_ones(kinds):
        yield place, stands_twice("step of kind", kind)
    listed = data.get("sources", {})
    for place, source in _sources_used(data, ()):
        if not isinstance(listed, dict) or source not in listed:
            yield place, unlisted(source)


def _sources_used(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, dict):
        source = value.get("source")
        if isinstance(source, str) and len(source) <= _LONGEST_KEY:  # a longer one is reported as a fault already
            yield (*place, "source"), source
        for key, item in value.items():
            yield from _sources_used(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _sources_used(item, (*place, number))
