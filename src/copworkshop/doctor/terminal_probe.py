"""How wide a terminal draws something: the terminal itself is asked, for it alone knows.

Each sample is written at the left edge, and the terminal reports where its cursor then stands (ECMA-48 8.3.14, CPR;
asked for by DSR 6). What was written is wiped again.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

_REPORT: Final = re.compile(rb"\x1b\[\d+;(\d+)R")
_PATIENCE: Final = 1.5  # seconds; a terminal far away takes a while, one that never answers should not take long
_WIPE: Final = "\r\x1b[K"

Read = Callable[[float], bytes]
"""Waits at most so many seconds for what the terminal sends, and returns it; nothing where nothing came."""


def ask_widths(samples: Sequence[str], write: Callable[[str], None], read: Read) -> tuple[int, ...] | None:
    """Return how many cells wide a terminal draws each sample; None where it does not answer."""
    write("".join(f"\r{sample}\x1b[6n" for sample in samples) + _WIPE)
    heard, end = b"", time.monotonic() + _PATIENCE
    while len(_REPORT.findall(heard)) < len(samples):
        left = end - time.monotonic()
        if left <= 0:
            return None
        heard += read(left)
    return tuple(int(column) - 1 for column in _REPORT.findall(heard)[: len(samples)])


def own_widths(samples: Sequence[str]) -> tuple[int, ...] | None:
    """Ask the terminal that the program runs in; None where that cannot be done."""
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
    """Let what the terminal answers be read as it comes, and seen by nobody.

    Raises:
        ImportError: this system has no such terminals (Windows).
        OSError: standard input is no terminal.

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
