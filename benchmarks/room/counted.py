"""``copworkshop`` that writes the contents of its event loop on SIGUSR1, as a line of JSON on standard error."""

import asyncio
import json
import os
import signal
from types import FrameType
from typing import Any

from copworkshop.cli import main


def tell(_signal: int, _frame: FrameType | None) -> None:
    """Write the numbers of tasks and timers."""
    loop: Any = asyncio.get_running_loop()
    found = {
        "tasks": len(asyncio.all_tasks(loop)),
        "timers": sum(not handle.cancelled() for handle in loop._scheduled),  # noqa: SLF001 - asyncio has no public way,
    }
    # Not to sys.stderr, because Textual replaces it while an app runs.
    os.write(2, f"{json.dumps(found)}\n".encode())


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, tell)
    main()
