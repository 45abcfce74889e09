"""Ballots on which ideas share a place, under each rule."""

from fractions import Fraction

import pytest

from copworkshop.ranking.agreement import concordance, kendall_w
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.votes import Votes

IDEAS = ("a", "b", "c", "d")


def scores(rule: str, votes: Votes[str]) -> dict[str, Fraction]:
    return {placed.idea: placed.score for placed in RULES[rule].count_votes(votes).ranking}


def test_borda_gives_the_average_of_the_places_that_are_shared() -> None:
    votes = Votes.gather(IDEAS, [], shared=[[["a", "b"], ["c"]]])
    assert scores("borda", votes) == {"a": Fraction(5, 2), "b": Fraction(5, 2), "c": 1, "d": 0}


@pytest.mark.parametrize("rule", ["borda", "copeland", "schulze"])
def test_two_who_share_a_place_are_as_if_half_of_the_people_put_each_first(rule: str) -> None:
    shared = Votes.gather(IDEAS, [["c", "a"]], shared=[[["a", "b"], ["c"]], [["a", "b"], ["c"]]])
    apart = Votes.gather(IDEAS, [["c", "a"], ["a", "b", "c"], ["b", "a", "c"]])
    assert scores(rule, shared) == scores(rule, apart)


def test_approval_counts_all_who_are_named() -> None:
    votes = Votes.gather(IDEAS, [["a"]], shared=[[["a", "b"], ["c"]]])
    assert scores("approval", votes) == {"a": 2, "b": 1, "c": 1, "d": 0}


@pytest.mark.parametrize("rule", ["points", "dowdall"])
def test_rules_without_a_definition_for_them_leave_them_out(rule: str) -> None:
    votes = Votes.gather(IDEAS, [["a", "b"]], shared=[[["a", "b"], ["c"]]])
    assert RULES[rule].count_votes(votes) == RULES[rule].count(IDEAS, [["a", "b"]])


def test_agreement_takes_shared_places_for_their_average() -> None:
    shared = Votes.gather(IDEAS, [["c"]], shared=[[["a", "b"], ["c"]]])
    doubled = [([6, 6, 2, 6], 1), ([3, 3, 6, 8], 1)]
    assert kendall_w(shared) == concordance(doubled)
    assert kendall_w(Votes.gather(("a", "b"), [], shared=[[["a", "b"]], [["a", "b"]]])) is None


def test_a_shared_ballot_that_names_an_idea_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="names “a” twice"):
        Votes.gather(IDEAS, [], shared=[[["a", "b"], ["a"]]])


def test_every_shared_ballot_is_one_of_those_who_took_part() -> None:
    votes = Votes.gather(IDEAS, [["a"]], shared=[[["a", "b"]], [["b", "a"]]])
    assert votes.ballots == 3
    assert votes.firsts == (3, 2, 0, 0)
    assert votes.strict().ballots == 1
