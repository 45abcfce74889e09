"""The one gate for what the commands print, and how they fail: with one sentence and an exit code.

Names of files and folders, and what somebody types as an option, may hold any character. None that a terminal acts on
gets through here.
"""

import argparse
import re
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from copworkshop.store.home import Home

WRONG_USE: Final = 2
FAILED: Final = 1

NOWHERE: Final = "There is nowhere to write to: the standard output is closed. Start it without >&-"

# The bright part of a QR code: the only codes that the commands mean to send.
_COLOURS: Final = re.compile(r"(\x1b\[97;40m[\u2580-\u259f ]*\x1b\[0m)")


_ACTED_ON: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")  # they spell Persian, Indic scripts and emoji


class Trouble(Exception):  # noqa: N818 - a sentence for the person at the keyboard
    """A reason why a command cannot run, as one sentence that says what to do."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def complain(sentence: str, code: int) -> int:
    """Write on standard error what went wrong, and return the exit code."""
    tell(f"copworkshop: {sentence}")
    return code


def tell(sentence: str) -> None:
    """Write a line on standard error, if there is one."""
    if sys.stderr is None:
        return
    with suppress(OSError, Trouble):  # nobody is left to tell
        _write(sys.stderr, printable(sentence, lines=False) + "\n")


def say(text: str) -> None:
    """Write a line, or several, to standard output.

    A file or a pipe gets UTF-8, whatever the locale is, because people's words are in every script. A terminal gets
    its own encoding, with stand-ins for the characters that it does not have.

    Raises:
        Trouble: the standard output is closed.

    """
    parts = _COLOURS.split(text)
    _write(require_output(), "".join(part if place % 2 else printable(part) for place, part in enumerate(parts)) + "\n")


def hand_over(document: bytes) -> None:
    """Write a document to standard output. A file or a pipe gets it byte for byte; a terminal is to get text alone.

    Raises:
        Trouble: the standard output is closed.

    """
    output = require_output()
    if is_terminal(output):
        _write(output, printable(document.decode().removeprefix("\ufeff").replace("\r\n", "\n")))
    else:
        _write_bytes(output, document)


def printable(text: str, *, lines: bool = True) -> str:
    """Return a text with a sign in place of every character that a terminal acts on or that no file can hold.

    With `lines` its line breaks are kept.
    """
    if text.isascii() and text.replace("\n", "" if lines else "\0").isprintable():
        return text
    return "".join(letter if _is_safe(letter, lines=lines) else "\N{REPLACEMENT CHARACTER}" for letter in text)


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a standard stream is a terminal. One that was closed is none."""
    return stream is not None and stream.isatty()


def charset_to_print() -> str:
    """Return Python's name of the character set that the standard output gets."""
    from copworkshop.toolkit.stand_ins import UTF_8, charset_of

    return charset_of(sys.stdout.encoding or UTF_8) if is_terminal(sys.stdout) else UTF_8


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
        tell(home.about_last)


def _is_safe(letter: str, *, lines: bool) -> bool:
    if letter == "\n":
        return lines
    return letter in _JOINERS or unicodedata.category(letter) not in _ACTED_ON


def require_output() -> TextIO:
    """Return the standard output. A command that changes something asks first whether it can say what it did.

    Raises:
        Trouble: the standard output is closed.

    """
    if sys.stdout is None:
        raise Trouble(NOWHERE)
    return sys.stdout


def _write(stream: TextIO, text: str) -> None:
    encoding = (stream.encoding or "utf-8") if is_terminal(stream) or stream is sys.stderr else "utf-8"
    # Written as bytes, because the stream's own way to deal with a letter that it does not have may be to fail.
    _write_bytes(
        stream, text.encode("utf-8", "backslashreplace") if encoding == "utf-8" else _for_terminal(text, encoding)
    )


def _write_bytes(stream: TextIO, data: bytes) -> None:
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from copworkshop.model.system_errors import why

        raise Trouble(f"The output could not be written: {why(error)}. Send it somewhere else.") from error


def _for_terminal(text: str, encoding: str) -> bytes:
    """Return what to send to a terminal of this encoding: plain quotes and hyphens for those that it does not have."""
    from copworkshop.toolkit.stand_ins import charset_of, with_stand_ins

    charset = charset_of(encoding)
    return with_stand_ins(text, charset).encode(charset, "replace")
