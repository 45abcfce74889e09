"""Each call to the system that an autosave makes fails in turn: it says so, and puts it right by itself."""

import shutil
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.live.autosave import Autosave, Saved, SaveState, SaveTiming
from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.store import temporary
from copworkshop.store.codec import seat_file
from copworkshop.store.sessions import create, open_, open_read_only
from helpers.fault_injection import Faults
from helpers.session_builder import NOW, ask, at

NAME = "2026-11-23-harbour"
AT_ONCE = SaveTiming(gather=0, retries=(0,))
SEATS = (1, 2, 3)
WORDS = "What they have just typed"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    opened = create(tmp_path / "base", NAME, packaged_text("session4"), NOW)
    session = opened.session
    for number in SEATS:
        session = ask(session, AddSeat(name=f"Participant {number}", word=f"maple-000{number}"))
    opened.save(opened.session, at(session, Kind.PROPOSAL))
    opened.close()
    return tmp_path / "base"


async def struck(root: Path, number: int) -> tuple[list[str], bool]:
    """Have three people write while that call fails; return what was wrong, and whether there was such a call."""
    opened = open_(root, NAME)
    hub = Hub(opened.session, lambda: NOW)
    autosave = Autosave(hub, opened, AT_ONCE)
    problems: list[str] = []
    states: list[SaveState] = []

    def hear(state: SaveState) -> None:
        states.append(state)
        if isinstance(state, Saved) and state.revision == hub.session.revision:
            for seat in hub.session.present:
                if WORDS.encode() not in (root / NAME / seat_file(seat)).read_bytes():
                    problems.append(f"call {number}: called saved, and not on the disk: {seat.name}")

    autosave.subscribe(hear)
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, number, dies=False, below=root)
        for seat in SEATS:
            await hub.submit(WriteField(seat=seat, field="problems", text=WORDS), participant(seat))
        autosave.start()
        if not await autosave.flush(60):
            problems.append(f"call {number}: never saved, {autosave.state}")
        was_struck = faults.struck
    await autosave.close()
    told = [f"call {number}: {sentence}" for sentence in autosave.incidents]
    again = open_(root, NAME)
    again.close()
    if again.session != hub.session or open_read_only(root, NAME).session != hub.session:
        problems.append(f"call {number}: not all is there after a start")
    left = [file.name for file in (root / NAME).rglob("*") if temporary.TEMPORARY.fullmatch(file.name)]
    problems += [f"call {number}: lies about: {name}" for name in left]
    if not isinstance(states[-1], Saved):
        problems.append(f"call {number}: the last that was said is {states[-1]}")
    return [*problems, *told], was_struck


async def struck_everywhere(base: Path, place: Path) -> list[str]:
    problems: list[str] = []
    for number in range(1, 500):
        root = place / str(number)
        shutil.copytree(base, root)
        found, was_struck = await struck(root, number)
        problems += found
        if not was_struck:
            assert number > 20, "a save makes more calls than that"
            return problems
    raise AssertionError("a save makes fewer calls than that")


async def test_whatever_call_fails_the_autosave_puts_it_right_by_itself(base: Path, tmp_path: Path) -> None:
    assert await struck_everywhere(base, tmp_path) == []


async def test_the_trial_catches_an_autosave_that_takes_a_failure_for_saved(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_if_saved(self: Autosave, reason: str, seats: object = None) -> None:
        self._done(self._hub.session, ())

    monkeypatch.setattr(Autosave, "_fail", as_if_saved)
    assert await struck_everywhere(base, tmp_path) != []
