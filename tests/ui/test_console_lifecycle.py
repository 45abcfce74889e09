"""The console's panel at the lifecycle."""

from bench import Bench

from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.lifecycle import AddNote, ProposeNote, stop_of_phase
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.ui.console.lifecycle import LifecyclePanel
from helpers.session_builder import hub_at, session4, told


def under_cursor(app: Bench) -> object:
    return app.query_one(EntryList).cursor


def notes(app: Bench) -> list[tuple[str | None, str]]:
    return [(note.prompt, note.text) for note in app.hub.session.notes if not note.withdrawn]


async def test_the_prompt_told_last_is_under_the_cursor_as_the_room_moves() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.pause()

        assert under_cursor(app) == ("prompt", "problems")


async def test_remarks_are_noted_one_after_the_other_for_the_prompt_under_the_cursor() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("down", "enter", *"One", "enter", *"Two", "enter", "escape")
        await pilot.pause()

        assert notes(app) == [("problems", "One"), ("problems", "Two")]
        assert "– One" in app.text
        assert "– Two" in app.text


async def test_a_remark_being_typed_keeps_its_prompt_when_the_room_moves_on() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"On", "pagedown", "pagedown", "pagedown", *"e", "enter")
        await pilot.pause()
        assert notes(app) == [("focal-point", "One")]

        await pilot.press("escape")
        await pilot.pause()
        assert under_cursor(app) == ("prompt", "problems")


async def test_a_remark_that_is_too_long_cannot_be_typed_and_nothing_is_cut() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(76, 18)) as pilot:
        await app.press(pilot, "enter", "'" + "x" * 201, "enter")

        assert notes(app) == [("focal-point", "x" * 200)]


async def test_a_remark_can_be_reworded() -> None:
    app = Bench(LifecyclePanel, await told(hub_at(Kind.LIFECYCLE), AddNote(prompt="focal-point", text="One")))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("down", "e", *" more", "enter")
        await pilot.pause()

        assert notes(app) == [("focal-point", "One more")]


async def test_a_remark_taken_away_stays_in_sight_and_can_be_brought_back() -> None:
    app = Bench(LifecyclePanel, await told(hub_at(Kind.LIFECYCLE), AddNote(prompt="focal-point", text="One")))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("down", "x")
        await pilot.pause()
        assert notes(app) == []
        assert "One (taken away; x brings it back)" in app.text

        await pilot.press("x")
        await pilot.pause()
        assert notes(app) == [("focal-point", "One")]
        assert "taken away" not in app.text


async def test_a_digit_leads_the_room_to_a_phase() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("3")
        await pilot.pause()

        step = app.hub.session.plan.lifecycle
        assert step is not None
        assert app.hub.session.spot.point == stop_of_phase(step, 2)
        assert under_cursor(app) == ("phase", 2)


async def test_a_digit_without_a_phase_does_nothing() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(76, 18)) as pilot:
        before = app.hub.session
        await pilot.press("4", "9")
        await pilot.pause()

        assert app.hub.session is before
        assert app.said == []


async def test_every_word_of_the_prompts_is_in_the_list() -> None:
    app = Bench(LifecyclePanel, hub_at(Kind.LIFECYCLE))
    async with app.run_test(size=(50, 60)):
        step = session4().lifecycle
        assert step is not None
        listed = [entry.cells[-1].plain for entry in app.query_one(EntryList).entries]

        assert [prompt.text for prompt in step.prompts] == [words for words in listed if not words.startswith("Phase")]


async def test_nothing_is_noted_in_a_closed_session() -> None:
    app = Bench(LifecyclePanel, await told(hub_at(Kind.LIFECYCLE), CloseSession()))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"One", "enter")
        await pilot.pause()

        assert notes(app) == []
        assert app.said == []


async def test_what_looks_like_markup_in_a_remark_is_shown_as_it_is() -> None:
    app = Bench(LifecyclePanel, await told(hub_at(Kind.LIFECYCLE), AddNote(prompt="focal-point", text="[/][x] $a")))
    async with app.run_test(size=(50, 18), notifications=True, tooltips=True) as pilot:
        await pilot.press("down", "e")
        await pilot.pause()

        assert "– [/][x] $a" in app.text


async def proposing(*texts: str) -> Hub:
    hub = hub_at(Kind.LIFECYCLE, people=2)
    for text in texts:
        await told(hub, ProposeNote(seat=1, prompt="focal-point", text=text), actor=participant(1))
    return hub


async def test_a_goes_to_a_proposed_remark_and_takes_it_up() -> None:
    app = Bench(LifecyclePanel, await proposing("Lunch first"))
    async with app.run_test(size=(76, 18)) as pilot:
        assert "a 1 proposed" in app.text.replace("\xa0", " ")
        await pilot.press("a")
        assert "Lunch first (proposed)" in app.text
        assert "Participant 1" not in app.text

        await pilot.press("a")
        await pilot.pause()
        assert [note.text for note in app.desk.sight.notes] == ["Lunch first"]
        assert "(proposed)" not in app.text


async def test_x_declines_a_proposed_remark_and_lets_it_wait_again() -> None:
    app = Bench(LifecyclePanel, await proposing("Lunch first"))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a", "x")
        await pilot.pause()
        assert "Lunch first (declined)" in app.text

        await pilot.press("x")
        await pilot.pause()
        assert "Lunch first (proposed)" in app.text
        assert app.desk.sight.notes == ()


async def test_a_hostile_proposed_remark_is_shown_as_it_is() -> None:
    app = Bench(LifecyclePanel, await proposing("[/][@click=app.quit]x[/]"))
    async with app.run_test(size=(76, 18), notifications=True, tooltips=True) as pilot:
        await pilot.press("a")
        assert "[/][@click=app.quit]x[/]" in app.text
