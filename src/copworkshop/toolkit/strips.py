"""Rows of cells without the caches that they do not use.

Textual gives each new strip seven caches. Most strips use one or none, and a screen holds hundreds of strips. Empty
caches took a quarter of the memory of a person's screens.
"""

from collections.abc import Iterable, MutableMapping
from typing import Any, Final, cast

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

_SIZES: Final = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""Textual's caches, each with the number of entries that Textual gives it."""


class _WhenUsed:
    """A cache of a strip that is made at its first use."""

    def __init__(self, slot: Any, entries: int) -> None:
        self._slot = slot
        self._entries = entries

    def __get__(self, strip: Strip | None, owner: type[Strip]) -> Any:
        if strip is None:
            return self
        try:
            return self._slot.__get__(strip, owner)
        except AttributeError:
            cache = FIFOCache[Any, Any](self._entries)
            self._slot.__set__(strip, cache)
            return cache


def _make(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = strip._link_ids = strip._cell_count = None


def share_rows(rows: MutableMapping[int, Strip]) -> None:
    """Replace equal rows, such as empty ones, by one strip. Textual then cuts and renders it once for all of them."""
    known: dict[tuple[Segment, ...], Strip] = {}
    for y, strip in rows.items():
        rows[y] = known.setdefault(tuple(strip), strip)


def lazy_strip_caches() -> None:
    """Make every strip of this process create its caches at their first use. A second call changes nothing more."""
    for name, entries in _SIZES.items():
        slot = getattr(Strip, name)
        if not isinstance(slot, _WhenUsed):
            setattr(Strip, name, _WhenUsed(slot, entries))
    Strip.__init__ = cast(Any, _make)  # type: ignore[method-assign]
