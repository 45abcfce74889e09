"""Whatever a power cut leaves of a save, what was called saved is there; replay.py says what it may leave."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from replay import Moment, Recorder, Tree, outcomes

from copworkshop.content.loader import packaged_text
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.store import files, folder
from copworkshop.store.errors import StoreError
from copworkshop.store.sessions import create, open_read_only
from helpers.session_builder import NOW, ask, at

NAME = "2026-11-23-harbour"
PLAN = packaged_text("session4")
A_FEW = 120
"""Outcomes of one moment that are tried in full, by opening the session."""


def two_write(session: Session, words: str) -> Session:
    for seat in (1, 2):
        session = ask(session, WriteField(seat=seat, field="problems", text=words), actor=participant(seat))
    return session


def saved_again_and_again(root: Path, recorder: Recorder) -> list[Session]:
    """Begin a session and save it seven times; return it as it was each time."""
    opened = create(root, NAME, PLAN, NOW)
    recorder.saved()
    held = [opened.session]

    def save(session: Session) -> None:
        opened.save(held[-1], session)
        recorder.saved()
        held.append(session)

    people = (AddSeat(name="Participant 1", word="maple-0001"), AddSeat(name="Participant 2", word="cedar-0002"))
    save(at(ask(held[-1], *people), Kind.PROPOSAL))
    save(two_write(held[-1], "first"))
    save(two_write(held[-1], "second, and longer than the first was"))
    save(ask(two_write(held[-1], "third"), AddNote(prompt="problems", text="A remark")))
    save(two_write(held[-1], "fourth, written into files that were replaced"))
    save(ask(at(held[-1], Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="Bring a real case"), actor=participant(1)))
    save(ask(held[-1], CloseSession()))
    opened.close()
    return held


def recorded(place: Path) -> tuple[Recorder, list[Session]]:
    recorder = Recorder(place)
    with recorder.recording():
        held = saved_again_and_again(place / "sessions", recorder)
    return recorder, held


@cache
def session_in(files: frozenset[tuple[str, bytes]]) -> Session | str:
    """The session that is opened from what the power cut left, or why there is none."""
    with TemporaryDirectory() as place:
        for path, data in files:
            file = Path(place, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        try:
            return open_read_only(Path(place, "sessions"), NAME).session
        except StoreError as error:
            return str(error)


def lost(moment: Moment, held: list[Session], tree: Tree) -> str | None:
    """What of the last save that was acknowledged is missing."""
    if moment.said == 0:
        return None
    found = session_in(frozenset(item for item in tree.items() if "/." not in item[0]))
    if isinstance(found, str):
        return f"after save {moment.said}: {found}"
    least = held[moment.said - 1]
    if found.revision < least.revision or not set(least.seats) <= set(found.seats):
        return f"after save {moment.said}: revision {found.revision} of {least.revision}, seats {list(found.seats)}"
    if len(found.notes) < len(least.notes):
        return f"after save {moment.said}: a remark is lost"
    for number, seat in least.seats.items():
        words = [*seat.proposal.answers.values(), *(idea.text for idea in seat.ideas)]
        now = found.seats[number]
        texts = {*now.proposal.answers.values(), *(idea.text for idea in (*now.ideas, *found.top_ten.unsigned_ideas))}
        newer = {text for later in held[moment.said :] for text in later.seats[number].proposal.answers.values()}
        if not set(words) <= texts and not newer & texts:
            return f"after save {moment.said}: seat {number} lost its words"
    return None


def problems(recorder: Recorder, held: list[Session], every: int = 1) -> list[str]:
    """Cut the power at every moment, and say what was lost."""
    chance = random.Random(8)
    found: list[str] = []
    for moment in recorder.moments[::every]:
        for tree in outcomes(moment, chance, A_FEW):
            problem = lost(moment, held, tree)
            if problem is not None:
                found.append(problem)
                break
    return found


def test_a_power_cut_at_any_moment_loses_nothing_that_was_called_saved(tmp_path: Path) -> None:
    recorder, held = recorded(tmp_path)
    assert len(recorder.moments) > 100
    assert problems(recorder, held) == []


def test_after_closing_no_power_cut_brings_back_whose_idea_it_was(tmp_path: Path) -> None:
    recorder, held = recorded(tmp_path)
    last = recorder.moments[-1]
    assert last.said == len(held)
    for tree in outcomes(last, random.Random(8)):
        at_seats = {path: data for path, data in tree.items() if "/seats/" in path}
        assert not [path for path, data in at_seats.items() if b"Bring a real case" in data]


def test_no_power_cut_gives_one_persons_file_what_is_anothers(tmp_path: Path) -> None:
    recorder, _ = recorded(tmp_path)
    chance = random.Random(8)
    for moment in recorder.moments:
        for tree in outcomes(moment, chance, A_FEW):
            for path, data in tree.items():
                if "/seats/" in path and "/." not in path:
                    theirs = b"cedar-0002" if "/01-" in path else b"maple-0001"
                    assert theirs not in data


def nothing(*_: object, **__: object) -> None:
    """Stands for a call that somebody left out."""


def in_place(path: Path, data: bytes, **_: object) -> None:
    """Stands for a save that opens the file itself."""
    path.unlink(missing_ok=True)
    files.write_new(path, data, sync=False)


MUTANTS: dict[str, tuple[ModuleType, str, Callable[..., None]]] = {
    "nothing is synced": (files, "_sync", nothing),
    "no new folder is synced": (files, "sync_folder", nothing),
    "no folder is synced after a save": (folder, "sync_folder", nothing),
    "a file is written in place": (folder, "replace", in_place),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_trial_catches_a_store_in_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(*MUTANTS[mutant])
    recorder, held = recorded(tmp_path)
    assert problems(recorder, held, every=5) != []
