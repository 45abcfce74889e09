"""What the files of a session say of each other: `check` names all that does not fit, and what it calls sound opens."""

import copy
import random
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli_w

from copworkshop.content.loader import packaged_text
from copworkshop.export.documents import REPORT
from copworkshop.export.merging import merged
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR, STAGE, participant
from copworkshop.model.session import SESSION_SCHEMA, Session
from copworkshop.rules.sight import sight
from copworkshop.store.check import check
from copworkshop.store.errors import StoreError
from copworkshop.store.files import add_end_marker, strip_end_marker
from copworkshop.store.loading import PLAN_COPY
from copworkshop.store.sessions import create_with, open_, open_read_only
from helpers.rooms import finished_room, ranked_room, sifted_room
from helpers.sampling import soaking

NAME = "2026-11-23-harbour"
ONE = "seats/01-maple.toml"
NO_IDEA = "the session has no idea 777"

ROOMS: dict[str, Callable[[], Session]] = {"open": ranked_room, "closed": finished_room, "sifted": sifted_room}


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: begun(tmp_path_factory.mktemp(name), make()) for name, make in ROOMS.items()}


def begun(root: Path, session: Session) -> Path:
    create_with(root, session.replace(name=NAME), packaged_text("session4")).close()
    for copied in (root / NAME).rglob("*.previous"):  # without them nothing can be made up for
        if copied.name != PLAN_COPY:
            copied.unlink()
    return root


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield Path(shutil.copytree(root, Path(place) / "sessions"))


def table_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(strip_end_marker(path.read_bytes()))


def put(path: Path, table: dict[str, Any]) -> None:
    path.write_bytes(add_end_marker(tomli_w.dumps(table)))


def said(root: Path) -> list[str]:
    return [str(fault) for fault in check(root / NAME)]


# What names something that is not there


@pytest.mark.parametrize("room", list(ROOMS))
def test_a_session_that_people_made_is_sound(roots: dict[str, Path], room: str) -> None:
    assert said(roots[room]) == []


def strange_seat(table: dict[str, Any]) -> None:
    table |= {
        "ballot": {"picks": [1, 777], "done": True},
        "later_ballots": {"second": {"picks": [778]}},
        "read": [1, 779],
        "proposed_merges": [[1, 780]],
        "to_rate": [781],
        "ratings": {"782": 3},
        "readings": [{"author": 66}],
        "proposed": [{"number": 1, "prompt": "no-such-prompt", "text": "A remark"}],
    }


def test_a_seat_that_names_what_is_not_there_is_not_sound(roots: dict[str, Path]) -> None:
    with copied(roots["open"]) as root:
        table = table_of(root / NAME / ONE)
        strange_seat(table)
        put(root / NAME / ONE, table)
        faults = check(root / NAME)
        assert [(fault.file, fault.field, fault.message) for fault in faults] == [
            (ONE, "proposed.0.prompt", "the plan has no prompt “no-such-prompt”"),
            (ONE, "readings.0.author", "the session has no seat 66"),
            (ONE, "ballot.picks.1", NO_IDEA),
            (ONE, "later_ballots.second.picks.0", "the session has no idea 778"),
            (ONE, "read.1", "the session has no idea 779"),
            (ONE, "proposed_merges.0.1", "the session has no idea 780"),
            (ONE, "to_rate.0", "the session has no idea 781"),
            (ONE, "ratings.782", "the session has no idea 782"),
        ]
        lines = (root / NAME / ONE).read_text(encoding="utf-8").splitlines()
        assert all("777" in lines[fault.line - 1] for fault in faults if fault.line and "777" in fault.message)
        opened = open_(root, NAME)
        opened.close()
        assert_is_of_use(opened.session)


