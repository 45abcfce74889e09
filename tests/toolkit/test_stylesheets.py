"""All apps of a process share what their style sheets say, and each has the colours of its own theme."""

import pytest
from textual.containers import Vertical
from textual.css import stylesheet
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from copworkshop.toolkit import theme
from helpers.participant_driver import House


async def test_what_one_app_has_parsed_no_other_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(2)
    async with house.guest(1) as one:
        await one.sees("Participant 1")
        monkeypatch.setattr(stylesheet, "parse", lambda *_, **__: pytest.fail("it is parsed again"))
        async with house.guest(2) as two:
            await two.sees("Participant 2")
            assert two.app.stylesheet.rules


async def test_another_theme_of_one_is_not_that_of_the_others() -> None:
    house = House(2)
    async with house.guest(1) as one, house.guest(2) as two:
        dark = two.app.room.styles.background
        assert one.app.room.styles.background == dark
        one.app.theme = theme.LIGHT.name
        await one.until(lambda: one.app.room.styles.background != dark, "another background")
        await two.press("f1")
        assert two.app.screen.query(Vertical).first().styles.background.rgb == dark.rgb  # around it, nothing changes
        one.app.theme = theme.DARK.name
        await one.until(lambda: one.app.room.styles.background == dark, "the first one again")


async def test_a_screen_is_styled_once_on_its_way_up(monkeypatch: pytest.MonkeyPatch) -> None:
    styled: list[object] = []
    apply = Stylesheet.apply

    def noting(sheet: Stylesheet, node: Widget, **options: object) -> None:
        styled.append(node)
        apply(sheet, node, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Stylesheet, "apply", noting)
    async with House(1).guest(None) as one:
        parts = [part for part in one.app.screen.walk_children(Widget) if part is not one.app.focused]
        assert len(parts) > 3
        assert [styled.count(part) for part in parts] == [1] * len(parts)
