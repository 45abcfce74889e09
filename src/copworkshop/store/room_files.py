"""The room's words in files: ideas, remarks, questions, merges and ballots, divided so that each can hold its share.

Ideas and remarks are divided by their numbers, so an idea never moves from one file to another. Only when it gets its
public number, it leaves a file of new ideas, and is in its new one before. Merges and what can be undone of them share
a file, because one without the other would be wrong. The ballots of a vote share one, too. What these hold is bounded
by the rules (:mod:`copworkshop.model.limits`).

The public numbers that ideas were given have a file while the session runs. It is written before every other file that
may name them, so that an idea whose own file is older has the same number when it is read again.

While the session runs, the files are in the folder ``room``. When it is closed, the ideas and ballots of all people are
the room's, and its files are in the folder ``closed``: ``session.toml`` says which of the two folders counts, so the
session is open or closed as a whole at every moment of a power cut.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from pydantic import Field, model_validator

from copworkshop.model.base import Frozen
from copworkshop.model.numbering import is_public, within
from copworkshop.model.question import Question
from copworkshop.model.session import RoomNote, Session
from copworkshop.model.text import Name
from copworkshop.model.topten import Ballot, Candidate, Edit, Idea, IdeaKey, IdeaNumber, TopTen, Vote

N = TypeVar("N", Idea, RoomNote)

OPEN_FOLDER: Final = "room"
CLOSED_FOLDER: Final = "closed"

PER_FILE: Final = 500
"""Ideas or remarks of one file: of the longest, half of what a file can hold."""

TOP_TEN_FIELDS: Final = (
    "numbers",
    "unsigned_ideas",
    "edited",
    "undo",
    "redo",
    "apart",
    "unsigned_ballots",
    "later_papers",
    "table_ballots",
    "later_tables",
)
"""The fields of :class:`TopTen` that stand in these files."""

_NEW_IDEAS: Final = "ideas-new-"

_NAME: Final = re.compile(
    rf"(?:{OPEN_FOLDER}|{CLOSED_FOLDER})/(numbers|ideas|remarks|question|merges|ballots)(?:-([a-z0-9-]+))?\.toml"
)


class Numbers(Frozen):
    """The public numbers of ideas, by what they went by before. It is read together with the seats."""

    numbers: Mapping[IdeaKey, IdeaNumber] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _gives_each_number_once(self) -> "Numbers":
        if len(set(self.numbers.values())) != len(self.numbers):
            raise ValueError("two ideas have the same public number")
        return self


class Ideas(Frozen):
    """Ideas that belong to no seat."""

    ideas: tuple[Idea, ...] = ()


class Remarks(Frozen):
    """Remarks of the room, next to the prompts of the lifecycle."""

    remarks: tuple[RoomNote, ...] = ()


class OneQuestion(Frozen):
    """A question that was asked outside the plan. Each has a file, because a result can hold everybody's words."""

    question: Question | None = None


class Merges(Frozen):
    """The result of the merge round, by the lead of each candidate, and the steps that can be undone."""

    edited: Mapping[IdeaNumber, Candidate] = Field(default_factory=dict)
    undo: tuple[Edit, ...] = ()
    redo: tuple[Edit, ...] = ()
    apart: tuple[tuple[IdeaNumber, ...], ...] = ()


class Ballots(Frozen):
    """The ballots of one vote that belong to no seat."""

    vote: Vote
    papers: tuple[Ballot, ...] = ()
    tables: Mapping[Name, tuple[tuple[IdeaNumber, ...], ...]] = Field(default_factory=dict)


Content = Numbers | Ideas | Remarks | OneQuestion | Merges | Ballots
"""The content of one of these files."""
_Named = tuple[str, Content]
"""The content of a file, with the file's name without folder and ending."""

_MODELS: Final[Mapping[str, type[Content]]] = {
    "numbers": Numbers,
    "ideas": Ideas,
    "remarks": Remarks,
    "question": OneQuestion,
    "merges": Merges,
    "ballots": Ballots,
}


def folder_of(closed: bool) -> str:  # noqa: FBT001 - it is what the folders differ in
    """Return the folder that the files of an open or of a closed session are in."""
    return CLOSED_FOLDER if closed else OPEN_FOLDER


def model_of(file: str) -> type[Content] | None:
    """Return what a file of this name, such as ``room/ideas-1.toml``, holds; None where no file is called so."""
    found = _NAME.fullmatch(file)
    return _MODELS[found[1]] if found is not None else None


