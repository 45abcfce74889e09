"""Paper ballots as PrefLib's orders: ``.soc`` and ``.toc``, which name every alternative, ``.soi`` and ``.toi``.

The format is described at https://preflib.github.io/PrefLib-Jekyll/format; N. Mattei and T. Walsh, "PrefLib: A library
for preferences", ADT 2013. The reader accepts current files, with ``# ALTERNATIVE NAME 1: ...`` above orders such as
``3: 1,2,4``. It also accepts files from before 2022, which begin with the number of alternatives. Alternatives are
numbered from 1, or from 0 if the file does so. Braces hold alternatives that share a place.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_box import (
    MAX_BALLOTS,
    MAX_IDEAS,
    MAX_PLACES,
    BadPaper,
    Notes,
    Paper,
    Papers,
    collected,
    many,
    without_shared_last,
)

_HEADER = re.compile(r"#\s*([A-Z ]+?)\s*([0-9]*)\s*:(.*)", re.DOTALL)
_METADATA = re.compile(r"#\s*(ALTERNATIVE NAME\s*[0-9]+|NUMBER ALTERNATIVES)\s*:")
_GROUP = re.compile(r"\{([^{}]*)\}|([^,{}]+)")

Numbered = tuple[int, str]
"""A line and its number, from 1."""


def looks_like_preflib(text: str) -> bool:
    """Tell whether a text has PrefLib's metadata, or is a PrefLib file from before 2022."""
    lines = [line.strip() for line in text[:200_000].splitlines() if line.strip()]
    if any(map(_METADATA.match, lines)):
        return True
    if not lines or not lines[0].isdecimal() or len(lines[0]) > 4:
        return False
    named = lines[1 : int(lines[0]) + 1]
    numbers = [line.partition(",")[0].strip() for line in named]
    first = numbers[0] if numbers else ""
    return first in {"0", "1"} and numbers == [str(int(first) + step) for step in range(int(lines[0]))]


def from_preflib(text: str, *, complete: bool) -> Papers:
    """Read orders. If they are `complete` (``.soc``, ``.toc``), each must name every alternative.

    An order of several people becomes several ballots. In an incomplete file, an empty order is a person who chose
    nothing. Where an order names every alternative, those that share the last place are not ranked.

    Raises:
        BadPaper: a line cannot be read, an order names an alternative twice or one that the file does not list, the
            file contains fewer or more voters than it says, or there is nothing, or too much, to count.

    """
    if text.count(",") > MAX_PLACES:
        raise BadPaper(f"There are more than {MAX_PLACES:,} places in the orders; count them in parts.")
    notes = Notes()
    lines = [
        (number, line.strip()) for number, line in enumerate(StringIO(text, newline=None), start=1) if line.strip()
    ]
    lines = _as_of_today(lines)
    header = [(number, line) for number, line in lines if line.startswith("#")]
    orders = [line for line in lines if not line[1].startswith("#")]
    names, unnamed = _names(header, from_zero=_begins_with_zero(orders))
    papers = collected(_papers(orders, names, notes, complete=complete), names.values())
    people = len(papers.ballots) + len(papers.shared)
    _require_every_order(header, orders)
    for number, voters in _headed(header, "NUMBER VOTERS"):
        if _whole(number, voters) != people:
            raise BadPaper(
                f"Line {number}: the file says that it holds {voters} voters, and it holds {people}; "
                "it may be cut short, so get it again or correct the number."
            )
    papers = without_shared_last(papers, notes)
    blank = sum(not ballot for ballot in papers.ballots)
    told = [
        f"PrefLib orders, {many(people, 'ballot')} over {many(len(names), 'idea')}",
        *([f"{blank:,} of them blank"] if blank else []),
        *(["alternatives are numbered from 0"] if 0 in names else []),
        *([f"{many(unnamed, 'alternative')} without a name shown by number"] if unnamed else []),
    ]
    return replace(papers, read_as="; ".join(told), left_out=notes.told())


def _require_every_order(header: list[Numbered], orders: list[Numbered]) -> None:
    """Refuse a file that says how many orders it holds, not how many voters, and holds another number of them."""
    if any(_headed(header, "NUMBER VOTERS")):
        return
    for number, several in _headed(header, "NUMBER UNIQUE ORDERS"):
        if _whole(number, several) != len(orders):
            raise BadPaper(
                f"Line {number}: the file says that it holds {several} orders, and it holds {len(orders)}; "
                "it may be cut short, so get it again or correct the number."
            )


def _begins_with_zero(orders: list[Numbered]) -> bool:
    """Tell whether an order names an alternative 0."""
    return any(re.search(r"(?<![0-9])0(?![0-9])", order.partition(":")[2]) for _, order in orders)


