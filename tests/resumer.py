"""A facilitator's process to be killed: ``python resumer.py ROOT SEED``.

It presses keys in a running app. After each it waits until all is on the disk, prints the session as it is then, and
waits for a line on standard input before it presses the next.
"""

import asyncio
import random
import sys
from pathlib import Path

from copworkshop.toolkit import event_loop
from helpers.facilitator_driver import Walk, walk

OFTEN = 0.3
"""How often the process waits to be killed between two points of the same round."""

IDEAS = ("Meet every month", "Bring real cases", "Share the load")


async def led(room: Walk, chance: random.Random) -> None:
    """Press one key after the other of a session's course, in and out of fields, for ever."""
    await told(room)
    await room.press("f2", "a")
    for number in range(1, 7):
        room.at_once(*f"P{number}", "enter")
        await told(room)
    await room.press("escape")
    while True:
        spot = room.session.spot
        await room.app.screen.run_action("forward")
        kind, round_name = room.session.spot.kind.value, room.session.spot.round
        await room.until(lambda: room.app.screen.seen.spot == room.session.spot)  # type: ignore[attr-defined]
        if room.session.spot == spot:
            return
        if (spot.kind, spot.round) != (kind, round_name) or chance.random() < OFTEN:
            await told(room)
        match kind, round_name:
            case "participation", "place":
                for digit in "123451234512":
                    await room.press(digit)
                    await told(room)
            case "proposal", "write":
                await room.press("t")
                await room.press("enter")
                for _ in range(4):
                    room.at_once(*chance.choice(("care", "waste", "trust")), "tab")
                    await told(room)
                await room.press("escape")
            case "top_ten", "collect":
                await room.press("a")
                for idea in IDEAS:
                    room.at_once(*(letter if letter != " " else "space" for letter in idea), "enter")
                    await told(room)
                await room.press("escape")
            case "top_ten", "merge":
                await room.press("m", "down", "m", "enter")
                await told(room)
            case "top_ten", "rank":
                await room.press("enter")
                for picks in ("3", "2", "3"):
                    room.at_once(*picks, "enter")
                    await told(room)
                await room.press("escape")


async def told(room: Walk) -> None:
    """Print what is saved, as the console would say it, and wait for the word to go on."""
    await room.pilot.pause()
    await room.saved()
    print(room.session.model_dump_json(by_alias=True, exclude={"plan"}), flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.readline)


async def main() -> None:
    async with walk(Path(sys.argv[1])) as room:
        await led(room, random.Random(int(sys.argv[2])))


event_loop.run(main())
