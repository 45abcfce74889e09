"""Run by the tests in a process of its own: a session that is saved in a loop and killed, again and again.

    saver.py ROOT

Prints one JSON value: how often it was killed, what was said to be saved last, and what was lost.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from copworkshop.content.loader import packaged_text
from copworkshop.live.autosave import Autosave, Saved, SaveState, SaveTiming
from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import apply
from copworkshop.store.sessions import create, open_, open_read_only
from copworkshop.toolkit import event_loop

NAME = "2026-11-23-killed"
KILLS = 25
FEWEST = 5  # on a busy machine
SECONDS = 3


def written(session: Session) -> int:
    """The number that both seats wrote, the lower one: a save in between may have brought one seat only."""
    return min(int(seat.proposal.answers.get("problems", "0")) for seat in session.seats.values())


async def write_without_end(root: Path, announcer: int) -> None:
    """Let two people write ever higher numbers; announce the revision, and the number, once they are saved."""
    opened = open_(root, NAME)
    hub = Hub(opened.session)
    autosave = Autosave(hub, opened, SaveTiming(gather=0))
    numbers = {hub.session.revision: written(hub.session)}

    def announce(state: SaveState) -> None:
        if isinstance(state, Saved) and state.revision in numbers:
            os.write(announcer, state.revision.to_bytes(4) + numbers[state.revision].to_bytes(4))

    autosave.subscribe(announce)
    autosave.start()
    for number in range(written(hub.session) + 1, sys.maxsize):
        for seat in hub.session.seats:
            await hub.submit(WriteField(seat=seat, field="problems", text=str(number)), FACILITATOR)
        numbers[hub.session.revision] = number
        await autosave.flush(10)


def main(root: Path) -> None:
    chance = random.Random(6)
    opened = create(root, NAME, packaged_text("session4"), datetime.now(UTC))
    session = opened.session
    for request in (
        AddSeat(name="Participant 1", word="maple-0001"),
        AddSeat(name="Participant 2", word="cedar-0002"),
        GoTo(kind=Kind.PROPOSAL),
    ):
        session = apply(session, request, FACILITATOR, session.created)
    opened.save(opened.session, session)
    opened.close()

    said = (session.revision, 0)
    kills, lost = 0, list[str]()
    until = time.monotonic() + SECONDS
    while not lost and (kills < FEWEST or (kills < KILLS and time.monotonic() < until)):
        reader, announcer = os.pipe()
        child = os.fork()
        if child == 0:
            event_loop.run(write_without_end(root, announcer))
        os.close(announcer)
        for _ in range(chance.randrange(4)):
            said = announced(os.read(reader, 8)) or said
        moment = time.perf_counter() + chance.uniform(0, 0.005)
        while time.perf_counter() < moment:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while last := announced(os.read(reader, 8)):
            said = last
        os.close(reader)
        kills += 1
        seen = open_read_only(root, NAME)
        lost = list(seen.incidents)
        if seen.session.revision < said[0] or written(seen.session) < said[1]:
            lost.append(f"{seen.session.revision}, {written(seen.session)} after {said}")
    json.dump({"kills": kills, "said": said, "lost": lost}, sys.stdout)


def announced(data: bytes) -> tuple[int, int] | None:
    return (int.from_bytes(data[:4]), int.from_bytes(data[4:])) if data else None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
