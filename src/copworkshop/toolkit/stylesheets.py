"""Style sheets that are parsed once for all apps of a process, because two hundred people's screens share styles.

Parsing is a sixth of the cost of starting an app. Without sharing, each app would also keep its own copy of the rules.
"""

from collections.abc import Hashable
from typing import Any, Final

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from typing_extensions import override

_MOST_TEXTS: Final = 1024  # of one theme: more than there are widgets with styles of their own

_parsed: Final = LRUCache[Hashable, LRUCache[tuple[Any, ...], list[RuleSet]]](32)
"""The parsed rules, by the colours of the theme that they were parsed with."""


class SharedStylesheet(Stylesheet):
    """The styles of one app. It shares its rules with the other apps of the same theme."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._share()

    @override
    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(1)  # the call below clears this cache, and must not clear the shared one
        super().set_variables(variables)
        self._share()

    @override
    def reparse(self) -> None:
        self.parse()

    def _share(self) -> None:
        colours = frozenset(self._variables.items())
        if colours not in _parsed:
            _parsed[colours] = LRUCache(_MOST_TEXTS)
        self._parse_cache = _parsed[colours]
