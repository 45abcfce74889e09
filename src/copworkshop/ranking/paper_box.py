"""The ballots of a file of paper ballots, what was left out of them, and how many can be counted."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from copworkshop.model.text import same_words

MAX_BALLOTS = 10_000
MAX_IDEAS = 2_000
MAX_PLACES = 200_000
"""How many places all ballots may fill together, so that every rule counts them within two seconds."""
MAX_BYTES = 8 * 1024 * 1024
"""The greatest size of a file; whoever opens it compares the size before reading."""


_OPTION = re.compile(r"(?:\badd )?--(shape|header) (\w+)")


class BadPaper(ValueError):  # noqa: N818 - named for the thing that is wrong
    """A file of ballots that cannot be counted. The message is a sentence that names the line and says what to do."""

    @property
    def in_file(self) -> str:
        """The sentence for where there is no command line: its options are lines of the file."""
        first = _OPTION.sub(r"add the first line “# \1: \2”", str(self), count=1)
        return _OPTION.sub(r"“# \1: \2”", first)


@dataclass(frozen=True, slots=True)
class Papers:
    """The ballots of a file."""

    ideas: tuple[str, ...]
    """Every idea once, in the order of the file's list, or else in the order in which ballots first name them."""
    ballots: tuple[tuple[str, ...], ...]
    """What each person chose, the best first; empty for a person who chose nothing."""
    shared: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """The ballots on which ideas share a place, as groups of ideas, the best first. `ballots` does not contain them."""
    read_as: str = ""
    """How the file was read, as part of a sentence, such as “one ballot in each row”."""
    left_out: tuple[str, ...] = ()
    """What was not counted, such as “2 blank papers”."""
    one_idea: tuple[tuple[str, ...], ...] = ()
    """The spellings that were counted as one idea; the one that is shown is first."""

    def summary(self, *, counts_shared: bool = False) -> str:
        """Return one line: what was read, what was left out, and which spellings are one idea.

        Ballots with shared places are left out unless the rule `counts_shared`.
        """
        left_out = list(self.left_out)
        if self.shared and not counts_shared:
            ballots = "1 ballot" if len(self.shared) == 1 else f"{len(self.shared):,} ballots"
            left_out.append(f"{ballots} with shared places, which this rule cannot count")
        told = [f"Read as: {self.read_as}."]
        if left_out:
            told.append(f"Left out: {'; '.join(left_out)}.")
        if self.one_idea:
            told.append(f"Counted as one idea: {_spelled(self.one_idea)}.")
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot as the file contains it."""

    line: int
    ideas: tuple[str, ...]
    people: int = 1
    shared: tuple[tuple[str, ...], ...] = ()
    """The ideas in groups, if some share a place; `ideas` is ignored then."""
    cells: tuple[int, ...] = ()
    """In which cell, from 1, each of the ideas is; empty if the places are numbered instead."""


@dataclass(slots=True)
class Notes:
    """What a reader has left out so far."""

    columns: list[str] = field(default_factory=list)
    blank_papers: int = 0
    empty_words: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    """What was left out of how many lines, for kinds of which there can be one in each."""
    others: list[str] = field(default_factory=list)

    def told(self) -> tuple[str, ...]:
        """Return everything that was left out, in words."""
        words = ", ".join(f"“{word}”" for word, _ in self.empty_words.most_common(4))
        empty = self.empty_words.total()
        parts = [
            *([f"{'column' if len(self.columns) == 1 else 'columns'} {_listed(self.columns)}"] if self.columns else []),
            *([many(self.blank_papers, "blank paper")] if self.blank_papers else []),
            *([f"{many(empty, 'cell')} that {'says' if empty == 1 else 'say'} {words}"] if empty else []),
            *([many(self.comments, "comment line")] if self.comments else []),
            *self.others,
            *(f"{what} (in {many(number, 'line')})" for what, number in self.lines.items()),
        ]
        return tuple(parts)


def many(number: int, noun: str) -> str:
    """Return a number and its noun, such as “1 ballot” or “2 ballots”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def collected(
    papers: Iterable[Paper], listed: Iterable[str] = (), *, read_as: str = "", notes: Notes | None = None
) -> Papers:
    """Collect ballots. The ideas `listed` by the file itself come first.

    In a file that lists no ideas, spellings that :func:`same_words` holds for the same are one idea.

    Raises:
        BadPaper: a ballot names an idea twice, there are no ballots, or more ballots, ideas or places than can be
            counted.

    """
    spelling = _Spelling(listed)
    ballots: list[tuple[str, ...]] = []
    shared: list[tuple[tuple[str, ...], ...]] = []
    places = 0
    for paper in papers:
        if len(ballots) + len(shared) + paper.people > MAX_BALLOTS:
            raise BadPaper(
                f"Line {paper.line}: this is more than {MAX_BALLOTS:,} ballots; "
                "count them in parts, or take out what is not a ballot."
            )
        groups = tuple(map(spelling.keys, paper.shared))
        keys = spelling.keys(paper.ideas) if not groups else sum(groups, ())
        _require_once(paper, keys)
        if spelling.ideas > MAX_IDEAS:
            raise BadPaper(
                f"Line {paper.line}: this is more than {MAX_IDEAS:,} different ideas; "
                "check that the same idea is worded the same on every ballot."
            )
        places += len(keys) * paper.people
        if places > MAX_PLACES:
            raise BadPaper(
                f"Line {paper.line}: the ballots fill more than {MAX_PLACES:,} places together; count them in parts."
            )
        if groups:
            shared.extend([groups] * paper.people)
        else:
            ballots.extend([keys] * paper.people)
    if not ballots and not shared:
        raise BadPaper("There is no ballot in the file; put one ballot on each line, the best idea first.")
    shown = spelling.shown()
    return Papers(
        ideas=tuple(shown.values()),
        ballots=_shown(ballots, shown),
        shared=tuple(_shown(groups, shown) for groups in shared),
        read_as=read_as,
        left_out=notes.told() if notes is not None else (),
        one_idea=spelling.joined(shown),
    )


