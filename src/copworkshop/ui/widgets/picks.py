"""A ballot typed as numbers: “3, 7 1” is idea 3 first, then 7, then 1."""

import re
from collections.abc import Mapping
from typing import Final

from textual.content import Content

from copworkshop.toolkit.theme import BODY, ERROR, QUIET, WARN

_BETWEEN: Final = re.compile(r"[\s,;、，；]+")
_MOST_DIGITS: Final = 6  # more are a slip of the finger, and no idea has such a number


class NotNumbers(ValueError):  # noqa: N818 - it is an answer, not a fault
    """What was typed is not a list of numbers. Its text is a sentence that the person can act on."""


def parse_picks(typed: str) -> tuple[int, ...]:
    """Return the numbers that were typed, in order; none where nothing was.

    They stand apart by spaces, commas or semicolons. Whether there are such ideas is for the rules to say.

    Raises:
        NotNumbers: something typed is no number.

    """
    return tuple(_number(part) for part in _parts(typed))


def echo(typed: str, wording: Mapping[int, str], most: int) -> list[Content]:
    """Say in words what was typed so far, a line a pick with its place; what cannot stand says why.

    `wording` has the words for every number that can be picked, and `most` is how many places a ballot has.
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
