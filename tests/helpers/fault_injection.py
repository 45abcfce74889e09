"""Calls to the system that fail: one error, or the death of the process at that call."""

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest


class Killed(BaseException):
    """Stands for SIGKILL: after it no call reaches the system any more."""


class Faults:
    """Let the `at`th call to the system fail, once with an error (`dies` False) or for ever.

    Where a folder is given, only what is done to it and below counts, and else nothing is touched.
    """

    ON_PATHS: Final = ("open", "link", "replace", "unlink", "mkdir", "listdir", "stat")
    ON_FILES: Final = ("write", "ftruncate", "fsync", "close")

    def __init__(self, patch: pytest.MonkeyPatch, at: int, *, dies: bool, below: Path | None = None) -> None:
        self.at, self.dies, self.below, self.calls = at, dies, below, 0
        self._handles: set[int] = set()
        self._counting = threading.Lock()
        names = (*self.ON_PATHS[:4], *self.ON_FILES) if below is None else (*self.ON_PATHS, *self.ON_FILES)
        for name in names:
            patch.setattr(os, name, self._around(name, getattr(os, name)))

    @property
    def struck(self) -> bool:
        return self.calls >= self.at

    def _around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            if not self._concerns(name, args):
                return call(*args, **kwargs)
            with self._counting:
                self.calls += 1
                strikes = self.calls == self.at
            if strikes and name == "write":
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
            if name == "close":
                self._handles.discard(args[0])
                call(*args)  # or the test itself would run out of handles
            if self.dies and self.struck:
                raise Killed
            if strikes:
                raise OSError(errno.EIO, "Input/output error")
            if name == "close":
                return None
            result = call(*args, **kwargs)
            if name == "open":
                self._handles.add(result)
            return result

        return counted

    def _concerns(self, name: str, args: tuple[Any, ...]) -> bool:
        if self.below is None:
            return True
        if name in self.ON_FILES:
            return args[0] in self._handles
        return isinstance(args[0], str | Path) and Path(args[0]).is_relative_to(self.below)
