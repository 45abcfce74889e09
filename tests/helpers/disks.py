"""A small disk of its own for a test, and what can befall it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def mounted(*arguments: str) -> bool:
    """Mount something; whether this machine lets us."""
    mount = shutil.which("mount")
    return mount is not None and subprocess.run([mount, *arguments], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """Half a megabyte of disk at this place."""
    place.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=512k", "none", str(place)):
        pytest.skip("This machine lets nobody mount a small disk.")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Fill the disk that a folder is on, and make room again."""
    ballast = folder.parent / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass
    yield
    ballast.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder, and then let them again."""
    here = str(folder)
    if not (mounted("--bind", here, here) and mounted("-o", "remount,bind,ro", here)):
        pytest.skip("This machine lets nobody mount a folder as read-only.")
    yield
    subprocess.run(["umount", here], check=True)
