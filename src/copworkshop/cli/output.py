"""The output of the commands, and how they fail: with one sentence and an exit code."""

import argparse
import sys
from pathlib import Path
from typing import Final

from copworkshop.store.commands import usual_sessions

WRONG_USE: Final = 2
FAILED: Final = 1


class Trouble(Exception):  # noqa: N818 - a sentence for the person at the keyboard
    """A reason why a command cannot run, as one sentence that says what to do."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def complain(sentence: str, code: int) -> int:
    """Write on standard error what went wrong, and return the exit code."""
    sys.stderr.write(f"copworkshop: {sentence}\n")
    return code


def say(text: str) -> None:
    """Write to standard output in UTF-8, whatever the locale is, because people's words are in every script."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def root_of(given: argparse.Namespace) -> Path:
    """Return the folder of sessions."""
    if given.sessions is not None:
        return Path(given.sessions)
    return usual_sessions()
