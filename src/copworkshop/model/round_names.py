"""What people call the rounds. A screen shows no other name of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROUND_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "welcome": "the welcome",
        "overview": "the overview",
        "levels": "the levels",
        "place": "placing ourselves",
        "picture": "the picture",
        "write": "writing",
        "share": "sharing",
        "collect": "collecting ideas",
        "merge": "merging ideas",
        "sift": "sifting ideas",
        "rank": "ranking ideas",
        "reveal": "the reveal",
        "discuss": "the discussion",
        "rank-again": "the second vote",
        "reveal-again": "the second reveal",
        "discuss-again": "the second discussion",
        "run-off": "the run-off",
        "settled": "the run-off result",
        "close": "the close",
    }
)
"""The words for each round, by its name in plans and files. They fit after “We are at …” and “Next: …”."""


def titled(round_name: str) -> str:
    """Return the words for a round, with a capital letter, as in a list."""
    words = ROUND_NAMES[round_name]
    return words[0].upper() + words[1:]
