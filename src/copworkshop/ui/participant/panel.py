"""What all panels of a participant have in common, and the panel that shows what the stage shows."""

from abc import abstractmethod
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from copworkshop.live.hub import Change
from copworkshop.model.plan import Plan
from copworkshop.model.session import Spot
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import KeysPanel
from copworkshop.toolkit.panel_stack import StackPanel
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.ui.client import SessionClient
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.reader import Reader
from copworkshop.ui.stage.registry import DRAW


@dataclass(frozen=True, slots=True)
class PanelContext:
    """What a panel needs to work at one person's seat."""

    client: SessionClient
    seat: int
    how_back: Callable[[], str]
    """Returns what to type now to come back, with the person's word in it; empty if there is no way."""
    drafts: MutableMapping[str, str] = field(default_factory=dict)
    """Typed text that was refused, by its purpose. It outlives the panel, and the next panel shows it again."""


class Panel(CommandNode, StackPanel):
    """One person's work on one kind of step.

    It is made from the plan alone, out of sight, and has no person until :meth:`assign`. Then :meth:`enter` is called
    when the person comes to it, and :meth:`show` whenever what they may see has changed. After they move on, it may
    wait for their return. A panel sends requests through its client and decides nothing. It keeps the cursor and the
    typed text.
    """

    context: PanelContext
    client: SessionClient

    class Turned(Message):
        """The person turned to another page, or back to the room's."""

    DEFAULT_CSS = """
    Panel {
        height: 1fr;
        padding: 0 1;
    }
    """

    rounds: ClassVar[tuple[str, ...]] = ()
    """The rounds in which the panel's requests are granted."""

    together: ClassVar[bool] = False
    """Whether it shows what the group looks at together. Within the step, the person then follows at once."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan

    def assign(self, context: PanelContext) -> None:
        """Give the panel to one person. Call it once."""
        self.context = context
        self.client = context.client

    async def enter(self, view: View) -> None:
        """Prepare to come in sight, for the first time or again."""
        self.show(view)

    def leave(self) -> None:
        """Go out of sight, to wait, and stop what is only visible. :meth:`submit_pending` was awaited before."""

    @abstractmethod
    def show(self, view: View) -> None:
        """Show the session as it is now, from the person's position."""

    @property
    def others(self) -> Interests:
        """The work of other people that the panel shows now."""
        return Interests.NOTHING

    @classmethod
    def shows_others(cls) -> bool:
        """Whether it ever shows the work of other people."""
        return cls.others is not Panel.others

    def caused(self, change: Change) -> bool:
        """Return whether a change was made by this panel just now and is shown already, so that no look is needed.

        It is called while the subscribers are notified of the change, for each change that concerns the person.
        """
        del change
        return False

    @property
    def unsaved_work(self) -> UnsavedWork:
        """The state of what the person is working on here."""
        return UnsavedWork.NOTHING

    @property
    def elsewhere(self) -> str:
        """What the room looks at, if the person turned to another page of the same round; empty if they did not."""
        return ""

    def rejoin(self) -> None:
        """Show the page that the room looks at."""

    def look_as_shown(self) -> None:
        """Show the keys of the first field, which looks focused while the panel waits out of sight."""

    async def submit_pending(self) -> None:
        """Submit what is still being typed, before the person leaves."""

    async def on_unmount(self) -> None:
        """Submit what was typed last, in whatever way the panel is removed."""
        await self.submit_pending()


class ReadingPanel(KeysPanel, Panel):
    """A page to read, with a line of keys below it."""

    KEYS: ClassVar[Commands[Any]] = (
        Command("up,down", hint="scroll", when=lambda self: self.reader.scrolls, label="Up Down", rank=1),
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.view: View | None = None
        self.reader = Reader(self._draw_view)
        self._keys = Keys()
        self._page: object = None

    @override
    def compose(self) -> ComposeResult:
        yield self.reader
        yield self._keys

    def on_mount(self) -> None:
        """Update the keys when the page begins or ceases to scroll."""
        self.watch(self.reader, "show_vertical_scrollbar", self.show_keys, init=False)

    @abstractmethod
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the page."""

    def page_of(self, view: View) -> object:
        """Return a value that identifies the page. When it changes, the page begins at its top."""
        return view.sight.spot

    @override
    def show(self, view: View) -> None:
        self.view = view
        page = self.page_of(view)
        if page == self._page:
            self.reader.redraw()
        else:
            self._page = page
            self.reader.turn()
        self.show_keys()

    @override
    def show_keys(self) -> None:
        if self.view is not None:
            super().show_keys()

    @property
    @override
    def first(self) -> Widget | None:
        return self.reader

    def _draw_view(self, width: int, height: int) -> Sequence[Content]:
        return self.draw(self.view, width, height) if self.view is not None else []


class StagePanel(ReadingPanel):
    """The stage's drawing of this step, made from what the person may see."""

    together = True

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        return DRAW[view.sight.spot.kind](canvas_of(view, width, height))


def canvas_of(view: View, width: int, height: int, spot: Spot | None = None) -> Canvas:
    """Return the input of a stage drawing, for this view or for another spot of the same sight."""
    sight = view.sight if spot is None else replace(view.sight, spot=spot)
    return Canvas(sight=sight, now=view.now, width=width, height=height, at_the_top=True)
