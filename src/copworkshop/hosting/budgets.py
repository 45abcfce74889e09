"""What a person may use of the process, over all of their connections: keys, dialogs, sizes of terminals, documents.

A person is a seat, the console, or the stage. Visitors without a name share what their address may use. Nobody types or
scrolls faster than a person's own allowance; what exceeds it draws on an allowance that the whole process shares, so
floods share what is left and hold up nobody who types. The module is pure; the clock is passed in.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from copworkshop.admission.allowance import Allowance
from copworkshop.admission.entry import Entrance
from copworkshop.admission.origins import origin
from copworkshop.hosting.terminal import Resizes
from copworkshop.model.clock import Clock

Payer = int | str
"""Whose budget it is: the number of a seat, the name of an entrance, or the origin of visitors without a name."""

SHARED: Final = 600
SHARED_A_SECOND: Final = 200
"""Events beyond people's own allowances, for the whole process. It can handle 450 to 900 keys a second."""

SCREEN_COST: Final = 20
"""Events. Opening a dialog takes the process as long as this number of keys."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What one payer may use: a burst, and then so much a second. All but the documents are counted in events."""

    own: float
    own_a_second: float
    """What nobody else can hold up."""
    most: float
    most_a_second: float
    """All together, with what the process shares."""
    documents: float
    documents_a_second: float
    screens: float
    screens_a_second: float
    """Apps that start. One that waited for its person does not count."""


ONE_PERSON: Final = Rates(60, 12, 400, 120, 12, 12 / 60, 10, 1 / 2)
"""A fast typist presses 12 keys a second. A paste of 400 characters comes as that many keys from some terminals. At the
close, a person takes three documents home, in up to four formats each."""

NAMELESS: Final = Rates(300, 60, 1_200, 300, 60, 1, 320, 2)
"""A whole room behind one router may come and type its names at the same time: 320 is all places of a host."""


class Person:
    """What one payer has used lately."""

    def __init__(self, rates: Rates, shared: Allowance, clock: Clock) -> None:
        self._own = Allowance(clock, rates.own, rates.own_a_second)
        self._most = Allowance(clock, rates.most, rates.most_a_second)
        self._shared = shared
        self.documents = Allowance(clock, rates.documents, rates.documents_a_second)
        """How many documents they may ask for."""
        self.screens = Allowance(clock, rates.screens, rates.screens_a_second)
        """How many apps may start for them."""
        self.sizes = Resizes(clock)
        """How often a terminal of theirs may change its size."""
        self._shares = 0

    @property
    def is_unused(self) -> bool:
        """Whether nothing would be different if they were forgotten."""
        allowances = (self._own, self._most, self.documents, self.screens)
        return not self._shares and all(each.is_unused for each in allowances) and not self.sizes.wait()

    def enter(self) -> None:
        """Note that one more connection uses this budget, until :meth:`leave`."""
        self._shares += 1

    def leave(self) -> None:
        """Note that a connection uses it no longer."""
        self._shares -= 1

    def allowed(self) -> int:
        """Return how many events may pass now."""
        return max(0, int(min(self._most.left, max(0.0, self._own.left) + max(0.0, self._shared.left))))

    def took(self, events: float) -> None:
        """Note that `events` have passed, or that something has cost as much as they do."""
        own = min(events, max(0.0, self._own.left))
        self._own.take(own)
        self._shared.take(events - own)
        self._most.take(events)


class Budgets:
    """What everybody has used lately. Those who are gone are kept until their allowances are full again."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Take a clock that counts seconds."""
        self._clock = clock
        self._people: dict[Payer, Person] = {}
        self._shared = Allowance(clock, SHARED, SHARED_A_SECOND)

    def __len__(self) -> int:
        return len(self._people)

    def enter(self, payer: Payer) -> Person:
        """Return the person, whose budget one more connection uses, until :meth:`Person.leave`."""
        person = self._people.get(payer)
        if person is None:
            for other in [other for other, each in self._people.items() if each.is_unused]:
                del self._people[other]
            rates = ONE_PERSON if isinstance(payer, int) or payer in set(Entrance) else NAMELESS
            person = self._people[payer] = Person(rates, self._shared, self._clock)
        person.enter()
        return person


class Share:
    """The part that one connection has in a person's budget."""

    def __init__(self, budgets: Budgets, payer: Callable[[], Payer]) -> None:
        """Begin to use a budget. `payer` is asked again and again, because a newcomer gets a seat."""
        self._budgets = budgets
        self._ask = payer
        self._payer = payer()
        self._person = budgets.enter(self._payer)

    @property
    def person(self) -> Person:
        """Whose budget it is now."""
        payer = self._ask()
        if payer != self._payer:
            self._person.leave()
            self._payer, self._person = payer, self._budgets.enter(payer)
        return self._person

    def close(self) -> None:
        """Note that the connection is gone. The share is not used any more."""
        self._person.leave()
        self._ask = lambda: self._payer


def payer_of(entrance: Entrance, seat: int | None, address: str) -> Payer:
    """Return whose budget a visitor uses."""
    if entrance is not Entrance.PARTICIPANT:
        return str(entrance)
    return origin(address) if seat is None else seat
