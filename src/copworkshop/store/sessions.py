"""The sessions of one folder: beginning, opening, saving and reading one, and listing them all."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Final

from copworkshop.content.faults import BadFile
from copworkshop.content.loader import parse_plan
from copworkshop.model.session import Session, begin
from copworkshop.model.system_errors import Doing, why
from copworkshop.model.text import clean_line
from copworkshop.store.changes import Write, changes, in_stages
from copworkshop.store.codec import (
    PLAN_FILE,
    SEATS_FOLDER,
    SESSION_FILE,
    assembled,
    parse_session,
    seat_file,
)
from copworkshop.store.commands import command
from copworkshop.store.errors import CannotRead, CannotSave, NoSession, NotAllSaved, StoreError, TooLarge
from copworkshop.store.files import add_end_marker, last_change, replace_durably
from copworkshop.store.folder import Folder
from copworkshop.store.loading import PLAN_COPY, first_fields, load, read_plan
from copworkshop.store.lock import held_by
from copworkshop.store.names import fault_of, session_folder
from copworkshop.store.room_files import (
    CLOSED_FOLDER,
    OPEN_FOLDER,
)


class Opened:
    """A session that was opened, and its folder: owned until :meth:`close`, or only looked at."""

    def __init__(
        self, session: Session, folder: Folder, incidents: tuple[str, ...] = (), *, inline: bool = False
    ) -> None:
        """Take what was read; `inline` where the room's words still stand in ``session.toml`` or in an older format."""
        self.session: Final = session
        """The session as its files hold it."""
        self.folder: Final = folder
        self.incidents: Final = incidents
        """The faults of its files, a sentence each, for the facilitator."""
        self._inline = inline

    def save(self, before: Session | None, after: Session) -> tuple[str, ...]:
        """Write what changed since `before` to the disk; when this returns, `after` is saved.

        Seats do not wait for each other: a file that cannot be written keeps back only what depends on it. Returns what
        happened to the files meanwhile, a sentence each. One thread at a time.

        Raises:
            NotAllSaved: some files are not saved; trying again with the same two is sound. When the session was closed
                by the change and `room` is true, it is still open on the disk, or may be: go on from `before` None.
            CannotSave: nothing could be saved, or not all; the same holds.
            StoreError: the folder is only looked at, or lost to another process.

        """
        writes = changes(before, after, rewrite_room=self._inline)
        failed: dict[str, str] = {}
        for stage in in_stages(writes, before, after):
            failed |= self._written(stage, failed)
        if self._inline and SESSION_FILE in writes and SESSION_FILE not in failed:
            self._inline = False
        if failed:
            raise _not_all_saved(failed, after)
        try:
            left = _without_links(self.folder) if after.closed is not None else ()
        except CannotSave as error:
            raise NotAllSaved(str(error), room=False, seats={}) from error
        return (*map(str, self.folder.take_incidents()), *left)

    def _written(self, writes: Mapping[str, Write], missing: Mapping[str, str]) -> dict[str, str]:
        """Write files, but for those that need one of the `missing`; return those that are not saved, and why."""
        sealed: dict[str, bytes] = {}
        failed: dict[str, str] = {}
        for name, write in writes.items():
            lost = next((each for each in write.needs if each in failed or each in missing), None)
            if lost is not None:
                failed[name] = failed[lost] if lost in failed else missing[lost]
                continue
            try:
                sealed[name] = add_end_marker(write.text)
            except TooLarge:
                failed[name] = f"{name} could not be saved: it is longer than a file may be. Shorten a text in it."
        return failed | self.folder.write_each(sealed, {name: write.needs for name, write in writes.items()})

    def close(self) -> None:
        """Release the folder for its next owner. Harmless when called twice."""
        self.folder.close()


def _not_all_saved(failed: Mapping[str, str], session: Session) -> NotAllSaved:
    numbers = {seat_file(seat): number for number, seat in session.seats.items()}
    seats = {numbers[name]: sentence for name, sentence in failed.items() if name in numbers}
    return NotAllSaved(next(iter(failed.values())), room=len(seats) < len(failed), seats=seats)


