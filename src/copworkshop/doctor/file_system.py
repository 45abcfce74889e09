"""Checks what the disk of the sessions can do, and whether another program copies what is on it."""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from copworkshop.doctor.files import ELSEWHERE, nearest_folder
from copworkshop.doctor.finding import Finding, fine, look
from copworkshop.doctor.firewall import Answer, output_of
from copworkshop.ssh.key_files import close_to_others, is_open_to_others
from copworkshop.store.files import write_new
from copworkshop.store.synchronised import MORE, TODO, synchronised

_ABOUT: Final = "Drive"
_MOUNTS: Final = Path("/proc/self/mountinfo")
_LINE_OF_MAC: Final = re.compile(r"^.+? on (?P<place>/.*) \((?P<kind>\w+)[,)]", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")

_STICKS: Final = {"vfat": "FAT", "msdos": "FAT", "fat": "FAT", "exfat": "exFAT"}
_NETWORK: Final = frozenset(
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ceph", "afs", "9p", "drvfs",
        "virtiofs", "vboxsf", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.vmhgfs-fuse",
    }
)  # fmt: skip


def file_system(
    sessions: Path, *, system: str = sys.platform, mounts: Path = _MOUNTS, ask: Answer = output_of
) -> Iterator[Finding]:
    """Try what the disk of the sessions can do, in a temporary folder, and look for programs that copy the sessions.

    What cannot be tried has no finding, because the test of a save says why.
    """
    place = nearest_folder(sessions)
    kind = kind_of(place.resolve(), system, mounts, ask)
    yield _drive(place, kind)
    try:
        with tempfile.TemporaryDirectory(dir=place, prefix=".copworkshop-doctor-") as folder:
            yield from _abilities(place, Path(folder))
    except OSError:
        pass
    found = synchronised(sessions)
    if found is not None:
        yield look("Copies", f"{found.said} {MORE}", TODO)


def kind_of(place: Path, system: str, mounts: Path, ask: Answer) -> str:
    """Return the kind of file system that a folder is on, as the system calls it; empty if it is not known."""
    match system:
        case "darwin":
            found = [(line["place"], line["kind"]) for line in _LINE_OF_MAC.finditer(ask(["mount"]))]
        case "win32":
            found = []
        case _:
            found = _mounted(mounts)
    around = [each for each in found if place.is_relative_to(each[0])]
    # Of two on the same folder, the later one covers the other.
    return max(enumerate(around), key=lambda each: (len(each[1][0]), each[0]))[1][1] if around else ""


def _mounted(mounts: Path) -> list[tuple[str, str]]:
    """Return the folder and the kind of each file system of Linux (proc_pid_mountinfo(5))."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    found: list[tuple[str, str]] = []
    for line in lines:
        fields, _, kind = line.partition(" - ")
        words = fields.split(" ")
        if len(words) > 4 and kind:
            found.append((_ESCAPED.sub(lambda each: chr(int(each[1], 8)), words[4]), kind.split(" ")[0]))
    return found


def _drive(place: Path, kind: str) -> Finding:
    if kind in _STICKS:
        return look(
            _ABOUT,
            f"{place} is on a {_STICKS[kind]} drive, as sticks are: if it is pulled out or the power fails, "
            "more can be lost than the last words.",
            f"{ELSEWHERE} Copy the session to the stick at the end.",
        )
    if kind in _NETWORK:
        return look(
            _ABOUT,
            f"{place} is on a network drive or a shared folder ({kind}): while it is away, nothing is saved.",
            ELSEWHERE,
        )
    if not kind:
        return fine(_ABOUT, f"This system does not say of which kind the disk of {place} is.")
    return fine(_ABOUT, f"{place} is on a disk of the kind {kind}.")


def _abilities(place: Path, folder: Path) -> Iterator[Finding]:
    file = folder / "key"
    write_new(file, b"")
    close_to_others(file, 0o600)
    if is_open_to_others(file):
        yield look(
            "Privacy",
            f"The disk of {place} cannot keep files private: other accounts of this computer can read "
            "everybody's words and the keys.",
            ELSEWHERE,
        )
    try:
        (folder / "second").hardlink_to(file)
    except (OSError, NotImplementedError):
        yield look(
            "Links",
            f"The disk of {place} gives no file a second name (a hard link), so each save also writes a copy: it takes "
            "longer.",
            ELSEWHERE,
        )
