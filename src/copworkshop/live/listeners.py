"""Calls listeners. A listener that fails harms neither the other listeners nor the caller."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from copworkshop.model.failures import log_failure

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Listeners(Generic[T]):
    """Functions that are called with each piece of news, in the order in which they subscribed."""

    def __init__(self) -> None:
        self._listeners: dict[object, Callable[[T], None]] = {}

    def __len__(self) -> int:
        return len(self._listeners)

    def subscribe(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Call `listener` with all news from now on; return the function that ends the subscription at once."""
        token = object()
        self._listeners[token] = listener

        def end() -> None:
            self._listeners.pop(token, None)

        return end

    def tell(self, news: T) -> None:
        """Call every listener. If one raises an exception, it is logged and the next listener is called."""
        for token, listener in tuple(self._listeners.items()):
            if token in self._listeners:  # an earlier listener may have ended this subscription
                tell_one(listener, news)


def tell_one(listener: Callable[[T], None], news: T) -> None:
    """Call a listener. An exception that it raises is logged, so that the other listeners are still called."""
    try:
        listener(news)
    except Exception as error:  # any bug in a listener
        log_failure(_log, "A listener failed", error)
