"""The autosave: what it says is saved is on the disk, and what fails is tried again without anybody's help."""

import asyncio
import errno
import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.live.autosave import Autosave, NotSaved, Saved, SaveLog, SaveState, SaveTiming, Saving
from copworkshop.live.hub import Hub
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Refused
from copworkshop.store import files
from copworkshop.store.errors import CannotSave
from copworkshop.store.sessions import Opened, create, open_, open_read_only
from helpers.session_builder import NOW, ask, later

NAME = "2026-11-23-harbour"
AT_ONCE = SaveTiming(gather=0, retries=(0,))
NEVER_BY_ITSELF = SaveTiming(gather=1000, retries=(1000,))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


@pytest.fixture
def opened(root: Path) -> Iterator[Opened]:
    made = create(root, NAME, packaged_text("session4"), NOW)
    session = ask(made.session, AddSeat(name="Participant 1", word="maple-0001"), GoTo(kind=Kind.PROPOSAL))
    made.save(made.session, session)
    yield Opened(session, made.folder)
    made.close()


@pytest.fixture
def hub(opened: Opened) -> Hub:
    return Hub(opened.session, lambda: NOW)


class Disk:
    """A disk that is full when told so, or takes no file of one name."""

    def __init__(self, really_write: Callable[..., None]) -> None:
        self.really_write = really_write
        self.full = False
        self.refused = ""
        """Files with this in their name cannot be written; empty for all can."""
        self.tried_often = threading.Event()
        self._tries = 0

    def write(self, path: Path, data: bytes, *, sync: bool = True) -> None:
        self._tries += 1
        if self._tries >= 5:
            self.tried_often.set()
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.refused and self.refused in path.name:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        self.really_write(path, data, sync=sync)


