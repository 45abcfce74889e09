"""Finds the keys that a table in a file may have, from the models, to suggest the key that was meant."""

import difflib
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

_CLOSE: Final = 0.7
"""How similar a misspelt word is at least, from 0 to 1: "minuts" and "minutes" are, "start" and "short" are not."""

_LONGEST: Final = 100


def keys_at(model: type[BaseModel], place: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys that a table at `place` in a file of `model` may have; empty if the model has no table there.

    `place` is a location from one of pydantic's errors, with the tags of unions in it.
    """
    kinds: list[Any] = [model]
    for part in place:
        kinds = [below for kind in kinds for below in _below(kind, part)]
    return tuple(dict.fromkeys(key for kind in kinds for one in _models(kind) for key in _keys(one)))


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the `known` word that is most similar to `word`; None if none is similar."""
    return next(iter(difflib.get_close_matches(word[:_LONGEST], known, n=1, cutoff=_CLOSE)), None)


def _below(kind: Any, part: str | int) -> Iterator[Any]:
    """Yield the types that a value below `kind` may have under the key or number `part`."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _below(inner[0], part)
    elif origin in (Union, types.UnionType):
        yield from _below_union(inner, part)
    elif isinstance(part, int):
        if origin in (tuple, list):
            yield inner[0]
    elif origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        yield inner[1]
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part in (name, field.alias):
                yield field.annotation


def _below_union(kinds: Sequence[Any], part: str | int) -> Iterator[Any]:
    """Yield the models of a union that have `part` as their tag; where there is none, what all may have below it."""
    tagged = [one for one in kinds if part in _tags(one)]
    if tagged:
        yield from tagged
        return
    for one in kinds:
        yield from _below(one, part)


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _models(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _models(one)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind


def _tags(kind: Any) -> tuple[Any, ...]:
    """Return the values that distinguish this model from the others of its union."""
    return tuple(
        tag
        for model in _models(kind)
        for field in model.model_fields.values()
        if get_origin(field.annotation) is Literal
        for tag in get_args(field.annotation)
    )


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    written: tuple[str, ...] | None = getattr(model, "written", None)
    return written or tuple(field.alias or name for name, field in model.model_fields.items())
