"""Telling those who listen, so that one that fails harms neither the others nor who tells."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from copworkshop.model.failures import log_failure

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Listeners(Generic[T]):
    """Functions that are called, in the order in which they came, with each thing there is to tell."""

    def __init__(self) -> None:
        self._listeners: dict[object, Callable[[T], None]] = {}

    def __len__(self) -> int:
        return len(self._listeners)

    def subscribe(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Call `listener` with whatever is told from now on; return the function that ends it, at once and for good."""
        token = object()
        self._listeners[token] = listener

        def end() -> None:
            self._listeners.pop(token, None)

        return end

    def tell(self, news: T) -> None:
        """Call every listener. What one raises is logged, and the next is called."""
        for token, listener in tuple(self._listeners.items()):
            if token in self._listeners:  # a listener before it may have ended it
                tell_one(listener, news)


def tell_one(listener: Callable[[T], None], news: T) -> None:
    """Call a listener. What it raises is logged, so that the others are still told."""
    try:
        listener(news)
    except Exception as error:  # whatever it is
        log_failure(_log, "A listener failed", error)
