"""What a clock is that measures how long something takes."""

from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds that only grow, such as :func:`time.monotonic`. Tests pass one of their own."""
