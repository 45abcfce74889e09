"""Taking an ended app apart, so that most of its memory comes back at once and without the garbage collector.

An app is a heap of some ten thousand objects in cycles. When two hundred people leave at once, collecting those stops
everybody for seconds, and until then they are all kept.
"""

from typing import Any, Final

from textual.app import App
from textual.dom import DOMNode

from copworkshop.ui.remains import whole

_WHOLE: Final = "_copworkshop_whole"
_ENDED: Final = "_copworkshop_ended"
_LET_GO: Final = "_copworkshop_let_go"


def watch(app: App[Any]) -> None:
    """Have an app remember its widgets when it begins to end: later it knows them no more."""
    shutdown = app._shutdown

    async def ending() -> None:
        screens = [screen for stack in app._screen_stacks.values() for screen in stack]
        vars(app)[_WHOLE] = [node for screen in screens for node in whole(screen)]
        await shutdown()
        vars(app)[_ENDED] = True
        if _LET_GO in vars(app):
            _empty(app)

    app._shutdown = ending  # type: ignore[method-assign]


def let_go(app: App[Any]) -> None:
    """Empty all that an app consists of, now or, if it is still on its way, when it has ended.

    Nobody may do anything with it any more.
    """
    vars(app)[_LET_GO] = True
    if _ENDED in vars(app):
        _empty(app)


def _empty(app: App[Any]) -> None:
    nodes: list[DOMNode] = vars(app)[_WHOLE]
    for node in (*nodes, app):
        vars(node).clear()
