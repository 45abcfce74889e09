"""Every byte of the files flipped, and every truncation: a sentence, the copy from before, and nothing overwritten.

``uv run python -m tests.soak damage`` flips all eight bits of every byte.
"""

import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import apply
from copworkshop.store.check import check
from copworkshop.store.errors import StoreError
from copworkshop.store.sessions import create, open_, open_read_only, overview
from helpers.session_builder import NOW, ask, at

NAME = "2026-11-23-damaged"
FILES = ("session.toml", "seats/01-maple.toml")
PLAN = packaged_text("session4")


def made(root: Path) -> Session:
    """Make a session that was saved twice, so that each file has a copy from before; return it as it was then."""
    opened = create(root, NAME, PLAN, NOW)
    first = at(ask(opened.session, AddSeat(name="Participant 1", word="maple-0001")), Kind.PROPOSAL)
    opened.save(opened.session, first)
    words = WriteField(seat=1, field="problems", text="Each shift solves\nthe same problem anew.")
    second = at(apply(first, words, participant(1), NOW), Kind.LIFECYCLE)
    opened.save(first, second)
    opened.close()
    return second


@dataclass
class Outcome:
    """What became of damaged files, counted."""

    same: int = 0
    """The session was as it had been: what was hit was a space, or the number of an older revision."""
    changed: int = 0
    """The damage made another text of a text, which no reader can know from what was meant."""
    copies: int = 0
    """The copy from before was used, and the facilitator told."""
    refused: int = 0
    """It was not opened, with a sentence."""
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        tried = self.same + self.changed + self.copies + self.refused
        return (
            f"{tried} damaged files: {self.copies} times the copy from before was used and told of, {self.refused} "
            f"refused with a sentence, {self.same} harmless, {self.changed} read as another text; "
            f"{len(self.problems)} problems"
        )


def tried(root: Path, file: str, versions: Iterable[bytes], whole: Session) -> Outcome:
    """Put each damaged version in the file's place and open the session; say what became of it."""
    outcome = Outcome()
    for data in versions:
        with TemporaryDirectory() as place:
            copy = Path(shutil.copytree(root, Path(place) / "sessions"))
            target = copy / NAME / file
            target.write_bytes(data)
            problem = _opened(copy, target, data, whole, outcome)
            if problem is not None:
                outcome.problems = (*outcome.problems, f"{file}: {problem}: {data[:60]!r}…")
    return outcome


def _opened(root: Path, target: Path, data: bytes, whole: Session, outcome: Outcome) -> str | None:
    try:
        check(root / NAME)
        overview(root)
        seen = open_read_only(root, NAME)
    except StoreError as error:
        outcome.refused += 1
        if not str(error).endswith((".", "!", "sessions")):
            return f"no sentence: {error}"
        return None if target.read_bytes() == data else "it was overwritten though it was refused"
    except Exception as error:
        return f"a traceback: {error!r}"
    try:
        opened = open_(root, NAME)
    except Exception as error:
        return f"it could be looked at and not opened: {error!r}"
    opened.close()
    if opened.session != seen.session:
        return "who looks and who opens see another session"
    kept = [file.read_bytes() for file in target.parent.glob(f"{target.name}*")]
    if data not in kept:
        return "what could not be read was overwritten"
    if opened.incidents:
        outcome.copies += 1
        return (
            None if open_read_only(root, NAME).session == opened.session else "the second opening sees another session"
        )
    if opened.session == whole:
        outcome.same += 1
    else:
        outcome.changed += 1
    return None


def flipped(data: bytes, bits: Sequence[int] | None, chance: random.Random) -> Iterable[bytes]:
    """Yield the bytes with one bit of each flipped: all of `bits` of each, or one that chance picks."""
    for place in range(len(data)):
        for bit in bits or [chance.randrange(8)]:
            yield data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def truncated(data: bytes) -> Iterable[bytes]:
    """Yield every beginning of the bytes that is shorter than they are."""
    for length in range(len(data) - 1):  # without the last line end alone it is whole
        yield data[:length]


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_a_flipped_bit_is_a_sentence_and_never_a_traceback(tmp_path: Path, file: str) -> None:
    whole = made(tmp_path)
    data = (tmp_path / NAME / file).read_bytes()
    some = random.Random(8).sample(list(flipped(data, None, random.Random(8))), 25)
    outcome = tried(tmp_path, file, some, whole)
    assert outcome.problems == ()
    assert outcome.copies > 0


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_a_truncated_file_is_never_taken_for_a_whole_one(tmp_path: Path, file: str) -> None:
    whole = made(tmp_path)
    some = random.Random(8).sample(list(truncated((tmp_path / NAME / file).read_bytes())), 25)
    outcome = tried(tmp_path, file, some, whole)
    assert outcome == Outcome(copies=len(some))


def test_a_damaged_plan_is_left_alone_and_the_first_one_used(tmp_path: Path) -> None:
    whole = made(tmp_path)
    data = (tmp_path / NAME / "plan.toml").read_bytes()
    chance = random.Random(8)
    some = chance.sample(list(truncated(data)), 6) + chance.sample(list(flipped(data, None, chance)), 6)
    assert tried(tmp_path, "plan.toml", some, whole).problems == ()


def main(arguments: Sequence[str]) -> int:
    """Flip every bit of every byte of a small session's files, and cut each at every byte."""
    del arguments
    problems: tuple[str, ...] = ()
    for file in FILES:
        with TemporaryDirectory() as place:
            root = Path(place)
            whole = made(root)
            data = (root / NAME / file).read_bytes()
            for what, versions in (
                ("every bit flipped", flipped(data, range(8), random.Random(8))),
                ("every truncation", truncated(data)),
            ):
                outcome = tried(root, file, versions, whole)
                problems += outcome.problems
                print(f"{file} ({len(data)} bytes), {what}: {outcome}", flush=True)  # noqa: T201
    for problem in problems:
        print(" ", problem)  # noqa: T201
    return 1 if problems else 0
