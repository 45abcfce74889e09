"""The long trials by name. Each is a module with a docstring, and ``main(arguments)`` that prints its figures."""

import importlib
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

TRIALS: Final = {
    "suite": "all tests with all values and 500 random inputs each; the suite tries a sample (`suite PATHS`)",
    "crash": "SIGKILL of a host with people in it, a thousand times (`crash KILLS`)",
    "joins": "people who come and leave, a thousand times: what is left of them (`joins VISITS`)",
    "sessions": "anything asked in any order of the real hub and store, with reloads between (`sessions EXAMPLES`)",
    "twins": "sessions that differ in one secret: who can tell them apart? (`twins SESSIONS [mutants]`)",
    "hostile": "what one hostile participant can try, while somebody else types (`hostile NAMES`)",
    "strangers": "what strangers can try at the door, quiet and attacked in one run (`strangers [mutants] NAMES`)",
    "insiders": "the same for one person who is in (`insiders [mutants] NAMES`)",
    "fuzz": "bytes into the driver, led by what they reach in the parser (`fuzz SECONDS`)",
    "network": "lines that break in every way, while somebody types (`network NAMES`)",
    "address": "a host without a network gets one, and another one: does every screen follow? (Linux)",
    "topten": "Activity 2 over SSH with a room full of people, every round of it (`topten PEOPLE`)",
    "hours": "a session of four hours in ten minutes: what grows? (`hours MINUTES`)",
    "damage": "every bit of a small session's files flipped, and each cut at every byte",
}
MODULES: Final = {"sessions": "test_any_session", "damage": "test_damage"}
"""Where a trial is not a module of this folder."""


def main(arguments: Sequence[str]) -> NoReturn:
    """Run the trial that is named first, with the other arguments; exit with 0 if all went well."""
    if not arguments or arguments[0] not in TRIALS:
        print("uv run python -m tests.soak NAME, where NAME is one of:")
        for name, what in TRIALS.items():
            print(f"  {name:12} {what}")
        sys.exit(0 if not arguments else 2)
    sys.exit(importlib.import_module(MODULES.get(arguments[0], f"soak.{arguments[0]}")).main(arguments[1:]))
