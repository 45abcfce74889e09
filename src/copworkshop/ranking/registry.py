"""The counting rules by name."""

from collections.abc import Mapping
from types import MappingProxyType

from copworkshop.ranking.approval import APPROVAL
from copworkshop.ranking.borda import BORDA
from copworkshop.ranking.copeland import COPELAND
from copworkshop.ranking.dowdall import DOWDALL
from copworkshop.ranking.points import POINTS
from copworkshop.ranking.rule import Rule
from copworkshop.ranking.schulze import SCHULZE

DEFAULT = POINTS

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rule in (POINTS, BORDA, DOWDALL, APPROVAL, COPELAND, SCHULZE)}
)
"""All rules by name. The default is first."""


def rule_named(name: str) -> Rule:
    """Return the rule of this name.

    Raises:
        ValueError: there is no such rule.

    """
    try:
        return RULES[name]
    except KeyError:
        raise ValueError(f"There is no counting rule “{name}”; choose one of {', '.join(RULES)}.") from None
