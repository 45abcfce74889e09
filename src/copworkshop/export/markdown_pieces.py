"""The pieces that every part of the Markdown report is built of."""

from collections.abc import Iterable

from copworkshop.export.plain import one_line, paragraphs
from copworkshop.export.tree_base import Text


def cited(words: Text) -> str:
    """Return a text of the plan on one line, with its source in brackets where it is the literature's."""
    return one_line(words.text) + _citation(words)


def cited_paragraphs(words: Text) -> str:
    """Return a text of the plan with its paragraphs, with its source behind it where it is the literature's."""
    return paragraphs(words.text) + _citation(words)


def _citation(words: Text) -> str:
    return f" ({one_line(words.source.short)})" if words.source is not None else ""


def heading(level: int, words: str) -> str:
    """Return a heading; its words are Markdown already."""
    return f"{'#' * level} {words}"


def bullets(items: Iterable[str]) -> str:
    """Return a list; its items are Markdown already."""
    return "\n".join(f"- {item}" for item in items)
