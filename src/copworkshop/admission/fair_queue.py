"""A queue in which those who wait take turns by address or person, so that one with many holds up nobody else."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class FairQueue(Generic[K, T]):
    """Items that wait, each under a key. The keys take turns, and so do the items of a key, in their order."""

    def __init__(self) -> None:
        self._of: dict[K, deque[T]] = {}  # the key whose turn is next comes first; none has no items

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    def __bool__(self) -> bool:
        return bool(self._of)

    @property
    def next_key(self) -> K:
        """The key whose turn is next. Somebody must wait."""
        return next(iter(self._of))

    @property
    def keys(self) -> tuple[K, ...]:
        """The keys of those who wait, the one whose turn is next first."""
        return tuple(self._of)

    def add(self, key: K, item: T) -> None:
        """Let an item wait behind all others of its key."""
        self._of.setdefault(key, deque()).append(item)

    def take(self, key: K) -> T:
        """Take out the next item of a key, which then waits behind all other keys. Somebody must wait under it."""
        items = self._of.pop(key)
        item = items.popleft()
        if items:
            self._of[key] = items
        return item

    def remove(self, key: K, item: T) -> None:
        """Take out an item before its turn. Harmless if it does not wait."""
        items = self._of.get(key, deque())
        if item in items:
            items.remove(item)
            if not items:
                del self._of[key]

    def put_first(self, key: K) -> None:
        """Let a key have the next turn, if anything waits under it."""
        if key in self._of:
            self._of = {key: self._of.pop(key), **self._of}
