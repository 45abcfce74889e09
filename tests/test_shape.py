"""The shape of the code: functions with few branches, and classes of screens with few methods."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parents[1] / "src"
MOST_COMPLEX: Final = 15
MOST_METHODS: Final = 25

BRANCHES: Final = frozenset(
    {
        ast.If,
        ast.IfExp,
        ast.For,
        ast.AsyncFor,
        ast.While,
        ast.comprehension,
        ast.ExceptHandler,
        ast.Assert,
        ast.match_case,
    }
)


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Return every module by its name."""
    found = sorted(SOURCE.rglob("*.py"))
    return tuple((path.relative_to(SOURCE / "copworkshop").as_posix(), ast.parse(path.read_bytes())) for path in found)


def complexity_of(function: ast.AST) -> int:
    """Count the ways through a function, as radon does: one, and one more for each branch and each `and` or `or`."""
    count = 1
    for node in ast.walk(function):
        count += type(node) in BRANCHES
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += len(node.ifs)
    return count


def functions_in(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions that are in no other one: what is in a function counts there."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        elif isinstance(child, ast.stmt):
            yield from functions_in(child)


def complex_functions(name: str, module: ast.Module) -> Iterator[str]:
    for function in functions_in(module):
        if (found := complexity_of(function)) > MOST_COMPLEX:
            yield f"{name}:{function.lineno} {function.name}: {found}"


def methods_of(name: str, module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each class of a module with the number of its methods."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield f"{name} {node.name}", sum(isinstance(x, ast.FunctionDef | ast.AsyncFunctionDef) for x in node.body)


def test_no_function_has_more_than_fifteen_ways_through_it() -> None:
    assert [found for name, module in modules() for found in complex_functions(name, module)] == []


def test_no_class_of_a_screen_has_more_than_25_methods() -> None:
    of_screens = [(name, module) for name, module in modules() if name.startswith("ui/")]
    counted = [each for name, module in of_screens for each in methods_of(name, module)]
    assert [(name, count) for name, count in counted if count > MOST_METHODS] == []


def test_every_branch_is_counted() -> None:
    source = """
async def many(a, b):
    assert a
    if a and b or a:
        pass
    elif b:
        pass
    for _ in a:
        while b:
            pass
    async for _ in a:
        pass
    try:
        pass
    except ValueError:
        pass
    match a:
        case 1:
            pass
        case 2:
            pass
    return [x if x else b for x in a if x if b]
"""
    (function,) = ast.parse(source).body
    assert complexity_of(function) == 1 + 1 + 3 + 1 + 3 + 1 + 2 + 4
    assert [*complex_functions("one.py", ast.parse(source))] == ["one.py:2 many: 16"]