@pytest.mark.parametrize(
    ("file", "place", "value", "field", "message"),
    [
        (
            "room/ballots-first.toml",
            ("papers", 0, "picks"),
            [5, 777],
            "papers.0.picks.1",
            NO_IDEA,
        ),
        ("room/merges.toml", ("apart",), [[1, 777]], "apart.0.1", NO_IDEA),
        ("room/merges.toml", ("edited", "1", "members"), [1, 777], "edited.1.members.1", NO_IDEA),
        ("room/remarks-1.toml", ("remarks", 0, "prompt"), "x", "remarks.0.prompt", "the plan has no prompt “x”"),
        ("session.toml", ("on_stage",), 66, "on_stage", "the session has no seat 66"),
        ("session.toml", ("top_ten",), {"sifted_out": [777]}, "top_ten.sifted_out.0", NO_IDEA),
        ("session.toml", ("top_ten",), {"ratings": {"777": [3]}}, "top_ten.ratings.777", NO_IDEA),
        (
            "session.toml",
            ("top_ten",),
            {"runoffs": {"run-off": {"tied": [1, 777], "place": 1, "seats": 1}}},
            "top_ten.runoffs.run-off.tied.1",
            NO_IDEA,
        ),
        ("session.toml", ("files",), ["../x.toml"], "files.0", "is not the name of a file of this session; remove it"),
        ("session.toml", ("files",), [""], "files.0", "is not the name of a file of this session; remove it"),
    ],
)
def test_a_file_of_the_room_that_names_what_is_not_there_is_not_sound(
    roots: dict[str, Path], file: str, place: tuple[str | int, ...], value: object, field: str, message: str
) -> None:
    with copied(roots["open"]) as root:
        table = table_of(root / NAME / file)
        set_at(table, place, value)
        put(root / NAME / file, table)
        assert [(fault.file, fault.field, fault.message) for fault in check(root / NAME)] == [(file, field, message)]
        opened = open_(root, NAME)
        opened.close()
        assert_is_of_use(opened.session)


def test_a_name_outside_of_the_session_is_neither_read_nor_moved(roots: dict[str, Path]) -> None:
    with copied(roots["open"]) as root:
        (root / "persons-own.toml").write_text("theirs")
        table = table_of(root / NAME / "session.toml")
        table["files"] += ["../persons-own.toml"]
        put(root / NAME / "session.toml", table)
        for way in (open_read_only, open_):
            way(root, NAME).close()
        assert [path.name for path in root.iterdir() if path.is_file()] == ["persons-own.toml"]


def test_what_cannot_be_read_is_not_taken_for_what_is_not_there(roots: dict[str, Path]) -> None:
    with copied(roots["open"]) as root:
        (root / NAME / ONE).write_text("torn")  # others have chosen its ideas
        assert [fault.file for fault in check(root / NAME)] == [ONE]


def test_an_idea_that_two_files_number_alike_is_not_sound(roots: dict[str, Path]) -> None:
    with copied(roots["open"]) as root:
        for file in ("room/ideas-1.toml", "room/ideas-2.toml"):
            put(
                root / NAME / file,
                {"schema": SESSION_SCHEMA, "revision": 1, "ideas": [{"number": 1, "text": "A twin"}]},
            )
        put(
            root / NAME / "room/remarks-2.toml",
            {
                "schema": SESSION_SCHEMA,
                "revision": 1,
                "remarks": [{"number": 1, "prompt": "focal-point", "text": "A twin"}],
            },
        )
        sentences = said(root)
        assert f"room/ideas-1.toml: idea 1 is in {ONE} as well; give one another number." in sentences
        assert f"room/ideas-2.toml: idea 1 is in {ONE} as well; give one another number." in sentences
        again = "room/remarks-2.toml: remark 1 is in room/remarks-1.toml as well; give one another number."
        assert again in sentences


def test_a_session_closed_by_hand_is_not_sound(roots: dict[str, Path]) -> None:
    with copied(roots["open"]) as root:
        table = table_of(root / NAME / "session.toml")
        put(root / NAME / "session.toml", table | {"closed": table["created"]})
        assert any("the session is closed, and idea 1 is only here" in sentence for sentence in said(root))


