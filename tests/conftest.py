"""What every test gets: hypothesis set up, and a machine that says nothing about itself."""

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

# Reports tell the time by the clock of the place.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()

# What the command line does before anything is shown or hosted.
install_toolkit()
install_ssh()

# No deadline: the machines that run this are shared, and a slow moment is not a fault.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("ci" if os.environ.get("CI") else "default")

_WORKERS = 4
"""The tests wait for screens more than they compute, so two cores are busy with four processes."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of processes: many for a folder of tests, none for the tests of some files.

    To start them takes longer than most files of tests.
    """
    paths = [Path(arg.partition("::")[0]) for arg in config.args]
    if not any(path.is_dir() for path in paths):
        return 0
    config.option.dist = "worksteal"  # some tests take a hundred times as long as others
    return _WORKERS


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


def pytest_configure(config: pytest.Config) -> None:
    """Name our markers, since pytest is told to refuse others."""
    config.addinivalue_line("markers", "here: leave the working folder as it is")


def pytest_asyncio_loop_factories() -> Mapping[str, type[EventLoop]]:
    """Run every async test on the loop of the product, as pytest-asyncio asks."""
    return {"plain tasks": EventLoop}