def create(root: Path, name: str, plan_text: str, now: datetime, heading: str | None = None) -> Opened:
    """Begin a session, at the first step of the plan that `plan_text` is, and own it.

    Raises:
        BadPlan: the plan is not sound; each fault names its line.
        BadName: the session cannot have this name.
        Busy: another process owns a session of this name.
        CannotSave: the folder cannot be made or written to.
        StoreError: there is a session of this name, or the heading cannot be one.

    """
    session_folder(root, name)  # a bad name is told before a fault of the plan
    plan = parse_plan(plan_text, PLAN_FILE)
    try:
        empty = assembled(name, plan, first_fields(plan, now, heading), [])
    except BadFile as bad:
        raise StoreError(f"The session cannot be called that on the stage: {bad.faults[0].message}") from None
    return create_with(root, empty.replace(top_ten=begin(name, plan, now, draw=token_hex(16)).top_ten), plan_text)


def create_with(root: Path, session: Session, plan_text: str) -> Opened:
    """Make the folder of a session that is not on the disk yet, and own it. If that fails, nothing of it is left.

    Raises:
        StoreError: as :func:`create` says.

    """
    path = session_folder(root, session.name)
    try:
        sealed = add_end_marker(plan_text)
    except TooLarge as error:
        raise StoreError(f"The plan cannot be kept with the session, for {error}. Shorten it.") from None
    _refuse_second(path)
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        folder = Folder.own(path)
    except BaseException:
        _remove_empty(made)
        raise
    try:
        _refuse_second(path)  # another process may have made it a moment ago
    except BaseException:
        folder.close()
        raise
    try:
        folder.write({PLAN_FILE: sealed})
        _keep_copy(path / PLAN_COPY, sealed)
        opened = Opened(session, folder)
        opened.save(None, session)
    except BaseException:
        if path in made:
            shutil.rmtree(path, ignore_errors=True)  # while the lock is held: later it may be another process's
        folder.close()
        _remove_empty(made)
        raise
    return opened


def open_(root: Path, name: str) -> Opened:
    """Open a session to go on with it, and own it.

    Raises:
        BadName: no session can have this name.
        NoSession: there is no such session.
        CannotRead: it cannot be used; the sentence says what to do.
        Busy: another process owns it.
        NewerSchema: a newer version of this program wrote it.
        CannotSave: its folder cannot be written to.

    """
    folder = Folder.own(_session_there(root, name))
    try:
        loaded = load(folder)
        if loaded.repairs:
            folder.write({file: add_end_marker(text) for file, text in loaded.repairs.items()})
        if loaded.session.closed is None:
            folder.remove(CLOSED_FOLDER)  # of a closing that did not come to its end
        left = _without_links(folder) if loaded.session.closed is not None else ()
    except BaseException:
        folder.close()
        raise
    return Opened(loaded.session, folder, (*loaded.incidents, *left), inline=loaded.inline)


def open_read_only(root: Path, name: str) -> Opened:
    """Open a session for reading only, whoever owns it; nothing in its folder is touched.

    Raises:
        BadName: no session can have this name.
        NoSession: there is no such session.
        CannotRead: it cannot be used; the sentence says what to do.
        NewerSchema: a newer version of this program wrote it.

    """
    folder = Folder.open_read_only(_session_there(root, name))
    loaded = load(folder)
    return Opened(loaded.session, folder, loaded.incidents, inline=loaded.inline)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list of all; where there is a fault, every field that could not be found out is None."""

    name: str
    plan: str | None = None
    """The plan's title."""
    heading: str | None = None
    """What the session is called on the stage; None also if it has no title."""
    step: str | None = None
    """The step that the room is at, in a few words."""
    people: int | None = None
    """How many seats were taken, those included that the facilitator took out of the room."""
    saved: datetime | None = None
    """When it was last saved, in UTC."""
    closed: bool = False
    held_by: int | None = None
    """The id of the process that runs it at this moment."""
    fault: str | None = None
    """Why it cannot be opened as it is: a sentence."""


