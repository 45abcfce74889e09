"""The proposals that a person can read: their own and those that others share, and which of them is read."""

from collections.abc import Mapping

from copworkshop.model.proposal import Remark
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.own_proposal import own_proposal


class SharedProposals:
    """A list whose order stays the same while the person looks at it. Proposals that are shared later come last."""

    def __init__(self) -> None:
        self.people: tuple[Person, ...] = ()
        """The authors in the order of the list. The person is the first, if they have begun a proposal."""
        self.read: int | None = None
        """The seat whose proposal is read; None while the list is shown."""
        self._order: tuple[int, ...] = ()

    def take_in(self, sight: Sight) -> None:
        """Take in what can be read now."""
        now = sight.proposals.to_read
        kept = tuple(number for number in self._order if number in now)
        self._order = (*kept, *(number for number in now if number not in kept))
        own = (sight.own,) if sight.own is not None and own_proposal(sight).started else ()
        others = (sight.person(number) for number in self._order)
        self.people = (*own, *(person for person in others if person is not None and _is_shared(person)))

    def forget_order(self) -> None:
        """Let :meth:`take_in` put the list into the rules' order again: what to read next is at the top."""
        self._order = ()

    def find(self, number: int | None) -> Person | None:
        """Return the author in this seat; None if they do not share their proposal any more."""
        return next((person for person in self.people if person.number == number), None)

    @property
    def author(self) -> Person | None:
        """The author of the proposal that is read; None while the list is shown."""
        return self.find(self.read)

    def remark(self, sight: Sight) -> Remark:
        """Return what the viewer has left with the proposal that is read; an empty remark if they left nothing."""
        return remarks_by(sight).get(self.read, Remark()) if self.read is not None else Remark()

    def next_to_read(self, sight: Sight) -> int | None:
        """Return the first author in the rules' order whose proposal the viewer has not read. The list has none."""
        if self.read is None:
            return None
        done = remarks_by(sight)
        return next((n for n in sight.proposals.to_read if n not in done and n != self.read), None)


def remarks_by(sight: Sight) -> Mapping[int, Remark]:
    """Return the viewer's remarks on the proposals that they have read, by author. They may be empty."""
    own = sight.own
    readings = own.feedback.readings if own is not None and own.feedback.readings is not None else ()
    return {reading.author: reading.remark for reading in readings}


def _is_shared(person: Person) -> bool:
    return person.proposal is not None and person.proposal.shared
