"""The test that matters most: a facilitator leads a room through the whole of Session 4, key by key."""

import re
from pathlib import Path

from copworkshop.export.markdown import markdown
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.candidates import candidates
from copworkshop.rules.sight import sight
from copworkshop.store.sessions import open_read_only
from helpers.facilitator_driver import Walk, walk

PLACES = ["13", "23", "32", "44", "21", "54"]
"""Two digits a person: where they are today, and where they would like to be."""

IDEAS = ["Meet every month", "Meet monthly", "Bring real cases", "Share the load", "Celebrate", "Name a coordinator"]

BALLOTS = ["1 3 4", "3 1", "1 4 3 5 6", "4 5", "6 1 3"]
"""By the numbers of the ideas, best first; the sixth person chooses nothing."""


async def arrive(room: Walk) -> None:
    await room.sees("Session 4: Communities of Practice in Action", "Nobody yet")
    await room.press("f2", "a")
    await room.type(", ".join(f"Participant {number}" for number in range(1, 7)))
    await room.sees("6 here", "Participant 6")
    await room.press("escape", "f2")
    await room.sees("6 people are here")


async def see_the_lifecycle(room: Walk) -> None:
    await room.on_to("lifecycle", "overview")
    await room.sees("Phase One", "COMMITTING", "Phase Three")
    await room.forward()
    await room.forward()
    await room.sees("What is the focal point?")
    await room.press("f2", "enter")
    await room.type("We began with a shared problem")
    await room.press("escape", "f2")
    await room.sees("We began with a shared problem")


async def place_everybody(room: Walk) -> None:
    await room.on_to("participation", "levels")
    await room.on_to("participation", "place")
    await room.sees("0 of 6 have placed themselves")
    await room.press("f2")
    await room.press(*"".join(PLACES))
    await room.press("f2")
    await room.sees("6 of 6 have placed themselves")
    await room.on_to("participation", "picture")
    await room.sees("Core group")


async def write_two_proposals(room: Walk) -> None:
    await room.on_to("proposal", "write")
    await room.press("t")
    await room.press("f2", "enter")
    await room.sees("You are writing for Participant 1", "What is the focal point?")
    await room.press(*"Care")
    await room.press("tab")
    await room.sees("What problems do you solve?")
    await room.press(*"Waste")
    await room.press("escape")
    await room.sees("✓✓····")
    await room.press("s")
    await room.sees("Does Participant 1 agree")
    await room.press("y")
    await room.sees("shared")
    await room.press("down", "enter")
    await room.sees("You are writing for Participant 2")
    await room.press(*"Trust")
    await room.press("escape")
    await room.sees("✓·····")
    await room.press("f2")
    await room.sees("2 of 6 have started")


async def make_the_top_ten(room: Walk) -> None:
    await room.on_to("top_ten", "collect")
    await room.press("f2", "a")
    for idea in IDEAS:
        await room.type(idea)
    await room.sees("6 ideas so far")
    await room.press("escape", "f2")
    await room.sees("Call out your ideas", *IDEAS)
    await room.on_to("top_ten", "merge")
    await room.press("f2")
    places = [candidate.wording for candidate in candidates(room.session)]
    for wording in ("Meet monthly", "Meet every month"):  # the one that is marked last gives the words
        await room.press("home", *["down"] * places.index(wording), "m")
    await room.press("enter")
    await room.sees("5 ideas to choose from")
    await room.on_to("top_ten", "rank")
    await room.press("enter")
    numbers = {candidate.wording: candidate.lead for candidate in candidates(room.session)}
    for ballot in BALLOTS:
        await room.type(re.sub(r"\d", lambda found: str(numbers[IDEAS[int(found[0]) - 1]]), ballot))
    await room.sees("5 ballots are in")
    await room.press("escape", "f2")


async def reveal(room: Walk) -> list[str]:
    """The stage at each key from the first place revealed to the whole list."""
    await room.on_to("top_ten", "reveal")
    await room.sees("5 ballots")
    pages = []
    while room.session.spot.round == "reveal":
        pages.append(room.text)
        await room.forward()
    return pages


async def test_a_facilitator_leads_a_room_of_six_through_the_whole_session_by_key_presses(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await arrive(room)
        await see_the_lifecycle(room)
        await place_everybody(room)
        await write_two_proposals(room)
        await make_the_top_ten(room)
        pages = await reveal(room)
        # 1: 5+4+5+4 = 18; 3: 4+5+3+3 = 15; 4: 3+4+5 = 12; 6: 1+5 = 6; 5: 2+4 = 6, with fewer first places
        revealed = ["Celebrate", "Name a coordinator", "Share the load", "Bring real cases", "Meet every month"]
        for shown, page in enumerate(pages[:-1]):
            assert [idea for idea in revealed if idea in page] == revealed[: (shown + 1) // 3]
        await room.sees("Meet every month")
        await room.on_to("close", "close")
        await room.press("f2", "e", "down", "enter")
        await room.sees("Written into")
        await room.saved()

    text = next((tmp_path / "walk" / "exports").glob("*report*.md")).read_text(encoding="utf-8")
    for said in ("We began with a shared problem", "Care", "Waste", "Meet every month", "chosen by 4 of 5"):
        assert said in text
    assert text == markdown(report(sight(open_read_only(tmp_path, "walk").session, FACILITATOR)))


async def test_a_session_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await arrive(room)
        await place_everybody(room)
        await room.press("t")
        await room.until(lambda: room.session.progress[room.session.at].timers != {})
        left = room.session
    async with walk(tmp_path) as room:
        assert room.session.spot == left.spot
        assert room.session.replace(progress=left.progress, since=left.since) == left.replace(history=())
        await room.sees("Member Participation")


async def test_a_key_pressed_twice_at_once_moves_the_room_once(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        before = room.session.spot
        screen = room.app.screen
        await screen.run_action("forward")
        await screen.run_action("forward")
        assert room.session.spot != before
        assert room.session.spot.kind == "lifecycle"
        assert room.session.spot.point == 0
