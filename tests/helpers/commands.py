"""Runs commands in this process, for tests that read what they say."""

from collections.abc import Callable

import pytest

from copworkshop import cli

Run = Callable[..., tuple[int, str, str]]


def given(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it printed, and what it wrote on standard error."""
    code = cli.run(arguments)
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()
