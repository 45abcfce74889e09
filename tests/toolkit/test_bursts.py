"""Keys that come all at once, as over a slow line: each does what it did if they came one by one."""

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget

from copworkshop.model.plan import Kind
from copworkshop.toolkit.dialogs.help import HelpScreen
from copworkshop.toolkit.theme import DARK, register
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from helpers.facilitator_driver import walk
from helpers.participant_driver import House


def press_at_once(app: App[None], keys: list[str]) -> None:
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else {"space": " "}.get(key)))


class Field(App[None]):
    def __init__(self, field: type[Widget]) -> None:
        super().__init__()
        register(self)
        self.theme = DARK.name
        self.field = field()

    def compose(self) -> ComposeResult:
        yield self.field

    @property
    def typed(self) -> str:
        return self.field.value if isinstance(self.field, LineInput) else self.field.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", [LineInput, ParagraphArea])
@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (["a", "b", "backspace", "c"], "ac"),
        (["b", "c", "left", "left", "a", "end", "d"], "abcd"),
        (["a", "b", "home", "delete", "end", "c"], "bc"),
    ],
)
async def test_a_field_takes_keys_in_the_order_in_which_they_were_pressed(
    field: type[Widget], keys: list[str], left: str
) -> None:
    app = Field(field)
    async with app.run_test(size=(40, 12)) as pilot:
        app.field.focus()
        await pilot.pause()
        press_at_once(app, keys)
        async with asyncio.timeout(60):
            while app.typed != left:
                await pilot.pause()


def letters(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


async def test_entries_typed_faster_than_the_screen_answers_are_all_entered(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.TOP_TEN, "collect")
        await room.press("f2")
        await room.sees("a enter ideas")
        room.at_once("a", *letters("one idea"), "enter", *letters("two"), "enter", *letters("three"), "enter", "f")
        await room.sees("3 ideas so far")
        texts = [idea.text for idea in room.session.top_ten.unsigned_ideas]
        assert texts == ["one idea", "two", "three"]


async def test_names_typed_faster_than_the_screen_answers_are_all_added(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        room.at_once(*letters("Ann"), "enter", *letters("Bo"), "enter")
        await room.sees("2 here")
        assert [seat.name for seat in room.session.present] == ["Ann", "Bo"]


async def test_what_is_typed_after_tab_goes_into_the_next_field_of_the_proposal(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Participant 1")
        await room.press("escape")
        await room.go(Kind.PROPOSAL, "write")
        await room.press("enter")
        await room.sees("What is the focal point?")
        room.at_once(*letters("first"), "tab", *letters("second"), "shift+tab", *letters(" one"))
        await room.until(lambda: room.session.seats[1].proposal.answers.get("focal-point") == "first one")
        assert room.session.seats[1].proposal.answers["problems"] == "second"


async def test_ballots_typed_faster_than_the_screen_answers_go_to_one_person_after_the_other(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Participant 1, Participant 2")
        await room.press("escape")
        await room.go(Kind.TOP_TEN, "collect")
        await room.press("a")
        for idea in ("one", "two", "three"):
            await room.type(idea)
        await room.press("escape")
        await room.go(Kind.TOP_TEN, "rank")
        await room.press("enter")
        room.at_once(*letters("3 1"), "enter", *letters("2"), "enter")
        await room.sees("2 ballots are in")
        picks = [seat.ballot.picks if seat.ballot else None for seat in room.session.present]
        assert picks == [(3, 1), (2,)]


async def test_an_idea_goes_to_the_person_who_is_chosen_in_the_same_packet(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Participant 1")
        await room.sees("1 here")
        await room.press("escape")
        await room.go(Kind.TOP_TEN, "collect")
        await room.sees("a enter ideas")
        room.at_once("a", "down", *letters("one"), "enter")
        await room.sees("1 idea so far")
        assert not room.session.top_ten.unsigned_ideas
        assert [idea.text for idea in room.session.seats[1].ideas] == ["one"]


async def test_an_entry_that_is_refused_stands_in_the_field_again(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a")
        await room.type("Participant 1")
        await room.press("escape")
        await room.go(Kind.TOP_TEN, "collect")
        await room.press("a", "down")
        for idea in ("one", "two", "three", "four"):
            await room.type(idea)
        await room.sees("Everybody has 3 ideas", "║ four")


@pytest.mark.parametrize("closing", ["f1", "escape", "enter", "q"])
@pytest.mark.parametrize(("kind", "round_name"), [(Kind.PROPOSAL, "write"), (Kind.TOP_TEN, "collect")])
async def test_what_is_typed_after_the_list_of_keys_goes_into_the_field_below(
    kind: Kind, round_name: str, closing: str
) -> None:
    async with House(1).start_at(kind, round_name).guest(1) as guest:
        guest.at_once(*"one ", "f1", closing, *"two")
        await guest.sees("║ one two")
        assert guest.app.screen is guest.app.room


async def test_a_step_that_is_chosen_blindly_out_of_a_field_is_looked_back_at() -> None:
    async with House(1).start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        guest.at_once(*"mine", "f3", "home", "enter")
        await guest.until(lambda: guest.at != (Kind.PROPOSAL, "write"), "the step that was chosen")
        assert guest.house.seat(1).proposal.answers == {"focal-point": "mine"}


async def test_a_key_that_does_nothing_in_a_dialog_does_nothing_below_it_when_the_dialog_closes() -> None:
    async with House(1).start_at(Kind.PROPOSAL, "write").guest(1) as guest:
        guest.at_once("f3", "f1", "f8", "escape", *"mine")
        await guest.sees("║ mine")
        assert guest.app.screen is guest.app.room
        assert guest.app.theme == DARK.name


async def test_a_change_that_comes_while_the_list_of_keys_opens_ends_nobodys_app() -> None:
    async with House(2).start_at(Kind.TOP_TEN, "collect").guest(1) as guest:
        guest.app.push_screen(HelpScreen("Before", []))
        guest.app.refresh_help()
        await guest.sees("Keys that work now: Activity 2", "At every step")
