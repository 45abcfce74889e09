"""A page as a reader takes it: well-formed or refused, with its headings, words and references."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

VOID = {"meta", "br"}
"""The elements that we write without an end."""


@dataclass
class Element:
    """One element of the page."""

    tag: str
    attributes: dict[str, str | None]
    inside: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """A page that was read; reading fails where an element is not closed in its place."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    doctype: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def read(cls, made: str) -> Self:
        page = cls()
        page.feed(made)
        page.close()
        assert page.open == [], "elements that are never closed"
        return page

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice on <{tag}>"
        element = Element(tag, dict(attrs), tuple(each.tag for each in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(each.tag for each in self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def words(self, *tags: str) -> list[str]:
        """Return what stands in these elements, as a browser shows it, on one line."""
        return [" ".join(element.text.split()) for element in self.all(*tags)]

    @property
    def outline(self) -> list[tuple[str, str]]:
        return [(each.tag, " ".join(each.text.split())) for each in self.all("h1", "h2", "h3", "h4", "h5", "h6")]
