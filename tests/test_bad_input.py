"""A disk that is full, or that may not be written to: typing goes on, it is told, and it recovers by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copworkshop.store.sessions import open_read_only
from helpers.disks import full, read_only, small_disk
from helpers.facilitator_driver import Walk, walk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    with small_disk(tmp_path / "disk") as place:
        yield place


TROUBLES = pytest.mark.parametrize(
    ("trouble", "reason"), [(full, "the disk is full"), (read_only, "read-only")], ids=["full", "read-only"]
)


async def typed(room: Walk, name: str) -> None:
    await room.press("a")
    await room.type(name)
    await room.press("escape")
    await room.until(lambda: name in [seat.name for seat in room.session.seats.values()], name)


@TROUBLES
async def test_typing_goes_on_and_all_is_saved_once_the_disk_is_well_again(
    disk: Path, trouble: Callable[[Path], object], reason: str
) -> None:
    async with walk(disk) as room:
        await room.press("f2")
        with trouble(disk / "walk"):  # type: ignore[attr-defined]
            await typed(room, "Ann")
            await room.sees("NOT SAVED", reason)
            await typed(room, "Ben")
            await room.press("f2")
            await room.sees("not saved: F2")
            assert reason not in room.text
        await room.saved()
        await room.until(lambda: "not saved" not in room.text, "the calm line")
        await room.press("f2")
        await room.sees(" saved")
    assert [seat.name for seat in open_read_only(disk, "walk").session.seats.values()] == ["Ann", "Ben"]


async def test_who_leaves_afull_disk_is_asked_first_and_may_stay(disk: Path) -> None:
    async with walk(disk) as room:
        await room.press("f2")
        with full(disk / "walk"):
            await typed(room, "Ann")
            await room.sees("NOT SAVED")
            await room.press("ctrl+q")
            await room.sees("Not everything is saved")
            await room.press("enter")
            await room.sees("NOT SAVED")
            assert room.app.open_session is not None
        await room.saved()


async def test_a_folder_that_may_not_be_written_to_is_told_and_left_alone(disk: Path) -> None:
    async with walk(disk) as room:
        await room.saved()
    before = {path.name: path.read_bytes() for path in (disk / "walk").glob("*.toml")}
    with read_only(disk / "walk"):
        async with walk(disk, name=None) as room:
            await room.sees("walk")
            await room.press("enter")
            await room.sees("the folder is read-only", "copworkshop report walk")
            assert room.app.open_session is None
    assert {path.name: path.read_bytes() for path in (disk / "walk").glob("*.toml")} == before
