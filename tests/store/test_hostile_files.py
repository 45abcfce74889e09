"""Whatever stands in a session's folder: it is told of by its name, and nothing but that is lost.

What is not a file, values that no sentence waits for, any bytes, and any TOML value at any place.
"""

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from copworkshop.content.loader import packaged_text
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.store.check import check
from copworkshop.store.errors import BadName, StoreError
from copworkshop.store.files import LAST_LINE, add_end_marker
from copworkshop.store.loading import PLAN_COPY
from copworkshop.store.sessions import Opened, create, open_, open_read_only, overview
from helpers.session_builder import NOW, ask, opened_again

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")

NAME = "2026-11-23-harbour"
OTHER = "2026-11-24-other"
ONE, TWO = "seats/01-maple.toml", "seats/02-cedar.toml"
SESSION, PLAN = "session.toml", "plan.toml"


def begin(root: Path, name: str) -> None:
    made = create(root, name, packaged_text("session4"), NOW)
    session = ask(
        made.session,
        AddSeat(name="Participant 1", word="maple-0001"),
        AddSeat(name="Participant 2", word="cedar-0002"),
        GoTo(kind=Kind.PROPOSAL),
    )
    session = ask(session, WriteField(seat=1, field="problems", text="words"), actor=participant(1))
    session = ask(session, GoTo(kind=Kind.TOP_TEN), AddIdea(seat=1, text="An idea"))
    made.save(made.session, session)
    made.close()
    for copy in (root / name).rglob("*.previous"):  # without them nothing can be made up for
        if copy.name != PLAN_COPY:
            copy.unlink()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("packed")
    begin(root, NAME)
    begin(root, OTHER)
    return root


@contextmanager
def copied(packed: Path) -> Iterator[Path]:
    with TemporaryDirectory() as place:
        yield Path(shutil.copytree(packed, Path(place) / "sessions"))


@pytest.fixture
def root(packed: Path) -> Iterator[Path]:
    """A folder with two sessions, of two people each."""
    with copied(packed) as found:
        yield found


# What is not a file


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "a-persons-own.txt").write_text("words")


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def a_lost_link(path: Path) -> None:
    path.symlink_to("nowhere")


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS: Mapping[Callable[[Path], None], str] = {
    a_pipe: "a pipe",
    a_folder: "a folder",
    a_loop: "a link that leads nowhere",
    a_lost_link: "a link that leads nowhere",
    a_device: "a device",
}
no_file = pytest.mark.parametrize(("put", "kind"), KINDS.items(), ids=[put.__name__ for put in KINDS])


@no_file
def test_a_seat_that_is_no_file_is_put_aside_and_all_others_are_there(
    root: Path, put: Callable[[Path], None], kind: str
) -> None:
    (root / NAME / ONE).unlink()
    put(root / NAME / ONE)
    assert any(fault.file == ONE and kind in fault.message for fault in check(root / NAME))
    assert all(line.fault is None for line in overview(root))
    for way in (open_read_only, open_):
        opened = way(root, NAME)
        opened.close()
        assert [seat.name for seat in opened.session.seats.values()] == ["Participant 2"]
        assert any(sentence.startswith(ONE) and kind in sentence for sentence in opened.incidents)
    assert len(list((root / NAME / "seats").glob("01-maple.toml.unreadable-*"))) == 1


@no_file
@pytest.mark.parametrize("file", [SESSION, PLAN])
def test_a_session_whose_own_file_is_no_file_hides_no_other(
    root: Path, put: Callable[[Path], None], kind: str, file: str
) -> None:
    (root / NAME / file).unlink()
    put(root / NAME / file)
    assert any(fault.file == file and kind in fault.message for fault in check(root / NAME))
    assert [line.name for line in overview(root)] == [NAME, OTHER]
    assert overview(root)[1].fault is None
    opened = open_(root, NAME)
    opened.close()
    assert len(opened.session.seats) == 2
    assert any(kind in sentence for sentence in opened.incidents)


def test_a_folder_that_takes_a_seats_place_while_the_session_runs_is_kept(root: Path) -> None:
    with_folder = open_(root, NAME)
    try:
        (root / NAME / ONE).unlink()
        a_folder(root / NAME / ONE)
        again = opened_again(with_folder.session, Kind.PROPOSAL, "write")
        later = ask(again, WriteField(seat=1, field="problems", text="more"), actor=participant(1))
        with_folder.save(with_folder.session, later)
    finally:
        with_folder.close()
    assert (root / NAME / ONE).is_file()
    assert [path.read_text() for path in (root / NAME).rglob("a-persons-own.txt")] == ["words"]


