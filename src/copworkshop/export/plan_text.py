"""Texts of the plan in the report's tree, and the works that a part of the tree quotes."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, overload

from copworkshop.export.tree_base import Text, Work
from copworkshop.model.plan import Plan
from copworkshop.model.plan_words import Words


@overload
def told_text(plan: Plan, words: Words) -> Text: ...
@overload
def told_text(plan: Plan, words: Words | None) -> Text | None: ...
def told_text(plan: Plan, words: Words | None) -> Text | None:
    """Return a text of the plan with the work that it comes from, if it comes from one."""
    if words is None:
        return None
    source = plan.sources[words.source] if words.source is not None else None
    work = (
        Work(short=source.short, authors=source.authors, year=source.year, title=source.title, where=source.where)
        if source is not None
        else None
    )
    return Text(text=words.text, mark=words.mark, source=work)


def works(part: Any) -> Iterator[Work]:
    """Yield every work that a part of the tree quotes, as often as it does."""
    if isinstance(part, Work):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from works(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from works(getattr(part, field.name))
