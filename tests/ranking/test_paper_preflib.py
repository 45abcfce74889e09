import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ranking.paper_box import BadPaper, Papers
from copworkshop.ranking.paper_preflib import from_preflib

TODAY = """\
# FILE NAME: 00000-00000001.soi
# TITLE: What makes a community work: a vote
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 4
# NUMBER UNIQUE ORDERS: 2
# ALTERNATIVE NAME 1: Trust
# ALTERNATIVE NAME 2: Time, and place
# ALTERNATIVE NAME 3: Tools
3: 2,1
1: 3, 2, 1
"""

BEFORE_2022 = """\
3
1,Trust
2,Time, and place
3,Tools
4,4,2
3,2,1
1,3,2,1
"""

NAMES = (
    "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Trust\n# ALTERNATIVE NAME 2: Time\n# ALTERNATIVE NAME 3: Tools\n"
)


@pytest.mark.parametrize("text", [TODAY, BEFORE_2022], ids=["today", "before 2022"])
def test_an_order_is_as_many_ballots_as_people_gave_it(text: str) -> None:
    twice = ("Time, and place", "Trust")
    assert from_preflib(text, complete=False).ballots == (twice, twice, twice, ("Tools", *twice))


@pytest.mark.parametrize("text", [TODAY, BEFORE_2022], ids=["today", "before 2022"])
def test_alternatives_are_listed_in_the_order_of_their_numbers(text: str) -> None:
    assert from_preflib(text, complete=False).ideas == ("Trust", "Time, and place", "Tools")


def test_an_alternative_without_a_name_goes_by_its_number() -> None:
    assert from_preflib("# NUMBER ALTERNATIVES: 2\n1: 2\n", complete=False).ideas == ("1", "2")


def test_names_alone_tell_which_alternatives_there_are() -> None:
    assert from_preflib("# ALTERNATIVE NAME 1: Trust\n1: 1\n", complete=True).ideas == ("Trust",)


def test_an_empty_order_is_somebody_who_chose_nothing() -> None:
    assert from_preflib(f"{NAMES}2:\n", complete=False).ballots == ((), ())


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("1,2,3", "^Line 5: this is not an order"),
        ("1: 1,{2,3", "^Line 5: the braces do not pair up"),
        ("1: {1,2},1", "^Line 5, place 3: alternative 1 has a place already"),
        ("1: 1,4", "^Line 5, place 2: the file lists no alternative 4"),
        ("1: 1,2,1", "^Line 5, place 3: alternative 1 has a place already"),
        ("1: 1,,2", "^Line 5, place 2: there is nothing between two commas"),
        ("x: 1", "^Line 5: “x” is not a whole number"),
        ("-1: 1", "^Line 5: “-1” is not a whole number"),
        ("٣: 1", "^Line 5: “٣” is not a whole number"),
        ("0: 1", "^Line 5: an order that nobody gave"),
        ("999999999: 1", "^Line 5: this is more than 10,000 ballots"),
        ("9999999999: 1", "^Line 5: “9999999999” is not a whole number"),
    ],
)
def test_an_order_that_cannot_be_counted_is_refused_with_its_line(order: str, sentence: str) -> None:
    with pytest.raises(BadPaper, match=sentence):
        from_preflib(f"{NAMES}{order}\n", complete=False)


def test_a_complete_file_names_every_alternative_in_every_order() -> None:
    with pytest.raises(
        BadPaper, match=r"^Line 5: 2 of 3 alternatives are named, and a .soc or .toc file names them all"
    ):
        from_preflib(f"{NAMES}1: 1,2\n", complete=True)


def test_a_file_with_fewer_voters_than_it_says_is_refused() -> None:
    with pytest.raises(BadPaper, match=r"^Line 1: the file says that it holds 28 voters, and it holds 3"):
        from_preflib(f"# NUMBER VOTERS: 28\n{NAMES}3: 1,2\n", complete=False)


def test_a_name_beyond_the_number_of_alternatives_is_refused() -> None:
    with pytest.raises(BadPaper, match=r"^Line 2: there is no alternative 2 among the 1"):
        from_preflib("# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 2: Time\n1: 1\n", complete=False)


def test_two_alternatives_of_one_name_are_refused() -> None:
    with pytest.raises(BadPaper, match=r"^Line 2: “Trust” is the name of an alternative on line 1 already"):
        from_preflib("# ALTERNATIVE NAME 1: Trust\n# ALTERNATIVE NAME 2: Trust \n1: 1\n", complete=False)


def test_more_alternatives_than_can_be_counted_are_refused() -> None:
    with pytest.raises(BadPaper, match=r"^Line 1: this is more than 2,000 alternatives"):
        from_preflib("# NUMBER ALTERNATIVES: 999999999\n1: 1\n", complete=False)


def test_a_file_without_alternatives_is_refused() -> None:
    with pytest.raises(BadPaper, match=r"lists no alternatives; a PrefLib file begins with lines such as"):
        from_preflib("1: 1,2\n", complete=False)


def test_a_file_without_orders_is_refused() -> None:
    with pytest.raises(BadPaper, match=r"no ballot in the file"):
        from_preflib(NAMES, complete=False)


def read_or_refused(text: str) -> Papers | str:
    try:
        return from_preflib(text, complete=False)
    except BadPaper as refusal:
        return str(refusal)


@given(st.lists(st.sampled_from([*TODAY.splitlines(), *BEFORE_2022.splitlines(), "3: 1,2,,", "#", "x", ":"])))
def test_any_lines_are_read_or_refused_with_a_sentence(lines: list[str]) -> None:
    outcome = read_or_refused("\n".join(lines))
    assert outcome.endswith(".") if isinstance(outcome, str) else outcome.ballots
