"""Reading a file whose path the facilitator types: a list of ideas, or paper ballots."""

import asyncio
import stat
from pathlib import Path
from typing import Final

from copworkshop.content.reading import read_regular
from copworkshop.model.text import clean_line

MOST_BYTES: Final = 2_000_000
"""A longer file is refused: it is no list that somebody typed."""


class CannotReadFile(Exception):  # noqa: N818 - named for what it tells
    """The file cannot be read. The message is a sentence that says why and what to do."""


async def read_file(typed: str, only_in: Path | None) -> tuple[str, bytes]:
    """Return the name and the bytes of the file at the path that was typed.

    Quotation marks around the path and a `~` at its start are understood: terminals write them when a file is dropped
    on them. With `only_in`, only a file directly in that folder is read, and its name suffices.

    Raises:
        CannotReadFile: the file does not exist, is too long or is no file, or may not be read.

    """
    text = typed.strip().removeprefix("file://")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if not text:
        raise CannotReadFile("Type the path of the file first; Esc leaves the line.")
    shown = clean_line(text)
    try:
        return await asyncio.to_thread(_read, text, shown, only_in)
    except (OSError, ValueError, RuntimeError) as error:  # a null character, or a home folder that does not exist
        raise CannotReadFile(_why(error, shown)) from None


def _read(text: str, shown: str, only_in: Path | None) -> tuple[str, bytes]:
    path = Path(text).expanduser()
    if not path.exists() and "\\ " in text:
        path = Path(text.replace("\\ ", " ")).expanduser()
    if only_in is not None:
        path = only_in / path
        if path.resolve().parent != only_in.resolve():
            raise CannotReadFile(f"This console reads files in the session's folder alone. Copy it into {only_in}.")
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise CannotReadFile(f"{shown} is a folder. Type the path of a file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise CannotReadFile(f"{shown} is not a file. Type the path of a text file.")
    if found.st_size > MOST_BYTES:
        raise CannotReadFile(f"{shown} is longer than {MOST_BYTES // 1_000_000} MB. Divide it into smaller files.")
    return clean_line(path.name), read_regular(path, MOST_BYTES)


def _why(error: Exception, shown: str) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"There is no file {shown}. A path is looked for from the folder {Path.cwd()}; check its spelling."
    if isinstance(error, PermissionError):
        return f"{shown} may not be read. Change its permissions, or copy it."
    return f"{shown} cannot be read. Check its path, or copy the file."
