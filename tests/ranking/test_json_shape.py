import json
from fractions import Fraction

from copworkshop.ranking.json_shape import as_json
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import top


def test_the_shape_is_the_one_that_other_programs_read() -> None:
    count = RULES["points"].count(["Trust", "Time", "Tools"], [["Trust", "Time"], ["Time", "Trust"]], depth=2)
    assert as_json(count, top(count, 1), Fraction(1, 2)) == {
        "rule": "points",
        "ballots": 2,
        "candidates": 3,
        "agreement": {"kendall_w": 0.5},
        "ranking": [
            {"place": 1, "shared": True, "idea": "Trust", "score": 3, "chosen_by": 2, "firsts": 1},
            {"place": 1, "shared": True, "idea": "Time", "score": 3, "chosen_by": 2, "firsts": 1},
        ],
    }


def test_a_score_that_is_not_whole_is_an_exact_fraction() -> None:
    count = RULES["dowdall"].count("ABC", ["ABC"])
    text = json.dumps(as_json(count, top(count), None))
    assert [each["score"] for each in json.loads(text)["ranking"]] == [1, "1/2", "1/3"]


def test_no_agreement_is_null() -> None:
    count = RULES["points"].count("A", ["A"])
    assert as_json(count, top(count), None)["agreement"] == {"kendall_w": None}
