"""People who come and leave, some dozens of times. ``uv run python -m tests.soak joins`` does it a thousand times."""

from pathlib import Path

import pytest

from soak.joins import AT_ONCE, faults, trial

pytestmark = pytest.mark.slow


async def test_who_has_left_leaves_no_task_timer_listener_connection_or_app(tmp_path: Path) -> None:
    counts = await trial(tmp_path, 2 * AT_ONCE, every=2 * AT_ONCE)

    assert counts[-1].visits == 2 * AT_ONCE
    assert faults(counts) == []