def without_shared_last(papers: Papers, notes: Notes) -> Papers:
    """Return the ballots where ideas that share the last place of a complete ballot are not ranked."""
    unranked = 0
    strict = list(papers.ballots)
    shared = []
    for groups in papers.shared:
        complete = sum(map(len, groups)) == len(papers.ideas)
        ranked = groups[:-1] if complete and len(groups[-1]) > 1 else groups
        unranked += len(ranked) < len(groups)
        if all(len(group) == 1 for group in ranked):
            strict.append(tuple(idea for (idea,) in ranked))
        else:
            shared.append(ranked)
    if unranked:
        notes.others.append(f"the last place of {many(unranked, 'ballot')}, which all the remaining ideas share")
    return replace(papers, ballots=tuple(strict), shared=tuple(shared))


class _Spelling:
    """The ideas by what makes them the same, with their spellings in the order in which they came."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._key_of = _Keys(listed)
        self._times: Counter[str] = Counter()

    @property
    def ideas(self) -> int:
        """How many ideas there are so far."""
        return len(self._key_of.different)

    def keys(self, ideas: Sequence[str]) -> tuple[str, ...]:
        self._times.update(ideas)
        return tuple(map(self._key_of.__getitem__, ideas))

    def forms(self) -> dict[str, Counter[str]]:
        """Return the spellings of each idea that are on ballots, with how often each is."""
        forms: dict[str, Counter[str]] = {key: Counter() for key in self._key_of.different}
        for idea, times in self._times.items():
            forms[self._key_of[idea]][idea] = times
        return forms

    def shown(self) -> dict[str, str]:
        """Return the spelling to show for each idea: the most frequent one, in usual letters if there is a choice."""
        return {key: _best(forms) if forms else key for key, forms in self.forms().items()}

    def joined(self, shown: dict[str, str]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            (shown[key], *(form for form in forms if form != shown[key]))
            for key, forms in self.forms().items()
            if len(forms) > 1
        )


class _Keys(dict[str, str]):
    """What makes each spelling the same idea as others; computed once for each. Ideas that are `listed` are fixed."""

    def __init__(self, listed: Iterable[str]) -> None:
        super().__init__((idea, idea) for idea in listed)
        self.different = dict.fromkeys(self)
        self._fixed = bool(self)

    def __missing__(self, idea: str) -> str:
        key = self[idea] = idea if self._fixed else same_words(idea)
        self.different[key] = None
        return key


def _best(forms: Counter[str]) -> str:
    return max(forms, key=lambda form: (forms[form], unicodedata.is_normalized("NFKC", form)))


def _shown(ballots: Iterable[tuple[str, ...]], shown: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return ballots in the spelling to show. Equal ballots become one object, which saves time and space."""
    words: dict[tuple[str, ...], tuple[str, ...]] = {}
    for keys in ballots:
        if keys not in words:
            words[keys] = tuple(map(shown.__getitem__, keys))
    return tuple(map(words.__getitem__, ballots))


def _require_once(paper: Paper, keys: Sequence[str]) -> None:
    if len(set(keys)) == len(keys):
        return
    seen: dict[str, int] = {}
    ideas = paper.ideas if not paper.shared else sum(paper.shared, ())
    unit = "cell" if paper.cells else "place"
    for index, (key, idea) in enumerate(zip(keys, ideas, strict=True)):
        where = paper.cells[index] if paper.cells else index + 1
        if key in seen:
            first = seen[key]
            earlier = paper.cells[first] if paper.cells else first + 1
            other = ideas[first]
            same = (
                f"“{idea}” is in {unit} {earlier} already"
                if other == idea
                else f"“{idea}” is the same idea as “{other}” in {unit} {earlier}"
            )
            raise BadPaper(f"Line {paper.line}, {unit} {where}: {same}; name each idea once on a ballot.")
        seen[key] = index


def _listed(words: Sequence[str]) -> str:
    if len(words) <= 6:
        return ", ".join(words)
    return f"{', '.join(words[:5])} and {len(words) - 5} more"


def _spelled(joined: Sequence[tuple[str, ...]]) -> str:
    parts = [" = ".join(f"“{form}”" for form in forms[:4]) + (" …" if len(forms) > 4 else "") for forms in joined[:5]]
    return "; ".join(parts) + (f"; and {len(joined) - 5} more" if len(joined) > 5 else "")
