"""The packaged plan, held against the deck word for word."""

import re
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text, parse_plan
from copworkshop.model.plan import Kind, Phase, Plan, ProposalStep
from copworkshop.model.plan_words import Mark, all_words, words_at

DECK = (Path(__file__).parent / "deck.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan(packaged_text("session4"), "session4.toml")


@pytest.fixture(scope="module")
def proposal(plan: Plan) -> ProposalStep:
    assert plan.proposal is not None
    return plan.proposal


@pytest.fixture(scope="module")
def phases(plan: Plan) -> tuple[Phase, ...]:
    assert plan.lifecycle is not None
    return plan.lifecycle.phases


def spaced(text: str) -> str:
    """Return the text with only its white space corrected: single spaces, and none before a full stop."""
    return re.sub(r" (?=\.)", "", " ".join(text.split()))


def deck_texts() -> list[str]:
    """Return the deck's texts in order: its lines, those joined that a line break tore, headings taken off."""
    lines: list[str] = []
    for line in DECK.splitlines():
        if lines and line[:1].islower():
            lines[-1] += " " + line
        else:
            lines.append(line)
    texts = [spaced(part) for line in lines for part in re.split(r"(?<!Session 4)(?<!Activity \d):(?: |$)", line)]
    return [text for text in texts if text]


def prompts_as_in_the_deck(phases: tuple[Phase, ...]) -> list[str]:
    """Return every prompt as one line of the deck: where the heading introduces it there, with its heading."""
    lines = [spaced(line) for line in re.sub(r"\n(?=[a-z])", " ", DECK).splitlines()]
    found = []
    for phase in phases:
        for part in phase.parts:
            for prompt in part.prompts:
                with_heading = f"{part.heading}: {prompt}"
                found.append(with_heading if with_heading in lines else str(prompt))
    return found


def test_every_text_of_the_deck_is_in_the_plan_with_the_decks_mark(plan: Plan) -> None:
    marked = {str(words) for words in all_words(plan) if words.mark is Mark.DECK}
    assert [text for text in deck_texts() if text not in marked] == []


def test_the_deck_falls_into_as_many_texts_as_it_has() -> None:
    assert len(deck_texts()) == 37


def test_nothing_is_marked_as_the_decks_that_is_not_in_the_deck(plan: Plan) -> None:
    deck = spaced(DECK)
    strangers = [words.text for words in all_words(plan) if words.mark is Mark.DECK and words.text not in deck]
    assert strangers == []


def test_no_text_of_the_deck_stands_in_the_plan_under_another_mark(plan: Plan) -> None:
    deck = set(deck_texts())
    assert [str(words) for words in all_words(plan) if words.mark is not Mark.DECK and str(words) in deck] == []


def test_the_phases_tell_the_deck_in_its_order(phases: tuple[Phase, ...]) -> None:
    told = [
        str(words)
        for phase in phases
        for words in (
            phase.label,
            phase.name,
            phase.intro,
            *(item for part in phase.parts for item in (part.heading, *part.prompts)),
        )
        if words is not None
    ]
    start = deck_texts().index("Phase One")
    assert told == deck_texts()[start : start + len(told)]


def test_phases_without_a_name_go_by_the_decks_headings(phases: tuple[Phase, ...]) -> None:
    assert [phase.called for phase in phases] == [
        "COMMITTING",
        "Develop a strategy · Pilot the community",
        "Launch · Grow · Promote · Reflect and evaluate",
    ]


def test_every_prompt_of_the_deck_is_in_exactly_one_field_of_the_proposal(
    proposal: ProposalStep, phases: tuple[Phase, ...]
) -> None:
    asked = [str(question) for field in proposal.fields for question in field.questions]
    assert sorted(asked) == sorted(prompts_as_in_the_deck(phases))


def test_a_field_stands_in_the_group_of_the_phase_that_asks_it(
    proposal: ProposalStep, phases: tuple[Phase, ...]
) -> None:
    phase_of = {text: str(phase.label) for phase in phases for text in prompts_as_in_the_deck((phase,))}
    for field in proposal.fields:
        assert {phase_of[str(question)] for question in field.questions} == {field.group}


def test_the_six_core_fields_are_the_ones_a_skeleton_needs(proposal: ProposalStep) -> None:
    assert [str(field.label) for field in proposal.fields if field.core] == [
        "Focal point",
        "Problems",
        "Domain",
        "People",
        "Activities",
        "Elevator pitch",
    ]


def test_labels_of_fields_fit_next_to_the_field_being_written(proposal: ProposalStep) -> None:
    assert [str(field.label) for field in proposal.fields if len(str(field.label)) > 24] == []


def test_short_titles_fit_the_agenda(plan: Plan) -> None:
    assert [step.short for step in plan.steps if len(step.short) > 20] == []


def test_the_agenda_is_that_of_the_session(plan: Plan) -> None:
    assert plan.kinds == tuple(Kind)


def test_the_session_takes_less_than_two_hours(plan: Plan) -> None:
    assert 105 <= sum(step.minutes for step in plan.steps) <= 120


def test_the_rounds_of_a_step_fill_its_minutes(plan: Plan) -> None:
    timed = [step for step in plan.steps if step.round_minutes]
    assert [sum(step.round_minutes.values()) for step in timed] == [step.minutes for step in timed]


def test_every_step_has_two_to_five_notes_for_the_facilitator(plan: Plan) -> None:
    assert all(2 <= len(step.notes) <= 5 for step in plan.steps)


def test_every_text_of_the_literature_names_a_listed_source(plan: Plan) -> None:
    sources = [words.source for words in all_words(plan) if words.mark is Mark.LITERATURE]
    assert set(sources) == set(plan.sources)


def test_only_texts_of_the_literature_name_a_source(plan: Plan) -> None:
    assert [place for place, words in words_at(plan) if words.source and words.mark is not Mark.LITERATURE] == []


def test_the_models_of_the_literature_are_not_mixed(plan: Plan) -> None:
    assert plan.lifecycle is not None
    stages = {model.name.source: [stage.lower() for stage in model.stages] for model in plan.lifecycle.models}
    assert stages == {
        "cambridge-2005": ["inquire", "design", "prototype", "launch", "grow", "sustain"],
        "wenger-2002": ["potential", "coalescing", "maturing", "stewardship", "transformation"],
    }


def test_the_levels_go_from_the_centre_outwards_with_the_shares_of_the_literature(plan: Plan) -> None:
    assert plan.participation is not None
    assert [(level.id, level.share and str(level.share)) for level in plan.participation.levels] == [
        ("core", "10–15 %"),
        ("active", "15–20 %"),
        ("occasional", None),
        ("peripheral", "the rest"),
        ("transactional", None),
    ]


def test_the_list_to_compare_with_has_ten_entries(plan: Plan) -> None:
    assert plan.top_ten is not None
    assert plan.top_ten.comparison is not None
    assert len(plan.top_ten.comparison.items) == 10


def test_questions_for_the_top_ten_fit_one_line_of_an_idea(plan: Plan) -> None:
    assert plan.top_ten is not None
    assert all(len(str(question)) <= 200 and "\n" not in str(question) for question in plan.top_ten.questions)
