"""What fails where nobody waits for it is told to the log, and none of it is anybody's words."""

import asyncio
import logging

import pytest

from copworkshop.model import failures


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged, by a logger of its own: a failure that is meant to be does not fail the test."""
    monkeypatch.setattr(failures, "_log", logging.getLogger("copworkshop.tests"))
    return caplog


async def test_what_is_raised_in_a_timer_is_logged_by_its_place_without_anybodys_words(
    said: pytest.LogCaptureFixture,
) -> None:
    over = asyncio.Event()

    def fail_in_a_timer() -> None:
        over.set()
        raise ValueError("people's words")

    loop = asyncio.get_running_loop()
    failures.log_unheard(loop)
    loop.call_later(0, fail_in_a_timer)
    await over.wait()
    await asyncio.sleep(0)
    (record,) = said.records
    assert record.getMessage().startswith("Something failed that nobody waited for: ValueError < ")
    assert "test_failures.py" in record.getMessage()
    assert "fail_in_a_timer" in record.getMessage()
    assert "people's words" not in said.text


async def test_what_goes_wrong_without_an_error_is_logged_as_well(said: pytest.LogCaptureFixture) -> None:
    loop = asyncio.get_running_loop()
    failures.log_unheard(loop)
    loop.call_exception_handler({"message": "a task was destroyed"})
    (record,) = said.records
    assert record.getMessage() == "Something went wrong in the event loop: a task was destroyed"
