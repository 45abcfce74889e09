"""The texts of a plan, each with the mark that says where it comes from, and the works that it is quoted from."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, ClassVar, Self

from pydantic import model_validator

from copworkshop.model.base import Frozen, Key
from copworkshop.model.plan_faults import Place
from copworkshop.model.text import Line, Paragraph, visible


class Mark(StrEnum):
    """Where a text comes from: the deck, the literature, or ourselves."""

    DECK = "deck"
    LITERATURE = "literature"
    OURS = "ours"


class Source(Frozen):
    """A work of the literature that a plan quotes figures or models from."""

    authors: Line
    year: int | None = None
    """When it was published; web pages often do not say."""
    title: Line
    where: Line | None = None

    @property
    def short(self) -> str:
        """The source in a few words, for a line on the stage: authors, and year where it is known."""
        return self.authors if self.year is None else f"{self.authors} {self.year}"


class Words(Frozen):
    """A text of the plan together with its mark.

    In a plan file it is a table with one key that is the mark: ``{ deck = "What is the focal point?" }``,
    ``{ literature = "…", source = "wenger-2002" }``, ``{ ours = "…" }``. A bare string is ``ours``.
    """

    written: ClassVar[tuple[str, ...]] = (*Mark, "source")
    """The keys that it is written with in a file."""

    text: Paragraph
    mark: Mark = Mark.OURS
    source: Key | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_mark(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"text": value}
        if isinstance(value, Words):
            return value
        if not isinstance(value, dict):
            raise ValueError('this is a text; write it in quotation marks, or as { ours = "…" }')
        if "text" in value:
            return value
        marks = [mark for mark in Mark if mark in value]
        if len(marks) != 1:
            raise ValueError('say where the text comes from with one of deck = "…", literature = "…", ours = "…"')
        rest = {key: item for key, item in value.items() if key != marks[0]}
        return {**rest, "text": value[marks[0]], "mark": marks[0]}

    @model_validator(mode="after")
    def _literature_has_a_source(self) -> Self:
        if not visible(self.text):
            raise ValueError("the text is empty")
        if self.mark is Mark.LITERATURE and self.source is None:
            raise ValueError('a text from the literature names its source: add source = "…"')
        return self

    def __str__(self) -> str:
        return self.text


class Prompt(Words):
    """A text that the room's remarks can be noted next to; ``id`` ties the remarks to it."""

    written: ClassVar[tuple[str, ...]] = ("id", *Words.written)

    id: Key


def all_words(value: Any) -> Iterator[Words]:
    """Yield every marked text inside a plan or a part of it."""
    return (words for _, words in words_at(value))


def words_at(value: Any, place: Place = ()) -> Iterator[tuple[Place, Words]]:
    """Yield every marked text inside a plan or a part of it, and where it stands."""
    if isinstance(value, Words):
        yield place, value
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from words_at(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from words_at(item, (*place, number))
