"""Two hundred seats change at once: the time until the autosave has them on the disk, and the stalls of the event loop.

The bar is 1.5 times the floor. The floor is writing the same bytes to as many new files of the same folder. Each file
is opened, written, synced and closed, one after the other. No file is replaced, no copy is kept, no folder is synced,
and nothing is computed from a session first. The bar for the event loop is 20 ms, the time that the echo of a key may
take. The garbage collector is tuned as on a host.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.harness import Row, Table
from benchmarks.room.full import full_session, writing
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.hosting.gc_policy import tune_collector
from copworkshop.live.autosave import Autosave
from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.rules.proposal import WriteField
from copworkshop.store.changes import changes
from copworkshop.store.codec import SEATS_FOLDER
from copworkshop.store.files import add_end_marker
from copworkshop.store.sessions import Opened, create
from copworkshop.toolkit import event_loop

REPEATS = 7
SEATS = 200
NAME = "benchmark"
_MARK = " / "
_TICK = 0.001
_PATIENCE = 60.0


def run() -> Table:
    """Change every seat and save, seven times. In between, write the same bytes directly."""
    tune_collector()
    with tempfile.TemporaryDirectory() as folder:
        found = event_loop.run(_run(Path(folder)))
    written, waited = tuple(turn.written for turn in found), tuple(turn.waited for turn in found)
    floor = tuple(turn.floor for turn in found)
    return Table(
        title=f"Saving {SEATS} changed seats, each with a full proposal",
        unit="ms",
        rows=(
            Row(
                "asked for, until all are on the disk",
                written,
                floor=floor,
                most_times=1.5,
            ),
            Row("from the change on, what is gathered first included", waited, floor=floor),
            Row("the loop's longest stall meanwhile", tuple(turn.stall for turn in found), bar=20),
            Row("the same with nothing to save", tuple(turn.quiet for turn in found)),
        ),
        floor="the same bytes raw, a file each, fsync",
    )


class _Turn(NamedTuple):
    """The figures of one turn, in milliseconds."""

    waited: float
    written: float
    floor: float
    stall: float
    quiet: float


async def _run(root: Path) -> list[_Turn]:
    session = writing(full_session(NAME, SEATS))
    opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now=session.created)
    opened.save(None, session)
    hub = Hub(session)
    autosave = Autosave(hub, Opened(session, opened.folder))
    autosave.start()
    found = [await _turn(hub, autosave, root / NAME / SEATS_FOLDER, f"{turn}") for turn in range(REPEATS)]
    await autosave.close()
    return found


async def _turn(hub: Hub, autosave: Autosave, folder: Path, more: str) -> _Turn:
    await _all_write(hub, f"{more} gathered")
    begun = perf_counter()
    async with _stalls() as gathering:
        await _until_saved(autosave, hub.session.revision)
    waited = perf_counter() - begun
    before = hub.session
    await _all_write(hub, f"{more} at once")
    begun = perf_counter()
    async with _stalls() as hurrying:
        if not await autosave.flush(_PATIENCE):
            raise RuntimeError("it was not saved")
    written = perf_counter() - begun
    files = [add_end_marker(write.text) for write in changes(before, hub.session).values()]
    floor = await asyncio.to_thread(_raw, folder, files)
    async with _stalls() as nothing:
        await asyncio.sleep(written)
    found = (waited, written, floor, max(*gathering, *hurrying), max(nothing))
    return _Turn(*(1000 * seconds for seconds in found))


async def _all_write(hub: Hub, more: str) -> None:
    for seat in hub.session.seats.values():
        field, said = next(iter(seat.proposal.answers.items()))
        line = f"{said.partition(_MARK)[0]}{_MARK}{more}"
        await hub.submit(WriteField(seat=seat.number, field=field, text=line), participant(seat.number))


async def _until_saved(autosave: Autosave, revision: int) -> None:
    there = asyncio.Event()
    end = autosave.subscribe(lambda _state: there.set() if autosave.saved(revision) else None)
    async with asyncio.timeout(_PATIENCE):
        await there.wait()
    end()


@asynccontextmanager
async def _stalls() -> AsyncIterator[list[float]]:
    """Collect the delays of the event loop in seconds: a task sleeps for a millisecond and notes how late it wakes."""
    late = [0.0]

    async def wait() -> None:
        while True:
            begun = perf_counter()
            await asyncio.sleep(_TICK)
            late.append(perf_counter() - begun - _TICK)

    waiting = asyncio.create_task(wait())
    try:
        yield late
    finally:
        waiting.cancel()


def _raw(folder: Path, files: list[bytes]) -> float:
    """Write these bytes to files and sync them; return the seconds. The files are removed afterwards."""
    names = [folder / f"raw-{number}" for number in range(len(files))]
    begun = perf_counter()
    for name, data in zip(names, files, strict=True):
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, data)
        os.fsync(handle)
        os.close(handle)
    took = perf_counter() - begun
    for name in names:
        name.unlink()
    return took
