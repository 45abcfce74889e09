"""How the top ten would change under another counting rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from copworkshop.ranking.registry import DEFAULT, RULES
from copworkshop.ranking.rule import Rule
from copworkshop.ranking.tally import DEPTH, TOP, ideas_of, top
from copworkshop.ranking.votes import C, Votes


@dataclass(frozen=True, slots=True)
class Swap(Generic[C]):
    """What another rule would change in the list. The two numbers can differ, because of ties at the last place."""

    rule: str
    comes_in: tuple[C, ...]
    drops_out: tuple[C, ...]


@dataclass(frozen=True, slots=True)
class Robustness(Generic[C]):
    """How far a top ten depends on the rule."""

    rule: str
    """The rule that made the list."""
    stays: tuple[C, ...]
    """The ideas that are in the list under every rule, in the order of the list."""
    swaps: tuple[Swap[C], ...]
    """One for each other rule under which other ideas are in the list. The order within the list is ignored."""


def robustness(
    votes: Votes[C],
    *,
    places: int = TOP,
    depth: int = DEPTH,
    rule: Rule = DEFAULT,
    others: Mapping[str, Rule] = RULES,
) -> Robustness[C]:
    """Compare the first `places` under `rule` with those under each of the `others`.

    Raises:
        ValueError: `places` or `depth` is below one.

    """
    listed = ideas_of(top(rule.count_votes(votes, depth=depth), places))
    stays, swaps = listed, []
    for other in others.values():
        instead = ideas_of(top(other.count_votes(votes, depth=depth), places))
        stays = tuple(idea for idea in stays if idea in instead)
        comes_in = tuple(idea for idea in instead if idea not in listed)
        drops_out = tuple(idea for idea in listed if idea not in instead)
        if comes_in or drops_out:
            swaps.append(Swap(rule=other.name, comes_in=comes_in, drops_out=drops_out))
    return Robustness(rule=rule.name, stays=stays, swaps=tuple(swaps))
