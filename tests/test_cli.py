"""The commands as people give them: in a process of their own where that matters, and what comes out."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copworkshop import cli
from copworkshop.cli.admission import bind_address
from copworkshop.content.loader import packaged_text
from copworkshop.store.sessions import create, open_
from helpers.commands import given
from helpers.saved_sessions import saved

PACKAGED = packaged_text("session4")


@pytest.fixture
def made() -> Path:
    """A folder of sessions with one session in it."""
    root = Path("sessions")
    create(root, "here", PACKAGED, now=datetime.now(UTC), heading="Somewhere").close()
    return root


def is_one_sentence(complaint: str) -> bool:
    return complaint.startswith("copworkshop: ") and complaint.count("\n") == 1 and "Traceback" not in complaint


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["dance"], 2, "--help"),
        (["report"], 2, "SESSION"),
        (["report", "nowhere"], 1, "There is no session"),
        (["report", "../etc"], 1, "/"),
        (["report", "here", "--format", "pdf"], 2, "PDF"),
        (["count", "nothing.csv"], 1, "nothing.csv"),
        (["count", "nothing.csv", "--rule", "dice"], 2, "dice"),
        (["count", "nothing.csv", "--depth", "0"], 2, "--depth"),
        (["run", "--plan", "nothing.toml"], 1, "terminal"),
        (["run", "--address", "here; there"], 2, "no host"),
        (["run", "--expect", "-1"], 2, "--expect"),
        (["host", "--expect", "many"], 2, "--expect"),
    ],
)
def test_wrong_use_and_what_is_not_there_get_one_sentence_each(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], code: int, said: str
) -> None:
    found, out, complaint = given(capfdbinary, *arguments)
    assert (found, out) == (code, "")
    assert is_one_sentence(complaint)
    assert said in complaint


def test_sessions_are_listed_with_plan_step_and_people(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = given(capfdbinary, "sessions")
    assert code == 0
    assert out.startswith("here  Session 4: Communities of Practice in Action  Welcome  0 people  saved ")


def test_an_empty_folder_of_sessions_says_how_to_begin(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    begin = f"copworkshop --sessions {Path.cwd() / 'none'}"
    assert given(capfdbinary, "sessions", "--sessions", "none") == (
        0,
        f"There are no sessions in {Path('none').absolute()} yet. Begin one with: {begin}\n",
        "",
    )


@pytest.mark.parametrize("where", ["before", "after", "environment"])
def test_the_folder_of_sessions_can_be_named_in_three_ways(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    create(Path("else"), "there", PACKAGED, now=datetime.now(UTC)).close()
    arguments = {
        "before": ["--sessions", "else", "sessions"],
        "after": ["sessions", "--sessions", "else"],
        "environment": ["sessions"],
    }[where]
    if where == "environment":
        monkeypatch.setenv("COPWORKSHOP_SESSIONS", "else")
    assert given(capfdbinary, *arguments)[1].startswith("there")


def test_the_report_goes_to_standard_output(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = given(capfdbinary, "report", "here")
    assert code == 0
    assert out.startswith("# ")
    assert "Somewhere" in out


def test_a_report_is_not_written_over_a_file_without_force(
    made: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("mine.md").write_text("mine")
    code, _, complaint = given(capfdbinary, "report", "here", "--to", "mine.md")
    assert (code, Path("mine.md").read_text()) == (1, "mine")
    assert "--force" in complaint
    assert given(capfdbinary, "report", "here", "--to", "mine.md", "--force")[0] == 0
    assert "Somewhere" in Path("mine.md").read_text(encoding="utf-8")


def test_a_running_session_can_be_reported(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    running = open_(made, "here")
    try:
        assert given(capfdbinary, "report", "here")[0] == 0
    finally:
        running.close()


def test_paper_ballots_are_counted_as_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("ballots.csv").write_text("# paper\nmeet,share\nshare\nmeet\n")
    code, out, _ = given(capfdbinary, "count", "ballots.csv", "--format", "json")
    counted = json.loads(out)
    assert (code, counted["rule"], counted["ballots"], counted["candidates"]) == (0, "points", 3, 2)
    assert [(each["place"], each["idea"], each["score"]) for each in counted["ranking"]] == [
        (1, "meet", 10),
        (2, "share", 9),
    ]


def test_paper_ballots_are_counted_as_a_table(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("ballots.csv").write_text("meet,share\nshare,meet\n")
    out = given(capfdbinary, "count", "ballots.csv")[1]
    assert "1=" in out


def test_a_ballot_that_names_an_idea_twice_is_told_by_file_and_line(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    Path("ballots.csv").write_text("meet,share\nshare,share\n")
    code, _, complaint = given(capfdbinary, "count", "ballots.csv")
    assert code == 1
    assert "ballots.csv" in complaint
    assert "Line 2, cell 2" in complaint


def test_a_sound_plan_is_said_to_be_sound(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("plan.toml").write_text(PACKAGED, encoding="utf-8")
    assert given(capfdbinary, "check", "plan.toml") == (0, "plan.toml is sound.\n", "")


def test_every_fault_of_a_plan_is_told_by_file_line_and_field(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("plan.toml").write_text(PACKAGED.replace("minutes = 20", 'minutes = "long"', 1), encoding="utf-8")
    code, out, _ = given(capfdbinary, "check", "plan.toml")
    line = next(number for number, text in enumerate(PACKAGED.splitlines(), 1) if text == "minutes = 20")
    assert code == 1
    assert out.startswith(f"plan.toml, line {line}, steps.1.minutes: ")


def test_a_sound_session_is_said_to_be_sound(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert given(capfdbinary, "check", "sessions/here") == (0, "sessions/here is sound.\n", "")


def test_a_torn_file_of_a_session_is_told_by_check_and_left_as_it_is(
    made: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = made / "here" / "session.toml"
    torn = file.read_bytes()[:40]
    file.write_bytes(torn)
    code, out, _ = given(capfdbinary, "check", "sessions/here")
    assert code == 1
    assert "session.toml" in out
    assert file.read_bytes() == torn


@pytest.mark.here
def test_the_command_is_installed_and_says_its_version() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "copworkshop", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("copworkshop 0.")


def test_a_reader_who_has_seen_enough_is_no_error(made: Path) -> None:
    command = f"{sys.executable} -m copworkshop --sessions {made} report here | head -n 1"
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True, env=os.environ)
    assert told.stderr == ""


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [("correct horse\n", 0, "The passphrase is set."), ("short\n", 1, "12 to 256 characters"), ("", 1, "characters")],
)
def test_the_passphrase_can_come_through_a_pipe(
    made: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    code: int,
    told: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    given_code, out, complaint = given(capfdbinary, "passphrase", "here")
    assert given_code == code
    assert told in out + complaint


def test_a_passphrase_for_no_session_is_refused(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert given(capfdbinary, "passphrase", "nowhere")[0] == 1


# Several rooms


def test_rooms_are_merged_into_one_report_by_name_and_by_folder(
    made: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    saved(tmp_path / "other", "here")
    code, _, said = given(capfdbinary, "merge", "here", str(tmp_path / "other" / "here"), "--to", "all.html")
    assert (code, said.strip()) == (0, "The report is in all.html.")
    assert "Workshop report of 2 rooms" in Path("all.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["merge"], 2, "SESSION"),
        (["merge", "here"], 1, "two sessions or more"),
        (["merge", "here", "here"], 2, "named twice"),
        (["merge", "here", "nowhere"], 1, "There is no session “nowhere”"),
        (["merge", "here", "../here"], 1, "/"),
        (["merge", "here", "here", "--format", "pdf"], 2, "PDF"),
    ],
)
def test_what_cannot_be_merged_is_said_in_a_sentence(
    made: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str], code: int, says: str
) -> None:
    told = given(capfdbinary, *arguments)
    assert told[0] == code
    assert says in told[2]


def test_the_format_follows_the_ending_of_the_file(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert given(capfdbinary, "report", "here", "--to", "mine.html")[0] == 0
    assert Path("mine.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize("arguments", [("--format", "pdf"), ("--format", "PDF"), ("--to", "mine.pdf")])
def test_who_wants_a_pdf_is_told_how_to_get_one(
    made: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...]
) -> None:
    code, out, complaint = given(capfdbinary, "report", "here", *arguments)
    assert (code, out) == (2, "")
    assert "open it in a browser, print it and choose “Save as PDF”" in complaint


@pytest.mark.parametrize(("typed", "delimiter"), [(";", ";"), ("tab", "\t"), ("\\t", "\t"), ("\t", "\t"), ("|", "|")])
def test_the_cells_of_csv_are_parted_by_what_the_reader_wants(
    capfdbinary: pytest.CaptureFixture[bytes], typed: str, delimiter: str
) -> None:
    code, out, _ = given(capfdbinary, "report", "example", "--format", "csv", "--delimiter", typed)
    assert code == 0
    assert delimiter.join(("place", "shared", "points", "chosen by", "idea", "wording")) in out
    assert given(capfdbinary, "report", "example", "--delimiter", typed)[1] == out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--delimiter", "ab", "--format", "csv"), "takes a comma, a semicolon, a bar or the word tab"),
        (("--delimiter", ";", "--format", "html"), "--delimiter is for the format csv, and this is html."),
    ],
)
def test_a_delimiter_that_cannot_be_is_refused(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...], says: str
) -> None:
    code, _, complaint = given(capfdbinary, "report", "example", *arguments)
    assert code == 2
    assert says in complaint


@pytest.mark.parametrize("name", ["svg", "png"])
def test_both_slides_are_written_into_a_folder(capfdbinary: pytest.CaptureFixture[bytes], name: str) -> None:
    Path("out").mkdir()
    assert given(capfdbinary, "report", "example", "--to", "out", "--format", name)[0] == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [f"example-picture.{name}", f"example-topten.{name}"]


def test_one_slide_goes_to_a_file_and_the_part_says_which(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert given(capfdbinary, "report", "example", "--to", "one.svg")[0] == 0
    assert given(capfdbinary, "report", "example", "--to", "two.svg", "--part", "picture")[0] == 0
    one, two = (Path(name).read_text(encoding="utf-8") for name in ("one.svg", "two.svg"))
    assert "chosen by" in one
    assert "Where the room is" in two


def test_a_part_of_the_report_comes_in_other_formats_too(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert given(capfdbinary, "report", "example", "--part", "topten")[1].startswith("# Top ten: ")


def test_a_slide_of_nothing_is_a_sentence(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, complaint = given(capfdbinary, "report", "here", "--format", "svg")
    assert (code, out) == (1, "")
    assert "has not been revealed yet" in complaint
    assert "no picture of the room" in complaint


@pytest.mark.parametrize(("name", "begins"), [("xlsx", b"PK"), ("docx", b"PK"), ("png", b"\x89PNG\r\n")])
def test_a_file_that_is_no_text_goes_into_a_pipe_byte_for_byte(
    capfdbinary: pytest.CaptureFixture[bytes], name: str, begins: bytes
) -> None:
    assert cli.run(["report", "example", "--format", name]) == 0
    assert capfdbinary.readouterr().out.startswith(begins)


def test_a_folder_is_a_place_to_write_to(made: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("out").mkdir()
    assert given(capfdbinary, "report", "here", "--to", "out", "--format", "csv")[0] == 0
    assert Path("out/here-report.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--port", "70000"), "70000 is no port"),
        (("run", "--port", "70000"), "70000 is no port"),
        (("--port", "many"), "--port takes a whole number"),
        (("run", "new", "--wifi", "Cafe: Guest"), "If the colon belongs to the name, type it as \\:"),
        (("--wifi", "Evil\x1b[2J:password"), "not safe to show"),
        (("run", "new", "--bind", "192.0.2.1"), "192.0.2.1 is no address of this machine"),
        (("host", "new", "--bind", "no such host"), "no such host is no address of this machine"),
    ],
)
def test_where_people_join_is_checked_before_a_session_is_made(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], sentence: str
) -> None:
    code, _, complaint = given(capfdbinary, *arguments)
    assert code == 2
    assert sentence in complaint
    assert is_one_sentence(complaint)
    assert not Path("sessions").exists()


def test_an_address_to_listen_on_may_have_brackets() -> None:
    assert bind_address("[127.0.0.1]") == bind_address("127.0.0.1") == "127.0.0.1"
    assert bind_address(None) is None
