"""The facilitator closes a round and opens it again: the time until 200 screens show it, and the delay of keys.

The bars: the last screen within 1 s, a key within 100 ms. The floor is 200 bare Textual screens that all change at
once. One person types all the time.
"""

from benchmarks.harness import Row, Table
from benchmarks.room.hosting import CODE, WRITING, full_room, require_all, serving
from benchmarks.room.people import People
from copworkshop.ui.participant.following import QUIET

REPEATS = 5
SEATS = 200
SHARED = "other proposals are shared"
CLOSE = ("pagedown", "pagedown")
"""The first begins the countdown, because people have not finished; the second closes the round."""
REOPEN = ("pageup", "O", "y")
"""Going back opens nothing again: a key asks first."""


def run() -> Table:
    """Close the writing of proposals and open it again."""
    with serving(["-m", "benchmarks.room.floors", "screens"]) as bare, People(bare.port) as people:
        require_all(people.ask("connect", users=["room"] * (SEATS + 1), code=CODE, until="before", at_once=10))
        floor = []
        for _ in range(REPEATS):
            floor.append(max(people.ask("press", key="a", until="after", who=SEATS)["each"]))
            people.ask("press", key="b", until="before", who=SEATS)
            bare.settle()
    forward: list[float] = []
    back: list[float] = []
    echoes: list[float] = []
    everybody = range(SEATS + 1)
    with full_room(SEATS, console=True) as (served, people):
        people.ask("watch", seconds=QUIET)  # people who have pressed no key for this long follow the group
        for _ in range(REPEATS):
            for keys, until, found in ((CLOSE, SHARED, forward), (REOPEN, WRITING, back)):
                for key in keys[:-1]:
                    people.ask("press", key=key, until="", but=[*everybody])
                    people.ask("watch", seconds=1)  # a screen that counts down never settles
                seen = people.ask("press", key=keys[-1], until=until, typing=1)
                found.append(max(seen["each"]))
                echoes.append(max(seen["echoes"], default=0.0))
                served.settle()
    return Table(
        title=f"A step on {SEATS} screens",
        unit="ms",
        rows=(
            Row("forward to another round: the last screen", tuple(forward), bar=1000, floor=tuple(floor)),
            Row("the writing opened again: the last screen", tuple(back), bar=1000, floor=tuple(floor)),
            Row("the slowest key pressed meanwhile", tuple(echoes), bar=100),
        ),
        floor=f"{SEATS} bare screens",
    )
