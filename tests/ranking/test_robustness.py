from ballot_strategies import Ballots, elections
from hypothesis import given

from copworkshop.ranking.registry import RULES
from copworkshop.ranking.robustness import Swap, robustness
from copworkshop.ranking.tally import ideas_of, top
from copworkshop.ranking.votes import Votes

# To a depth of 2, A has 6 points from three people and B 5 from four; so one place goes to A by points and by
# Dowdall's shares (3 against 2 1/2), and to B by approval.
THREE_OR_FOUR = Votes.gather("ABCDE", ["A", "A", "A", "CB", "DB", "EB", "B"])


def test_an_idea_listed_under_every_rule_stays() -> None:
    assert robustness(Votes.gather("AB", ["AB", "AB"]), places=1).stays == ("A",)


def test_where_all_rules_agree_nothing_swaps() -> None:
    assert robustness(Votes.gather("AB", ["A", "A"]), places=1).swaps == ()


def test_a_rule_with_another_list_says_what_comes_in_and_what_drops_out() -> None:
    swaps = robustness(THREE_OR_FOUR, places=1, depth=2).swaps
    assert Swap(rule="approval", comes_in=("B",), drops_out=("A",)) in swaps


def test_what_drops_out_under_one_rule_does_not_stay() -> None:
    assert robustness(THREE_OR_FOUR, places=1, depth=2).stays == ()


@given(elections())
def test_what_stays_is_in_the_list_of_every_rule(election: tuple[list[int], Ballots]) -> None:
    votes = Votes.gather(*election)
    lists = [{*ideas_of(top(rule.count_votes(votes, depth=3), 2))} for rule in RULES.values()]
    assert {*robustness(votes, places=2, depth=3).stays} == set.intersection(*lists)
