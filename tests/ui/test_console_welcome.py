"""The console's panel at the welcome."""

from bench import Bench

from copworkshop.model.plan import Kind
from copworkshop.rules.closing import CloseSession
from copworkshop.ui.console.welcome import WelcomePanel
from helpers.session_builder import hub_at, told


async def test_names_typed_with_commas_become_people_and_the_field_is_ready_for_more() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a", *"Bo, Cy", "enter", *"Di", "enter")
        await pilot.pause()

        assert [seat.name for seat in app.hub.session.present] == ["Participant 1", "Bo", "Cy", "Di"]
        assert "4 here" in app.text


async def test_a_name_that_is_refused_stays_in_the_field_with_those_after_it() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME, people=0))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a", *f"Bo, {'x' * 41}, Cy", "enter")
        await pilot.pause()

        assert [seat.name for seat in app.hub.session.present] == ["Bo"]
        assert app.said == ["That is 41 characters; at most 40 fit. Shorten it by 1."]
        assert f"{'x' * 41}, Cy" in app.text


async def test_everybody_added_gets_a_rejoin_word_of_their_own() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME, people=0))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a", *"Bo,Cy,Di", "enter")
        await pilot.pause()

        assert len({seat.word for seat in app.hub.session.present}) == 3


async def test_the_heading_can_be_set_and_taken_away() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("h", *"Trust", "enter")
        await pilot.pause()
        assert app.hub.session.heading == "Trust"

        await pilot.press("h", *["backspace"] * 5, "enter")
        await pilot.pause()
        assert app.hub.session.heading is None


async def test_the_tables_are_named_in_one_line() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("T", *"Oak, Elm", "enter")
        await pilot.pause()

        assert app.hub.session.tables == ("Oak", "Elm")
        assert "tables Oak, Elm" in app.text


async def test_escape_leaves_the_field_with_what_was_typed_and_letters_are_keys_again() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a", *"Bo", "escape", "h")
        await pilot.press("escape")
        await pilot.pause()

        assert "│ Bo" in app.text
        assert app.hub.session.heading is None


async def test_nothing_can_be_added_to_a_closed_session() -> None:
    app = Bench(WelcomePanel, await told(hub_at(Kind.WELCOME), CloseSession()))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a", *"Bo", "enter")
        await pilot.pause()

        assert len(app.hub.session.present) == 6
        assert "add people" not in app.text


async def test_what_looks_like_markup_in_a_name_is_shown_as_it_is() -> None:
    app = Bench(WelcomePanel, hub_at(Kind.WELCOME))
    async with app.run_test(size=(50, 18), notifications=True, tooltips=True) as pilot:
        await pilot.press("a", *"[/] [@click=app.quit]x[/]", "enter")
        await pilot.pause()

        assert "[/] [@click=app.quit]x[/]" in app.text
