"""Which page of a long list the stages show, and which idea the console has selected. This is never saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from copworkshop.live.listeners import Listeners
from copworkshop.model.session import Session

PAGE_SECONDS: Final = 10.0
"""How long a stage shows a page before it turns to the next one by itself."""
HOLD_SECONDS: Final = 60.0
"""How long a stage keeps a page that the facilitator turned to or selected."""


@dataclass(frozen=True, slots=True)
class Paging:
    """The place in a long list at one moment.

    It is relative, because each stage divides a list into pages by its own size. Stages of one size show one page.
    """

    turned: int = 0
    """Pages to go on from the first one, or from the page with :attr:`item`. After the last page comes the first."""
    by_hand: int = 0
    """The same, counting only those that the facilitator turned less than :data:`HOLD_SECONDS` ago."""
    item: int | None = None
    """The idea that the console has selected; None for none."""
    pair: tuple[int, ...] = ()
    """The ideas that the console compares; empty for none."""


FIRST_PAGE: Final = Paging()


@dataclass(frozen=True, slots=True)
class StageSize:
    """What a stage tells of itself."""

    width: int
    """In cells."""
    height: int
    """In rows."""
    pages: int = 1
    """On how many pages it shows its present list."""
    far: bool = False
    """Whether it is on a terminal of its own, such as the projector's."""


class StagePages:
    """Turns the pages of all stages together. It belongs to one event loop."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin on the first page. `now` returns the present time."""
        self._now = now
        self._listeners = Listeners[None]()
        self._turned = 0
        self._item: int | None = None
        self._pair: tuple[int, ...] = ()
        self._turns_from: datetime | None = None
        """When the page begins to turn by itself; None until a stage looks."""
        self._stages: dict[object, StageSize] = {}

    @property
    def paging(self) -> Paging:
        """The place in the list now."""
        over = self._over()
        by_itself = max(0, int(over // PAGE_SECONDS))
        return Paging(self._turned + by_itself, self._turned if over < 0 else 0, self._item, self._pair)

    @property
    def until_turn(self) -> float:
        """The seconds until the page turns by itself, or until it will begin to."""
        over = self._over()
        return -over if over < 0 else PAGE_SECONDS - over % PAGE_SECONDS

    @property
    def stages(self) -> tuple[StageSize, ...]:
        """The stages that are open: those on terminals of their own, or else the one that the facilitator can show."""
        far = tuple(stage for stage in self._stages.values() if stage.far)
        return far or tuple(self._stages.values())

    @property
    def has_pages(self) -> bool:
        """Whether any stage shows more than one page."""
        return any(stage.pages > 1 for stage in self._stages.values())

    def turn(self, pages: int) -> None:
        """Turn pages forward, or back if `pages` is negative, and keep the new page for a while."""
        self._turned = self.paging.turned + pages
        self._hold()

    def select(self, item: int, first: object = None) -> None:
        """Turn to the page with this idea, and keep it for a while.

        `first` is the first idea of the list. The cursor of a new list is on it, so this selects nothing.
        """
        if item == first and self._item is None:
            return
        if self._item != item or self._turned:
            self._item, self._turned = item, 0
            self._hold()

    def compare(self, pair: tuple[int, ...]) -> None:
        """Show only these ideas until :meth:`compare` is called with none."""
        if self._pair != pair:
            self._pair = pair
            self._listeners.tell(None)

    def follow(self, before: Session, after: Session) -> None:
        """Begin again on the first page if the stage shows something else after a change of the session."""
        if _shown(before) != _shown(after):
            self._turned, self._item, self._pair, self._turns_from = 0, None, (), None

    def note(self, stage: object, size: StageSize | None) -> None:
        """Note what a stage tells of itself; None when it ends."""
        if self._stages.get(stage) != size:
            if size is None:
                self._stages.pop(stage)
            else:
                self._stages[stage] = size
            self._listeners.tell(None)

    def subscribe(self, listener: Callable[[None], None]) -> Callable[[], None]:
        """Call `listener` after each change that is not a turn by itself; return what ends the subscription.

        A listener must return at once: it posts a message.
        """
        return self._listeners.subscribe(listener)

    def _over(self) -> float:
        """Return the seconds for which pages have turned by themselves; negative while a page is kept."""
        now = self._now()
        if self._turns_from is None:
            self._turns_from = now
        return (now - self._turns_from).total_seconds()

    def _hold(self) -> None:
        self._turns_from = self._now() + timedelta(seconds=HOLD_SECONDS)
        self._listeners.tell(None)


def _shown(session: Session) -> object:
    return session.spot, session.beside, session.address, session.on_stage, session.spotlight
