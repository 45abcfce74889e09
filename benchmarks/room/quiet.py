"""A session with three participants' apps in this process, without a network: what they cost, in function calls.

``python -m benchmarks.room.quiet TRICK`` switches a trick off and prints the figures as a line of JSON.
"""

import asyncio
import gc
import json
import random
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from cProfile import Profile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from types import TracebackType
from typing import Any, Final

from benchmarks.harness import milliseconds
from benchmarks.room.full import WORDS_A_FIELD, seated, text
from benchmarks.room.in_process import SETTLE_SECONDS, Drain, Room, sleep_until
from benchmarks.room.tricks_off import replace, switch_off
from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.hosting import driver as hosting_driver
from copworkshop.hosting import output_filter
from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.live.autosave import Autosave
from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo, next_round
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import apply
from copworkshop.store.sessions import Opened, create
from copworkshop.toolkit import event_loop
from copworkshop.toolkit.teardown import GRACE_SECONDS
from copworkshop.ui.saved import SAVED

APPS: Final = 3
NAME: Final = "quiet"
_SAVE_SECONDS: Final = 0.8
"""A key is sent after 0.4 s, saved after 0.1 s more, and the screen says so."""
_BEGUN: Final = "Whoever comes for the first time finds somebody who explains what we do and why, and is asked back. "
"""What stands in the field before the keys that are counted."""
_WHOLE_SCREEN: Final = 2000
"""Characters of a frame from which on it is of a whole screen."""
_BEFORE: Final = GoTo(kind=Kind.PARTICIPATION, round="picture")
"""Where the room is when the apps start. The step after it is the proposal."""


@dataclass(slots=True)
class Figures:
    """What was measured, with one trick switched off or none: function calls, unless something else is said."""

    start: list[int] = field(default_factory=list)
    """Of each app but the first, which loads and parses for the others: from nothing until it waits for a visitor."""
    first_step: list[int] = field(default_factory=list)
    """Of one app: the room goes to the proposal."""
    later_step: list[int] = field(default_factory=list)
    """Of one app, for each further step forward."""
    prepared: list[int] = field(default_factory=list)
    """Of one app, for each step: what is made ready for the next one, while nobody waits."""
    key: list[int] = field(default_factory=list)
    """One letter typed into the proposal, its save included."""
    key_bytes: list[int] = field(default_factory=list)
    """Bytes that are sent for a key."""
    memory: float = 0
    """Kilobytes of one app, after a step."""
    left: float = 0
    """Kilobytes that stay of an app that has ended."""
    filtering: float = 0
    """Milliseconds of CPU that the output filter takes for a whole screen."""
    filtering_uncached: float = 0
    """The same without its cache of rows."""


class Calls(AbstractContextManager["Calls"]):
    """Counts the function calls of this thread within a ``with`` block, those of built-in functions included."""

    def __init__(self) -> None:
        self.number = 0
        self._profile = Profile()

    def __enter__(self) -> "Calls":
        self._profile.enable()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._profile.disable()
        self.number = sum(entry.callcount for entry in self._profile.getstats())


async def measure(root: Path, *, seats: int, keys: int, steps: int, for_memory: int) -> Figures:
    """Measure one variant: the start of apps, `keys` letters, `steps` steps, and the memory of more apps."""
    now = datetime.now(UTC)
    session = apply(seated(NAME, seats, now), _BEFORE, FACILITATOR, now)
    opened = create(root, NAME, packaged_text(DEFAULT_PLAN), now=session.created)
    opened.save(None, session)
    hub = Hub(session)
    saves = Autosave(hub, Opened(session, opened.folder))
    saves.start()
    room, found = Room(hub, saves), Figures()
    frames = _recorded_frames()
    gc.collect()
    gc.disable()
    terminals = []
    for number in range(APPS):
        with Calls() as calls:
            running = await room.start()
        if number:
            found.start.append(calls.number)
        terminals.append(await room.let_in(running))
        await room.prepare()
    for number in range(steps):
        await _step(room, found, found.later_step if number else found.first_step)
        if not number:
            await _type(room, terminals[0], found, keys)
        await _others_write(room.hub)
    _measure_filter(found, [frame for frame in frames if len(frame) > _WHOLE_SCREEN])
    await room.end()
    await room.step(session.spot)
    await _measure_memory(room, found, for_memory)
    await saves.close()
    return found


