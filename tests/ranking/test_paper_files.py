"""Two files of each shape, with what has to be read from them."""

from collections import Counter
from pathlib import Path

import pytest

from copworkshop.ranking.papers import read, read_papers

FILES = Path(__file__).parent / "papers"

Ballots = dict[str, int]

READ: dict[str, tuple[Ballots, str]] = {
    "rows_commas.csv": (
        {"Trust>Time>Tools": 1, "Time>Trust": 1, "Tools>Time>Trust": 1, "Trust>Tools": 1},
        "Read as: one ballot in each row, the best first, parted by commas.",
    ),
    "rows_semicolons.csv": (
        {"Trust, and time>Food": 1, 'Food>Trust, and time>A "quiet" room': 1, "Food": 1},
        "Read as: one ballot in each row, the best first, parted by semicolons. "
        "Left out: 1 blank paper; 3 cells that say “n/a”, “-”.",
    ),
    "choices_form.csv": (
        {"Trust>Time>Food": 1, "Time>Trust": 1},
        "Read as: choices below a heading, parted by commas; line 1 is the heading; columns 2 to 4 are the choices, "
        "the best first. Left out: columns 1 (“Timestamp”), 5 (“Anything else?”); 1 blank paper.",
    ),
    "choices_counted.tsv": (
        {"Vertrauen>Zeit": 3, "Zeit>Vertrauen": 2, "Vertrauen>Raum": 1},
        "Read as: choices below a heading, parted by tabs; line 1 is the heading; columns 3 to 4 are the choices, "
        "the best first; column 5 (“Anzahl”) is how many people gave each. "
        "Left out: columns 1 (“Nr”), 2 (“Wer”); 1 row of totals.",
    ),
    "grid_numbers.csv": (
        {"Trust>Time>Tools": 1, "Time>Trust>Tools": 1, "Trust=Time>Tools": 1},
        "Read as: places below 3 ideas, 1 is the best, parted by commas; line 1 is the heading; columns 2 to 4 are the "
        "ideas. Left out: columns 1 (“Response ID”), 5 (“Total”); 1 blank paper; "
        "1 ballot with shared places, which this rule cannot count.",
    ),
    "grid_ordinals.csv": (
        {"Trust>Time>Tools>Food": 1, "Time>Trust>Food": 1, "Time>Tools>Food>Trust": 1},
        "Read as: places below 4 ideas, 1 is the best, parted by semicolons; line 1 is the heading; columns 1 to 4 are "
        "the ideas. Left out: 1 cell that says “-”.",
    ),
    "list_form.csv": (
        {"Trust>Time>Tools": 1, "Time>Trust>Tools": 1, "Trust>Tools>Time": 1},
        "Read as: a list in one cell, the best first, with semicolons between the ideas, parted by commas; line 1 is "
        "the heading; column 6 (“Put these in order”) holds the lists. Left out: columns 1 (“ID”), 2 (“Start time”), "
        "3 (“Completion time”), 4 (“Email”), 5 (“Name”).",
    ),
    "list_bars.txt": (
        {"Trust>Time>Tools": 1, "Time>Trust": 1, "Tools>Time": 1},
        "Read as: a list in one cell, the best first, with “|” between the ideas.",
    ),
    "from_zero.soi": (
        {"Time, and place>Trust": 3, "Tools": 1, "": 2},
        "Read as: PrefLib orders, 6 ballots over 3 ideas; 2 of them blank; alternatives are numbered from 0.",
    ),
    "before_2022.toc": (
        {"Trust>Time>Tools": 3, "Trust=Time>Tools": 2, "Time": 1},
        "Read as: PrefLib orders, 6 ballots over 3 ideas. "
        "Left out: the last place of 1 ballot, which all the remaining ideas share; "
        "2 ballots with shared places, which this rule cannot count.",
    ),
    "withdrawn.blt": (
        {
            "Trust>Time, and place>Tools # here": 3,
            "Time, and place>Trust=Tools # here": 2,
            "Tools # here": 1,
            "": 1,
        },
        "Read as: a BLT file, 7 ballots over 3 ideas; 1 of them blank. Left out: “Food”, which is withdrawn; "
        "2 ballots with shared places, which this rule cannot count.",
    ),
    "numbered.blt": ({"Trust>Time": 2, "Time": 1}, "Read as: a BLT file, 3 ballots over 2 ideas."),
}


def told(ballots: tuple[tuple[str, ...], ...], shared: tuple[tuple[tuple[str, ...], ...], ...]) -> Ballots:
    return dict(
        Counter(
            [">".join(ballot) for ballot in ballots] + [">".join("=".join(group) for group in each) for each in shared]
        )
    )


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_by_its_shape_and_says_how(name: str) -> None:
    ballots, summary = READ[name]
    papers = read_papers(name, (FILES / name).read_bytes())
    assert told(papers.ballots, papers.shared) == ballots
    assert papers.summary() == summary


@pytest.mark.parametrize("name", READ)
def test_a_text_without_a_name_is_read_by_what_it_contains(name: str) -> None:
    text = (FILES / name).read_text(encoding="utf-8")
    assert read(text) == read_papers(name, text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", READ)
def test_the_encoding_of_the_text_changes_nothing(name: str, encoding: str) -> None:
    text = (FILES / name).read_text(encoding="utf-8-sig")
    assert read_papers(name, text.encode(encoding)) == read_papers(name, text.encode())
