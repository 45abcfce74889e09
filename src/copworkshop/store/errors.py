"""What can go wrong with files, each said as a sentence that the facilitator can act on."""

# ruff: noqa: N818  (they are named for what happened; "Busy" reads better where it is caught than "BusyError")

from collections.abc import Mapping
from datetime import datetime


class StoreError(Exception):
    """Something about the files that a person must know; ``str()`` of it is a whole sentence."""


class CannotRead(StoreError):
    """The system refuses to hand over a file or a folder. Nothing was changed."""


class NoSession(CannotRead):
    """There is no session of this name in the folder of sessions."""


class CannotSave(StoreError):
    """Something could not be brought to the disk. What was saved before is untouched; trying again is sound."""


class NotAllSaved(CannotSave):
    """Some files could not be brought to the disk; all others are saved. ``str()`` of it tells of the first."""

    def __init__(self, sentence: str, *, room: bool, seats: Mapping[int, str]) -> None:
        super().__init__(sentence)
        self.room = room
        """What belongs to nobody's seat is not saved, or not all of it."""
        self.seats = seats
        """The seats whose words are not saved, by their numbers, each with a sentence."""


class Unreadable(StoreError):
    """A file's content is of no use; ``str()`` of it is the reason alone, to stand inside a sentence."""


class NotRegular(Unreadable):
    """Something else stands in the place of a file, such as a folder or a pipe. It has no bytes that could be kept."""


class TornFile(Unreadable):
    """A file without its last line: the end of it was lost, or it was never one of ours."""


class TooLarge(Unreadable):
    """A file, or a text that was to become one, is longer than any file of ours may be."""


class NewerSchema(StoreError):
    """A file was written by a newer version of this program. It is neither changed nor put aside."""


class BadName(StoreError):
    """A session cannot have this name."""


class Busy(StoreError):
    """Another process owns the session.

    ``pid`` is that process's id and ``since`` the time (UTC) at which it took the session; either is None
    when the holder has not written it down.
    """

    def __init__(self, sentence: str, *, pid: int | None = None, since: datetime | None = None) -> None:
        super().__init__(sentence)
        self.pid = pid
        self.since = since
