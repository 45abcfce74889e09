"""The ballots of a file of paper ballots, and how many can be counted."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_BALLOTS = 10_000
MAX_IDEAS = 2_000


class BadPaper(ValueError):  # noqa: N818 - named for the thing that is wrong
    """A file of ballots that cannot be counted. The message is a sentence that names the line and says what to do."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The ballots of a file."""

    ideas: tuple[str, ...]
    """Every idea once, in the order of the file's list, or else in the order in which ballots first name them."""
    ballots: tuple[tuple[str, ...], ...]
    """What each person chose, the best first; empty for a person who chose nothing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot as the file contains it."""

    line: int
    ideas: tuple[str, ...]
    people: int = 1


def collected(papers: Iterable[Paper], listed: Iterable[str] = ()) -> Papers:
    """Collect ballots. The ideas `listed` by the file itself come first.

    Raises:
        BadPaper: there are no ballots, or more ballots or ideas than can be counted.

    """
    ideas = dict.fromkeys(listed)
    ballots: list[tuple[str, ...]] = []
    for paper in papers:
        if len(ballots) + paper.people > MAX_BALLOTS:
            raise BadPaper(
                f"Line {paper.line}: this is more than {MAX_BALLOTS:,} ballots; "
                "count them in parts, or take out what is not a ballot."
            )
        ideas.update(dict.fromkeys(paper.ideas))
        if len(ideas) > MAX_IDEAS:
            raise BadPaper(
                f"Line {paper.line}: this is more than {MAX_IDEAS:,} different ideas; "
                "check that the same idea is worded the same on every ballot."
            )
        ballots.extend([paper.ideas] * paper.people)
    if not ballots:
        raise BadPaper("There is no ballot in the file; put one ballot on each line, the best idea first.")
    return Papers(ideas=tuple(ideas), ballots=tuple(ballots))
