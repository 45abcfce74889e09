"""The command that removes a session, or one person's words from it."""

import io
import os
import sys
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.model.plan import Kind
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat, MoveToTable, RemoveSeat, SetTables
from copworkshop.store.sessions import create, open_, open_read_only
from helpers.commands import given
from helpers.session_builder import NOW, ask, at

ELSEWHERE = "What is elsewhere stays there: copies that people made or took home, printed paper, backups"


class Terminal(io.StringIO):
    """A standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder() -> Path:
    """A session with Ann at a table, and another Ann who was taken out of the room; returns its folder."""
    opened = create(Path("sessions"), "here", packaged_text("session4"), NOW, heading="Harbour Trust")
    session = ask(opened.session, SetTables(tables=("North",)), AddSeat(name="Ann", word="maple-0001"))
    session = ask(
        session, RemoveSeat(seat=1), AddSeat(name="Ann", word="birch-0002"), MoveToTable(seat=2, table="North")
    )
    session = ask(session, AddSeat(name="Zoë", word="cedar-0003"))
    session = ask(at(session, Kind.TOP_TEN, "collect"), AddIdea(seat=3, text="canary of Zoë"))
    opened.save(opened.session, session)
    opened.close()
    return opened.folder.path


def held(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_session_is_removed_and_what_remains_elsewhere_is_said(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "mine.txt").write_text("mine")
    code, out, err = given(capfdbinary, "erase", "Harbour Trust", "--yes")
    assert (code, err) == (0, "")
    assert "seats/02-birch.toml" in out
    assert "These stay, because copworkshop did not write them: mine.txt." in out
    assert f"The session is removed. {ELSEWHERE}" in out
    assert os.listdir(folder) == ["mine.txt"]  # noqa: PTH208


@pytest.mark.parametrize("answer", ["", "no\n", "y\n"])
@pytest.mark.parametrize("whom", [(), ("--person", "Zoë")], ids=["session", "person"])
def test_nothing_goes_unless_somebody_types_yes(
    folder: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    whom: tuple[str, ...],
) -> None:
    before = held(folder)
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    code, out, err = given(capfdbinary, "erase", "here", *whom)
    assert (code, err) == (1, "copworkshop: Nothing was removed.\n")
    assert "It cannot be undone. Type yes:" in out
    assert held(folder) == before


def test_somebody_who_types_yes_has_it_removed(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Yes\n"))
    assert given(capfdbinary, "erase", "here")[0] == 0
    assert not folder.exists()


def test_without_a_terminal_the_option_is_named(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    code, _, err = given(capfdbinary, "erase", "here")
    assert (code, err) == (1, "copworkshop: Nothing was removed. To remove it without a question, add --yes.\n")
    assert folder.exists()


def test_a_session_that_is_open_stays(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    opened = open_(folder.parent, "here")
    for whom in ((), ("--person", "Zoë")):
        code, _, err = given(capfdbinary, "erase", "here", "--yes", *whom)
        assert code == 1
        assert "is already running" in err
    opened.close()
    assert "Zoë" in held(folder).decode()


def test_one_person_is_removed_and_the_others_stay(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    given(capfdbinary, "report", "here", "--to", str(folder / "exports"))
    code, out, err = given(capfdbinary, "erase", "here", "--person", "ZOË", "--yes")
    assert (code, err) == (0, "")
    assert ELSEWHERE in out
    assert "canary" not in out
    assert "Zoë" not in held(folder).decode()
    assert b"canary" not in held(folder)
    assert [seat.name for seat in open_read_only(folder.parent, "here").session.seats.values()] == ["Ann", "Ann"]


def test_two_people_of_one_name_are_told_apart_by_their_seats(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, _, err = given(capfdbinary, "erase", "here", "--person", "Ann", "--yes")
    assert code == 1
    assert (
        "Say which “Ann” you mean: --seat 1 is Ann, who was taken out of the room; --seat 2 is Ann at the table North."
        in err
    )
    assert given(capfdbinary, "erase", "here", "--person", "Ann", "--seat", "1", "--yes")[0] == 0
    assert sorted(open_read_only(folder.parent, "here").session.seats) == [2, 3]


def test_after_the_close_it_says_that_ideas_stay(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    opened = open_(folder.parent, "here")
    opened.save(opened.session, ask(opened.session, CloseSession()))
    opened.close()
    code, out, _ = given(capfdbinary, "erase", "here", "--person", "Zoë", "--yes")
    assert code == 0
    assert "no idea, ballot or remark carries its author's name any more" in out
    assert b"canary of" in held(folder)
    assert not (folder / "seats" / "03-cedar.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere", "--yes"), 1, "There is no session “nowhere”"),
        (("..", "--yes"), 1, "There is no session “..”"),
        (("", "--yes"), 1, "There is no session"),
        (("../sessions", "--yes"), 1, "There is no session"),
        (("here", "--person", "Nobody", "--yes"), 1, "Nobody in the session is called “Nobody”. Nothing was removed."),
        (("here", "--seat", "1", "--yes"), 2, "--person NAME"),
    ],
)
def test_what_is_not_there_gets_a_sentence(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, out, err = given(capfdbinary, "erase", *arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert folder.exists()


def test_a_torn_file_is_told_of_and_the_rest_is_done(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "seats" / "02-birch.toml").write_bytes(b"torn")
    code, _, err = given(capfdbinary, "erase", "here", "--person", "Zoë", "--yes")
    assert code == 0
    assert "seats/02-birch.toml could not be read" in err
    assert b"canary" not in held(folder)
    (folder / "plan.toml").write_bytes(b"torn")
    (folder / "plan.toml.previous").unlink(missing_ok=True)
    assert given(capfdbinary, "erase", "here", "--yes")[0] == 0
    assert not folder.exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_stays(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    folder.chmod(0o500)
    code, _, err = given(capfdbinary, "erase", "here", "--yes")
    folder.chmod(0o700)
    assert code == 1
    assert "cannot be opened for changes" in err


@pytest.mark.parametrize("name", ["--yes", "a;b", "‮evil"])
def test_a_hostile_name_of_a_folder_reaches_no_terminal(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    folder.rename(folder.with_name(name))
    code, out, _ = given(capfdbinary, "erase", "--yes", "--", name)
    assert code == 0
    assert "\u202e" not in out
    assert not folder.with_name(name).exists()
