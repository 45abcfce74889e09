"""The formats of the report by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from copworkshop.export.markdown import markdown
from copworkshop.export.tree import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the report down."""

    name: str
    ending: str
    """The ending of its files, with the dot."""
    media_type: str
    """Its media type, as a web server or a mail program would say it."""
    render: Callable[[Report], str]
    """Turns the report into the document's text, to be written as UTF-8 with its line ends as they are."""


MARKDOWN = Format(name="md", ending=".md", media_type="text/markdown; charset=utf-8", render=markdown)
"""CommonMark, readable as plain text. The media type is that of RFC 7763."""

FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in (MARKDOWN,)})
"""All formats, the default first."""
