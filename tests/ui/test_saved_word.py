"""The word “saved” never stands next to something typed that is not on the disk."""

from pathlib import Path

import pyte
import pytest
from textual.drivers.headless_driver import HeadlessDriver

from copworkshop.live.hub import Change
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.rules.people import RemoveSeat
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from helpers.facilitator_driver import walk
from helpers.participant_driver import House


async def test_a_letter_typed_into_a_proposal_takes_the_word_away_at_once() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        assert guest.lines[0].endswith("saved")
        await guest.press("N")
        assert "focal-point" not in house.seat(1).proposal.answers
        assert guest.lines[0].endswith("saving…")


async def test_the_word_is_back_once_what_was_typed_is_on_the_disk() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("N")
        await guest.until(lambda: house.seat(1).proposal.answers.get("focal-point") == "N", "the text at the hub")
        await guest.until(lambda: guest.lines[0].endswith("saved"), "the word")


async def test_what_was_typed_and_taken_back_needs_no_saving() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        await guest.press("N", "backspace")
        await guest.until(lambda: guest.lines[0].endswith("saved"), "the word")


async def test_half_an_idea_is_not_called_saved_until_it_is_handed_in() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        assert guest.lines[0].endswith("not sent yet")
        await guest.press("enter")
        await guest.until(lambda: guest.lines[0].endswith("saved"), "the word")
        assert [idea.text for idea in house.seat(1).ideas] == ["Nets"]


async def test_what_was_typed_too_late_is_not_called_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    monkeypatch.setattr(house.hub, "ask_for_last_words", lambda ask: lambda: None)  # as if the screen were too slow
    async with house.guest(1) as guest:
        await guest.press("N")
        await house.lead(Kind.PROPOSAL, "share")
        house.clock.seconds += 100
        await guest.sees("came too late")
        await guest.until(lambda: guest.lines[0].endswith("not sent yet"), "the word")


async def test_the_next_round_begins_with_the_word(tmp_path: Path) -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        await guest.press(*"Nets")
        await house.lead(Kind.TOP_TEN, "merge")
        await guest.press("f5")
        await guest.until(lambda: guest.lines[0].endswith("saved"), "the word")


async def test_the_console_does_not_call_a_line_saved_that_is_not_handed_in(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        await room.saved()
        await room.sees(" saved")
        await room.press("a", "A")
        assert room.lines[0].endswith("not sent yet")
        await room.press("enter")
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")


async def test_the_console_does_not_call_words_saved_that_are_typed_for_someone(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann")
        await room.press("escape")
        await room.go(Kind.PROPOSAL, "write")
        await room.saved()
        await room.press("enter", "N")
        assert room.lines[0].endswith("saving…")
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")


async def test_a_letter_typed_while_the_one_before_goes_in_is_not_called_saved_with_it() -> None:
    house = House().start_at(Kind.PROPOSAL, "write")
    async with house.guest(1) as guest:
        area = guest.app.screen.query_one(ParagraphArea)

        def written() -> str:
            return house.seat(1).proposal.answers.get("focal-point", "")

        def type_on(_change: Change) -> None:
            if written() == "N":
                area.insert("e")

        house.hub.subscribe(type_on)
        await guest.press("N")

        def both_in() -> bool:
            assert written() == area.text or not guest.lines[0].endswith("saved")
            return written() == "Ne"

        await guest.until(both_in, "both letters at the hub")


@pytest.mark.parametrize(
    ("kind", "round_name", "word"), [(Kind.PROPOSAL, "write", "saving…"), (Kind.TOP_TEN, "collect", "not sent yet")]
)
async def test_no_frame_that_is_sent_shows_a_new_letter_together_with_the_word_saved(
    kind: Kind, round_name: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = pyte.Screen(80, 24)
    stream = pyte.Stream(terminal)
    heads: list[str] = []

    def write(_driver: HeadlessDriver, frame: str) -> None:
        stream.feed(frame)
        if "Q" in "".join(terminal.display[1:-1]):
            heads.append(terminal.display[0].rstrip())

    monkeypatch.setattr(HeadlessDriver, "write", write)
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)  # else nothing is sent
    house = House().start_at(kind, round_name)
    async with house.guest(1) as guest:
        await guest.until(lambda: terminal.display[0].rstrip().endswith("saved"), "the first frame")
        await guest.press("Q")
        await guest.until(lambda: len(heads) > 0, "a frame with the letter")
        assert heads[0].endswith(word)


async def test_escape_while_one_types_for_somebody_does_not_keep_the_word_away(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann")
        await room.press("escape")
        await room.go(Kind.PROPOSAL, "write")
        await room.saved()
        await room.press("enter")
        room.at_once(*"quick", "escape")
        await room.until(lambda: room.lines[0].endswith("saving…"), "the word for what was typed")
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")
        assert room.session.seats[1].proposal.answers["focal-point"] == "quick"


@pytest.mark.parametrize(("kind", "round_name"), [(Kind.LIFECYCLE, "overview"), (Kind.TOP_TEN, "collect")])
async def test_escape_out_of_a_field_of_the_console_brings_the_word_back(
    kind: Kind, round_name: str, tmp_path: Path
) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann")
        await room.press("escape")
        await room.go(kind, round_name)
        await room.saved()
        await room.press("enter", *"quick")
        assert room.lines[0].endswith("not sent yet")
        await room.press("escape")
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")


async def test_the_step_changes_while_the_facilitator_types_for_somebody(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann")
        await room.press("escape")
        await room.go(Kind.PROPOSAL, "write")
        await room.saved()
        await room.press("enter")
        room.at_once(*"quick")
        await room.go(Kind.TOP_TEN, "collect")
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")


async def test_somebody_is_taken_out_while_the_facilitator_types_for_them(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Ann")
        await room.press("escape")
        await room.go(Kind.PROPOSAL, "write")
        await room.saved()
        await room.press("enter")
        room.at_once(*"quick")
        assert room.app.open_session is not None
        await room.app.open_session.hub.submit(RemoveSeat(seat=1), FACILITATOR)
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")


async def test_a_line_of_the_console_that_was_submitted_because_the_round_closed_is_saved(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.TOP_TEN, "collect")
        await room.press("f2", "a", *"Food")
        await room.sees("not sent yet")
        await room.forward()
        await room.sees("what you were typing was submitted: “Food”")
        await room.until(lambda: room.lines[0].endswith(" saved"), "the word")
