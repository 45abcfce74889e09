"""``copworkshop count``: what it prints, and what it makes of every bad file that we could think of."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from copworkshop.ranking.registry import RULES
from helpers import commands

HEAD = (
    "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Trust\n# ALTERNATIVE NAME 2: Time\n# ALTERNATIVE NAME 3: Tools\n"
)


def given(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    return commands.given(capfdbinary, "count", *arguments)


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
        "agreement": {
            "in_words": "Too few people have voted to say how far we agree",
            "kendall_w": None,
            "mean_correlation": None,
        },
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


def test_the_first_line_says_how_the_file_was_read(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("b.csv").write_text("Name,1st,2nd\nAnn,Trust,Time\nBo,trust,-\n", encoding="utf-8")
    code, out, _ = given(capfdbinary, "b.csv")
    assert code == 0
    told = out.split("\n\n")[0]
    assert " ".join(told.split()) == (
        "Read as: choices below a heading, parted by commas; line 1 is the heading; columns 2 to 3 are the choices, "
        "the best first. Left out: column 1 (“Name”); 1 cell that says “-”. Counted as one idea: “Trust” = “trust”."
    )
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(("rule", "ballots"), [("points", 8), ("dowdall", 8), ("borda", 9), ("schulze", 9)])
def test_ballots_with_shared_places_are_counted_where_the_rule_can(
    rule: str, ballots: int, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = counted(capfdbinary, "b.toi", f"{HEAD}5: 1,2\n3: 2\n1: {{1,2}},3\n", "--rule", rule)
    assert found["ballots"] == ballots
    assert ("1 ballot with shared places" in found["read"]) is (ballots == 8)


def test_the_options_settle_the_shape_and_the_heading(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = "Erste;Zweite\nZeit;Raum\nRaum;Zeit\n"
    Path("b.csv").write_text(text, encoding="utf-8")
    assert "add --header yes or --header no" in given(capfdbinary, "b.csv")[2]
    assert counted(capfdbinary, "b.csv", text, "--header", "yes")["ballots"] == 2
    assert counted(capfdbinary, "b.csv", text, "--header", "no", "--shape", "rows")["ballots"] == 3


def test_an_unknown_shape_is_refused_with_those_there_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("b.csv").write_text("Trust\n", encoding="utf-8")
    code, out, err = given(capfdbinary, "b.csv", "--shape", "pile")
    assert (code, out) == (2, "")
    assert "There is no shape “pile”; choose one of: rows, choices, grid, list." in err


def started(*arguments: str, given_input: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "copworkshop", "count", *arguments],
        input=given_input,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_dash_reads_standard_input() -> None:
    done = started("-", "--format", "json", given_input=b"Trust,Time\nTime\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["ballots"] == 2
    refused = started("-", given_input=b'[{"a": 1}]')
    assert refused.returncode == 1
    assert refused.stderr.startswith(b"copworkshop: standard input: This is JSON")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs on this system")
def test_what_is_no_file_is_refused_before_anything_is_read() -> None:
    Path("folder.csv").mkdir()
    os.mkfifo("pipe.csv")
    for name, sentence in {
        "folder.csv": "folder.csv is a folder; name the file with the ballots in it.",
        ".": ". is a folder",
        "pipe.csv": "pipe.csv is no file, but a device or a pipe",
        "/dev/zero": "/dev/zero is no file, but a device or a pipe",
        "gone.csv": "There is no file gone.csv; check its name and folder.",
    }.items():
        done = started(name)
        assert done.returncode == 1
        assert done.stderr.decode().startswith(f"copworkshop: {sentence}")
        assert done.stderr.count(b"\n") == 1


def test_a_file_of_a_gigabyte_is_refused_unread() -> None:
    with Path("b.csv").open("wb") as file:
        file.truncate(2**30)
    done = started("b.csv")
    assert done.returncode == 1
    assert done.stderr == (
        b"copworkshop: b.csv is larger than 8 MB, the most that is counted; count the ballots in parts.\n"
    )


@pytest.mark.parametrize("name", ["b.soi", "b.csv"])
def test_too_many_places_are_refused_with_the_limit(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    order = ",".join(str(number) for number in range(1, 1001))
    orders = [f"1: {order}" if name == "b.soi" else order] * 201
    Path(name).write_text("\n".join(["# NUMBER ALTERNATIVES: 1000", *orders] if name == "b.soi" else orders))
    code, out, err = given(capfdbinary, name)
    assert (code, out) == (1, "")
    assert "more than 200,000" in err


def test_rules_that_compare_each_two_ideas_name_their_limit(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("b.soi").write_text("# NUMBER ALTERNATIVES: 1001\n1: 1\n", encoding="utf-8")
    code, out, err = given(capfdbinary, "b.soi", "--rule", "schulze")
    assert (code, out) == (1, "")
    assert "counts at most 1,000 ideas, and there are 1,001; try --rule points." in err
    assert counted(capfdbinary, "b.soi", "# NUMBER ALTERNATIVES: 1001\n1: 1\n")["ballots"] == 1