@pytest.fixture
def disk(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk(files.write_new)
    monkeypatch.setattr("copworkshop.store.files.write_new", disk.write)
    return disk


class Held:
    """A disk that takes until it is told to go on."""

    def __init__(self, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.saves: list[Mapping[str, bytes]] = []
        self.threads: set[int] = set()
        self._really_write = opened.folder.write_each
        monkeypatch.setattr(opened.folder, "write_each", self.write_each)

    def write_each(self, changes: Mapping[str, bytes], needs: Mapping[str, Collection[str]]) -> dict[str, str]:
        self.saves.append(changes)
        self.threads.add(threading.get_ident())
        self.begun.set()
        assert self.go_on.wait(10)
        return self._really_write(changes, needs)


@pytest.fixture
def held(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    held = Held(opened, monkeypatch)
    yield held
    held.go_on.set()


async def write(hub: Hub, text: str) -> int:
    """One person types; return the revision."""
    session = await hub.submit(WriteField(seat=1, field="problems", text=text), participant(1))
    return session.revision


async def write_at_seat_2(hub: Hub, text: str) -> int:
    session = await hub.submit(WriteField(seat=2, field="problems", text=text), participant(2))
    return session.revision


async def turn(autosave: Autosave) -> None:
    """Wait until the state is told again."""
    told = asyncio.Event()
    end = autosave.subscribe(lambda _state: told.set())
    await told.wait()
    end()


async def until(autosave: Autosave, wanted: Callable[[SaveState], bool]) -> SaveState:
    """Wait until the state is as wanted, and return it."""
    found: asyncio.Future[SaveState] = asyncio.get_running_loop().create_future()

    def look_at(state: SaveState) -> None:
        if wanted(state) and not found.done():
            found.set_result(state)

    end = autosave.subscribe(look_at)
    look_at(autosave.state)
    try:
        async with asyncio.timeout(60):
            return await found
    finally:
        end()


def is_not_saved(state: SaveState) -> bool:
    return isinstance(state, NotSaved)


def answer(root: Path) -> str | None:
    return open_read_only(root, NAME).session.seats[1].proposal.answers.get("problems")


async def test_a_session_just_opened_is_saved(hub: Hub, opened: Opened) -> None:
    assert Autosave(hub, opened).state == Saved(revision=hub.session.revision, at=NOW)


async def test_a_change_is_saved_by_itself(hub: Hub, opened: Opened, root: Path) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    revision = await write(hub, "words")
    await until(autosave, lambda state: state == Saved(revision=revision, at=NOW))
    assert answer(root) == "words"
    await autosave.close()


async def test_what_changed_before_the_start_is_saved(hub: Hub, opened: Opened, root: Path) -> None:
    revision = await write(hub, "words")
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    await until(autosave, lambda state: state == Saved(revision=revision, at=NOW))
    assert answer(root) == "words"
    await autosave.close()


async def test_saving_goes_through_its_states(hub: Hub, opened: Opened) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    told: list[SaveState] = []
    autosave.subscribe(told.append)
    autosave.start()
    revision = await write(hub, "words")
    await autosave.flush(10)
    assert told == [Saving(), Saved(revision=revision, at=NOW)]
    await autosave.close()


async def test_nothing_is_said_to_be_saved_while_it_is_on_its_way(hub: Hub, opened: Opened, held: Held) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    revision = await write(hub, "words")
    await asyncio.to_thread(held.begun.wait, 10)
    assert (autosave.state, autosave.saved(revision), autosave.saved(revision - 1)) == (Saving(), False, True)
    held.go_on.set()
    await autosave.close()
    assert autosave.saved(revision)


async def test_while_one_save_takes_long_only_the_newest_of_many_changes_waits_for_the_next(
    hub: Hub, opened: Opened, held: Held, root: Path
) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    await write(hub, "first")
    await asyncio.to_thread(held.begun.wait, 10)
    for number in range(50):
        await write(hub, str(number))
    held.go_on.set()
    await autosave.close()
    assert len(held.saves) == 2
    assert answer(root) == "49"


async def test_writing_is_done_in_another_thread(hub: Hub, opened: Opened, held: Held) -> None:
    held.go_on.set()
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    await write(hub, "words")
    await autosave.close()
    assert held.threads.isdisjoint({threading.get_ident()})


async def test_a_full_disk_is_said_with_its_reason_and_since_when(hub: Hub, opened: Opened, disk: Disk) -> None:
    disk.full = True
    autosave = Autosave(hub, opened, SaveTiming(gather=0, retries=(1000,)))
    autosave.start()
    await write(hub, "words")
    state = await until(autosave, is_not_saved)
    assert state == NotSaved(reason="seats/01-maple.toml could not be saved: the disk is full.", since=NOW)
    disk.full = False
    await autosave.close()


async def test_after_a_failure_it_recovers_by_itself(hub: Hub, opened: Opened, disk: Disk, root: Path) -> None:
    disk.full = True
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    revision = await write(hub, "words")
    await until(autosave, is_not_saved)
    assert not autosave.saved(revision)
    disk.full = False
    await until(autosave, lambda state: state == Saved(revision=revision, at=NOW))
    assert answer(root) == "words"
    await autosave.close()


async def test_while_it_fails_again_and_again_it_says_so_once(opened: Opened, disk: Disk) -> None:
    moments = (later(second) for second in range(1000))
    hub = Hub(opened.session, lambda: next(moments))
    disk.full = True
    autosave = Autosave(hub, opened, AT_ONCE)
    told: list[SaveState] = []
    autosave.subscribe(told.append)
    autosave.start()
    await write(hub, "words")
    assert await asyncio.to_thread(disk.tried_often.wait, 10)
    assert [type(state) for state in told] == [Saving, NotSaved]
    disk.full = False
    await autosave.close()


async def test_a_flush_tries_at_once_though_the_next_try_is_far_off(hub: Hub, opened: Opened, disk: Disk) -> None:
    disk.full = True
    autosave = Autosave(hub, opened, SaveTiming(gather=0, retries=(1000,)))
    autosave.start()
    await write(hub, "words")
    await until(autosave, is_not_saved)
    disk.full = False
    assert await autosave.flush(10)
    await autosave.close()


async def test_a_flush_that_does_not_succeed_says_so(hub: Hub, opened: Opened, disk: Disk) -> None:
    disk.full = True
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    await write(hub, "words")
    assert not await autosave.flush(0.01)
    disk.full = False
    await autosave.close()


async def test_a_flush_does_not_wait_for_more_changes(hub: Hub, opened: Opened, root: Path) -> None:
    autosave = Autosave(hub, opened, NEVER_BY_ITSELF)
    autosave.start()
    await write(hub, "words")
    assert await autosave.flush(10)
    assert answer(root) == "words"
    await autosave.close()


async def test_a_flush_with_nothing_to_save_is_done(hub: Hub, opened: Opened) -> None:
    autosave = Autosave(hub, opened)
    assert await autosave.flush(0)


async def test_closing_writes_the_last_state(hub: Hub, opened: Opened, root: Path) -> None:
    autosave = Autosave(hub, opened, NEVER_BY_ITSELF)
    autosave.start()
    await write(hub, "words")
    await autosave.close()
    assert answer(root) == "words"


async def test_closing_lets_the_next_owner_in(hub: Hub, opened: Opened, root: Path) -> None:
    autosave = Autosave(hub, opened)
    autosave.start()
    await autosave.close()
    open_(root, NAME).close()


async def test_closing_twice_is_harmless(hub: Hub, opened: Opened) -> None:
    autosave = Autosave(hub, opened)
    autosave.start()
    await autosave.close()
    await autosave.close()


async def test_closing_without_a_start_saves_too(hub: Hub, opened: Opened, root: Path) -> None:
    await write(hub, "words")
    await Autosave(hub, opened).close()
    assert answer(root) == "words"


async def test_closing_says_when_the_last_state_could_not_be_saved_and_lets_go_all_the_same(
    hub: Hub, opened: Opened, disk: Disk, root: Path
) -> None:
    autosave = Autosave(hub, opened, NEVER_BY_ITSELF)
    autosave.start()
    await write(hub, "words")
    disk.full = True
    with pytest.raises(CannotSave, match=r"What changed last is not saved: .*the disk is full"):
        await autosave.close()
    disk.full = False
    open_(root, NAME).close()


async def test_a_fault_of_the_programs_own_is_said_without_anybodys_words_and_tried_again(
    hub: Hub, opened: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    really_write = opened.folder.write_each

    def fails(*_: object) -> None:
        monkeypatch.setattr(opened.folder, "write_each", really_write)
        raise ZeroDivisionError("people's words")

    monkeypatch.setattr(opened.folder, "write_each", fails)
    autosave = Autosave(hub, opened, SaveTiming(gather=0, retries=(1000,)))
    autosave.start()
    await write(hub, "words")
    state = await until(autosave, is_not_saved)
    assert isinstance(state, NotSaved)
    assert state.reason.endswith("keeps the session from being saved (ZeroDivisionError).")
    assert "people's words" not in caplog.text
    assert await autosave.flush(10)
    await autosave.close()


async def test_a_seat_that_cannot_be_saved_is_told_there_and_on_the_console_alone(
    hub: Hub, opened: Opened, disk: Disk, root: Path
) -> None:
    await hub.submit(AddSeat(name="Participant 2", word="cedar-0002"), FACILITATOR)
    disk.refused = "01-maple.toml"
    autosave = Autosave(hub, opened, SaveTiming(gather=0, retries=(0.01,)))
    autosave.start()
    await write(hub, "words")
    state = await until(autosave, is_not_saved)
    assert isinstance(state, NotSaved)
    assert state.at(1).startswith("seats/01-maple.toml could not be saved: ")
    assert state.at(2) == ""
    for word in ("one", "two"):
        revision = await write_at_seat_2(hub, word)
        async with asyncio.timeout(60):
            while not autosave.saved(revision, 2):
                await turn(autosave)
        assert not autosave.saved(revision)
        assert not autosave.saved(revision, 1)
    disk.refused = ""
    await until(autosave, lambda state: isinstance(state, Saved))
    await autosave.close()
    assert open_read_only(root, NAME).session == hub.session


async def test_a_session_that_cannot_be_saved_closed_stays_open_and_can_be_closed_later(
    hub: Hub, opened: Opened, disk: Disk, root: Path
) -> None:
    autosave = Autosave(hub, opened, SaveTiming(gather=0, retries=(0.01,)))
    hub.save_first = autosave.save_closed
    autosave.start()
    disk.full = True
    with pytest.raises(Refused, match=r"not closed, because .* the disk is full\."):
        await hub.submit(CloseSession(), FACILITATOR)
    assert hub.session.closed is None
    disk.full = False
    await write(hub, "still open")
    assert await autosave.flush(10)
    assert (answer(root), open_read_only(root, NAME).session.closed) == ("still open", None)
    await hub.submit(CloseSession(), FACILITATOR)
    assert open_read_only(root, NAME).session == hub.session
    assert hub.session.closed is not None
    await autosave.close()


async def test_what_is_asked_while_a_session_is_being_closed_is_answered_after_it(
    hub: Hub, opened: Opened, held: Held
) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    hub.save_first = autosave.save_closed
    closing = asyncio.create_task(hub.submit(CloseSession(), FACILITATOR))
    await asyncio.to_thread(held.begun.wait, 10)
    asked = asyncio.create_task(hub.submit(SetHeading(heading="Too late"), FACILITATOR))
    assert hub.session.closed is None
    held.go_on.set()
    await closing
    with pytest.raises(Refused, match="This session is closed"):
        await asked
    await autosave.close()


async def test_a_close_comes_to_its_end_though_whoever_asked_for_it_is_gone(
    hub: Hub, opened: Opened, held: Held, root: Path
) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    hub.save_first = autosave.save_closed
    asking = asyncio.create_task(hub.submit(CloseSession(), FACILITATOR))
    await asyncio.to_thread(held.begun.wait, 10)
    asking.cancel()
    held.go_on.set()
    await hub.settled()
    assert hub.session.closed is not None
    await autosave.close()
    assert open_read_only(root, NAME).session == hub.session


async def test_what_happens_to_files_is_passed_on(hub: Hub, opened: Opened, root: Path) -> None:
    autosave = Autosave(hub, Opened(opened.session, opened.folder, ("Something on opening.",)), AT_ONCE)
    told: list[str] = []
    autosave.subscribe_to_incidents(told.append)
    autosave.start()
    seat = root / NAME / "seats/01-maple.toml"
    seat.write_text(seat.read_text() + "# by hand\n")
    await write(hub, "words")
    await autosave.close()
    assert [sentence.partition(" while")[0] for sentence in told] == ["seats/01-maple.toml was changed by hand"]
    assert autosave.incidents == ("Something on opening.", *told)


async def test_a_folder_that_vanished_is_written_again(hub: Hub, opened: Opened, root: Path) -> None:
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.start()
    shutil.rmtree(root)
    await hub.submit(SetHeading(heading="Harbour trust"), FACILITATOR)
    await autosave.close()
    assert open_read_only(root, NAME).session == hub.session


def test_the_wait_after_failures_grows_to_five_seconds() -> None:
    assert [SaveTiming().after(failures) for failures in range(1, 7)] == [1, 2, 4, 5, 5, 5]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trial forks")
def test_a_killed_process_had_on_the_disk_what_it_had_announced_as_saved(root: Path) -> None:
    trial = [sys.executable, str(Path(__file__).with_name("saver.py")), str(root)]
    done = subprocess.run(trial, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["lost"] == []
    assert found["said"][1] > 0


async def test_a_log_has_each_reason_once_and_when_all_is_saved_again(
    hub: Hub, opened: Opened, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    disk.full = True
    autosave = Autosave(hub, opened, AT_ONCE)
    autosave.subscribe(SaveLog(logging.getLogger("copworkshop.test")))
    autosave.start()
    await write(hub, "words")
    assert await asyncio.to_thread(disk.tried_often.wait, 10)
    disk.full = False
    await autosave.close()
    assert caplog.messages == [
        "not saved: seats/01-maple.toml could not be saved: the disk is full.",
        "everything is saved again",
    ]
