"""How long each rule takes for 200 ballots over 60 ideas, next to votelib if it is installed, and large files.

The bar is 10 ms. The whole count is measured, from lists of ideas to numbered places. It runs on ballots as in a
session (five ideas each) and on complete ballots, which are the largest possible. The peer does the part that it
offers: scores from the same ballots.

A file with as many ideas and places as can be counted is read and counted within 2 s.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec

from benchmarks.harness import Row, Table, milliseconds
from copworkshop.ranking.agreement import agreement_in
from copworkshop.ranking.paper_box import MAX_IDEAS
from copworkshop.ranking.papers import read
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import DEPTH
from copworkshop.ranking.votes import Votes

BALLOTS = 200
IDEAS = 60
REPEATS = 9

Ballots = list[list[int]]
Peer = Callable[[Ballots], object]


def run() -> Table:
    """Time every rule on both kinds of ballots."""
    peers = _peers() if find_spec("votelib") else {}
    rows = []
    for kind, length in (("of five", DEPTH), ("complete", IDEAS)):
        ballots = _room(length)
        for name, rule in RULES.items():
            ours = milliseconds(partial(rule.count, range(IDEAS), ballots), repeats=REPEATS)
            peer = milliseconds(partial(peers[name], ballots), repeats=5) if name in peers else ()
            rows.append(Row(name=f"{name}, {kind}", figures=ours, peer=peer, bar=10, least_ratio=1))
    rows += [Row(f"file: {name}", milliseconds(partial(_count, text), repeats=5), bar=2000) for name, text in _files()]
    return Table(
        title=f"Counting {BALLOTS} ballots over {IDEAS} ideas",
        unit="ms",
        rows=tuple(rows),
        peer=f"votelib {version('votelib')}" if peers else "",
    )


def _room(length: int) -> Ballots:
    """Return ballots of a room with different opinions: some ideas please many, and each person has favourites."""
    chance = random.Random(60)  # noqa: S311 - the same room every time
    liking = [chance.random() for _ in range(IDEAS)]
    return [
        sorted(range(IDEAS), key=lambda idea: liking[idea] + chance.random(), reverse=True)[:length]
        for _ in range(BALLOTS)
    ]


def _files() -> Iterator[tuple[str, str]]:
    """Yield files of 2,000 ballots over 2,000 ideas with 100 places each, and a smaller one."""
    chance = random.Random(21)  # noqa: S311 - the same files every time
    ideas = [f"Idea number {number} of the room" for number in range(MAX_IDEAS)]
    ballots = [chance.sample(ideas, 100) for _ in range(2_000)]
    yield "rows", "\n".join(map(",".join, ballots))
    yield "choices", "\n".join([",".join(f"Choice {number}" for number in range(1, 101)), *map(",".join, ballots)])
    yield "lists", "\n".join(["ID,Ranking", *(f"{number},{';'.join(each)};" for number, each in enumerate(ballots, 1))])
    yield "rows of ten", "\n".join(",".join(chance.sample(ideas[:40], 10)) for _ in range(2_000))


def _count(text: str) -> None:
    papers = read(text)
    votes = Votes.gather(papers.ideas, papers.ballots)
    RULES["points"].count_votes(votes)
    agreement_in(votes)


def _peers() -> dict[str, Peer]:
    # Imported here, because it may not be installed.
    from votelib.component.rankscore import Dowdall, FixedTop  # type: ignore[import-untyped]
    from votelib.convert import RankedToCondorcetVotes, RankedToPositionalVotes  # type: ignore[import-untyped]
    from votelib.evaluate.condorcet import Copeland, Schulze, pairwise_wins  # type: ignore[import-untyped]

    def weighted(ballots: Ballots, most: int = IDEAS) -> Counter[tuple[int, ...]]:
        return Counter(tuple(ballot[:most]) for ballot in ballots)

    def duels(ballots: Ballots) -> dict[tuple[int, int], int]:
        counted: dict[tuple[int, int], int] = RankedToCondorcetVotes().convert(weighted(ballots))
        return counted

    return {
        "points": lambda ballots: RankedToPositionalVotes(FixedTop(DEPTH)).convert(weighted(ballots, DEPTH)),
        "dowdall": lambda ballots: RankedToPositionalVotes(Dowdall()).convert(weighted(ballots)),
        "copeland": lambda ballots: Copeland.scores(pairwise_wins(duels(ballots))),
        "schulze": lambda ballots: pairwise_wins(Schulze.widest_paths(duels(ballots))),
    }
