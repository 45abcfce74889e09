"""Rejoin words: of the form that the model takes, easily told apart, and none given twice."""

from itertools import combinations

import pytest
from pydantic import TypeAdapter

from copworkshop.live.words import SIGNS, WORDS, new_ending, new_word
from copworkshop.model.people import RejoinWord


def test_there_are_as_many_words_as_the_odds_are_reckoned_with() -> None:
    assert (len(set(WORDS)), len(set(SIGNS))) == (256, 25)


def test_every_word_makes_a_rejoin_word_of_the_model() -> None:
    rejoin_word = TypeAdapter[str](RejoinWord)
    assert [rejoin_word.validate_python(f"{word}-{SIGNS[:4]}") for word in WORDS]


def test_words_are_short() -> None:
    assert [word for word in WORDS if not 3 <= len(word) <= 8] == []


def test_no_two_words_begin_alike() -> None:
    assert [pair for pair in combinations(WORDS, 2) if pair[0][:4] == pair[1][:4]] == []


def test_no_two_words_differ_by_one_letter_only() -> None:
    assert [pair for pair in combinations(WORDS, 2) if one_letter_apart(*pair)] == []


def one_letter_apart(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[same:] == longer[same + 1 :] or shorter[same + 1 :] == longer[same + 1 :]


@pytest.mark.parametrize("alike", ["0o", "1il", "2z", "5s", "gq", "uv"])
def test_of_signs_that_look_alike_there_is_one_at_most(alike: str) -> None:
    assert len(set(alike) & set(SIGNS)) <= 1


def test_the_signs_spell_no_word() -> None:
    assert not set("aeiou") & set(SIGNS)


def test_a_word_that_is_taken_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["b", "b", "b", "b", "maple", "b", "b", "b", "c", "maple"])
    monkeypatch.setattr("copworkshop.live.words.secrets.choice", lambda _choices: next(drawn))
    assert new_word({"maple-bbbb"}) == "maple-bbbc"


def test_a_new_ending_keeps_the_first_half_and_is_nobody_elses() -> None:
    taken = {f"maple-{SIGNS[0] * 3}{sign}" for sign in SIGNS}
    word = new_ending("maple-bbbb", taken)
    assert word.startswith("maple-")
    assert word not in taken | {"maple-bbbb"}
