"""Simulated people in a process of their own: their thinking takes nothing from the facilitator's screens."""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Final

from copworkshop.rehearsal.crowd import Crowd
from copworkshop.rehearsal.pace import PACES
from copworkshop.rehearsal.person import Account, Said
from copworkshop.ssh.client import Address
from copworkshop.toolkit import event_loop

_PATIENCE: Final = 10.0  # seconds for the process to end


@dataclass(slots=True)
class Tally:
    """What became of the visitors."""

    came: int = 0
    back: int = 0
    """How often somebody came back by their word."""
    accounts: tuple[Account, ...] = ()
    """What each says that they entered."""

    @property
    def summary(self) -> str:
        """What they did, in two sentences."""
        said = [account.said for account in self.accounts]
        entered = (
            f"{sum(len(each.levels) for each in said)} places, {sum(len(each.answers) for each in said)} fields, "
            f"{sum(len(each.ideas) for each in said)} ideas and {sum(bool(each.picks) for each in said)} ballots"
        )
        return f"{self.came} people came in; {came_back(self.back)}. They saw {entered} entered."


def came_back(times: int) -> str:
    """Say how often somebody came back by their word."""
    return "one of them came back by their word" if times == 1 else f"{times} times somebody came back by their word"


class Visitors:
    """The process that the simulated people live in. They come as soon as it is started, and are gone when it ends."""

    def __init__(self, people: int, pace: str) -> None:
        """Take how many, and the name of their pace (see :data:`copworkshop.rehearsal.pace.PACES`)."""
        self._people = people
        self._pace = pace
        self._process: subprocess.Popen[bytes] | None = None

    def come(self, address: Address, code: str | None) -> None:
        """Have them come to a session. Slow (a process is started): not on the event loop.

        Raises:
            OSError: the process cannot be started.

        """
        wanted = {
            "host": address.host, "port": address.port, "code": code or "", "people": self._people, "pace": self._pace,
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "copworkshop.rehearsal"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C in the facilitator's terminal is the facilitator's
        )
        assert self._process.stdin is not None, "it was started with a pipe"  # noqa: S101
        self._process.stdin.write(json.dumps(wanted).encode() + b"\n")
        self._process.stdin.flush()

    def go(self) -> Tally:
        """Send them away, and return what became of them. Harmless where they never came."""
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
    """Live as the visitors that one line of JSON on standard input describes, until that input ends; tell the tally."""
    wanted = json.loads(sys.stdin.readline())
    tally = Tally()

    def count(sentence: str) -> None:
        tally.came += sentence.endswith("comes in.")
        tally.back += sentence.endswith("is back.")

    crowd = Crowd(
        Address(wanted["host"], wanted["port"]),
        wanted["code"],
        wanted["people"],
        pace=PACES[wanted["pace"]],
        tell=count,
    )
    event_loop.run(_live_until_told(crowd))
    tally.accounts = tuple(person.account for person in crowd.people)
    sys.stdout.write(json.dumps(asdict(tally)))


def _read(told: bytes) -> Tally:
    """Read what the process says at its end; nothing where it was ended before it said all."""
    with suppress(ValueError, TypeError, KeyError):
        fields = json.loads(told)
        accounts = [Account(**{**account, "said": Said(**account["said"])}) for account in fields["accounts"]]
        return Tally(fields["came"], fields["back"], tuple(accounts))
    return Tally()


async def _live_until_told(crowd: Crowd) -> None:
    lives = asyncio.create_task(crowd.live())
    # The end of the input is also the end of the process that holds its other end, however that ended.
    await asyncio.to_thread(sys.stdin.read)
    lives.cancel()
    with suppress(asyncio.CancelledError):
        await lives
    await crowd.hang_up()
