"""The example session that comes with the project and in the package: small, finished, and sound."""

import stat
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.export.markdown import markdown
from copworkshop.export.report import report
from copworkshop.live.workshop import Workshop
from copworkshop.model.people import FACILITATOR
from copworkshop.rules.sight import sight
from copworkshop.store import example
from copworkshop.store.check import check
from copworkshop.store.home import Home
from copworkshop.store.sessions import open_read_only, overview
from helpers.commands import Run, given
from helpers.saved_sessions import saved

PROJECT = Path(__file__).parents[1]
SESSIONS = PROJECT / "sessions"


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command."""
    return partial(given, capfdbinary)


@pytest.fixture
def untouched() -> Iterator[None]:
    """Hold that the packaged example is the same before and after: every file, its bytes and its time."""

    def state() -> dict[Path, tuple[bytes, int]]:
        files = (path for path in (SESSIONS / "example").rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = state()
    yield
    assert state() == before


def test_the_example_session_is_sound() -> None:
    assert check(SESSIONS / "example") == ()


def test_the_example_session_is_finished_and_reported_with_its_top_ten() -> None:
    session = open_read_only(SESSIONS, "example").session
    assert session.closed is not None
    text = markdown(report(sight(session, FACILITATOR)))
    assert "Bring a real case to every meeting" in text
    assert "chosen by 5 of 6" in text


def test_the_example_session_tells_nobodys_ideas_or_ballots_by_their_seat() -> None:
    session = open_read_only(SESSIONS, "example").session
    assert all(not seat.ideas and seat.ballot is None for seat in session.seats.values())


def test_the_wheel_brings_the_example_to_where_the_program_looks_for_it() -> None:
    wheel = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "sessions/example" in wheel["only-include"]
    installed = example.FOLDERS[0].relative_to(PROJECT / "src") / "example"
    assert wheel["sources"]["sessions/example"] == installed.as_posix()


@pytest.mark.usefixtures("untouched")
def test_in_an_empty_folder_the_example_is_read_by_its_name(run: Run) -> None:
    code, out, complaint = run("report", "example")
    assert (code, complaint) == (0, "")
    assert "Bring a real case to every meeting" in out
    assert run("check", "example") == (0, "example is sound.\n", "")
    saved(Path("sessions"), "here")
    assert run("merge", "example", "here")[0] == 0
    assert [entry.name for entry in Path.cwd().iterdir()] == ["sessions"]


@pytest.mark.usefixtures("untouched")
def test_nothing_sets_a_passphrase_in_the_packaged_example(run: Run) -> None:
    code, _, complaint = run("passphrase", "example")
    assert code == 1
    assert "There is no session “example”" in complaint


def test_a_session_of_ones_own_that_is_called_example_comes_first(run: Run) -> None:
    saved(Path("sessions"), "example", heading="Mine")
    assert "Mine" in run("report", "example")[1]
    (Path("sessions") / "example" / "seats").mkdir(exist_ok=True)
    (Path("sessions") / "example" / "seats" / "01-maple.toml").write_text("no seat")
    code, out, _ = run("check", "example")
    assert code == 1
    assert "01-maple.toml" in out


def test_a_session_is_checked_by_its_name_and_a_plan_by_its_path(run: Run) -> None:
    saved(Path("sessions"), "here")
    Path("plan.toml").write_text(packaged_text("session4"))
    assert run("check", "here") == (0, "here is sound.\n", "")
    assert run("check", "sessions/here")[0] == run("check", "plan.toml")[0] == 0
    assert run("check", "nowhere")[0] == run("check", "../nowhere")[0] == 1


@pytest.mark.usefixtures("untouched")
def test_run_example_works_on_a_copy_and_resumes_it_the_next_time() -> None:
    workshop = Workshop(Home(Path("mine").absolute()))
    running = workshop.enter(workshop.wanted("example", None))
    assert running.hub.session.closed is not None
    assert any(
        "copy of the example" in said and str(Path("mine/example").absolute()) in said for said in running.incidents
    )
    running.autosave.opened.close()
    assert check(Path("mine/example")) == ()
    again = workshop.wanted("example", None)
    assert again.resumes
    assert not again.copies_example


@pytest.mark.usefixtures("untouched")
def test_a_copy_can_be_changed_where_the_package_can_not(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = Path("package")
    for file in sorted((SESSIONS / "example").rglob("*.toml")):
        copy = packaged / file.relative_to(SESSIONS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
        copy.chmod(0o444)
    monkeypatch.setattr(example, "FOLDERS", (packaged,))
    example.copy_example(Path("mine"), "tried").close()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path("mine/tried").rglob("*.toml")}
    assert modes == {0o600}
    assert [line.name for line in overview(Path("mine"))] == ["tried"]


def test_an_installation_without_the_example_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example, "FOLDERS", (Path("nowhere"),))
    code, _, complaint = run("report", "example")
    assert code == 1
    assert "The example is missing from this installation" in complaint
    assert list(Path.cwd().iterdir()) == []
