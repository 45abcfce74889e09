"""``copworkshop doctor``, as people give it."""

import socket
from pathlib import Path

import pytest

from copworkshop.cli import run
from copworkshop.ssh.host_key import OWN_KEY
from copworkshop.store.access_files import ACCESS_FOLDER, HOST_KEY
from copworkshop.store.codec import SESSION_FILE
from helpers.saved_sessions import saved


@pytest.fixture
def port() -> str:
    with socket.create_server(("", 0)) as other:
        return str(other.getsockname()[1])


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """The folder of a session that was begun, and can be led from elsewhere."""
    saved(tmp_path, "here")
    access = tmp_path / "here" / ACCESS_FOLDER
    access.mkdir()
    return tmp_path / "here"


def told(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, list[str]]:
    """Ask the doctor; return the exit code, all the text, and the lines of what is wrong."""
    code = run(["doctor", *arguments])
    out = capfdbinary.readouterr().out.decode()
    return code, out, [line for line in out.splitlines() if line.startswith("FAIL")]


def test_a_sound_machine_is_ready_and_says_what_people_type(
    capfdbinary: pytest.CaptureFixture[bytes], session: Path, port: str
) -> None:
    before = sorted(session.parent.rglob("*"))
    code, out, amiss = told(capfdbinary, "--sessions", str(session.parent), "--port", port, "--address", "localhost")
    assert (code, amiss) == (0, [])
    assert f"ssh -p {port} room@localhost" in out
    assert "every file of it was read, and is sound" in " ".join(out.split())
    assert "copworkshop passphrase here" in " ".join(out.split())
    assert out.splitlines()[-1].startswith("Ready")
    assert sorted(session.parent.rglob("*")) == before


def test_a_session_that_is_not_sound_fails(capfdbinary: pytest.CaptureFixture[bytes], session: Path, port: str) -> None:
    (session / SESSION_FILE).write_text("nonsense")
    code, out, amiss = told(capfdbinary, "--sessions", str(session.parent), "--no-ssh", "--port", port)
    assert (code, len(amiss)) == (1, 1)
    assert "copworkshop check" in " ".join(out.split())


@pytest.mark.parametrize("file", [HOST_KEY, f"here/{ACCESS_FOLDER}/{OWN_KEY}"])
def test_a_host_key_that_cannot_be_read_fails(
    capfdbinary: pytest.CaptureFixture[bytes], session: Path, port: str, file: str
) -> None:
    (session.parent / file).write_text("no key")
    code, _, amiss = told(capfdbinary, "--sessions", str(session.parent), "--port", port, "--address", "localhost")
    assert code == 1
    assert [line.split()[1:3] for line in amiss] == [["Host", "key"]]


def test_a_plan_that_is_not_sound_fails(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    bad = tmp_path / "plan.toml"
    bad.write_text("title = 3\n")
    code, _, amiss = told(capfdbinary, "--sessions", str(tmp_path), "--no-ssh", "--plan", str(bad))
    assert (code, len(amiss)) == (1, 1)


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--port", "70000"], ["--expect", "-1"], ["--address", "a b"]])
def test_wrong_use_is_a_sentence(capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str]) -> None:
    assert run(["doctor", *arguments]) == 2
    assert capfdbinary.readouterr().out == b""
