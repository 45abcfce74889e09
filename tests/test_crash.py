"""A host with people in it is killed: what their screens had called saved is on the disk. Thousands: ``soak crash``."""

import sys
from pathlib import Path

import pytest

from soak.crash import crash

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork."),
]

LIES = """
from copworkshop.live.autosave import Autosave, SaveTiming
SaveTiming.after = lambda self, failures: 60.0
Autosave.saved = lambda self, revision, seat=None: True
Autosave._pause = lambda self, seconds: __import__("asyncio").sleep(60)
"""
"""A host that says “saved” at once, and writes a minute later."""


async def test_a_host_that_is_killed_has_lost_nothing_that_a_screen_called_saved(tmp_path: Path) -> None:
    figures = await crash(tmp_path, 2, seed=8, forked=True)
    assert figures.problems == []
    assert figures.kills == 2


@pytest.mark.soak
async def test_the_trial_catches_a_host_that_says_saved_too_early(tmp_path: Path) -> None:
    figures = await crash(tmp_path, 2, seed=8, forked=True, mutant=LIES)
    assert figures.problems != []
