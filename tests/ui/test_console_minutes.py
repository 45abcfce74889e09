"""M on the console proposes which minutes to take from what is still to come."""

from datetime import timedelta
from pathlib import Path

from copworkshop.live.hub import utc_now
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from helpers.facilitator_driver import Walk, walk


async def late(room: Walk, minutes: int) -> None:
    """Let the room come to the levels so many minutes after they should end, which is after 25."""
    running = room.app.open_session
    assert running is not None
    await running.hub.submit(GoTo(kind=Kind.LIFECYCLE), FACILITATOR)
    running.hub.clock = lambda: utc_now() + timedelta(minutes=25 + minutes, seconds=5)
    await room.go(Kind.PARTICIPATION)


async def test_enter_takes_the_minutes_and_u_gives_them_back(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(110, 30)) as room:
        await room.press("f2")
        await room.go(Kind.LIFECYCLE)
        await room.press("M")
        await room.sees("You are not behind, so there is nothing to take.")
        await late(room, 12)
        await room.sees("12 min behind", "M proposes minutes to take")
        await room.press("M")
        await room.sees("You are 12 min behind the plan. Take 12 min", "Activity 2: Top Ten: 40 → 34 min")
        await room.press("escape")
        assert not room.session.fewer_minutes
        await room.press("M")
        await room.sees("You are 12 min behind")
        await room.press("enter")
        await room.until(lambda: bool(room.session.fewer_minutes), "fewer minutes")
        await room.sees("12 min were taken from what is still to come. u gives them back.")
        await room.press("M")
        await room.sees("You are not behind, so there is nothing to take.")
        await room.press("u")
        await room.until(lambda: not room.session.fewer_minutes, "the minutes of the plan")
        await late(room, 200)
        await room.press("M")
        await room.sees("You are 200 min behind", "min cannot be taken. No step and no round")
        await room.press("escape")
        await room.go(Kind.CLOSE)
        await room.press("M")
        await room.sees("nothing that is still to come can be shorter")


async def test_a_plan_without_minutes_has_none_to_take(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'schema = 1\ntitle = "Short"\n[[steps]]\nkind = "welcome"\ntitle = "Welcome"\nshort = "Welcome"\n',
        encoding="utf-8",
    )
    async with walk(tmp_path, plan=plan) as room:
        await room.press("f2", "M")
        await room.sees("This plan has no minutes, so there is nothing to take.")
