"""Which idea of the room is meant by the words on a paper ballot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from copworkshop.model.text import folded
from copworkshop.model.topten import Candidate
from copworkshop.rules.suggestions import plain_words


@dataclass(frozen=True, slots=True)
class MatchedPapers:
    """Paper ballots as numbers of ideas."""

    ballots: tuple[tuple[int, ...], ...]
    """The ideas on each paper that names any, best first. Ideas that the room merged have the best of their places."""
    faults: tuple[str, ...]
    """A sentence for each thing on the papers that cannot be a ballot; then no paper may be entered."""


def match_papers(
    papers: Iterable[Sequence[str]], listed: Sequence[Candidate], own_words: Mapping[int, str], places: int
) -> MatchedPapers:
    """Find the ideas of paper ballots among the `listed` ones.

    An idea is found by its words, or by those of an idea that was merged into it, whatever their capitals, spaces and
    punctuation: such ideas come first among those that the merge round suggests to merge. It is also found by one of
    its numbers.

    Args:
        papers: the ideas on each paper, best first.
        listed: the ideas that a ballot may name.
        own_words: the words of each idea that was merged into one of them, by number.
        places: how many ideas a ballot may name.

    """
    known = _known(listed, own_words)
    ballots: list[tuple[int, ...]] = []
    faults: dict[str, None] = {}
    for number, paper in enumerate(papers, start=1):
        found = {idea: known.get(_key(idea), frozenset()) for idea in paper}
        for idea, leads in found.items():
            if not leads:
                faults[f"“{idea}” is not on the list."] = None
            elif len(leads) > 1:
                numbers = " and ".join(map(str, sorted(leads)))
                faults[f"“{idea}” may be any of the ideas {numbers}. Merge them, or write the number."] = None
        picks = tuple(dict.fromkeys(min(leads) for leads in found.values() if leads))
        if len(picks) > places:
            most = f"{places} places" if places > 1 else "one place"
            faults[f"Ballot {number} of the file names {len(picks)} ideas. A ballot has at most {most}."] = None
        if picks:
            ballots.append(picks)
    return MatchedPapers(ballots=tuple(ballots), faults=tuple(faults))


def _known(listed: Sequence[Candidate], own_words: Mapping[int, str]) -> dict[str, frozenset[int]]:
    known: dict[str, frozenset[int]] = {}
    for candidate in listed:
        words = [candidate.wording, *(own_words[each] for each in candidate.members if each in own_words)]
        for key in {_key(each) for each in words}:
            known[key] = known.get(key, frozenset()) | {candidate.lead}
    for candidate in listed:
        for member in candidate.members:
            known.setdefault(_key(str(member)), frozenset({candidate.lead}))
    return known


def _key(words: str) -> str:
    return plain_words(words) or folded(words)
