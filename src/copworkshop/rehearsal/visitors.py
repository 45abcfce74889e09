"""Simulated people in a separate process, so that they do not slow down the facilitator's screens."""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from copworkshop.rehearsal.crowd import Crowd
from copworkshop.rehearsal.pace import PACES
from copworkshop.rehearsal.person import Account, Said
from copworkshop.ssh.client import Address
from copworkshop.toolkit import event_loop

_PATIENCE: Final = 10.0  # seconds for the process to end


@dataclass(slots=True)
class Tally:
    """What the simulated people did."""

    came: int = 0
    back: int = 0
    """How often somebody came back with their rejoin word."""
    accounts: tuple[Account, ...] = ()
    """What each of them reports at the end."""

    @property
    def summary(self) -> str:
        """Two sentences that say what they did."""
        said = [account.said for account in self.accounts]
        entered = (
            f"{sum(len(each.levels) for each in said)} places, {sum(len(each.answers) for each in said)} fields, "
            f"{sum(len(each.ideas) for each in said)} ideas and {sum(bool(each.picks) for each in said)} ballots"
        )
        return f"{self.came} people came in; {came_back(self.back)}. They saw {entered} entered."


def came_back(times: int) -> str:
    """Return words that say how often somebody came back with their rejoin word."""
    return "one of them came back by their word" if times == 1 else f"{times} times somebody came back by their word"


class Visitors:
    """The process that runs the simulated people. They come when it starts, and are gone when it ends."""

    def __init__(self, people: int, pace: str) -> None:
        """Prepare `people` people. `pace` is a name in :data:`copworkshop.rehearsal.pace.PACES`."""
        self._people = people
        self._pace = pace
        self._process: subprocess.Popen[bytes] | None = None

    def come(self, address: Address, code: str | None) -> None:
        """Let them come to a session. Do not call this on the event loop: it starts a process, which is slow.

        Raises:
            OSError: the process cannot be started.

        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "copworkshop.rehearsal"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C in the facilitator's terminal must not end this process
        )
        self._say({"people": self._people, "pace": self._pace, **_way_in(address, code)})

    def look_at_the_stage(self, address: Address, code: str | None) -> None:
        """Tell them how people join now. Nothing happens if they are not there."""
        with suppress(OSError):
            self._say(_way_in(address, code))

    def _say(self, told: dict[str, object]) -> None:
        if self._process is not None:
            assert self._process.stdin is not None, "it was started with a pipe"  # noqa: S101
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            self._process.stdin.flush()

    def go(self) -> Tally:
        """End the process and return what the people did. This may be called if they never came."""
        process, self._process = self._process, None
        if process is None:
            return Tally()
        try:
            told, _ = process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            told, _ = process.communicate()
        return _read(told)


def main() -> None:
    """Run the people that a line of JSON on standard input describes, until the input ends; print the tally.

    Each further line says how people join from then on.
    """
    wanted = json.loads(sys.stdin.readline())
    tally = Tally()

    def count(sentence: str) -> None:
        tally.came += sentence.endswith("comes in.")
        tally.back += sentence.endswith("is back.")

    crowd = Crowd(
        *_address_and_code(wanted),
        wanted["people"],
        pace=PACES[wanted["pace"]],
        tell=count,
    )
    event_loop.run(_live_until_told(crowd))
    tally.accounts = tuple(person.account for person in crowd.people)
    sys.stdout.write(json.dumps(asdict(tally)))


def _way_in(address: Address, code: str | None) -> dict[str, object]:
    return {"host": address.host, "port": address.port, "code": code or ""}


def _address_and_code(told: dict[str, Any]) -> tuple[Address, str]:
    return Address(told["host"], told["port"]), told["code"]


def _read(told: bytes) -> Tally:
    """Return the tally that the process printed at its end; an empty one if it was killed before that."""
    with suppress(ValueError, TypeError, KeyError):
        fields = json.loads(told)
        accounts = [Account(**{**account, "said": Said(**account["said"])}) for account in fields["accounts"]]
        return Tally(fields["came"], fields["back"], tuple(accounts))
    return Tally()


async def _live_until_told(crowd: Crowd) -> None:
    lives = asyncio.create_task(crowd.live())
    # The input also ends when the process at its other end ends, for whatever reason.
    while line := await asyncio.to_thread(sys.stdin.readline):
        crowd.look_at_the_stage(*_address_and_code(json.loads(line)))
    lives.cancel()
    with suppress(asyncio.CancelledError):
        await lives
    await crowd.hang_up()
