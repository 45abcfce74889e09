"""What the literature and an independent library say the rules come to, and laws that hold for them all."""

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from ballot_strategies import A_RULE_EACH, Ballots, elections
from hypothesis import given
from hypothesis import strategies as st
from votelib.component.rankscore import Borda, Dowdall, FixedTop  # type: ignore[import-untyped]
from votelib.convert import (  # type: ignore[import-untyped]
    ApprovalToSimpleVotes,
    RankedToCondorcetVotes,
    RankedToPositionalVotes,
)
from votelib.evaluate.condorcet import Copeland, Schulze, pairwise_wins  # type: ignore[import-untyped]

from copworkshop.ranking.registry import RULES, rule_named
from copworkshop.ranking.tally import Count

# Which of four cities of Tennessee is to be the capital: the standing example of the voting methods' literature,
# in percent of the voters. https://en.wikipedia.org/wiki/Borda_count and .../Copeland%27s_method
TENNESSEE = ["MNCK"] * 42 + ["NCKM"] * 26 + ["CKNM"] * 15 + ["KCNM"] * 17

# 45 voters, 5 candidates: https://en.wikipedia.org/wiki/Schulze_method; the result there is E > A > C > B > D.
FORTY_FIVE = (
    ["ACBED"] * 5
    + ["ADECB"] * 5
    + ["BEDAC"] * 8
    + ["CABED"] * 3
    + ["CAEBD"] * 7
    + ["CBADE"] * 2
    + ["DCEBA"] * 7
    + ["EBADC"] * 8
)


def scores(count: Count[Any]) -> dict[Any, Fraction]:
    return {placed.idea: placed.score for placed in count.ranking}


def order(count: Count[str]) -> str:
    return "".join(placed.idea for placed in count.ranking)


def test_borda_makes_nashville_the_capital_with_194_points() -> None:
    assert scores(RULES["borda"].count("MNCK", TENNESSEE)) == {"N": 194, "C": 173, "M": 126, "K": 107}


def test_copeland_makes_nashville_the_capital_with_three_duels_won() -> None:
    assert scores(RULES["copeland"].count("MNCK", TENNESSEE)) == {"N": 3, "C": 1, "K": -1, "M": -3}


def test_schulze_orders_the_five_candidates_of_the_forty_five_voters() -> None:
    assert order(RULES["schulze"].count("ABCDE", FORTY_FIVE)) == "EACBD"


def test_schulze_scores_how_many_are_beaten() -> None:
    assert scores(RULES["schulze"].count("ABCDE", FORTY_FIVE)) == {"E": 4, "A": 3, "C": 2, "B": 1, "D": 0}


def test_dowdall_gives_a_whole_a_half_and_a_third() -> None:
    assert scores(RULES["dowdall"].count("ABCD", ["ABC", "BAC"])) == {
        "A": Fraction(3, 2),
        "B": Fraction(3, 2),
        "C": Fraction(2, 3),
        "D": 0,
    }


def test_approval_counts_who_chose_it_whatever_the_place() -> None:
    assert scores(RULES["approval"].count("ABC", ["AB", "B", "BA"])) == {"A": 2, "B": 3, "C": 0}


def test_borda_shares_the_remaining_places_among_the_unranked() -> None:
    assert scores(RULES["borda"].count("ABCD", ["A"])) == {"A": 3, "B": 1, "C": 1, "D": 1}


def test_borda_gives_halves_where_an_even_number_is_left_out() -> None:
    assert scores(RULES["borda"].count("ABC", ["A"])) == {"A": 2, "B": Fraction(1, 2), "C": Fraction(1, 2)}


def test_copeland_puts_what_is_left_out_below_what_is_named() -> None:
    assert scores(RULES["copeland"].count("ABC", ["A", "", "B", "A"])) == {"A": 2, "B": 0, "C": -2}


def test_only_points_has_a_tie_chain() -> None:
    # A and B have one point each by approval; A is first, B second.
    count = RULES["approval"].count("AB", ["AB"])
    assert [placed.place for placed in count.ranking] == [1, 1]


def test_an_unknown_rule_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(ValueError, match="choose one of points, borda, dowdall, approval, copeland, schulze"):
        rule_named("plurality")


def test_points_is_the_first_of_the_rules() -> None:
    assert next(iter(RULES)) == "points"


def weighted(ballots: Ballots) -> dict[tuple[int, ...], int]:
    return Counter(tuple(ballot) for ballot in ballots)


def named(ballots: Ballots) -> list[int]:
    """All that somebody chose; the library does not know of the others."""
    return sorted({idea for ballot in ballots for idea in ballot})


