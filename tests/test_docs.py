"""The pages for people who change the code, held against the code: every file that they name is there."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.documents import FENCED, ROOT, text_of

PACKAGE = ROOT / "src" / "copworkshop"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
MOST_WORDS = {ARCHITECTURE: 2_500, ROOT / "CONTRIBUTING.md": 900}
PAGES = [*MOST_WORDS, ROOT / "docs" / "lab" / "performance.md", ROOT / "docs" / "lab" / "reliability.md"]

IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
IDENTIFIER = re.compile(r"[A-Za-z_]\w+(?:\.\w+)*")
IN_A_TREE = re.compile(r"^[├└]── (\S+)", re.MULTILINE)
NAMES_A_FILE = re.compile(r"[\w.][\w.<>-]*(?:/[\w.<>-]*)+|[\w<>-]+\.(?:py|toml|md|jinja|json|css|lock)")


def named_files(text: str) -> Iterator[str]:
    """Yield every word in backticks that looks like the name of a file or folder, commands included."""
    for span in IN_BACKTICKS.findall(FENCED.sub("", text)):
        yield from (word for word in span.split() if NAMES_A_FILE.fullmatch(word))


def is_there(name: str) -> bool:
    """Tell whether the package or the project has this file; a part in angle brackets stands for any word."""
    pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
    return any(next(folder.glob(pattern), None) is not None for folder in (PACKAGE, ROOT))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_the_page_names_is_there(page: Path) -> None:
    text = text_of(page)
    of_a_session = set(IN_A_TREE.findall(text))
    assert sorted({name for name in named_files(text) if name not in of_a_session and not is_there(name)}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_in_the_code_that_the_page_mentions_is_there(page: Path) -> None:
    code = set[str]()
    for folder in (PACKAGE, ROOT / "tests", ROOT / "benchmarks"):
        for module in folder.rglob("*.py"):
            code.update(re.findall(r"\w+", text_of(module)))
    spans = IN_BACKTICKS.findall(FENCED.sub("", text_of(page)))
    names = {part for span in spans if IDENTIFIER.fullmatch(span) for part in span.split(".")}
    assert sorted(names - code) == []


@pytest.mark.parametrize("page", list(MOST_WORDS), ids=lambda page: page.name)
def test_the_page_is_short_enough_to_be_read(page: Path) -> None:
    assert len(text_of(page).split()) <= MOST_WORDS[page]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text_of(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_on_the_architecture_shows_every_room() -> None:
    rooms = {folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()}
    tree = next(block for block in FENCED.findall(text_of(ARCHITECTURE)) if "src/copworkshop/" in block)
    assert {name.rstrip("/") for name in IN_A_TREE.findall(tree)} == rooms


def test_the_page_on_the_architecture_shows_the_layers_as_they_are_checked() -> None:
    contracts = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert " → ".join(f"({layer})" if "|" in layer else layer for layer in layers) in text_of(ARCHITECTURE)


@pytest.mark.parametrize("name", ["rules/nowhere.py", "tests/test_nowhere.py", "ui/stage/nowhere_<kind>.py"])
def test_a_file_that_is_not_there_is_noticed(name: str) -> None:
    assert list(named_files(f"see `{name}` and `pytest {name}`")) == [name, name]
    assert not is_there(name)
