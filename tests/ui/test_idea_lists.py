"""A list of ideas, pasted or from a file, while ideas are collected."""

from pathlib import Path

import pytest
from bench import Bench
from textual.widgets import Input

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.candidates import candidates
from copworkshop.rules.collecting import AddIdea
from copworkshop.ui.console.topten import TopTenPanel
from helpers.participant_driver import House
from helpers.session_builder import hub_at, told

SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 20)])
FIVE = "1. Trust each other\n2) Meet often\n\n- Find a sponsor\n* Food\n• Tools\n"


def console() -> Bench:
    return Bench(TopTenPanel, hub_at(Kind.TOP_TEN, "collect", 3))


def wordings(app: Bench) -> list[str]:
    return [candidate.wording for candidate in candidates(app.hub.session)]


def typed(app: Bench) -> str:
    assert isinstance(app.focused, Input)
    return app.focused.value


# ── the facilitator's console


@SIZES
async def test_each_line_of_a_paste_is_an_idea_without_its_bullet(size: tuple[int, int]) -> None:
    app = console()
    async with app.run_test(size=size) as pilot:
        await app.press(pilot, "a", "'half an idea")
        await app.paste(pilot, FIVE)
        assert typed(app) == "half an idea"
        assert "Find a sponsor" in app.text

    assert wordings(app) == ["Trust each other", "Meet often", "Find a sponsor", "Food", "Tools"]
    assert app.said == ["All 5 taken."]


async def test_for_a_person_only_as_many_are_taken_as_one_may_write() -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "a", "down")
        await app.paste(pilot, FIVE)

    assert [idea.text for idea in app.hub.session.seats[1].ideas] == [
        "Trust each other",
        "Meet often",
        "Find a sponsor",
    ]
    assert app.said == ["3 of 5 taken; each person may write 3."]


async def test_what_is_there_already_and_what_is_too_long_is_said() -> None:
    app = console()
    await told(app.hub, AddIdea(seat=None, text="Trust"))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "a")
        await app.paste(pilot, f"- TRUST\n- Time\n- time\n- {'word ' * 60}\n")

    assert wordings(app) == ["Trust", "Time"]
    assert app.said == ["1 of 4 taken; 2 are there already; 1 has more than 200 characters."]


async def test_a_typed_bullet_is_left_out() -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "a", "'- Trust", "enter", "'3.5 hours", "enter", "'-", "enter")

    assert wordings(app) == ["Trust", "3.5 hours", "-"]


@SIZES
async def test_i_takes_the_ideas_of_a_file(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "our ideas.txt"
    path.write_bytes(b"\xef\xbb\xbf" + FIVE.encode())
    app = console()
    async with app.run_test(size=size) as pilot:
        await app.press(pilot, "i", f'\'"{path}"', "enter")
        while not app.said:
            await pilot.pause()
        assert app.said == ["All 5 taken."]
        await app.press(pilot, "x")

    assert wordings(app) == ["Trust each other", "Meet often", "Find a sponsor", "Food"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is no file "),
        (b"Trust\n\xff\xfe\xfa", "this is not text in UTF-8"),
        (b" \n\n", "There is no line with words in ideas.txt."),
    ],
)
async def test_a_file_that_cannot_be_taken_says_why_and_the_path_stays(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "ideas.txt"
    if content is not None:
        path.write_bytes(content)
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()
        assert said in app.said[0]
        assert typed(app) == str(path)

    assert wordings(app) == []


async def test_a_folder_is_no_file(tmp_path: Path) -> None:
    app = console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{tmp_path}", "enter")
        while not app.said:
            await pilot.pause()

    assert app.said == [f"{tmp_path} is a folder. Type the path of a file in it."]


async def test_a_console_on_a_connection_reads_in_the_folder_of_the_session_alone(tmp_path: Path) -> None:
    (tmp_path / "session").mkdir()
    for path in (tmp_path / "outside.txt", tmp_path / "session" / "inside.txt"):
        path.write_text("Trust\n")
    app = console()
    app.desk.files_only_in = tmp_path / "session"
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", "'../outside.txt", "enter")
        while not app.said:
            await pilot.pause()
        assert wordings(app) == []
        await app.press(pilot, *["backspace"] * len("../outside.txt"), "'inside.txt", "enter")
        while len(app.said) < 2:
            await pilot.pause()

    assert app.said[0].startswith("This console reads files in the session's folder alone.")
    assert wordings(app) == ["Trust"]


# ── a participant


@SIZES
async def test_a_participant_pastes_a_list_and_reads_how_much_fitted(size: tuple[int, int]) -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1, size=size) as guest:
        await guest.paste(FIVE)
        await guest.sees("3 of 5 taken; each person may write 3.", "All 3 of your ideas are in.")
        assert [idea.text for idea in house.seat(1).live_ideas] == ["Trust each other", "Meet often", "Find a sponsor"]


async def test_a_participant_who_pastes_their_own_ideas_again_is_told() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    await house.ask(AddIdea(seat=1, text="Meet often"), actor=participant(1))
    async with house.guest(1) as guest:
        await guest.paste("- meet often\n- Trust\n")
        await guest.sees("1 of 2 taken; 1 is there already.")
        await guest.press(*"Food", "enter")
        await guest.sees("All 3 of your ideas are in.")


async def test_lines_that_come_as_keys_are_ideas_without_bullets() -> None:
    house = House().start_at(Kind.TOP_TEN, "collect")
    async with house.guest(1) as guest:
        for line in ("• Trust each other", "• Meet often", "• Find a sponsor", "• Food"):
            await guest.press(*line, "enter")
        await guest.sees("All 3 of your ideas are in.")
        assert [idea.text for idea in house.seat(1).live_ideas] == ["Trust each other", "Meet often", "Find a sponsor"]
