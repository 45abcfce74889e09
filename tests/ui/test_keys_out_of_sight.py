"""Keys that act on what is not in view, or that the room notices: each says what it did."""

from pathlib import Path

import pytest
from bench import Bench

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.lifecycle import ProposeNote
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.ui.console.proposal import ProposalPanel
from copworkshop.ui.console.topten import TopTenPanel
from helpers.facilitator_driver import walk
from helpers.participant_driver import House
from helpers.session_builder import hub_at, session4, told

WIDE = (78, 18)


async def test_a_remark_that_is_taken_back_is_named() -> None:
    step = session4().lifecycle
    assert step is not None
    house = House().start_at(Kind.LIFECYCLE, "overview", 2)
    prompt = step.phases[0].prompts[0].id
    for text in ("We need a budget", "Who is in?"):
        await house.ask(ProposeNote(seat=1, prompt=prompt, text=text), actor=participant(1))
    async with house.guest(1) as guest:
        await guest.press("x")
        await guest.sees("Taken back: “Who is in?”")


async def test_a_remark_that_goes_to_its_author_because_the_reader_follows_is_said_to_have_gone() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    await house.ask(
        WriteField(seat=2, field="focal-point", text="Nets"), ShareProposal(seat=2, shared=True), actor=participant(2)
    )
    await house.lead(Kind.PROPOSAL, "share")
    async with house.guest(1) as guest:
        await guest.press("enter", "r", *"Clear")
        await house.lead(Kind.TOP_TEN, "collect")
        await guest.sees("What you were typing was sent, because this round closed.")
        assert house.seat(1).readings[0].remark.strength == "Clear"


async def proposals() -> Bench:
    """The second round of Activity 1: the first person's proposal was entered and is not shared."""
    hub = hub_at(Kind.PROPOSAL, "write", people=3)
    await told(hub, WriteField(seat=1, field="problems", text="Waste"))
    return Bench(ProposalPanel, await told(hub, GoTo(kind=Kind.PROPOSAL, round="share")))


async def test_the_console_says_when_it_has_shared_somebodys_proposal_and_when_it_has_stopped() -> None:
    app = await proposals()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "s", "y")
        assert app.said == ["Everybody here can read the proposal of Participant 1 now."]
        await app.press(pilot, "s")
        assert app.said[1:] == ["The proposal of Participant 1 is not shared any more."]


async def test_the_key_that_puts_a_proposal_on_the_stage_never_closes_the_door(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        assert running is not None
        await told(running.hub, AddSeat(name="Ann", word="maple-0001"))
        await room.go(Kind.PROPOSAL, "share")
        await room.press("f2")
        await room.sees("Ann")
        await room.press("o")
        await room.sees("Only what its author shares can go on the stage.")
        assert not room.session.door_closed


async def voting() -> Bench:
    hub = hub_at(Kind.TOP_TEN, "merge", people=3)
    await told(hub, *(AddIdea(seat=None, text=f"idea {number}") for number in range(1, 7)))
    await told(hub, GoTo(kind=Kind.TOP_TEN, round="rank"))
    await told(hub, CastBallot(seat=1, picks=(3, 1), done=True, vote=Vote.FIRST))
    return Bench(TopTenPanel, await told(hub, PutPaperBallot(picks=(5, 2), instead_of=None, vote=Vote.FIRST)))


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (["x"], "The ballot of Participant 1 is taken back. It was: 3 1."),
        (["end", "x"], "Paper ballot 1 is taken back. It was: 5 2."),
    ],
)
async def test_a_ballot_that_is_taken_back_is_told_so_that_it_can_be_entered_again(
    keys: list[str], sentence: str
) -> None:
    app = await voting()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, *keys)
        assert app.said[-1] == sentence


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_on_the_console_a_key_that_changes_only_the_stage_says_what_the_room_sees(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with walk(tmp_path, size=size) as room:
        await room.go(Kind.LIFECYCLE)
        await room.press("f2")
        await room.press("b")
        await room.sees("The stage is blank. b brings it back.")
        await room.press("b")
        await room.sees("The stage shows the step again.")
        await room.press("l")
        await room.sees("The stage shows the literature. l takes it away.")
        await room.press("l")
        await room.sees("The literature is off the stage.")


async def test_a_panel_that_the_notes_cover_takes_no_keys(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(40, 20)) as room:
        running = room.app.open_session
        assert running is not None
        await room.go(Kind.TOP_TEN, "collect")
        await told(running.hub, *(AddIdea(seat=None, text=f"idea {number}") for number in range(1, 4)))
        await room.go(Kind.TOP_TEN, "merge")
        await room.press("f2")
        await room.sees("idea 1")
        await room.press("n")
        await room.sees("n panel")
        assert "idea 1" not in room.text
        await room.press("x", "f2", "f2", "x")
        assert len(candidates(room.session)) == 3
        for _ in range(6):
            if "n panel" in room.text:
                await room.press("n")
        await room.sees("idea 1", "n notes")
        await room.press("x")
        await room.until(lambda: len(candidates(room.session)) == 2, "the idea off the list")
