"""The console's panel at Activity 1."""

import asyncio
from contextlib import suppress

import pytest
from bench import Bench
from textual.screen import Screen

from copworkshop.live.hub import Hub
from copworkshop.live.presence import Presence
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.proposal import Proposal
from copworkshop.rules.agenda import Forward, GoTo
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import RemoveSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.readings import LeaveRemark
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.ui.console.proposal import ProposalPanel
from copworkshop.ui.widgets.proposal_form import ProposalForm
from helpers.session_builder import hub_at, told


async def writing(*, own: int | None = None, entered: int | None = None, shared: bool = False) -> Hub:
    """A room that writes: one person on their own screen, one by the facilitator, if wanted shared."""
    hub = hub_at(Kind.PROPOSAL, "write", people=3)
    if own is not None:
        await told(hub, WriteField(seat=own, field="problems", text="Own words"), actor=participant(own))
        if shared:
            await told(hub, ShareProposal(seat=own, shared=True), actor=participant(own))
    if entered is not None:
        await told(hub, WriteField(seat=entered, field="problems", text="Entered words"))
        if shared:
            await told(hub, ShareProposal(seat=entered, shared=True))
    return hub


def proposal(app: Bench, seat: int) -> Proposal:
    return app.hub.session.seats[seat].proposal


def form_is_open(app: Bench) -> bool:
    return bool(app.query(ProposalForm))


async def test_what_is_typed_for_a_person_is_written_and_marked_as_entered_for_them() -> None:
    app = Bench(ProposalPanel, await writing())
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("down", "enter", *"Nets", "tab")
        await pilot.pause()

        assert proposal(app, 2).answers == {"focal-point": "Nets"}
        assert proposal(app, 2).for_someone
        assert "You are writing for Participant 2" in app.text


@pytest.mark.parametrize("width", [76, 50])
async def test_escape_sends_what_was_typed_and_shows_the_list_with_the_count(width: int) -> None:
    app = Bench(ProposalPanel, await writing())
    async with app.run_test(size=(width, 18)) as pilot:
        await pilot.press("enter", *"Nets", "escape")
        await pilot.pause()

        assert proposal(app, 1).answers == {"focal-point": "Nets"}
        assert not form_is_open(app)
        assert app.query_one(EntryList).has_focus
        assert "Participant 1 ✓····· 1/12 entered" in app.text


async def test_leaving_the_panel_sends_what_was_typed() -> None:
    app = Bench(ProposalPanel, await writing())
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"Nets")
        await app.panel.remove()

        assert proposal(app, 1).answers == {"focal-point": "Nets"}


async def test_the_end_of_the_round_sends_what_was_typed_and_closes_the_form() -> None:
    app = Bench(ProposalPanel, await writing())
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"Nets")
        await told(app.hub, Forward(at=app.hub.session.spot))
        await pilot.pause()
        await pilot.pause()

        assert proposal(app, 1).answers == {"focal-point": "Nets"}
        assert not form_is_open(app)
        assert "Writing is closed." in app.text


async def test_what_was_typed_is_sent_while_another_screen_is_in_front() -> None:
    app = Bench(ProposalPanel, await writing())
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"Nets")
        await app.push_screen(Screen())
        with suppress(TimeoutError):
            async with asyncio.timeout(60):
                while not proposal(app, 1).started:
                    await pilot.pause(0.01)

        assert proposal(app, 1).answers == {"focal-point": "Nets"}


async def test_what_a_person_writes_alone_cannot_be_opened_and_it_is_said_why() -> None:
    app = Bench(ProposalPanel, await writing(own=1))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter")
        await pilot.pause()

        assert not form_is_open(app)
        assert app.said == ["Participant 1 writes it alone and has not shared it; only the counts are seen here."]
        assert "Participant 1 ·✓···· 1/12" in app.text
        assert "Own words" not in app.text


async def test_the_form_closes_when_the_person_begins_to_write_and_their_words_are_left_alone() -> None:
    app = Bench(ProposalPanel, await writing())
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"Nets")
        await told(app.hub, WriteField(seat=1, field="focal-point", text="Mine"), actor=participant(1))
        await pilot.pause()
        await pilot.pause()

        assert proposal(app, 1).answers == {"focal-point": "Mine"}
        assert not form_is_open(app)
        assert app.said == ["Participant 1 has begun to write, so this form is closed here."]


async def test_a_shared_proposal_of_a_person_s_own_is_read_and_not_written() -> None:
    app = Bench(ProposalPanel, await writing(own=1, shared=True))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter")
        await pilot.pause()

        assert not form_is_open(app)
        assert "Own words" in app.text


async def test_a_proposal_that_is_taken_back_while_it_is_read_disappears_at_once() -> None:
    app = Bench(ProposalPanel, await writing(own=1, shared=True))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter")
        await told(app.hub, ShareProposal(seat=1, shared=False), actor=participant(1))
        await pilot.pause()
        await pilot.pause()

        assert "Own words" not in app.text


async def test_a_person_taken_out_while_their_form_is_open_closes_it() -> None:
    app = Bench(ProposalPanel, await writing(entered=1))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter")
        await told(app.hub, RemoveSeat(seat=1))
        await pilot.pause()
        await pilot.pause()

        assert not form_is_open(app)
        assert "Participant 1" not in app.text


