"""People join from another process after an app has run in the host's, as on the day. CI runs this on every Python."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from copworkshop.rehearsal.host_process import HostProcess
from copworkshop.ssh.client import PORT_FILE
from copworkshop.store.access_files import ACCESS_FOLDER
from helpers.hosted_rooms import CODE, NAME, hosted
from helpers.pseudo_terminal import Pseudo
from helpers.waiting import until

JOINER = Path(__file__).with_name("joiner.py")


async def everybody_joins(port: int, code: str = CODE) -> None:
    """Have people join, first one and then three at once, and fail with what they saw unless all came in."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(JOINER), str(port), code, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    names, failed = await process.communicate()
    assert sorted(names.decode().splitlines()) == [f"Participant {number}" for number in (1, 2, 3, 4)], failed.decode()


@pytest.mark.parametrize("code", [CODE, "none"])
async def test_people_join_a_session_after_an_app_has_run(tmp_path: Path, code: str) -> None:
    async with hosted(tmp_path, code=code) as room:
        await everybody_joins(room.host.port, code)


async def test_people_join_a_host_in_a_process_of_its_own(tmp_path: Path) -> None:
    host = await HostProcess.start(tmp_path, NAME, code=CODE)
    try:
        await everybody_joins(host.address.port)
    finally:
        await host.end()


async def test_people_join_while_the_facilitators_screens_are_up(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "copworkshop", "run", NAME, "--sessions", str(tmp_path), "--port", "0"]
    screens = Pseudo([*command, "--bind", "127.0.0.1", "--code", CODE])
    port = tmp_path / NAME / ACCESS_FOLDER / PORT_FILE
    try:
        await until(lambda: port.is_file() and re.fullmatch(r"\d+\n", port.read_text()), lambda: screens.shown)
        await everybody_joins(int(port.read_text()))
    finally:
        screens.put_away()
