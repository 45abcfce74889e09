"""Texts that are no ballots, or ballots in formats that are not read: each is refused with its name."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from copworkshop.ranking.paper_box import BadPaper

_ABIF = re.compile(r"\d+\s*[:*xX]\s*[^\s\d].*|[^\s,;<>][^,;<>]*\s>\s\S.*|\S+\s*=\s*\S+\s*>.*|\d+\s*:.*>.*")
_OPENSTV = re.compile(r"(title|method|seats|candidate|ballots|quota|order|random)=.*", re.IGNORECASE)
_WIRE = re.compile(r"\|.*\||(?=\|)[-+|:= ]{3,}")
_MAIL = re.compile(r"(From|To|Subject|Date|Received|Return-Path|Delivered-To|Von|An|Betreff|De|Objet): .*")
_SECTION = re.compile(r"\[[^\[\],;]+\]")
_SETTING = re.compile(r"[\w.-]+\s*=\s*.*")
_COMMAND = re.compile(r"\\[a-zA-Z]+\b.*")
_LISTED = re.compile(r"(?:-\s+)?\[.*\],?")
_RULED = re.compile(r"(?=.*[|+])(?=.*-{3})[-+|:= ]+")
_CATEGORIES = re.compile(r"#\s*(NUMBER CATEGORIES|CATEGORY NAME)", re.IGNORECASE)


_AS_CSV = "save the ballots as CSV"
_AS_CSV_WITHOUT_LINES = "save the ballots as CSV, without the lines"


class _Text(NamedTuple):
    """The lines of a text that are not empty."""

    lines: Sequence[str]
    told: Sequence[str]
    """Those that are no comments; there is one at least."""

    def times(self, pattern: re.Pattern[str]) -> int:
        """Return how many lines have a pattern, without comments."""
        return sum(map(bool, map(pattern.fullmatch, self.told)))

    def half(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether at least half of the lines have a pattern."""
        return 2 * self.times(pattern) >= len(self.told)


_FOREIGN: Final[Sequence[tuple[Callable[[_Text], bool], str, str]]] = (
    (lambda text: text.told[0].startswith("<"), "a web page or XML", _AS_CSV),
    (lambda text: text.told[0][0] in "{[" and text.told[-1][-1] in "}]", "JSON", _AS_CSV),
    (
        lambda text: text.told[0].startswith("{\\rtf"),
        "a file of a word processor",
        "save the ballots as plain text",
    ),
    (
        lambda text: len(text.told) > 1 and all(map(_MAIL.fullmatch, text.told[:2])),
        "an e-mail",
        "keep the lines with the ballots",
    ),
    (lambda text: text.times(_SECTION) > 0 and text.times(_SETTING) > 0, "a file of settings", _AS_CSV),
    (lambda text: text.half(_COMMAND), "a file of LaTeX", _AS_CSV),
    (lambda text: text.times(_LISTED) == len(text.told), "a list in brackets", "take out the brackets"),
    (
        lambda text: text.told[0].endswith(":") and any(line.startswith("- ") for line in text.told),
        "a list below a title",
        "write the ideas of a ballot in one row, without a title",
    ),
    (lambda text: text.times(_RULED) > 0, "a table with lines", _AS_CSV_WITHOUT_LINES),
    (
        lambda text: any(map(_CATEGORIES.match, text.lines)),
        "a PrefLib file of categories",
        "use an order, such as .soi",
    ),
    (
        lambda text: 2 * text.times(_WIRE) > len(text.told),
        "a table with lines",
        _AS_CSV_WITHOUT_LINES,
    ),
    (
        lambda text: text.half(_ABIF),
        "a list with “>” or with numbers before each ballot",
        "write the ideas of a ballot in one row of a CSV",
    ),
    (lambda text: text.times(_OPENSTV) > 2, "a file of OpenSTV", "save it as .blt"),
)
"""How each format is recognised, its name, and what to do. The first that a text looks like is named."""


def refuse_foreign(text: str) -> None:
    """Refuse a text in a known format that is not read.

    Raises:
        BadPaper: with the format's name and what to do.

    """
    lines = [line.strip() for line in text[:200_000].splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("#")]
    if not told:
        return
    for is_in, what, todo in _FOREIGN:
        if is_in(_Text(lines, told)):
            raise BadPaper(f"This is {what}, which cannot be read as ballots; {todo}.")