def holds_new_ideas(file: str) -> bool:
    """Tell whether the ideas of a file of this name have no public numbers yet: they leave it when they get them."""
    return file.startswith(f"{OPEN_FOLDER}/{_NEW_IDEAS}")


def room_files(session: Session) -> dict[str, Content]:
    """Return the files that hold the room's words, by their names, in the order in which they are read."""
    folder = folder_of(session.closed is not None)
    named = (*_of_session(session), *_of_ideas(session.top_ten), *_of_list(session.top_ten))
    return {f"{folder}/{name}.toml": content for name, content in named}


def _of_session(session: Session) -> Iterator[_Named]:
    if session.top_ten.numbers:
        yield "numbers", Numbers.model_construct(numbers=session.top_ten.numbers)
    for part, remarks in _divided(session.notes).items():
        yield f"remarks-{part}", Remarks.model_construct(remarks=remarks)
    for asked in session.questions:
        yield f"question-{asked.number}", OneQuestion.model_construct(question=asked)


def _of_ideas(held: TopTen) -> Iterator[_Named]:
    public = [idea for idea in held.unsigned_ideas if is_public(idea.number)]
    new = [idea for idea in held.unsigned_ideas if not is_public(idea.number)]
    for part, ideas in _divided(public).items():
        yield f"ideas-{part}", Ideas.model_construct(ideas=ideas)
    for part, ideas in _divided(new).items():
        yield f"{_NEW_IDEAS}{part}", Ideas.model_construct(ideas=ideas)


def _of_list(held: TopTen) -> Iterator[_Named]:
    if held.edited or held.undo or held.redo or held.apart:
        yield "merges", Merges.model_construct(edited=held.edited, undo=held.undo, redo=held.redo, apart=held.apart)
    for vote in Vote:
        papers, tables = held.papers(vote), held.tables(vote)
        if papers or tables:
            yield f"ballots-{vote}", Ballots.model_construct(vote=vote, papers=papers, tables=tables)


def changed_files(before: Session, after: Session) -> dict[str, Content]:
    """Return the files of the room's words that are to be written after a change, by their names.

    A file that nothing is left for is among them, with nothing in it.
    """
    unchanged = before.notes is after.notes and before.questions is after.questions
    if unchanged and before.top_ten is after.top_ten and before.closed == after.closed:
        return {}
    old, new = room_files(before), room_files(after)
    gone = {name: content for name, content in old.items() if name not in new and before.closed == after.closed}
    emptied = {name: _emptied(content) for name, content in gone.items()}
    return {name: content for name, content in new.items() if old.get(name) != content} | emptied


def together(session: Session, contents: Iterable[Content]) -> Session:
    """Return the session with these words as the room's. Of ideas with one number the first counts."""
    ideas: dict[int, Idea] = {}
    remarks: dict[int, RoomNote] = {}
    questions: dict[int, Question] = {}
    held = session.top_ten
    for content in contents:
        match content:
            case Numbers():
                held = held.replace(numbers=content.numbers)
            case Ideas():
                ideas = {idea.number: idea for idea in content.ideas} | ideas
            case Remarks():
                remarks = {note.number: note for note in content.remarks} | remarks
            case OneQuestion():
                questions |= {content.question.number: content.question} if content.question is not None else {}
            case Merges():
                held = held.replace(edited=content.edited, undo=content.undo, redo=content.redo, apart=content.apart)
            case Ballots():
                held = held.with_papers(content.vote, content.papers).with_tables(content.vote, content.tables)
    notes = tuple(remarks[number] for number in sorted(remarks))
    return session.replace(
        notes=notes,
        questions=tuple(questions[number] for number in sorted(questions)),
        top_ten=held.replace(unsigned_ideas=tuple(ideas[number] for number in sorted(ideas))),
    )


def _emptied(content: Content) -> Content:
    return Ballots(vote=content.vote) if isinstance(content, Ballots) else type(content)()


def _divided(items: Iterable[N]) -> dict[int, tuple[N, ...]]:
    """Return the items of each file, by the number in its name."""
    found: dict[int, list[N]] = {}
    for item in items:
        number = item.number if is_public(item.number) else within(item.number)
        found.setdefault((number - 1) // PER_FILE + 1, []).append(item)
    return {part: tuple(found[part]) for part in sorted(found)}