@given(elections())
def test_points_agree_with_the_library(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    cut = [ballot[:3] for ballot in ballots]
    theirs = RankedToPositionalVotes(FixedTop(3)).convert(weighted(cut))
    assert scores(RULES["points"].count(ideas, ballots, depth=3)) == {idea: theirs.get(idea, 0) for idea in ideas}


@given(elections())
def test_approval_agrees_with_the_library(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    theirs = ApprovalToSimpleVotes().convert(Counter(frozenset(ballot) for ballot in ballots))
    assert scores(RULES["approval"].count(ideas, ballots)) == {idea: theirs.get(idea, 0) for idea in ideas}


@given(elections())
def test_borda_agrees_with_the_library_on_whole_ballots(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    whole = [[*ballot, *(idea for idea in ideas if idea not in ballot)] for ballot in ballots]
    theirs = RankedToPositionalVotes(Borda(base=0)).convert(weighted(whole))
    assert scores(RULES["borda"].count(ideas, whole)) == {idea: theirs.get(idea, 0) for idea in ideas}


@given(elections())
def test_dowdall_agrees_with_the_library(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    theirs = RankedToPositionalVotes(Dowdall()).convert(weighted(ballots))
    assert scores(RULES["dowdall"].count(ideas, ballots)) == {idea: theirs.get(idea, 0) for idea in ideas}


@given(elections())
def test_copeland_agrees_with_the_library(election: tuple[list[int], Ballots]) -> None:
    ballots = election[1]
    theirs = Copeland.scores(pairwise_wins(RankedToCondorcetVotes().convert(weighted(ballots))))
    ours = scores(RULES["copeland"].count(named(ballots), ballots))
    assert ours == {idea: theirs.get(idea, 0) for idea in ours}


def library_schulze(ballots: Ballots) -> Counter[int]:
    paths = Schulze.widest_paths(RankedToCondorcetVotes().convert(weighted(ballots)))
    return Counter(winner for winner, _ in pairwise_wins(paths))


@given(elections())
def test_schulze_agrees_with_the_library(election: tuple[list[int], Ballots]) -> None:
    ballots = election[1]
    ours = scores(RULES["schulze"].count(named(ballots), ballots))
    theirs = library_schulze(ballots)
    assert ours == {idea: theirs[idea] for idea in ours}


def test_schulze_agrees_with_the_library_in_a_room_of_many_circles() -> None:
    chance = random.Random(7)
    ballots = [chance.sample(range(20), 20) for _ in range(31)]
    ours, theirs = scores(RULES["schulze"].count(range(20), ballots)), library_schulze(ballots)
    assert ours == {idea: theirs[idea] for idea in ours}


@given(elections())
def test_every_ballot_gives_away_the_same_borda_points(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    size = len(ideas)
    assert sum(scores(RULES["borda"].count(ideas, ballots)).values()) == Fraction(len(ballots) * size * (size - 1), 2)


def test_no_score_is_a_float() -> None:
    kinds = {type(placed.score) for rule in RULES.values() for placed in rule.count("AB", ["A", "BA"]).ranking}
    assert kinds == {Fraction}


@pytest.mark.parametrize("name", RULES)
@A_RULE_EACH
@given(data=st.data())
def test_the_order_of_ballots_does_not_matter(name: str, data: st.DataObject) -> None:
    ideas, ballots = data.draw(elections())
    shuffled = data.draw(st.permutations(ballots))
    assert RULES[name].count(ideas, shuffled) == RULES[name].count(ideas, ballots)


@pytest.mark.parametrize("name", RULES)
@A_RULE_EACH
@given(data=st.data())
def test_neither_the_names_nor_the_order_of_ideas_matter(name: str, data: st.DataObject) -> None:
    ideas, ballots = data.draw(elections())
    names = dict(zip(ideas, data.draw(st.permutations("ABCDEFG")), strict=False))
    renamed = RULES[name].count(
        data.draw(st.permutations([names[idea] for idea in ideas])),
        [[names[idea] for idea in ballot] for ballot in ballots],
    )
    as_before = RULES[name].count(ideas, ballots)
    assert {placed.idea: placed.place for placed in renamed.ranking} == {
        names[placed.idea]: placed.place for placed in as_before.ranking
    }


@pytest.mark.parametrize("name", ["points", "borda", "dowdall", "approval"])
@A_RULE_EACH
@given(election=elections())
def test_one_more_ballot_equal_to_the_result_leaves_the_first_place_first(
    name: str, election: tuple[list[int], Ballots]
) -> None:
    ideas, ballots = election
    before = RULES[name].count(ideas, ballots).ranking
    after = RULES[name].count(ideas, [*ballots, [placed.idea for placed in before]]).ranking
    assert before[0].idea in {placed.idea for placed in after if placed.place == 1}


@pytest.mark.parametrize("name", RULES)
@A_RULE_EACH
@given(ideas=st.integers(1, 7), people=st.integers(1, 5), length=st.integers(1, 7))
def test_when_all_vote_alike_what_they_named_is_on_top(name: str, ideas: int, people: int, length: int) -> None:
    ballot = list(range(ideas))[:length]
    ranking = RULES[name].count(range(ideas), [ballot] * people, depth=7).ranking
    assert [placed.idea for placed in ranking[: len(ballot)]] == ballot


@pytest.mark.parametrize("name", RULES)
def test_one_voter_and_one_idea_make_a_first_place(name: str) -> None:
    (only,) = RULES[name].count(["A"], [["A"]]).ranking
    assert (only.idea, only.place, only.shared, only.chosen_by) == ("A", 1, False, 1)


@pytest.mark.parametrize("name", RULES)
def test_no_ideas_make_an_empty_ranking(name: str) -> None:
    assert RULES[name].count([], [[], []]).ranking == ()
