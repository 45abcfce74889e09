"""Each call to the system that the save of a whole session makes fails in turn, or the process dies in it.

Whatever call it was: every file holds the old or the new, whole; the session opens; what was called saved is there; the
next save, or the next start, puts all right and leaves nothing lying about.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from replay import Tree, tree

from copworkshop.content.loader import packaged_text
from copworkshop.model.numbering import every_idea
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.store import folder, sessions, temporary
from copworkshop.store.changes import Write, changes
from copworkshop.store.codec import seat_file
from copworkshop.store.errors import CannotSave, StoreError
from copworkshop.store.folder import Folder
from copworkshop.store.known_files import KnownFiles
from copworkshop.store.sessions import Opened, create, open_, open_read_only
from helpers.fault_injection import Faults, Killed
from helpers.sampling import soaking
from helpers.session_builder import NOW, ask, at

pytestmark = pytest.mark.slow

NAME = "2026-11-23-harbour"
PLAN = packaged_text("session4")
SEATS = (1, 2, 3)
ENDS = ("an error", "death")
STRIDE = 5
"""The suite strikes one call of so many. A write makes five: it strikes each write, at a place that moves along."""

"""The files of a session's folder, by their path below it, but for those of its lock."""


def written(session: Session, words: str) -> Session:
    for seat in SEATS:
        session = ask(session, WriteField(seat=seat, field="problems", text=words), actor=participant(seat))
    return session


def people_come(session: Session) -> Session:
    for number in (4, 5):
        session = ask(session, AddSeat(name=f"Participant {number}", word=f"maple-000{number}"))
    return session


def people_write_and_the_room_moves_on(session: Session) -> Session:
    return at(written(session, "second, and longer"), Kind.TOP_TEN, "collect")


def the_session_is_closed(session: Session) -> Session:
    return ask(session, CloseSession())


