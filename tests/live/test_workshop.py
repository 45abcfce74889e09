"""How a session gets its folder and its title: the same in every way of starting it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.live.workshop import Running, Workshop
from copworkshop.model.text import clean_line
from copworkshop.store.errors import BadName, StoreError
from copworkshop.store.home import Home
from copworkshop.store.names import session_folder
from copworkshop.store.sessions import create, overview
from helpers.saved_sessions import saved

TODAY = datetime.now().astimezone().date().isoformat()


async def named(running: Running) -> tuple[str, str | None]:
    """End a session; return the name of its folder and its title."""
    running.start()
    await running.close()
    return running.folder.name, running.hub.session.heading


def by_name(root: Path, name: str | None) -> Running:
    """Begin or resume a session as `run` and `host` do."""
    workshop = Workshop(Home(root))
    return workshop.enter(workshop.wanted(name, None))


def by_form(root: Path, heading: str | None) -> Running:
    """Begin a session as the form of the start screen does."""
    return Workshop(Home(root)).begin(heading, DEFAULT_PLAN)


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("Harbour Trust", f"{TODAY}-harbour-trust"),
        ("walk", "walk"),
        ("room_4.b", "room_4.b"),
        ("2026-11-23-harbour-trust", "2026-11-23-harbour-trust"),
        ("Größe 4 (50%)", f"{TODAY}-grosse-4-50"),
        ("The people's “new” room", f"{TODAY}-the-peoples-new-room"),
        ('"Quoted" $HOME; `ls`', f"{TODAY}-quoted-home-ls"),
        ("What next?", f"{TODAY}-what-next"),
        ("Сообщество", f"{TODAY}-session"),
        ("会議", f"{TODAY}-session"),
        ("…!?", f"{TODAY}-session"),
        ("con", f"{TODAY}-con"),
        ("-x", f"{TODAY}-x"),
        ("word " * 39 + "end", f"{TODAY}-word-word-word-word-word-word-word-word"),
        ("a" * 200, f"{TODAY}-{'a' * 40}"),
    ],
)
async def test_a_title_makes_the_same_folder_and_stands_on_the_stage_in_every_way(
    tmp_path: Path, title: str, folder: str
) -> None:
    assert await named(by_name(tmp_path / "a", title)) == (folder, title)
    assert await named(by_form(tmp_path / "b", title)) == (folder, title)


async def test_a_session_without_a_title_has_the_same_folder_in_every_way(tmp_path: Path) -> None:
    assert await named(by_name(tmp_path / "a", None)) == (f"{TODAY}-session", None)
    assert await named(by_form(tmp_path / "b", None)) == (f"{TODAY}-session", None)
    assert await named(by_form(tmp_path / "c", " ")) == (f"{TODAY}-session", None)


@pytest.mark.parametrize("name", ["walk", "Harbour Trust", "会議", "…!?"])
async def test_the_same_name_comes_back_to_the_same_session(tmp_path: Path, name: str) -> None:
    begun = await named(by_name(tmp_path, name))
    assert await named(by_name(tmp_path, name)) == begun
    assert {line.name for line in overview(tmp_path)} == {begun[0]}


@pytest.mark.parametrize("name", ["2026-01-31-harbour-trust", "harbour-trust", "Harbour Trust"])
async def test_the_same_name_comes_back_to_the_session_of_another_day(tmp_path: Path, name: str) -> None:
    create(
        tmp_path, "2026-01-31-harbour-trust", packaged_text(DEFAULT_PLAN), datetime.now(UTC), "Harbour Trust"
    ).close()
    assert await named(by_name(tmp_path, name)) == ("2026-01-31-harbour-trust", "Harbour Trust")


async def test_a_name_of_a_session_from_an_earlier_version_resumes_it(tmp_path: Path) -> None:
    saved(tmp_path, "Harbour Trust")
    assert await named(by_name(tmp_path, "Harbour Trust")) == ("Harbour Trust", None)


async def test_a_path_resumes_the_session_there(tmp_path: Path) -> None:
    saved(tmp_path / "else", "here")
    running = by_name(tmp_path / "mine", str(tmp_path / "else" / "here"))
    await named(running)
    assert running.folder == (tmp_path / "else" / "here").resolve()


@pytest.mark.parametrize(("title", "folders"), [
    ("Harbour Trust", {f"{TODAY}-harbour-trust", f"{TODAY}-harbour-trust-2"}),
    ("walk", {"walk", f"{TODAY}-walk"}),
])  # fmt: skip
async def test_the_form_begins_another_session_of_the_same_title(tmp_path: Path, title: str, folders: set[str]) -> None:
    assert {(await named(by_form(tmp_path, title)))[0] for _ in range(2)} == folders


async def test_a_title_of_several_sessions_opens_none_of_them(tmp_path: Path) -> None:
    for _ in range(2):
        await named(by_form(tmp_path, "Harbour Trust"))
    with pytest.raises(StoreError, match=f"{TODAY}-harbour-trust, {TODAY}-harbour-trust-2"):
        Workshop(Home(tmp_path)).wanted("Harbour Trust", None)


async def test_what_is_there_and_is_no_session_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / f"{TODAY}-notes-of-mine").mkdir()
    assert await named(by_name(tmp_path, "Notes of mine")) == (f"{TODAY}-notes-of-mine-2", "Notes of mine")


@pytest.mark.parametrize("name", ["", "  ", "../else", "a/b", "a\\b", "..", "."])
def test_a_path_to_no_session_begins_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadName):
        Workshop(Home(tmp_path)).wanted(name, None)
    assert not [*tmp_path.iterdir()]


@given(st.text(min_size=1, max_size=120).filter(lambda text: text.strip() and not set("/\\") & set(text)))
@example("\N{RIGHT-TO-LEFT OVERRIDE}a")
@example("a\nb")
def test_every_title_that_is_no_path_makes_a_folder_below_the_root(title: str) -> None:
    if title in {".", ".."}:
        return
    root = Path("none")
    wanted = Workshop(Home(root)).wanted(title, None)
    assert session_folder(root, wanted.name).parent == root
    assert clean_line(wanted.heading or "") == clean_line(title)


@pytest.mark.parametrize("title", ["x" * 201, "\N{ZERO WIDTH SPACE}"], ids=["too long", "invisible"])
def test_a_title_that_cannot_be_shown_begins_no_session(tmp_path: Path, title: str) -> None:
    for begin in (by_name, by_form):
        with pytest.raises(StoreError, match="cannot be called that on the stage"):
            begin(tmp_path / "a", title)
    assert not (tmp_path / "a").exists()
