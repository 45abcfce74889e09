"""Logging failures without a word that anybody wrote: an error's message and its local variables may hold some."""

import asyncio
import logging
import traceback
from typing import Any, Final

SCREEN_FAILED: Final = "The screen of somebody who is connected failed"
"""The sentence about an app that crashed, for the log and for the facilitator."""

_log: Final = logging.getLogger(__name__)


def log_failure(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that this failed: the error's type and where it came from, the innermost place first."""
    places = [
        f"{_without_home(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error("%s: %s", what, " < ".join([type(error).__qualname__, *reversed(places)]))


def _without_home(path: str) -> str:
    """Return where in a library or in ours a file is: the folders before it may bear a person's name."""
    for before in ("site-packages/", "/src/", "/lib/"):
        path = path.rpartition(before)[2]
    return path


def log_unheard(loop: asyncio.AbstractEventLoop) -> None:
    """Log every error that is raised in a timer or a forgotten task of this loop as other failures are logged."""
    loop.set_exception_handler(_unheard)


def _unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if error is not None:
        log_failure(_log, "Something failed that nobody waited for", error)
    else:
        _log.error("%s: %s", "Something went wrong in the event loop", context["message"])
