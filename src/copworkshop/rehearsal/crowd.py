"""A room of simulated people: when each of them comes, and which habits they have."""

import asyncio
from collections.abc import Callable
from random import Random

from copworkshop.rehearsal.pace import FAST, Pace
from copworkshop.rehearsal.person import Habits, Person
from copworkshop.rehearsal.reading import Task
from copworkshop.ssh.client import Address


def habits_of(number: int, chance: Random) -> Habits:
    """Return the habits of the person with this number, from 1.

    Of six people, one loses the connection, one pastes all ideas as a list, one leaves and comes back, and one does
    half of everything. The fifth person is late. Two of three people share their proposals.
    """
    kind = number % 6
    return Habits(
        fields=3 if kind == 0 else chance.randint(5, 8),
        ideas=1 if kind == 0 else chance.randint(2, 3),
        pastes=kind == 3,
        picks=2 if kind == 0 else 5,
        shares=number % 3 != 0,
        cut=2 if kind == 2 else None,
        leaves_after=Task.IDEA if kind == 4 else None,
        late=number == 5,
    )


class Crowd:
    """Simulated people of one session."""

    def __init__(
        self,
        address: Address,
        code: str,
        people: int,
        *,
        pace: Pace = FAST,
        seed: int = 1,
        tell: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        """Create `people` people, called Participant 1 and so on, who will join the session at `address`.

        With the same `seed` they write and choose the same. `tell` gets a sentence when a person comes or goes.
        """
        self.pace = pace
        self.people = [
            Person(
                f"Participant {number}",
                address,
                code,
                pace=pace,
                habits=habits_of(number, Random(f"{seed} habits {number}")),  # noqa: S311 - nothing is secret here
                chance=Random(f"{seed} {number}"),  # noqa: S311
                tell=tell,
            )
            for number in range(1, people + 1)
        ]

    async def live(self) -> None:
        """Let them come one after the other and do their tasks, until all have left for good."""
        async with asyncio.TaskGroup() as group:
            for person in self.people:
                group.create_task(self._send(person, late=person.habits.late))
                await asyncio.sleep(self.pace.arrival)

    def look_at_the_stage(self, address: Address, code: str) -> None:
        """Have everybody connect to this address with this join code from the next time on."""
        for person in self.people:
            person.look_at_the_stage(address, code)

    async def hang_up(self) -> None:
        """Close all connections at once."""
        for person in self.people:
            if person.terminal is not None:
                await person.terminal.hang_up()

    def did(self, task: Task) -> int:
        """Return how many have finished a task."""
        return sum(task in person.did for person in self.people)

    @property
    def here(self) -> int:
        """How many are connected and have a seat."""
        return sum(person.here for person in self.people)

    async def _send(self, person: Person, *, late: bool) -> None:
        if late:
            await asyncio.sleep(self.pace.lateness)
        await person.live()
