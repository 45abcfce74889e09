"""Plans from files: what a person is told about each mistake."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.content.loader import BadPlan, load_plan, packaged_plans, packaged_text, parse_plan

SMALL = """\
schema = 1
title = "Trust in the harbour"

[sources.wenger-2002]
authors = "Wenger, McDermott and Snyder"
title = "Cultivating Communities of Practice"

[[steps]]
kind = "welcome"
title = "Welcome"
short = "Hello"
minutes = 5

[[steps]]
kind = "top_ten"
title = { ours = "Our top ten" }
short = "Top ten"
questions = ["What works?"]
round_minutes = { collect = 6 }

[[steps]]
kind = "lifecycle"
title = "Lifecycle"
short = "Lifecycle"
[[steps.phases]]
id = "one"
label = "Phase One"
[[steps.phases.parts]]
heading = "Purpose"
prompts = [
    { id = "why", ours = "Why?" },
    { id = "who", ours = "Who?" },
]
"""


def sentences(source: str) -> list[str]:
    """Return what is said about a bad plan, one string a fault."""
    with pytest.raises(BadPlan) as caught:
        parse_plan(source, "my-plan.toml")
    return [str(fault) for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    """Return the small plan with one thing changed."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def test_the_small_plan_is_sound() -> None:
    assert str(parse_plan(SMALL, "my-plan.toml").title) == "Trust in the harbour"


