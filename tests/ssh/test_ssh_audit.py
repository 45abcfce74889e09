"""What ssh-audit makes of the server: the opinion of somebody who knows all algorithms and their history."""

import asyncio
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from copworkshop.toolkit import event_loop
from helpers.rooms_over_ssh import a_house

SSH_AUDIT = shutil.which("ssh-audit", path=str(Path(sys.executable).parent))

NO_QUANTUM = "does not provide protection against post-quantum attacks"
"""The one thing it warns of, for the key exchanges that clients before OpenSSH 9.9, PuTTY 0.83 and Dropbear need."""


@pytest.fixture(scope="module")
def opinion() -> dict[str, Any]:
    """What it says of a running server, as data. The trial of how many connections a second come in is left out."""
    if SSH_AUDIT is None:
        pytest.skip("There is no ssh-audit next to this Python: run the tests with uv run pytest.")

    async def audit() -> bytes:
        async with a_house() as house:
            command = (str(SSH_AUDIT), "--json", "--skip-rate-test", "-p", str(house.server.port), "127.0.0.1")
            process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
            said, _ = await process.communicate()
            return said

    told: dict[str, Any] = json.loads(event_loop.run(audit()))
    return told


def notes(opinion: dict[str, Any], level: str) -> set[tuple[str, str]]:
    """All notes of a level, each with its algorithm."""
    return {
        (algorithm["algorithm"], note)
        for kind in ("kex", "key", "enc", "mac")
        for algorithm in opinion[kind]
        for note in algorithm["notes"].get(level, ())
    }


def test_it_fails_nothing(opinion: dict[str, Any]) -> None:
    assert notes(opinion, "fail") == set()
    assert opinion["cves"] == []


def test_it_warns_of_nothing_but_key_exchanges_that_older_clients_need(opinion: dict[str, Any]) -> None:
    assert {note for _, note in notes(opinion, "warn")} == {NO_QUANTUM}
    assert {name for name, _ in notes(opinion, "warn")} <= {each["algorithm"] for each in opinion["kex"]}


def test_it_recommends_nothing(opinion: dict[str, Any]) -> None:
    assert opinion["recommendations"] == {}
