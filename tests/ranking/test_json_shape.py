import json
from fractions import Fraction

from copworkshop.ranking.agreement import NOTHING_SAID, Agreement
from copworkshop.ranking.json_shape import as_json
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import top


def test_the_shape_is_the_one_that_other_programs_read() -> None:
    count = RULES["points"].count(["Trust", "Time", "Tools"], [["Trust", "Time"], ["Time", "Trust"]], depth=2)
    agreement = Agreement(5, 3, Fraction(1, 2), Fraction(3, 8))
    assert as_json(count, top(count, 1), agreement) == {
        "rule": "points",
        "ballots": 2,
        "candidates": 3,
        "agreement": {"in_words": agreement.in_words, "kendall_w": 0.5, "mean_correlation": 0.375},
        "ranking": [
            {"place": 1, "shared": True, "idea": "Trust", "score": 3, "chosen_by": 2, "firsts": 1},
            {"place": 1, "shared": True, "idea": "Time", "score": 3, "chosen_by": 2, "firsts": 1},
        ],
    }


def test_a_score_that_is_not_whole_is_an_exact_fraction() -> None:
    count = RULES["dowdall"].count("ABC", ["ABC"])
    text = json.dumps(as_json(count, top(count), NOTHING_SAID))
    assert [each["score"] for each in json.loads(text)["ranking"]] == [1, "1/2", "1/3"]


def test_no_agreement_is_null() -> None:
    count = RULES["points"].count("A", ["A"])
    assert as_json(count, top(count), NOTHING_SAID)["agreement"] == {
        "in_words": "Too few people have voted to say how far we agree",
        "kendall_w": None,
        "mean_correlation": None,
    }
