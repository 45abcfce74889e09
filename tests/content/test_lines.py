"""Where keys stand, against tomllib and against sources whose lines are known."""

import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.content.lines import line_of, lines_of
from copworkshop.content.loader import packaged_plans, packaged_text

Where = tuple[str | int, ...]

SOURCE = '''\
# a comment with a = 1 and [[steps]]
schema = 1
title = { deck = "a # b", ours = 'c, d }' }

[sources.wenger]
where.city = "x"
where."the.street" = "y"

[[steps]]
kind = "one" # [not.a.header]
text = """
minutes = 9
[[steps]]
"quoted" \\""" still """
minutes = 5

[[steps]]
notes = [
    # first, ["not"]
    "a ] b",
    { id = "x", deck = "}" },   { id = "y",
      deck = "z" },
    [1, 2,
     3],
]

[[steps.phases]]
id = "p"
[[steps.phases.parts]]
id = "q"
[[steps.phases]]
id = "r"
[steps.phases.more]
deep = \'\'\'
 x
\'\'\'
after = 1979-05-27T07:32:00Z
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("schema",), 2),
        (("title", "ours"), 3),
        (("sources", "wenger"), 5),
        (("sources", "wenger", "where", "city"), 6),
        (("sources", "wenger", "where", "the.street"), 7),
        (("steps", 0), 9),
        (("steps", 0, "kind"), 10),
        (("steps", 0, "text"), 11),
        (("steps", 0, "minutes"), 15),
        (("steps", 1), 17),
        (("steps", 1, "notes", 0), 20),
        (("steps", 1, "notes", 1, "deck"), 21),
        (("steps", 1, "notes", 2), 21),
        (("steps", 1, "notes", 3), 23),
        (("steps", 1, "notes", 3, 2), 24),
        (("steps", 1, "phases", 0, "parts", 0, "id"), 30),
        (("steps", 1, "phases", 1, "id"), 32),
        (("steps", 1, "phases", 1, "more", "deep"), 34),
        (("steps", 1, "phases", 1, "more", "after"), 37),
    ],
)
def test_a_key_is_found_on_its_line(path: Where, line: int) -> None:
    assert line_of(SOURCE, path) == line


def test_a_key_that_is_missing_is_answered_with_the_table_that_would_hold_it() -> None:
    assert line_of(SOURCE, ("steps", 1, "phases", 1, "label", "deck")) == 31


def test_a_place_past_the_end_of_a_list_is_answered_with_the_list() -> None:
    assert line_of(SOURCE, ("steps", 1, "notes", 9)) == 18


def test_an_unknown_first_key_has_no_line() -> None:
    assert line_of(SOURCE, ("nothing", "here")) is None


def test_the_way_to_the_whole_file_has_no_line() -> None:
    assert line_of(SOURCE, ()) is None


def test_windows_line_ends_and_a_byte_order_mark_change_no_line() -> None:
    assert lines_of("\ufeff" + SOURCE.replace("\n", "\r\n")) == lines_of(SOURCE)


def test_a_quoted_key_with_escapes_is_found_as_tomllib_reads_it() -> None:
    assert line_of('\n"a\\u0041" = 1', ("aA",)) == 2


def every_place(value: Any, at: Where = ()) -> set[Where]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {at}.union(*(every_place(item, (*at, key)) for key, item in inside))


def test_the_scan_of_every_packaged_plan_finds_just_what_tomllib_finds() -> None:
    for plan in packaged_plans():
        source = packaged_text(plan.name)
        assert set(lines_of(source)) == every_place(tomllib.loads(source)) - {()}


scalars = st.one_of(
    st.integers(-1000, 1000),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["", '"', "'", "'''", '"""', "\\", "a\nb = 1\n[c]\n", "]", "}", "#", ","]),
    st.datetimes(),
    st.floats(allow_nan=False),
)
keys = st.one_of(st.sampled_from(["a", "b", "c-d", "e.f", "'", '"', "[", "=", "#", ""]), st.text("abü ", max_size=3))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=12
)
documents = st.dictionaries(keys, values, max_size=4)


@given(documents, st.booleans())
def test_the_scan_finds_just_what_tomllib_finds(document: dict[str, Any], multiline: bool) -> None:
    source = tomli_w.dumps(document, multiline_strings=multiline)
    assert set(lines_of(source)) == every_place(tomllib.loads(source)) - {()}


@given(documents, st.integers(1, 5))
def test_lines_put_before_a_document_move_all_its_keys_by_as_many(document: dict[str, Any], more: int) -> None:
    source = tomli_w.dumps(document)
    assert lines_of("# …\n" * more + source) == {path: line + more for path, line in lines_of(source).items()}


@given(st.text("ab=.[]{},#\"'\\\n\r\t 1", max_size=60) | st.text(max_size=40))
def test_no_text_at_all_makes_the_scan_raise(source: str) -> None:
    assert all(1 <= line <= source.count("\n") + 1 for line in lines_of(source).values())


@pytest.mark.parametrize("source", ["a = " + "[" * 20_000, "a = " + "{ a = " * 20_000, "[" * 20_000, "a." * 2_000])
def test_lists_without_end_do_not_make_the_scan_raise(source: str) -> None:
    assert line_of(source, ("a",)) in (1, None)
