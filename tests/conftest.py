"""What every test gets: hypothesis set up, and a machine that says nothing about itself."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: the machines that run this are shared, and a slow moment is not a fault.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test the same terminal and an empty working folder, whatever the machine's own.

    A test that needs the folder pytest was started in is marked ``@pytest.mark.here``.
    """
    for name in ("COPWORKSHOP_SESSIONS", "NO_COLOR", "FORCE_COLOR", "TEXTUAL", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    if request.node.get_closest_marker("here") is None:
        monkeypatch.chdir(tmp_path)


def pytest_configure(config: pytest.Config) -> None:
    """Name our markers, since pytest is told to refuse others."""
    config.addinivalue_line("markers", "here: leave the working folder as it is")
