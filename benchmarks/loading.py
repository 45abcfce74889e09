"""Resuming a session of 200 seats, each with a full proposal, ideas and a ballot, from its files.

The bar is 1 s. The floor is reading the same files and parsing them as TOML, without checking their contents.
"""

import tempfile
import tomllib
from pathlib import Path

from benchmarks.harness import Row, Table, milliseconds
from benchmarks.room.full import full_session
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.workshop import Running
from copworkshop.store.codec import PLAN_FILE, SEATS_FOLDER, SESSION_FILE
from copworkshop.store.sessions import create, open_

REPEATS = 7
SEATS = 200
NAME = "benchmark"


def run() -> Table:
    """Load the session seven times."""
    session = full_session(NAME, SEATS)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now=session.created)
        opened.save(None, session)
        opened.close()
        files = [root / NAME / PLAN_FILE, root / NAME / SESSION_FILE, *(root / NAME / SEATS_FOLDER).glob("*.toml")]
        size = sum(file.stat().st_size for file in files)
        ours = milliseconds(lambda: take_up(root, NAME, SEATS), repeats=REPEATS)
        floor = milliseconds(lambda: _parse(files), repeats=REPEATS)
    return Table(
        title=f"Loading {SEATS} seats, {size / 1000:.0f} KB",
        unit="ms",
        rows=(Row("until the session runs again", ours, bar=1000, floor=floor),),
        floor="reading and parsing the same files",
    )


def take_up(root: Path, name: str, seats: int) -> None:
    """Resume a session as the program does, and release it.

    Raises:
        RuntimeError: a seat is missing.

    """
    opened = open_(root, name)
    running = Running(opened)
    opened.close()
    if len(running.hub.session.seats) != seats:
        raise RuntimeError("a seat was lost on the way")


def _parse(files: list[Path]) -> None:
    for file in files:
        tomllib.loads(file.read_bytes().decode())
