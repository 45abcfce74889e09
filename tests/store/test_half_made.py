"""A session that cannot be begun leaves nothing half made, and touches nothing that is there."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from copworkshop.store import changes, sessions
from copworkshop.store.errors import StoreError
from copworkshop.store.sessions import overview
from helpers.saved_sessions import saved

MOMENTS = [(sessions, "add_end_marker"), (sessions, "_keep_copy"), (changes, "session_text")]


def made(root: Path, name: str) -> None:
    saved(root, name)


def failing_with(failure: BaseException) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise failure

    return fail


@pytest.mark.parametrize("failure", [StoreError("the disk is full"), KeyboardInterrupt()], ids=["error", "Ctrl+C"])
@pytest.mark.parametrize(("module", "moment"), MOMENTS)
def test_of_a_session_that_could_not_be_begun_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, module: ModuleType, moment: str
) -> None:
    monkeypatch.setattr(module, moment, failing_with(failure))
    with pytest.raises(type(failure)):
        made(tmp_path / "deep" / "down", "half")
    assert list(tmp_path.iterdir()) == []


def test_what_was_in_the_folder_stays_when_a_session_could_not_be_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "whole")
    monkeypatch.setattr(changes, "session_text", failing_with(StoreError("the disk is full")))
    with pytest.raises(StoreError):
        made(tmp_path, "half")
    with pytest.raises(StoreError, match="already a session"):
        made(tmp_path, "whole")
    assert [line.name for line in overview(tmp_path)] == [entry.name for entry in tmp_path.iterdir()] == ["whole"]


def test_a_session_can_be_begun_after_a_try_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(changes, "session_text", failing_with(StoreError("the disk is full")))
        with pytest.raises(StoreError):
            made(tmp_path / "sessions", "again")
    made(tmp_path / "sessions", "again")
    assert [line.fault for line in overview(tmp_path / "sessions")] == [None]