# Values


def change(path: Path, key: str, value: str) -> None:
    """Give the first key of this name another value."""
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{key} ="))
    lines[place] = f"{key} = {value}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


HUGE = "0x" + "F" * 5000
FIRST, LAST = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"

SEAT_VALUES = [
    ("schema", HUGE),
    ("schema", "-99999999999999999999"),
    ("schema", "0"),
    ("revision", "10000000000000000000000000"),
    ("revision", HUGE),
    ("number", HUGE),
    ("joined", FIRST),
    ("joined", LAST),
    ("joined", "0001-01-01T00:00:00Z"),
    ("joined", "2026-11-23T09:00:00"),
    ("joined", "2026-11-23"),
    ("joined", "09:00:00"),
    ("name", "nan"),
    ("name", '"x"\nx' + ".a" * 3_000 + " = 1"),
    ("name", '"x"\nx' + ".a" * 20_000 + " = 1"),
    ("name", '"x"\nx = ' + "{a = " * 300 + "1" + "}" * 300),
]


@pytest.mark.parametrize(("key", "value"), SEAT_VALUES, ids=[f"{key} {value[:30]}" for key, value in SEAT_VALUES])
def test_a_seat_with_such_a_value_is_put_aside(root: Path, key: str, value: str) -> None:
    change(root / NAME / ONE, key, value)
    before = (root / NAME / ONE).read_bytes()
    faults = check(root / NAME)
    assert {fault.file for fault in faults} == {ONE}
    opened = open_(root, NAME)
    opened.close()
    assert [seat.number for seat in opened.session.seats.values()] == [2]
    assert [sentence[: len(ONE)] for sentence in opened.incidents] == [ONE]
    assert [path.read_bytes() for path in (root / NAME / "seats").glob("01-maple.toml.unreadable-*")] == [before]


def test_an_idea_with_a_number_without_end_is_no_sound_idea(root: Path) -> None:
    text = (root / NAME / ONE).read_text(encoding="utf-8")
    (root / NAME / ONE).write_bytes(
        add_end_marker(re.sub(r"\{ number = \d+,", f"{{ number = {10**30},", text.replace(LAST_LINE, ""), count=1))
    )
    assert [fault.message for fault in check(root / NAME)] == ["is far too large a number"]


@pytest.mark.parametrize("value", [FIRST, LAST, "2026-11-23", "2026-11-23T09:00:00"])
def test_a_session_with_such_a_date_is_one_line_of_the_list(root: Path, value: str) -> None:
    change(root / NAME / SESSION, "created", value)
    assert {fault.file for fault in check(root / NAME)} == {SESSION}
    assert [(line.name, line.fault is None) for line in overview(root)] == [(NAME, False), (OTHER, True)]
    opened = open_(root, NAME)
    opened.close()
    assert len(opened.session.seats) == 2


@pytest.mark.parametrize("value", [HUGE, "-1", FIRST])
def test_a_plan_with_such_a_format_is_one_line_of_the_list(root: Path, value: str) -> None:
    for name in (PLAN, PLAN_COPY):
        change(root / NAME / name, "schema", value)
    assert {fault.file for fault in check(root / NAME)} == {PLAN}
    assert [(line.name, line.fault is None) for line in overview(root)] == [(NAME, False), (OTHER, True)]
    with pytest.raises(StoreError, match=r"plan\.toml"):
        open_(root, NAME)


@pytest.mark.parametrize("when", [2**33, 2**40, -(2**33)])
def test_files_from_the_ends_of_time_are_listed(root: Path, when: int) -> None:
    for path in (root / NAME, root / NAME / SESSION, root / NAME / "seats"):
        with suppress(OSError):
            os.utime(path, (when, when))
    assert [line.fault for line in overview(root)] == [None, None]


