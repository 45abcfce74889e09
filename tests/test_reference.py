"""The reference in docs/reference/, which is made from the code: `uv run python docs/reference/generate.py`."""

import re
import runpy
import sys
from collections.abc import Callable, Iterator

import pytest

from helpers.documents import DOCS, ROOT

REFERENCE = DOCS / "reference"
Pages = dict[str, Callable[[], str]]


@pytest.fixture(scope="module")
def made() -> Iterator[Pages]:
    """What the generator would write."""
    sys.path.insert(0, str(REFERENCE))
    try:
        yield runpy.run_path(str(REFERENCE / "generate.py"))["PAGES"]
    finally:
        sys.path.remove(str(REFERENCE))


@pytest.mark.parametrize("name", ["commands.md", "keys.md", "files.md", "environment.md", "copworkshop.1"])
def test_the_page_is_what_the_code_says(made: Pages, name: str) -> None:
    kept = (REFERENCE / name).read_text(encoding="utf-8")
    assert kept == made[name](), "Write it again with: uv run python docs/reference/generate.py"


def test_every_page_that_is_made_is_tried_here(made: Pages) -> None:
    assert {path.name for path in REFERENCE.iterdir() if path.suffix in {".md", ".1"}} == set(made)


def test_every_environment_variable_of_ours_is_on_its_page() -> None:
    ours = set[str]()
    for module in (ROOT / "src").rglob("*.py"):
        ours.update(re.findall(r"COPWORKSHOP_[A-Z]+", module.read_text(encoding="utf-8")))
    page = (REFERENCE / "environment.md").read_text(encoding="utf-8")
    assert sorted(name for name in ours if f"`{name}`" not in page) == []


def test_every_file_of_the_example_session_is_on_its_page() -> None:
    page = (REFERENCE / "files.md").read_text(encoding="utf-8")
    example = ROOT / "sessions" / "example"
    files = {path.relative_to(example).as_posix() for path in example.rglob("*") if path.is_file()}
    kinds = {name if "/" not in name else name.partition("/")[0] + "/" for name in files}
    assert [kind for kind in sorted(kinds) if f"| `{kind}` |" not in page] == []
