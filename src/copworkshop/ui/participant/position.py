"""Where one person is in the session, which need not be where the group is."""

from copworkshop.live.hub import Hub
from copworkshop.model.plan import Step
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.following import is_idle, same_round, whereabouts
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.view import grace, left_in


class Position:
    """Where one person is, and what they could see when the screen last looked."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.here: Spot | None = None
        """Where the person is; None before they were anywhere."""
        self.looks_back = False
        """The person went to another step to look back, so that only F5 brings them to the group."""
        self.seen: Sight | None = None
        """What the person could see when the screen last looked: all that it shows is of one moment."""

    def reset(self) -> None:
        """Forget the person."""
        self.here, self.looks_back, self.seen = None, False, None

    @property
    def step(self) -> Step | None:
        """The step where the person is."""
        seen, here = self.seen, self.here
        return seen.plan.step(here.kind) if seen is not None and here is not None else None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the person was not with the group when the screen last looked."""
        return self.is_elsewhere_in(self.seen)

    @property
    def is_left_behind(self) -> bool:
        """Whether the person is elsewhere because the group went on, and not to look back."""
        return self.is_elsewhere and not self.looks_back

    @property
    def grace(self) -> float:
        """For how many seconds what the person types here is still taken after the round was closed; else 0."""
        return grace(self._hub, self.here) if self.here is not None else 0.0

    @property
    def whereabouts(self) -> str:
        """The sentence that says where the group is; empty where the person is with it."""
        seen, here = self.seen, self.here
        if seen is None or seen.own is None or here is None:
            return ""
        return whereabouts(seen, here, away=self.looks_back, grace=self.grace)

    def is_elsewhere_in(self, seen: Sight | None) -> bool:
        """Whether the person is not where the group is according to this sight."""
        here = self.here
        return seen is not None and seen.own is not None and here is not None and not same_round(here, seen.spot)

    def go_to(self, spot: Spot, group: Spot) -> None:
        """Go where the person chose to be; `group` is where the group is."""
        self.here, self.looks_back = spot, not same_round(spot, group)

    def move_along(self, group: Spot) -> None:
        """Move within the round with the group, or see a step that the person looks back at as the group left it.

        A person whom the group left behind stays: only :meth:`take_along` moves them.
        """
        if self.here is None or same_round(self.here, group):
            self.go_to(group, group)
        elif self.looks_back:
            self.here = left_in(self._hub, self.here)
            if same_round(self.here, group):
                self.go_to(group, group)

    def take_along(self, group: Spot) -> None:
        """Move to where the group is."""
        self.here = group

    def may_be_taken_along(self, group: Spot, panel: Panel | None, since_key: float) -> bool:
        """Whether the person follows the group at once from this panel; `since_key` is seconds since their last key."""
        here = self.here
        if here is None or same_round(here, group) or self.looks_back:
            return False
        if panel is None or (panel.together and here.kind is group.kind):
            return True
        return is_idle(panel.unsaved_work, since_key)
