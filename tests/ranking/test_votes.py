import pytest

from copworkshop.ranking.votes import Votes


def test_equal_ballots_are_put_together() -> None:
    assert Votes.gather("AB", ["AB", "B", "AB"]).orders == (((0, 1), 2), ((1,), 1))


def test_an_empty_ballot_is_a_person_who_took_part() -> None:
    assert Votes.gather("AB", ["", "A"]).ballots == 2


def test_a_ballot_that_names_an_idea_twice_is_refused_with_its_number() -> None:
    with pytest.raises(ValueError, match="Ballot 2 names “A” twice"):
        Votes.gather("AB", ["AB", "ABA"])


def test_a_ballot_that_names_an_unknown_idea_is_refused_with_its_number() -> None:
    with pytest.raises(ValueError, match="Ballot 1 names “Z”, which is not among the ideas"):
        Votes.gather("AB", ["AZ"])


def test_an_idea_listed_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="hold “A” twice"):
        Votes.gather("ABA", [])


def test_a_repetition_below_the_cut_is_refused_all_the_same() -> None:
    with pytest.raises(ValueError, match="twice"):
        Votes.gather("AB", ["AA"]).cut(1)


def test_ballots_that_differ_only_below_the_cut_become_one_order() -> None:
    assert Votes.gather("ABC", ["AB", "AC"]).cut(1).orders == (((0,), 2),)
