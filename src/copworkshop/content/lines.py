"""Finds the line of a key in a TOML file.

:mod:`tomllib` returns values without their lines, and a person who fixes a file needs the line. So this module scans
the source a second time, only for lines: headers, arrays of tables, dotted and quoted keys, inline tables, and arrays
and strings over several lines. It reads everything that tomllib accepts. For other text it finds what it can, and it
never raises an exception.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

Path = tuple[str | int, ...]
"""The path of a value: keys, and list indexes from 0, such as ``("steps", 2, "minutes")``."""

_DEEPEST: Final = 100  # levels of tables and lists; more than any file of ours has, fewer than Python's stack allows

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_REST_OF_LINE: Final = re.compile(r"[^\n]*")
_BARE_KEY: Final = re.compile(r"[^\s.=\[\]{},#\"']+")
_BARE_VALUE: Final = re.compile(r"[^,\]}#\n]*")
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


def line_of(source: str, path: Sequence[str | int]) -> int | None:
    """Return the line number, from 1, of `path` in the TOML text `source`.

    If the path does not exist, for example because a key is missing, this is the line of the nearest table or list that
    would contain it. The result is None if not even the first key exists.
    """
    return nearest_line(lines_of(source), path)


def nearest_line(lines: Mapping[Path, int], path: Sequence[str | int]) -> int | None:
    """Return the same as :func:`line_of`, from the `lines` of a source that was scanned already."""
    return next((lines[found] for end in range(len(path), 0, -1) if (found := tuple(path[:end])) in lines), None)


def lines_of(source: str) -> dict[Path, int]:
    """Return the line number, from 1, of every table, key and list entry in the TOML text `source`."""
    scan = _Scan(source.removeprefix("\ufeff"))
    scan.document()
    return scan.lines


def line_of_longer_key(source: str, most: int) -> int | None:
    """Return the line of the first key in the TOML text `source` that has more than `most` parts, such as ``a.b.c``."""
    scan = _Scan(source.removeprefix("\ufeff"), most)
    scan.document()
    return scan.longer_key


class _Scan:
    """One pass over a source, with `at` as the current offset. `lines` maps each path to the line of its first use."""

    def __init__(self, source: str, longest_key: int = _DEEPEST) -> None:
        self.source = source
        self.longer_key: int | None = None
        """The line of the first key with more than `longest_key` parts."""
        self._longest_key = longest_key
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._ends = [match.start() for match in re.finditer("\n", source)]
        self._tables: dict[Path, int] = {}  # the number of tables found in each array of tables so far

    def document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self.source):
            before = self.at
            if self._take("[["):
                table = self._array_header()
            elif self._take("["):
                table = self._header(self._keys())
            else:
                self._pair(table, depth=0)
            if self.at == before:  # a character that begins nothing, such as a stray bracket
                self.at += 1
            self._skip(_REST_OF_LINE)

    def _array_header(self) -> Path:
        start = self.at
        keys = self._keys()
        if not keys:
            return ()
        array = (*self._inside(keys[:-1], start), keys[-1])
        self._note(array, start)
        number = self._tables.get(array, 0)
        self._tables[array] = number + 1
        self._note((*array, number), start)
        return (*array, number)

    def _header(self, keys: list[str]) -> Path:
        start = self.at - 1
        return self._inside(keys, start)

    def _inside(self, keys: Sequence[str], start: int) -> Path:
        """Return the path of a header's keys. Within an array of tables, they mean its last table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            self._note(path, start)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _pair(self, table: Path, depth: int) -> bool:
        """Scan ``key = value``; return whether there was a key."""
        start = self.at
        keys = self._keys()
        if not keys:
            return False
        path = table
        for key in keys:
            path = (*path, key)
            self._note(path, start)
        if self._take("="):
            self._value(path, depth)
        return True

    def _keys(self) -> list[str]:
        start = self.at
        keys = list(self._dotted())
        if len(keys) > self._longest_key and self.longer_key is None:
            self.longer_key = bisect_right(self._ends, start - 1) + 1
        return keys[:_DEEPEST]

    def _dotted(self) -> Iterator[str]:
        while True:
            self._skip(_SPACE)
            key = self._key()
            if key is None:
                return
            yield key
            self._skip(_SPACE)
            if not self._take("."):
                return

    def _key(self) -> str | None:
        if match := _STRING.match(self.source, self.at):
            self.at = match.end()
            return _unquoted(match.group())
        if match := _BARE_KEY.match(self.source, self.at):
            self.at = match.end()
            return match.group()
        return None

    def _value(self, path: Path, depth: int) -> None:
        self._skip(_SPACE)
        if depth > _DEEPEST:
            self._skip(_REST_OF_LINE)
        elif self._take("["):
            self._list(path, depth + 1)
        elif self._take("{"):
            self._inline_table(path, depth + 1)
        elif match := _STRING.match(self.source, self.at):
            self.at = match.end()
        else:
            self._skip(_BARE_VALUE)

    def _list(self, path: Path, depth: int) -> None:
        number = 0
        while self._skip(_BLANK) < len(self.source) and not self._take("]"):
            before = self.at
            self._note((*path, number), before)
            self._value((*path, number), depth)
            self._skip(_BLANK)
            number += 1
            if not self._take(",") and self.at == before:
                return

    def _inline_table(self, path: Path, depth: int) -> None:
        while self._skip(_BLANK) < len(self.source) and not self._take("}"):
            if not self._pair(path, depth):
                return
            self._skip(_BLANK)
            self._take(",")

    def _take(self, sign: str) -> bool:
        found = self.source.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.source, self.at)
        if match is not None:
            self.at = match.end()
        return self.at

    def _note(self, path: Path, start: int) -> None:
        self.lines.setdefault(path, bisect_right(self._ends, start - 1) + 1)


def _unquoted(key: str) -> str:
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:
        return key.strip("\"'")
