import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from statistics import correlation, mean

import pytest
from ballot_strategies import Ballots, elections
from hypothesis import given

from copworkshop.ranking.agreement import Agreement, agreement_in, concordance, divisive, kendall_w, mean_correlation
from copworkshop.ranking.votes import Votes

SCALE = "on a scale from 0 (not at all) to 100 (the same order for everyone)"

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


def test_the_mean_correlation_is_that_of_all_pairs() -> None:
    orders = ["ABCDE", "ACBED", "EBCDA", "ABCED", "BACDE"]
    places = [[order.index(idea) for idea in "ABCDE"] for order in orders]
    w = kendall_w(Votes.gather("ABCDE", orders))
    assert w is not None
    assert float(mean_correlation(w, 5)) == pytest.approx(mean(correlation(*pair) for pair in combinations(places, 2)))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Fraction(-1, 4), "We do not agree on the order: 0"),
        (Fraction(-1, 1000), "We do not agree on the order: 0"),
        (Fraction(15, 100), "We hardly agree on the order: 15"),
        (Fraction(3, 10), "We agree a little on the order: 30"),
        (Fraction(1, 2), "We agree on much of the order: 50"),
        (Fraction(7, 10), "We agree on most of the order: 70"),
        (Fraction(1), "We agree on nearly all of the order: 100"),
    ],
)
def test_agreement_is_said_in_words_with_the_figure(figure: Fraction, words: str) -> None:
    assert Agreement(ballots=5, ideas=5, kendall_w=Fraction(1, 2), correlation=figure).in_words == f"{words} {SCALE}"


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        ([], "Too few people have voted to say how far we agree"),
        (["ABC"] * 4, "Too few people have voted to say how far we agree"),
        (["ABC"] * 4 + [""], "Too few people have voted to say how far we agree"),
        (["AB"] * 5, "Too few ideas were chosen to say how far we agree"),
        (["ABC"] * 5, f"We agree on nearly all of the order: 100 {SCALE}"),
    ],
)
def test_nothing_is_said_of_fewer_than_five_ballots_or_three_ideas(ballots: list[str], words: str) -> None:
    assert agreement_in(Votes.gather("ABCDE", ballots)).in_words == words


def test_five_who_agree_on_nothing_have_no_agreement() -> None:
    ballots = [(2 * person, 2 * person + 1) for person in range(5)]
    assert agreement_in(Votes.gather(range(20), ballots)).in_words.startswith("We do not agree on the order")


@given(elections())
def test_the_same_ballots_agree_as_much_whatever_else_could_be_chosen(election: tuple[list[int], Ballots]) -> None:
    ideas, ballots = election
    chosen = [idea for idea in ideas if any(idea in ballot for ballot in ballots)]
    assert agreement_in(Votes.gather([*ideas, 1000, 1001], ballots)) == agreement_in(Votes.gather(chosen, ballots))


ROOMS = 1000


def in_random_rooms(ideas: int, picks: int, people: int) -> Counter[str]:
    """Count what is said of the agreement of people who choose by lot."""
    lot = random.Random(1)
    rooms: list[list[Sequence[int]]] = [[lot.sample(range(ideas), picks) for _ in range(people)] for _ in range(ROOMS)]
    return Counter(agreement_in(Votes.gather(range(ideas), ballots)).in_words.split(":")[0] for ballots in rooms)


@pytest.mark.slow
@pytest.mark.parametrize("people", range(2, 11))
@pytest.mark.parametrize(("ideas", "picks"), [(20, 5), (10, 5), (5, 5), (5, 3), (4, 2), (3, 3)])
def test_a_random_room_is_hardly_ever_told_that_it_agrees(ideas: int, picks: int, people: int) -> None:
    said = in_random_rooms(ideas, picks, people)
    if people < 5:
        assert said == {"Too few people have voted to say how far we agree": ROOMS}
        return
    strong = said["We agree on most of the order"] + said["We agree on nearly all of the order"]
    assert strong < ROOMS / 20
    assert strong + said["We agree on much of the order"] < ROOMS / (20 if ideas > 3 else 10)
    assert said["We do not agree on the order"] > ROOMS / 2


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


def test_an_idea_that_one_person_chose_divides_nobody() -> None:
    divided = divisive(Votes.gather("ABCD", ["AB", "BA", "DA"]))
    assert [each.idea for each in divided] == ["B", "A"]


def test_no_ballots_divide_nobody() -> None:
    assert divisive(Votes.gather("AB", [])) == ()
