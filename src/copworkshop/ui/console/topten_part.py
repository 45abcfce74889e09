"""What the panels of the rounds of Activity 2 have in common."""

from collections.abc import Hashable
from typing import ClassVar

from typing_extensions import override

from copworkshop.model.plan import TopTenStep
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.list_panel import ListPanel
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.panel import Panel


class TopTenPart(ListPanel, Panel):
    """A list, and an input line that opens when something is to be typed.

    The list has the focus at first, so that the keys of a presenter do not end up in the line.
    """

    WORDS: ClassVar[frozenset[str]] = frozenset()
    """The purposes of the line for which its text is submitted when the round closes."""

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._line = EntryLine()
        self._keys = Keys()
        self._sight: Sight | None = None
        self._submitted: str | None = None
        """The text that was submitted because the round closed, until the facilitator is told."""

    @override
    def focus_first(self) -> None:
        if self._line.purpose is None:
            self._list.focus()
        else:
            self._line.focus_field()

    @property
    @override
    def is_typing(self) -> bool:
        # What is typed in a panel out of sight belongs to a round that was closed before.
        return self.display and self._open and self._to_submit is not None

    @override
    async def submit_pending(self) -> None:
        pending = self._to_submit
        if pending is not None and await self.take(*pending):
            self._submitted = pending[1]
            self.close_line()

    def end_line(self) -> None:
        """Close a line that is still open although the round is closed, unless it holds words that were not taken."""
        if self._line.purpose is None or self._open or self._to_submit is not None:
            return
        if self.has_focus_within:
            self.close_line()
        else:  # the facilitator types elsewhere
            self._line.close()
            self.show_keys()

    @override
    def submitted(self) -> str | None:
        text, self._submitted = self._submitted, None
        return text

    @property
    def _to_submit(self) -> tuple[str, str] | None:
        pending = self._line.pending
        return pending if pending is not None and pending[0] in self.WORDS else None

    @property
    def _open(self) -> bool:
        """Whether the session is shown, and neither it nor the round is closed."""
        return self._sight is not None and self._sight.round_is_open

    def _person(self, key: Hashable) -> Person | None:
        """Return the person of this entry of the list; None for an entry of another kind."""
        return self._sight.person(key) if self._sight is not None and isinstance(key, int) else None

    @property
    def _held(self) -> TopTenSight:
        assert self._sight is not None, "asked for only once there is a session to show"  # noqa: S101
        assert self._sight.top_ten is not None, "the panel is shown on this step alone"  # noqa: S101
        return self._sight.top_ten

    @property
    def _step(self) -> TopTenStep:
        assert self._sight is not None, "asked for only once there is a session to show"  # noqa: S101
        step = self._sight.plan.top_ten
        assert step is not None, "the panel is shown on this step alone"  # noqa: S101
        return step
