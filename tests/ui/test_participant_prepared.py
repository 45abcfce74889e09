"""Panels that wait out of sight: shown in no time, never seen or felt before, and whole when they come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.strip import Strip
from textual.widget import Widget

from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.people import MakeScribe, RemoveSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.toolkit.compositor import LeanCompositor
from copworkshop.toolkit.panel_stack import PanelStack, StackPanel
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.ui.participant.following import UnsavedWork
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.proposal import WritingPanel
from copworkshop.ui.participant.registry import PANELS
from copworkshop.ui.participant.sharing import SharingPanel
from copworkshop.ui.participant.topten_collect import CollectPanel
from copworkshop.ui.participant.turns import Prepare
from helpers.participant_driver import Guest, House

ROUNDS = (
    (Kind.LIFECYCLE, ("overview",)),
    (Kind.PARTICIPATION, ("levels", "place", "picture")),
    (Kind.PROPOSAL, ("write", "share")),
    (Kind.TOP_TEN, ("collect", "merge", "rank", "reveal")),
    (Kind.CLOSE, ("close",)),
)


@pytest.mark.parametrize("kind", dict.fromkeys(PANELS.values()))
async def test_a_panel_that_has_no_person_has_nothing_to_submit(kind: type[Panel]) -> None:
    panel = kind(House().hub.session.plan)
    assert panel.unsaved_work is UnsavedWork.NOTHING
    await panel.submit_pending()


@asynccontextmanager
async def made_ready(house: House) -> AsyncIterator[Guest]:
    """An app that was started ahead, and to which nobody has come."""
    app = house.app(ahead=True)
    async with app.run_test(size=(80, 24)) as pilot:
        guest = Guest(house, app, pilot)
        await guest.until(app.composed.is_set, "the screen made ready")
        yield guest


def waiting(guest: Guest) -> list[type[StackPanel]]:
    """Return the kinds of the panels that wait out of sight."""
    return [type(panel) for panel in guest.app.room.query_one(PanelStack).waiting]


async def prepared(guest: Guest, *kinds: type[Panel]) -> None:
    """Wait until these wait, and no others."""
    await guest.until(lambda: waiting(guest) == list(kinds), f"{kinds} to wait, not {waiting(guest)}")
    await guest.pilot.pause()


async def test_the_next_rounds_panel_waits_knows_nobody_and_is_the_one_that_comes() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        before = guest.lines
        await prepared(guest, SharingPanel)
        assert guest.lines == before
        next_ = guest.app.room.query_one(PanelStack).waiting[0]
        assert not hasattr(next_, "context")
        await guest.taken_to(Kind.PROPOSAL, "share")
        assert guest.app.room.panel is next_
        await guest.sees("Nobody else can read yours")
        await guest.sees_no("What is the focal point?")


@pytest.mark.parametrize(
    ("round_name", "kind"), [("write", WritingPanel), ("share", SharingPanel)], ids=["write", "share"]
)
async def test_under_the_name_prompt_stands_the_panel_of_the_step_and_it_knows_nobody(
    round_name: str, kind: type[Panel]
) -> None:
    house = House(1).start_at(Kind.PROPOSAL, round_name)
    async with house.guest(None, ahead=True) as guest:
        (ready,) = guest.app.room.query_one(PanelStack).panels
        assert type(ready) is kind
        assert guest.app.room.query_one(PanelStack).top is ready
        assert not hasattr(ready, "context")
        await guest.sees("What is your name?")
        await guest.sees_no("What is the focal point?")
        await guest.press(*"Newcomer", "enter")
        await guest.sees("Esc leaves the field" if round_name == "write" else "Newcomer")
        assert guest.app.room.panel is ready
        focused = guest.app.screen.focused
        assert focused is not None
        assert ready in focused.ancestors


async def test_a_person_who_returns_to_a_ready_panel_causes_no_styling_or_layout_and_their_key_goes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with made_ready(house) as guest:
        app = guest.app
        await guest.pilot.pause()
        done: list[object] = []
        monkeypatch.setattr(Stylesheet, "apply", lambda _sheet, node, **_options: done.append(node))
        monkeypatch.setattr(app.room._compositor, "reflow", lambda *arguments: done.append(arguments))  # noqa: SLF001
        app.assign(1)
        await guest.sees("What is the focal point?", "0 words")
        assert done == []
        monkeypatch.undo()
        await guest.press("x")
        await guest.sees("1 word")


async def test_where_the_room_went_on_while_an_app_waited_its_person_comes_to_where_the_room_is() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with made_ready(house) as guest:
        app = guest.app
        await house.lead(Kind.PROPOSAL, "share")
        app.assign(1)
        await guest.sees("Nobody else can read yours")
        await guest.sees_no("What is the focal point?")
        await guest.press("x")
        panel, focused = app.room.panel, app.screen.focused
        assert type(panel) is SharingPanel
        assert focused is not None
        assert panel in focused.ancestors
        await prepared(guest, CollectPanel)


async def test_what_stands_ready_follows_the_room_while_nobody_comes() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with made_ready(house) as guest:
        app = guest.app
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.until(lambda: type(app.room.query_one(PanelStack).top) is CollectPanel, "the panel of the step")
        await guest.until(lambda: len(app.room.query_one(PanelStack).panels) == 1, "the other one to go")
        app.assign(1)
        await guest.sees("Your idea 1 of")
        await guest.press("z")
        await guest.sees("z")


async def test_making_ready_paints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        compositor = guest.app.room._compositor  # noqa: SLF001
        painted: list[object] = []
        monkeypatch.setattr(compositor, "render_partial_update", lambda: painted.extend(compositor._dirty_regions))  # noqa: SLF001
        await prepared(guest, SharingPanel)
        assert painted == []


async def test_what_waits_is_drawn_ahead_as_far_as_it_is_the_same_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await prepared(guest, SharingPanel)
        next_ = guest.app.room.query_one(PanelStack).waiting[0]
        await guest.until(lambda: bool(next_.query_one(EntryList)._styles_cache._cache), "its rows")  # noqa: SLF001
        drawn: list[int] = []
        draw = EntryList.render_line

        def noted(entries: EntryList, row: int) -> Strip:
            if next_ in entries.ancestors:
                drawn.append(row)
            return draw(entries, row)

        monkeypatch.setattr(EntryList, "render_line", noted)
        await guest.taken_to(Kind.PROPOSAL, "share")
        await guest.sees("No other proposals are shared")
        assert drawn == []


async def test_nothing_that_waits_takes_a_key_or_the_focus() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "share")
    async with house.guest(1) as guest:
        await prepared(guest, CollectPanel)
        panel = guest.app.room.panel
        assert panel is not None
        assert all(panel in widget.ancestors for widget in guest.app.screen.focus_chain)
        await guest.press("tab", "x", "tab", "z")
        focused = guest.app.screen.focused
        assert focused is not None
        assert panel in focused.ancestors
        await guest.taken_to(Kind.TOP_TEN, "collect")
        await guest.sees("Your idea 1 of")
        await guest.press("z")
        await guest.sees("z")
        assert "xy" not in guest.text


@pytest.mark.parametrize("ahead", [False, True])
async def test_in_sight_only_what_has_the_focus_looks_so(ahead: bool) -> None:
    house = House(1).start_at(Kind.WELCOME)
    async with house.guest(1) as guest:
        for kind, round_name in ((step, name) for step, names in ROUNDS for name in (*names, *reversed(names[:-1]))):
            if ahead:
                await guest.until(lambda: guest.app.room.guide.is_prepared, "what is made ready")
                await guest.pilot.pause()
            await guest.taken_to(kind, round_name)
            await guest.pilot.pause()
            panel = guest.app.room.panel
            assert panel is not None
            looking = [each for each in panel.walk_children(Widget, with_self=True) if each.has_focus]
            assert looking == [guest.app.screen.focused], (kind, round_name)


async def test_a_form_that_is_made_ready_takes_no_focus_from_the_page_in_sight() -> None:
    house = House(1).start_at(Kind.PARTICIPATION, "picture")
    async with house.guest(1) as guest:
        await prepared(guest, WritingPanel)
        panel, focused = guest.app.room.panel, guest.app.screen.focused
        assert panel is not None
        assert focused is None or panel in focused.ancestors
        await guest.press("x")
        await guest.taken_to(Kind.PROPOSAL, "write")
        await guest.sees("0 words")


async def test_a_step_too_far_is_undone_and_everybody_is_where_they_were() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("tab", *"half a")
        await guest.taken_to(Kind.PROPOSAL, "share")
        await guest.sees("Nobody else can read yours")
        await guest.taken_to(Kind.PROPOSAL, "write")
        await guest.press(*" word")
        await guest.sees("half a word")
        await guest.until(lambda: "half a word" in house.seat(1).proposal.answers.values(), "the word to be handed in")


async def test_what_changed_meanwhile_is_there_on_the_return() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        field = guest.app.room.panel.form.typed.field.id  # type: ignore[union-attr]
        await guest.taken_to(Kind.PROPOSAL, "share")
        await house.lead(Kind.PROPOSAL, "write")
        await house.ask(WriteField(seat=1, field=field, text="Written elsewhere"), actor=FACILITATOR)
        await guest.sees("Written elsewhere")


async def test_what_was_typed_and_then_changed_elsewhere_is_the_newer_text_on_the_return() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        field = guest.app.room.panel.form.typed.field.id  # type: ignore[union-attr]
        await guest.press(*"older")
        await guest.taken_to(Kind.PROPOSAL, "share")
        await house.lead(Kind.PROPOSAL, "write")
        await house.ask(WriteField(seat=1, field=field, text="Written elsewhere"), actor=participant(1))
        await guest.sees("Written elsewhere")
        await guest.press("end", "!")
        await guest.sees("Written elsewhere!")
        assert "older" not in guest.text


async def test_who_is_in_the_middle_of_a_word_is_not_taken_along() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await prepared(guest, SharingPanel)
        await guest.press(*"wor")
        await house.lead(Kind.PROPOSAL, "share")
        await guest.sees("The group has moved on")
        assert house.seat(1).proposal.answers == {"focal-point": "wor"}
        await guest.press("s", "enter")  # the words go on, and are no command
        await guest.until(lambda: not guest.app.room.guide.is_busy, "the end of a look")
        assert "Share this proposal?" not in guest.text
        assert not house.seat(1).proposal.shared
        house.clock.seconds += 2
        await guest.press("s")
        await guest.sees("Share this proposal?")


async def test_a_panel_that_waits_follows_the_size_of_the_terminal() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "share")
    async with house.guest(1) as guest:
        await guest.taken_to(Kind.PROPOSAL, "write")
        await guest.taken_to(Kind.PROPOSAL, "share")
        await guest.pilot.resize_terminal(50, 20)
        await guest.sees("Nobody else")
        await guest.taken_to(Kind.PROPOSAL, "write")
        await guest.sees("1/12")
        assert max(map(len, guest.lines)) <= 50
        await guest.press(*"narrow")
        await guest.sees("narrow")


async def test_what_was_left_is_let_go_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copworkshop.ui.participant.panels.KEPT_SECONDS", 0.05)
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.taken_to(Kind.PROPOSAL, "share")
        await prepared(guest, CollectPanel)


async def test_who_is_taken_out_leaves_nothing_waiting() -> None:
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press(*"mine")
        await house.ask(RemoveSeat(seat=1))
        await guest.sees_no("mine")
        await guest.until(lambda: WritingPanel not in waiting(guest), "the form to go")


async def test_a_scribe_finds_nobody_elses_words_on_the_way_back() -> None:
    house = House(2).start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await house.ask(MakeScribe(seat=1, scribe=True))
        await guest.press(*"My own")
        await guest.taken_to(Kind.PROPOSAL, "share")
        await guest.app.room.guide.write_for(2)
        assert WritingPanel not in waiting(guest)
        await guest.taken_to(Kind.PROPOSAL, "write")
        await guest.until(
            lambda: guest.app.room.writer.on_behalf_of == 2 and not guest.app.room.guide.is_busy, "the look"
        )
        await guest.pilot.pause()
        await guest.pilot.pause()
        await guest.sees("You write for")
        assert "My own" not in guest.text


async def test_an_app_that_ends_while_its_answered_prompt_is_to_be_removed_ends_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("copworkshop.toolkit.scheduler._QUIET_AFTER", 60.0)
    house = House(1).start_at(Kind.PROPOSAL, "write")
    async with house.guest(None, ahead=True) as guest:
        asked = guest.app.screen
        await guest.press(*"Newcomer", "enter")
        await guest.sees("Esc leaves the field")
        assert asked.is_running
        close_all = guest.app._close_all  # noqa: SLF001

        async def meanwhile() -> None:
            guest.app.post_message(Prepare(lambda: None))
            await close_all()

        monkeypatch.setattr(guest.app, "_close_all", meanwhile)
    assert not asked.is_running


async def test_what_is_made_ready_is_painted_once_when_it_is_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    render = LeanCompositor.render_update

    def noting(compositor: LeanCompositor, **options: Any) -> Any:
        assert compositor.root is not None
        painted.append(type(compositor.root).__name__)
        return render(compositor, **options)

    monkeypatch.setattr(LeanCompositor, "render_update", noting)
    app = House(1).start_at(Kind.PROPOSAL, "write").app(ahead=True)
    async with app.run_test(size=(80, 24)):
        await app.composed.wait()
        assert painted == ["ParticipantRoom", "NameScreen"]
