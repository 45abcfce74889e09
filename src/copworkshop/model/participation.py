"""A person's place on the bands of member participation."""

from copworkshop.model.base import Frozen, Key


class Placement(Frozen):
    """The places of a person today and in six months, each as a level's id; None while the person has not said it."""

    today: Key | None = None
    later: Key | None = None
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""

    @property
    def complete(self) -> bool:
        """Whether both questions are answered."""
        return self.today is not None and self.later is not None

    @property
    def begun(self) -> bool:
        """Whether at least one of the questions is answered."""
        return self.today is not None or self.later is not None
