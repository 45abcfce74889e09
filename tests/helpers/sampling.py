"""What the suite tries of much that could be tried; ``python -m tests.soak suite`` tries all of it."""

from collections.abc import Collection
from typing import Any, Final

import pytest
from hypothesis import settings

SOAK_EXAMPLES: Final = 500
"""Random inputs of a test with ``--soak``."""


def soaking() -> bool:
    """Whether pytest was started with ``--soak``."""
    return settings().max_examples == SOAK_EXAMPLES


def some_of(values: Collection[Any], most: int) -> list[Any]:
    """Return parameters of which the suite tries `most`, spread evenly from the first to the last.

    The others have the mark ``soak``, and run only with ``--soak``.
    """
    last = len(values) - 1
    chosen = {round(number * last / max(1, most - 1)) for number in range(most)}
    return [pytest.param(value, marks=() if at in chosen else pytest.mark.soak) for at, value in enumerate(values)]


def inputs(most: int) -> settings:
    """Return the settings of a test whose random inputs are dear: the suite tries `most`."""
    return settings(max_examples=SOAK_EXAMPLES if soaking() else most)
