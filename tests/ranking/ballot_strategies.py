"""Ballots for the laws: small enough to shrink well, partial ones and empty ones among them."""

from hypothesis import settings
from hypothesis import strategies as st

Ballots = list[list[int]]

A_RULE_EACH = settings(max_examples=25)
"""For a law that is tried on every rule: the rules share the examples."""


@st.composite
def elections(draw: st.DrawFn, *, most_ideas: int = 7, most_ballots: int = 9) -> tuple[list[int], Ballots]:
    ideas = list(range(1, draw(st.integers(1, most_ideas)) + 1))
    ballot = st.permutations(ideas).flatmap(lambda order: st.integers(0, len(ideas)).map(lambda length: order[:length]))
    return ideas, draw(st.lists(ballot, max_size=most_ballots))
