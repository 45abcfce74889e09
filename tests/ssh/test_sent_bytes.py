"""How much is sent to a participant's terminal of 80x24. On a line of 1 KB a second, each byte is waited for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import SetTables
from helpers.hosted_rooms import Hosted, hosted
from helpers.waiting import until

pytestmark = pytest.mark.slow

JOIN, DIALOG, KEY, CURSOR, STEP = 10_000, 2_000, 300, 350, 5_000
"""The most bytes of each. The cursor of a list changes the colours of two whole rows."""

_QUIET = 0.3  # seconds without output after which a frame is over


class Meter:
    """Counts what a terminal gets for what its person does."""

    def __init__(self, room: Hosted, terminal: Terminal) -> None:
        self._room = room
        self._terminal = terminal
        self.found: dict[str, int] = {}

    async def of(self, what: str, key: str, *, until_it: Callable[[], object]) -> int:
        """Press a key, and return how many bytes came until something is so and all of it is saved."""
        before = len(self._terminal.written)
        self._terminal.press(key)
        await self._terminal.until(until_it, what)
        await self.rest()
        self.found[what] = len(self._terminal.written) - before
        return self.found[what]

    async def rest(self) -> None:
        """Wait until everything is saved and the screen says so."""
        if self._room.session.present:
            await self._room.saved()
            await self._terminal.until(lambda: "saved" in self._terminal.rows[0] or not self._is_in_room, "the word")
        while await self._terminal.news(_QUIET):
            pass

    @property
    def _is_in_room(self) -> bool:
        return "/6 " in self._terminal.rows[0]


def field_of(terminal: Terminal) -> Callable[[str], Callable[[], bool]]:
    """Return a function of a text that says whether it stands on the terminal."""
    return lambda text: lambda: text in terminal.text


async def test_little_is_sent_over_a_slow_line(tmp_path: Path) -> None:
    async with hosted(tmp_path, ahead=2) as room:
        await room.ask(SetTables(tables=("Blue", "Red", "Green")))
        await until(lambda: len(room.ahead) >= 1)
        ann = await room.connect()
        shows, meter = field_of(ann), Meter(room, ann)
        await ann.sees("What is your name?")
        await meter.rest()
        join = len(ann.written)
        keys = [
            await meter.of(f"{key} in the name field", key, until_it=shows(name))
            for key, name in zip("Ann", ("A", "An", "Ann"), strict=True)
        ]
        join += sum(keys) + await meter.of("join", "enter", until_it=shows("Which table"))
        join += await meter.of("table", "enter", until_it=shows("at Blue"))
        dialogs = [
            await meter.of("F1", "f1", until_it=shows("Keys that work now")),
            await meter.of("F1 closed", "escape", until_it=lambda: "Keys that work now" not in ann.text),
        ]
        steps = []
        for kind, round_name, text in (
            (Kind.LIFECYCLE, None, "2/6"),
            (Kind.PARTICIPATION, "place", "3/6"),
            (Kind.PROPOSAL, "write", "4/6"),
        ):
            await room.ask(GoTo(kind=kind, round=round_name))
            await ann.sees("The group")
            await meter.rest()
            steps.append(await meter.of(f"to {kind}", "f5", until_it=shows(text)))
        keys += [await meter.of(f"{key} in the proposal", key, until_it=lambda: True) for key in ("x", "y")]
        dialogs += [
            await meter.of("F3", "f3", until_it=shows("Look at")),
            await meter.of("F3 closed", "escape", until_it=lambda: "Look at" not in ann.text),
        ]
        await room.lead(Kind.TOP_TEN, "collect")
        seat = room.seat("Ann").number
        for number in range(3):
            await room.running.hub.submit(AddIdea(seat=seat, text=f"Idea {number}"), participant(seat))
        await room.lead(Kind.TOP_TEN, "rank")
        await meter.rest()
        steps.append(await meter.of("to the ballot", "f5", until_it=shows("Choose up to")))
        keys.append(await meter.of("1 on the ballot", "1", until_it=shows("[1]")))
        assert await meter.of("down on the ballot", "down", until_it=lambda: True) < CURSOR, meter.found
        keys.append(await meter.of("Enter on the ballot", "enter", until_it=shows("[2]")))
        # Something else wrote on the terminal.
        assert await meter.of("Ctrl+L", "\x0c", until_it=shows("[2]")) > DIALOG / 2, meter.found
        assert join < JOIN, meter.found
        assert max(dialogs) < DIALOG, meter.found
        assert max(keys) < KEY, meter.found
        assert max(steps) < STEP, meter.found
