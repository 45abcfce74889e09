"""``copworkshop count``: what it prints, and what it makes of every bad file that we could think of."""

import json
from pathlib import Path
from typing import Any

import pytest

from copworkshop.cli import run
from copworkshop.ranking.registry import RULES

HEAD = (
    "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Trust\n# ALTERNATIVE NAME 2: Time\n# ALTERNATIVE NAME 3: Tools\n"
)


def given(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    code = run(["count", *arguments])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def counted(capfdbinary: pytest.CaptureFixture[bytes], name: str, text: str | bytes, *options: str) -> dict[str, Any]:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    code, out, err = given(capfdbinary, name, "--format", "json", *options)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "an idea twice": ("b.csv", "Trust,Time\nTools,Time,Tools\n", "b.csv: Line 2, cell 3: “Tools” is in cell 1 already"),
    "an unknown idea": ("b.soi", f"{HEAD}2: 1,4\n", "b.soi: Line 5, place 2: the file lists no alternative 4"),
    "a number twice": ("b.soi", f"{HEAD}2: 1,2,1\n", "b.soi: Line 5, place 3: alternative 1 has a place already"),
    "nothing": ("b.csv", "", "b.csv: There is no ballot in the file"),
    "comments alone": ("b.csv", "# table 1\n\n ,,\n", "b.csv: There is no ballot in the file"),
    "no orders": ("b.soi", HEAD, "b.soi: There is no ballot in the file"),
    "another encoding": (
        "b.csv",
        "Trust\nZeit für alle\n".encode("cp1252"),
        "b.csv: Line 2: this is not text in UTF-8",
    ),
    "an order that is none": ("b.soi", f"{HEAD}1,2\n", "b.soi: Line 5: this is not an order"),
    "no number": ("b.soi", f"{HEAD}x: 1,2\n", "b.soi: Line 5: “x” is not a whole number"),
    "an incomplete order": ("b.soc", f"{HEAD}1: 1,2\n", "b.soc: Line 5: 2 of 3 alternatives are named"),
    "shared places": (
        "b.soi",
        f"{HEAD}1: {{1,2}},3\n",
        "b.soi: There are only ballots with shared places, which the rule “points” cannot count",
    ),
    "too many ballots": ("b.soi", f"{HEAD}10001: 1\n", "b.soi: Line 5: this is more than 10,000 ballots"),
    "cut short": (
        "b.soi",
        f"{HEAD}# NUMBER VOTERS: 9\n3: 1,2\n",
        "b.soi: Line 5: the file says that it holds 9 voters",
    ),
    "no pair of quotation marks": (
        "b.csv",
        'Trust\n"Time,Tools\n',
        "b.csv: Line 2: the quotation marks do not pair up",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_one_sentence_with_file_and_line(what: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    name, text, sentence = BAD[what]
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    code, out, err = given(capfdbinary, name)
    assert (code, out) == (1, "")
    assert err.startswith(f"copworkshop: {sentence}")
    assert err.count("\n") == 1


SENSIBLE = {
    "one voter": (b"Trust,Time\n", [(1, "Trust"), (2, "Time")]),
    "one idea": (b"Trust\nTrust\n", [(1, "Trust")]),
    "all equal": (b"A,B,C\nB,C,A\nC,A,B\n", [(1, "A"), (1, "B"), (1, "C")]),
    "a byte-order mark": ("\ufeffTrust,Time\n".encode(), [(1, "Trust"), (2, "Time")]),
    "UTF-16 of a spreadsheet": ("Trust;Zeit für alle\n".encode("utf-16"), [(1, "Trust"), (2, "Zeit für alle")]),
    "blank cells and comments": (b"# table 1\nTrust,,Time\n,\n", [(1, "Trust"), (2, "Time")]),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("what", SENSIBLE)
def test_an_odd_file_has_the_sensible_result(what: str, rule: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text, places = SENSIBLE[what]
    if rule == "approval":
        places = [(1, idea) for _, idea in places]
    found = counted(capfdbinary, "b.csv", text, "--rule", rule)
    assert [(each["place"], each["idea"]) for each in found["ranking"]] == places
    assert all(each["shared"] == (len(places) > 1 and places[1][0] == 1) for each in found["ranking"])


@pytest.mark.parametrize("rule", RULES)
def test_six_hundred_ideas_on_twelve_hundred_ballots_are_counted(
    rule: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = (",".join(f"idea {(start + step) % 600}" for step in range(5)) for start in range(1200))
    found = counted(capfdbinary, "b.csv", "\n".join(lines), "--rule", rule)
    assert (found["ballots"], found["candidates"], len(found["ranking"])) == (1200, 600, 600)
    assert {each["place"] for each in found["ranking"]} == {1}


def test_the_data_have_the_published_shape_and_count_places_on(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    found = counted(capfdbinary, "b.soi", f"{HEAD}1: 1,2\n1: 1,3\n", "--rule", "dowdall")
    assert found == {
        "rule": "dowdall",
        "ballots": 2,
        "candidates": 3,
        "agreement": {"kendall_w": 0.75},
        "ranking": [
            {"place": 1, "shared": False, "idea": "Trust", "score": 2, "chosen_by": 2, "firsts": 2},
            {"place": 2, "shared": True, "idea": "Time", "score": "1/2", "chosen_by": 1, "firsts": 0},
            {"place": 2, "shared": True, "idea": "Tools", "score": "1/2", "chosen_by": 1, "firsts": 0},
        ],
        "read": "Read as: PrefLib orders, 2 ballots over 3 ideas.",
    }


def test_depth_is_how_many_ideas_of_a_ballot_get_points(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    found = counted(capfdbinary, "b.csv", "A,B,C\n", "--depth", "2")
    assert [(each["idea"], each["score"]) for each in found["ranking"]] == [("A", 2), ("B", 1)]


def test_top_is_how_many_places_are_listed_with_all_that_tie_at_the_border(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    found = counted(capfdbinary, "b.csv", "A,B\nA,C\nD\n", "--top", "3")
    assert [(each["place"], each["idea"]) for each in found["ranking"]] == [(1, "A"), (2, "D"), (3, "B"), (3, "C")]
