"""What the panels of a participant have in common, and the one that shows what the stage shows."""

from abc import abstractmethod
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from copworkshop.live.hub import Change
from copworkshop.model.plan import Plan
from copworkshop.model.session import Spot
from copworkshop.toolkit.panel_stack import StackPanel
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.ui.client import SessionClient
from copworkshop.ui.participant.change_filter import Interests
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.view import View
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.reader import Reader
from copworkshop.ui.stage.registry import DRAW


@dataclass(frozen=True, slots=True)
class PanelContext:
    """What a panel works with at one person's seat."""

    client: SessionClient
    seat: int
    how_back: str
    """What to type to come back, the person's word in it."""
    drafts: MutableMapping[str, str] = field(default_factory=dict)
    """What was typed and not taken, by what it is for. It outlives the panel: the next one shows it again."""


class Panel(StackPanel):
    """One person's work on one kind of step.

    It is made of the plan alone, out of sight, and knows nobody until :meth:`assign`. Then :meth:`enter` is called when
    the person comes to it, and :meth:`show` whenever what they may see has changed. Once they went on, it may wait for
    their return. A panel asks through its client and decides nothing; it keeps the cursor and what is being typed.
    """

    context: PanelContext
    client: SessionClient

    DEFAULT_CSS = """
    Panel {
        height: 1fr;
        padding: 0 1;
    }
    """

    rounds: ClassVar[tuple[str, ...]] = ()
    """The rounds in which what the panel asks for is taken."""

    together: ClassVar[bool] = False
    """It shows what the group looks at together: within the step the person goes along at once."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan

    def assign(self, context: PanelContext) -> None:
        """Give the panel to one person. It is called once."""
        self.context = context
        self.client = context.client

    async def enter(self, view: View) -> None:
        """Come in sight, for the first time or again."""
        self.show(view)

    def leave(self) -> None:
        """Go out of sight, to wait: what runs only for the eye stops. :meth:`submit_pending` was awaited before."""

    @abstractmethod
    def show(self, view: View) -> None:
        """Show the session as it is now, seen from where the person is."""

    @property
    def others(self) -> Interests:
        """What of other people it shows now."""
        return Interests.NOTHING

    @classmethod
    def shows_others(cls) -> bool:
        """Whether there are moments at which it shows something of other people."""
        return cls.others is not Panel.others

    def caused(self, change: Change) -> bool:
        """Whether a change was made here just now, and is shown already: then nothing has to be shown again.

        It is called while the subscribers are told of the change, for each change that concerns the person.
        """
        del change
        return False

    @property
    def unsaved_work(self) -> UnsavedWork:
        """What the person has in hand here."""
        return UnsavedWork.NOTHING

    async def submit_pending(self) -> None:
        """Hand in what is still being typed, before the person leaves."""

    async def on_unmount(self) -> None:
        """Hand in what was typed last, however the panel is left."""
        await self.submit_pending()


class ReadingPanel(Panel):
    """A page to read, with a line of keys below it."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.view: View | None = None
        self.reader = Reader(self._draw_view)
        self.keys_line = Keys()
        self._page: object = None

    @override
    def compose(self) -> ComposeResult:
        yield self.reader
        yield self.keys_line

    def on_mount(self) -> None:
        """Say that there is more when there is."""
        self.watch(self.reader, "show_vertical_scrollbar", self.show_keys, init=False)

    @abstractmethod
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the page."""

    def page_of(self, view: View) -> object:
        """Return a value that differs from page to page: a new page begins at its top."""
        return view.sight.spot

    def keys(self, view: View) -> list[tuple[str, str]]:
        """Return the keys that do something here in addition to scrolling."""
        del view
        return []

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

    def show_keys(self) -> None:
        """Say which keys do what here."""
        if self.view is not None:
            scroll = [("Up Down", "scroll")] if self.reader.scrolls else []
            self.keys_line.update(hint(*self.keys(self.view), *scroll))

    @property
    @override
    def first(self) -> Widget | None:
        return self.reader

    def _draw_view(self, width: int, height: int) -> Sequence[Content]:
        return self.draw(self.view, width, height) if self.view is not None else []


class StagePanel(ReadingPanel):
    """What the stage shows of this step, drawn from what the person may see."""

    together = True

    @override
    def draw(self, view: View, width: int, height: int) -> Sequence[Content]:
        return DRAW[view.sight.spot.kind](canvas_of(view, width, height))


def canvas_of(view: View, width: int, height: int, spot: Spot | None = None) -> Canvas:
    """Return what a drawing of the stage is told, for this view or for another spot of the same sight."""
    sight = view.sight if spot is None else replace(view.sight, spot=spot)
    return Canvas(sight=sight, now=view.now, width=width, height=height, at_the_top=True)
