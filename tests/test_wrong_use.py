"""What is said of a command line that cannot be understood: what is wrong, and what to type."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from helpers.commands import given

COMMANDS = (
    "run", "host", "rehearse", "stage", "console", "passphrase", "join", "sessions", "report", "merge", "paper",
    "erase", "count", "doctor", "check", "completion",
)  # fmt: skip

LIBRARYS_WORDS = (
    "argument", "choice", "expected", "required", "unrecognized", "usage", "invalid", "error", "explicit", "ambiguous",
    "could match", "choose from", "Type: ", "'",
)  # fmt: skip


def refused(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    code, out, complaint = given(capfdbinary, *arguments)
    assert (code, out) == (2, "")
    assert complaint.startswith("copworkshop: ")
    assert complaint.count("\n") == 1
    said = complaint.replace("session's", "").replace("folder's", "")
    assert [word for word in LIBRARYS_WORDS if word in said] == []
    return complaint.removeprefix("copworkshop: ").rstrip("\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "copworkshop has no option --nonsense."),
        *[([name], f"copworkshop {name} has no option --nonsense.") for name in ("sessions", "run", "host", "rehearse",
          "stage", "console", "doctor")],
        *[([name, "x"], f"copworkshop {name} has no option --nonsense.") for name in ("passphrase", "join", "report",
          "merge", "count", "check")],
    ],
)  # fmt: skip
def test_an_option_that_a_command_does_not_have_is_named_with_the_command(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], said: str
) -> None:
    complaint = refused(capfdbinary, *arguments, "--nonsense")
    name = " ".join(["copworkshop", *arguments[:1]])
    assert complaint == f"{said} See what there is with: {name} --help"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report"], "copworkshop report needs SESSION after it: its title, or its folder's name or path."),
        (["merge"], "copworkshop merge needs SESSION after it: its title, or its folder's name or path."),
        (["passphrase"], "copworkshop passphrase needs SESSION after it: its title, or its folder's name or path."),
        (["join"], "copworkshop join needs HOST after it: as the stage shows it; HOST:PORT for another port."),
        (["check"], "copworkshop check needs PATH after it: a plan file, a session's folder, or a session's name."),
        (["count"], "copworkshop count needs FILE after it: .csv, .tsv, .txt,"),
        (["run", "--code"], "--code needs a value after it: type --code CODE."),
        (["report", "here", "--to"], "--to needs a value after it: type --to PATH."),
        (["--port"], "--port needs a value after it: type --port N."),
        (["host", "--sessions"], "--sessions needs a value after it: type --sessions DIR."),
        (["run", "--no-ssh=yes"], "--no-ssh takes no value: type it without = and what comes after that."),
        (["run", "--p", "5"], "--p can mean --port or --plan: type the whole word."),
        (["rehearse", "--pace", "slow"], "--pace takes real, brisk or fast, and not “slow”."),
        (["count", "x.csv", "--format", "xml"], "--format takes table or json, and not “xml”."),
        (["count", "x.csv", "--header", "maybe"], "--header takes yes or no, and not “maybe”."),
        (["sessions", "here"], "copworkshop sessions takes nothing but options: leave out “here”."),
        (
            ["passphrase", "Harbour", "Trust"],
            "copworkshop passphrase takes one SESSION: leave out “Trust”, or put a name with spaces in quotation "
            "marks.",
        ),
        (["--plan", "x.toml", "run"], "copworkshop has no option --plan: type the command first, then its options."),
        (["dance"], "There is no command “dance”. See"),
        (["x" * 5000], f"There is no command “{'x' * 60}…”."),
    ],
)
def test_wrong_use_is_answered_with_what_to_type(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], said: str
) -> None:
    complaint = refused(capfdbinary, *arguments)
    assert complaint.startswith(said)
    assert "See what there is with: copworkshop" in complaint
    assert complaint.endswith(" --help")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["repor"], "report"),
        (["Sessions"], "sessions"),
        (["dance"], None),
        (["report", "here", "--fromat", "md"], "--format"),
        (["run", "--adress=here"], "--address"),
        (["run", "--colour"], None),
        (["rehearse", "--pace", "reel"], "real"),
        (["rehearse", "--pace", "leisurely"], None),
    ],
)
def test_another_word_is_suggested_only_where_it_is_close(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], meant: str | None
) -> None:
    complaint = refused(capfdbinary, *arguments)
    assert (f"Did you mean {meant}?" in complaint) is (meant is not None)
    assert ("Did you mean" in complaint) is (meant is not None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "many"], ["run", "--port", "many"], ["host", "--expect", "1.5"], ["doctor", "--port", ""],
        ["rehearse", "--people", "9" * 5000], ["count", "x.csv", "--top", "ten"], ["count", "x.csv", "--depth", "-"],
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused_with_the_option(
    capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str]
) -> None:
    complaint = refused(capfdbinary, *arguments)
    assert complaint.startswith(f"{arguments[-2]} takes a whole number, such as 10, and not “{arguments[-1][:60]}")


DOOR_OPTIONS = (
    ("--code", "-1", "A join code has 4 to 32 letters a-z and digits"),
    ("--code", "", "A join code has 4 to 32 letters a-z and digits"),
    ("--code", "a_b_c_d", "A join code has 4 to 32 letters a-z and digits"),
    ("--bind", "192.0.2.1", "192.0.2.1"),
    ("--address", "a/b", "That is no host"),
    ("--wifi", ":x", "Wi-Fi"),
    ("--port", "65536", "65536 is no port"),
    ("--expect", "-1", "--expect"),
)


@pytest.mark.parametrize("command", ["run", "host"])
@pytest.mark.parametrize(("option", "value", "said"), DOOR_OPTIONS, ids=[" ".join(each[:2]) for each in DOOR_OPTIONS])
def test_an_option_with_a_value_that_cannot_be_leaves_no_session(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, command: str, option: str, value: str, said: str
) -> None:
    sessions = tmp_path / "sessions"
    code, out, complaint = given(capfdbinary, command, "New", option, value, "--sessions", str(sessions))
    assert (code, out) == (2, "")
    assert said in complaint
    assert not sessions.exists()


def test_a_rehearsal_at_an_address_of_another_machine_leaves_no_session(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    sessions = tmp_path / "sessions"
    said = refused(capfdbinary, "rehearse", "--alone", "--bind", "192.0.2.1", "--sessions", str(sessions))
    assert "192.0.2.1" in said
    assert not sessions.exists()


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_the_help_of_every_command_begins_with_what_to_type(
    capfdbinary: pytest.CaptureFixture[bytes], name: str | None
) -> None:
    with pytest.raises(SystemExit) as ended:
        given(capfdbinary, *([name] if name else []), "--help")
    assert ended.value.code == 0
    said = capfdbinary.readouterr()[0].decode()
    assert said.startswith(f"Type: copworkshop {name} " if name else "Type: copworkshop ")
    assert said.count("Type: ") == 1
    assert [word for word in ("usage", "argument", "show this", "exit") if word in said] == []


def test_the_commands_tried_here_are_all_that_there_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        given(capfdbinary, "--help")
    said = capfdbinary.readouterr()[0].decode()
    assert tuple(re.findall(r"^    (\w+) ", said.partition("COMMAND\n")[2], re.MULTILINE)) == COMMANDS
