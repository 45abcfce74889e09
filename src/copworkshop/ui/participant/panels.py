"""The panels of one participant: the one that is up, the one that was left, and what is prepared."""

from collections.abc import Callable
from typing import Final

from textual.timer import Timer
from textual.widget import Widget

from copworkshop.live.hub import Hub
from copworkshop.model.session import Spot
from copworkshop.toolkit.focus import give_focus, look_focused, put_focus_aside
from copworkshop.toolkit.panel_stack import PanelStack
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.teardown import dispose_later, subtree
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.gone import GonePanel
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.registry import panel_for
from copworkshop.ui.participant.view import View, likely_next
from copworkshop.ui.participant.writer import Writer

KEPT_SECONDS: Final = 60
"""So long a panel that was left waits, as it was, for the person to come back: a step too far is soon undone."""


class Panels:
    """Shows one panel, and has those at hand that the person may come to next.

    Of the panels that wait one at most was left lately. The others belong to nobody yet.
    """

    def __init__(
        self, screen: LeanScreen[None], hub: Hub, writer: Writer, ask_to_prepare: Callable[[], object]
    ) -> None:
        """Take the screen, the session, and whose panels they are.

        `ask_to_prepare` is called when a panel has waited long enough: :meth:`prepare` then removes it.
        """
        self._screen = screen
        self._hub = hub
        self._writer = writer
        self._ask_to_prepare = ask_to_prepare
        self.stack = PanelStack(id="panel")
        """The widget that shows the panels."""
        self.current: Panel | None = None
        """The panel that is up."""
        self._left: Panel | None = None
        """The panel that was left last: it waits for the person to come back to it."""
        self._leaving: Timer | None = None

    @property
    def is_attached(self) -> bool:
        """Whether there is a place to show anything at: a change may come while the app ends."""
        return self.stack.is_attached and (self.current is None or self.current.is_attached)

    def is_in_sight(self, field: Widget) -> bool:
        """Whether a field is in sight: those of a panel that was left wait out of sight."""
        panels = [node for node in field.ancestors if isinstance(node, Panel)]
        return all(panel is self.current for panel in panels)

    async def submit_pending(self) -> None:
        """Hand in what is still being typed."""
        if self.current is not None:
            await self.current.submit_pending()

    async def show(self, kind: type[Panel], view: View) -> None:
        """Show a panel of this kind: the one that is up if it is of this kind, else another in its place."""
        old = self.current
        if old is not None and type(old) is kind:
            old.show(view)
            return
        with self._screen.batch_paint():
            if old is not None:
                await old.submit_pending()
                old.leave()
            panel = await self._at_hand(kind)
            if panel is None:
                return
            self.current = panel
            put_focus_aside(self._screen, old)
            if self.stack.top is not panel:
                self.stack.put_on_top(panel)
            await panel.enter(view)
            give_focus(self._screen, panel)
            if old is not None:
                await self._keep(old)

    async def drop(self) -> None:
        """Remove the panels that are one person's: those that belong to nobody yet may stay."""
        dropped = self.current, self._left
        self.current = self._left = None
        for panel in dropped:
            if panel is not None:
                await self._remove(panel)

    def is_prepared(self, here: Spot | None) -> bool:
        """Whether what a person who is `here` likely needs next is at hand, and nothing else."""
        likely, waiting = self._likely(here), [type(each) for each in self._unused]
        if self._left is not None and self._leaving is None:
            return False
        at_hand = likely is None or (self._left is not None and type(self._left) is likely)
        return waiting == ([] if at_hand else [likely])

    async def prepare(self, here: Spot | None) -> None:
        """Have at hand, out of sight, what a person who is `here` likely needs next, and remove everything else."""
        if self._left is not None and self._leaving is None:
            self._left = None
        left, likely = self._left, self._likely(here)
        for panel in self._unused:
            if type(panel) is not likely:
                await self._remove(panel)
        if likely is not None and not self._unused and type(left) is not likely:
            panel = likely(self._hub.session.plan)
            await self.stack.mount(panel)
            look_focused(panel)
            self._screen.call_after_refresh(self.stack.render_ahead)

    def set_out(self) -> None:
        """Paint the panel for the next person where they will see it: only their words are missing.

        Nobody sees it so: the name prompt is in front of it.
        """
        for panel in self._unused:
            if panel is not self.stack.top:
                with self._screen.batch_paint():
                    self.stack.put_on_top(panel)

    async def _at_hand(self, kind: type[Panel]) -> Panel | None:
        """Return a panel of this kind, the person's: what they left lately, what waits for them, or a new one."""
        if self._writer.client is None or self._writer.acting_seat is None:
            return None
        left = self._left
        if left is not None and type(left) is kind:
            self._left = None
            return left
        waiting = [each for each in self._unused if type(each) is kind]
        panel = waiting[0] if waiting else kind(self._hub.session.plan)
        if not self.stack.is_attached:
            return None
        if not waiting:
            await self.stack.mount(panel)
        context = self._writer.context()
        if context is None:  # the person left meanwhile
            return None
        panel.assign(context)
        return panel

    async def _keep(self, panel: Panel) -> None:
        """Let a panel that was left wait for its person for a while; none waits where they were removed."""
        if self._leaving is not None:
            self._leaving.stop()
        before, self._left = self._left, panel
        if (
            isinstance(panel, GonePanel)
            or isinstance(self.current, GonePanel)
            or panel.unsaved_work is UnsavedWork.UNSENT
        ):
            self._left = None
            await self._remove(panel)
        else:
            self._leaving = self._screen.set_timer(KEPT_SECONDS, self._wait_no_longer)
        if before is not None:
            await self._remove(before)

    def _wait_no_longer(self) -> None:
        self._leaving = None
        self._ask_to_prepare()

    async def _remove(self, panel: Panel) -> None:
        self.stack.forget(panel)
        nodes = subtree(panel)
        await panel.remove()
        dispose_later(nodes, self._screen)

    @property
    def _unused(self) -> list[Panel]:
        """The panels that are nobody's yet."""
        panels = [panel for panel in self.stack.panels if isinstance(panel, Panel)]
        return [panel for panel in panels if panel is not self.current and panel is not self._left]

    def _likely(self, here: Spot | None) -> type[Panel] | None:
        """Return the panel that the person most likely comes to next; None where it is up, or nothing comes."""
        spot = None if isinstance(self.current, GonePanel) else likely_next(self._hub, here)
        kind = panel_for(spot, open_=True) if spot is not None else None
        return None if kind is type(self.current) else kind