async def test_an_entered_proposal_is_shared_once_its_author_agrees() -> None:
    app = Bench(ProposalPanel, await writing(entered=1))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("s", "enter")
        await pilot.pause()
        assert not proposal(app, 1).shared

        await pilot.press("s", "y")
        await pilot.pause()
        assert proposal(app, 1).shared


async def test_sharing_is_taken_back_at_once() -> None:
    app = Bench(ProposalPanel, await writing(entered=1, shared=True))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("s")
        await pilot.pause()

        assert not proposal(app, 1).shared


async def test_sharing_what_a_person_writes_alone_is_not_offered() -> None:
    app = Bench(ProposalPanel, await writing(own=1))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("s")
        await pilot.pause()

        assert len(app.screen_stack) == 1
        assert not proposal(app, 1).shared


async def test_in_the_round_share_an_entered_proposal_is_read() -> None:
    hub = await told(await writing(entered=1), GoTo(kind=Kind.PROPOSAL, round="share"))
    app = Bench(ProposalPanel, hub)
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "Entered words" in app.text
        assert "Left open: Focal point" in app.text

        await pilot.press("escape")
        await pilot.pause()
        assert "Entered words" not in app.text


async def test_in_an_empty_room_it_says_how_people_are_added() -> None:
    app = Bench(ProposalPanel, hub_at(Kind.PROPOSAL, "write", people=0))
    async with app.run_test(size=(50, 18)) as pilot:
        await pilot.press("enter", "s")

        assert "Nobody is here yet: press p to add people." in app.text


async def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    hub = hub_at(Kind.PROPOSAL, "write", people=1)
    await told(hub, WriteField(seat=1, field="problems", text="[/][@click=app.quit]x[/]"))
    await told(hub, GoTo(kind=Kind.PROPOSAL, round="share"))
    app = Bench(ProposalPanel, hub)
    async with app.run_test(size=(50, 18), notifications=True, tooltips=True) as pilot:
        await pilot.press("enter")
        await pilot.pause()

        assert "[/][@click=app.quit]x[/]" in app.text


async def shared_in_the_second_round() -> Hub:
    return await told(await writing(own=1, shared=True), GoTo(kind=Kind.PROPOSAL, round="share"))


async def test_a_shared_proposal_goes_on_the_stage_and_off_again() -> None:
    app = Bench(ProposalPanel, await shared_in_the_second_round())
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert app.hub.session.on_stage == 1
        assert "On the stage: Participant 1, field 1 of 1. PgDn shows the next." in app.text

        await pilot.press("o")
        await pilot.pause()
        assert app.hub.session.on_stage is None


async def test_what_is_not_shared_is_not_offered_for_the_stage() -> None:
    hub = await told(await writing(entered=1), GoTo(kind=Kind.PROPOSAL, round="share"))
    app = Bench(ProposalPanel, hub)
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("o")
        await pilot.pause()

        assert "on the stage" not in app.text
        assert app.hub.session.on_stage is None


async def test_the_core_fields_that_are_open_stand_below_the_person() -> None:
    app = Bench(ProposalPanel, await writing(own=1))
    async with app.run_test(size=(76, 18)):
        assert "Open: Focal point · Domain · People · Activities · Elevator pitch" in app.text


async def test_who_is_typing_idle_or_away_stands_next_to_the_name() -> None:
    hub = await told(await writing(), TakeSeat(seat=2), actor=participant(2))
    await told(hub, TakeSeat(seat=3), actor=participant(3))
    app = Bench(ProposalPanel, hub)
    seconds = 0.0
    app.desk.presence = presence = Presence(clock=lambda: seconds)
    visits = [presence.arrive(participant(seat)) for seat in (1, 2)]
    visits[0].note_key()
    async with app.run_test(size=(76, 18)):
        rows = [row for row in app.rows() if row.startswith(" Participant")]
        assert [row.split()[-1] for row in rows] == ["typing", "idle", "away"]


async def test_what_readers_left_with_an_entered_proposal_is_read_to_its_author() -> None:
    hub = await writing(entered=2, shared=True)
    await told(hub, Forward(at=hub.session.spot))
    left = LeaveRemark(seat=3, author=2, strength="Clear", question="Who pays?")
    await told(hub, left, actor=participant(3))
    app = Bench(ProposalPanel, hub)
    async with app.run_test(size=(76, 30)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()

        assert "What readers left with it Strength: Clear Question: Who pays?" in app.text


async def test_nobody_writes_for_a_person_at_a_terminal_of_their_own() -> None:
    app = Bench(ProposalPanel, await writing())
    app.desk.presence = presence = Presence()
    presence.arrive(participant(1))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter")
        await pilot.pause()

        assert not form_is_open(app)
        assert app.said == ["Participant 1 is at a terminal of their own, and writes there."]


async def test_the_form_is_handed_over_when_the_person_comes_in_by_a_terminal() -> None:
    app = Bench(ProposalPanel, await writing())
    app.desk.presence = presence = Presence()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("enter", *"Nets")
        presence.arrive(participant(1))
        app.panel.refresh_attendance()
        await pilot.pause()

        assert proposal(app, 1).answers == {"focal-point": "Nets"}
        assert app.said == ["Participant 1 has joined on their own device, and has all that you wrote."]
        assert not form_is_open(app)
