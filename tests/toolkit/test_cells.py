"""Cutting, wrapping and padding in terminal cells."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from copworkshop.toolkit.widgets.cells import clusters, fit, pad, width_of, wrap, wrap_content

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1eb\U0001f1ee"
WAVE = "\U0001f44b\U0001f3fd"
ACCENTED = "e\u0301"
THAI = "ชุมชนนักปฏิบัติ"
ARABIC = "مجتمع الممارسة"
CHINESE = "实践社区是一群人"
SAMPLES = [FAMILY * 3, FLAG * 3, WAVE * 3, ACCENTED * 9, THAI, ARABIC, CHINESE, "a" * 30, "one two  three-four"]

PEOPLE = st.lists(
    st.sampled_from([FAMILY, FLAG, WAVE, ACCENTED, "ก็", "م", "实", "。", "「", "a", "ab-cd", " ", "  ", "\n", "[/]"]),
    max_size=40,
).map("".join)
ANYTHING = st.one_of(PEOPLE, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))


@given(ANYTHING)
def test_clusters_cover_the_text_and_add_up_to_the_width_that_is_painted(text: str) -> None:
    parts = clusters(text)

    assert "".join(text[start:end] for start, end, _ in parts) == text
    assert sum(cells for _, _, cells in parts) == width_of(text)


@pytest.mark.parametrize("one", [FAMILY, FLAG, WAVE, ACCENTED, "กี่"])
def test_what_is_seen_as_one_character_is_one_cluster(one: str) -> None:
    assert [end for _, end, _ in clusters(one * 2)] == [len(one), 2 * len(one)]


@given(ANYTHING, st.integers(-1, 30))
def test_a_fitted_text_is_never_wider_than_asked(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= max(0, width)


@given(ANYTHING, st.integers(0, 30), st.sampled_from(["left", "right", "centre"]))
def test_a_padded_text_is_exactly_as_wide_as_asked(text: str, width: int, align: str) -> None:
    assert cell_len(pad(text, width, align)) == width  # type: ignore[arg-type]


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert fit(CHINESE, 16) == CHINESE


def test_a_cut_text_ends_in_an_ellipsis_between_characters() -> None:
    assert fit(CHINESE, 6) == "实践…"
    assert fit(FAMILY * 3, 4) == FAMILY + "…"
    assert fit(ACCENTED * 5, 3) == ACCENTED * 2 + "…"


def test_several_lines_are_fitted_as_one() -> None:
    assert fit("one\ntwo", 20) == "one two"


def test_padding_goes_where_it_is_asked_for() -> None:
    assert [pad("ab", 5), pad("ab", 5, "right"), pad("ab", 5, "centre")] == ["ab   ", "   ab", " ab  "]


@given(ANYTHING, st.integers(0, 30))
@example(f"   {FAMILY}", 0)
def test_no_wrapped_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(line) <= max(2, width) for line in wrap(text, width))


@given(ANYTHING, st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    kept = "".join(wrap(text, width))

    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@given(ANYTHING, st.integers(2, 30))
def test_wrapping_breaks_no_cluster(text: str, width: int) -> None:
    whole = [part[start:end] for part in text.split("\n") for start, end, _ in clusters(part)]
    lines = [line[start:end] for line in wrap(text, width) for start, end, _ in clusters(line)]

    assert [one for one in lines if one != " "] == [one for one in whole if one != " "]


@pytest.mark.parametrize("sample", SAMPLES)
def test_wrapped_content_has_the_lines_of_wrapped_text(sample: str) -> None:
    lines = wrap_content(Content.styled(sample, "bold"), 7)

    assert [line.plain for line in lines] == wrap(sample, 7)
    assert all(line.spans for line in lines if line.plain)


def test_words_are_kept_whole_where_they_fit() -> None:
    assert wrap("the domain and what it could achieve", 12) == ["the domain", "and what it", "could", "achieve"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert wrap("see extraordinarily", 6) == ["see", "extrao", "rdinar", "ily"]


def test_a_hyphen_is_a_place_to_break() -> None:
    assert wrap("long-term aims", 7) == ["long-", "term", "aims"]


def test_newlines_and_empty_lines_are_kept() -> None:
    assert wrap("one\n\n  two", 10) == ["one", "", "  two"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]


def test_a_chinese_line_does_not_begin_with_a_full_stop() -> None:
    assert wrap("社区是一。人", 8) == ["社区是", "一。人"]
