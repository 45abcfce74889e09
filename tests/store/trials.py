"""Run by the tests in a process of its own: it dies, its disk fills up, its power fails.

    trials.py NAME FOLDER [WRITER]

Prints one JSON value. A writer is what is tried: `durable` is ours, the others are the mistakes a trial must catch.
"""

import array
import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from copworkshop.store import files
from copworkshop.store.errors import StoreError, Unreadable
from copworkshop.store.folder import Folder

Writer = Callable[[Path, bytes], None]

SMALLEST_DISKS = {"ext4": 16_000_000, "xfs": 320_000_000}
"""In bytes; none of them is written but what is used."""


def durable(path: Path, data: bytes) -> None:
    files.replace_durably(path, data, previous=path.with_name(path.name + ".previous"))


def in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def folder_not_synced(path: Path, data: bytes) -> None:
    files.replace(path, data)


WRITERS: dict[str, Writer] = {writer.__name__: writer for writer in (durable, in_place, folder_not_synced)}


def content(version: int, size: int = 60_000) -> bytes:
    return files.add_end_marker(f"version = {version}\n" + f"line = {version}\n" * (size // 15))


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def faults(path: Path, acknowledged: int) -> list[str]:
    """What is wrong with a file of which version `acknowledged` was said to be saved."""
    try:
        data = path.read_bytes()
        version = int(files.strip_end_marker(data).partition("\n")[0].removeprefix("version = "))
    except (FileNotFoundError, Unreadable) as error:
        return [f"{path.name}: {error}"] if acknowledged else []
    if data != content(version):
        return [f"{path.name}: a mixture"]
    return [f"{path.name}: {version} after {acknowledged}"] if version < acknowledged else []


def kill(folder: Path, writer: Writer) -> dict[str, Any]:
    """Kill a process that writes two files in turn, at random moments, until something is lost.

    Ours 20 times on a busy machine, up to 60 in four seconds of a quiet one; a mistake for as long as it is not caught.
    """
    chance = random.Random(4)
    acknowledged, kills, problems = 0, 0, list[str]()
    most, seconds = (60, 4) if writer is durable else (sys.maxsize, 60)
    until = time.monotonic() + seconds
    while not problems and (kills < 20 or (kills < most and time.monotonic() < until)):
        reader, announcer = os.pipe()
        child = os.fork()
        if child == 0:
            for version in range(acknowledged + 1, sys.maxsize):
                writer(folder / "a.toml", content(version))
                writer(folder / "b.toml", content(version))
                os.write(announcer, version.to_bytes(4))
        os.close(announcer)
        for _ in range(chance.randrange(3)):
            acknowledged = int.from_bytes(os.read(reader, 4))
        moment = time.perf_counter() + chance.uniform(0, 0.004)
        while time.perf_counter() < moment:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while said := os.read(reader, 4):
            acknowledged = int.from_bytes(said)
        os.close(reader)
        kills += 1
        problems = faults(folder / "a.toml", acknowledged) + faults(folder / "b.toml", acknowledged)
        for spare in folder.glob("*.previous"):
            problems += faults(spare, 1)
    return {"kills": kills, "acknowledged": acknowledged, "problems": problems}


def power_cut(folder: Path, writer: Writer, filesystem: str) -> dict[str, Any]:
    """Cut the power of a disk right after a save returned, three times; needs root and loop devices."""
    image, disk = folder / "disk.img", folder / "disk"
    disk.mkdir()
    with image.open("wb") as file:
        file.truncate(SMALLEST_DISKS[filesystem])
    subprocess.run([f"mkfs.{filesystem}", "-q", image], check=True)
    problems = list[str]()
    for version in range(1, 4):
        subprocess.run(["mount", "-o", "loop", image, disk], check=True)
        problems += faults(disk / "a.toml", version - 1)
        writer(disk / "a.toml", content(version))
        handle = os.open(disk, os.O_RDONLY)
        # EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32) in linux/fs/ext4/ext4.h, and the same number as XFS_IOC_GOINGDOWN in
        # linux/fs/xfs/libxfs/xfs_fs.h; 2 is NOLOGFLUSH of both: the journal stays as it is
        fcntl.ioctl(handle, 0x8004587D, array.array("I", [2]))
        os.close(handle)
        subprocess.run(["umount", disk], check=True)
    subprocess.run(["mount", "-o", "loop", image, disk], check=True)
    problems += faults(disk / "a.toml", 3)
    subprocess.run(["umount", disk], check=True)
    return {"problems": problems}


def full_disk(folder: Path, _writer: Writer) -> dict[str, Any]:
    """Save ever more into a disk of 64 KB."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True)
    said = ""
    saved = b""
    with Folder.own(folder / "session") as session:
        for length in range(1, 100):
            data = files.add_end_marker("a" * 1000 * length)
            try:
                session.write({"session.toml": data})
            except StoreError as error:
                said = str(error)
                break
            saved = data
    whole = (folder / "session" / "session.toml").read_bytes() == saved
    return {"said": said, "whole": whole, "left": names(folder / "session")}


def read_only(folder: Path, _writer: Writer) -> dict[str, Any]:
    """Open a session on a disk that is mounted read-only, and one that becomes so while it runs."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
    said: dict[str, Any] = {}
    session = Folder.own(folder / "session")
    session.write({"session.toml": files.add_end_marker("a = 1\n")})
    session.close()
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    attempts: dict[str, Callable[[], object]] = {
        "own": lambda: Folder.own(folder / "session"),
        "new": lambda: Folder.own(folder / "other"),
        "write": lambda: session.write({"session.toml": files.add_end_marker("a = 2\n")}),
        "file": lambda: files.replace_durably(folder / "session" / "session.toml", b"new"),
    }
    for what, attempt in attempts.items():
        try:
            attempt()
        except (StoreError, OSError) as error:
            said[what] = str(error)
    said["look"] = Folder.open_read_only(folder / "session").read("session.toml", str)
    return said


def file_limit(folder: Path, writer: Writer) -> dict[str, Any]:
    """Save a file longer than this process may write."""
    import resource

    path = folder / "a.toml"
    writer(path, content(1, 1000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    said = ""
    try:
        writer(path, content(2))
    except OSError as error:
        said = str(error)
    return {"said": said, "whole": path.read_bytes() == content(1, 1000), "left": names(folder)}


def hold(folder: Path, _writer: Writer) -> dict[str, Any]:
    """Own a session until standard input ends, or this process does."""
    with Folder.own(folder):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()
    return {}


def power_cut_ext4(folder: Path, writer: Writer) -> dict[str, Any]:
    """Cut the power of an ext4 disk."""
    return power_cut(folder, writer, "ext4")


def power_cut_xfs(folder: Path, writer: Writer) -> dict[str, Any]:
    """Cut the power of an xfs disk."""
    return power_cut(folder, writer, "xfs")


TRIALS = {
    trial.__name__: trial for trial in (kill, power_cut_ext4, power_cut_xfs, full_disk, read_only, file_limit, hold)
}

if __name__ == "__main__":
    _, name, place, *tried = sys.argv
    json.dump(TRIALS[name](Path(place), WRITERS[tried[0] if tried else "durable"]), sys.stdout)
