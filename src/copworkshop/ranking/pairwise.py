"""Pairwise comparison: how many people put one idea above another, for every pair of ideas."""

import sys
from array import array
from collections.abc import Sequence

from copworkshop.ranking.votes import C, Votes

_UNSIGNED = ("B", "H", "I", "Q")
"""Type codes of :mod:`array`, the narrowest first."""


def preferences(votes: Votes[C]) -> list[Sequence[int]]:
    """Return ``over``, where ``over[a][b]`` people put candidate `a` above candidate `b`.

    On a ballot, each candidate that it names is above all that it leaves out. Two candidates that it leaves out are not
    compared, and neither are two that share a place.

    A row is one large integer that contains a counter for each rival. So a ballot adds one number for each idea that it
    names, instead of one for each pair. No counter can overflow into the next, because each is wide enough for all
    ballots.
    """
    size, ballots = len(votes.candidates), votes.ballots
    code = next(code for code in _UNSIGNED if ballots < 1 << 8 * array(code).itemsize)
    width = array(code).itemsize
    one_for = [1 << 8 * width * index for index in range(size)]
    everyone = sum(one_for)
    rows = [0] * size
    for order, people in votes.orders:
        below = everyone
        for index in order:
            below -= one_for[index]
            rows[index] += below * people
    for groups, people in votes.tied:
        below = everyone
        for group in groups:
            below -= sum(one_for[index] for index in group)
            for index in group:
                rows[index] += below * people
    return [_unpacked(row, size, code) for row in rows]


def _unpacked(row: int, size: int, code: str) -> Sequence[int]:
    counters = array(code)
    counters.frombytes(row.to_bytes(size * counters.itemsize, "little"))
    if sys.byteorder == "big":
        counters.byteswap()
    return counters
