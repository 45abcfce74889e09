"""All that the tests could try, of which the suite tries a sample, with 500 random inputs each: ``suite PATHS``."""

from collections.abc import Sequence
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def main(arguments: Sequence[str]) -> int:
    """Run the tests in these files or folders, or all; return pytest's exit code."""
    return pytest.main(["--soak", *(arguments or [str(TESTS)])])
