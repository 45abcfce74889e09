"""How large files may get, and how many bytes words take in them, so that every state that is granted can be saved.

The counts are upper bounds: what fits by them fits on the disk. They follow how ``tomli_w`` writes TOML: UTF-8, a
quotation mark and a backslash escaped by a backslash, and an array with one item on each line.
"""

from collections.abc import Iterable
from typing import Final

from copworkshop.model.people import Seat
from copworkshop.model.topten import Candidate, Edit

FILE_BYTES: Final = 1_000_000
"""No file of a session is longer, its last line included."""

SEAT_BYTES: Final = 700_000
"""Bytes that one person may have written in all. The rest of :data:`FILE_BYTES` is for readers' remarks."""

REMARKS_BYTES: Final = 200_000
"""Bytes that readers may leave with one proposal in all: it moves into its author's file when the session is closed."""

EDITED_BYTES: Final = 550_000
"""Bytes that the ideas which were merged, reworded or taken off the list may take."""

MERGES_BYTES: Final = 950_000
"""Bytes that these ideas, the steps to undo and the pairs kept apart may take together: they share a file."""

APART_NUMBERS: Final = 10_000
"""How many idea numbers are kept in the groups that are not to be merged; the oldest groups are dropped beyond it."""

MOST_IDEAS: Final = 15_000
"""Ideas of one session, withdrawn ones included."""

MOST_WITHDRAWN: Final = 50
"""Withdrawn ideas kept for one person, in addition to those that the plan grants."""

MOST_REMARKS: Final = 100
"""Remarks that one person proposes in a session, declined ones and those taken back included."""

MOST_MERGED: Final = 300
"""Ideas merged into one."""

MOST_PAPERS: Final = 1_000
"""Paper ballots without a name, for each vote."""

MOST_TABLES: Final = 200

MOST_PEOPLE: Final = 500
"""People in the room at a time. More people are better served by several rooms."""

MOST_SEATS: Final = 1_000
"""Seats of one session, those of people who were taken out included. Each of them has a file."""

_NUMBER: Final = 16
"""Bytes of an idea's number on a line of its own."""
_RECORD: Final = 200
"""Bytes of a record but for its texts: its heading, its keys and its flags."""


def text_bytes(text: str) -> int:
    """Return how many bytes a text takes in a file at most: those that are escaped or shielded take two."""
    return len(text.encode(errors="replace")) + sum(map(text.count, '"\\#'))


def seat_bytes(seat: Seat) -> int:
    """Return how many bytes a person's words take in the seat's file at most."""
    texts = [
        *seat.proposal.answers.values(),
        *(idea.text for idea in seat.ideas),
        *(note.text for note in seat.proposed),
        *((seat.answer.words,) if seat.answer is not None else ()),
        *_left(seat),
    ]
    records = len(seat.proposal.answers) + len(seat.ideas) + len(seat.proposed) + len(seat.readings)
    records += seat.answer is not None
    numbers = len(seat.read) + sum(len(merge) + 1 for merge in seat.proposed_merges)
    return sum(map(text_bytes, texts)) + _RECORD * records + _NUMBER * numbers


def remark_bytes(strength: str | None, question: str | None) -> int:
    """Return how many bytes at most a reader's remark on a proposal takes."""
    return _RECORD + text_bytes(strength or "") + text_bytes(question or "")


def candidates_bytes(candidates: Iterable[Candidate]) -> int:
    """Return how many bytes these candidates take at most."""
    return sum(_RECORD + _NUMBER * len(each.members) + text_bytes(each.wording) for each in candidates)


def edit_bytes(edit: Edit) -> int:
    """Return how many bytes a step that can be undone takes at most."""
    return _RECORD + text_bytes(edit.what) + candidates_bytes(edit.before) + candidates_bytes(edit.after)


def apart_bytes(apart: Iterable[tuple[int, ...]]) -> int:
    """Return how many bytes the groups kept apart take at most."""
    return sum(_NUMBER * (len(numbers) + 1) for numbers in apart)


def _left(seat: Seat) -> Iterable[str]:
    for reading in seat.readings:
        yield reading.remark.strength or ""
        yield reading.remark.question or ""
