"""People's words inside Markdown come out as they went in."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from copworkshop.export.plain import one_line, paragraphs, quoted
from copworkshop.model.text import clean_line, clean_paragraph

READERS = {
    "CommonMark": MarkdownIt("commonmark"),
    "CommonMark with tables and strikethrough": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
}
HARMLESS = {"paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close", "inline", "text", "hardbreak"}

# Pieces that make up markup, so that random texts hit on it.
PIECES = [
    *"#>-+=|*_`~<>&[]()!:\\ \n\u3000\u00a0.",
    "1",
    "9)",
    "12.",
    "a",
    "é",
    "字",
    "    ",
    "---",
    "===",
    "```",
    "~~~",
]
PIECES += ["<b>", "</b>", "<!--", "&amp;", "&#35;", "](x)", "http://a.b", "![", "[a]: x", "| a |", "|-|", " ##"]
nasty = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
anything = st.one_of(nasty, st.text(max_size=60))
lines = anything.map(clean_line).filter(bool)

HOSTILE = [
    "# heading",
    "## heading ##",
    "Heading\n===",
    "Heading\n---",
    "<script>alert(1)</script>",
    "<!-- never closed",
    "[click](javascript:alert(1))",
    "](javascript:alert(1))",
    "![picture](http://example.org/x.png)",
    "<http://example.org>",
    "[a]: http://example.org\n\n[a]",
    "```\ncode\n```",
    "~~~\ncode",
    "`code`",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "a\n:-",
    "- item\n+ item\n* item",
    "1. item\n2) item",
    "> quotation",
    "    indented code",
    "  - indented item",
    "\u3000全角の字下げ",
    "***\n___",
    "**bold** _slanted_ ~~struck~~ snake_case",
    "&lt;b&gt; &#35; &nbsp; AT&T",
    "back\\slash\\\nand another\\",
    "two spaces  \nat the end",
    "שלום\nمرحبا\nनमस्ते\n你好\nสวัสดี\nမင်္ဂလာပါ",
]


def shown(inline: Token) -> str:
    """Return the words that a reader of this paragraph or heading sees."""
    return "".join("\n" if child.type == "hardbreak" else child.content for child in inline.children or [])


def inlines(tokens: list[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.type == "inline")


def types(tokens: list[Token]) -> set[str]:
    return {each.type for token in tokens for each in (token, *(token.children or []))}


def as_seen(text: str) -> str:
    """Return what is promised of a text: its lines without what is unseen at their ends, one empty line at most."""
    ends_trimmed = "\n".join(line.rstrip() for line in text.split("\n"))
    blocks = [block.strip("\n") for block in ends_trimmed.split("\n\n")]
    return "\n\n".join(block for block in blocks if block)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_read_as_the_words_they_are(reader: MarkdownIt, text: str) -> None:
    tokens = reader.parse(quoted(text))
    assert types(tokens) <= HARMLESS
    assert "\n\n".join(map(shown, inlines(tokens))) == as_seen(text)


@given(anything)
def test_any_paragraphs_are_read_as_they_were_typed(text: str) -> None:
    text = clean_paragraph(text)
    for reader in READERS.values():
        tokens = reader.parse(paragraphs(text))
        assert types(tokens) <= HARMLESS
        assert "\n\n".join(map(shown, inlines(tokens))) == as_seen(text)


@given(lines)
@example("trailing ###")
@example("###")
@example("1. first")
@example("--- ---")
@example("-- -")
def test_any_line_can_be_a_heading_or_an_item(line: str) -> None:
    for reader in READERS.values():
        heading, item = inlines(reader.parse(f"# {one_line(line)}\n\n- {one_line(line)}\n"))
        assert (heading.level, shown(heading)) == (1, line)
        assert (item.level, shown(item)) == (3, line)
        assert types([heading, item]) <= HARMLESS


@given(lines)
def test_any_line_can_follow_our_own_words(line: str) -> None:
    for reader in READERS.values():
        (paragraph,) = inlines(reader.parse(f"Noted: {one_line(line)} (so it was)"))
        assert shown(paragraph) == f"Noted: {line} (so it was)"


@pytest.mark.parametrize(
    "text",
    [
        "Who? Us - and you: 3 of 5 (60 %).",
        "R&D, C# and 3 > 2",
        "-5 degrees",
        "2026.11.23",
        'don\'t; a/b "c" 10 € = 11 $',
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert one_line(text) == text


def test_words_of_nothing_but_space_are_no_paragraph() -> None:
    assert paragraphs(" \n\n \n") == ""
