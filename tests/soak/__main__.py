"""Run a long trial: ``uv run python -m tests.soak NAME [ARGUMENTS]``; without a name, say which there are."""

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
for folder in (TESTS, TESTS / "store", TESTS / "ssh", TESTS / "hosting", TESTS / "live"):
    sys.path.insert(0, str(folder))

from soak.registry import main  # noqa: E402 - after the path to it is known

if __name__ == "__main__":
    main(sys.argv[1:])
