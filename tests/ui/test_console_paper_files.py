"""Paper ballots from a file, entered on the console while ballots are cast."""

from pathlib import Path

import pytest
from bench import Bench
from textual.widgets import Input

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Vote
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge
from copworkshop.rules.collecting import AddIdea
from copworkshop.ui.console.topten import TopTenPanel
from helpers.session_builder import hub_at, told

SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 20)])
IDEAS = ("Meet every month", "Trust", "Food", "Monthly meetings", "Tools")


async def console() -> Bench:
    """The console at the ballots on five ideas, of which the first and the fourth are merged."""
    hub = hub_at(Kind.TOP_TEN, "merge", 3)
    await told(hub, *(AddIdea(seat=None, text=text) for text in IDEAS))
    await told(hub, Merge(leads=(1, 4)))
    return Bench(TopTenPanel, await told(hub, GoTo(kind=Kind.TOP_TEN, round="rank"), PutPaperBallot(picks=(5,))))


def papers(app: Bench) -> list[tuple[int, ...]]:
    return [each.picks for each in app.hub.session.top_ten.unsigned_ballots]


@SIZES
async def test_the_papers_of_a_file_are_entered_and_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("trust,MONTHLY MEETINGS,Food\nFood,Tools\n", encoding="utf-8")
    app = await console()
    async with app.run_test(size=size) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()
        await pilot.pause()
        assert app.said == [
            "2 paper ballots entered. u takes them back. "
            "Read as: one ballot in each row, the best first, parted by commas."
        ]
        assert papers(app) == [(5,), (2, 1, 3), (3, 5)]
        await app.press(pilot, "u")
        assert papers(app) == [(5,)]
        assert app.said[-1] == "Taken back: 2 paper ballots were entered."


async def test_the_numbers_of_ballots_are_entered_from_a_file_as_the_paper_kit_says(tmp_path: Path) -> None:
    path = tmp_path / "papers.txt"
    path.write_text("# shape: rows\n# header: no\n4, 2\n3\n", encoding="utf-8")
    app = await console()
    async with app.run_test() as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()
        await pilot.pause()
        assert papers(app) == [(5,), (1, 2), (3,)]


@SIZES
async def test_what_is_not_on_the_list_is_listed_and_nothing_is_half_taken(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("Trust,Cake\nTrust,Trussst\nFood\n", encoding="utf-8")
    app = await console()
    async with app.run_test(size=size) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while "is not on the list" not in app.text:
            await pilot.pause()
        assert "Nothing was entered from" in app.text
        assert "“Cake” is not on the list." in app.text
        assert "“Trussst” is not on the list." in app.text
        await app.press(pilot, "escape")
        assert isinstance(app.focused, Input)
        assert app.focused.value == str(path)

    assert papers(app) == [(5,)]
    assert app.said == ["Nothing was entered: 2 things to correct."]


async def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text('Trust,"Food\n', encoding="utf-8")
    app = await console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()

    assert app.said[0].startswith("papers.csv: Line 1: the quotation marks do not pair up")
    assert papers(app) == [(5,)]


async def test_papers_that_were_changed_since_are_not_taken_back_together(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("Trust\nFood\n", encoding="utf-8")
    app = await console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()
        await told(app.hub, PutPaperBallot(picks=(1,), instead_of=1))
        await app.press(pilot, "u")

    assert papers(app) == [(5,), (1,), (3,)]
    assert app.said[-1] == "Paper ballots were changed since then. Take single ones back with x."


async def test_ballots_of_people_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("Trust\n", encoding="utf-8")
    app = await console()
    await told(app.hub, CastBallot(seat=1, picks=(3,)), actor=participant(1))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()

    ballot = app.hub.session.seats[1].ballot_of(Vote.FIRST)
    assert ballot is not None
    assert ballot.picks == (3,)
    assert papers(app) == [(5,), (2,)]


async def test_a_doubt_says_what_to_write_in_the_file_and_not_on_a_command_line(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("5,2\n3,5\n", encoding="utf-8")
    app = await console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()
        assert "add the first line “# shape: rows” if these are ideas" in app.said[-1]
        assert "--" not in app.said[-1]
        path.write_text("# shape: rows\n5,2\n3,5\n", encoding="utf-8")
        await pilot.press("enter")
        while len(app.said) < 2:
            await pilot.pause()
        await pilot.pause()
        assert papers(app)[1:] == [(5, 2), (3, 5)]


async def test_ballots_with_shared_places_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "papers.toc"
    path.write_text(
        "# ALTERNATIVE NAME 1: Trust\n# ALTERNATIVE NAME 2: Food\n# ALTERNATIVE NAME 3: Tools\n3: {1,2},3\n1: 2,1,3\n",
        encoding="utf-8",
    )
    app = await console()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.press(pilot, "i", f"'{path}", "enter")
        while not app.said:
            await pilot.pause()
    assert papers(app) == [(5,), (3, 2, 5)]
    assert "Left out: 3 ballots with shared places" in app.said[-1]