@pytest.mark.parametrize("name", [b"\xff\xfe", b"\x1b]0;x\x07", "\u202e".encode(), b"a\nb"])
def test_any_name_of_a_file_and_of_a_folder_is_told_of(root: Path, name: bytes) -> None:
    os.rename(os.fsencode(root / OTHER), os.path.join(os.fsencode(root), name))  # noqa: PTH104, PTH118
    (root / NAME / "seats" / os.fsdecode(name + b".toml")).write_text("x")
    assert [line.fault is None for line in overview(root)].count(True) == 1
    assert len(check(root / NAME)) == 1
    named = os.fsdecode(name)
    with pytest.raises(BadName) as refused:
        open_read_only(root, named)
    assert [fault.message for fault in check(root / named)] == [str(refused.value)]
    opened = open_(root, NAME)
    opened.close()
    assert len(opened.incidents) == 1
    assert opened.incidents[0].isprintable()
    assert len(opened.session.seats) == 2


@pytest.mark.parametrize(
    "text",
    [
        "pid = " + HUGE,
        "pid = -1",
        f"pid = 1\nsince = {FIRST}",
        f"pid = 1\nsince = {LAST}",
        "a" + ".a" * 20_000 + " = 1",
        "a = " + "[" * 20_000,
    ],
    ids=lambda text: text[:30],
)
def test_whatever_says_who_holds_a_session_it_is_listed_and_refused_in_a_sentence(root: Path, text: str) -> None:
    held = open_(root, NAME)
    try:
        (root / NAME / ".lock-holder").write_text(text)
        assert [line.fault for line in overview(root)] == [None, None]
        with pytest.raises(StoreError, match="already running in"):
            open_(root, NAME)
    finally:
        held.close()


# Anything


def contents(root: Path) -> set[bytes]:
    return {path.read_bytes() for path in root.rglob("*") if path.is_file() and not path.name.startswith(".lock")}


def survives(root: Path, file: str) -> None:
    """Open the session in each way: a refusal in a sentence, or nothing lost but what is told of."""
    before = contents(root / NAME)
    faults = check(root / NAME)
    assert [line.name for line in overview(root)] == [NAME, OTHER]
    opened: list[Opened] = []
    for way in (open_read_only, open_):
        try:
            opened.append(way(root, NAME))
        except StoreError:
            assert faults
        else:
            opened[-1].close()
            if not faults:
                assert not opened[-1].incidents
                assert len(opened[-1].session.seats) == 2
                assert [str(seat.word) for seat in opened[-1].session.seats.values()]
    assert len(opened) != 1
    assert before <= contents(root / NAME)


@given(data=st.binary(max_size=200), file=st.sampled_from([ONE, SESSION, PLAN]), sealed=st.booleans())
def test_any_bytes_are_refused_or_put_aside_in_a_sentence(packed: Path, data: bytes, file: str, sealed: bool) -> None:
    with copied(packed) as root:
        (root / NAME / file).write_bytes(data + f"\n{LAST_LINE}\n".encode() if sealed else data)
        survives(root, file)


def zones() -> st.SearchStrategy[timezone]:
    return st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


SCALARS = (
    st.integers()
    | st.integers(-(10**4000), 10**4000)
    | st.floats()
    | st.booleans()
    | st.text(st.characters(codec="utf-8"), max_size=60)
    | st.datetimes()
    | st.datetimes(timezones=zones())
    | st.dates()
    | st.times()
)
KEYS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["schema", "revision", "number", "word", "text", "done", "picks", "steps", "kind", "round", "closed", "edited"]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


def tables_of(value: Any) -> Iterator[Any]:
    """Yield every table and list in a table, itself first."""
    yield value
    inner = value.values() if isinstance(value, dict) else value
    for item in inner:
        if isinstance(item, dict | list):
            yield from tables_of(item)


@given(st.data())
@example(None)
def test_any_value_at_any_place_is_refused_or_put_aside_in_a_sentence(packed: Path, data: st.DataObject | None) -> None:
    with copied(packed) as root:
        file = ONE if data is None else data.draw(st.sampled_from([ONE, SESSION, PLAN]))
        table = tomllib.loads((root / NAME / file).read_text(encoding="utf-8"))
        if data is not None:
            place = data.draw(st.sampled_from([each for each in tables_of(table) if each]), label="in")
            value = data.draw(VALUES, label="value")
            if isinstance(place, list):
                place[data.draw(st.integers(0, len(place) - 1), label="at")] = value
            else:
                place[data.draw(st.sampled_from([*place]) | KEYS, label="at")] = value
        (root / NAME / file).write_bytes(add_end_marker(tomli_w.dumps(table)))
        survives(root, file)
