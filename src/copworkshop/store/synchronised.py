"""Folders that another program copies to other computers. A session in one of them is neither private nor safe."""

import re
from pathlib import Path
from typing import Final, NamedTuple

SAID: Final = (
    "{folder} looks like a folder that {program} copies to other computers, with everybody's words and the keys."
)
MORE: Final = (
    "It keeps what a close deletes, such as who wrote which idea, and may put an older file back while a session runs."
)
TODO: Final = "Keep sessions outside of it: --sessions DIR"


class _Program(NamedTuple):
    name: str
    folders: re.Pattern[str]
    """The names that its folders have, in small letters."""
    marks: tuple[str, ...]
    """The patterns of names in the uppermost folder that it copies."""


_NONE: Final = re.compile(r"(?!)")

_PROGRAMS: Final = (
    _Program("Dropbox", re.compile(r"dropbox( \(.+\))?"), (".dropbox", ".dropbox.cache")),
    _Program("OneDrive", re.compile(r"onedrive([ -].+)?"), (".849C9593-D756-4E56-8D6E-42412F2A707B",)),
    _Program(
        "Google Drive", re.compile(r"google ?drive([ -].+)?"), (".tmp.drivedownload", ".tmp.driveupload")
    ),
    _Program("iCloud", re.compile(r"mobile documents|com~apple~clouddocs|icloud ?drive"), ()),
    _Program("Nextcloud", re.compile(r"nextcloud\d*"), (".nextcloudsync.log",)),
    _Program("ownCloud", re.compile(r"owncloud\d*"), (".owncloudsync.log",)),
    _Program("Nextcloud or ownCloud", _NONE, (".sync_*.db", "._sync_*.db")),
    _Program("Syncthing", _NONE, (".stfolder",)),
    _Program("a cloud's program", re.compile(r"cloudstorage"), ()),
)  # fmt: skip


class Synchronised(NamedTuple):
    """A folder that another program seems to copy to other computers."""

    folder: Path
    program: str

    @property
    def said(self) -> str:
        """A sentence that says what was seen. :data:`MORE` says what else can go wrong."""
        return SAID.format(folder=self.folder, program=self.program)


def synchronised(folder: Path) -> Synchronised | None:
    """Return the folder that contains `folder`, or is it, and that another program copies; None if none is seen.

    It is known by its name, or by what the program keeps in it. It uses the disk.
    """
    for path in dict.fromkeys((folder.absolute(), folder.resolve())):
        for place in (path, *path.parents):
            program = next((each.name for each in _PROGRAMS if _copies(each, place)), None)
            if program is not None:
                return Synchronised(place, program)
    return None


def _copies(program: _Program, place: Path) -> bool:
    if program.folders.fullmatch(place.name.casefold()):
        return True
    return any(_is_there(place, mark) for mark in program.marks)


def _is_there(place: Path, mark: str) -> bool:
    try:
        # In the home of its user, Dropbox has a folder of this name; in the folder that it copies, a file.
        found = [path for path in place.glob(mark) if mark != ".dropbox" or path.is_file()]
    except OSError:
        return False
    return bool(found)
