"""Run one benchmark or all: ``python -m benchmarks [NAME] [--json PATH]``."""

import argparse
import json
import platform
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from benchmarks.harness import Table, text_of

NOT_BENCHMARKS = {"__main__", "harness"}


def names() -> list[str]:
    """Return the benchmarks there are, by the names of their modules."""
    here = str(Path(__file__).parent)
    return sorted(
        module.name for module in iter_modules([here]) if not module.ispkg and module.name not in NOT_BENCHMARKS
    )


def run(name: str) -> Table:
    """Run the benchmark of that name."""
    table = import_module(f"benchmarks.{name}").run()
    if not isinstance(table, Table):
        raise TypeError(f"benchmarks.{name}.run() has to return a Table.")
    return table


def main() -> None:
    """Print the tables, and write them where ``--json`` says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what has to be fast.")
    parser.add_argument("name", nargs="?", choices=names(), help="one benchmark; all without it")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write every figure to this file, too")
    asked = parser.parse_args()
    tables = {name: run(name) for name in ([asked.name] if asked.name else names())}
    print(text_of(list(tables.values())))
    if asked.json:
        result = {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "benchmarks": {name: table.as_json() for name, table in tables.items()},
        }
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
