"""The time from the command to the first paint: ``copworkshop`` next to an empty Textual app, each a new process.

The bar is 1.5 times the empty app.
"""

import os
import pty
import select
import signal
import sys
import tempfile
import termios
from importlib.metadata import version
from time import perf_counter

from benchmarks.harness import Row, Table

REPEATS = 7
SECONDS = 30.0

PAINTED = b"Communities of Practice in Action"
"""The text under the title of the first screen."""

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""


def run() -> Table:
    """Start both in turn, so that a busy moment of the machine affects both."""
    ours: list[float] = []
    floor: list[float] = []
    with tempfile.TemporaryDirectory() as sessions:
        command = [sys.executable, "-m", "copworkshop", "--sessions", sessions]
        first_paint(command, PAINTED)  # once before, so that all modules are compiled
        for _ in range(REPEATS):
            ours.append(first_paint(command, PAINTED))
            floor.append(first_paint([sys.executable, "-c", EMPTY], b"painted"))
    return Table(
        title="Start to first paint",
        unit="ms",
        rows=(Row(name="copworkshop", figures=tuple(ours), floor=tuple(floor), most_times=1.5),),
        floor=f"an empty app, Textual {version('textual')}",
    )


def first_paint(command: list[str], sign: bytes) -> float:
    """Return the milliseconds from starting `command` on an 80×24 terminal until it writes `sign`.

    Raises:
        RuntimeError: it did not write `sign` within half a minute, or ended before.

    """
    begun = perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color")
        os.execvp(command[0], command)  # noqa: S606 - the benchmark's own commands
    termios.tcsetwinsize(terminal, (24, 80))
    written = b""
    try:
        while sign not in written:
            left = SECONDS - (perf_counter() - begun)
            if left <= 0 or not select.select([terminal], [], [], left)[0]:
                raise RuntimeError(f"{command[0]} painted nothing within {SECONDS:.0f} s")
            try:
                written += os.read(terminal, 65536)
            except OSError:
                raise RuntimeError(f"{command} ended before it painted: {written[-500:]!r}") from None
        return (perf_counter() - begun) * 1000
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
