"""A ballot typed as numbers: “3, 7 1” is idea 3 first, then 7, then 1."""

import re
from collections.abc import Mapping
from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import BODY, ERROR, QUIET, WARN

_BETWEEN: Final = re.compile(r"[\s,;、，；]+")
_MOST_DIGITS: Final = 6  # a longer number is a typing error: no idea has such a number


class NotNumbers(ValueError):  # noqa: N818 - it is an answer, not a fault
    """The typed text is not a list of numbers. The error's text is a sentence for the person who typed it."""


def parse_picks(typed: str) -> tuple[int, ...]:
    """Return the typed numbers in order. They are separated by spaces, commas or semicolons.

    Whether ideas with these numbers exist is not checked here.

    Raises:
        NotNumbers: a part of the text is not a number.

    """
    return tuple(_number(part) for part in _parts(typed))


def echo(typed: str, wording: Mapping[int, str], most: int) -> list[Content]:
    """Show the picks typed so far, each on a line with its place and wording. An invalid pick's line says why.

    `wording` has the wording for every number that can be picked. `most` is the number of places on a ballot.
    """
    lines: list[Content] = []
    seen: set[int] = set()
    for place, part in enumerate(_parts(typed), start=1):
        try:
            number = _number(part)
        except NotNumbers:
            lines.append(Content.styled(f"{place}. “{part}” is no number", ERROR))
            continue
        if number not in wording:
            lines.append(Content.styled(f"{place}. no idea {number} on the list", ERROR))
        elif number in seen:
            lines.append(Content.styled(f"{place}. {number} is here twice", ERROR))
        elif place > most:
            lines.append(Content.styled(f"{place}. {number} is too many: {most} at most", WARN))
        else:
            lines.append(Content.assemble((f"{place}. ", QUIET), (f"{number} ", f"bold {BODY}"), wording[number]))
        seen.add(number)
    return lines


def _parts(typed: str) -> list[str]:
    return [part for part in _BETWEEN.split(typed) if part]


def _number(part: str) -> int:
    if not part.isdecimal() or len(part) > _MOST_DIGITS:
        raise NotNumbers(f"“{part}” is no number. Type the numbers of the ideas, best first, such as 3 7 1.")
    return int(part)
