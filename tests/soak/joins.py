"""People come over SSH and leave again, a thousand times: what is left of them?

They come by their rejoin words, see their screens, press a key, and leave by Ctrl+Q or by vanishing, in turn; some at
a time. Server and clients are in this one process, so the memory is that of both.
"""

import asyncio
import gc
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

from textual._context import active_app
from textual.app import App
from textual.driver import Driver

from copworkshop.live.words import new_word
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.people import AddSeat
from copworkshop.toolkit import event_loop
from helpers.hosted_rooms import Hosted, hosted
from helpers.waiting import until

SEATS: Final = 50
AT_ONCE: Final = 10
LEFT_OVER: Final = 2 * AT_ONCE
"""Apps and drivers that may still be there: those that the last visits have just left, and any kept for the next."""


@dataclass(frozen=True)
class Count:
    """What there is at one moment, when nobody is in."""

    visits: int
    tasks: int
    timers: int
    apps: int
    drivers: int
    listeners: int
    connections: int
    memory: float
    """Resident, in MB."""

    def __str__(self) -> str:
        return (
            f"{self.visits:6} visits: {self.memory:6.1f} MB, {self.tasks} tasks, {self.timers} timers, "
            f"{self.apps} apps, {self.drivers} drivers, {self.listeners} listeners, {self.connections} connections"
        )


def there() -> Iterator[App[Any] | Driver]:
    """Go through the apps and drivers of this process."""
    return (thing for thing in gc.get_objects() if isinstance(thing, App | Driver))


def count(room: Hosted, visits: int, earlier: WeakSet[App[Any] | Driver]) -> Count:
    """Count what there is, once everything that can be freed is; what was there before the trial is another's."""
    gc.collect()
    kinds = Counter("app" if isinstance(thing, App) else "driver" for thing in there() if thing not in earlier)
    loop: Any = asyncio.get_running_loop()
    return Count(
        visits=visits,
        tasks=len(asyncio.all_tasks()),
        timers=sum(not handle.cancelled() for handle in loop._scheduled),
        apps=kinds["app"],
        drivers=kinds["driver"],
        listeners=room.running.hub.listeners,
        connections=room.running.presence.connections,
        memory=_resident(),
    )


async def come_and_leave(room: Hosted, word: str, *, vanish: bool) -> None:
    """Come, see the screen, press a key, and leave."""
    terminal = await room.connect(word)
    await terminal.sees("Esc leaves the field")
    terminal.press("x")
    if vanish:
        terminal.abort()
    else:
        terminal.press("ctrl+q")
        await terminal.until(lambda: terminal.closed, "the end")
    await terminal.hang_up()
    room._terminals.remove(terminal)


async def nobody_comes_back(room: Hosted) -> None:
    """Have the time be over for which the screens of those who vanished are kept for them."""
    house = room.host.server.state
    house.parked.at_most(0)
    await until(lambda: not house.tasks)
    await until(lambda: not _timers_of_apps())


async def trial(root: Path, visits: int, *, every: int) -> list[Count]:
    """Let people come and leave so often; return what there was before, and after each so many."""
    counts: list[Count] = []
    earlier = WeakSet(there())
    async with hosted(root) as room:
        words = [new_word({seat.word for seat in room.session.present}) for _ in range(SEATS)]
        for number, word in enumerate(words, 1):
            await room.running.hub.submit(AddSeat(name=f"Participant {number}", word=word), FACILITATOR)
        await room.lead(Kind.PROPOSAL, "write")
        counts.append(count(room, 0, earlier))
        for start in range(0, visits, AT_ONCE):
            wanted = range(start, min(start + AT_ONCE, visits))
            await asyncio.gather(
                *(come_and_leave(room, words[number % SEATS], vanish=number % 2 == 1) for number in wanted)
            )
            if (start + AT_ONCE) % every == 0:
                await until(lambda: not room.host.connections and not room.running.presence.connections)
                await nobody_comes_back(room)
                counts.append(count(room, start + AT_ONCE, earlier))
    return counts


def faults(counts: Sequence[Count]) -> list[str]:
    """Say what was left behind: more of anything than there was in the beginning, but for what the next visit uses."""
    before, last = counts[0], counts[-1]
    grown = [
        f"{name}: {getattr(before, name)} before, {getattr(last, name)} after"
        for name in ("tasks", "timers", "listeners", "connections")
        if getattr(last, name) > getattr(before, name) + (LEFT_OVER if name != "connections" else 0)
    ]
    grown += [f"{name}: {getattr(last, name)} left" for name in ("apps", "drivers") if getattr(last, name) > LEFT_OVER]
    return grown


def _timers_of_apps() -> list[asyncio.TimerHandle]:
    """Return the timers that were started by an app.

    A cancelled timer stays with the event loop until its time comes, and so does the context in which it was started:
    an app that has ended is held by the timeouts of its end, for two seconds.
    """
    loop: Any = asyncio.get_running_loop()
    return [handle for handle in loop._scheduled if active_app in handle._context]


def _resident() -> float:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    except OSError:  # not Linux: the most there ever was
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main(arguments: Sequence[str]) -> int:
    """``joins VISITS``: let so many (1,000) come and leave, and say what was left each hundred."""
    visits = int(arguments[0]) if arguments else 1_000
    with tempfile.TemporaryDirectory() as folder:
        counts = event_loop.run(trial(Path(folder), visits, every=max(AT_ONCE, visits // 10)))
    for each in counts:
        print(each)
    left = faults(counts)
    print("Left behind: " + ("; ".join(left) if left else "nothing"))
    return 1 if left else 0