async def _step(room: Room, found: Figures, figures: list[int]) -> None:
    spot = next_round(room.hub.session)
    if spot is None:
        raise RuntimeError("the plan has no more steps")
    with Calls() as calls:
        await room.step(spot)
    figures.append(calls.number // APPS)
    with Calls() as calls:
        await room.prepare()
    found.prepared.append(calls.number // APPS)


async def _others_write(hub: Hub) -> None:
    """Have those who have no app in this process do what the round asks for, if it is one of the two longest."""
    writing, spot = hub.session.plan.proposal, hub.session.spot
    if spot.round not in {"write", "collect"}:
        return
    chance = random.Random(hub.session.revision)  # noqa: S311 - the same words every time
    for seat in list(hub.session.seats)[APPS:]:
        who = participant(seat)
        if spot.round == "write" and writing is not None:
            for question in writing.fields:
                await hub.submit(WriteField(seat=seat, field=question.id, text=text(chance, WORDS_A_FIELD)), who)
            await hub.submit(ShareProposal(seat=seat, shared=True), who)
        else:
            await hub.submit(AddIdea(seat=seat, text=f"{text(chance, 10)} {seat}"), who)
    await asyncio.sleep(_SAVE_SECONDS)


async def _type(room: Room, terminal: Drain, found: Figures, keys: int) -> None:
    typist, room_says = room.people[0].driver, room.people[0].app.room.saved
    revision = room.hub.session.revision

    def is_saved() -> bool:
        return room.hub.session.revision > revision and room_says.drawn == SAVED

    typist.feed(f"\x1b[200~{_BEGUN}\x1b[201~".encode())  # a paste
    await sleep_until(is_saved, _SAVE_SECONDS)
    for _ in range(keys):
        before, revision = terminal.bytes, room.hub.session.revision
        with Calls() as calls:
            typist.feed(b"a")
            await sleep_until(is_saved, _SAVE_SECONDS)
        found.key.append(calls.number)
        found.key_bytes.append(terminal.bytes - before)


async def _measure_memory(room: Room, found: Figures, apps: int) -> None:
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(apps):
        await room.let_in(await room.start())
    await room.prepare()
    spot = next_round(room.hub.session)
    assert spot is not None, "there is a proposal in the plan"  # noqa: S101
    await room.step(spot)
    await room.prepare()
    await asyncio.sleep(GRACE_SECONDS + SETTLE_SECONDS)  # until removed panels are emptied
    gc.collect()
    found.memory = (tracemalloc.get_traced_memory()[0] - before) / 1024 / apps
    await room.end()
    gc.collect()
    found.left = (tracemalloc.get_traced_memory()[0] - before) / 1024 / apps
    tracemalloc.stop()


def _recorded_frames() -> list[str]:
    """Return a list to which each frame is added before it is filtered."""
    frames: list[str] = []

    def recording(colours: Any) -> Callable[[str], str]:
        clean = output_filter.output_filter(colours)

        def record(frame: str) -> str:
            frames.append(frame)
            return clean(frame)

        return record

    replace(hosting_driver, output_filter=recording)
    return frames


def _measure_filter(found: Figures, frames: list[str]) -> None:
    """Time the filter with its cache and without, in one process: a machine is not equally fast at all times."""
    colours = TerminalInfo().colours
    cached = output_filter.output_filter(colours)
    replace(output_filter, lru_cache=lambda _size: lambda function: function)
    uncached = output_filter.output_filter.__wrapped__(colours)

    def time_of(clean: Callable[[str], str]) -> float:
        return min(milliseconds(lambda: [clean(frame) for frame in frames], clock=process_time)) / len(frames)

    found.filtering, found.filtering_uncached = time_of(cached), time_of(uncached)


def main() -> None:
    """Measure with one trick switched off."""
    what, seats, keys, steps, for_memory = sys.argv[1], *map(int, sys.argv[2:])
    switch_off(what)
    with tempfile.TemporaryDirectory() as folder:
        found = event_loop.run(measure(Path(folder), seats=seats, keys=keys, steps=steps, for_memory=for_memory))
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
