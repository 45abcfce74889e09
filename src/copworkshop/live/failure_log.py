"""Failures of a running session, written to a small file in its folder.

Only errors are written, as :mod:`copworkshop.model.failures` words them: types and places in the code, and nothing that
a person wrote. So closing a session has nothing to remove from the file.
"""

import asyncio
import io
import logging
import os
import time
from collections.abc import Callable
from contextvars import Context
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from typing_extensions import override

from copworkshop.live.listeners import Listeners

FILE: Final = "session.log"
"""The file's name in the session's folder; ``session.log.1`` holds what was written before."""

MOST_BYTES: Final = 200_000
"""From this size on a new file is begun, and the one before the last is dropped."""


class FailureLog(RotatingFileHandler):
    """Writes what fails in this process to a file, from :meth:`start` to :meth:`close`.

    The file is made when there is something to write, and is open only while that is written: a folder that is moved,
    a process that is killed and a second process are no trouble. What cannot be written is left out: it must not stop
    the session.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FILE, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=True)
        self.path: Final = folder / FILE
        self.setLevel(logging.ERROR)
        form = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        form.converter = time.gmtime
        self.setFormatter(form)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners = Listeners[str]()
        self._told: set[str] = set()
        """What was told: the same again is only written."""
        self._written = True

    def start(self) -> None:
        """Write what fails from now on. Needs a running event loop."""
        self._loop = asyncio.get_running_loop()
        logging.getLogger("copworkshop").addHandler(self)

    def close(self) -> None:
        """Write nothing more; again does nothing."""
        logging.getLogger("copworkshop").removeHandler(self)
        super().close()

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have `listener` told in a sentence when something of a kind fails for the first time; return what ends it."""
        return self._listeners.subscribe(listener)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._written = True
        super().emit(record)
        if self.stream is not None:
            self.stream.close()
            self.stream = None  # as where it was not opened yet
        self._tell(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        self._written = False

    @override
    def _open(self) -> io.TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600))

    def _tell(self, record: logging.LogRecord) -> None:
        """Tell the listeners, on the event loop's next turn and in nobody's context: any app may have failed."""
        what = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        if self._loop is None or self._loop.is_closed() or what in self._told:
            return
        self._told.add(what)
        where = f"Details are in {self.path}." if self._written else f"Details could not be written to {self.path}."
        sentence = f"{what or 'Something failed'}; what was saved is safe. {where}"
        self._loop.call_soon_threadsafe(self._listeners.tell, sentence, context=Context())
