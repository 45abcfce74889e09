"""Sessions as older versions wrote them, kept as files: each still opens and says what it said then.

``schema1/example`` and the sessions called ``closed`` are closed. Those called ``full`` stand in the middle: tables,
keys, placements, proposals, remarks, merges with undo and redo, ballots of two votes, clocks. In ``schema1/full``
somebody was taken out, and nothing that they gave counts. Next to each is what it said when it was written.
``schema3/collecting`` collects ideas.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from copworkshop.model.numbering import every_idea
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
from helpers.session_builder import ask, public_ideas

HERE = Path(__file__).parent
ARRIVED = [
    "Meet each month",
    "A mentor for each newcomer",
    "Map who knows what",
    "Write down what was learned",
    "A place to ask",
]
"""The ideas that stand in the session that collects, in the order in which they came."""

KEPT = tuple((schema, name) for schema in (1, 2, 3) for name in ("example" if schema == 1 else "closed", "full"))
COLLECTING = "collecting"
OPEN = ((1, "full"), (2, "full"), (3, "full"))


def said(session: Session) -> object:
    """What a session says, but for its plan; fields that came later are not in it while they are as at the start."""
    later: dict[str, bool | set[str]] = {"plan": True, "closed_rounds": True, "top_ten": {"numbers"}}
    return session.model_dump(mode="json", exclude=later, exclude_defaults=True)


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


@pytest.mark.parametrize("schema", [1, 2, 3])
def test_sessions_of_an_older_format_are_listed_without_a_fault(root: Path, schema: int) -> None:
    kept = [name for of, name in (*KEPT, (3, COLLECTING)) if of == schema]
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


@pytest.mark.parametrize(("schema", "name"), OPEN[:2])
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


@pytest.mark.parametrize(("schema", "name"), [(1, "full")])
def test_nothing_counts_of_people_who_were_taken_out_when_all_they_gave_went_with_them(root: Path, name: str) -> None:
    session = open_read_only(root, name).session
    assert session.contributors == session.present
    assert [stays for _, _, stays in sight(session, FACILITATOR).leading.removed] == [False]


@pytest.mark.parametrize("schema", [3])
def test_ideas_that_an_older_version_still_collects_get_no_numbers_by_their_arrival(root: Path) -> None:
    opened = open_(root, COLLECTING)
    assert public_ideas(opened.session) == {}
    merging = ask(opened.session, GoTo(kind=Kind.TOP_TEN, round="merge"))
    opened.save(opened.session, merging)
    opened.close()
    assert sorted(public_ideas(merging)) == [1, 2, 3, 4, 5]
    assert list(dict(sorted(public_ideas(merging).items())).values()) != ARRIVED
    assert open_read_only(root, COLLECTING).session == merging
    assert check(root / COLLECTING) == ()


@pytest.mark.parametrize("schema", [3])
@pytest.mark.parametrize("kept", ["seats/01-maple.toml", "session.toml", "room/ideas-1.toml"])
def test_numbers_that_an_older_sessions_ideas_got_hold_when_a_file_is_still_the_older_one(
    root: Path, kept: str
) -> None:
    before = (root / COLLECTING / kept).read_bytes()
    opened = open_(root, COLLECTING)
    merging = ask(opened.session, GoTo(kind=Kind.TOP_TEN, round="merge"))
    opened.save(opened.session, merging)
    opened.close()
    (root / COLLECTING / kept).write_bytes(before)
    again = open_read_only(root, COLLECTING).session
    assert {n: text for n, text in public_ideas(again).items() if not _withdrawn(again, n)} == public_ideas(merging)


def _withdrawn(session: Session, number: int) -> bool:
    return any(idea.number == number and idea.withdrawn for idea in every_idea(session))


def test_every_older_format_has_kept_files() -> None:
    kept = {int(re.sub(r"\D", "", folder.name)) for folder in HERE.glob("schema*")}
    assert kept == set(range(1, SESSION_SCHEMA))


@pytest.mark.parametrize(
    ("schema", "name", "closed"),
    [
        (2, "full", {"proposal": ["write"], "top_ten": ["collect", "merge", "sift", "rank", "reveal"]}),
        (3, "full", {"proposal": ["write"], "top_ten": ["collect", "merge", "sift", "rank", "reveal"]}),
    ],
)
def test_all_that_the_room_has_gone_past_counts_as_closed(
    root: Path, schema: int, name: str, closed: dict[str, list[str]]
) -> None:
    session = open_read_only(root, name).session
    assert {str(kind): list(rounds) for kind, rounds in session.closed_rounds.items()} == closed
