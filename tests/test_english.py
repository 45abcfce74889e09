"""The words that our English does without, in docstrings, comments, names, sentences on screens, and documents."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from helpers.documents import FENCED, PAGES, ROOT, name_of, text_of

OURS: Final = sorted(path for room in ("src", "tests", "benchmarks", "docs") for path in (ROOT / room).rglob("*.py"))
INSTEAD: Final = {
    r"mend(s|ed|ing)?": "fix, correct",
    r"beside": "next to",
    r"anew|afresh": "again",
    r"shut(s|ting)?": "close, closed",
    r"mishaps?": "error, failure",
    r"themself": "nothing, or themselves",
    r"(take|takes|taken|took) apart": "tear down",
    r"amongst|whilst|upon|lest|hence|thereof|wherein|whosoever|thrice": "everyday words",
}
"""What is not written, and what is written in its place."""
RULED_OUT: Final = re.compile(rf"\b(?:{'|'.join(INSTEAD)})\b", re.IGNORECASE)
ALLOWED: Final = ("tests/test_english.py", "docs/_site", "docs/pictures/draw.py", "tests/soak/twin_secrets.py")
"""Here the words are the subject, or what somebody in a picture or a test types."""
NOTHING_SAID: Final = frozenset({"a", "an", "the", "of", "to", "it", "thi", "return"})
IN_CODE: Final = re.compile(r"`[^`\n]*`")
"""Names in backticks, such as `beside`: the field of a saved session for what is shown next to the room's words."""


def told(path: Path) -> Iterator[str]:
    """Yield every docstring, comment and sentence of a file, and the name of every function and class as words."""
    product = path.is_relative_to(ROOT / "src")
    for node in ast.walk(ast.parse(text_of(path))):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield text
            case ast.Constant(value=str(text)) if product and " " in text.strip():
                yield text
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name.replace("_", " ")
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def is_override(node: ast.AST) -> bool:
    named = {getattr(each, "id", getattr(each, "attr", "")) for each in getattr(node, "decorator_list", ())}
    return "override" in named


def words(text: str) -> set[str]:
    """Return the words of a name or a sentence, without plurals and without words that say nothing."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    return {word.rstrip("s") for word in re.findall(r"\w+", spaced.replace("_", " "))} - NOTHING_SAID


def ruled_out(name: str, text: str) -> list[str]:
    return [f"{name}: {hit[0]}" for hit in RULED_OUT.finditer(IN_CODE.sub("", text))]


def test_no_word_is_written_for_which_there_is_a_plainer_one() -> None:
    found = list[str]()
    for path in OURS:
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(ALLOWED) and RULED_OUT.search(text_of(path).replace("_", " ")):
            for text in told(path):
                found += ruled_out(name, text)
    for page in (*PAGES, ROOT / "CHANGELOG.md"):
        found += ruled_out(name_of(page), FENCED.sub("", text_of(page)))
    assert found == []


def test_an_override_has_no_docstring_and_no_other_docstring_says_its_name_alone() -> None:
    found = list[str]()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                said = ast.get_docstring(node)
                if said is not None and (is_override(node) or words(said) <= words(node.name)):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {said}")
    assert found == []
