from fractions import Fraction

import pytest
from ballot_strategies import Ballots, elections
from hypothesis import given

from copworkshop.ranking.agreement import concordance, divisive, in_words, kendall_w
from copworkshop.ranking.votes import Votes

# The example of the NAG Library's g08daf, three rankings of ten objects with ties, W = 0.828:
# https://support.nag.com/numeric/nl/nagdoc_27.2/examples/baseresults/g08dafe.r.html
NAG = (
    (1.0, 4.5, 2.0, 4.5, 3.0, 7.5, 6.0, 9.0, 7.5, 10.0),
    (2.5, 1.0, 2.5, 4.5, 4.5, 8.0, 9.0, 6.5, 10.0, 6.5),
    (2.0, 1.0, 4.5, 4.5, 4.5, 4.5, 8.0, 8.0, 8.0, 10.0),
)


def test_the_published_example_with_ties_comes_to_its_figure() -> None:
    w = concordance([([int(2 * place) for place in ranking], 1) for ranking in NAG])
    assert w is not None
    assert round(float(w), 3) == 0.828


def test_the_same_ranking_from_three_people_counts_three_times() -> None:
    once, twice = [2, 4, 6], [6, 2, 4]
    assert concordance([(once, 3), (twice, 1)]) == concordance([(once, 1), (twice, 1), (once, 1), (once, 1)])


def test_all_of_one_mind_agree_entirely_though_they_leave_ideas_out() -> None:
    assert kendall_w(Votes.gather("ABCDE", ["AB", "AB", "AB"])) == 1


def test_two_opposite_orders_do_not_agree_at_all() -> None:
    assert kendall_w(Votes.gather("ABC", ["ABC", "CBA"])) == 0


def test_who_chose_nothing_takes_nothing_from_the_agreement() -> None:
    assert kendall_w(Votes.gather("ABC", ["AB", "AB", "", ""])) == 1


@pytest.mark.parametrize(
    ("candidates", "ballots"),
    [("AB", []), ("AB", ["AB"]), ("AB", ["AB", ""]), ("A", ["A", "A"]), ("", ["", ""])],
)
def test_fewer_than_two_orders_or_ideas_have_no_agreement(candidates: str, ballots: list[str]) -> None:
    assert kendall_w(Votes.gather(candidates, ballots)) is None


def test_rankings_that_tie_everything_have_no_agreement() -> None:
    assert concordance([([3, 3], 2)]) is None


@given(elections())
def test_agreement_is_between_none_and_all(election: tuple[list[int], Ballots]) -> None:
    w = kendall_w(Votes.gather(*election))
    assert w is None or 0 <= w <= 1


@given(elections())
def test_agreement_is_of_the_whole_only_where_all_gave_one_order(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    w = kendall_w(Votes.gather(ideas, ballots))
    # To leave out one idea alone is to put it last.
    orders = {
        tuple(ballot) if len(ballot) != len(ideas) - 1 else (*ballot, *{*ideas} - {*ballot})
        for ballot in ballots
        if ballot
    }
    assert w is None or (w == 1) == (len(orders) == 1)


@pytest.mark.parametrize(
    ("w", "words"),
    [
        (Fraction(0), "very weak agreement (Kendall's W 0.00 of 1)"),
        (Fraction(3, 10), "weak agreement (Kendall's W 0.30 of 1)"),
        (Fraction(1, 2), "moderate agreement (Kendall's W 0.50 of 1)"),
        (Fraction(7, 10), "strong agreement (Kendall's W 0.70 of 1)"),
        (Fraction(1), "unusually strong agreement (Kendall's W 1.00 of 1)"),
        (None, "too few ballots or ideas to speak of agreement"),
    ],
)
def test_agreement_is_said_in_words_with_the_figure(w: Fraction | None, words: str) -> None:
    assert in_words(w) == words


def test_the_idea_whose_places_are_furthest_apart_divides_most() -> None:
    divided = divisive(Votes.gather("ABCDEF", ["ABCDEF", "BCDEFA"]), most=1)
    assert [each.idea for each in divided] == ["A"]


def test_a_divisive_idea_comes_with_its_figures() -> None:
    # Of the places 1 and 4: 1.5 either side of their mean.
    (first, *_) = divisive(Votes.gather("ABCD", ["ABCD", "BCDA"]))
    assert (first.variance, first.spread, first.best, first.chosen_by) == (Fraction(9, 4), 1.5, 1, 2)


def test_ideas_that_divide_as_much_as_the_last_are_listed_too() -> None:
    divided = divisive(Votes.gather("ABC", ["ABC", "CBA"]), most=1)
    assert [each.idea for each in divided] == ["A", "C"]


def test_ideas_on_whose_place_all_agree_divide_nobody() -> None:
    assert divisive(Votes.gather("AB", ["AB", "AB"])) == ()


def test_an_idea_that_nobody_chose_divides_nobody() -> None:
    divided = divisive(Votes.gather("ABCD", ["A", "B", "AB"]))
    assert {each.idea for each in divided} == {"A", "B"}


def test_no_ballots_divide_nobody() -> None:
    assert divisive(Votes.gather("AB", [])) == ()
