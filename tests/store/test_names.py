"""Session names: safe on every system, and readable."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.store.errors import BadName
from copworkshop.store.names import new_name, session_folder

ROOT = Path("sessions")
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("name", ["2026-11-23-harbour-trust", "Größe 4", "v1.2", "console", "会議", "x" * 80])
def test_an_ordinary_name_is_a_folder_below_the_root(name: str) -> None:
    assert session_folder(ROOT, name) == ROOT / name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("..", "dot"),
        (".hidden", "dot"),
        ("end.", "dot"),
        (" led", "space"),
        ("../escape", "character /"),
        ("/etc", "character /"),
        ("a\\b", "character \\\\"),
        ("C:", "character :"),
        ("what?", "character \\?"),
        ("a\nb", "invisible"),
        ("a\x1b[2J", "invisible"),
        ("a\u202eb", "invisible"),
        ("a\udc80", "not UTF-8 text. Rename the folder"),
        ("CON", "Windows"),
        ("nul.toml", "Windows"),
        ("Com¹", "Windows"),
        ("x" * 81, "80 characters"),
        ("会" * 79, "80 characters"),
    ],
)
def test_a_name_that_some_system_cannot_take_is_refused(name: str, reason: str) -> None:
    with pytest.raises(BadName, match=reason):
        session_folder(ROOT, name)


@given(st.text(max_size=90))
def test_no_name_leads_out_of_the_root(name: str) -> None:
    try:
        folder = session_folder(ROOT, name)
    except BadName:
        return
    assert folder.parent == ROOT


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour Trust", "2026-11-23-harbour-trust"),
        ("  Café   & Crêpes — Zürich! ", "2026-11-23-cafe-crepes-zurich"),
        ("Straße Łódź Malmø", "2026-11-23-strasse-lodz-malmo"),
        ("The people's room", "2026-11-23-the-peoples-room"),
        ("Сообщество", "2026-11-23-session"),
        ("", "2026-11-23-session"),
        ("a" * 200, "2026-11-23-" + "a" * 40),
        ("word " * 40, "2026-11-23-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_new_session_is_named_by_day_and_title(title: str, name: str) -> None:
    assert new_name(DAY, title, ()) == name


def test_a_taken_name_gets_a_number_whatever_its_case() -> None:
    taken = {"2026-11-23-Harbour", "2026-11-23-harbour-2"}
    assert new_name(DAY, "Harbour", taken) == "2026-11-23-harbour-3"


@given(st.dates(), st.text())
def test_every_new_name_is_accepted(day: date, title: str) -> None:
    name = new_name(day, title, ())
    assert session_folder(ROOT, name) == ROOT / name
