"""What left the screen is emptied once nothing is to be done with it any more."""

from functools import partial
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from copworkshop.model.plan import Kind
from copworkshop.toolkit import teardown as remains
from copworkshop.toolkit.teardown import awaiting_disposal, dispose_dialog_later, dispose_later, subtree
from helpers.participant_driver import House


class OneWidget(App[None]):
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("here")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[partial[Any]]:
    """What is called in place of the timers, by hand."""
    told: list[partial[Any]] = []
    monkeypatch.setattr(OneWidget, "set_timer", lambda _app, _seconds, look: told.append(look))
    return told


def look_now(look: partial[Any]) -> None:
    """Look at once, and not when the app comes to it."""
    look.args[0]()


async def test_a_widget_that_is_still_to_be_called_is_not_emptied(looks: list[partial[Any]]) -> None:
    app = OneWidget()
    async with app.run_test() as pilot:
        screen, widget = app.screen, app.screen.query_one(Static)
        left = subtree(widget)
        await widget.remove()
        await pilot.pause()
        dispose_later(left, screen)
        assert widget not in screen._compositor
        screen._callbacks.append((widget.refresh_bindings, widget))
        look_now(looks[-1])
        assert vars(widget)
        screen._callbacks.clear()
        look_now(looks[-1])
        assert not vars(widget)
        assert len(looks) == 2


async def test_what_waits_in_the_apps_queue_finds_a_widget_whole(looks: list[partial[Any]]) -> None:
    app = OneWidget()
    async with app.run_test() as pilot:
        widget = app.screen.query_one(Static)
        left = subtree(widget)
        await widget.remove()
        await pilot.pause()
        dispose_dialog_later(left, app)
        found: list[bool] = []
        app.call_later(lambda: found.append(bool(vars(widget))))
        looks[-1]()
        await pilot.pause()
        assert found == [True]
        assert not vars(widget)
        assert awaiting_disposal(app) == []


async def test_what_a_dialog_calls_after_the_next_paint_finds_it_whole(looks: list[partial[Any]]) -> None:
    app = OneWidget()
    async with app.run_test() as pilot:
        widget = app.screen.query_one(Static)
        left = subtree(widget)
        await widget.remove()
        await pilot.pause()
        dispose_dialog_later(left, app)
        app.screen._callbacks.append((widget.refresh_bindings, app))
        look_now(looks[-1])
        assert vars(widget)
        app.screen._callbacks.clear()
        look_now(looks[-1])
        assert not vars(widget)


async def test_a_dialog_that_was_closed_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remains, "DIALOG_GRACE_SECONDS", 0.01)
    async with House(1).start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        await guest.press("f1")
        dialog = guest.app.screen
        parts = list(dialog.walk_children(Widget))
        assert len(parts) > 3
        await guest.press("escape")
        await guest.until(lambda: not any(map(vars, (dialog, *parts))), "an empty dialog")
        await guest.press(*"still here")
        await guest.sees("still here")


async def test_dialogs_that_are_opened_and_closed_without_end_end_nobodys_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remains, "DIALOG_GRACE_SECONDS", 0.001)
    async with House(1).start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        for _ in range(4):
            guest.at_once("f1", "f8", "f1", "f8", "f3", "f1", "escape")
        guest.at_once(*"still")
        await guest.sees("║ still")
        await guest.until(lambda: not awaiting_disposal(guest.app), "the end of the last dialog")
        await guest.press(*" here")
        await guest.sees("║ still here")
