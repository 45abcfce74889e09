"""Which session a person means who names one."""

from pathlib import Path

import pytest

from copworkshop.store.errors import CannotRead, StoreError
from copworkshop.store.lookup import Place, find_session, session_named
from helpers.saved_sessions import saved

ROOT = Path("my sessions (50%)")
DATED = "2026-11-23-harbour-trust"


def begun(name: str, heading: str | None = None, root: Path = ROOT) -> Place:
    saved(root, name, heading=heading)
    return Place(root, name)


@pytest.mark.parametrize(
    "text", [DATED, "harbour-trust", "Harbour Trust", "harbour  trust", "HARBOUR TRUST", " Harbour Trust "]
)
def test_a_session_is_found_by_its_folder_its_title_and_its_folder_without_the_date(text: str) -> None:
    there = begun(DATED, "Harbour Trust")
    begun("2026-11-23-harbour", "Harbour")
    assert find_session(ROOT, text) == there


@pytest.mark.parametrize("text", ["{root}/{name}", "./{root}/{name}/", "{here}/{root}/{name}"])
def test_a_session_is_found_by_the_path_of_its_folder_wherever_it_is(text: str) -> None:
    begun(DATED)
    path = text.format(root=ROOT, name=DATED, here=Path.cwd())
    assert find_session(Path("else"), path) == Place(ROOT.resolve(), DATED)


def test_the_folder_of_that_very_name_counts_first() -> None:
    begun(DATED, "walk")
    begun("2026-11-24-walk", "walk")
    there = begun("walk", "Something else")
    assert find_session(ROOT, "walk") == there


def test_a_folder_of_ones_own_with_a_plan_is_no_session_because_it_has_that_name() -> None:
    Path("walk").mkdir()
    Path("walk/plan.toml").write_text("title = 'mine'\n")
    assert find_session(ROOT, "walk") is None


@pytest.mark.parametrize("heading", [None, "Harbour Trust, Hamburg"])
def test_a_session_whose_title_was_changed_is_still_found_by_its_first_one(heading: str | None) -> None:
    there = begun(DATED, heading)
    assert find_session(ROOT, "Harbour Trust") == there


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Café", "Cafe"),
        ("Сообщество", "会議"),
        ("The yearly meeting of the harbour trust, room A", "The yearly meeting of the harbour trust, room B"),
        ("50%", "50 %!"),
    ],
)
def test_another_title_that_makes_the_same_folder_is_another_session(first: str, second: str) -> None:
    there = begun("2026-11-23-session" if first == "Сообщество" else "2026-11-23-cafe", first)
    assert find_session(ROOT, first) == there
    assert find_session(ROOT, second) is None


@pytest.mark.parametrize("text", ["Harbour Trust", "harbour-trust"])
def test_several_sessions_of_one_name_are_listed(text: str) -> None:
    begun(DATED, "Harbour Trust")
    begun("2026-12-01-harbour-trust", "Harbour trust")
    with pytest.raises(StoreError, match=f"{DATED}, 2026-12-01-harbour-trust. Give the name of the folder"):
        find_session(ROOT, text)


def test_a_session_with_a_fault_is_found_by_its_folder() -> None:
    begun(DATED, "Harbour Trust")
    (ROOT / DATED / "session.toml").write_text("torn")
    assert find_session(ROOT, "Harbour Trust") == Place(ROOT, DATED)


@pytest.mark.parametrize(
    "text", ["", " ", "..", "../etc", "a/b", "a\0b", "nowhere", "x" * 5000, "/" * 5000, "…", "a\ud800b"]
)
def test_what_names_nothing_is_said_to_be_nowhere(text: str) -> None:
    begun(DATED, "Harbour Trust")
    assert find_session(ROOT, text) is None
    with pytest.raises(CannotRead, match="There is no session"):
        session_named(ROOT, text)
