"""The console's panel at the close, and the question before the end."""

import asyncio

import pytest
from bench import Bench
from textual import events, on
from textual.app import App

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.proposal import TakeProposal, WriteField
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.ui.console.closing import ClosePanel
from copworkshop.ui.messages import OfferReport
from helpers.screens import drawn
from helpers.session_builder import hub_at, told


class Offering(Bench):
    """Notes what it would ask the facilitator, as the console does."""

    offered = ""

    @on(OfferReport)
    def _offer(self, event: OfferReport) -> None:
        self.offered += event.title


def asked(app: Bench) -> str:
    """What the question in its frame says."""
    return " ".join(app.text.replace("│", " ").split())


async def test_it_says_who_has_no_proposal_and_that_the_top_ten_is_not_revealed() -> None:
    hub = hub_at(Kind.PROPOSAL, "write", people=3)
    await told(hub, WriteField(seat=2, field="problems", text="x"), actor=participant(2))
    app = Bench(ClosePanel, hub)
    async with app.run_test(size=(76, 18)):
        assert "1 of 3 have a proposal" in app.text
        assert "Without one: Participant 1, Participant 3." in app.text
        assert "The top ten is not revealed yet" in app.text


async def test_a_large_room_is_named_in_part() -> None:
    app = Bench(ClosePanel, hub_at(Kind.CLOSE, people=40))
    async with app.run_test(size=(50, 18)):
        assert "and 28 more." in app.text
        assert "close the session" in app.text


async def test_e_has_the_report_offered() -> None:
    app = Offering(ClosePanel, hub_at(Kind.CLOSE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("e")
        await pilot.pause()

        assert app.offered == "Write the report into the session's folder"


async def test_it_says_who_has_not_taken_their_proposal_before_it_asks_once() -> None:
    hub = hub_at(Kind.PROPOSAL, "write", people=3)
    for seat in (1, 2, 3):
        mine = (TakeSeat(seat=seat), WriteField(seat=seat, field="problems", text="x"))
        await told(hub, *mine, actor=participant(seat))
    await told(hub, TakeProposal(seat=2), actor=participant(2))
    app = Offering(ClosePanel, hub)
    async with app.run_test(size=(76, 18)) as pilot:
        assert "1 of 3 proposals taken home. Not yet: Participant 1, Participant 3." in app.text
        await pilot.press("c")
        await pilot.pause()
        assert "Not yet taken home: Participant 1, Participant 3." in asked(app)
        assert app.hub.session.closed is None
        await pilot.press("y")
        await pilot.pause()
        assert app.hub.session.closed is not None
        assert app.offered == "The session is closed. Write its report?"


async def test_when_all_have_taken_theirs_nobody_is_named_at_the_close() -> None:
    hub = hub_at(Kind.PROPOSAL, "write", people=1)
    await told(hub, WriteField(seat=1, field="problems", text="x"), TakeProposal(seat=1), actor=participant(1))
    app = Bench(ClosePanel, hub)
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert "Close the session?" in app.text
        assert "Participant 1" not in app.text


async def test_a_proposal_that_was_entered_for_somebody_is_to_be_printed_before_the_close() -> None:
    hub = await told(hub_at(Kind.PROPOSAL, "write", people=1), WriteField(seat=1, field="problems", text="x"))
    app = Bench(ClosePanel, hub)
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert "E writes proposals of people without a device as pages to print." in asked(app)
        assert "taken home" not in app.text, "without a device nobody can"


@pytest.mark.parametrize("answer", ["enter", "escape", "n"])
async def test_the_session_stays_open_unless_the_answer_is_yes(answer: str) -> None:
    app = Bench(ClosePanel, hub_at(Kind.CLOSE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("c", answer)
        await pilot.pause()

        assert app.hub.session.closed is None


@pytest.mark.parametrize("answer", [["y"], ["right", "enter"], ["tab", "enter"]])
async def test_yes_closes_the_session(answer: list[str]) -> None:
    app = Bench(ClosePanel, hub_at(Kind.CLOSE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("c", *answer)
        await pilot.pause()

        assert app.hub.session.closed is not None
        assert "The session is closed." in app.text


async def test_closing_is_not_offered_twice() -> None:
    app = Bench(ClosePanel, hub_at(Kind.CLOSE))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("c", "y", "c")
        await pilot.pause()

        assert not isinstance(app.screen, Confirm)
        assert "close the session" not in app.text


async def test_what_looks_like_markup_in_a_question_is_shown_as_it_is() -> None:
    app = App[None]()
    async with app.run_test(size=(60, 12), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Confirm("Does [/][@click=app.quit]x[/] agree?", yes="[/]", no="[red]"))
        await pilot.pause()
        text = " ".join(strip.text for strip in drawn(app.screen))

        assert "Does [/][@click=app.quit]x[/] agree?" in text
        assert "[red] (n)" in text
        assert "[/] (y)" in text


async def test_an_answer_that_was_typed_before_the_question_came_up_is_none() -> None:
    hub = hub_at(Kind.CLOSE, people=1)
    app = Bench(ClosePanel, hub)
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.pause()
        for key in "cy":  # as they come in one packet
            app.post_message(events.Key(key, key))
        async with asyncio.timeout(60):
            while not isinstance(app.screen, Confirm):
                await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert hub.session.closed is None
        await pilot.press("y")
        async with asyncio.timeout(60):
            while hub.session.closed is None:
                await pilot.pause()
