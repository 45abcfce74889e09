"""What a power cut may leave: the calls of a save are recorded, and every outcome is built that a file system may keep.

The law is the strictest that any file system of today answers to (POSIX, and what ext4, xfs, btrfs and APFS promise):

* bytes written to a file are certain once the file was synced; before, some, all, none, or zeros instead are there, and
  where they were written over others, some of those;
* a name that was made, moved or removed is certain once its folder was synced; before, each may be there or not,
  whatever came before or after it, and a move is there whole or not at all;
* syncing a file says nothing of its name, syncing a folder nothing of what the names stand for.
"""

import itertools
import os
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from copworkshop.store.lock import HOLDER_NAME, LOCK_NAME

Tree = Mapping[str, bytes]
"""The files of a folder, by their path below it."""

MOST: Final = 400
"""Outcomes tried for one moment of the power cut, at most; all there are where there are fewer."""


def tree(folder: Path) -> Tree:
    """Every file of a session's folder but those of its lock."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in {LOCK_NAME, HOLDER_NAME}
    }


@dataclass
class Bytes:
    """What was written to one file, whatever it is called."""

    written: bytes = b""
    certain: bytes = b""
    """What was there when it was synced last."""

    def outcomes(self) -> tuple[bytes, ...]:
        """Return what may be there after a power cut."""
        if self.written == self.certain:
            return (self.written,)
        alike = zip(self.written, self.certain, strict=False)
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], alike))
        half = same + (len(self.written) - same) // 2
        mixed = self.written[:half] + self.certain[half:]
        return self.certain, mixed, self.written[:same] + bytes(len(self.written) - same), self.written


@dataclass(frozen=True)
class Name:
    """A name was made, moved here, or removed."""

    path: str
    holds: int | None
    """The number of the bytes that it now stands for; None when it is gone, -1 for a folder."""
    instead_of: str | None = None
    """The name that the move took away."""

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass
class Moment:
    """A moment at which the power may go: what was done before it, and what is certain of that."""

    names: tuple[Name, ...]
    certain: frozenset[int]
    """Which of the names are certain, by their place in the order."""
    files: tuple[Bytes, ...]
    said: int
    """How many saves had been acknowledged."""


@dataclass
class Recorder:
    """The calls made below a folder, as moments at which the power may go."""

    root: Path
    moments: list[Moment] = field(default_factory=list)
    said: int = 0
    _names: list[Name] = field(default_factory=list)
    _certain: set[int] = field(default_factory=set)
    _files: list[Bytes] = field(default_factory=list)
    _open: dict[int, int | str] = field(default_factory=dict)
    _at: dict[str, int] = field(default_factory=dict)
    _place: dict[int, int] = field(default_factory=dict)

    def saved(self) -> None:
        """Note that a save was acknowledged."""
        self.said += 1
        self._mark()

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record the calls that the store makes."""
        with pytest.MonkeyPatch.context() as patch:
            for call in ("open", "write", "ftruncate", "fsync", "close", "replace", "link", "unlink", "mkdir"):
                patch.setattr(os, call, self._around(getattr(os, call), getattr(self, f"_after_{call}")))
            yield

    def _around(self, call: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            result = call(*args, **kwargs)
            note(result, *args)
            return result

        return called

    def _below(self, path: Any) -> str | None:
        try:
            return Path(path).relative_to(self.root).as_posix()
        except (TypeError, ValueError):
            return None

    def _mark(self) -> None:
        files = tuple(Bytes(file.written, file.certain) for file in self._files)
        self.moments.append(Moment(tuple(self._names), frozenset(self._certain), files, self.said))

    def _bind(self, name: Name) -> None:
        self._names.append(name)
        if name.holds is None:
            self._at.pop(name.path, None)
        elif name.holds >= 0:
            self._at[name.path] = name.holds
        if name.instead_of is not None:
            self._at.pop(name.instead_of, None)
        self._mark()

    def _after_open(self, handle: int, path: Any, flags: int, *_mode: Any) -> None:
        name = self._below(path)
        if name is None:
            return
        if flags & os.O_CREAT and name not in self._at:
            self._files.append(Bytes())
            self._bind(Name(name, len(self._files) - 1))
        self._open[handle] = self._at.get(name, "" if name == "." else name)
        self._place[handle] = 0

    def _after_write(self, count: int, handle: int, data: Any) -> None:
        held = self._open.get(handle)
        if isinstance(held, int):
            file, place = self._files[held], self._place[handle]
            file.written = file.written[:place] + bytes(data)[:count] + file.written[place + count :]
            self._place[handle] += count
            self._mark()

    def _after_ftruncate(self, _: None, handle: int, length: int) -> None:
        held = self._open.get(handle)
        if isinstance(held, int):
            self._files[held].written = self._files[held].written[:length].ljust(length, b"\0")
            self._mark()

    def _after_fsync(self, _: None, handle: int) -> None:
        held = self._open.get(handle)
        if isinstance(held, int):
            self._files[held].certain = self._files[held].written
        elif held is not None:
            self._certain |= {place for place, name in enumerate(self._names) if name.folder == held}
        self._mark()

    def _after_close(self, _: None, handle: int) -> None:
        self._open.pop(handle, None)

    def _after_replace(self, _: None, source: Any, target: Any) -> None:
        old, new = self._below(source), self._below(target)
        if old is not None and new is not None and old in self._at and self._at[old] != self._at.get(new):
            self._bind(Name(new, self._at[old], instead_of=old))

    def _after_link(self, _: None, source: Any, target: Any) -> None:
        old, new = self._below(source), self._below(target)
        if old is not None and new is not None and old in self._at:
            self._bind(Name(new, self._at[old]))

    def _after_unlink(self, _: None, path: Any) -> None:
        name = self._below(path)
        if name is not None:
            self._bind(Name(name, None))

    def _after_mkdir(self, _: None, path: Any, *_mode: Any) -> None:
        name = self._below(path)
        if name is not None:
            self._bind(Name(name, -1))


def outcomes(moment: Moment, chance: random.Random, most: int = MOST) -> Iterator[Tree]:
    """Yield what a power cut at that moment may leave.

    Where there is more than `most`: nothing kept, all kept, each thing alone lost or kept, and what chance picks.
    """
    open_names = [place for place in range(len(moment.names)) if place not in moment.certain]
    choices: list[tuple[object, ...]] = [(False, True)] * len(open_names) + [file.outcomes() for file in moment.files]
    count = 1
    for choice in choices:
        count = min(count * len(choice), most + 1)
    if count <= most:
        picked: Iterator[tuple[object, ...]] = itertools.product(*choices)
    else:
        least, all_ = tuple(choice[0] for choice in choices), tuple(choice[-1] for choice in choices)
        ones = [
            (*whole[:place], other, *whole[place + 1 :])
            for place, choice in enumerate(choices)
            for whole in (least, all_)
            for other in choice
            if other != whole[place]
        ]
        some = (tuple(chance.choice(choice) for choice in choices) for _ in range(most))
        picked = itertools.chain([least, all_], ones, some)
    for pick in picked:
        kept = {place for place, there in zip(open_names, pick, strict=False) if there} | moment.certain
        yield _tree(moment, kept, pick[len(open_names) :])


def _tree(moment: Moment, kept: set[int] | frozenset[int], files: tuple[object, ...]) -> Tree:
    held: dict[str, bytes] = {}
    folders = {""}
    for place, name in enumerate(moment.names):
        if place not in kept:
            continue
        if name.holds == -1:
            folders.add(name.path)
        elif name.holds is None:
            held.pop(name.path, None)
        else:
            content = files[name.holds]
            assert isinstance(content, bytes)
            held[name.path] = content
        if name.instead_of is not None:
            held.pop(name.instead_of, None)
    return {path: data for path, data in held.items() if path.rpartition("/")[0] in folders}
