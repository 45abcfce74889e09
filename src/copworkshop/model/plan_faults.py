"""What can be wrong with a plan in more than one place: each fault is a sentence and the place where it stands."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

Place = tuple[str | int, ...]
"""Where in a plan something stands: keys, and places in lists from 0."""


def second_ones(keys: Iterable[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """Yield the keys that stood before, each with its place."""
    seen = set[str]()
    for place, key in keys:
        if key in seen:
            yield place, key
        seen.add(key)


def stands_twice(what: str, key: str) -> str:
    """Return the sentence for a key of which there may be only one."""
    return f"there is another {what} “{key}” before this one; each may stand only once"


def unlisted(source: str) -> str:
    """Return the sentence for a source that no table of sources has."""
    return f"the source “{source}” is used but not listed; add [sources.{source}], or correct the name"


def twins(what: str, keys: Iterable[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """Yield a fault for each key that stood before: its place, and the sentence."""
    return ((place, stands_twice(what, key)) for place, key in second_ones(keys))


def refuse(faults: Iterable[tuple[Place, str]]) -> None:
    """Raise all the faults at once, each at its place: a ValueError could say one only, and not where.

    :raises ValidationError: there is a fault.
    """
    details = [
        InitErrorDetails(type=PydanticCustomError("plan", "{sentence}", {"sentence": sentence}), loc=place, input=None)
        for place, sentence in faults
    ]
    if details:
        raise ValidationError.from_exception_data("Plan", details)
