"""The panels of one participant: the current one, the one that was left last, and the prepared one."""

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
"""For how many seconds a panel that was left waits unchanged, because the facilitator may soon undo a step too far."""


class Panels:
    """Shows one panel, and keeps the panels ready that the person may come to next.

    At most one of the waiting panels was left by the person. The others have no person yet.
    """

    def __init__(
        self, screen: LeanScreen[None], hub: Hub, writer: Writer, ask_to_prepare: Callable[[], object]
    ) -> None:
        """Take the screen, the session, and the person that the panels belong to.

        `ask_to_prepare` is called when a panel has waited long enough. :meth:`prepare` then removes it.
        """
        self._screen = screen
        self._hub = hub
        self._writer = writer
        self._ask_to_prepare = ask_to_prepare
        self.stack = PanelStack(id="panel")
        """The widget that shows the panels."""
        self.current: Panel | None = None
        """The panel in sight; None before there is one."""
        self._left: Panel | None = None
        """The panel that was left last. It waits for the person to come back to it."""
        self._leaving: Timer | None = None

    @property
    def is_attached(self) -> bool:
        """Whether the widgets still exist. A change may come while the app ends."""
        return self.stack.is_attached and (self.current is None or self.current.is_attached)

    @property
    def elsewhere(self) -> str:
        """What the group looks at, if the person turned a page away from it; empty if they did not."""
        return self.current.elsewhere if self.current is not None else ""

    def is_in_sight(self, field: Widget) -> bool:
        """Whether a field is in sight. The fields of a panel that was left are not."""
        panels = [node for node in field.ancestors if isinstance(node, Panel)]
        return all(panel is self.current for panel in panels)

    @property
    def holds_unsent(self) -> bool:
        """Whether something is typed in the panel in sight that is not submitted."""
        return self.current is not None and self.current.unsaved_work is UnsavedWork.UNSENT

    async def submit_pending(self) -> None:
        """Submit what is still being typed."""
        if self.current is not None:
            await self.current.submit_pending()

    async def show(self, kind: type[Panel], view: View) -> None:
        """Show a panel of this kind: the current one if it is of this kind, else another one in its place."""
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
        """Remove the panels that belong to a person. The panels without a person may stay."""
        dropped = self.current, self._left
        self.current = self._left = None
        for panel in dropped:
            if panel is not None:
                await self._remove(panel)

    def is_prepared(self, here: Spot | None) -> bool:
        """Whether exactly the panel is ready that a person who is `here` most likely needs next."""
        likely, waiting = self._likely(here), [type(each) for each in self._unused]
        if self._left is not None and self._leaving is None:
            return False
        at_hand = likely is None or (self._left is not None and type(self._left) is likely)
        return waiting == ([] if at_hand else [likely])

    async def prepare(self, here: Spot | None) -> None:
        """Prepare, out of sight, the panel that a person who is `here` most likely needs next; remove all others."""
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
            panel.look_as_shown()
            self._screen.call_after_refresh(self.stack.render_ahead)
        if self._writer.seat is None:
            self._set_out()

    def _set_out(self) -> None:
        """Paint the prepared panel in its place before a person has come, so that only their words are missing.

        Nobody sees it like this, because the name prompt is in front of it.
        """
        for panel in self._unused:
            if panel is not self.stack.top:
                with self._screen.batch_paint():
                    self.stack.put_on_top(panel)

    async def _at_hand(self, kind: type[Panel]) -> Panel | None:
        """Return the person's panel of this kind: the one that they left last, a prepared one, or a new one.

        None if there is no person, or the app is ending.
        """
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
        """Let a panel that was left wait for its person for a while.

        It is removed instead if the person was taken out of the room, or if it holds text that was not submitted.
        """
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
        """The panels that have no person yet."""
        panels = [panel for panel in self.stack.panels if isinstance(panel, Panel)]
        return [panel for panel in panels if panel is not self.current and panel is not self._left]

    def _likely(self, here: Spot | None) -> type[Panel] | None:
        """Return the panel that the person most likely comes to next; None if it is in sight, or if nothing comes."""
        spot = None if isinstance(self.current, GonePanel) else likely_next(self._hub, here)
        kind = panel_for(spot, open_=True) if spot is not None else None
        return None if kind is type(self.current) else kind