def test_a_bare_string_is_ours_and_a_byte_order_mark_is_accepted() -> None:
    assert parse_plan("\ufeff" + SMALL, "my-plan.toml").title.mark == "ours"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("minutes = 5", "minuts = 5", "line 12, steps.0.minuts: there is no key “minuts”; did you mean “minutes”?"),
        ("minutes = 5", "minutes = -5", "line 12, steps.0.minutes: must be at least 0, not -5."),
        ("minutes = 5", "minutes = 5000", "line 12, steps.0.minutes: must be at most 600, not 5000."),
        ("minutes = 5", 'minutes = "ten"', "line 12, steps.0.minutes: must be a number, not “ten”."),
        ("minutes = 5", "minutes = 2.7", "line 12, steps.0.minutes: must be a multiple of 0.5, not 2.7."),
        ("minutes = 5", "minutes = nan", "line 12, steps.0.minutes: must be at most 600, not nan."),
        ("minutes = 5", "lines = 5", "line 12, steps.0.lines: must be a list in square brackets, not 5."),
        ('short = "Hello"', "short = 5", "line 11, steps.0.short: must be a text in quotation marks, not 5."),
        ('short = "Hello"', 'short = " "', "line 11, steps.0.short: Type at least one character that can be seen."),
        ('short = "Hello"', "", "line 8, steps.0.short: is missing; add it."),
        (
            "schema = 1",
            "schema = 1\norganisation = 5",
            "line 2, organisation: must be a text in quotation marks, not 5.",
        ),
        (
            "schema = 1",
            'schema = 1\nfacilitator = ""',
            "line 2, facilitator: Type at least one character that can be seen.",
        ),
        (
            "schema = 1",
            'schema = 1\npurpos = "To agree"',
            "line 2, purpos: there is no key “purpos”; did you mean “purpose”?",
        ),
        ('title = "Welcome"', 'title = ""', "line 10, steps.0.title: the text is empty."),
        (
            'short = "Hello"',
            f'short = "{"x" * 201}"',
            "line 11, steps.0.short: That is 201 characters; at most 200 fit. Shorten it by 1.",
        ),
        (
            'kind = "welcome"',
            'kind = "wellcome"',
            "line 9, steps.0.kind: there is no kind “wellcome” (did you mean “welcome”?); it is one of: "
            "welcome, lifecycle, participation, proposal, top_ten, close.",
        ),
        ('kind = "welcome"', "", "line 8, steps.0.kind: is missing; add it."),
        (
            'kind = "welcome"',
            'kind = "top_ten"\nquestions = ["?!x"]',
            "line 16, steps.1.kind: there is another step of kind “top_ten” before this one; each may stand only once.",
        ),
        (
            '{ ours = "Our top ten" }',
            '{ our = "Our top ten" }',
            "line 16, steps.1.title: say where the text comes from with one of "
            'deck = "…", literature = "…", ours = "…".',
        ),
        (
            '{ ours = "Our top ten" }',
            "5",
            'line 16, steps.1.title: this is a text; write it in quotation marks, or as { ours = "…" }.',
        ),
        (
            '{ ours = "Our top ten" }',
            '{ literature = "Our top ten" }',
            'line 16, steps.1.title: a text from the literature names its source: add source = "…".',
        ),
        (
            '{ ours = "Our top ten" }',
            '{ literature = "Our top ten", source = "wenger-2003" }',
            "line 16, steps.1.title.source: the source “wenger-2003” is used but not listed; "
            "add [sources.wenger-2003], or correct the name.",
        ),
        (
            '{ ours = "Our top ten" }',
            '{ literature = "Our top ten", sorce = "wenger-2002" }',
            "line 16, steps.1.title.sorce: there is no key “sorce”; did you mean “source”?",
        ),
        (
            "collect = 6",
            "colect = 6",
            "line 19, steps.1.round_minutes.colect: there is no round “colect”; "
            "the rounds are: collect, merge, sift, rank, reveal, discuss, rank-again, reveal-again, discuss-again, "
            "run-off, settled.",
        ),
        (
            "round_minutes = { collect = 6 }",
            'starts_clock = ["colect"]',
            "line 19, steps.1.starts_clock.0: there is no round “colect”; "
            "the rounds are: collect, merge, sift, rank, reveal, discuss, rank-again, reveal-again, discuss-again, "
            "run-off, settled.",
        ),
        (
            'questions = ["What works?"]',
            "questions = []",
            "line 18, steps.1.questions: must have at least 1 in the list, and has 0.",
        ),
        (
            'questions = ["What works?"]',
            'questions = ["What works?"]\nrule = "lottery"',
            "line 19, steps.1.rule: must be points, borda, dowdall, approval, copeland or schulze, not “lottery”.",
        ),
        (
            'id = "one"',
            'id = "Phase One"',
            "line 26, steps.2.phases.0.id: must be lower-case words or digits joined by hyphens, "
            "such as focal-point, not “Phase One”.",
        ),
        (
            'id = "who"',
            'id = "why"',
            "line 32, steps.2.phases.0.parts.0.prompts.1.id: there is another prompt “why” before this one; "
            "each may stand only once.",
        ),
        (
            'label = "Phase One"',
            'label = "Phase One"\nlable = "x"',
            "line 28, steps.2.phases.0.lable: there is no key “lable”; did you mean “label”?",
        ),
        ('{ id = "who", ', "{ ", "line 32, steps.2.phases.0.parts.0.prompts.1.id: is missing; add it."),
        ('title = "Trust in the harbour"', "", "title: is missing; add it."),
        ("schema = 1", "", "schema: is missing; add it."),
        ("schema = 1", "schema = 0", "line 1, schema: must be 1, not 0."),
        (
            "schema = 1",
            "schema = 2",
            "line 1, schema: this plan is written in plan format 2, and this copworkshop reads formats up to 1; "
            "install a newer copworkshop, one that reads plan format 2.",
        ),
        ("schema = 1", "schema = 1\nqqqq = 1", "line 2, qqqq: there is no key “qqqq”; there are: "
         "schema, title, organisation, facilitator, purpose, language, sources, grace, bell, steps."),
        ("schema = 1", 'schema = 1\nlanguage = "German!"',
         "line 2, language: must be the code of a language, such as en, de or pt-BR."),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_line_and_field(old: str, new: str, sentence: str) -> None:
    assert sentences(changed(old, new)) == [f"my-plan.toml, {sentence}"]


def test_a_prompt_that_a_closing_question_repeats_is_said_at_the_question() -> None:
    source = changed('short = "Lifecycle"', 'short = "Lifecycle"\nquestions = [{ id = "why", ours = "Why?" }]')
    assert sentences(source) == [
        "my-plan.toml, line 25, steps.2.questions.0.id: there is another prompt “why” before this one; "
        "each may stand only once."
    ]


