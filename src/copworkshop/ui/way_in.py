"""How people join at this moment: the one owner of it, for everything that shows it."""

from collections.abc import Callable

from copworkshop.live.listeners import Listeners
from copworkshop.ui.stage.canvas import Joining


class WayIn:
    """How people join now. Stage, console and participants' screens subscribe to it, because the address can change."""

    def __init__(self, joining: Joining, check: Callable[[], None] = lambda: None) -> None:
        """Begin with `joining`. `check` starts a check of the address and returns at once."""
        self._joining = joining
        self._check = check
        self._listeners: Listeners[str] = Listeners()

    @property
    def joining(self) -> Joining:
        """How people join now."""
        return self._joining

    def check(self) -> None:
        """Start a check of the address, and return at once. Subscribers are notified if it has changed."""
        self._check()

    def change(self, joining: Joining, said: str) -> None:
        """Note how people join from now on, and notify all subscribers. `said` tells the facilitator what changed."""
        self._joining = joining
        self._listeners.tell(said)

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` after each change with a sentence for the facilitator; return the function that ends this.

        A listener must return at once. It is called outside the context of any app.
        """
        return self._listeners.subscribe(listener)
