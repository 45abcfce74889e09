"""Words on paper ballots, and the ideas of the room that they mean."""

from copworkshop.model.topten import Candidate
from copworkshop.rules.paper_ideas import MatchedPapers, match_papers

LISTED = (
    Candidate(lead=1, members=(1, 4), wording="Meet every month"),
    Candidate(lead=2, members=(2,), wording="Trust"),
    Candidate(lead=3, members=(3,), wording="2 hours!"),
)
OWN = {1: "Meet every month", 2: "Trust", 3: "2 hours!", 4: "Monthly meetings"}


def matched(*papers: tuple[str, ...], places: int = 3) -> MatchedPapers:
    return match_papers(papers, LISTED, OWN, places)


def test_capitals_spaces_widths_and_punctuation_do_not_matter() -> None:
    assert matched(("trust.", "MEET  every month", "２ hours")).ballots == ((2, 1, 3),)


def test_the_words_of_a_merged_idea_and_the_numbers_of_the_room_are_understood() -> None:
    assert matched(("Monthly meetings", "2"), ("4", "3")).ballots == ((1, 2), (1, 3))


def test_merged_ideas_on_one_paper_have_the_best_of_their_places() -> None:
    assert matched(("Monthly meetings", "Trust", "Meet every month")).ballots == ((1, 2),)


def test_blank_papers_are_no_ballots() -> None:
    found = matched((), ("Trust",), ())
    assert (found.ballots, found.faults) == (((2,),), ())


def test_all_that_is_wrong_is_listed_once() -> None:
    found = matched(("Cake", "Trust"), ("Cake", "7"), ("Trust", "1", "3"), places=2)
    assert found.faults == (
        "“Cake” is not on the list.",
        "“7” is not on the list.",
        "Ballot 3 of the file names 3 ideas. A ballot has at most 2 places.",
    )


def test_words_that_two_ideas_have_are_not_guessed() -> None:
    listed = (*LISTED, Candidate(lead=5, members=(5,), wording="TRUST"))
    (fault,) = match_papers([("trust",)], listed, {**OWN, 5: "TRUST"}, 5).faults
    assert fault == "“trust” may be any of the ideas 2 and 5. Merge them, or write the number."