def overview(root: Path) -> tuple[SessionLine, ...]:
    """Return a line for each session in a folder, by name. None is locked or touched.

    Raises:
        CannotRead: the system does not list the folder. A folder that is not there has no sessions.

    """
    try:
        paths = sorted(path for path in root.iterdir() if is_session(path))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise CannotRead(
            f"The folder {root} could not be listed: {why(error, Doing.LISTING)}. Choose another with --sessions."
        ) from error
    return tuple(map(_line, paths))


def is_session(path: Path) -> bool:
    """Tell whether this is a session's folder, sound or not."""
    return not path.name.startswith(".") and any(_is_there(path / part) for part in (PLAN_FILE, SESSION_FILE))


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except PermissionError:  # rather a line that says so than a session that nobody sees
        return True
    except (OSError, ValueError):
        return False
    return True


def _line(path: Path) -> SessionLine:
    line = SessionLine(path.name, fault=fault_of(path.name))
    if line.fault is not None:
        return line
    try:
        folder = Folder.open_read_only(path)
        seats = folder.names(SEATS_FOLDER)
        line = replace(line, people=len(seats), saved=_saved(path), held_by=held_by(path))
        plan, _ = read_plan(path)
        line = replace(line, plan=str(plan.title))
        fields = folder.read(SESSION_FILE, parse_session)
    except StoreError as error:
        return replace(line, fault=clean_line(str(error)))
    except OSError as error:
        return replace(line, fault=f"It could not be read: {why(error, Doing.READING)}.")
    except Exception:  # one session that nobody foresaw must not hide all others
        return replace(line, fault="It cannot be understood. See what is wrong with: " + command("check", of=str(path)))
    if fields is None:
        return replace(
            line, fault=f"{SESSION_FILE} cannot be used; opened, the session starts again at its first step."
        )
    step = plan.step(fields["at"])
    line = replace(line, closed=fields["closed"] is not None, heading=fields["heading"])
    if step is None:
        return replace(line, fault=f"The room is at the step “{fields['at']}”, which its plan has no more.")
    return replace(line, step=step.short)


def _saved(path: Path) -> datetime | None:
    """Return when a file of the session was last replaced: a folder's time tells of every file in it."""
    parts = [part for part in (path / SESSION_FILE, path / SEATS_FOLDER) if part.exists()]
    return max((time for part in parts if (time := last_change(part)) is not None), default=None)


def _session_there(root: Path, name: str) -> Path:
    path = session_folder(root, name)
    if not is_session(path):
        raise no_session(root, name)
    return path


def no_session(root: Path, name: str) -> NoSession:
    """Return the error that says that there is no such session, and how to see those that there are."""
    return NoSession(
        f"There is no session “{name}” in {root}; see what there is with: {command('sessions', sessions=root)}"
    )


def _refuse_second(path: Path) -> None:
    if is_session(path):
        raise StoreError(f"There is already a session “{path.name}”. Resume it, or choose another name.")


def _remove_empty(folders: Sequence[Path]) -> None:
    """Remove these folders, each of which is in the next one, up to the first that is in use."""
    with suppress(OSError):
        for folder in folders:
            if folder.exists():
                folder.rmdir()


def _keep_copy(path: Path, data: bytes) -> None:
    try:
        replace_durably(path, data)
    except OSError as error:
        raise CannotSave(f"{path} could not be saved: {why(error)}.") from error


def _without_links(folder: Folder) -> tuple[str, ...]:
    """Remove the copies that still tell whose an idea or a ballot was; return a sentence on what is left of them."""
    folder.remove(OPEN_FOLDER)
    aside = folder.drop_previous()
    if not aside:
        return ()
    return (f"The session is closed, but {', '.join(aside)} may still tell whose an idea or a ballot was; remove it.",)
