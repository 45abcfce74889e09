"""Sessions as older versions wrote them, kept as files: each still opens and says what it said then.

``schema1/example`` and ``schema2/closed`` are closed sessions. ``schema1/full`` and ``schema2/full`` stand in the
middle: tables, keys, placements, proposals, remarks, merges with undo and redo, ballots of two votes, clocks. Next to
each is what it said when it was written.
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
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.people import RenameSeat
from copworkshop.rules.sight import sight
from copworkshop.store.check import check
from copworkshop.store.sessions import open_, open_read_only, overview
from session_builder import ask

HERE = Path(__file__).parent
KEPT = ((1, "example"), (1, "full"), (2, "closed"), (2, "full"))
OPEN = ((1, "full"), (2, "full"))


def said(session: Session) -> object:
    """What a session says, but for its plan; fields that came later are not in it while they are as at the start."""
    return session.model_dump(mode="json", exclude={"plan"}, exclude_defaults=True)


def place(schema: int) -> Path:
    return HERE / f"schema{schema}"


def recorded(schema: int, name: str) -> object:
    return json.loads((place(schema) / f"{name}.json").read_text(encoding="utf-8"))


def contents(path: Path) -> dict[str, bytes]:
    """What the session's own files hold; neither the lock nor copies from before."""
    files = [file for file in path.rglob("*.toml") if not file.name.startswith(".")]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def formats(path: Path) -> dict[str, int]:
    """In which format each file of the session is written; the plan's is another number."""
    held = {name: data.decode() for name, data in contents(path).items() if name != "plan.toml"}
    return {name: int(text.partition("\n")[0].removeprefix("schema = ")) for name, text in held.items()}


@pytest.fixture
def root(tmp_path: Path, schema: int) -> Path:
    return Path(shutil.copytree(place(schema), tmp_path / "sessions"))


@pytest.mark.parametrize(("schema", "name"), KEPT)
def test_the_files_kept_are_of_the_format_that_they_stand_for(schema: int, name: str) -> None:
    assert set(formats(place(schema) / name).values()) == {schema}


@pytest.mark.parametrize(("schema", "name"), KEPT)
def test_a_session_of_an_older_format_says_what_it_said(root: Path, schema: int, name: str) -> None:
    seen = open_read_only(root, name)
    assert (said(seen.session), seen.incidents) == (recorded(schema, name), ())


@pytest.mark.parametrize(("schema", "name"), KEPT)
def test_a_session_of_an_older_format_is_sound(schema: int, name: str) -> None:
    assert check(place(schema) / name) == ()


@pytest.mark.parametrize("schema", [1, 2])
def test_sessions_of_an_older_format_are_listed_without_a_fault(root: Path, schema: int) -> None:
    kept = [name for of, name in KEPT if of == schema]
    assert {line.name: line.fault for line in overview(root)} == dict.fromkeys(kept)


@pytest.mark.parametrize(("schema", "name"), KEPT)
def test_a_session_of_an_older_format_can_be_shown(root: Path, name: str) -> None:
    session = open_read_only(root, name).session
    assert sight(session, FACILITATOR).people


@pytest.mark.parametrize(("schema", "name"), KEPT)
def test_opening_a_session_of_an_older_format_rewrites_nothing(root: Path, name: str) -> None:
    before = contents(root / name)
    open_(root, name).close()
    assert contents(root / name) == before


@pytest.mark.parametrize(("schema", "name"), OPEN)
def test_a_seat_that_changes_in_an_older_session_is_all_that_is_written(root: Path, name: str) -> None:
    opened = open_(root, name)
    opened.save(opened.session, ask(opened.session, RenameSeat(seat=2, name="Another name")))
    opened.close()
    newer = {file for file, number in formats(root / name).items() if number == SESSION_SCHEMA}
    assert newer == {"seats/02-cedar.toml"}


@pytest.mark.parametrize(("schema", "name"), OPEN)
def test_the_rooms_words_get_their_own_files_with_the_first_change_of_the_room(root: Path, name: str) -> None:
    opened = open_(root, name)
    moved = ask(opened.session, AddNote(prompt="problems", text="A remark that was added"))
    opened.save(opened.session, moved)
    opened.close()
    newer = {file for file, number in formats(root / name).items() if number == SESSION_SCHEMA}
    assert {"session.toml", "room/ideas-1.toml", "room/remarks-1.toml", "room/merges.toml"} <= newer
    assert open_read_only(root, name).session == moved


@pytest.mark.parametrize(("schema", "name"), OPEN)
def test_a_session_of_an_older_format_goes_on_and_is_read_back_equal(root: Path, name: str) -> None:
    opened = open_(root, name)
    moved = ask(opened.session, GoTo(kind=Kind.TOP_TEN, round="discuss"), RenameSeat(seat=1, name="Another name"))
    opened.save(opened.session, moved)
    opened.close()
    assert open_read_only(root, name).session == moved


@pytest.mark.parametrize(("schema", "name"), OPEN)
def test_a_session_of_an_older_format_can_be_closed_for_good(root: Path, name: str) -> None:
    opened = open_(root, name)
    own = {idea.text for seat in opened.session.seats.values() for idea in seat.ideas}
    closed = ask(opened.session, CloseSession())
    opened.save(opened.session, closed)
    opened.close()
    assert open_read_only(root, name).session == closed
    at_seats = "".join(file.read_text(encoding="utf-8") for file in (root / name / "seats").iterdir())
    assert not [text for text in own if text in at_seats]


def test_every_older_format_has_kept_files() -> None:
    kept = {int(re.sub(r"\D", "", folder.name)) for folder in HERE.glob("schema*")}
    assert kept == set(range(1, SESSION_SCHEMA))
