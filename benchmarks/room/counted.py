"""``copworkshop`` that says on SIGUSR1, in a line of JSON on standard error, what its event loop holds."""

import asyncio
import json
import os
import signal
from types import FrameType
from typing import Any

from copworkshop.cli import main


def tell(_signal: int, _frame: FrameType | None) -> None:
    """Write how many tasks and timers there are."""
    loop: Any = asyncio.get_running_loop()
    found = {
        "tasks": len(asyncio.all_tasks(loop)),
        "timers": sum(not handle.cancelled() for handle in loop._scheduled),  # noqa: SLF001 - asyncio has no public way,
    }
    # Past sys.stderr: Textual puts its own in its place while an app runs.
    os.write(2, f"{json.dumps(found)}\n".encode())


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, tell)
    main()
