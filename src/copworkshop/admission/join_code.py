"""The join code: which ones people can type, how it is read aloud, and a new one by chance."""

import re
import secrets
from typing import Final

NO_CODE: Final = "none"
"""What stands in place of a join code where none is asked for."""

CODE_RULE: Final = "A join code has 4 to 32 letters a-z and digits"
"""The beginning of the sentence for one that people cannot type."""

_DIGITS: Final = 6
_CODE: Final = re.compile(r"[a-z0-9]{4,32}")
_FILLERS: Final = re.compile(r"[\s-]+")


class BadCode(ValueError):  # noqa: N818 - named for what the person typed
    """What was typed cannot be a join code."""


def read_code(text: str) -> str:
    """Return a join code as it is compared and stored; :data:`NO_CODE` stands for no code.

    Raises:
        BadCode: people cannot type it.

    """
    code = plain_code(text)
    if not _CODE.fullmatch(code):
        raise BadCode(CODE_RULE)
    return code


def plain_code(text: str) -> str:
    """Return a code without what does not matter: capitals, spaces and hyphens. It is read aloud."""
    return _FILLERS.sub("", text).lower()


def new_code(present: str | None = None) -> str:
    """Return a code of six digits that nobody can guess, and that is not the `present` one."""
    while (code := f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}") == present:
        pass
    return code


def spoken(code: str) -> str:
    """Return a join code as it is shown and read aloud: a number is split into groups of three digits."""
    if not code.isdecimal():
        return code
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))
