"""What every test gets: hypothesis set up, and a machine that says nothing about itself."""

import gc
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

# Where Python is told to write no bytecode, each worker and each command that a test starts would compile everything.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import pytest
from hypothesis import settings

from copworkshop.model import failures
from copworkshop.ssh.install import install as install_ssh
from copworkshop.toolkit.event_loop import EventLoop
from copworkshop.toolkit.install import install as install_toolkit
from copworkshop.ui import passing_sentence
from copworkshop.ui.participant import following
from helpers.sampling import SOAK_EXAMPLES
from helpers.waiting import painted

# Reports tell the time by the clock of the place.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()

# What the command line does before anything is shown or hosted.
install_toolkit()
install_ssh()

# No deadline: the machines that run this are shared, and a slow moment is not a fault.
settings.register_profile("suite", deadline=None, max_examples=25)
settings.register_profile("ci", settings.get_profile("suite"), derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=SOAK_EXAMPLES)
settings.load_profile("ci" if os.environ.get("CI") else "suite")

_WORKERS = 4
"""The tests wait for screens more than they compute, so two cores are busy with four processes."""


def runs_a_folder(config: pytest.Config) -> bool:
    """Return whether the tests of a whole folder were asked for, and not those of some files."""
    return any(Path(arg.partition("::")[0]).is_dir() for arg in config.args)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of processes: many for a folder of tests, none for the tests of some files.

    To start them takes longer than most files of tests.
    """
    if not runs_a_folder(config):
        return 0
    config.option.dist = "worksteal"  # some tests take a hundred times as long as others
    return _WORKERS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only ``--soak`` runs, and of a whole folder what only ``--slow`` runs."""
    if config.getoption("--soak"):
        return
    left_out = {"soak"} if config.getoption("--slow") or not runs_a_folder(config) else {"soak", "slow"}
    long = {item for item in items if any(mark.name in left_out for mark in item.iter_markers())}
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=list(long))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was loaded, and run less often: it took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(autouse=True)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test the same terminal, no home, and an empty working folder, whatever the machine's own.

    A test that needs the folder pytest was started in is marked ``@pytest.mark.here``.
    """
    for name in ("COPWORKSHOP_SESSIONS", "NO_COLOR", "FORCE_COLOR", "TEXTUAL", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    # Neither is there, so a test that needs one makes it, and none of the machine's own is read or written.
    monkeypatch.setenv("HOME", str(tmp_path.with_name(f"{tmp_path.name}-home")))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path.with_name(f"{tmp_path.name}-state")))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    if request.node.get_closest_marker("here") is None:
        monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def pauses_end_when_all_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a pause of Textual's pilot end when all is painted. Its own way measures the processor for 20 ms or more."""
    for place in ("app.wait_for_idle", "pilot.wait_for_idle", "pilot.Pilot._wait_for_screen"):
        monkeypatch.setattr(f"textual.{place}", painted)


@pytest.fixture
def brief_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten what people wait for, for a test that waits, too: until a sentence has passed, until they are idle."""
    monkeypatch.setattr(passing_sentence, "SENTENCE_SECONDS", 1.0)
    monkeypatch.setattr(following, "QUIET", 0.5)


@pytest.fixture(autouse=True)
def nothing_fails_unseen() -> Iterator[None]:
    """Fail a test in which something was raised that nobody waited for, such as in a timer: a host would log it."""
    failed = list[str]()

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failed.append(self.format(record))

    handler, loggers = Noting(logging.ERROR), [logging.getLogger(name) for name in ("asyncio", failures.__name__)]
    for logger in loggers:
        logger.addHandler(handler)
    yield
    for logger in loggers:
        logger.removeHandler(handler)
    assert not failed, "\n".join(failed)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options."""
    parser.addoption("--slow", action="store_true", help="run slow tests as well, as .ci/run does: ten minutes")
    parser.addoption("--soak", action="store_true", help="try all values, and many random inputs: takes an hour")


def pytest_configure(config: pytest.Config) -> None:
    """Load the profile for random inputs."""
    if config.getoption("--soak"):
        settings.load_profile("soak")


def pytest_asyncio_loop_factories() -> Mapping[str, type[EventLoop]]:
    """Run every async test on the loop of the product, as pytest-asyncio asks."""
    return {"plain tasks": EventLoop}
