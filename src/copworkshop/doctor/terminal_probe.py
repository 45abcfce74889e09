"""Asks the terminal how wide it draws a character, because only the terminal knows.

Each sample is written at the left edge. Then the terminal reports the position of its cursor (ECMA-48 8.3.14, CPR, as
the answer to DSR 6). The samples are erased again.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

_REPORT: Final = re.compile(rb"\x1b\[\d+;(\d+)R")
_PATIENCE: Final = 1.5  # seconds; enough for a distant terminal, and not too long for one that never answers
_WIPE: Final = "\r\x1b[K"

Read = Callable[[float], bytes]
"""Waits at most that number of seconds for bytes from the terminal, and returns them; empty if none came."""


def ask_widths(samples: Sequence[str], write: Callable[[str], None], read: Read) -> tuple[int, ...] | None:
    """Return the width in cells of each sample on a terminal; None if the terminal does not answer."""
    write("".join(f"\r{sample}\x1b[6n" for sample in samples) + _WIPE)
    heard, end = b"", time.monotonic() + _PATIENCE
    while len(_REPORT.findall(heard)) < len(samples):
        left = end - time.monotonic()
        if left <= 0:
            return None
        heard += read(left)
    return tuple(int(column) - 1 for column in _REPORT.findall(heard)[: len(samples)])


def own_widths(samples: Sequence[str]) -> tuple[int, ...] | None:
    """Return the widths on the terminal in which the program runs; None if it cannot be asked."""
    try:
        with _answers() as read:
            return ask_widths(samples, _write, read)
    except (OSError, ImportError, ValueError):
        return None


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


@contextmanager
def _answers() -> Iterator[Read]:
    """Make the terminal's answers readable at once and without an echo.

    Raises:
        ImportError: this system has no termios (Windows).
        OSError: standard input is not a terminal.

    """
    import os
    import select
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)

        def read(seconds: float) -> bytes:
            ready, _, _ = select.select([handle], [], [], seconds)
            return os.read(handle, 1024) if ready else b""

        yield read
    except termios.error as error:
        raise OSError(*error.args) from error
    finally:
        termios.tcsetattr(handle, termios.TCSAFLUSH, before)
