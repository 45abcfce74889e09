"""The ideas of Activity 2 as lists: numbered, and filtered by a search."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from textual.content import Content

from copworkshop.model.topten import Candidate
from copworkshop.toolkit.theme import BODY, KEY
from copworkshop.toolkit.widgets.cells import wrap


def numbered(candidates: Sequence[Candidate], width: int) -> list[Content]:
    """Return the candidates as lines of at most `width` cells, each with its number before its wording."""
    column = max((len(str(candidate.lead)) for candidate in candidates), default=1)
    lines: list[Content] = []
    for candidate in candidates:
        first, *rest = wrap(candidate.wording, max(1, width - column - 2))
        lines.append(Content.assemble((f"{candidate.lead:>{column}}  ", KEY), (first, BODY)))
        lines += [Content.styled(" " * (column + 2) + part, BODY) for part in rest]
    return lines


def matching(candidates: Iterable[Candidate], typed: str) -> tuple[Candidate, ...]:
    """Return the candidates that match every typed word: it is in the wording, or one of the numbers starts with it."""
    wanted = _folded(typed).split()
    return tuple(candidate for candidate in candidates if all(_fits(candidate, word) for word in wanted))


def words_of_picks(candidates: Iterable[Candidate]) -> Mapping[int, str]:
    """Return the wording for each number that a ballot can name, including the numbers of merged ideas."""
    return {member: candidate.wording for candidate in candidates for member in candidate.members}


def _fits(candidate: Candidate, word: str) -> bool:
    return word in _folded(candidate.wording) or any(str(member).startswith(word) for member in candidate.members)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