# What keeps a session from being opened


def a_folder(path: Path) -> None:
    path.mkdir()


def a_file(path: Path) -> None:
    path.write_text("a person's own")


def a_lost_link(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_a_file(path: Path) -> None:
    path.with_name("another").write_text("a person's own")
    path.symlink_to("another")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
@pytest.mark.parametrize("place", [".lock", "closed", "room", "seats", "access"])
@pytest.mark.parametrize("put_there", [a_folder, a_file, a_lost_link, a_link_to_a_file])
def test_whatever_stands_in_the_way_is_named(roots: dict[str, Path], place: str, put_there: Any) -> None:
    with copied(roots["open"]) as root:
        path = root / NAME / place
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        put_there(path)
        good = place == ".lock" if put_there is a_file else place != ".lock" and put_there is a_folder
        assert any(fault.file == place for fault in check(root / NAME)) is not good
        refused = refusal(root)
        assert not (good and refused)
        assert refused or good or place != ".lock"
        assert not refused or f" {place}" in refused or f"/{place}" in refused
        assert "circle" not in refused
        assert "gone" not in refused


def refusal(root: Path) -> str:
    """Open the session; return the sentence by which that is refused, or nothing."""
    try:
        open_(root, NAME).close()
    except StoreError as refused:
        return str(refused)
    return ""


# One value at a time


def places_in(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*at, key), item
        yield from places_in(item, (*at, key))


def others(value: Any) -> list[Any]:
    """Values of the same type to put in the place of this one."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, 0, 777, 1]
        case float():
            return [0.0, -1.5, 1e12]
        case str():
            return ["", "zzz", "close", "discuss", value + "x"]
        case list():
            return [[], value + value[:1], value[::-1]]
        case datetime():
            return [value + timedelta(days=4000), value - timedelta(days=9000)]
        case _:
            return [{}]


def set_at(table: Any, place: tuple[str | int, ...], value: Any) -> None:
    for key in place[:-1]:
        table = table[key]
    table[place[-1]] = value


def damages(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the table with one value changed, one key taken away, or one key of another name."""
    for place, value in places_in(table):
        if place == ("schema",):
            continue
        for other in others(value):
            changed = copy.deepcopy(table)
            set_at(changed, place, other)
            yield changed
        for key in ("777", None):
            changed = copy.deepcopy(table)
            inner: Any = changed
            for step in place[:-1]:
                inner = inner[step]
            item = inner.pop(place[-1])
            if key is not None and isinstance(inner, dict):
                inner[key] = item
            yield changed


def assert_is_of_use(session: Session) -> None:
    """Show the session to everybody, and write every report of it."""
    for viewer in (STAGE, *map(participant, session.seats)):
        sight(session, viewer)
    seen = sight(session, FACILITATOR)
    for form in (form for form in REPORT.formats if form.is_text):  # the others are made of the same parts, slowly
        form.render(report(seen))
        form.render(merged([seen, seen]))


@pytest.mark.slow
@pytest.mark.parametrize("room", list(ROOMS))
def test_what_is_called_sound_opens_and_is_of_use_whatever_value_was_changed(roots: dict[str, Path], room: str) -> None:
    folder = roots[room] / NAME
    files = [ONE, *(str(path.relative_to(folder)) for path in folder.glob("*/*.toml") if path.parent.name != "seats")]
    tries = [(file, table) for file in ["session.toml", *sorted(files)] for table in damages(table_of(folder / file))]
    for file, table in random.Random(22).sample(tries, min(len(tries), 400) if soaking() else 12):
        with copied(roots[room]) as root:
            put(root / NAME / file, table)
            sound = said(root) == []
            try:
                opened = open_(root, NAME)
            except StoreError:
                assert not sound, table
                assert file == "session.toml", table
                continue
            opened.close()
            assert not (sound and opened.incidents), table
            assert_is_of_use(opened.session)
