"""The process is killed in the middle, and what the screen had called saved is there afterwards."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from copworkshop.store.sessions import open_read_only
from helpers.facilitator_driver import walk
from helpers.sampling import some_of

pytestmark = pytest.mark.slow

RESUMER = Path(__file__).parents[1] / "resumer.py"
KILLS = 32
MOST_KEYS = 47
"""So many times the process waits on its way to the reveal."""


def killed_after(root: Path, keys: int, *, at_rest: bool) -> dict[str, Any]:
    """Start the process, kill it after so many keys were saved, and return the session that was saved last.

    At rest it is killed before the next key; otherwise somewhere in the middle of what follows it.
    """
    chance = random.Random(keys)
    command = [sys.executable, str(RESUMER), str(root), "23"]
    saved = ""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(keys):
            line = process.stdout.readline()
            if not line:
                break
            saved = line
            process.stdin.write("\n")
            process.stdin.flush()
        if at_rest:
            saved = process.stdout.readline() or saved
        else:
            # Somewhere in what the process does next: as long as this machine takes for so much work of ours.
            sum(range(chance.randrange(2_000_000)))
        process.kill()
    assert saved, "the process said nothing"
    found: dict[str, Any] = json.loads(saved)
    return found


def on_disk(root: Path) -> dict[str, Any]:
    opened = open_read_only(root, "walk")
    assert opened.incidents == ()
    found: dict[str, Any] = json.loads(opened.session.model_dump_json(by_alias=True, exclude={"plan"}))
    return found


@pytest.mark.parametrize("keys", some_of(random.Random(4).sample(range(1, MOST_KEYS), KILLS // 2), 1))
def test_a_process_killed_at_rest_left_exactly_what_the_screen_had_called_saved(tmp_path: Path, keys: int) -> None:
    assert killed_after(tmp_path, keys, at_rest=True) == on_disk(tmp_path)


@pytest.mark.parametrize("keys", some_of(random.Random(5).sample(range(1, MOST_KEYS), KILLS // 2), 2))
def test_a_process_killed_at_work_left_no_less_than_the_screen_had_called_saved(tmp_path: Path, keys: int) -> None:
    saved = killed_after(tmp_path, keys, at_rest=False)
    found = on_disk(tmp_path)
    assert found["revision"] >= saved["revision"]
    for number, seat in saved["seats"].items():
        kept = found["seats"][number]
        assert (kept["word"], kept["name"]) == (seat["word"], seat["name"])
        assert all(idea in kept["ideas"] for idea in seat["ideas"])
        for field, text in seat["proposal"]["answers"].items():
            assert kept["proposal"]["answers"][field].startswith(text)
    assert all(idea in found["top_ten"]["unsigned_ideas"] for idea in saved["top_ten"]["unsigned_ideas"])


async def test_after_a_kill_the_room_stands_at_the_same_step_round_reveal_and_clock(tmp_path: Path) -> None:
    saved = killed_after(tmp_path, MOST_KEYS, at_rest=True)
    async with walk(tmp_path) as room:
        now = json.loads(room.session.model_dump_json(by_alias=True, exclude={"plan"}))
        assert (now["at"], now["progress"]) == (saved["at"], saved["progress"])
        assert (now["at"], now["progress"]["top_ten"]["round"]) == ("top_ten", "reveal")
        assert now["progress"]["proposal"]["timers"] != {}
        await room.sees(room.session.step.title.text.partition(":")[0])
