"""Which private names of Textual, Rich and AsyncSSH the package uses: read from its own source and theirs."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import copworkshop

PACKAGE = Path(copworkshop.__file__).parent
LIBRARIES = ("textual", "rich", "asyncssh")


class Use(NamedTuple):
    """One private name of a library, in one file of the package."""

    file: str
    """Relative to the package."""
    name: str
    kind: str
    """``override`` of a method, ``import`` of a module, or ``use`` of an attribute."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name != "_"


def is_library(module: str) -> bool:
    return module.partition(".")[0] in LIBRARIES


def uses() -> list[Use]:
    """Return every use of a private name of the three libraries, in the order of the files."""
    return [use for path in sorted(PACKAGE.rglob("*.py")) for use in _uses_in(path)]


def _uses_in(path: Path) -> Iterator[Use]:
    file = path.relative_to(PACKAGE).as_posix()
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and is_library(node.module or ""):
            yield from (Use(file, part, "import") for part in (node.module or "").split(".") if is_private(part))
            yield from (Use(file, alias.name, "import") for alias in node.names if is_private(alias.name))
    for owner, node in _with_owner(tree, None):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and owner is not None:
            if is_private(node.name) and node.name in _inherited(file, owner):
                yield Use(file, node.name, "override")
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            of_self = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
            of_super = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "super"
            if of_super or of_self:
                if owner is not None and node.attr in _inherited(file, owner):
                    yield Use(file, node.attr, "use")
            elif node.attr in _private_names() and not (owner and node.attr in _own(file, owner)):
                yield Use(file, node.attr, "use")


def _with_owner(node: ast.AST, owner: str | None) -> Iterator[tuple[str | None, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        yield owner, child
        within = f"{owner}.{child.name}" if owner and isinstance(child, ast.ClassDef) else owner
        yield from _with_owner(child, within or (child.name if isinstance(child, ast.ClassDef) else owner))


def _class_of(file: str, owner: str) -> type | None:
    """Return a class of ours by its dotted name; None for a class within a function."""
    module = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    found: Any = importlib.import_module(f"copworkshop.{module}")
    for part in owner.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None


@cache
def _own(file: str, owner: str) -> frozenset[str]:
    """Return the private names that a class of ours defines itself."""
    kind = _class_of(file, owner)
    return frozenset() if kind is None else _names_of(kind)


@cache
def _inherited(file: str, owner: str) -> frozenset[str]:
    """Return the private names that a class of ours gets from classes of the libraries."""
    found = _class_of(file, owner)
    if found is None:
        return frozenset()
    names = [_names_of(each) for each in found.__mro__ if is_library(each.__module__)]
    return frozenset().union(*names)


@cache
def _names_of(kind: type) -> frozenset[str]:
    """Return the private names that a class defines, in its body or on `self`."""
    names = {name for name in vars(kind) if is_private(name)}
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError):
        return frozenset(names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_private(node.attr):
            names.add(node.attr)
    return frozenset(names)


@cache
def _private_names() -> frozenset[str]:
    """Return every private name that the three libraries define anywhere."""
    defined = re.compile(r"(?:self\.|cls\.|def |^ {0,4})(_[a-zA-Z]\w*)", re.MULTILINE)
    folders = [Path(str(importlib.import_module(name).__file__)).parent for name in LIBRARIES]
    texts = (path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py"))
    return frozenset(name for text in texts for name in defined.findall(text))


def signatures(name: str) -> dict[str, str]:
    """Return what a private name is, by the library's classes that define it: a signature, or ``attribute``."""
    return {
        f"{owner.__module__}.{owner.__qualname__}": _signature(owner, name)
        for owner in owners()
        if name in _names_of(owner)
    }


def _signature(owner: type, name: str) -> str:
    found = inspect.unwrap(vars(owner)[name]) if callable(vars(owner).get(name)) else vars(owner).get(name)
    if isinstance(found, property):
        return "property"
    return str(inspect.signature(found)) if callable(found) else "attribute"


@cache
def owners() -> tuple[type, ...]:
    """The classes of the libraries whose private names may be used."""
    places = {
        "textual.app": ["App"],
        "textual.screen": ["Screen"],
        "textual.widget": ["Widget"],
        "textual.dom": ["DOMNode"],
        "textual.message_pump": ["MessagePump"],
        "textual.driver": ["Driver"],
        "textual.strip": ["Strip"],
        "textual.timer": ["Timer"],
        "textual.message": ["Message"],
        "textual.css.stylesheet": ["Stylesheet"],
        "textual.filter": ["ANSIToTruecolor"],
        "textual.widgets": ["TextArea", "Input"],
        "textual.document._wrapped_document": ["WrappedDocument"],
        "textual.document._document": ["Document"],
        "textual._animator": ["Animator"],
        "textual._compositor": ["Compositor"],
        "textual._node_list": ["NodeList"],
        "textual._styles_cache": ["StylesCache"],
        "textual._xterm_parser": ["XTermParser"],
        "rich.console": ["Console"],
        "asyncssh.connection": ["SSHConnection", "SSHServerConnection"],
        "asyncssh.channel": ["SSHChannel", "SSHServerChannel"],
    }
    return tuple(getattr(importlib.import_module(module), name) for module, names in places.items() for name in names)