def _headed(header: list[Numbered], key: str) -> Iterator[Numbered]:
    """Yield the values of the metadata lines with this key."""
    for number, line in header:
        found = _HEADER.match(line)
        if found and found[1] == key and not found[2]:
            yield number, found[3].strip()


def _names(header: list[Numbered], *, from_zero: bool) -> tuple[dict[int, str], int]:
    """Return the names of the alternatives by number, and how many have none and go by their number.

    Alternatives are numbered from 0 if the file names an alternative 0, or if it names none and orders do so.
    """
    names: dict[int, str] = {}
    for number, value in _headed(header, "NUMBER ALTERNATIVES"):
        size = _whole(number, value)
        if size > MAX_IDEAS:
            raise BadPaper(f"Line {number}: this is more than {MAX_IDEAS:,} alternatives; count them in parts.")
        start = _first_number(header, from_zero=from_zero)
        names = {alternative: str(alternative) for alternative in range(start, start + size)}
    line_of: dict[str, int] = {}
    named: set[int] = set()
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
        named.add(alternative)
        if not visible(name):
            named.discard(alternative)
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
    return names, len(names) - len(named)


def _first_number(header: list[Numbered], *, from_zero: bool) -> int:
    numbers = [found[2] for _, line in header if (found := _HEADER.match(line)) and found[1] == "ALTERNATIVE NAME"]
    given = [int(number[:9]) for number in numbers if number]
    return 0 if 0 in given or (from_zero and not given) else 1


def _papers(lines: list[Numbered], names: dict[int, str], notes: Notes, *, complete: bool) -> Iterator[Paper]:
    for number, line in lines:
        people, colon, order = line.partition(":")
        if not colon:
            raise BadPaper(
                f"Line {number}: this is not an order; write how many people gave it, a colon and the numbers of the "
                "alternatives, such as “3: 1,2,4”."
            )
        times = _times(number, people)
        groups = _groups(number, order, notes)
        alternatives = [alternative for group in groups for alternative in group]
        for cell, alternative in enumerate(alternatives, start=1):
            if alternative not in names:
                raise BadPaper(
                    f"Line {number}, place {cell}: the file lists no alternative {alternative}; correct the number."
                )
        if len(set(alternatives)) < len(alternatives):
            _refuse_twice(number, alternatives)
        if complete and len(alternatives) < len(names):
            raise BadPaper(
                f"Line {number}: {len(alternatives)} of {len(names)} alternatives are named, and a .soc or .toc file "
                "names them all; complete the order, or rename the file to .soi or .toi."
            )
        if len(alternatives) == len(groups):
            yield Paper(number, tuple(names[alternative] for alternative in alternatives), times)
        else:
            shared = tuple(tuple(names[alternative] for alternative in group) for group in groups)
            yield Paper(number, (), times, shared=shared)


def _times(number: int, people: str) -> int:
    """Return how many people gave an order."""
    times = _whole(number, people)
    if times < 1:
        raise BadPaper(f"Line {number}: an order that nobody gave cannot be counted; take out the line.")
    if times > MAX_BALLOTS:
        raise BadPaper(f"Line {number}: this is more than {MAX_BALLOTS:,} ballots; count them in parts.")
    return times


def _groups(number: int, order: str, notes: Notes) -> list[list[int]]:
    """Return the alternatives of an order, those that share a place together."""
    order = order.strip()
    if order.endswith(","):
        order = order.rstrip(", ")
        notes.lines["a comma after the last place"] += 1
    if "{" not in order and "}" not in order:
        return [[_placed(number, place, each)] for place, each in enumerate(order.split(","), start=1)] if order else []
    if not re.fullmatch(r"\s*(\{[^{}]*\}|[^,{}]+)\s*(,\s*(\{[^{}]*\}|[^,{}]+)\s*)*", order):
        raise BadPaper(
            f"Line {number}: the braces do not pair up; put them around alternatives that share a place, "
            "such as “{1,2},3”."
        )
    groups: list[list[int]] = []
    for found in _GROUP.finditer(order):
        members = (found[1] if found[1] is not None else found[2]).strip()
        if members:
            groups.append([_placed(number, len(groups) + 1, each) for each in members.split(",")])
    return groups


def _placed(number: int, place: int, text: str) -> int:
    if not text.strip():
        raise BadPaper(f"Line {number}, place {place}: there is nothing between two commas; take one comma out.")
    return _whole(number, text)


def _refuse_twice(number: int, alternatives: list[int]) -> None:
    for cell, alternative in enumerate(alternatives, start=1):
        if alternative in alternatives[: cell - 1]:
            raise BadPaper(
                f"Line {number}, place {cell}: alternative {alternative} has a place already; "
                "name each once in an order."
            )


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
