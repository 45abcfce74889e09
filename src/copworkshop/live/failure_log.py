"""Writes the failures of a running session to a small file in its folder.

Only errors are written, in the form of :mod:`copworkshop.model.failures`: types and places in the code, but nothing
that a person wrote. So nothing has to be removed from the file when a session is closed.
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
"""The file's name in the session's folder; ``session.log.1`` is the previous file."""

MOST_BYTES: Final = 200_000
"""When the file reaches this size, a new file is begun. Only one previous file is kept."""


class FailureLog(RotatingFileHandler):
    """Writes the failures of this process to a file, from :meth:`start` to :meth:`close`.

    The file is created when there is something to write, and is open only during a write. So it does no harm if the
    folder is moved, the process is killed, or a second process runs. A record that cannot be written is dropped,
    because it must not stop the session.
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
        """The failures that the listeners know. Further ones of the same kind are only written."""
        self._written = True

    def start(self) -> None:
        """Write failures from now on. This needs a running event loop."""
        self._loop = asyncio.get_running_loop()
        logging.getLogger("copworkshop").addHandler(self)

    @override
    def close(self) -> None:
        # A second call does nothing.
        logging.getLogger("copworkshop").removeHandler(self)
        super().close()

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with a sentence at the first failure of each kind.

        Returns the function that ends the subscription.
        """
        return self._listeners.subscribe(listener)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._written = True
        super().emit(record)
        if self.stream is not None:
            self.stream.close()
            self.stream = None  # the handler then opens it again for the next record
        self._tell(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        self._written = False

    @override
    def _open(self) -> io.TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600))

    def _tell(self, record: logging.LogRecord) -> None:
        """Notify the listeners on the next turn of the event loop, in an empty context: any app may have failed."""
        what = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        if self._loop is None or self._loop.is_closed() or what in self._told:
            return
        self._told.add(what)
        where = f"Details are in {self.path}." if self._written else f"Details could not be written to {self.path}."
        sentence = f"{what or 'Something failed'}; what was saved is safe. {where}"
        self._loop.call_soon_threadsafe(self._listeners.tell, sentence, context=Context())
