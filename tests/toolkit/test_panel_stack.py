"""A stack of panels: one in sight, the others laid out and out of reach."""

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Button
from typing_extensions import override

from copworkshop.toolkit.focus import give_focus, look_focused, put_focus_aside
from copworkshop.toolkit.panel_stack import PanelStack, StackPanel


class Page(StackPanel):
    """A panel with one button, which gets the focus."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.button = Button(name)

    @override
    def compose(self) -> ComposeResult:
        yield self.button

    @property
    @override
    def first(self) -> Widget | None:
        return self.button


class Desk(App[None]):
    """A stack with two pages, the first of them in sight."""

    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = PanelStack()
        self.one, self.two = Page("one"), Page("two")

    @override
    def compose(self) -> ComposeResult:
        yield self.stack

    async def on_mount(self) -> None:
        """Show the first page."""
        await self.stack.mount(self.one, self.two)
        self.stack.put_on_top(self.one)


async def test_the_panel_on_top_is_in_sight_and_the_other_has_the_same_size_out_of_sight() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.one.region == app.stack.region
        assert app.two.size == app.one.size
        assert not app.two.region.overlaps(app.screen.region)
        assert (app.one.shown, app.two.shown) == (True, False)

        app.stack.put_on_top(app.two)
        await pilot.pause()
        assert app.two.region == app.stack.region
        assert not app.one.region.overlaps(app.screen.region)
        assert app.stack.waiting == (app.one,)


async def test_tab_goes_to_no_panel_that_waits() -> None:
    app = Desk()
    async with app.run_test():
        assert app.screen.focus_chain == [app.one.button]


async def test_a_panel_that_comes_in_sight_gets_the_focus_and_the_one_that_goes_keeps_the_look_of_it() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        look_focused(app.two)
        assert app.two.button.has_focus
        assert app.focused is None

        give_focus(app.screen, app.one)
        await pilot.pause()
        put_focus_aside(app.screen, app.one)
        app.stack.put_on_top(app.two)
        give_focus(app.screen, app.two)
        await pilot.pause()
        assert app.focused is app.two.button
        assert app.one.button.has_focus
        assert app.one.looks_focused is app.one.button


async def test_a_panel_that_is_forgotten_is_not_on_top_any_more() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.stack.forget(app.one)
        await app.one.remove()
        await pilot.pause()
        assert app.stack.top is None
        assert app.stack.panels == (app.two,)
