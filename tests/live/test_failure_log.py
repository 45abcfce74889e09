"""What fails while a session runs, as it stands on the disk afterwards."""

import asyncio
import logging
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from copworkshop.live.failure_log import FILE, MOST_BYTES
from copworkshop.live.workshop import Running, Wanted, Workshop
from copworkshop.model.failures import log_failure, log_unheard
from copworkshop.store.check import check
from copworkshop.store.home import Home
from copworkshop.store.sessions import overview

_log = logging.getLogger("copworkshop.tests")

WORDS = "my own words"


@pytest.fixture(autouse=True)
def nothing_fails_unseen() -> None:
    """Here things fail on purpose."""


@asynccontextmanager
async def running(root: Path) -> AsyncIterator[Running]:
    there = (root / "walk").exists()
    session = Workshop(Home(root)).enter(Wanted(name="walk", plan=None, resumes=there))
    session.start()
    try:
        yield session
    finally:
        await session.close()


def fail(times: int = 1) -> None:
    for _ in range(times):
        try:
            raise ValueError(WORDS)
        except ValueError as error:
            log_failure(_log, "A test failed", error)


async def test_a_failure_is_written_with_its_type_and_place_and_without_anybodys_words(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        fail()
        file = session.folder / FILE
    written = file.read_text()
    assert "ERROR A test failed: ValueError < " in written
    assert "test_failure_log.py" in written
    assert WORDS not in written
    assert sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600


def fail_late() -> None:
    raise LookupError(WORDS)


async def test_a_session_in_which_nothing_failed_has_no_such_file(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        _log.warning("only a warning")
    assert not (session.folder / FILE).exists()


async def test_after_a_session_was_left_nothing_more_is_written_there(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        fail()
    before = (session.folder / FILE).read_text()
    fail()
    assert (session.folder / FILE).read_text() == before


async def test_a_session_that_is_resumed_writes_on(tmp_path: Path) -> None:
    for _ in range(2):
        async with running(tmp_path) as session:
            fail()
    assert (session.folder / FILE).read_text().count("A test failed") == 2


async def test_however_much_fails_the_files_stay_small(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        fail(4_000)
    sizes = [path.stat().st_size for path in session.folder.glob(f"{FILE}*")]
    assert len(sizes) == 2
    assert max(sizes) <= MOST_BYTES


async def test_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    async with running(tmp_path) as session:
        (session.folder / FILE).mkdir()
        session.failures.subscribe(told.append)
        fail()
        await asyncio.sleep(0)
    assert told == [f"A test failed; what was saved is safe. Details could not be written to {session.failures.path}."]
    assert capsys.readouterr().err == ""


async def test_the_facilitator_is_told_once_of_each_kind_of_failure(tmp_path: Path) -> None:
    told: list[str] = []
    async with running(tmp_path) as session:
        session.failures.subscribe(told.append)
        fail(3)
        await asyncio.sleep(0)
    assert told == [f"A test failed; what was saved is safe. Details are in {session.failures.path}."]


async def test_a_listener_that_fails_itself_is_written_and_does_not_go_round(tmp_path: Path) -> None:
    def broken(_sentence: str) -> None:
        raise ValueError(WORDS)

    async with running(tmp_path) as session:
        session.failures.subscribe(broken)
        fail()
        for _ in range(5):
            await asyncio.sleep(0)
    assert (session.folder / FILE).read_text().count("A listener failed") == 2


async def test_what_a_timer_raises_is_written(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        loop = asyncio.get_running_loop()
        log_unheard(loop)
        loop.call_soon(fail_late)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert "LookupError" in (session.folder / FILE).read_text()


async def test_a_folder_with_the_file_is_sound_and_listed(tmp_path: Path) -> None:
    async with running(tmp_path) as session:
        fail(4_000)
    assert check(session.folder) == ()
    assert [line.fault for line in overview(tmp_path)] == [None]
