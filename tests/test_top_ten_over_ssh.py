"""Every round of Activity 2 over several connections; the soak trial ``topten`` has a room full of people."""

from pathlib import Path

import pytest

from soak.topten import play

pytestmark = pytest.mark.slow


async def test_four_people_go_through_every_round_over_ssh(tmp_path: Path) -> None:
    played = await play(tmp_path, 4, size=3)  # so short a list that the second vote leaves a tie at its end
    assert "### Run-off for place" in played.report
    assert "### The first vote" in played.report
