import pytest
from ballot_strategies import Ballots, elections
from hypothesis import given

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.votes import Votes


def above(ballot: list[int], a: int, b: int) -> bool:
    return a in ballot and (b not in ballot or ballot.index(a) < ballot.index(b))


@given(elections())
def test_it_counts_who_put_the_one_above_the_other(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    assert [list(row) for row in preferences(Votes.gather(ideas, ballots))] == [
        [sum(above(ballot, a, b) for ballot in ballots) for b in ideas] for a in ideas
    ]


@pytest.mark.parametrize("people", [255, 256, 65_535, 65_536])
def test_no_counter_runs_over_into_the_next(people: int) -> None:
    votes = Votes(candidates=("A", "B", "C"), orders=(((0, 1), people),), depth=3)
    assert [list(row) for row in preferences(votes)] == [[0, people, people], [0, 0, people], [0, 0, 0]]
