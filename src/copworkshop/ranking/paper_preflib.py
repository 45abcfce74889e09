"""Paper ballots as PrefLib's strict orders: ``.soc``, which name every alternative, and ``.soi``, which need not.

The format is described at https://preflib.github.io/PrefLib-Jekyll/format; N. Mattei and T. Walsh, "PrefLib: A library
for preferences", ADT 2013. The reader accepts current files, with ``# ALTERNATIVE NAME 1: ...`` above orders such as
``3: 1,2,4``. It also accepts files from before 2022, which begin with the number of alternatives.
"""

import re
from collections.abc import Iterator
from io import StringIO

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_box import MAX_IDEAS, BadPaper, Paper, Papers, collected

_HEADER = re.compile(r"#\s*([A-Z ]+?)\s*([0-9]*)\s*:(.*)", re.DOTALL)

Numbered = tuple[int, str]
"""A line and its number, from 1."""


def from_preflib(text: str, *, complete: bool) -> Papers:
    """Read strict orders. If they are `complete` (``.soc``), each must name every alternative.

    An order of several people becomes several ballots. In an incomplete file, an empty order is a person who chose
    nothing.

    Raises:
        BadPaper: a line cannot be read, an order names an alternative twice or one that the file does not list, the
            file contains fewer or more voters than it says, or there is nothing, or too much, to count.

    """
    lines = [
        (number, line.strip()) for number, line in enumerate(StringIO(text, newline=None), start=1) if line.strip()
    ]
    lines = _as_of_today(lines)
    header = [(number, line) for number, line in lines if line.startswith("#")]
    names = _names(header)
    papers = collected(
        _papers([line for line in lines if not line[1].startswith("#")], names, complete=complete), names.values()
    )
    for number, voters in _headed(header, "NUMBER VOTERS"):
        if _whole(number, voters) != len(papers.ballots):
            raise BadPaper(
                f"Line {number}: the file says that it holds {voters} voters, and it holds {len(papers.ballots)}; "
                "it may be cut short, so get it again or correct the number."
            )
    return papers


def _headed(header: list[Numbered], key: str) -> Iterator[Numbered]:
    """Yield the values of the metadata lines with this key."""
    for number, line in header:
        found = _HEADER.match(line)
        if found and found[1] == key and not found[2]:
            yield number, found[3].strip()


def _names(header: list[Numbered]) -> dict[int, str]:
    """Return the names of the alternatives by number. An alternative without a name is named by its number."""
    names: dict[int, str] = {}
    for number, value in _headed(header, "NUMBER ALTERNATIVES"):
        size = _whole(number, value)
        if size > MAX_IDEAS:
            raise BadPaper(f"Line {number}: this is more than {MAX_IDEAS:,} alternatives; count them in parts.")
        names = {alternative: str(alternative) for alternative in range(1, size + 1)}
    line_of: dict[str, int] = {}
    listed = bool(names)
    for number, line in header:
        found = _HEADER.match(line)
        if not found or found[1] != "ALTERNATIVE NAME" or not found[2]:
            continue
        alternative, name = _whole(number, found[2]), clean_line(found[3])
        if listed and alternative not in names:
            raise BadPaper(
                f"Line {number}: there is no alternative {alternative} among the {len(names)} that the file says "
                "it has; correct the number."
            )
        if not visible(name):
            name = str(alternative)
        if name in line_of:
            raise BadPaper(
                f"Line {number}: “{name}” is the name of an alternative on line {line_of[name]} already; "
                "give each a name of its own."
            )
        line_of[name] = number
        names[alternative] = name
    if not names:
        raise BadPaper(
            "The file lists no alternatives; a PrefLib file begins with lines such as “# ALTERNATIVE NAME 1: Trust”."
        )
    return names


def _papers(lines: list[Numbered], names: dict[int, str], *, complete: bool) -> Iterator[Paper]:
    for number, line in lines:
        people, colon, order = line.partition(":")
        if not colon:
            raise BadPaper(
                f"Line {number}: this is not an order; write how many people gave it, a colon and the numbers of the "
                "alternatives, such as “3: 1,2,4”."
            )
        if "{" in order:
            raise BadPaper(
                f"Line {number}: braces mark alternatives that share a place, which a ballot cannot; "
                "use a .soc or .soi file."
            )
        if (times := _whole(number, people)) < 1:
            raise BadPaper(f"Line {number}: an order that nobody gave cannot be counted; take out the line.")
        alternatives = [_whole(number, each) for each in order.split(",")] if order.strip() else []
        for cell, alternative in enumerate(alternatives, start=1):
            if alternative not in names:
                raise BadPaper(
                    f"Line {number}, place {cell}: the file lists no alternative {alternative}; correct the number."
                )
            if alternative in alternatives[: cell - 1]:
                raise BadPaper(
                    f"Line {number}, place {cell}: alternative {alternative} has a place already; "
                    "name each once in an order."
                )
        if complete and len(alternatives) < len(names):
            raise BadPaper(
                f"Line {number}: {len(alternatives)} of {len(names)} alternatives are named, and a .soc file names "
                "them all; complete the order, or rename the file to .soi."
            )
        yield Paper(number, tuple(names[alternative] for alternative in alternatives), times)


def _whole(number: int, text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadPaper(f"Line {number}: “{clean_line(text)[:40]}” is not a whole number; write one in digits.")
    return int(text)


def _as_of_today(lines: list[Numbered]) -> list[Numbered]:
    """Rewrite a file from before 2022, line by line, in the current format.

    Such a file contains the number of alternatives; a line such as ``1,Trust`` for each of them; the number of voters,
    their sum and the number of different orders; and orders such as ``3,1,2,4``.
    """
    if not lines or not lines[0][1].isdecimal():
        return lines
    size = _whole(*lines[0])
    return [
        (lines[0][0], f"# NUMBER ALTERNATIVES: {size}"),
        *((number, "# ALTERNATIVE NAME {}:{}".format(*_parted(line))) for number, line in lines[1 : size + 1]),
        *((number, f"# NUMBER VOTERS: {_parted(line)[0]}") for number, line in lines[size + 1 : size + 2]),
        *((number, "{}:{}".format(*_parted(line))) for number, line in lines[size + 2 :]),
    ]


def _parted(line: str) -> tuple[str, str]:
    first, _, rest = line.partition(",")
    return first.strip(), rest
