import pytest
from ballot_strategies import A_RULE_EACH, Ballots, elections
from hypothesis import given

from copworkshop.ranking.points import POINTS
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import ideas_of, top


def test_the_top_holds_everything_that_ties_at_the_border() -> None:
    count = POINTS.count("ABC", ["AB", "AC"], depth=2)
    assert ideas_of(top(count, 2)) == ("A", "B", "C")


def test_the_top_leaves_out_what_is_behind_the_border() -> None:
    count = POINTS.count("ABC", ["ABC"], depth=3)
    assert ideas_of(top(count, 2)) == ("A", "B")


def test_what_nobody_chose_is_in_nobodys_top_ten() -> None:
    assert ideas_of(top(POINTS.count("ABC", ["A"]), 10)) == ("A",)


def test_a_top_of_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="best 0 cannot be made; give 1 or more"):
        top(POINTS.count("AB", ["A"]), 0)


@pytest.mark.parametrize("name", RULES)
@A_RULE_EACH
@given(election=elections())
def test_what_nobody_chose_is_behind_all_that_somebody_chose(name: str, election: tuple[list[int], Ballots]) -> None:
    ranking = RULES[name].count(*election, depth=7).ranking
    chosen = [placed.place for placed in ranking if placed.chosen_by]
    unchosen = [placed.place for placed in ranking if not placed.chosen_by]
    assert max(chosen, default=0) < min(unchosen, default=len(ranking) + 1)


@pytest.mark.parametrize("name", RULES)
@A_RULE_EACH
@given(election=elections())
def test_a_place_is_one_more_than_how_many_are_ahead(name: str, election: tuple[list[int], Ballots]) -> None:
    ranking = RULES[name].count(*election).ranking
    assert [placed.place for placed in ranking] == [
        1 + sum(other.place < placed.place for other in ranking) for placed in ranking
    ]


@pytest.mark.parametrize("name", RULES)
@A_RULE_EACH
@given(election=elections())
def test_shared_says_whether_another_has_the_place(name: str, election: tuple[list[int], Ballots]) -> None:
    ranking = RULES[name].count(*election).ranking
    places = [placed.place for placed in ranking]
    assert [placed.shared for placed in ranking] == [places.count(place) > 1 for place in places]
