"""What commands say when the system refuses something: what was being done, why, and none of the system's own words."""

import errno
from collections.abc import Sequence
from pathlib import Path

import asyncssh
import pytest

from copworkshop.rehearsal.terminal import why_not_there
from copworkshop.ssh.sockets import cannot_listen
from helpers.commands import given
from helpers.saved_sessions import saved

JARGON = ("Errno", "jargon", "No such file", "Not a directory", "denied", "refused it")


def said_plainly(complaint: str, *words: str) -> bool:
    return all(word in complaint for word in words) and not any(word in complaint for word in JARGON)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rehearse", "--alone", "--sessions", "a-file/s"], "The folder a-file/s could not be made: a file is in its"),
        (["host", "--port", "0", "--sessions", "a-file"], "could not be made: a file is in its place"),
        (["sessions", "--sessions", "a-file"], "could not be listed: it is a file, not a folder"),
        (["report", "example", "--to", "nowhere/r.md"], "nowhere/r.md could not be written: the folder is gone"),
        (["count", "circle.csv"], "circle.csv: links lead in a circle"),
        (["check", "circle.csv"], "circle.csv"),
        (["check", "n" * 300], "name"),
    ],
)
def test_a_refusal_says_what_was_being_done(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: Sequence[str], said: str
) -> None:
    Path("a-file").write_text("x", encoding="utf-8")
    Path("circle.csv").symlink_to("circle.csv")
    code, out, complaint = given(capfdbinary, *arguments)
    assert code == 1
    assert said_plainly(out + complaint, said)


def test_a_passphrase_that_cannot_be_saved_is_told_of(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(Path("sessions"), "here")
    Path("sessions/here/access").write_text("a file in its place", encoding="utf-8")
    typed = Path("typed")
    typed.write_text("heron lantern quartz\n", encoding="utf-8")
    with typed.open() as typing:
        monkeypatch.setattr("sys.stdin", typing)
        code, _, complaint = given(capfdbinary, "passphrase", "here")
    assert code == 1
    assert said_plainly(complaint, "The passphrase could not be saved in")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ECONNREFUSED, "jargon"), "nobody answers there"),
        (OSError(errno.ENETUNREACH, "jargon"), "no network leads there"),
        (asyncssh.ConnectionLost("jargon"), "the connection was cut"),
        (asyncssh.PermissionDenied("The room is full. Come back later."), "The room is full. Come back later"),
    ],
)
def test_a_simulated_person_who_cannot_come_says_why(error: "OSError | asyncssh.Error", said: str) -> None:
    assert why_not_there(error) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EMFILE, "jargon"), "too many files are open"),
        (OSError(errno.EAFNOSUPPORT, "jargon"), "this computer does not use addresses of that kind"),
        (OverflowError("jargon"), "there is no such address or port"),
    ],
)
def test_a_port_that_cannot_be_opened_is_told_of_in_our_words(error: Exception, said: str) -> None:
    sentence = cannot_listen("", 2222, error, " with --port")
    assert sentence == f"Port 2222 cannot be listened on ({said}): choose another with --port."
