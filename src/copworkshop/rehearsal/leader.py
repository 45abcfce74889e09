"""Leads a session automatically: it opens the console over SSH and moves on when the people have finished a round."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import asyncssh

from copworkshop.model.plan import Kind, Plan
from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.rehearsal.crowd import Crowd
from copworkshop.rehearsal.reading import Task
from copworkshop.rehearsal.terminal import NotSeen, Terminal, call
from copworkshop.ssh.client import Address

ASKS: Final = {
    (Kind.WELCOME, "welcome"): Task.NAME,
    (Kind.PARTICIPATION, "place"): Task.PLACE,
    (Kind.PROPOSAL, "write"): Task.WRITE,
    (Kind.PROPOSAL, "share"): Task.SHARE,
    (Kind.TOP_TEN, "collect"): Task.IDEA,
    (Kind.TOP_TEN, "rank"): Task.RANK,
}
"""The task that a round gives to the people."""

_HEAD: Final = re.compile(r"^ (\d+)/\d+ (.+?)(?: · ([a-z -]*[a-z])…?)?\s{2,}")
_HAND_OVER: Final = "F3 hand over"
_THE_END: Final = "The session ends here"
_CLOSES: Final = "Page Down closes the question."
_NOT_YET: Final = "Not yet:"
_PUTS_AWAY: Final = "Page Down puts them away"
QUESTION: Final = "How clear is this so far?"
"""What the leader asks outside the plan, to be answered with 1 to 5."""

_COUNTS_DOWN: Final = "Page Down again closes it"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the room is, as the console shows it."""

    number: int
    """The number of the step, from 1."""
    kind: Kind
    round: str

    @property
    def task(self) -> Task | None:
        """The task of the people here; None if there is none."""
        return ASKS.get((self.kind, self.round))


class Leader:
    """Leads a room from the beginning of the plan to its end, like a facilitator who is in no hurry."""

    def __init__(
        self,
        address: Address,
        key: asyncssh.SSHKey,
        plan: Plan,
        crowd: Crowd,
        *,
        tell: Callable[[Whereabouts, bool], None],
        patience: float,
    ) -> None:
        """Lead the session at `address`, with the `key` to its console.

        `tell` is called after each round, with whether everybody has finished it. A round waits at most `patience`
        seconds for people who have not.
        """
        self._address = address
        self._key = key
        self._plan = plan
        self._crowd = crowd
        self._tell = tell
        self._patience = patience
        self._has_asked = False
        """Whether the room was asked a question outside the plan."""

    async def lead(self) -> None:
        """Lead the room to the end of the plan.

        Raises:
            NotSeen: the console does not show what it should.
            asyncssh.Error: the console cannot be opened.
            OSError: no host answers at this address.

        """
        console = await call(self._address, "console", key=self._key)
        try:
            await console.until(lambda: self._where(console) is not None, "the console")
            while (here := self._where(console)) is not None:
                through = await self._wait_for(here, console)
                self._tell(here, through)
                if here.kind is Kind.LIFECYCLE and not self._has_asked:
                    self._has_asked = True
                    await self._ask_in_between(console)
                if await self._on_from(here, console):
                    return
        finally:
            await console.hang_up()

    async def _wait_for(self, here: Whereabouts, console: Terminal) -> bool:
        """Wait until everybody has finished the task of a round, and hand over seats; return whether they have."""
        task = here.task
        if task is None:
            return True
        people, end = len(self._crowd.people), asyncio.get_running_loop().time() + self._patience
        while (self._crowd.here if task is Task.NAME else self._crowd.did(task)) < people:
            if asyncio.get_running_loop().time() >= end:
                return False
            if _is_asked(console):
                console.press("f3")
                await console.until(lambda: not _is_asked(console), "the end of the question")
            await asyncio.sleep(0.05)
        return True

    async def _ask_in_between(self, console: Terminal) -> None:
        """Ask a question outside the plan, close it once all have answered, and put the answers away."""
        console.press("Q")
        await console.until(lambda: "Ask everybody a question" in _shown(console), "the question to word")
        console.paste(QUESTION)
        console.press("enter")
        await console.until(lambda: _CLOSES in _shown(console), "the question")
        with suppress(NotSeen):  # then it is closed without the answers that are missing
            await console.until(lambda: _NOT_YET not in _shown(console), "all answers")
        console.press("pagedown")
        await console.until(lambda: _counts_down(console) or _PUTS_AWAY in _shown(console), "the answers")
        if _counts_down(console):
            console.press("pagedown")
            await console.until(lambda: _PUTS_AWAY in _shown(console), "the answers")
        console.press("pagedown")
        await console.until(lambda: _PUTS_AWAY not in _shown(console), "the end of the answers")

    async def _on_from(self, here: Whereabouts, console: Terminal) -> bool:
        """Press Page Down until the room is in another round; return whether this was the last one."""
        while self._where(console) == here:
            before = _aside(console)
            if _THE_END in before:
                return True
            console.press("pagedown")
            await console.until(lambda before=before: self._answered(console, before), "what comes next")  # type: ignore[misc]
            if _counts_down(console):
                console.press("pagedown")
                await console.until(lambda before=before: self._moved(console, before), "the next round")  # type: ignore[misc]
        return False

    def _answered(self, console: Terminal, before: str) -> bool:
        """Return whether the console has moved on, or counts down because somebody has not finished the round."""
        return _counts_down(console) or self._moved(console, before)

    def _moved(self, console: Terminal, before: str) -> bool:
        """Return whether the whole console has moved on. It is drawn in pieces, and a part of it would mislead."""
        here, aside = self._where(console), _aside(console)
        if here is None or aside == before:
            return False
        step = self._plan.steps[here.number - 1]
        return aside.startswith(step.short if len(step.rounds) == 1 else f"{step.short}, {ROUND_NAMES[here.round]}")

    def _where(self, console: Terminal) -> Whereabouts | None:
        found = _HEAD.match(console.rows[0])
        if found is None or int(found[1]) > len(self._plan.steps):
            return None
        step = self._plan.steps[int(found[1]) - 1]
        words = found[3] or ""  # they may be cut at the end
        rounds = [name for name in step.rounds if ROUND_NAMES[name].startswith(words)]
        return Whereabouts(int(found[1]), step.kind, rounds[0]) if rounds else None


def _is_asked(console: Terminal) -> bool:
    """Return whether the console asks to confirm who somebody is."""
    return _HAND_OVER in console.rows[-1]


def _counts_down(console: Terminal) -> bool:
    return _COUNTS_DOWN in _shown(console)


def _shown(console: Terminal) -> str:
    """Return what the console shows, with single spaces."""
    return " ".join(" ".join(console.rows).split())


def _aside(console: Terminal) -> str:
    """Return what the console shows about the stage and the next point, next to its panel.

    This text changes with every point, and with nothing that the people do.
    """
    aside = " ".join(" ".join(row.rpartition("│")[2] for row in console.rows).split())
    return aside.partition("Stage ")[2].partition(" Time ")[0]
