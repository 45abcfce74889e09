"""Which names a session may have, and a good one for a new session."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Final

from copworkshop.store.errors import BadName

MAX_NAME: Final = 80
"""Characters in a session's name, at most."""

_MAX_NAME_BYTES: Final = 200  # Linux stops at 255 bytes a name; some room for what is put behind it
_MAX_SLUG: Final = 40

_FORBIDDEN: Final = '<>:"/\\|?*'  # in a file name on Windows; the slashes everywhere
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")]
)
_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*")
_DAY: Final = re.compile(r"^\d{4}-\d{2}-\d{2}-")
# Letters that have no decomposition in Unicode though readers of ASCII expect one.
_TO_ASCII: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)


def session_folder(root: Path, name: str) -> Path:
    """Return the folder of the session `name` below `root`. Nothing is looked up or made.

    :raises BadName: the name is none that works on Linux, macOS and Windows alike, or it leads out of `root`.
    """
    fault = fault_of(name)
    if fault is not None:
        raise BadName(fault)
    return root / name


def fault_of(name: str) -> str | None:
    """Return why no session can have this name, as a sentence that says what to do; None if one can."""
    fault = _fault(name)
    return None if fault is None else f"{fault} Use letters, digits and dashes, like 2026-11-23-harbour-trust."


def new_name(today: date, title: str, taken: Collection[str]) -> str:
    """Return the folder's name for a new session that none of `taken` has.

    A title that is a plain name (see :func:`is_plain`) is used as it is, if it is free. Any other makes a name like
    ``2026-11-23-harbour-trust``: characters that cannot be written in ASCII are left out, and a title of which nothing
    remains becomes "session". Upper and lower case count as the same, as on most laptops' disks.
    """
    used = {other.casefold() for other in taken}
    if is_plain(title) and title not in used:
        return title
    name = f"{today.isoformat()}-{slug(title) or 'session'}"
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    return free


def is_plain(title: str) -> bool:
    """Return whether a title is written like a folder's name: small letters and digits, with ``-._`` between them."""
    return _PLAIN.fullmatch(title) is not None and _fault(title) is None


def without_day(name: str) -> str:
    """Return the name of a session's folder without the date that it may begin with."""
    return _DAY.sub("", name)


def slug(title: str) -> str:
    """Return the part of a person's words that can be in a file's name anywhere: lower-case ASCII words and dashes.

    It is empty where there is no such part, and never leads out of a folder.
    """
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_TO_ASCII))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’")
    words = re.findall(r"[a-z0-9]+", bare)
    short = words[0][:_MAX_SLUG] if words else ""
    for word in words[1:]:
        if len(short) + 1 + len(word) > _MAX_SLUG:
            break
        short = f"{short}-{word}"
    return short


def _fault(name: str) -> str | None:
    if not name.strip():
        return "A session needs a name."
    if len(name) > MAX_NAME or len(name.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        return f"A session's name has {MAX_NAME} characters at most."
    if any(unicodedata.category(character) == "Cs" for character in name):  # Python's sign for a byte that is no text
        return "The name of this session's folder is not UTF-8 text. Rename the folder."
    if any(unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} for character in name):
        return "A session's name holds no invisible characters."
    found = next((character for character in name if character in _FORBIDDEN), None)
    if found is not None:
        return f"A session's name cannot hold the character {found}"
    if name != name.strip() or name.startswith(".") or name.endswith("."):
        return "A session's name neither begins nor ends with a dot or a space."
    if name.partition(".")[0].strip().casefold() in _RESERVED:
        return f"Windows keeps the name {name} for itself."
    return None
