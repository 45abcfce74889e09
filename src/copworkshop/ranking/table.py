"""A count as plain text, for any terminal."""

import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

from copworkshop.ranking.agreement import Agreement
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import DEPTH, Count, Placed
from copworkshop.ranking.votes import C

COLUMNS = 80
_GAP = "  "
_MOST_DECIMALS = 6


def as_table(count: Count[C], top: Iterable[Placed[C]], agreement: Agreement) -> str:
    """Return what ``copworkshop count`` prints: what was counted and how, `top` as a table, and the agreement.

    No line is wider than 80 columns. A long idea is wrapped within its column. Scores that are not whole numbers are
    rounded to as many decimals as are needed to tell different scores apart, six at most.
    """
    placed = list(top)
    figures = [
        [f"{each.place}=" if each.shared else f"{each.place}", score, f"{each.chosen_by}", f"{each.firsts}"]
        for each, score in zip(placed, _scores([each.score for each in placed]), strict=True)
    ]
    heads = ["Place", "Score", "Chosen by", "First"]
    widths = [max(map(len, column)) for column in zip(heads, *figures, strict=True)]
    room = COLUMNS - sum(widths) - len(_GAP) * len(widths)
    ideas = [wrapped(str(each.idea), room) for each in placed]
    widest = max((width(line) for lines in ideas for line in lines), default=0)
    room = min(room, max(widest, len("Idea")))

    def row(cells: Sequence[str], idea: str) -> str:
        place, *rest = (cell.rjust(size) for cell, size in zip(cells, widths, strict=True))
        return _GAP.join([place, idea + " " * (room - width(idea)), *rest]).rstrip()

    body = [row(heads, "Idea")]
    for cells, lines in zip(figures, ideas, strict=True):
        body.append(row(cells, lines[0]))
        body.extend(row([""] * len(cells), line) for line in lines[1:])
    if not placed:
        body = ["Nobody chose anything."]
    rule = RULES[count.rule].explain(count.depth or DEPTH)
    above = wrapped(
        f"{_many(count.ballots, 'ballot')}, {_many(len(count.candidates), 'idea')}, by {count.rule}:", COLUMNS
    )
    below = wrapped(f"{agreement.in_words}.", COLUMNS)
    return "\n".join([*above, *wrapped(rule, COLUMNS), "", *body, "", *below]) + "\n"


def width(text: str) -> int:
    """Return the columns of `text` in a terminal: two for a wide character, none for a combining mark."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def wrapped(text: str, room: int = COLUMNS) -> list[str]:
    """Break `text` between words into lines of at most `room` columns. A wider word is broken inside."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if width(lines[-1] + char) > room:
                lines.append("")
            lines[-1] += char
    return lines


def _scores(scores: Sequence[Fraction]) -> list[str]:
    decimals = 0 if all(score.denominator == 1 for score in scores) else 2
    shown = [_rounded(score, decimals) for score in scores]
    while decimals and len(set(shown)) < len(set(scores)) and decimals < _MOST_DECIMALS:
        decimals += 1
        shown = [_rounded(score, decimals) for score in scores]
    return shown


def _rounded(score: Fraction, decimals: int) -> str:
    return f"{float(round(score, decimals)):.{decimals}f}" if decimals else f"{round(score)}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
