"""Whether a session's folder is sound: every fault with its file, line and field."""

from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.rules.proposal import WriteField
from copworkshop.store.check import check
from copworkshop.store.files import LAST_LINE
from copworkshop.store.sessions import create
from helpers.session_builder import NOW, ask

NAME = "2026-11-23-harbour"
ONE, TWO = "seats/01-maple.toml", "seats/02-cedar.toml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound session with two people in it."""
    made = create(tmp_path, NAME, packaged_text("session4"), NOW)
    session = ask(
        made.session,
        SetTables(tables=("East",)),
        AddSeat(name="Participant 1", word="maple-0001", table="East"),
        AddSeat(name="Participant 2", word="cedar-0002"),
        GoTo(kind=Kind.PROPOSAL),
    )
    session = ask(session, WriteField(seat=1, field="problems", text="words"), actor=participant(1))
    session = ask(session, GoTo(kind=Kind.TOP_TEN), AddIdea(seat=1, text="An idea"))
    made.save(made.session, session)
    made.close()
    return tmp_path / NAME


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def said(path: Path) -> list[str]:
    return [str(fault) for fault in check(path)]


def test_a_session_that_we_wrote_is_sound(path: Path) -> None:
    assert said(path) == []


def test_checking_touches_nothing(path: Path) -> None:
    (path / ONE).write_text("torn")
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    check(path)
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


def test_the_faults_of_all_files_are_found_in_one_go(path: Path) -> None:
    change(path / ONE, "number = 1\nword", 'number = "one"\nword')
    change(path / TWO, "word =", "wrod =")
    change(path / "session.toml", 'at = "top_ten"', 'at = "topten"')
    change(path / "plan.toml", "schema = 1", "schema = 9")
    assert {fault.file for fault in check(path)} == {ONE, TWO, "session.toml", "plan.toml"}


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (ONE, "number = 1\nword", 'number = "1"\nword', f"{ONE}, line 3, number: must be a whole number, not “1”."),
        (ONE, f"{LAST_LINE}\n", "", f"{ONE}: it is cut short, its last line is missing."),
        (ONE, 'table = "East"', 'table = "West"', f"{ONE}, line 6, table: session.toml has no table “West”."),
        (
            ONE,
            "problems =",
            "problem =",
            f"{ONE}, line 14, proposal.answers.problem: the plan's proposal has no field “problem”.",
        ),
        (
            TWO,
            LAST_LINE,
            f'placement.today = "cor"\n{LAST_LINE}',
            f"{TWO}, line 8, placement.today: the plan has no level “cor”.",
        ),
        (
            TWO,
            LAST_LINE,
            f'ideas = [{{ number = 200001, text = "Twin" }}]\n{LAST_LINE}',
            f"{TWO}: idea 200001 is in {ONE} as well; give one another number.",
        ),
        (TWO, 'word = "cedar-', 'word = "larch-', f"{TWO}: seat 2 with this word belongs into seats/02-larch.toml"),
        (TWO, "number = 2", "number = 1", f"{TWO}: {ONE} holds seat 1 as well; give one another number."),
        (TWO, "cedar-0002", "maple-0001", f"{TWO}: {ONE} has the same rejoin word; change it in one of them."),
        ("session.toml", "schema = 4", "schema = 5", "session.toml: is written in session format 5"),
        (
            "session.toml",
            "[progress.top_ten]",
            "[progress.close]",
            "session.toml: the step “close” has no round “collect”",
        ),
        ("plan.toml", f"{LAST_LINE}\n", "", "plan.toml: its last line is missing"),
    ],
)
def test_a_fault_is_said_with_where_it_is(path: Path, file: str, old: str, new: str, sentence: str) -> None:
    change(path / file, old, new)
    assert [found for found in said(path) if found.startswith(sentence)] != [], said(path)


@pytest.mark.parametrize("file", ["plan.toml", "session.toml"])
def test_a_missing_file_is_a_fault(path: Path, file: str) -> None:
    (path / file).unlink()
    assert [fault.file for fault in check(path)] == [file]


def test_a_folder_without_seats_is_sound(path: Path) -> None:
    for file in (path / "seats").iterdir():
        file.unlink()
    (path / "seats").rmdir()
    assert said(path) == []