CHANGES: dict[str, Callable[[Session], Session]] = {
    change.__name__: change for change in (people_come, people_write_and_the_room_moves_on, the_session_is_closed)
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of three who have ideas and have written twice, so that every file has its copy from before."""
    root = tmp_path_factory.mktemp("base")
    opened = create(root, NAME, PLAN, NOW)
    session = opened.session
    for number in SEATS:
        session = ask(session, AddSeat(name=f"Participant {number}", word=f"maple-000{number}"))
    session = at(session, Kind.TOP_TEN, "collect")
    for number in SEATS:
        session = ask(session, AddIdea(seat=number, text=f"Idea of {number}"), actor=participant(number))
    opened.save(opened.session, session)
    again = ask(written(at(session, Kind.PROPOSAL), "first"), AddNote(prompt="problems", text="A remark"))
    opened.save(session, again)
    opened.close()
    return root


@cache
def as_seen(held: frozenset[tuple[str, bytes]], scratch: Path) -> tuple[Session | None, tuple[str, ...]]:
    """What somebody sees who looks at these files, and what they are told is wrong."""
    place = scratch / str(len(list(scratch.iterdir()))) / NAME
    for name, data in held:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    try:
        seen = open_read_only(place.parent, NAME)
    except StoreError as error:
        return None, (str(error),)
    return seen.session, seen.incidents


@dataclass
class Struck:
    """One save in which one call was struck: what there was before, what there should be, and what is wrong."""

    root: Path
    scratch: Path
    change: Callable[[Session], Session]
    dies: bool
    old: Tree
    new: Tree

    def tried(self, at: int) -> tuple[list[str], bool]:
        """Strike that call; return what was wrong, and whether there was such a call."""
        opened = open_(self.root, NAME)
        before, after = opened.session, self.change(opened.session)
        saved = True
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, at, dies=self.dies, below=self.root)
            try:
                opened.save(before, after)
            except (CannotSave, Killed):
                saved = False
        problems = self.torn(before, saved=saved)
        if not saved and not self.dies:
            opened.save(before, after)
            problems += [f"not put right by the next save: {name}" for name in self.amiss(tree(self.root / NAME))]
        if self.dies:
            opened.folder.lock.let_go()  # type: ignore[union-attr] # as the system does
        else:
            opened.close()
        problems += self.after_a_start(after, saved=saved or not self.dies)
        return [f"call {at}: {problem}" for problem in problems], faults.struck

    def amiss(self, now: Tree) -> set[str]:
        """Which files are not as they should be after the save; what is swept at the next start may be there."""
        there = {name: data for name, data in now.items() if not temporary.TEMPORARY.fullmatch(Path(name).name)}
        return {name for name in {*there, *self.new} if not self.is_done(name, there.get(name))}

    def is_done(self, name: str, data: bytes | None) -> bool:
        """Tell whether a file is as the save should leave it; where there are copies from before, any will do."""
        if name.endswith(".previous") and any(other.endswith(".previous") for other in self.new):
            return data is None or self.is_whole(name, data)
        return data == self.new.get(name)

    def is_whole(self, name: str, data: bytes | None) -> bool:
        """Tell whether these bytes were ever saved in this file, or in the one that it is a copy of."""
        both = (name, name.removesuffix(".previous"))
        return any(data == held.get(file) for held in (self.old, self.new) for file in both)

    def torn(self, before: Session, *, saved: bool) -> list[str]:
        """Say what is wrong right after the save, as the files are."""
        now, problems = tree(self.root / NAME), []
        for name, data in now.items():
            if name.endswith((".toml", ".previous")) and not self.is_whole(name, data):
                problems.append(f"{name} is neither the old nor the new")
        if saved:
            problems += [f"called saved: {name}" for name in self.amiss(now)]
        seen, told = as_seen(frozenset(now.items()), self.scratch)
        problems += told
        if seen is not None:
            kept = {idea.text for idea in every_idea(seen)}
            problems += [f"gone: {idea.text}" for idea in every_idea(before) if idea.text not in kept]
        return problems

    def after_a_start(self, after: Session, *, saved: bool) -> list[str]:
        """Say what is wrong once the session has been opened again, and saved again."""
        problems: list[str] = []
        with closing(open_(self.root, NAME)) as opened:
            problems += opened.incidents
            if saved and opened.session != after:
                problems.append("called saved, and not there after a start")
            closed = opened.session.closed is not None
            more = opened.session if closed else ask(opened.session, AddSeat(name="Late", word="maple-0009"))
            opened.save(opened.session, more)
        if open_read_only(self.root, NAME).session != more:
            problems.append("what is saved after a start is not there")
        now = tree(self.root / NAME)
        known = {*self.new, seat_file(more.seats[max(more.seats)]), *(() if closed else self.old)}
        problems += [f"lies about: {name}" for name in now if name.removesuffix(".previous") not in known]
        problems += [f"tells whose idea it was: {name}" for name, data in now.items() if closed and linked(name, data)]
        return problems


def linked(name: str, data: bytes) -> bool:
    return name.startswith("seats/") and b"Idea of" in data


@contextmanager
def closing(opened: Opened) -> Iterator[Opened]:
    try:
        yield opened
    finally:
        opened.close()


def struck_everywhere(
    base: Path, scratch: Path, change: Callable[[Session], Session], *, dies: bool, every: int = 1
) -> Iterator[str]:
    """Strike every call of the save in turn, or one of `every`; yield what was wrong afterwards."""
    whole, seen = scratch / "whole", scratch / "seen"
    shutil.copytree(base, whole)
    seen.mkdir()
    old = tree(whole / NAME)
    with closing(open_(whole, NAME)) as opened:
        opened.save(opened.session, change(opened.session))
    new = tree(whole / NAME)
    for number in range(1, 1000, every):
        root = scratch / str(number)
        shutil.copytree(base, root)
        found, struck = Struck(root, seen, change, dies, old, new).tried(number)
        yield from found
        shutil.rmtree(root)
        if not struck:
            assert number > 20, "a save makes more calls than that"
            return
    raise AssertionError("a save makes fewer calls than that")


def in_place(path: Path, data: bytes, **_: object) -> None:
    """Stands for a save that opens the file itself."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def silent(self: Folder, wanted: Mapping[str, bytes], _needs: object) -> dict[str, str]:
    """Stands for a store that passes over a file it cannot write."""
    for name, data in wanted.items():
        with suppress(CannotSave):
            WRITE_EACH(self, {name: data}, {})
    return {}


def forgetful(self: KnownFiles, name: str, data: bytes) -> bool:
    """Stands for a store that takes what it has begun to write for written."""
    needed = NEEDS(self, name, data)
    if needed:
        with suppress(OSError):  # a new file is not there yet
            self.remember(name, data)
    return needed


def seats_first(before: Session | None, after: Session, **options: bool) -> dict[str, Write]:
    """Stands for a closing that takes ideas from the seats before the room has them."""
    wanted = changes(before, after, **options)
    seats = {name: Write(write.text) for name, write in wanted.items() if name.startswith("seats/")}
    return seats | {name: write for name, write in wanted.items() if name not in seats}


def none(_: Path) -> int:
    """Stands for a start that sweeps nothing."""
    return 0


WRITE_EACH = Folder.write_each
NEEDS = KnownFiles.needs
MUTANTS: dict[str, tuple[Any, str, Callable[..., Any], str, bool]] = {
    "a file is written in place": (folder, "replace", in_place, "people_write_and_the_room_moves_on", True),
    "a failure is passed over": (Folder, "write_each", silent, "people_write_and_the_room_moves_on", False),
    "a failure is forgotten": (KnownFiles, "needs", forgetful, "people_write_and_the_room_moves_on", False),
    "ideas leave the seats first": (sessions, "changes", seats_first, "the_session_is_closed", True),
    "nothing is swept": (folder, "sweep", none, "people_come", True),
}
"""What is put in whose place, and the change and the end of the process (or an error) in which it must be caught."""


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_call_is_struck_while(base: Path, tmp_path: Path, change: str, end: str) -> None:
    every = 1 if soaking() else STRIDE
    assert list(struck_everywhere(base, tmp_path, CHANGES[change], dies=end == "death", every=every)) == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_trial_catches_a_store_in_which(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    place, name, instead, change, dies = MUTANTS[mutant]
    monkeypatch.setattr(place, name, instead)
    assert next(struck_everywhere(base, tmp_path, CHANGES[change], dies=dies), None) is not None
