"""Whom the facilitator places at member participation: whose answer comes next, and which can be taken back."""

from collections.abc import Sequence

from copworkshop.model.attendance import NOBODY
from copworkshop.model.participation import Placement
from copworkshop.model.plan import Level
from copworkshop.rules.participation import OPEN, When
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight


def placement_of(person: Person) -> Placement:
    """Return the answers of a person that are seen at the console."""
    return person.placement or Placement()


def is_placed(person: Person) -> bool:
    """Tell whether a person has both answers."""
    return person.done is not None and person.done.placed


def is_own(person: Person) -> bool:
    """Tell whether the person gives their own answers. The console sees that they began to, but not their answers."""
    return person.done is not None and person.done.placing and person.placement is None


class Placing:
    """The answers that are entered for people, one after the other."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        """The session as it was shown last."""
        self.connected = NOBODY
        """Who was connected when the list was filled. It is kept because it is computed over all connections."""
        self.again: int | None = None
        """The person whose answers the next digit replaces."""
        self.last: int | None = None
        """The person whose level was entered last."""

    def take_in(self, sight: Sight) -> None:
        """Take in the session as it is now."""
        self.sight = sight
        again = sight.person(self.again) if self.again is not None else None
        self.again = again.number if again is not None and not is_own(again) else None
        self.last = self.last if any(person.number == self.last for person in sight.people) else None

    @property
    def levels(self) -> Sequence[Level]:
        """The levels, from the centre outwards."""
        step = self.sight.plan.participation
        return step.levels if step is not None else ()

    @property
    def is_open(self) -> bool:
        """Whether people can be placed now."""
        sight = self.sight
        return sight.round_is_open and sight.spot.round in OPEN

    def is_settled(self, person: Person) -> bool:
        """Tell whether a digit may change the person's answers only after Enter."""
        return is_placed(person) or is_own(person) or self.is_about_to_answer(person)

    def is_about_to_answer(self, person: Person) -> bool:
        """Tell whether the person is connected and has not begun to answer."""
        return self.connected.has(person.number) and not placement_of(person).begun

    def asked(self, person: Person) -> When | None:
        """Return the answer that a digit gives for the person under the cursor; None where it gives none."""
        if not self.is_open:
            return None
        if self.again == person.number:
            return "today"
        if self.is_settled(person):
            return None
        return "today" if placement_of(person).today is None else "later"

    def to_take_back(self, person: Person) -> Person | None:
        """Return the person whose last answer Backspace takes back; `person` is the one under the cursor."""
        if self.again == person.number or placement_of(person).today is not None:
            return person
        before = self.sight.person(self.last) if self.last is not None else None
        return before if before is not None and placement_of(before).today is not None else None

    def next_after(self, number: int) -> Person | None:
        """Return the next person on the list whose answers a digit can give."""
        following = (each for each in self.sight.people if each.number > number and not self.is_settled(each))
        return next(following, None)