def test_all_faults_of_a_file_are_said_in_the_order_of_its_lines() -> None:
    source = (
        SMALL.replace("minutes = 5", "minuts = 5")
        .replace('{ ours = "Our top ten" }', '{ literature = "x", source = "nobody" }')
        .replace("collect = 6", "colect = 6, rnak = 2")
        .replace('id = "who"', 'id = "why"')
    )
    lines = [sentence.split(", ")[1] for sentence in sentences(source)]
    assert lines == ["line 12", "line 16", "line 19", "line 19", "line 32"]


def test_a_list_whose_entries_are_all_bad_is_not_called_too_short() -> None:
    assert [fault.split(": ")[0] for fault in sentences('schema = 1\ntitle = "x"\n[[steps]]\nkind = "x"\n')] == [
        "my-plan.toml, line 4, steps.0.kind"
    ]


def test_a_plan_without_steps_is_told_to_add_them() -> None:
    assert sentences('schema = 1\ntitle = "x"\n') == ["my-plan.toml, steps: is missing; add it."]


def test_broken_toml_is_said_with_line_and_column() -> None:
    assert sentences(changed('short = "Hello"', 'short "Hello"')) == [
        "my-plan.toml, line 11, column 7: an equals sign is missing between a key and its value."
    ]


def test_a_hostile_text_in_a_plan_reaches_no_terminal() -> None:
    bad = changed("minutes = 5", '"\\u001b]0;gotcha\\u0007" = 1\nminutes = "\\u001b[2J"')
    assert all(sentence.isprintable() for sentence in sentences(bad))


def test_the_sentence_for_a_huge_number_does_not_write_it_out() -> None:
    assert sentences(changed("minutes = 5", f"minutes = 0x{'f' * 6000}")) == [
        "my-plan.toml, line 12, steps.0.minutes: is far too large."
    ]


@given(st.integers(0, len(SMALL)), st.integers(0, len(SMALL)), st.text(max_size=8))
def test_however_a_plan_is_cut_it_is_read_or_refused_in_sentences(start: int, end: int, between: str) -> None:
    try:
        parse_plan(SMALL[:start] + between + SMALL[end:], "my-plan.toml")
    except BadPlan as bad:
        said = [str(fault) for fault in bad.faults]
        assert said
        assert all(sentence.startswith("my-plan.toml") and sentence.endswith((".", "!", "?")) for sentence in said)
        assert not any(raw in sentence for raw in ("Input should", "http", "Value error") for sentence in said)


def test_a_plan_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "my-plan.toml"
    file.write_text(SMALL, encoding="utf-8-sig")
    assert load_plan(file) == parse_plan(SMALL, "my-plan.toml")


def test_a_fault_of_a_file_goes_by_the_files_name(tmp_path: Path) -> None:
    file = tmp_path / "my-plan.toml"
    file.write_text(changed("minutes = 5", "minutes = -1"), encoding="utf-8")
    with pytest.raises(BadPlan, match=r"^my-plan\.toml, line 12, steps\.0\.minutes: "):
        load_plan(file)


def test_a_missing_plan_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match=r"^my-plan\.toml: there is no such file; check the name and the folder\.$"):
        load_plan(tmp_path / "my-plan.toml")


def test_every_packaged_plan_can_be_loaded_and_says_its_title() -> None:
    assert [(plan.name, plan.title) for plan in packaged_plans()] == [
        ("session4", "Session 4: Communities of Practice in Action")
    ]
    assert all(load_plan(plan.path).steps for plan in packaged_plans())


def test_a_packaged_plan_is_given_out_with_its_comments() -> None:
    assert packaged_text("session4").startswith("# Session 4")


@pytest.mark.parametrize("name", ["nobody", "../content/session4", ""])
def test_a_packaged_plan_that_does_not_exist_is_not_given_out(name: str) -> None:
    with pytest.raises(KeyError):
        packaged_text(name)
