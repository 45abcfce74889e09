"""Where the sessions are: the folder in use, and the folder that was used last.

Every command asks :func:`find_home`, so that all of them work on the same folder.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copworkshop.store.codec import SESSION_FILE
from copworkshop.store.files import make_folder, read_limited, replace

VARIABLE: Final = "COPWORKSHOP_SESSIONS"
"""The environment variable that names the folder of sessions."""

_HERE: Final = "sessions"
_AT_HOME: Final = "copworkshop"
_MEMORY: Final = "last-sessions-folder"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of sessions that a command works on."""

    folder: Path
    """A whole path. The folder need not be there yet: it is made with its first session."""
    last: Path | None = None
    """The folder that was used last, where that is another one and the person did not name a folder just now."""

    @property
    def shown(self) -> str:
        """The folder as a sentence names it."""
        return shortened(self.folder)

    @property
    def about_last(self) -> str:
        """The sentence that says where the sessions of last time are; empty if they are in :attr:`folder`."""
        if self.last is None:
            return ""
        if not _is_folder(self.last):
            return f"Your sessions of last time were in {shortened(self.last)}, and that folder is not there now."
        from copworkshop.store.commands import command  # it asks find_home which folder needs no --sessions

        opening = command(sessions=self.last)
        return f"Your sessions of last time are in another folder; open them with: {opening}"


def find_home(given: Path | None = None, *, by_memory: bool = True) -> Home:
    """Return the home to work on. `given` is the folder that the command line names. Nothing is made.

    Without `by_memory`, it is the one that would be found if nothing were remembered of last time.

    The first of these counts: the given folder; the one in the environment variable; ``sessions`` in the working
    folder, where there is one; the folder used last, where it is still there; ``copworkshop`` in the person's home.
    """
    last = _remembered() if by_memory else None
    named = given if given is not None else os.environ.get(VARIABLE) or None
    if named is not None:
        folder = _whole(Path(named))
    elif _is_folder(Path(_HERE)):
        folder = _whole(Path(_HERE))
    elif last is not None and _is_folder(last):
        folder = last
    else:
        folder = _at_home()
    if given is not None or last is None or _is_same(last, folder):
        return Home(folder)
    return Home(folder, last)


def remember(folder: Path) -> None:
    """Note that this folder was used last. Where that cannot be noted, nothing happens."""
    with suppress(OSError, RuntimeError, ValueError):
        file, data = _memory(), os.fsencode(_whole(folder)) + b"\n"
        with suppress(FileNotFoundError):
            if read_limited(file) == data:
                return
        if _is_folder(file.parent.parent) or _users_home() is not None:  # no home is made for this
            make_folder(file.parent)
            replace(file, data)


def shortened(path: Path) -> str:
    """Return a path as a sentence names it: whole, with ``~`` for the person's home."""
    home = _users_home()
    if home is None or home == home.parent or not path.is_relative_to(home):
        return str(path)
    return str(Path("~", path.relative_to(home)))


def _at_home() -> Path:
    home = _users_home()
    if home is None:
        return _whole(Path(_HERE))
    own = home / _AT_HOME
    # A clone of the project may stand there: its folder of sessions keeps people's words out of the repository.
    inner = own / _HERE
    return inner if _is_folder(inner) and not (inner / SESSION_FILE).exists() else own


def _remembered() -> Path | None:
    """Return the folder that was used last, there or not; None if nothing tells which."""
    with suppress(OSError, RuntimeError, ValueError):
        last = Path(os.fsdecode(read_limited(_memory()).rstrip(b"\r\n")))
        return last if last.is_absolute() and "\0" not in str(last) else None
    return None


def _memory() -> Path:
    # Imported here, because most of the program runs without it.
    from platformdirs import user_state_path

    return user_state_path("copworkshop", appauthor=False) / _MEMORY


def _users_home() -> Path | None:
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if _is_folder(home) else None


def _whole(path: Path) -> Path:
    with suppress(RuntimeError):  # a person whom this machine does not know
        path = path.expanduser()
    return path.absolute()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a folder above it is closed to us
        return False


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False
