"""Sessions as older versions wrote them, kept as files: each still opens and says what it said then.

``schema1/example`` is a closed session. ``schema1/full`` stands in the middle: tables, keys, placements, proposals,
remarks, merges with undo and redo, ballots, a closing round, clocks. Beside each lies what it said when it was written.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import SESSION_SCHEMA, Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.close import CloseSession
from copworkshop.rules.people import RenameSeat
from copworkshop.rules.sight import sight
from copworkshop.store.check import check
from copworkshop.store.sessions import look, open_, overview
from house import ask

SCHEMA1 = Path(__file__).parent / "schema1"
KEPT = ("example", "full")


def said(session: Session) -> object:
    """What a session says, but for its plan; fields that came later are not in it while they are as at the start."""
    return session.model_dump(mode="json", exclude={"plan"}, exclude_defaults=True)


def recorded(name: str) -> object:
    return json.loads((SCHEMA1 / f"{name}.json").read_text(encoding="utf-8"))


def contents(path: Path) -> dict[str, bytes]:
    """What the session's own files hold; neither the lock nor copies from before."""
    files = [file for file in path.rglob("*.toml") if not file.name.startswith(".")]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def formats(path: Path) -> dict[str, int]:
    """In which format each file of the session is written; the plan's is another number."""
    held = {name: data.decode() for name, data in contents(path).items() if name != "plan.toml"}
    return {name: int(text.partition("\n")[0].removeprefix("schema = ")) for name, text in held.items()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCHEMA1, tmp_path / "sessions"))


@pytest.mark.parametrize("name", KEPT)
def test_the_files_kept_are_of_the_format_that_they_stand_for(name: str) -> None:
    assert set(formats(SCHEMA1 / name).values()) == {1}


@pytest.mark.parametrize("name", KEPT)
def test_a_session_of_format_1_says_what_it_said(root: Path, name: str) -> None:
    seen = look(root, name)
    assert (said(seen.session), seen.mishaps) == (recorded(name), ())


@pytest.mark.parametrize("name", KEPT)
def test_a_session_of_format_1_is_sound(name: str) -> None:
    assert check(SCHEMA1 / name) == ()


def test_sessions_of_format_1_are_listed_without_a_fault(root: Path) -> None:
    assert {line.name: line.fault for line in overview(root)} == dict.fromkeys(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_a_session_of_format_1_can_be_shown(root: Path, name: str) -> None:
    session = look(root, name).session
    assert sight(session, FACILITATOR).people


@pytest.mark.parametrize("name", KEPT)
def test_opening_a_session_of_format_1_rewrites_nothing(root: Path, name: str) -> None:
    before = contents(root / name)
    open_(root, name).close()
    assert contents(root / name) == before


def test_only_what_changes_in_a_session_of_format_1_is_written_in_the_present_one(root: Path) -> None:
    opened = open_(root, "full")
    opened.save(opened.session, ask(opened.session, RenameSeat(seat=2, name="Another name")))
    opened.close()
    newer = {name for name, number in formats(root / "full").items() if number == SESSION_SCHEMA}
    assert newer == {"seats/02-cedar.toml"}


def test_a_session_of_format_1_goes_on_and_is_read_back_equal(root: Path) -> None:
    opened = open_(root, "full")
    moved = ask(opened.session, GoTo(kind=Kind.TOP_TEN, round="discuss"), RenameSeat(seat=1, name="Another name"))
    opened.save(opened.session, moved)
    opened.close()
    assert look(root, "full").session == moved


def test_a_session_of_format_1_can_be_closed_for_good(root: Path) -> None:
    opened = open_(root, "full")
    closed = ask(opened.session, CloseSession())
    opened.save(opened.session, closed)
    opened.close()
    assert look(root, "full").session == closed
    assert "Meet every month" not in "".join(file.read_text() for file in (root / "full/seats").iterdir())


def test_every_older_format_has_kept_files() -> None:
    kept = {int(re.sub(r"\D", "", folder.name)) for folder in Path(__file__).parent.glob("schema*")}
    assert kept == set(range(1, SESSION_SCHEMA))
