"""Run one benchmark or all: ``python -m benchmarks [NAME] [--json PATH]``."""

import argparse
import json
import platform
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from time import perf_counter
from typing import Any

from benchmarks.harness import Table

NOT_BENCHMARKS = {"__main__", "harness"}


def names() -> list[str]:
    """Return the names of all benchmarks, which are the names of their modules."""
    here = str(Path(__file__).parent)
    return sorted(
        module.name for module in iter_modules([here]) if not module.ispkg and module.name not in NOT_BENCHMARKS
    )


def run(name: str) -> Table:
    """Run the benchmark of this name."""
    table = import_module(f"benchmarks.{name}").run()
    if not isinstance(table, Table):
        raise TypeError(f"benchmarks.{name}.run() has to return a Table.")
    return table


def run_and_tell(name: str) -> dict[str, Any]:
    """Run a benchmark and print its table, or why it failed; return the table for JSON, with the seconds it took."""
    begun = perf_counter()
    told: dict[str, Any]
    try:
        table = run(name)
    except Exception as error:  # one failure must not stop the other benchmarks
        told = {"failed": f"{type(error).__name__}: {error}"}
        text = f"{name} could not be measured: {told['failed']}"
    else:
        told, text = table.as_json(), str(table)
    told["seconds"] = round(perf_counter() - begun, 1)
    print(f"{text}\n({name} took {told['seconds']:.0f} s)\n", flush=True)
    return told


def main() -> int:
    """Print each table when it is ready, and write all to the file of ``--json``; return 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what has to be fast.")
    parser.add_argument("name", nargs="?", choices=names(), help="one benchmark; all without it")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write every figure to this file, too")
    asked = parser.parse_args()
    found: dict[str, Any] = {}
    for name in [asked.name] if asked.name else names():
        found[name] = run_and_tell(name)
        if asked.json:
            result = {
                "python": platform.python_version(),
                "system": f"{platform.system()} {platform.machine()}",
                "benchmarks": found,
            }
            asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 1 if any("failed" in told for told in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
