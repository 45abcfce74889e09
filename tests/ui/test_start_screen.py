"""The start screen by key presses: where the sessions are, and the example."""

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from copworkshop.store.check import check
from copworkshop.store.sessions import overview
from helpers.facilitator_driver import walk
from helpers.saved_sessions import saved

SIZES = ((40, 20), (80, 24), (40, 12))


@pytest.mark.parametrize("size", SIZES)
async def test_e_opens_a_copy_of_the_example_and_asks_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    async with walk(tmp_path, name=None, size=size) as room:
        await room.sees("e example", "? keys", "q leave")
        await room.press("e")
        await room.until(lambda: room.app.open_session is not None, "the session")
        name = f"{datetime.now(UTC).astimezone():%Y-%m-%d}-example"
        assert room.session.name == name
        assert room.session.closed is not None
        await room.press("f2")
        await room.sees("This is a copy of the example, kept in")
    assert check(tmp_path / name) == ()


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_row_of_the_list_is_the_example(tmp_path: Path, size: tuple[int, int]) -> None:
    saved(tmp_path, *(f"number-{number:02}" for number in range(30)))
    async with walk(tmp_path, name=None, size=size) as room:
        await room.sees("number-29", "Enter resume")
        await room.press("end")
        await room.sees("Try the example", "Copies a small finished session into this folder")
        await room.press("enter")
        await room.until(lambda: room.app.open_session is not None, "the session")
        assert room.session.name.endswith("-example")


async def test_each_try_is_a_session_of_its_own(tmp_path: Path) -> None:
    for _ in range(2):
        async with walk(tmp_path, name=None) as room:
            await room.sees("Try the example")
            await room.press("e")
            await room.until(lambda: room.app.open_session is not None, "the session")
    names = [line.name for line in overview(tmp_path)]
    assert [name.partition("-example")[2] for name in names] == ["", "-2"]


async def test_where_there_is_no_session_enter_starts_nothing_until_the_example_is_chosen(tmp_path: Path) -> None:
    async with walk(tmp_path, name=None) as room:
        await room.sees("There is no session here yet", "Try the example")
        await room.press("enter")
        assert room.app.open_session is None
        await room.press("down", "enter")
        await room.until(lambda: room.app.open_session is not None, "the session")


async def test_an_e_in_the_name_of_a_new_session_is_a_letter(tmp_path: Path) -> None:
    async with walk(tmp_path, name=None) as room:
        await room.press("n")
        await room.sees("A new session")
        await room.press("e")
        await room.type("lm")
        while room.app.open_session is None:
            await room.press("enter")
        assert room.session.heading == "elm"


async def test_an_example_that_cannot_be_copied_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    root = tmp_path / "file"
    root.write_text("no folder")
    async with walk(root / "sessions", name=None) as room:
        await room.press("e")
        await room.sees("could not be")
        assert room.app.open_session is None


@pytest.mark.parametrize("size", SIZES)
async def test_the_folder_in_use_is_named_by_its_whole_path(tmp_path: Path, size: tuple[int, int]) -> None:
    home = Path(os.environ["HOME"])
    home.mkdir()  # noqa: ASYNC240
    async with walk(home / "copworkshop", name=None, size=size) as room:
        await room.sees("Sessions in ~/copworkshop")
        assert not (home / "copworkshop").exists()


async def test_of_a_path_that_is_too_wide_the_end_is_shown(tmp_path: Path) -> None:
    root = tmp_path / ("long-" * 20) / "sessions-of-may"
    async with walk(root, name=None, size=(40, 20)) as room:
        await room.sees("/sessions-of-may")
        assert next(line for line in room.lines if "sessions-of-may" in line).strip().startswith("…")


@pytest.mark.parametrize("size", SIZES)
async def test_sessions_of_last_time_in_another_folder_are_told_with_the_way_to_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    saved(tmp_path / "sessions", "here")
    with TemporaryDirectory() as usb:  # its path is as short as a person's own would be
        async with walk(tmp_path / "sessions", name=None, size=size, last=Path(usb)) as room:
            await room.sees("Your sessions of last time are in another folder", "here", "Try the")
            await room.until(lambda: usb in "".join(line.strip() for line in room.lines), "the path")


async def test_a_session_begun_elsewhere_than_last_time_tells_so_on_the_console(tmp_path: Path) -> None:
    async with walk(tmp_path / "sessions", name="new", last=tmp_path / "usb") as room:
        await room.press("f2")
        await room.sees("Your sessions of last time were in")
