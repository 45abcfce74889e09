"""Which ideas may be the same: pairs for the facilitator to merge or to keep apart, the likeliest first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from typing import Final

from rapidfuzz import fuzz, process

from copworkshop.model.topten import Candidate

ALIKE: Final = 80.0
"""Two wordings count as alike from this percentage of equal letters on.

The measure is the normalised Indel similarity, 200 · LCS / (length + length); LCS is the longest common subsequence
(Hyyrö 2004, "Bit-parallel LCS-length computation revisited", as rapidfuzz implements it).
"""
SHARED: Final = 60.0
"""Two wordings count as sharing words from this percentage of them on (Dice 1945: 200 · shared / (a + b))."""
LEAST_SHARED: Final = 2
"""One word in common says too little."""
_COMMON: Final = 5  # a word in more than a fifth of the ideas tells none of them apart,
_FEW: Final = 8  # once it is in more than a few of them
_WORDS_WEIGH: Final = 0.9  # a wording that differs by a letter or two comes before one in other words
_MOST_TOLD: Final = 3  # words that a reason names

_FILLERS: Final = (
    "a all an and are as at be been by can do each every for from has have in is it its more of on one or our so that "
    "the their them there they this to us we what when where which who will with you your"
)
"""Words that say too little to be shared."""
_FILLER_WORDS: Final = frozenset(_FILLERS.split())
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Candidates, by their leads, that may be the same, and why in a few words: two, or what people propose."""

    leads: tuple[int, ...]
    reason: str
    people: int = 0
    """How many people propose it; 0 for what was found by comparing."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A wording as it is compared."""

    text: str
    ordered: str
    """Its words in alphabetical order."""
    words: dict[str, str]
    """The words that say something, as they are compared and as they are written."""


# A view asks at every change of the session; of 200 ideas it takes milliseconds each time.
@lru_cache(maxsize=2)
def suggestions(candidates: tuple[Candidate, ...], apart: tuple[tuple[int, ...], ...] = ()) -> tuple[Suggestion, ...]:
    """Return the pairs that may be the same, the likeliest first.

    Wordings are compared without regard to case and punctuation: by their letters, and by their words in any order.

    Args:
        candidates: what the room ranks.
        apart: ideas that were said not to be the same, by number, all of an entry from each other. No pair is
            suggested of which one holds one of them and the other another.

    """
    read = [_read(candidate.wording) for candidate in candidates]
    kept = _kept_apart(candidates, apart)
    found = dict(_same_words(read))
    for pair, each in chain(_by_letters(read), _by_words(read)):
        if each[0] > found.get(pair, (0.0, ""))[0]:
            found[pair] = each
    ranked = sorted((-score, pair, reason) for pair, (score, reason) in found.items() if pair not in kept)
    return tuple(
        Suggestion((candidates[first].lead, candidates[second].lead), reason) for _, (first, second), reason in ranked
    )


_Pair = tuple[int, int]
"""The places of the two among the candidates."""
_Found = Iterator[tuple[_Pair, tuple[float, str]]]
"""Pairs with how alike they are, from 0 to 100, and why."""


def plain_words(wording: str) -> str:
    """Return a wording without regard to capitals, widths, spaces and punctuation; empty if it is nothing but signs."""
    return " ".join(_words(wording))


def _words(wording: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", wording).casefold())


def _read(wording: str) -> _Read:
    words = _words(wording)
    return _Read(
        " ".join(words), " ".join(sorted(words)), {_stem(word): word for word in words if word not in _FILLER_WORDS}
    )


def _stem(word: str) -> str:
    """Return one word for the singular and the plural of most English nouns."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _by_letters(read: list[_Read]) -> _Found:
    texts = [each.text for each in read]
    for first, text in enumerate(texts):
        if not text:  # nothing but signs: there is nothing to compare
            continue
        alike = process.extract_iter(text, texts[first + 1 :], scorer=fuzz.ratio, score_cutoff=ALIKE)
        for _, score, after in alike:
            second = first + 1 + after
            if read[first].ordered != read[second].ordered:
                yield (first, second), (score, "Almost the same wording.")


def _by_words(read: list[_Read]) -> _Found:
    holders: dict[str, list[int]] = {}
    for index, each in enumerate(read):
        for word in each.words:
            holders.setdefault(word, []).append(index)
    most = max(_FEW, len(read) // _COMMON)
    telling = {word: indices for word, indices in holders.items() if len(indices) <= most}
    shared: dict[_Pair, list[str]] = {}
    for word, indices in telling.items():
        for pair in combinations(indices, 2):
            shared.setdefault(pair, []).append(word)
    for (first, second), words in shared.items():
        score = 200.0 * len(words) / (len(read[first].words) + len(read[second].words))
        if len(words) >= LEAST_SHARED and score >= SHARED:
            told = [f"“{read[first].words[word]}”" for word in words[:_MOST_TOLD]]
            yield (first, second), (_WORDS_WEIGH * score, f"Both mention {', '.join(told[:-1])} and {told[-1]}.")


def _same_words(read: list[_Read]) -> _Found:
    holders: dict[str, list[int]] = {}
    for index, each in enumerate(read):
        if each.ordered:
            holders.setdefault(each.ordered, []).append(index)
    for indices in holders.values():
        for first, second in combinations(indices, 2):
            same = read[first].text == read[second].text
            # The very same words come before all else, then the same in another order.
            yield (first, second), (102.0, "The same words.") if same else (101.0, "The same words in another order.")


def _kept_apart(candidates: tuple[Candidate, ...], apart: Iterable[tuple[int, ...]]) -> set[_Pair]:
    where = {member: index for index, candidate in enumerate(candidates) for member in candidate.members}
    held = (sorted({where[number] for number in numbers if number in where}) for numbers in apart)
    return {pair for indices in held for pair in combinations(indices, 2)}
