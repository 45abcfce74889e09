"""One session's folder: files read with recovery, and changes written so that nothing of a person's is lost."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self, TypeVar

from copworkshop.model.system_errors import Doing, NotAFile, concerns_all_files, why
from copworkshop.store.access_files import AccessFiles
from copworkshop.store.commands import command
from copworkshop.store.errors import CannotRead, CannotSave, StoreError, Unreadable
from copworkshop.store.files import load, make_folder, read_limited, replace, replace_durably, sync_folder
from copworkshop.store.incidents import (
    CHANGED_BY_HAND,
    UNREADABLE,
    Incident,
    access_not_written,
    changed_by_hand,
    is_aside,
    not_usable,
    put_aside,
    renamed,
    written_again,
)
from copworkshop.store.known_files import KnownFiles, Signature, signature_of
from copworkshop.store.lock import Lock
from copworkshop.store.temporary import RecycledFiles, sweep

T = TypeVar("T")

_PREVIOUS: Final = ".previous"


def utc_now() -> datetime:
    """Return the time, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


class Folder:
    """One session's folder, held by one owner or looked at by anybody.

    Files are named by their path below the folder, with ``/`` on every system: ``session.toml``,
    ``seats/07-maple.toml``. The folder remembers the bytes of every file that it has read or written, so it knows
    what needs no writing, what somebody changed by hand, and what to write again when files are gone. Its
    ``access_files`` are written by others, and written again with the rest.

    Not safe for several threads at once: one thread writes.
    """

    def __init__(self, path: Path, lock: Lock | None, now: Callable[[], datetime]) -> None:
        self.path: Final = path
        self.lock = lock
        self._now = now
        self._known = KnownFiles(path)
        self._kept_aside: dict[str, Signature] = {}
        self._incidents: list[Incident] = []
        self._spares = RecycledFiles()
        self.access_files: Final = AccessFiles(path) if lock is None else AccessFiles(path, lock.moved_to)
        self._moved_to: Path | None = None
        self._is_gone = False
        self._told_of_access = False

    @classmethod
    def own(cls, path: Path, *, now: Callable[[], datetime] = utc_now) -> Self:
        """Take the folder for this process, making it where there is none; :meth:`close` lets go of it.

        :raises Busy: another process owns it.
        :raises CannotSave: it cannot be written to.
        """
        try:
            make_folder(path)
        except OSError as error:
            reason = why(error, Doing.MAKING)
            raise CannotSave(f"The folder {path} could not be made: {reason}. Choose another place.") from error
        lock = Lock(path, now)
        lock.take()
        try:
            for folder in (path, *(entry for entry in path.iterdir() if entry.is_dir())):
                sweep(folder)
        except OSError as error:
            lock.release()
            raise CannotSave(f"The folder {path} could not be tidied: {why(error)}.") from error
        return cls(path, lock, now)

    @classmethod
    def open_read_only(cls, path: Path, *, now: Callable[[], datetime] = utc_now) -> Self:
        """Open the folder for reading only: nothing in it is written, renamed or locked, whoever owns it.

        Each file is read whole, but the owner may change others in between.

        :raises CannotRead: there is no such folder.
        """
        if not path.is_dir():
            raise CannotRead(
                f"There is no session in {path}; see what there is with: {command('sessions', sessions=path.parent)}"
            )
        return cls(path, None, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """True when the folder is only looked at."""
        return self.lock is None

    def close(self) -> None:
        """Release the folder for its next owner. Nothing is pending: every write was finished when it returned."""
        self._spares.drop()
        if self.lock is not None:
            self.lock.release()

    def take_incidents(self) -> tuple[Incident, ...]:
        """Return what happened to files since the last call, oldest first."""
        taken = tuple(self._incidents)
        self._incidents.clear()
        return taken

    def names(self, subfolder: str = "") -> tuple[str, ...]:
        """Return the names of the TOML files in a subfolder, or in the folder itself, in order.

        Copies from before and files put aside are not among them; nor is a file that somebody removed, although a
        copy of it may be left. What only has the name of such a file, as a folder may, is among them.

        :raises CannotRead: the system does not list them.
        """
        try:
            found = sorted(
                entry.name
                for entry in self._known.path(subfolder).iterdir()
                if entry.suffix == ".toml" and not entry.name.startswith(".")
            )
        except FileNotFoundError:
            return ()
        except OSError as error:
            folder = self._known.path(subfolder)
            raise CannotRead(f"The folder {folder} could not be listed: {why(error, Doing.LISTING)}.") from error
        return tuple(str(PurePosixPath(subfolder, name)) for name in found)

    def read(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return what `parse` makes of a sealed file, or of its copy from before when the file is of no use.

        A file is of no use when it is torn, no UTF-8, too large, no regular file, or `parse` raises Unreadable (which
        is the reason given to the facilitator) or anything that is no StoreError. Then the owner puts it aside under a
        name of its own, puts the good copy in its place, and an :class:`Incident` tells of it. A folder that is open
        for reading only is left as it is.

        None when there is neither a usable file nor a usable copy; without an incident when there never was one.

        :raises NewerSchema: from `parse`; nothing was touched.
        :raises CannotRead: the system does not hand the file over; nothing was touched.
        :raises CannotSave: a file that is of no use could not be put aside.
        """
        path = self._known.path(name)
        try:
            try:
                data, value = load(path, parse)
            except FileNotFoundError:
                fault = None
            except Unreadable as error:
                fault = str(error)
            else:
                self._known.remember(name, data)
                return value
            copy = self._load_previous(path, parse)
        except OSError as error:
            raise CannotRead(f"{name} could not be read: {why(error, Doing.READING)}. Nothing was changed.") from error
        if copy is None and fault is None:
            return None
        try:
            aside = None if fault is None or self.read_only else put_aside(path, name, UNREADABLE, self._now())
            if copy is not None and not self.read_only:
                replace_durably(path, copy[0])
                self._known.remember(name, copy[0])
            elif aside is not None:
                path.unlink(missing_ok=True)
                sync_folder(path.parent)
        except OSError as error:
            raise CannotSave(f"{name} is damaged and could not be put aside: {why(error)}.") from error
        self._incidents.append(not_usable(name, fault, aside, copied=copy is not None))
        return None if copy is None else copy[1]

    def write(self, changes: Mapping[str, bytes]) -> None:
        """Bring changed files to the disk, in the mapping's order; when this returns, they are saved.

        It stops at the first file that cannot be written: see :meth:`write_each`.

        :raises CannotSave: some file could not be written. Those before it in the order may have been; a later call
            with the same changes writes what is missing.
        :raises Busy: the lock was removed and another process took it. Nothing was written.
        """
        names = list(changes)
        failed = self.write_each(changes, {name: names[:place] for place, name in enumerate(names)})
        if failed:
            raise CannotSave(next(iter(failed.values())))

    def write_each(self, changes: Mapping[str, bytes], needs: Mapping[str, Collection[str]]) -> dict[str, str]:
        """Bring changed files to the disk, in the mapping's order; return those that are not saved, and why.

        `needs` names the files, earlier in the order, without which a file must not be written, because something
        leaves it that has to be there first. Where one of these could not be written, the file is not, either. After
        a power cut this holds between folders: the names in one folder are synced together.

        * A file whose bytes are those last read or written is left alone, also when somebody has edited it.
        * A file that somebody edited since is kept next to ours as ``NAME.changed-by-hand-TIME``, with an incident.
        * Files that this folder has read or written and that are gone, with the whole folder perhaps, are written
          again from memory before the changes, those of subfolders first, with an incident. The caller need do nothing.
          When the whole folder is gone, so are :attr:`access_files`, after the changes.
        * The bytes replaced stay readable as ``NAME.previous``.

        Returns a sentence for each file that is not saved. A later call with the same changes writes what is missing.

        :raises CannotSave: nothing can be written now, such as on a full disk. Some files may have been.
        :raises Busy: the lock was removed and another process took it. Nothing was written.
        """
        gone = self._gone()
        again = sorted((known for known in gone if known not in changes), key=lambda known: -known.count("/"))
        todo = {known: self._known[known].data for known in again} | dict(changes)
        failed: dict[str, str] = {}
        unsynced: list[str] = []
        for name, data in todo.items():
            required = needs.get(name, ())
            if unsynced and self._known.path(name).parent != self._known.path(unsynced[-1]).parent:
                failed |= self._make_last(unsynced)
            missing = next((each for each in required if each in failed), None)
            if missing is not None:
                failed[name] = failed[missing]
            elif name in gone or self._known.needs(name, data):
                failed |= self._try_to_put(name, data, unsynced)
        failed |= self._make_last(unsynced)
        self._tell_written_again([name for name in gone if name not in failed])
        self._care_for_access()
        return failed

    def _gone(self) -> Collection[str]:
        """Return the files that somebody removed, once the folder is there and ours."""
        if self.lock is None:
            raise StoreError("This session was opened for reading only, so nothing in it can be changed.")
        try:
            self._notice_loss(self.lock)
            make_folder(self.path)
            self.lock.take_again_if_lost()
            return self._known.gone()
        except OSError as error:
            raise CannotSave(f"{self.path.name} could not be saved: {why(error)}.") from error

    def _notice_loss(self, lock: Lock) -> None:
        """Notice that the folder was removed or renamed, before the lock that finds it is let go."""
        if lock.is_lost:
            self._is_gone = True
            self._moved_to = lock.moved_to() or self._moved_to
            self.access_files.look(self._moved_to)

    def _tell_written_again(self, names: list[str]) -> None:
        if names and self._moved_to is not None:
            self._incidents.append(renamed(self.path, self._moved_to))
            self._moved_to = None
        elif names:
            self._incidents.append(written_again(names))

    def _care_for_access(self) -> None:
        """Remember what lets people in, or write it again if the folder was gone."""
        if not self._is_gone:
            self.access_files.look()
            return
        try:
            self.access_files.write_again()
        except OSError as error:
            if not self._told_of_access:
                self._told_of_access = True
                self._incidents.append(access_not_written(why(error)))
        else:
            self._is_gone = self._told_of_access = False

    def drop_previous(self) -> tuple[str, ...]:
        """Remove every copy from before, because these copies tell who wrote which idea.

        Call it after the :meth:`write` that takes this out of the files themselves.

        Returns the names of the files put aside, which may hold it too; a person has to remove them.

        :raises CannotSave: a copy could not be removed.
        """
        if self.lock is None:
            raise StoreError("This session was opened for reading only, so nothing in it can be changed.")
        tidied = self._spares.drop()  # they hold what the copies before these held
        try:
            folders = [self.path, *sorted(entry for entry in self.path.iterdir() if entry.is_dir())]
            files = [entry for folder in folders for entry in sorted(folder.iterdir())]
            copies = [file for file in files if file.name.endswith(_PREVIOUS) and not _is_folder(file)]
            for file in copies:
                file.unlink(missing_ok=True)
            for folder in tidied | {file.parent for file in copies}:
                sync_folder(folder)
        except OSError as error:
            raise CannotSave(f"The copies from before could not be removed: {why(error)}.") from error
        return tuple(file.relative_to(self.path).as_posix() for file in files if is_aside(file))

    def _load_previous(self, path: Path, parse: Callable[[str], T]) -> tuple[bytes, T] | None:
        try:
            return load(_previous(path), parse)
        except (FileNotFoundError, Unreadable):
            return None

    def _put(self, name: str, data: bytes) -> None:
        path = self._known.path(name)
        make_folder(path.parent)
        previous = _previous(path) if self._is_ours(name, path, data) else None
        replace(path, data, previous=previous, spares=self._spares)
        self._known.remember(name, data, lasting=False)

    def _try_to_put(self, name: str, data: bytes, unsynced: list[str]) -> dict[str, str]:
        """Write a file whose name is still to be synced; return why it could not be written, if so."""
        try:
            self._put(name, data)
        except OSError as error:
            sentence = f"{name} could not be saved: {why(error)}."
            if concerns_all_files(error):
                raise CannotSave(sentence) from error
            return {name: sentence}
        unsynced.append(name)
        return {}

    def _make_last(self, names: list[str]) -> dict[str, str]:
        """Sync the one folder that these files are in, and empty the list; return which are not saved, and why."""
        if not names:
            return {}
        synced = list(names)
        names.clear()
        parent = self._known.path(synced[0]).parent
        try:
            sync_folder(parent)
        except OSError as error:
            return {name: f"{name} could not be saved: {why(error)}." for name in synced}
        self._spares.mark_durable(parent)
        self._known.mark_lasting(synced)
        return {}

    def remove(self, subfolder: str) -> None:
        """Remove the files of a subfolder, which are then not written again, and the subfolder once it is empty.

        Files that were put aside stay: a person has to remove them.

        :raises CannotSave: a file in it could not be removed.
        """
        path = self._known.path(subfolder)
        self._known.forget(subfolder)
        self._spares.drop()
        try:
            for file in sorted(path.iterdir()):
                if file.is_file() and not is_aside(file):
                    file.unlink(missing_ok=True)
            sync_folder(path)
            with suppress(OSError):  # something of a person's is in it
                path.rmdir()
                sync_folder(self.path)
        except FileNotFoundError:
            return
        except OSError as error:
            reason = why(error) if path.is_dir() else "it is not a folder; move it elsewhere"
            raise CannotSave(f"The folder {subfolder} could not be emptied: {reason}.") from error

    def _is_ours(self, name: str, path: Path, data: bytes) -> bool:
        """Say whether the file about to be replaced is as we left it; if it is not, keep a copy of it."""
        there = self._known.get(name)
        try:
            signature = signature_of(path)
            if there is not None and signature == there.signature:
                return True
            if signature == self._kept_aside.get(name):  # by an earlier try to save
                return False
            if read_limited(path) in (data, data if there is None else there.data):
                return True
        except FileNotFoundError:
            return False
        except NotAFile:
            pass  # it is put aside as well: there may be something in a folder
        aside = put_aside(path, name, CHANGED_BY_HAND, self._now())
        self._kept_aside[name] = signature
        self._incidents.append(changed_by_hand(name, aside))
        return False


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _previous(path: Path) -> Path:
    return path.with_name(path.name + _PREVIOUS)
