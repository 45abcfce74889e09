"""What happened to a session's files, each told in a sentence, and the names under which their bytes are put aside."""

import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from copworkshop.model.text import clean_line
from copworkshop.store.files import keep_aside, move_aside

UNREADABLE: Final = "unreadable"
CHANGED_BY_HAND: Final = "changed-by-hand"
"""The marks in the name of a file that was put aside: ``NAME.unreadable-TIME``, ``NAME.changed-by-hand-TIME``."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened to a file, for the facilitator to know; ``str()`` of it is the sentence."""

    name: str
    """The file, as :class:`copworkshop.store.folder.Folder` names it: ``seats/07-maple.toml``."""
    sentence: str
    put_aside: str | None = None
    """The name of the file that now holds the bytes that were not used; None when there are none."""

    def __str__(self) -> str:
        return clean_line(self.sentence)  # the name of a file may hold any character


def put_aside(path: Path, name: str, mark: str, now: datetime) -> str:
    """Give the file at `path`, which the session calls `name`, a second name with this mark; return that name.

    What is no file, such as a folder or a link, is renamed: after that there is nothing at `path`.

    :raises OSError: there is nothing at `path`, or the file could be neither linked nor copied.
    """
    keep = keep_aside if stat.S_ISREG(path.lstat().st_mode) else move_aside
    aside = keep(path, f"{mark}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return str(PurePosixPath(name).with_name(aside.name))


def is_aside(path: Path) -> bool:
    """Whether this is a file that was put aside, or kept because somebody changed it by hand."""
    return any(mark in path.name for mark in (f".{UNREADABLE}-", f".{CHANGED_BY_HAND}-"))


def not_usable(name: str, fault: str | None, aside: str | None, *, copied: bool) -> Incident:
    """Return the incident of a file that is missing (`fault` is None) or could not be read.

    `aside` is the name under which its bytes were put aside, or None; `copied` says that the copy from before was used.
    """
    return Incident(name, _told(name, fault, aside, copied=copied), aside)


def written_again(gone: list[str]) -> Incident:
    """Return the incident of files that somebody removed and that were written again; there is at least one."""
    if len(gone) == 1:
        return Incident(gone[0], f"{gone[0]} had been removed from the session's folder; it was written again.")
    return Incident(
        gone[0],
        f"{gone[0]} and {len(gone) - 1} more had been removed from the session's folder; they were written again.",
    )


def renamed(path: Path, moved: Path) -> Incident:
    """Return the incident of a session's folder `path` that somebody renamed to `moved`, and that was written again."""
    return Incident(
        path.name,
        f"The session's folder was renamed to {moved} while the session ran. The session goes on in {path.absolute()}, "
        f"which was written again: when you resume it, choose {path.name} there. Nothing in {moved} was changed.",
    )


def access_not_written(reason: str) -> Incident:
    """Return the incident of what lets people in, which was gone and could not be written again for that reason."""
    return Incident(
        "access",
        f"The join code and the keys, which had been removed, could not be written again: {reason}. People join as "
        "before until the session ends. It is tried again with each save.",
    )


def changed_by_hand(name: str, aside: str) -> Incident:
    """Return the incident of a file that somebody edited, and whose edited version was kept as `aside`."""
    return Incident(
        name,
        f"{name} was changed by hand while the session ran; that version was kept as {aside}, "
        "and the session's own was saved.",
        aside,
    )


def _told(name: str, fault: str | None, aside: str | None, *, copied: bool) -> str:
    if fault is None:
        return f"{name} is missing; the copy from before was used."
    moved = "" if aside is None else f"it was put aside as {aside}, and "
    used = "the copy from before was used" if copied else "there is no copy from before, so what it held is missing"
    return f"{name} could not be read ({fault}); {moved}{used}."
