from itertools import pairwise

import pytest
from ballot_strategies import Ballots, elections
from hypothesis import given

from copworkshop.ranking.pairwise import preferences
from copworkshop.ranking.points import POINTS
from copworkshop.ranking.tally import Count, Decision
from copworkshop.ranking.ties import Link, chain
from copworkshop.ranking.votes import Votes


def placing(count: Count[str]) -> list[tuple[str, int]]:
    return [(placed.idea, placed.place) for placed in count.ranking]


# To a depth of 2, A and B have 2 points: A from one person, B from two.
CHOSEN = ["A", "CB", "CB"]

# To a depth of 3, all have 4 points from two people: A and C 3 + 1 with a first place each, B 2 + 2 with none.
FIRSTS = ["ABC", "CBA"]

# To a depth of 4, A and B have 7 points from three people and no first place; two people have A before B.
HEAD_TO_HEAD = ["CABD", "CABD", "CBDA"]


def test_equal_points_go_to_what_more_people_chose() -> None:
    count = POINTS.count("ABC", CHOSEN, depth=2)
    assert placing(count) == [("C", 1), ("B", 2), ("A", 3)]


def test_the_count_says_what_decided() -> None:
    count = POINTS.count("ABC", CHOSEN, depth=2)
    assert count.decisions == (Decision(ahead=("B",), behind=("A",), by=Link.CHOSEN),)


def test_then_more_first_places_decide() -> None:
    count = POINTS.count("ABC", FIRSTS, depth=3)
    assert count.decisions == (Decision(ahead=("A", "C"), behind=("B",), by=Link.FIRSTS),)


def test_then_head_to_head_decides() -> None:
    count = POINTS.count("BACD", HEAD_TO_HEAD, depth=4)
    assert count.decisions == (Decision(ahead=("A",), behind=("B",), by=Link.HEAD_TO_HEAD),)


def test_points_that_differ_are_no_decision_of_the_chain() -> None:
    assert POINTS.count("AB", ["AB"]).decisions == ()


def test_a_circle_head_to_head_leaves_all_on_one_place() -> None:
    count = POINTS.count("ABC", ["ABC", "BCA", "CAB"], depth=3)
    assert placing(count) == [("A", 1), ("B", 1), ("C", 1)]


def test_head_to_head_that_orders_only_some_of_the_tied_orders_none() -> None:
    # A, B and C have 12 points from four people and no first place. A beats B and C, but B and C draw.
    count = POINTS.count("ABCXY", ["XACBY", "XBC", "XABCY", "XYA", "XCBYA"], depth=5)
    assert placing(count)[1:4] == [("A", 2), ("B", 2), ("C", 2)]


def test_a_shared_place_counts_on() -> None:
    count = POINTS.count("ABCD", ["AB", "AC", "AD", "AB", "AC"], depth=2)
    assert placing(count) == [("A", 1), ("B", 2), ("C", 2), ("D", 4)]


def test_the_chain_is_applied_to_the_ballots_as_cut() -> None:
    # Below the cut, everybody puts B above A: that must not decide between them.
    count = POINTS.count("ABCD", ["CB", "DA", "CDBA", "DCBA"], depth=2)
    assert {placed.place for placed in count.ranking if placed.idea in "AB"} == {3}


@pytest.mark.parametrize("listed", ["ABC", "CBA", "BAC"])
def test_the_order_of_arrival_decides_nothing(listed: str) -> None:
    count = POINTS.count(listed, ["A", "B", "C"])
    assert {placed.place for placed in count.ranking} == {1}


@given(elections())
def test_within_equal_points_a_tie_is_parted_only_by_what_its_link_says(election: tuple[list[int], Ballots]) -> None:
    votes = Votes.gather(*election).cut(3)
    over, chosen, firsts = preferences(votes), votes.chosen_by, votes.firsts
    tiers = chain(votes, range(len(votes.candidates)))
    for ahead, behind in pairwise(tiers):
        for a in ahead.members:
            for b in behind.members:
                holds = {
                    Link.CHOSEN: chosen[a] > chosen[b],
                    Link.FIRSTS: chosen[a] == chosen[b] and firsts[a] > firsts[b],
                    Link.HEAD_TO_HEAD: (chosen[a], firsts[a]) == (chosen[b], firsts[b]) and over[a][b] > over[b][a],
                }
                assert behind.by is not None
                assert holds[behind.by]
