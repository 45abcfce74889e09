"""The other end of :mod:`benchmarks.room.client`: it sends calls to the process of the people."""

import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self


class People:
    """Simulated people in a separate process, who connect to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.room.client", str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # This closes both pipes. The process ends at the end of its input.
        try:
            self._process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def ask(self, call: str, **fields: Any) -> dict[str, Any]:
        """Call a method of :class:`benchmarks.room.client.Crowd`; return its result.

        Raises:
            RuntimeError: the call failed; the text says why.

        """
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.write(json.dumps({"call": call, **fields}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the people's process ended at {call}")
        found: dict[str, Any] = json.loads(answer)
        if "error" in found:
            raise RuntimeError(found["error"])
        return found
