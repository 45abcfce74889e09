from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from copworkshop.ui.remains import take_apart, whole


class OneWidget(App[None]):
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("here")


async def test_a_widget_that_is_still_to_be_called_is_not_emptied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = OneWidget()
    async with app.run_test() as pilot:
        screen, widget = app.screen, app.screen.query_one(Static)
        looks: list[Callable[[], None]] = []
        monkeypatch.setattr(screen, "set_timer", lambda _seconds, look: looks.append(look))
        left = whole(widget)
        await widget.remove()
        await pilot.pause()
        take_apart(left, screen)
        assert widget not in screen._compositor
        screen._callbacks.append((widget.refresh_bindings, widget))
        looks[-1]()
        assert vars(widget)
        screen._callbacks.clear()
        looks[-1]()
        assert not vars(widget)
        assert len(looks) == 2
