"""The output of the commands, and how they fail: with one sentence and an exit code."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from copworkshop.store.home import Home

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


def home_of(given: argparse.Namespace) -> "Home":
    """Return where the sessions are that this command works on."""
    from copworkshop.store.home import find_home

    return find_home(given.sessions)


def root_of(given: argparse.Namespace) -> Path:
    """Return the folder of sessions that this command works on, as a whole path."""
    return home_of(given).folder


def tell_of_last(home: "Home") -> None:
    """Write on standard error where the sessions of last time are, if they are in another folder."""
    if home.about_last:
        sys.stderr.write(f"{home.about_last}\n")
