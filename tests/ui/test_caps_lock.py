"""Console, stage and participants take capital letters, and Cyrillic ones, for the keys that they stand for."""

from pathlib import Path

import pytest

from copworkshop.model.plan import Kind
from copworkshop.rules.collecting import AddIdea
from copworkshop.toolkit.letter_keys import ONLY_LATIN
from copworkshop.ui.screens.export import ExportScreen
from helpers.facilitator_driver import walk
from helpers.participant_driver import House

BLANK = "The stage is blank. b brings it back."


@pytest.mark.parametrize(("key", "timer"), [("B", "T"), ("и", "е"), ("β", "τ"), ("נ", "א")])
async def test_the_facilitator_leads_with_any_of_them(key: str, timer: str, tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.LIFECYCLE)  # in the welcome, T names the tables
        await room.press("f2", key)
        await room.sees(BLANK)
        await room.press(key)
        before = room.session.progress
        await room.press(timer)
        await room.until(lambda: room.session.progress != before, "the timer")


async def test_a_capital_that_is_a_key_itself_is_that_key(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "E")
        await room.until(lambda: isinstance(room.app.screen, ExportScreen), "the list of formats")


async def test_a_letter_that_stands_for_no_key_is_answered_on_the_console(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "あ")
        await room.sees(ONLY_LATIN)


@pytest.mark.parametrize("key", ["D", "в", "δ", "ג"])
async def test_a_participant_says_with_any_of_them_that_the_ballot_is_done(key: str) -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    await house.ask(AddIdea(seat=2, text="Meet often"))
    await house.lead(Kind.TOP_TEN, "rank")
    async with house.guest(1) as guest:
        await guest.press(key)
        await guest.sees("Done. 0 of 1")
