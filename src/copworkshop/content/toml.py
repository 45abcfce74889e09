"""Reads a TOML file that a person may have written. Every way in which this fails becomes a sentence."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from copworkshop.content.faults import BadFile, Fault, fault_of_file, quoted
from copworkshop.content.lines import line_of_longer_key
from copworkshop.content.reading import read_regular
from copworkshop.model.system_errors import Doing, NotAFile, why

LARGEST: Final = 1_000_000
"""Bytes; a larger file cannot be one of this program."""

DEEPEST: Final = 20
"""Levels of tables and lists; more than any file of ours has."""

_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_text(path: Path, file: str) -> str:
    """Return the text of the file at `path`, without a byte order mark.

    `file` is what the person calls it. Raises :class:`BadFile` if the file is missing, no regular file, over 1 MB, not
    readable or not UTF-8.
    """
    try:
        content = read_regular(path, LARGEST + 1)
    except NotAFile as error:
        instead = "; name the file in it" if error.kind == "a folder" else ", not a file; name a file"
        raise BadFile([fault_of_file(file, f"is {error.kind}{instead}")]) from None
    except FileNotFoundError:
        raise BadFile([fault_of_file(file, "there is no such file; check the name and the folder")]) from None
    except PermissionError:
        raise BadFile([fault_of_file(file, "may not be read by you; change its permissions")]) from None
    except OSError as error:
        raise BadFile([fault_of_file(file, f"cannot be read: {why(error, Doing.READING)}")]) from None
    except ValueError:
        raise BadFile([fault_of_file(file, "cannot be read: its name cannot be the name of a file")]) from None
    if len(content) > LARGEST:
        raise BadFile([fault_of_file(file, "is over 1 MB; that is too large to be one of our files")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile([Fault(file, line, "", "is not UTF-8 text from here on; save the file as UTF-8")]) from None


def parse(source: str, file: str) -> dict[str, Any]:
    """Return the table in the TOML text `source`, at most :data:`DEEPEST` levels deep.

    Raises :class:`BadFile`, with line and column if it is not TOML.
    """
    source = source.removeprefix("\ufeff")
    deep = _too_deep_from(source)
    if deep is not None:
        raise BadFile([Fault(file, deep, "", _DEEP_KEY)])
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadFile([_broken(str(error), source, file)]) from None
    except RecursionError:
        raise BadFile([fault_of_file(file, _DEEP)]) from None
    except ValueError:  # a number of thousands of digits
        raise BadFile([fault_of_file(file, "has a value that is far too long; shorten it")]) from None
    except Exception:
        raise BadFile([fault_of_file(file, _ANY)]) from None
    if _is_too_deep(table):
        raise BadFile([fault_of_file(file, _DEEP)])
    return table


def _too_deep_from(source: str) -> int | None:
    """Return the line of the first key with more than :data:`DEEPEST` parts.

    The time that tomllib takes for a key grows with the square of its parts. Hardly any file has a line with so many
    full stops, so that this costs nothing.
    """
    if all(line.count(".") < DEEPEST for line in source.split("\n")):
        return None
    return line_of_longer_key(source, DEEPEST)


def _is_too_deep(table: dict[str, Any]) -> bool:
    level: list[Any] = [table]
    for _ in range(DEEPEST + 1):
        level = [item for value in level for item in (value.values() if isinstance(value, dict) else value)]
        level = [item for item in level if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def _broken(said: str, source: str, file: str) -> Fault:
    at = _AT.search(said)
    what = said[: at.start()] if at else said
    message = next((say for begins, say in _SENTENCES.items() if what.startswith(begins)), _ANY)
    if message is _TWICE and (key := re.search(r"'([^']*)'", what)):
        message = f"the key {quoted(key[1])} stands here twice; keep one of the two"
    if at and at[1]:
        return Fault(file, int(at[1]), "", message, int(at[2]))
    if "not closed" in message:
        message += " (this is where the file ends)"
    return Fault(file, source.count("\n", 0, len(source.rstrip())) + 1, "", message)


_DEEP: Final = "has lists and tables within each other too deep to read; take some away"
_DEEP_KEY: Final = f"this key has more than {DEEPEST} parts; take some away"
_ANY: Final = "this cannot be read as TOML; compare it with the lines around it"
_TWICE: Final = "this key stands twice; keep one of the two"
_GIVEN: Final = "what this names was given already, further up; bring the two together"
_OPEN_TEXT: Final = "a text is not closed; put a quotation mark at its end"

# How tomllib's messages begin, and a sentence for each that a person who is not a programmer understands.
_SENTENCES: Final = {
    "Expected '=' after a key": "an equals sign is missing between a key and its value",
    "Expected ']": "a header is not closed; put its square bracket",
    "Expected newline or end of document": (
        "something stands behind the value; put it on a line of its own, and check the quotation marks"
    ),
    "Expected": _OPEN_TEXT,
    "Unterminated string": _OPEN_TEXT,
    "Illegal character '\\n'": _OPEN_TEXT,
    "Illegal character '\\r'": _OPEN_TEXT,
    "Found invalid character '\\n'": _OPEN_TEXT,
    "Illegal character": "there is a hidden character here; delete it and type again what should stand here",
    "Found invalid character": "there is a hidden character here; delete it and type again what should stand here",
    "Invalid statement": "this is neither a key with its value, nor a [header], nor a comment that begins with #",
    "Invalid value": "a value is missing here, or a text without its quotation marks",
    "Invalid initial character for a key part": "a key is missing here",
    "Invalid date or datetime": "there is no such date or time",
    "Cannot overwrite a value": _TWICE,
    "Duplicate inline table key": _TWICE,
    "Cannot declare": _GIVEN,
    "Cannot mutate": _GIVEN,
    "Cannot redefine": _GIVEN,
    "Unclosed array": "a list is not closed; a comma or its square bracket is missing before this",
    "Unclosed inline table": "a table in braces is not closed; a comma or its brace is missing before this",
    "Unescaped '\\' in a string": "a backslash in a text is written twice: \\\\",
    "Invalid hex value": "a \\u or \\U in a text needs the four or eight digits of a character",
    "Escaped character": "a \\u or \\U in a text needs the four or eight digits of a character",
}
