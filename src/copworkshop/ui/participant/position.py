"""Where one person is in the session. The group may be elsewhere."""

from copworkshop.live.hub import Hub
from copworkshop.model.plan import Step
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.ui.countdown import countdown
from copworkshop.ui.participant.following import UnsavedWork, is_idle, may_rejoin, same_round, whereabouts
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import left_in, reached


class Position:
    """Where one person is, and what they could see at the screen's last look."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.here: Spot | None = None
        """Where the person is; None before they have been shown anything."""
        self.looks_back = False
        """Whether the person went to another step to look back. They stay there as long as the group stays."""
        self._looked_from: Spot | None = None
        """Where the group was when they went there."""
        self.seen: Sight | None = None
        """What the person could see at the screen's last look, so that all that the screen shows is of one moment."""

    def reset(self) -> None:
        """Forget where the person is and what they saw."""
        self.here, self.looks_back, self.seen = None, False, None

    @property
    def step(self) -> Step | None:
        """The step where the person is; None if they are nowhere yet."""
        seen, here = self.seen, self.here
        return seen.plan.step(here.kind) if seen is not None and here is not None else None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the person was not with the group at the screen's last look."""
        return self.is_elsewhere_in(self.seen)

    @property
    def is_left_behind(self) -> bool:
        """Whether the person is elsewhere because the group has moved on, also while they look back."""
        return self.is_elsewhere and not (self.seen is not None and self._looks_back_from(self.seen.spot))

    @property
    def has_said_done(self) -> bool:
        """Whether the person has said that they are done here."""
        own = self.seen.own if self.seen is not None and not self.is_elsewhere else None
        return own is not None and own.done is not None and own.done.said

    @property
    def reached(self) -> tuple[Spot, ...]:
        """The steps that the group has reached, in the plan's order."""
        return reached(self._hub)

    @property
    def whereabouts(self) -> str:
        """The sentence that says where the group is; empty if the person is with it."""
        seen, here = self.seen, self.here
        if seen is None or seen.own is None or here is None:
            return ""
        return whereabouts(seen, here, away=self.looks_back)

    @property
    def countdown(self) -> str:
        """How many seconds are left until the group's round is closed; empty while there is no countdown."""
        return countdown(self.seen, self._hub.now()) if self.seen is not None and self.seen.own is not None else ""

    def is_elsewhere_in(self, seen: Sight | None) -> bool:
        """Whether the group is elsewhere according to this sight."""
        here = self.here
        return seen is not None and seen.own is not None and here is not None and not same_round(here, seen.spot)

    def go_to(self, spot: Spot, group: Spot) -> None:
        """Go to the spot that the person chose. `group` is where the group is."""
        self.here, self.looks_back, self._looked_from = spot, not same_round(spot, group), group

    def move_along(self, group: Spot) -> None:
        """Follow the group within the round, or update a step that the person looks back at.

        That step is shown as the group left it. A person whom the group left behind stays: only :meth:`take_along`
        moves them.
        """
        if self.here is None or same_round(self.here, group):
            self.go_to(group, group)
        elif self.looks_back:
            self.here = left_in(self._hub, self.here)
            if same_round(self.here, group):
                self.go_to(group, group)

    def take_along(self, group: Spot) -> None:
        """Move the person to where the group is."""
        self.here, self.looks_back = group, False

    def may_be_taken_along(self, group: Spot, panel: Panel | None, since_key: float) -> bool:
        """Whether the person may follow the group now, from this panel, `since_key` seconds after their last key."""
        here = self.here
        if here is None or same_round(here, group) or self._looks_back_from(group):
            return False
        if self.looks_back:
            return may_rejoin(panel.unsaved_work if panel is not None else UnsavedWork.NOTHING, since_key)
        if panel is None or (panel.together and here.kind is group.kind):
            return True
        return is_idle(panel.unsaved_work, since_key)

    def brings_back(self, panel: Panel | None, since_key: float) -> bool:
        """Return whether the person, `since_key` seconds after their last key, comes back to the group with a look.

        From another page of the same round they are back already.
        """
        if panel is None:
            return False
        if self.is_left_behind:
            return (may_rejoin if self.looks_back else is_idle)(panel.unsaved_work, since_key)
        if not panel.elsewhere or not may_rejoin(panel.unsaved_work, since_key):
            return False
        panel.rejoin()
        return True

    def _looks_back_from(self, group: Spot) -> bool:
        """Whether the person looks back, and the group is still where it was when they began."""
        return self.looks_back and self._looked_from is not None and same_round(self._looked_from, group)
