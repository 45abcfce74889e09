"""The event loop that all our code runs on, and the way to run a coroutine on it.

From Python 3.12 on, Textual 8.2.8 sets asyncio's eager task factory for the whole loop as soon as an app runs
(``App.run_async``; its pull request 6102). AsyncSSH 2.24.1 starts the coroutine of a login in a constructor
(``auth.Auth.__init__``) and assigns the object afterwards. An eager task may end before that assignment, and then the
login never ends. Therefore this loop keeps plain tasks, as in Python 3.11.
"""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from typing_extensions import override

if sys.platform == "win32":
    _SystemLoop = asyncio.ProactorEventLoop
else:
    _SystemLoop = asyncio.SelectorEventLoop

Result = TypeVar("Result")

_SWITCH_SECONDS: Final = 0.001
"""After so long, a thread that computes lets the event loop run. With Python's 5 ms a key takes several times as long
while a document is made, because its handling loses the interpreter more than once."""


class EventLoop(_SystemLoop):
    """The system's usual event loop, except that a task never starts before the next turn."""

    @override
    def set_task_factory(self, factory: Any) -> None:
        pass  # tasks stay plain, whatever requests another factory


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a new :class:`EventLoop`, as ``asyncio.run`` does on the system's loop; return its result."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=EventLoop) as runner:  # noqa: TID251  the one place
        return runner.run(work)


def require_plain_tasks() -> None:
    """Make sure that the running loop is an :class:`EventLoop`.

    Raises:
        RuntimeError: it is another loop, on which a login over SSH could wait for ever.

    """
    if not isinstance(asyncio.get_running_loop(), EventLoop):
        raise RuntimeError("An SSH server needs plain tasks: run it with copworkshop.toolkit.event_loop.run.")
